"""The keys of this installation: made at first start, kept beside the data, read by nobody else.

secret-key   signs sessions and forms
factor-key   encrypts what second factors share, and makes activation codes
heads-key    signs the heads of the journal that leave the machine
"""

import os
import secrets
from pathlib import Path

LENGTH = 64
KEY_BYTES = 32
NAMES = ("secret-key", "factor-key", "heads-key")


def secret_key(folder: Path) -> str:
    """The key that signs sessions; made where there is none. Raises OSError."""
    return _kept(folder, "secret-key", secrets.token_urlsafe(LENGTH))


def key_bytes(folder: Path, name: str) -> bytes:
    """A key of 32 bytes; made where there is none. Raises OSError, ValueError."""
    return bytes.fromhex(_kept(folder, name, secrets.token_hex(KEY_BYTES)))


def secret_in(path: str) -> str:
    """A secret the operator has put in a file; empty where none is named. Raises OSError."""
    return Path(path).read_text(encoding="utf-8").strip() if path else ""


def _kept(folder: Path, name: str, made: str) -> str:
    """What a file holds, or what was just made and is now in it."""
    path = folder / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made
