"""Excel files as one family of programs writes them."""

from pathlib import Path
from typing import Any

import xlsxwriter

from fictional.grid import Book, Sheet, Stamp, Value

from .frozen import freeze


def write(book: Book, path: Path) -> None:
    """Merges before cells: merging writes blanks."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        formats: dict[str, Any] = {}
        for sheet in book.sheets:
            _write_sheet(workbook, sheet, formats)
    freeze(path)


def _write_sheet(workbook: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = workbook.add_worksheet(sheet.name)
    for top, left, bottom, right in sheet.merges:
        page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
    for (row, column), value in sheet.cells.items():
        _write_cell(workbook, page, row - 1, column - 1, value, formats)
    for row in sheet.hidden_rows:
        page.set_row(row - 1, None, None, {"hidden": True})
    for column in sheet.hidden_columns:
        page.set_column(column - 1, column - 1, None, None, {"hidden": True})
    if sheet.hidden:
        page.hide()


def _write_cell(
    workbook: Any, page: Any, row: int, column: int, value: Value, formats: dict[str, Any]
) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, Stamp):
        if value.pattern not in formats:
            formats[value.pattern] = workbook.add_format({"num_format": value.pattern})
        page.write_datetime(row, column, value.moment, formats[value.pattern])
    else:
        page.write_number(row, column, value)
