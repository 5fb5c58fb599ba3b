"""A workbook as a clerk sees it, before any file format: cells, merges, hidden things.

Rows and columns count from 1, as spreadsheets show them, so that the truth can
name a cell without translating.
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Stamp:
    """A real spreadsheet date; `pattern` is how the office shows it."""

    moment: datetime
    pattern: str

    @property
    def as_text(self) -> str:
        """What a spreadsheet writes when the sheet is saved as text."""
        day = f"{self.moment.year}/{self.moment.month}/{self.moment.day}"
        clock = f" {self.moment.hour}:{self.moment.minute:02d}"
        return day + clock if self.moment.hour else day


Value = str | int | float | Stamp | None
Cell = tuple[int, int]


@dataclass
class Sheet:
    """Cells by row and column; what is hidden keeps its content."""

    name: str
    hidden: bool = False
    cells: dict[Cell, Value] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, value: Value) -> None:
        if value is not None:
            self.cells[row, column] = value

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def size(self) -> tuple[int, int]:
        rows = [row for row, _ in self.cells] + [merge[2] for merge in self.merges]
        columns = [column for _, column in self.cells] + [merge[3] for merge in self.merges]
        return max(rows, default=0), max(columns, default=0)


@dataclass
class Book:
    """One file; `format` names a writer and `separator` matters to CSV only."""

    stem: str
    format: str
    separator: str = "comma"
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def file(self) -> str:
        endings = {"xls": ".xls", "xlsxwriter": ".xlsx", "openpyxl": ".xlsx"}
        return self.stem + endings.get(self.format, ".csv")

    @property
    def is_csv(self) -> bool:
        return self.file.endswith(".csv")
