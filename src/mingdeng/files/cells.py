"""Tables as they stand, cell by cell, for whoever knows their headings: read in the child."""

from collections.abc import Iterator
from dataclasses import dataclass

from mingdeng.files.docx import read_docx
from mingdeng.files.grid import Broken, Grid, Value, column_letters, text_of
from mingdeng.files.names import DOCX, TEXT
from mingdeng.files.reader import Opened, grids_in
from mingdeng.files.refusal import Refused

# More than any field takes; what is longer is refused by its length, not by what it says.
LONGEST = 4_100
DIGITS = 15  # of a number that a spreadsheet shows


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet or table of a document begins: its name or number, its state, its rows."""

    sheet: str | None
    state: str
    table: int | None
    rows: int
    too_large: bool


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row with something in it: the texts from the first column on; which cannot be read."""

    number: int
    hidden: bool
    texts: tuple[str, ...]
    broken: tuple[tuple[int, str], ...] = ()


def cells_in(opened: Opened) -> Iterator[SheetCells | RowCells]:
    """Every table of a checked file, row after row. Raises Refused."""
    for grid in _grids(opened):
        yield SheetCells(grid.sheet, grid.state, grid.table, len(grid.rows), grid.too_large)
        wide = grid.width if grid.merges else 0  # a merged cell shows in columns it has not
        for row, cells in grid.rows.items():
            yield _row(grid, row, max(len(cells), wide))


def _grids(opened: Opened) -> Iterator[Grid]:
    if opened.promised == TEXT:
        raise Refused("not-read", what="台账请用 .xlsx、.xls、.csv 或 .docx")
    if opened.promised == DOCX and opened.package is not None:
        blocks = read_docx(opened.package, opened.file)
        yield from (block for block in blocks if isinstance(block, Grid))
        return
    yield from grids_in(opened)


def _row(grid: Grid, row: int, wide: int) -> RowCells:
    values = [grid.value(row, column) for column in range(1, wide + 1)]
    texts = tuple(_text(value) for value in values)
    broken = tuple(
        (column, value.code)
        for column, value in enumerate(values, start=1)
        if isinstance(value, Broken)
    )
    return RowCells(row, row in grid.hidden_rows, texts, broken)


def _text(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.{DIGITS}g}"
    return text_of(value)[:LONGEST]


def address(row: int, column: int, table: int | None = None) -> str:
    """A cell as people find it: C17, or in a document 表格1第17行第3格."""
    if table is not None:
        return f"表格{table}第{row}行第{column}格"
    return f"{column_letters(column)}{row}"
