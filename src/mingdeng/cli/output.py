"""Printing: JSON for tools, aligned text for people."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any


def print_json(value: Any) -> None:
    """One JSON document on standard output, Chinese left readable."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    print()


class Progress:
    """One line on a terminal that says how far long work has come; silent elsewhere."""

    def __init__(self) -> None:
        self.on_terminal = sys.stderr.isatty()

    def show(self, text: str) -> None:
        """Put this text in the place of the last one."""
        if self.on_terminal:
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away again."""
        self.show("")


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
