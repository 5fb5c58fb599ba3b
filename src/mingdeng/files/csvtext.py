"""Text tables (.csv): encoding, separator and quoting found from the content."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO

from mingdeng.files.grid import Grid, SheetTooLarge
from mingdeng.files.refusal import Refused

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SEPARATORS = ",\t;，|"
_SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_LINES_LOOKED_AT = 30


def read_csv(data: bytes, file: str) -> Iterator[Grid]:
    """The one table of a text file. Raises Refused."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    head = _SEP_LINE.match(text.partition("\n")[0])
    if head:
        text = text.partition("\n")[2]
    separator = head[1] if head else _separator(text)
    csv.field_size_limit(1 << 26)
    try:
        yield _table(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True), file)
    except csv.Error:
        # A quotation mark without its partner would swallow the lines below it.
        grid = _table((_cells(line, separator) for line in text.split("\n")), file)
        grid.note = "csv-quotes"
        yield grid


def _cells(line: str, separator: str) -> list[str]:
    """One physical line; where its quotation marks do not pair up they are taken as written."""
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error:
        return line.split(separator)


def _table(records: Iterable[list[str]], file: str) -> Grid:
    grid = Grid(file)
    try:
        for number, cells in enumerate(records, start=1):
            for column, cell in enumerate(cells, start=1):
                if cell:
                    grid.put(number, column, cell)
    except SheetTooLarge:
        return Grid(file, too_large=True)
    return grid.settle()


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or GB 18030. Raises Refused."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    for name in [encoding] if encoding else ["utf-8", "gb18030"]:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Refused("unknown-encoding")


def _separator(text: str) -> str:
    """The sign that divides most lines into equally many cells."""
    lines = _QUOTED.sub("", text[:100_000]).split("\n")[:_LINES_LOOKED_AT]

    def regularity(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines if sign in line)
        return max(((alike, count) for count, alike in counts.items()), default=(0, 0))

    best = max(_SEPARATORS, key=regularity)
    return best if regularity(best) > (0, 0) else ","
