"""The files of packs: where they lie, what sections they hold."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from mingdeng.rulebook.errors import Flaw, PackError
from mingdeng.rulebook.model import LEVELS, Pack
from mingdeng.rulebook.reading import PackReader, Unreadable
from mingdeng.rulebook.treecache import parse_file
from mingdeng.rulebook.yamltree import Node

SHIPPED = Path(__file__).resolve().parents[3] / "packs"
HEAD = "pack.yaml"
CASES = ".cases.yaml"
SECTIONS = ("text", "definitions", "rules", "formulas", "settings", "changes", "later")

T = TypeVar("T")


class PackFile(NamedTuple):
    """One file of a pack: its reader, which gathers flaws, and its sections."""

    reader: PackReader
    sections: dict[str, Node]

    def each(self, section: str, read: Callable[[Node], T]) -> list[T]:
        """Every readable entry of a section."""
        try:
            return self.reader.each(self.sections.get(section), read)
        except Unreadable:
            return []


class PackFiles(NamedTuple):
    """All files of a stack of packs, and the fingerprint of their texts."""

    packs: tuple[Pack, ...]
    files: tuple[PackFile, ...]
    fingerprint: str

    def reader_of(self, file: str) -> PackReader:
        """The reader of a file by name."""
        return next(entry.reader for entry in self.files if entry.reader.file == file)

    def refuse_flawed(self) -> None:
        """Raise PackError if any reader found a flaw."""
        flaws = [flaw for entry in self.files for flaw in entry.reader.flaws]
        if flaws:
            raise PackError(flaws)


def pack_folder(name: str) -> Path:
    """The folder of a shipped pack by name, or the folder itself. Raises PackError."""
    for candidate in (SHIPPED / name, Path(name)):
        if (candidate / HEAD).is_file():
            return candidate
    known = "、".join(shipped_packs())
    remedy = f"现有：{known}；或写一个含 {HEAD} 的目录。"
    raise PackError([Flaw(name, 1, "没有这个规则包。", remedy)])


def shipped_packs() -> list[str]:
    """Names of the packs that come with the program."""
    return sorted(path.parent.name for path in SHIPPED.glob(f"*/{HEAD}"))


def case_files(folder: Path) -> list[Path]:
    """The case files of a pack."""
    return sorted(folder.glob(f"*{CASES}"))


def open_packs(names: Sequence[str]) -> PackFiles:
    """The files of the named packs or pack folders, highest level first.

    Raises PackError with every flaw of what cannot be read at all.
    """
    packs: list[Pack] = []
    files: list[PackFile] = []
    digests: list[str] = []
    flaws: list[Flaw] = []
    for folder in [pack_folder(name) for name in dict.fromkeys(names)]:
        for path in _paths(folder):
            name = f"{folder.name}/{path.name}"
            try:
                tree, digest = _tree(path, name)
            except PackError as error:
                flaws += error.flaws
                continue
            digests.append(digest)
            reader = PackReader(folder.name, name)
            if path.name == HEAD:
                packs += _head(reader, tree, folder)
            files.append(PackFile(reader, {} if path.name == HEAD else _sections(reader, tree)))
    if flaws:
        raise PackError(flaws)
    return PackFiles(
        packs=tuple(sorted(packs, key=lambda pack: LEVELS.index(pack.level))),
        files=tuple(files),
        fingerprint=hashlib.sha256("".join(digests).encode()).hexdigest()[:12],
    )


def _paths(folder: Path) -> list[Path]:
    """The head first, then the files that hold rules; cases are read when they are asked for."""
    rules = (path for path in folder.glob("*.yaml") if not path.name.endswith(CASES))
    return sorted(rules, key=lambda path: (path.name != HEAD, path.name))


def _tree(path: Path, name: str) -> tuple[Node, str]:
    try:
        return parse_file(path, name)
    except (OSError, UnicodeDecodeError):
        raise PackError([Flaw(name, 1, "文件不能读取。", "请另存为 UTF-8 文本。")]) from None


def _head(reader: PackReader, head: Node, folder: Path) -> list[Pack]:
    try:
        entries = reader.mapping(head, required=("id", "label", "level", "binds"))
        return [
            Pack(
                id=reader.text(entries["id"]),
                label=reader.text(entries["label"]),
                level=reader.choice(entries["level"], LEVELS),
                binds=reader.text(entries["binds"]),
                folder=str(folder),
            )
        ]
    except Unreadable:
        return []


def _sections(reader: PackReader, tree: Node) -> dict[str, Node]:
    try:
        sections = reader.mapping(tree, optional=SECTIONS)
        reader.title = reader.optional_text(sections.get("text"))
    except Unreadable:
        return {}
    return sections
