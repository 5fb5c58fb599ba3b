"""Sheets of an Excel 97-2003 workbook (.xls) through xlrd."""

import os
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingdeng.files.dates import from_serial
from mingdeng.files.grid import (
    HIDDEN,
    VERY_HIDDEN,
    VISIBLE,
    Broken,
    Grid,
    Range,
    SheetTooLarge,
    Stamp,
    Value,
)
from mingdeng.files.refusal import Refused
from mingdeng.files.text import without_control
from mingdeng.files.xlsxparts import Shows, builtin_format, date_format

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_STATES = {0: VISIBLE, 1: HIDDEN, 2: VERY_HIDDEN}
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR, _BLANK = range(7)


def read_xls(data: bytes, file: str) -> Iterator[Grid]:
    """The sheets one after another. Raises Refused."""
    book = _open(data)
    formats = _Formats(book)
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        name = without_control(sheet.name)
        state = _STATES.get(sheet.visibility, VISIBLE)
        try:
            yield _read_sheet(sheet, formats, Grid(file, name, state))
        except SheetTooLarge:
            yield Grid(file, name, state, too_large=True)


def _open(data: bytes) -> "Book":
    import xlrd

    try:
        with Path(os.devnull).open("w") as log:
            return xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=log)
    except xlrd.XLRDError as error:
        encrypted = "encrypt" in str(error).lower()
        raise Refused("encrypted-file" if encrypted else "broken-file") from None
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception:  # noqa: BLE001  xlrd meets damage with whatever it stumbles over
        raise Refused("broken-file") from None


class _Formats:
    """What the number formats of a book show of a date, looked up once each."""

    def __init__(self, book: "Book") -> None:
        self.book = book
        self.known: dict[int, Shows | None] = {}

    def of(self, style: int) -> Shows | None:
        if style not in self.known:
            self.known[style] = self._find(style)
        return self.known[style]

    def _find(self, style: int) -> Shows | None:
        if not 0 <= style < len(self.book.xf_list):
            return None
        key = self.book.xf_list[style].format_key
        entry = self.book.format_map.get(key)
        shows = builtin_format(key)
        return shows or (date_format(entry.format_str) if entry else None)


def _read_sheet(sheet: "Sheet", formats: _Formats, grid: Grid) -> Grid:
    grid.epoch_1904 = bool(formats.book.datemode)
    for row in range(sheet.nrows):
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in {_EMPTY, _BLANK}:
                raw = sheet.cell_value(row, column)
                style = sheet.cell_xf_index(row, column)
                value = _value(kind, raw, formats.of(style), epoch_1904=grid.epoch_1904)
                if value is not None:
                    grid.put(row + 1, column + 1, value)
    _read_layout(sheet, grid)
    return grid.settle()


def _value(kind: int, raw: Any, shows: Shows | None, *, epoch_1904: bool) -> Value:
    if kind == _TEXT:
        return str(raw)
    if kind == _ERROR:
        return Broken("cell-error", "")
    if kind == _BOOLEAN:
        return "是" if raw else "否"
    number = float(raw)
    if not isfinite(number):
        return str(number)
    if shows is not None and number >= 0:
        moment = from_serial(number + 100 if number < 1 else number, epoch_1904=epoch_1904)
        if moment is not None:
            return moment.time() if number < 1 else Stamp(moment, shows.year, shows.day)
    return int(number) if number.is_integer() and abs(number) < 1e21 else number


def _read_layout(sheet: "Sheet", grid: Grid) -> None:
    """Hidden rows and columns and merged ranges; xlrd counts from 0 and ends ranges after."""
    for row, info in sheet.rowinfo_map.items():
        if info.hidden or (info.height == 0 and info.height_mismatch):
            grid.hidden_rows.add(row + 1)
    for column, info in sheet.colinfo_map.items():
        if info.hidden or info.width == 0:
            grid.hidden_columns.add(column + 1)
    for top, bottom, left, right in sheet.merged_cells:
        grid.merges.append(Range(top + 1, left + 1, bottom, right))
