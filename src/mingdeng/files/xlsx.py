"""Sheets of a workbook (.xlsx), read as a stream: values, hidden rows and columns, merged cells.

Our own reader, for three reasons.  What is hidden or merged stands in the same
XML as the values.  Chinese date formats have numbers only (27-36, 50-58), which
general readers take for plain numbers.  And nothing is ever as large as a sheet
claims to be, only as what stands in it.
"""

from collections.abc import Iterator
from datetime import time
from math import isfinite

from mingdeng.files.dates import from_serial
from mingdeng.files.grid import Broken, Grid, Range, SheetTooLarge, Stamp, Value
from mingdeng.files.guard import Package
from mingdeng.files.refusal import Refused
from mingdeng.files.xlsxparts import SheetPart, Shows, Texts, Workbook, read_workbook
from mingdeng.files.xmlstream import Attributes, parse_xml

_MAX_MERGES = 50_000
_TRUE = frozenset(["1", "true"])


def read_xlsx(package: Package, file: str) -> Iterator[Grid]:
    """The sheets one after another. Raises Refused."""
    book = read_workbook(package)
    if book.more_sheets:
        yield Grid(file, note="too-many-sheets")
    for part in book.sheets:
        sheet = _Sheet(book, part, file)
        try:
            yield sheet.read(package)
        except SheetTooLarge:
            yield Grid(file, part.name, part.state, too_large=True)


class _Sheet:
    """Collects one sheet from the events of its XML."""

    def __init__(self, book: Workbook, part: SheetPart, file: str) -> None:
        self.book, self.path = book, part.path
        self.grid = Grid(file, part.name, part.state, epoch_1904=book.epoch_1904)
        self.rows_hidden = False  # unless a row says otherwise
        self.row = self.column = 0
        self.type = self.style = ""
        self.number = ""
        self.has_formula = False
        self.texts = Texts()
        self.in_value = False

    def read(self, package: Package) -> Grid:
        parse_xml(
            package.stream(self.path),
            start={
                "sheetFormatPr": self._open_format,
                "row": self._open_row,
                "c": self._open_cell,
                "v": self._open_value,
                "f": self._open_formula,
                "is": self.texts.begin,
                "t": self.texts.open_text,
                "rPh": self.texts.open_reading,
                "col": self._column,
                "mergeCell": self._merge,
            },
            end={
                "c": self._close_cell,
                "v": self._close_value,
                "t": self.texts.close_text,
                "rPh": self.texts.close_reading,
            },
            text=self._text,
        )
        return self.grid.settle()

    def _open_format(self, attributes: Attributes) -> None:
        self.rows_hidden = attributes.get("zeroHeight") in _TRUE

    def _open_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
        self.column = 0
        if self._is_hidden(attributes):
            self.grid.hidden_rows.add(self.row)

    def _is_hidden(self, row: Attributes) -> bool:
        if "ht" in row and not row["ht"].strip("0."):
            return True
        unsaid = self.rows_hidden and "ht" not in row
        return row["hidden"] in _TRUE if "hidden" in row else unsaid

    def _open_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self.column = _column_of(reference) if reference else self.column + 1
        self.type, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.number, self.has_formula = "", False

    def _open_value(self, _: Attributes) -> None:
        self.in_value = True

    def _close_value(self) -> None:
        self.in_value = False

    def _open_formula(self, _: Attributes) -> None:
        self.has_formula = True

    def _text(self, text: str) -> None:
        if self.in_value:
            if len(self.number) <= 40_000:
                self.number += text
        else:
            self.texts.add(text)

    def _close_cell(self) -> None:
        value = self._value()
        if value is not None:
            self.grid.put(self.row, self.column, value)

    def _value(self) -> Value:
        kind, raw = self.type, self.number
        if kind == "inlineStr":
            return self.texts.take()
        if not raw:
            # A formula that gave an empty text says so by its type.
            uncalculated = self.has_formula and kind != "str"
            return Broken("formula-without-value", "") if uncalculated else None
        if kind == "s":
            return self._shared(raw)
        if kind == "n":
            return self._number(raw)
        if kind == "e":
            return Broken("cell-error", raw[:20])
        if kind == "b":
            return "是" if raw == "1" else "否"
        return raw  # str: the text a formula gave; d: an ISO date

    def _shared(self, raw: str) -> Value:
        index = int(raw) if raw.isdecimal() and len(raw) < 10 else -1
        if not 0 <= index < len(self.book.texts):
            raise Refused("broken-file")
        return self.book.texts[index]

    def _number(self, raw: str) -> Value:
        try:
            number = float(raw)
        except ValueError:
            return raw
        if not isfinite(number):
            return raw
        shows = self._shows()
        if shows is not None and number >= 0:
            if number < 1:
                moment = from_serial(number + 100)
                return moment.time() if moment else time()
            moment = from_serial(number, epoch_1904=self.book.epoch_1904)
            if moment is not None:
                return Stamp(moment, shows.year, shows.day)
        if number.is_integer() and abs(number) < 1e21:
            exact = len(raw) < 22 and raw.lstrip("-").isdecimal()
            return int(raw) if exact else int(number)
        return number

    def _shows(self) -> Shows | None:
        index = int(self.style) if self.style.isdecimal() and len(self.style) < 8 else 0
        return self.book.styles[index] if index < len(self.book.styles) else None

    def _column(self, attributes: Attributes) -> None:
        hidden = attributes.get("hidden") in _TRUE or attributes.get("width") == "0"
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if hidden and first.isdecimal() and last.isdecimal():
            self.grid.hidden_columns.update(range(int(first), min(int(last), 300) + 1))

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        if last and len(self.grid.merges) < _MAX_MERGES:
            self.grid.merges.append(
                Range(_row_of(first), _column_of(first), _row_of(last), _column_of(last))
            )


def _column_of(reference: str) -> int:
    """The column number in a reference such as AB12."""
    column = 0
    for sign in reference:
        if not "A" <= sign <= "Z":
            break
        column = column * 26 + ord(sign) - 64
    return min(column, 1 << 20) or 1


def _row_of(reference: str) -> int:
    digits = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return min(int(digits), 1 << 21) if digits.isdecimal() and len(digits) < 9 else 1
