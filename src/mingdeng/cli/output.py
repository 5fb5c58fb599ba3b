"""Printing: JSON for tools, progress for people."""

import json
import sys
from typing import Any


def print_json(value: Any) -> None:
    """One JSON document on standard output, Chinese left readable where it can be shown."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=1)
    print(text)


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
