"""Excel files as another family of programs writes them."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fictional.grid import Book, Sheet, Stamp, Value

from .frozen import freeze


def write(book: Book, path: Path) -> None:
    """Merged cells keep the value of their first cell."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in book.sheets:
        _write_sheet(workbook.create_sheet(sheet.name), sheet)
    workbook.save(path)
    freeze(path)


def _write_sheet(page: Worksheet, sheet: Sheet) -> None:
    for (row, column), value in sheet.cells.items():
        _write_cell(page, row, column, value)
    for top, left, bottom, right in sheet.merges:
        page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    for row in sheet.hidden_rows:
        page.row_dimensions[row].hidden = True
    for column in sheet.hidden_columns:
        page.column_dimensions[get_column_letter(column)].hidden = True
    if sheet.hidden:
        page.sheet_state = "hidden"


def _write_cell(page: Worksheet, row: int, column: int, value: Value) -> None:
    if isinstance(value, Stamp):
        cell = page.cell(row, column, value.moment)
        cell.number_format = value.pattern
    else:
        page.cell(row, column, value)
