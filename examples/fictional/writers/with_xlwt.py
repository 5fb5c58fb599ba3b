"""The old .xls format, which many offices still keep."""

from pathlib import Path
from typing import Any

import xlwt

from fictional.grid import Book, Sheet, Stamp, Value


def write(book: Book, path: Path) -> None:
    """Merging comes last: a merged range must not be written twice."""
    workbook = xlwt.Workbook(encoding="utf-8")
    styles: dict[str, Any] = {}
    for sheet in book.sheets:
        _write_sheet(workbook.add_sheet(sheet.name), sheet, styles)
    workbook.save(str(path))


def _write_sheet(page: Any, sheet: Sheet, styles: dict[str, Any]) -> None:
    for (row, column), value in sheet.cells.items():
        _write_cell(page, row - 1, column - 1, value, styles)
    for top, left, bottom, right in sheet.merges:
        page.merge(top - 1, bottom - 1, left - 1, right - 1)
    for row in sheet.hidden_rows:
        page.row(row - 1).hidden = True
    for column in sheet.hidden_columns:
        page.col(column - 1).hidden = True
    if sheet.hidden:
        page.visibility = 1


def _write_cell(page: Any, row: int, column: int, value: Value, styles: dict[str, Any]) -> None:
    if not isinstance(value, Stamp):
        page.write(row, column, value)
        return
    if value.pattern not in styles:
        styles[value.pattern] = xlwt.easyxf(num_format_str=value.pattern)
    page.write(row, column, value.moment, styles[value.pattern])
