"""Columns of text: how wide Chinese is, how many lines a cell takes."""

import unicodedata
from collections.abc import Sequence
from math import ceil


def visible(text: str) -> str:
    """A file's or sheet's name without characters that hide themselves or turn the line round."""
    return "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cf"})


def width(text: str) -> int:
    """How many columns a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, columns: int) -> str:
    """The text filled with blanks to so many columns."""
    return text + " " * max(columns - width(text), 0)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in aligned columns, two blanks apart, no trailing blanks."""
    if not rows:
        return ""
    columns = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ("  ".join(map(padded, row, columns)).rstrip() for row in rows)
    return "\n".join(lines)


def lines_needed(text: str, columns: int) -> int:
    """How many lines a wrapped text takes in so many columns."""
    return sum(max(ceil(width(line) / columns), 1) for line in text.split("\n"))
