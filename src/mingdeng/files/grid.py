"""A sheet, a CSV file or a Word table as rows of values, whatever format it came from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import NamedTuple

from mingdeng.files.effort import EFFORT
from mingdeng.files.text import is_nothing, kept, unquoted

VISIBLE, HIDDEN, VERY_HIDDEN = "visible", "hidden", "veryHidden"
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 100_000, 200, 32_767
MAX_TEXT = 50_000_000  # characters of a sheet, a shared one counted in every cell
# A few stray cells far away are left out; more of them, and the sheet is too large.
MAX_STRAY = 100
# Merged ranges are clipped to what is filled; beyond this many covered cells they are ignored.
MAX_MERGED = 300_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """A spreadsheet's date; `has_year` and `has_day` say what its number format shows."""

    moment: datetime
    has_year: bool = True
    has_day: bool = True


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that holds no usable value, and why: the code of a finding."""

    code: str
    text: str


Value = str | int | float | Stamp | time | Broken | None


class SheetTooLarge(Exception):
    """More rows, columns or text than a sheet may have."""


class Spot(NamedTuple):
    """A place findings point at."""

    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    place: str | None = None


class Range(NamedTuple):
    """A merged range, all four ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """Values by row and column, both counted from 1."""

    file: str
    sheet: str | None = None
    state: str = VISIBLE
    table: int | None = None  # number of the table in a Word document
    rows: dict[int, list[Value]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Range] = field(default_factory=list)
    ordinals: dict[tuple[int, int], int] = field(default_factory=dict)
    epoch_1904: bool = False
    stray: list[Spot] = field(default_factory=list)  # filled cells outside the limits
    too_large: bool = False
    characters: int = 0
    note: str | None = None  # code of a finding about how the text was read
    too_long: Spot | None = None  # first cell with more text than allowed
    covered: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _by_top: dict[int, list[Range]] = field(default_factory=dict)

    def put(self, row: int, column: int, value: Value) -> None:
        """Keep a value; one outside the limits is only noted. Raises SheetTooLarge."""
        if isinstance(value, str) and (len(value) > MAX_CELL or not value or value.isspace()):
            if len(value) <= MAX_CELL:
                return
            value = Broken("cell-too-long", "")
            self.too_long = self.too_long or self.spot(row, column)
        if isinstance(value, str):
            self.characters += len(value)
            if self.characters > MAX_TEXT:
                raise SheetTooLarge
        if row > MAX_ROWS or column > MAX_COLUMNS:
            self.stray.append(self.spot(row, column))
            if len(self.stray) > MAX_STRAY:
                raise SheetTooLarge
            return
        cells = self.rows.get(row)
        if cells is None:
            cells = self.rows[row] = []
            EFFORT.row()
        if len(cells) < column:
            cells.extend([None] * (column - len(cells)))
        cells[column - 1] = value

    def settle(self) -> "Grid":
        """Clip the merged ranges to what is filled and note which cell each covered cell shows."""
        bottom, right = max(self.rows, default=0), self.width
        self.merges = list(_clipped(self.merges, bottom, right))
        for area in self.merges:
            if len(self.covered) > MAX_MERGED:
                break
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    self.covered[row, column] = (area.top, area.left)
            self.covered.pop((area.top, area.left), None)
            self._by_top.setdefault(area.top, []).append(area)
        self.rows = dict(sorted(self.rows.items()))
        return self

    def merged_from(self, row: int) -> list[Range]:
        """The merged ranges whose first row this is."""
        return self._by_top.get(row, [])

    @property
    def width(self) -> int:
        return max(map(len, self.rows.values()), default=0)

    def own(self, row: int, column: int) -> Value:
        """The value a cell holds itself."""
        cells = self.rows.get(row, [])
        return cells[column - 1] if 0 < column <= len(cells) else None

    def value(self, row: int, column: int) -> Value:
        """The value a cell shows: its own, or that of the merged range it lies in."""
        row, column = self.covered.get((row, column), (row, column))
        return self.own(row, column)

    def text(self, row: int, column: int) -> str:
        return text_of(self.value(row, column))

    def spot(self, row: int, column: int | None = None) -> Spot:
        """Where a row or a cell is, as the person who opens the file counts."""
        if self.table is None:
            return Spot(self.sheet, row, column)
        if column is None:
            return Spot(place=f"表格{self.table}第{row}行")
        number = self.ordinals.get((row, column), column)
        return Spot(place=f"表格{self.table}第{row}行第{number}格")

    def filled(self, row: int) -> list[tuple[int, Value]]:
        """The cells of a row that say something themselves, with their columns."""
        return [
            (column, value)
            for column, value in enumerate(self.rows.get(row, ()), start=1)
            if not blank(value)
        ]


def _clipped(areas: Iterable[Range], bottom: int, right: int) -> Iterator[Range]:
    covered = 0
    for whole in areas:
        area = whole._replace(bottom=min(whole.bottom, bottom), right=min(whole.right, right))
        size = (area.bottom - area.top + 1) * (area.right - area.left + 1)
        if area.bottom < area.top or area.right < area.left or size == 1:
            continue
        covered += size
        if covered > MAX_MERGED:
            return
        yield area


def column_letters(column: int) -> str:
    """A column as spreadsheets name it: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def blank(value: Value) -> bool:
    """Whether a cell holds nothing at all (无 or — is something)."""
    return value is None or (isinstance(value, str) and not value.strip("\u3000 \n\t\r'\xa0\ufeff"))


def empty(value: Value) -> bool:
    """Whether a cell says that there is nothing: blank, 无, —, /."""
    return value is None or (isinstance(value, str) and is_nothing(unquoted(value)))


def text_of(value: Value) -> str:
    """A value as the text a person sees."""
    if isinstance(value, str):
        return kept(unquoted(value))
    if value is None or isinstance(value, Broken):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Stamp):
        return _stamp_text(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)


def _stamp_text(stamp: Stamp) -> str:
    moment = stamp.moment
    text = f"{moment.year}年" if stamp.has_year else ""
    text += f"{moment.month}月" + (f"{moment.day}日" if stamp.has_day else "")
    return text + (f"{moment:%H:%M}" if moment.time() != time() else "")
