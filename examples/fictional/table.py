"""Draws one table on a sheet: titles, headings of one or two lines, lines, and what stands below.

The placement it returns is where the truth gets its coordinates from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from .grid import Sheet, Value


@dataclass(frozen=True)
class Column:
    """`band` is the heading above the heading; columns that share one stand side by side."""

    field: str
    heading: str
    band: str = ""


@dataclass(eq=False)
class Line:
    """A row: `cells` by field for records, `loose` by place (from 0) for everything else."""

    cells: dict[str, Value] = field(default_factory=dict)
    record: object | None = None
    loose: dict[int, Value] = field(default_factory=dict)
    is_heading: bool = False


@dataclass
class Table:
    """Everything that is drawn from one corner downwards."""

    titles: list[str]
    fill_line: list[str]
    columns: list[Column]
    lines: list[Line]
    two_lines: bool = False
    merged_fields: tuple[str, ...] = ()


@dataclass
class Placement:
    """Rows of the records by identity, columns by field, and the last row used."""

    rows: dict[int, int]
    columns: dict[str, int]
    bottom: int


def draw(sheet: Sheet, table: Table, top: int, left: int) -> Placement:
    """Returns where each record landed."""
    row = _draw_titles(sheet, table, top, left)
    row = _draw_heading(sheet, table, row, left)
    columns = {column.field: left + place for place, column in enumerate(table.columns)}
    placement = Placement({}, columns, row - 1)
    drawn: list[tuple[int, Line]] = []
    for line in table.lines:
        if line.is_heading:
            row = _draw_heading(sheet, table, row, left)
            continue
        _draw_line(sheet, line, row, left, columns)
        drawn.append((row, line))
        row += 1
    placement.rows = {id(line.record): at for at, line in drawn if line.record is not None}
    placement.bottom = row - 1
    for name in table.merged_fields:
        _merge_runs(sheet, drawn, columns[name], name)
    return placement


def _draw_titles(sheet: Sheet, table: Table, row: int, left: int) -> int:
    width = len(table.columns)
    for title in table.titles:
        sheet.put(row, left, title)
        sheet.merge(row, left, row, left + width - 1)
        row += 1
    if table.fill_line:
        for place, text in enumerate(table.fill_line):
            sheet.put(row, left + place * (width * 2 // 3), text)
        row += 1
    return row


def _draw_heading(sheet: Sheet, table: Table, row: int, left: int) -> int:
    if not table.two_lines:
        for place, column in enumerate(table.columns):
            sheet.put(row, left + place, column.heading)
        return row + 1
    place = left
    for band, group in groupby(table.columns, key=lambda column: column.band):
        members = list(group)
        if band:
            _draw_band(sheet, band, members, row, place)
        else:
            _draw_tall(sheet, members, row, place)
        place += len(members)
    return row + 2


def _draw_band(sheet: Sheet, band: str, members: Sequence[Column], row: int, left: int) -> None:
    sheet.put(row, left, band)
    sheet.merge(row, left, row, left + len(members) - 1)
    for place, column in enumerate(members):
        sheet.put(row + 1, left + place, column.heading)


def _draw_tall(sheet: Sheet, members: Sequence[Column], row: int, left: int) -> None:
    for place, column in enumerate(members):
        sheet.put(row, left + place, column.heading)
        sheet.merge(row, left + place, row + 1, left + place)


def _draw_line(sheet: Sheet, line: Line, row: int, left: int, columns: dict[str, int]) -> None:
    for name, value in line.cells.items():
        sheet.put(row, columns[name], value)
    for place, value in line.loose.items():
        sheet.put(row, left + min(place, len(columns) - 1), value)


def _merge_runs(sheet: Sheet, drawn: list[tuple[int, Line]], column: int, name: str) -> None:
    """Rows that follow each other and say the same become one tall cell."""
    start: tuple[int, Value] | None = None
    end = 0
    for row, line in drawn:
        value = line.cells.get(name)
        if start is not None and row == end + 1 and value is not None and value == start[1]:
            del sheet.cells[row, column]
            end = row
            continue
        if start is not None:
            sheet.merge(start[0], column, end, column)
        start, end = ((row, value), row) if value is not None else (None, 0)
    if start is not None:
        sheet.merge(start[0], column, end, column)
