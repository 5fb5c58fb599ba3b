"""Reading a folder or a file: what is looked at, in which order, and the whole result."""

import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mingdeng.files.cells import RowCells, SheetCells
from mingdeng.files.merging import merge
from mingdeng.files.names import check_name, extension
from mingdeng.files.proposing import Proposal
from mingdeng.files.refusal import Refused
from mingdeng.files.report import NOWHERE, finding
from mingdeng.files.rows import Finding, Reading
from mingdeng.files.text import without_control
from mingdeng.files.worker import Outcome, Worker

Progress = Callable[[int, int, str], None]
MAX_FILES = 5_000
# Seconds after which no further file of a folder is begun.
FOLDER_SECONDS = 600.0
_MAX_ENTRIES = 50_000
_MAX_DEPTH = 40
_SYSTEM = frozenset(
    ["thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "__macosx", "$recycle.bin"]
)
_DIGITS = re.compile(r"(\d+)")
_KINDS = {
    ".pdf": "PDF 文件",
    ".ofd": "OFD 版式文件",
    **dict.fromkeys(
        [".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"], "图片"
    ),
    **dict.fromkeys([".mp4", ".mov", ".avi", ".wmv", ".mp3", ".wav", ".m4a"], "音像文件"),
    **dict.fromkeys([".ppt", ".pptx", ".pps", ".ppsx"], "演示文稿"),
    **dict.fromkeys([".html", ".htm", ".mht", ".mhtml"], "网页"),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something in the folder: its path, its name as shown, or why it is not opened."""

    path: str
    name: str
    code: str | None = None


@dataclass(slots=True)
class _Listing:
    """The entries of a folder in their order."""

    root: str
    entries: list[_Entry] = field(default_factory=list)
    seen: int = 0

    @property
    def full(self) -> bool:
        return self.seen >= _MAX_ENTRIES


def read_folder(folder: Path, *, progress: Progress | None = None) -> Reading:
    """Everything that can be read below a folder; what cannot be read becomes a finding."""
    listing = _Listing(os.fspath(folder.absolute()))
    _walk(listing, listing.root, "", 0)
    entries = _own_names(sorted(listing.entries, key=lambda entry: _natural(entry.name)))
    findings = []
    if listing.full or len(entries) > MAX_FILES:
        findings.append(finding("too-many-files", "", count=MAX_FILES))
        entries = entries[:MAX_FILES]
    return _read(entries, findings, progress)


def read_file(path: Path, name: str) -> Reading:
    """One file under the name it is to be called by."""
    return read_files([(path, name)])


def read_files(files: Sequence[tuple[Path, str]]) -> Reading:
    """Some files, each under the name it is to be called by."""
    entries = [_Entry(os.fspath(path.absolute()), without_control(name)) for path, name in files]
    return _read(_own_names(entries), [], None)


def read_cells(path: Path, name: str) -> Iterator[SheetCells | RowCells | Finding]:
    """The tables of one file cell by cell, row after row, gathering none; why not, as a finding."""
    shown = without_control(name)
    try:
        read = check_name(shown) is not None
    except Refused as refusal:
        yield finding(refusal.code, shown, NOWHERE, **refusal.values)
        return
    if not read:
        yield from _read_entry(_Entry("", shown), lambda *_: Outcome()).findings
        return
    with Worker() as worker:
        yield from worker.stream(os.fspath(path.absolute()), shown)


def read_minutes(path: Path, name: str) -> tuple[list[Proposal], list[Finding]]:
    """What a record could be filled with from one file of minutes; why not, as findings."""
    with Worker() as worker:
        entry = _Entry(os.fspath(path.absolute()), without_control(name))
        outcome = _read_entry(entry, worker.read_minutes)
    return outcome.proposals, outcome.findings


def _read(entries: list[_Entry], findings: list[Finding], progress: Progress | None) -> Reading:
    outcomes: dict[str, Outcome] = {"": Outcome(findings=findings)}
    until = time.monotonic() + FOLDER_SECONDS
    with Worker() as worker:
        for number, entry in enumerate(entries, start=1):
            if time.monotonic() > until:
                left = len(entries) - number + 1
                findings.append(finding("folder-took-too-long", "", count=left))
                break
            if progress is not None:
                progress(number, len(entries), entry.name)
            outcomes[entry.name] = _read_entry(entry, worker.read)
    return merge(outcomes)


def _own_names(entries: list[_Entry]) -> list[_Entry]:
    """No two entries under one name: names that look alike are numbered."""
    taken: set[str] = set()
    named = []
    for entry in entries:
        name, number = entry.name, 1
        stem, ending = name.removesuffix(extension(name)), extension(name)
        while name in taken:
            number += 1
            name = f"{stem}（同名之{number}）{ending}"
        taken.add(name)
        named.append(replace(entry, name=name))
    return named


def _read_entry(entry: _Entry, read: Callable[[str, str], Outcome]) -> Outcome:
    if entry.code is not None:
        return Outcome(findings=[finding(entry.code, entry.name)])
    try:
        if check_name(entry.name) is not None:
            return read(entry.path, entry.name)
    except Refused as refusal:
        return Outcome(findings=[finding(refusal.code, entry.name, NOWHERE, **refusal.values)])
    ending = extension(entry.name)
    what = _KINDS.get(ending, f"{ending} 文件" if ending else "没有扩展名的文件")
    return Outcome(findings=[finding("not-read", entry.name, what=what)])


# ---- what is in a folder ----


def _walk(listing: _Listing, folder: str, name: str, depth: int) -> None:
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in _some(found, listing) if not _is_system(entry.name)]
    except OSError:
        listing.entries.append(_Entry(folder, name, "unreadable-folder"))
        return
    for entry in entries:
        shown = f"{name}/{_shown(entry.name)}" if name else _shown(entry.name)
        if not entry.is_dir(follow_symlinks=False):
            listing.entries.append(_Entry(entry.path, shown, _obstacle(entry)))
        elif depth < _MAX_DEPTH:
            _walk(listing, entry.path, shown, depth + 1)
        else:
            listing.entries.append(_Entry(entry.path, shown, "folder-too-deep"))


def _some(found: Iterator[os.DirEntry[str]], listing: _Listing) -> Iterator[os.DirEntry[str]]:
    for entry in found:
        if listing.full:
            return
        listing.seen += 1
        yield entry


def _obstacle(entry: os.DirEntry[str]) -> str | None:
    """Why an entry is not opened: a link, or no ordinary file."""
    if entry.is_symlink():
        return "link-not-followed"
    try:
        mode = entry.stat(follow_symlinks=False).st_mode
    except OSError:
        return "vanished"
    return None if stat.S_ISREG(mode) else "link-not-followed"


def _is_system(name: str) -> bool:
    """Lock files of Office, dot files, what systems leave behind."""
    return (
        name.startswith((".", "~$", "~WRL", ".~")) or name.lower() in _SYSTEM or name.endswith("~")
    )


def _shown(name: str) -> str:
    """A file name as text that a terminal or a page may show."""
    return without_control(_decoded(os.fsencode(name)))


def _decoded(raw: bytes) -> str:
    """Names from old archives are often GBK."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _natural(name: str) -> list[tuple[tuple[int, int | str], ...]]:
    """第2 before 第10: numbers in names compare as numbers, folder by folder."""
    *folders, last = name.split("/")
    stem, _, ending = last.rpartition(".")
    return [
        tuple(
            (0, int(part)) if part.isdecimal() else (1, part)
            for part in _DIGITS.split(piece)
            if part
        )
        for piece in (*folders, stem or last, ending)
    ]
