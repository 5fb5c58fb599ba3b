"""Reads office files back the way a careful clerk would, sharing nothing with the generator.

It knows no headings: it looks at cells, rows and what stands above them, and is
used to show that what the truth says about a row can be read off that row.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import xlrd

Grid = dict[int, dict[int, Any]]
DOTS = re.compile("[·•・.]")
CHINESE = {digit: str(number) for number, digit in enumerate("〇一二三四五六七八九")}


def read_sheets(path: Path) -> dict[str | None, Grid]:
    """Every sheet of a file by name; the only sheet of a CSV file has none."""
    readers = {".xlsx": _read_xlsx, ".xls": _read_xls, ".csv": _read_csv}
    return readers[path.suffix](path)


def _read_xlsx(path: Path) -> dict[str | None, Grid]:
    book = openpyxl.load_workbook(path)
    return {
        page.title: _grid([cell.value for cell in row] for row in page.iter_rows(min_col=1))
        for page in book.worksheets
    }


def _read_xls(path: Path) -> dict[str | None, Grid]:
    book = xlrd.open_workbook(str(path))
    return {
        page.name: _grid([_xls_value(cell) for cell in page.row(row)] for row in range(page.nrows))
        for page in book.sheets()
    }


def _xls_value(cell: Any) -> Any:
    """Dates as dates, whole numbers as whole numbers: .xls knows floats only."""
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate.xldate_as_datetime(cell.value, 0)
    if cell.ctype == xlrd.XL_CELL_NUMBER and cell.value == int(cell.value) and cell.value < 1e11:
        return int(cell.value)
    return cell.value


def _read_csv(path: Path) -> dict[str | None, Grid]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    separator = max(",;\t", key=text.count)
    return {None: _grid(csv.reader(text.splitlines(keepends=True), delimiter=separator))}


def _grid(rows: Iterable[list[Any]]) -> Grid:
    """Rows and columns from 1; empty cells are left out."""
    return {
        number: {column: value for column, value in enumerate(row, 1) if value not in (None, "")}
        for number, row in enumerate(rows, 1)
    }


def seeded(seed: int) -> Random:
    """Chance that repeats; nothing here is a secret."""
    return Random(seed)


def row_of(grid: Grid, row: int) -> list[Any]:
    return list(grid[row].values())


def rows_until(grid: Grid, row: int) -> list[Any]:
    return [value for at in grid if at <= row for value in row_of(grid, at)]


def plain(value: Any) -> str:
    """Half-width, without spaces: what the eye compares."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(value)))


def numbers_in(values: list[Any]) -> set[int]:
    return {int(n) for value in values for n in re.findall(r"\d+", plain(value)) if len(n) < 4}


def name_in(values: list[Any], name: str) -> bool:
    """Dots of names come in several shapes."""
    wanted = DOTS.sub("", plain(name))
    return any(wanted in DOTS.sub("", plain(value)) for value in values)


def days_in(values: list[Any], year: int) -> set[date]:
    """Every day a cell of the row may mean; `year` is for spellings without one."""
    return {day for value in values for day in _days(value, year)}


def _days(value: Any, year: int) -> list[date]:
    if isinstance(value, datetime):
        return [value.date()]
    if isinstance(value, int) and 10000 < value < 60000:
        return [date(1899, 12, 30) + timedelta(days=value)]
    text = unicodedata.normalize("NFKC", str(value))
    text = _with_digits(re.sub(r"\s*([年月日])\s*", r"\1", text))
    found = [
        *re.findall(r"(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})", text),
        *re.findall(r"^(\d{4})(\d{2})(\d{2})$", text),
        *[(year, *pair) for pair in re.findall(r"^(\d{1,2})月(\d{1,2})日$", text)],
    ]
    return [day for day in (_day(*parts) for parts in found) if day]


def has_true_check_character(number: str) -> bool:
    """ISO 7064 MOD 11-2: the weighted sum of all eighteen leaves 1."""
    values = [10 if digit in "Xx" else int(digit) for digit in number]
    total = sum(value << (17 - place) for place, value in enumerate(values))
    return total % 11 == 1


def _day(year: Any, month: Any, day: Any) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _with_digits(text: str) -> str:
    """二〇二六年十月二十三日 as 2026年10月23日; other text is left alone."""
    if not re.match("[〇一二三四五六七八九]{4}年", text):
        return text
    text = re.sub("(?<=[一二三])十(?=[一二三四五六七八九])", "", text)
    text = re.sub("(?<=[一二三])十", "0", text)
    text = re.sub("十(?=[一二三四五六七八九])", "1", text).replace("十", "10")
    return "".join(CHINESE.get(character, character) for character in text)
