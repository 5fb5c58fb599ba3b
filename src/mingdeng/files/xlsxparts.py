"""The parts of a workbook besides its sheets: list of sheets, shared texts, date formats."""

import posixpath
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from mingdeng.files.grid import MAX_CELL, VISIBLE
from mingdeng.files.guard import Package, part_key
from mingdeng.files.refusal import Refused
from mingdeng.files.text import without_control
from mingdeng.files.xmlstream import Attributes, parse_xml

WORKBOOK = "xl/workbook.xml"
# Number formats without an entry of their own that show dates; 27-36 and 50-58 are Chinese.
_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NO_YEAR_IDS = frozenset([16, 28, 29, 33, 35, 51, 53, 54, 58])
_NO_DAY_IDS = frozenset([17, 52, 57])
# What stands in quotes or brackets; one left open reaches to the end, or each would be tried.
_QUOTED = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?')
_MAX_FORMAT = 255  # characters of a number format; Excel allows no more
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MAX_SHEETS = 500


class Shows(NamedTuple):
    """Which parts of a date a number format shows."""

    year: bool
    day: bool


class SheetPart(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    state: str
    path: str


@dataclass(slots=True)
class Workbook:
    """What the sheets of a workbook need to be read."""

    sheets: list[SheetPart] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    styles: list[Shows | None] = field(default_factory=list)
    epoch_1904: bool = False
    more_sheets: bool = False  # than are read


def date_format(code: str) -> Shows | None:
    """What of a date a number format shows; None for a format that is none."""
    bare = _QUOTED.sub("", code[:_MAX_FORMAT].partition(";")[0]).lower()
    if (
        bare in {"general", "standard"}
        or not re.search("[ymdhs]", bare)
        or re.search("[0#?]", bare)
    ):
        return None
    if not re.search("[yd]", bare) and re.search("[hs]", bare):
        return Shows(year=True, day=True)  # a time of day
    return Shows(year="y" in bare or "e" in bare, day="d" in bare)


def builtin_format(number: int) -> Shows | None:
    """`date_format` for the formats that have a number only."""
    if number not in _DATE_IDS:
        return None
    return Shows(year=number not in _NO_YEAR_IDS, day=number not in _NO_DAY_IDS)


def read_workbook(package: Package) -> Workbook:
    """Everything but the sheets themselves. Raises Refused."""
    book = Workbook()
    targets = _relations(package, "xl/_rels/workbook.xml.rels")
    _read_sheet_list(package, book, targets)
    for kind, path in targets.values():
        if kind == "sharedStrings" and package.has(path):
            book.texts = _shared_texts(package, path)
        elif kind == "styles" and package.has(path):
            book.styles = _styles(package, path)
    return book


def _relations(package: Package, path: str) -> dict[str, tuple[str, str]]:
    """Relations inside the package by id: kind and path; outside ones are left out."""
    found: dict[str, tuple[str, str]] = {}

    def relation(attributes: Attributes) -> None:
        if attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        place = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = (kind, posixpath.normpath(place))

    parse_xml(package.stream(path), start={"Relationship": relation}, end={})
    return found


def _read_sheet_list(package: Package, book: Workbook, targets: dict[str, tuple[str, str]]) -> None:
    def sheet(attributes: Attributes) -> None:
        key = next((v for k, v in attributes.items() if k.endswith(":id")), "")
        kind, path = targets.get(key, ("", ""))
        if kind != "worksheet":
            return
        book.more_sheets = len(book.sheets) >= MAX_SHEETS
        if not book.more_sheets:
            if any(part_key(other.path) == part_key(path) for other in book.sheets):
                raise Refused("broken-file")  # one part cannot be two sheets
            state = attributes.get("state", VISIBLE)
            name = without_control(attributes.get("name", ""))
            book.sheets.append(SheetPart(name, state, path))

    def properties(attributes: Attributes) -> None:
        book.epoch_1904 = attributes.get("date1904") in {"1", "true"}

    parse_xml(package.stream(WORKBOOK), start={"sheet": sheet, "workbookPr": properties}, end={})
    if not book.sheets:
        raise Refused("broken-file")


class Texts:
    """Collects the text of <si> and <is>: runs joined, readings (rPh) left out."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.inside = False
        self.skipping = False

    def begin(self, _: Attributes) -> None:
        self.parts, self.length = [], 0

    def open_text(self, _: Attributes) -> None:
        self.inside = not self.skipping

    def close_text(self) -> None:
        self.inside = False

    def open_reading(self, _: Attributes) -> None:
        self.skipping = True

    def close_reading(self) -> None:
        self.skipping = False

    def add(self, text: str) -> None:
        # One character too many is enough to know that a cell is too long.
        if self.inside and self.length <= MAX_CELL:
            self.parts.append(text[: MAX_CELL + 1 - self.length])
            self.length += len(text)

    def take(self) -> str:
        text = "".join(self.parts)
        self.parts, self.length = [], 0
        return unescape(text)


def unescape(text: str) -> str:
    """Excel's _x000D_ for characters XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _shared(text: str) -> str:
    """A text cells will share, empty where it is blank: looked at here, not in every cell."""
    return text.strip() if len(text) <= MAX_CELL else text


def _shared_texts(package: Package, path: str) -> list[str]:
    found: list[str] = []
    texts = Texts()
    parse_xml(
        package.stream(path),
        start={"si": texts.begin, "t": texts.open_text, "rPh": texts.open_reading},
        end={
            "si": lambda: found.append(_shared(texts.take())),
            "t": texts.close_text,
            "rPh": texts.close_reading,
        },
        text=texts.add,
    )
    return found


def _styles(package: Package, path: str) -> list[Shows | None]:
    custom: dict[int, Shows | None] = {}
    styles: list[Shows | None] = []
    within_cells = False

    def number_format(attributes: Attributes) -> None:
        custom[_int(attributes.get("numFmtId"))] = date_format(attributes.get("formatCode", ""))

    def open_cells(_: Attributes) -> None:
        nonlocal within_cells
        within_cells = True

    def close_cells() -> None:
        nonlocal within_cells
        within_cells = False

    def style(attributes: Attributes) -> None:
        if within_cells:
            number = _int(attributes.get("numFmtId"))
            styles.append(custom[number] if number in custom else builtin_format(number))

    parse_xml(
        package.stream(path),
        start={"numFmt": number_format, "cellXfs": open_cells, "xf": style},
        end={"cellXfs": close_cells},
    )
    return styles


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
