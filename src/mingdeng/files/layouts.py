"""Sheets of meetings laid out in ways that are not read: recognized, so that they can be told."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from mingdeng.files.context import file_names
from mingdeng.files.dates import YearHint, read_date
from mingdeng.files.grid import Grid, Spot, Value, text_of
from mingdeng.files.headings import stranger_words
from mingdeng.files.kinds import is_kind_cell, named_kinds
from mingdeng.files.minuteslines import label_of
from mingdeng.files.text import squeeze

_MONTH = re.compile(r"(?:\d{4}年)?(?:[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])月份?")
_SOME_YEAR = YearHint(2000)  # whether a cell is a day does not hang on the year
_ROWS_LOOKED_AT = 40
_TITLE_ROWS = 4


class Layout(NamedTuple):
    """The code of the finding and the row it points at."""

    code: str
    spot: Spot


def unread_layout(grid: Grid) -> Layout | None:
    """How a sheet is laid out, where that is one of the ways that are not read."""
    rows = {row: grid.filled(row) for row in list(grid.rows)[:_ROWS_LOOKED_AT]}
    for row, cells in rows.items():
        if _is_dates_side_by_side(cells) and _labels_of_several(rows.values()):
            return Layout("meetings-in-columns", grid.spot(row))
        below = [rows[lower] for lower in rows if lower > row]
        if _is_months_across(grid, row, cells, below) or _is_months_down(cells, below):
            return None if _is_plan(grid) else Layout("meetings-by-month", grid.spot(row))
    return None


def _is_dates_side_by_side(cells: list[tuple[int, Value]]) -> bool:
    """时间 at the left and days of several meetings to its right."""
    if len(cells) < 3 or label_of(text_of(cells[0][1])) != "date":
        return False
    return sum(read_date(value, _SOME_YEAR).day is not None for _, value in cells[1:]) > 1


def _labels_of_several(rows: Iterable[list[tuple[int, Value]]]) -> bool:
    """Whether more than one label at the left has several values to its right."""
    lines = [[label_of(text_of(value)) for _, value in cells] for cells in rows]
    return sum(len(line) > 2 and bool(line[0]) and not any(line[1:]) for line in lines) > 1


def _is_months_across(
    grid: Grid, row: int, cells: list[tuple[int, Value]], below: list[list[tuple[int, Value]]]
) -> bool:
    """Months as headings, kinds of meetings beside or above them, something filled in below."""
    months = {column for column, value in cells if _is_month(value)}
    if len(months) < 3:
        return False
    left = [value for line in below for column, value in line if column < min(months)]
    filled = any(column in months for line in below for column, _ in line)
    return filled and (any(map(_is_kind, left)) or bool(named_kinds(_title(grid, row))))


def _is_months_down(cells: list[tuple[int, Value]], below: list[list[tuple[int, Value]]]) -> bool:
    """Kinds of meetings as headings, months in the first cells below."""
    kinds = sum(_is_kind(value) for _, value in cells)
    months = sum(_is_month(line[0][1]) and len(line) > 1 for line in below if line)
    return kinds >= 2 and months >= 2


def _is_month(value: Value) -> bool:
    return isinstance(value, str) and bool(_MONTH.fullmatch(squeeze(value[:20])))


def _is_kind(value: Value) -> bool:
    return isinstance(value, str) and is_kind_cell(value)


def _title(grid: Grid, row: int) -> str:
    """The lines above a row, the name of the sheet and that of the file."""
    above = [
        text_of(value) for upper in grid.rows if upper < row for _, value in grid.filled(upper)
    ]
    return " ".join([*above[:_TITLE_ROWS], grid.sheet or "", file_names(grid.file)[0]])


def _is_plan(grid: Grid) -> bool:
    title = _title(grid, min(grid.rows) + _TITLE_ROWS)
    planned = any(word in title for word in stranger_words("activities_title"))
    return planned and not any(word in title for word in stranger_words("held"))
