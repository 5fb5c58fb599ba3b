"""A year of an organization as one file: papers, ledgers, each activity with its attachments.

The same content gives the same bytes. What is large is copied piece by piece, never held whole.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from mingdeng.activities.models import Activity, Attachment, Host
from mingdeng.activities.said import Hosting
from mingdeng.activities.services import said_of
from mingdeng.documents.branchyear import BranchYear
from mingdeng.documents.columns import visible
from mingdeng.documents.ledger import ledger_sheet, lines_of
from mingdeng.documents.pdf.blocks import note, table
from mingdeng.documents.pdf.handbook import handbook
from mingdeng.documents.pdf.ledger import ledger_document
from mingdeng.documents.pdf.minutes import minutes_document, names_in, title_of
from mingdeng.documents.pdf.typesetting import Document, pdf
from mingdeng.documents.registers import roster_sheet, terms_sheet
from mingdeng.documents.word.filling import minutes_filling
from mingdeng.documents.word.making import made
from mingdeng.documents.word.minutes import Attended, minutes
from mingdeng.documents.workbook import Cell, Paper, Sheet, workbook
from mingdeng.engine.reasons import day_name
from mingdeng.files.ours import CONTENTS, LEDGER, ROSTER, TERMS, Form
from mingdeng.stationery.models import Template
from mingdeng.subjects.queries import expected_at

SUMS = "SHA-256.txt"
PIECE = 64 << 10
# What is packed already is only stored.
PACKED = frozenset({"pdf", "jpg", "jpeg", "png", "xlsx", "docx"})
UNSAFE = re.compile(r'(?:[\\/:*?"<>|\x00-\x1f\x7f]|\.{2,})+')
LONGEST, LONGEST_ENDING = 60, 5
UNNAMED = "未命名"
COLUMNS = (("序号", 6), ("内容", 44), ("文件", 70), ("字节", 12), ("说明", 30))
MISSING, DIFFERENT = "文件已经不在，没有归入", "内容与保存时的摘要不同"
Write = Callable[[IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the archive before it is written; without `write` it is not there any more."""

    path: str
    what: str
    write: Write | None


@dataclass(frozen=True, slots=True)
class Kept:
    """One file as it was written; without a digest it could not be."""

    path: str
    what: str
    size: int
    digest: str
    remark: str = ""


def archive(of: BranchYear, out: IO[bytes]) -> list[Kept]:
    """Write the archive; returns what is in it, in order."""
    root = f"{safe(of.organization.name)} {of.year}年归档"
    kept: list[Kept] = []
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        put = partial(_put, packed, root, of.day)
        kept += [put(piece) for piece in _papers(of)]
        for number, one in enumerate(of.meetings, start=1):
            kept += [put(piece) for piece in _activity(of, one, number)]
        contents = [put(piece) for piece in _contents(of, kept)]
        sums = "".join(f"{one.digest}  {one.path}\n" for one in [*contents, *kept] if one.digest)
        put(Piece(SUMS, "校验和", _bytes(sums.encode)))
    return [*contents, *kept]


def safe(name: str) -> str:
    """A name that is one on every system: no path, no sign a system keeps for itself."""
    plain = visible(UNSAFE.sub("_", name))
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        stem, dot, ending = plain, "", ""
    return f"{stem.strip(' .')[:LONGEST].strip(' .') or UNNAMED}{dot}{ending}"


# ---- what goes in ----


def _papers(of: BranchYear) -> Iterator[Piece]:
    lines = [
        line
        for one in of.meetings
        for line in lines_of(one, {of.organization.id}, of.organization.id)
    ]
    title = f"{of.organization.name}“三会一课”及组织生活台账（{of.year}年）"
    names = names_in(of, of.meetings)
    yield _pdf("01 工作手册.pdf", "工作手册", handbook(of))
    yield _pdf("02 三会一课台账.pdf", title, ledger_document(title, of.day, lines, names))
    yield _xlsx(of, "02 三会一课台账.xlsx", title, ledger_sheet("台账", title, lines), LEDGER)
    yield from _registers(of)


def _registers(of: BranchYear) -> Iterator[Piece]:
    name, titles = of.organization.full_name, of.titles()
    if of.members:
        title = f"{of.organization.name}党员名册"
        rows = [(one, name, titles.get(one.person_id, "")) for one in of.members]
        yield _xlsx(of, "03 党员名册.xlsx", title, roster_sheet(title, rows), ROSTER)
    begun = [one for one in of.posts if one.since is None or one.since <= of.day]
    if of.sees.posts and begun:
        title = f"{of.organization.name}任期台账"
        yield _xlsx(of, "04 任期台账.xlsx", title, terms_sheet(title, begun), TERMS)


def _activity(of: BranchYear, one: Activity, number: int) -> Iterator[Piece]:
    """The record of one activity, then its attachments in the order they were added."""
    said = title_of(of, one)
    kinds = said.partition("　")[2]
    folder = f"纪实/{number:03} {one.held_on} {safe(kinds)}"
    yield Piece(f"{folder}/记录.docx", f"{said}：记录（Word）", _bytes(partial(_word, of, one)))
    yield _pdf(f"{folder}/记录.pdf", f"{said}：记录", minutes_document(of, one))
    for place, file in enumerate(one.attachments.all(), start=1):
        path = f"{folder}/附件{place:02} {safe(file.name)}"
        there = file.file.storage.exists(file.file.name or "")
        yield Piece(path, f"{said}：附件 {file.name}", partial(_copy, file) if there else None)


def _word(of: BranchYear, one: Activity) -> bytes:
    """The minutes for signing; who was there by name where the roll and the numbers agree."""
    attended = [
        Attended(
            f"{host.organization.full_name}{host.group.name if host.group else ''}",
            hosting,
            _present(of, host, hosting),
        )
        for host, hosting in zip(one.hosts.all(), said_of(one).hosts, strict=True)
        if host.organization_id == of.organization.id
    ]
    said = (said_of(one), attended, of.day)
    kind = Template.Kind.MINUTES
    return made([of.organization.id], kind, minutes(*said), minutes_filling(*said))


def _present(of: BranchYear, host: Host, hosting: Hosting) -> list[str]:
    if not of.sees.people:
        return []
    away = {absent.person for absent in hosting.absent} | {absent.name for absent in hosting.absent}
    expected = expected_at(host, of.homes, of.posts)
    there = [one.name for one in expected if not {one.id, one.name} & away]
    return there if len(there) == hosting.present else []


def _contents(of: BranchYear, kept: list[Kept]) -> Iterator[Piece]:
    """目录, for the screen and for paper; it cannot tell of itself."""
    title = f"{of.organization.name}{of.year}年归档目录"
    rows: list[list[Cell]] = [
        [number, one.what, one.path, str(one.size) if one.digest else "", one.remark]
        for number, one in enumerate(kept, start=1)
    ]
    told = f"截至{day_name(of.day)}，共{len(kept)}项。校验：sha256sum -c {SUMS}"
    blocks = [
        {"is": "heading", "level": 1, "text": title, "fresh": False},
        note(told, leads=True),
        table(COLUMNS, [list(map(str, row)) for row in rows], centred=(0,), size=9.5),
    ]
    paper = Document(title, title, of.day, blocks, landscape=True)
    yield _pdf("00 目录.pdf", "目录", paper)
    yield _xlsx(of, "00 目录.xlsx", title, Sheet("目录", COLUMNS, rows, title), CONTENTS)


# ---- how it is written ----


def _pdf(path: str, what: str, document: Document) -> Piece:
    return Piece(path, what, _bytes(partial(pdf, document)))


def _xlsx(of: BranchYear, path: str, title: str, sheet: Sheet, form: Form) -> Piece:
    paper = Paper(title, title, f"截至{day_name(of.day)}", of.day, form)
    return Piece(path, title, _bytes(partial(workbook, paper, [sheet])))


def _bytes(make: Callable[[], bytes]) -> Write:
    """A file that is made when its turn comes, so that only one is held at a time."""
    return lambda target: _write(target, make())


def _write(target: IO[bytes], content: bytes) -> None:
    target.write(content)


def _copy(file: Attachment, target: IO[bytes]) -> None:
    """A stored file, piece by piece. Raises Altered."""
    digest = hashlib.sha256()
    with file.file.open("rb") as stored:
        for piece in _pieces(stored):
            digest.update(piece)
            target.write(piece)
    if digest.hexdigest() != file.digest:
        raise Altered


def _pieces(stored: IO[bytes]) -> Iterable[bytes]:
    return iter(lambda: stored.read(PIECE), b"")


class Altered(Exception):
    """A stored file is not what was saved; it is packed as it is, and the contents say so."""


class _Counted:
    """Counts and digests what passes through to the archive."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.size, self.digest = target, 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.size += len(piece)
        self.digest.update(piece)
        return self.target.write(piece)


def _put(packed: ZipFile, root: str, day: date, piece: Piece) -> Kept:
    """Write one file under the root, dated by the paper's day and not by the clock."""
    if piece.write is None:
        return Kept(piece.path, piece.what, 0, "", MISSING)
    info = ZipInfo(f"{root}/{piece.path}", (day.year, day.month, day.day, 0, 0, 0))
    info.external_attr, info.create_system = 0o100644 << 16, 3
    ending = piece.path.rpartition(".")[2].casefold()
    info.compress_type = ZIP_STORED if ending in PACKED else ZIP_DEFLATED
    remark = ""
    with packed.open(info, "w") as target:
        counted = _Counted(target)
        try:
            piece.write(counted)  # type: ignore[arg-type]  # all that is asked of it is write
        except Altered:
            remark = DIFFERENT
    return Kept(piece.path, piece.what, counted.size, counted.digest.hexdigest(), remark)
