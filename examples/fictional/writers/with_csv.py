"""CSV as spreadsheets save it: the first sheet, every row as wide as the widest."""

import csv
from pathlib import Path

from fictional.grid import Book, Stamp, Value

ENCODINGS = {"csv_utf8": "utf-8", "csv_bom": "utf-8-sig", "csv_gb18030": "gb18030"}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def write(book: Book, path: Path) -> None:
    """Quotes only where a cell holds the separator or a line break."""
    sheet = book.sheets[0]
    rows, columns = sheet.size()
    with path.open("w", encoding=ENCODINGS[book.format], newline="") as handle:
        writer = csv.writer(handle, delimiter=SEPARATORS[book.separator])
        for row in range(1, rows + 1):
            writer.writerow(
                _as_text(sheet.cells.get((row, column))) for column in range(1, columns + 1)
            )


def _as_text(value: Value) -> str:
    if isinstance(value, Stamp):
        return value.as_text
    if isinstance(value, float):
        return f"{value:.5E}" if value >= 1e11 else f"{value:g}"
    return "" if value is None else str(value)
