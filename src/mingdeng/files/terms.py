"""The ledger of terms of office as the platform writes it, read back line by line.

Other ledgers of terms have no columns in common: only ours is read, known by its mark.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from mingdeng.files.dates import read_date
from mingdeng.files.grid import VISIBLE, Grid, empty
from mingdeng.files.ours import TERMS
from mingdeng.files.records import squeeze_name
from mingdeng.files.report import Report
from mingdeng.files.rows import POSTS, PostRow, Source, TableRead

HEADINGS = {
    "organization": "党组织",
    "title": "职务",
    "name": "姓名",
    "group": "任职党小组",
    "since": "任职日期",
    "until": "免职日期",
    "elected": "本届选举日期",
}
_NEEDED = ("organization", "title", "name", "since", "until")
_HEAD_ROWS = 6
# Where each reading failed, in the words of the catalogue.
_TOLD = frozenset({"no-day", "no-such-date", "ambiguous-date", "unreadable-date", "several-dates"})


def read_terms(grid: Grid, report: Report) -> list[PostRow]:
    """The posts of the ledger; a line that is not whole is told and left."""
    head, columns = _head(grid)
    missing = next((HEADINGS[name] for name in _NEEDED if name not in columns), None)
    if missing is not None:
        report.add("own-list-heading", grid.spot(head), name=TERMS.name, missing=missing)
        return []
    rows = (_post(grid, row, columns, report) for row in grid.rows if row > head)
    return [row for row in rows if row is not None]


def terms_read(grid: Grid, rows: Sequence[PostRow]) -> TableRead:
    """What was read of the sheet."""
    names = tuple(dict.fromkeys(row.organization for row in rows))
    place = Source(grid.file, grid.sheet, 1)
    hidden = grid.state != VISIBLE
    return TableRead(place, POSTS, TERMS.name, (), (), names, len(rows), hidden)


def _head(grid: Grid) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the column of each."""
    found: tuple[int, dict[str, int]] = (1, {})
    for row in list(grid.rows)[:_HEAD_ROWS]:
        texts = {grid.text(row, column): column for column, _ in grid.filled(row)}
        columns = {name: texts[word] for name, word in HEADINGS.items() if word in texts}
        if len(columns) > len(found[1]):
            found = (row, columns)
    return found


def _post(grid: Grid, row: int, columns: Mapping[str, int], report: Report) -> PostRow | None:
    texts = {name: squeeze_name(grid.text(row, at)) for name, at in columns.items()}
    if not any(texts[name] for name in ("organization", "title", "name")):
        return None
    if not all(texts[name] for name in ("organization", "title", "name")):
        report.add("term-incomplete", grid.spot(row))
        return None
    days = {
        name: _day(grid, row, columns[name], report)
        for name in ("since", "until", "elected")
        if name in columns
    }
    return PostRow(
        source=Source(grid.file, grid.sheet, row),
        columns=columns,
        organization=texts["organization"],
        title=texts["title"],
        name=texts["name"],
        group=texts.get("group") or None,
        **days,
    )


def _day(grid: Grid, row: int, column: int, report: Report) -> date | None:
    """A day, or none where the cell is empty or says no single day."""
    value = grid.value(row, column)
    if value is None or empty(value):
        return None
    reading = read_date(value, epoch_1904=grid.epoch_1904)
    problem = reading.problem or ("several-dates" if reading.last else None)
    if problem is None:
        return reading.day
    code = problem if problem in _TOLD else "unreadable-date"
    report.add(code, grid.spot(row, column), value=grid.text(row, column))
    return None
