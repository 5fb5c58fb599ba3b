"""Writes a book in its format.  Libraries load inside: the demo needs only one of them."""

from pathlib import Path

from fictional.grid import Book


def write_book(book: Book, folder: Path) -> None:
    """Into `folder`, under the name the book gives itself."""
    path = folder / book.file
    if book.format == "xlsxwriter":
        from .with_xlsxwriter import write
    elif book.format == "openpyxl":
        from .with_openpyxl import write
    elif book.format == "xls":
        from .with_xlwt import write
    else:
        from .with_csv import write
    write(book, path)
