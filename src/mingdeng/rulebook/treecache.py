"""Parsed YAML kept as JSON, so that a second start does not parse it again.

A cache entry is named by the digest of the text it was made from: it can be
missing, never stale.  Where the folder cannot be written, nothing is kept.
"""

import hashlib
import json
import os
from pathlib import Path

from mingdeng.rulebook.yamltree import Node, parse

FORM = "2"  # raise when the plain form of nodes changes
FOLDER = Path(__file__).resolve().parents[3] / "var" / "cache"


def parse_file(path: Path, name: str) -> tuple[Node, str]:
    """The tree of a YAML file, and the digest of its text; `name` is what messages call it.

    Raises PackError, OSError, UnicodeDecodeError.
    """
    raw = path.read_bytes()
    digest = hashlib.sha256(FORM.encode() + raw).hexdigest()
    kept = _recall(digest)
    if kept is None:
        kept = parse(raw.decode("utf-8-sig"), name)
        _keep(digest, kept)
    return kept, digest


def _recall(digest: str) -> Node | None:
    try:
        return Node(json.loads((FOLDER / f"{digest}.json").read_bytes()))
    except (OSError, ValueError, TypeError, IndexError):
        return None


def _keep(digest: str, tree: Node) -> None:
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        part = FOLDER / f"{digest}.{os.getpid()}.part"
        part.write_text(json.dumps(tree.plain, ensure_ascii=False), encoding="utf-8")
        part.replace(FOLDER / f"{digest}.json")
    except OSError:
        return
