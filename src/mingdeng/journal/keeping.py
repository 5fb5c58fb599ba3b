"""Heads kept outside the database: one signed line a day, in a file that is copied away."""

import os
from datetime import datetime
from pathlib import Path

from mingdeng.daycount import local_day
from mingdeng.journal.heads import last_instant, public_key, read_heads, signed_line
from mingdeng.journal.verifying import Break, current_head, first_break


def keep_head(path: Path, key: bytes, now: datetime) -> Break | None:
    """Add the head of the day, once a day; what is wrong where journal and heads differ.

    A journal that is not whole gets no head: who compares later must not find it vouched for.
    Raises OSError where the file cannot be used, HeadsUnreadable where another key signed it.
    """
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = read_heads(lines, public_key(key))
    last = last_instant(lines)
    if last is not None and local_day(last) >= local_day(now):
        return None
    broken, head = first_break(kept), current_head()
    if broken is None:
        append_line(path, signed_line(head, now, key))
    return broken


def append_line(path: Path, line: str) -> None:
    """Add a line that is on the disk when this returns."""
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
