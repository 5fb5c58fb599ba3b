"""One record of a table or of minutes: its fields, where they stand, and reading them plainly."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from mingdeng.files.context import Context
from mingdeng.files.counts import read_count
from mingdeng.files.dates import DateReading, YearHint, is_serial, read_date
from mingdeng.files.grid import Broken, Spot, Value, blank, empty, text_of
from mingdeng.files.headings import TICK
from mingdeng.files.people import one_person
from mingdeng.files.report import Report
from mingdeng.files.rows import COLUMN, LEDGER, Source
from mingdeng.files.tables import Line, Table, record_lines
from mingdeng.files.text import squeeze

_DATES = ("date", "birth", "joined", "converted", "founded", "elected", "dissolved", "term_ends")
# Fields that may go on in the lines below.
_TEXTS = frozenset(["topic", "agenda", "absent", "attendees", "guests", "decision"])


class Record(Protocol):
    """What the readers of rows ask of a record, whatever it was read from."""

    form: str

    @property
    def source(self) -> Source: ...
    @property
    def columns(self) -> Mapping[str, int]: ...
    @property
    def context(self) -> Context: ...
    def has(self, name: str) -> bool: ...
    def value(self, name: str) -> Value: ...
    def heading(self, name: str) -> str: ...
    def spot(self, name: str) -> Spot: ...
    def epoch_1904(self) -> bool: ...


@dataclass(slots=True)
class TableRecord:
    """A line of a table."""

    table: Table
    row: int
    context: Context
    columns: Mapping[str, int]
    organization_above: str | None = None
    form: str = LEDGER
    further: list[int] = field(default_factory=list)  # lines below that only add texts

    @property
    def source(self) -> Source:
        grid = self.table.grid
        row = self.row if grid.table is None else None
        return Source(grid.file, grid.sheet, row, grid.spot(self.row).place)

    def has(self, name: str) -> bool:
        return name in self.table.head.fields

    def value(self, name: str) -> Value:
        value = self.table.value(self.row, name)
        return self._with_further(name, value) if self.further and name in _TEXTS else value

    def _with_further(self, name: str, value: Value) -> Value:
        column = self.table.column(name)
        if column is None:
            return value
        own = (text_of(self.table.grid.own(row, column)) for row in self.further)
        added = [text for text in own if text]
        return "\n".join([text_of(value), *added]).strip() if added else value

    def heading(self, name: str) -> str:
        return self.table.heading(name)

    def spot(self, name: str) -> Spot:
        """The cell of a field; the first one of the row where the table has no such column."""
        return self.table.grid.spot(self.row, self.table.column(name) or 1)

    def epoch_1904(self) -> bool:
        return self.table.grid.epoch_1904


@dataclass(slots=True)
class Fills:
    """Branch cells filled in from above, told once for a table."""

    last: str | None = None
    rows: list[int] = field(default_factory=list)


def public_columns(table: Table, names: Mapping[str, str]) -> dict[str, int]:
    """The columns of a table by the names its rows use."""
    fields = table.head.fields
    return {
        names.get(name, name): column
        for name, column in fields.items()
        if not name.startswith(TICK)
    }


def table_records(table: Table, columns: Mapping[str, int], report: Report) -> list[TableRecord]:
    """The records of a table, blank branch cells filled from above."""
    fills = Fills()
    records = []
    context = table.context
    for line in record_lines(table):
        if line.context is not context:
            context, fills.last = line.context, None
        records.append(_record(table, line, columns, fills))
    if fills.rows:
        spot = table.grid.spot(fills.rows[0], table.column("organization"))
        report.add("organization-filled-down", spot, count=len(fills.rows))
    return records


def _record(table: Table, line: Line, columns: Mapping[str, int], fills: Fills) -> TableRecord:
    record = TableRecord(table, line.row, line.context, columns)
    value = record.value("organization")
    if not record.has("organization"):
        return record
    if not blank(value):
        fills.last = text_of(value)
    elif fills.last:
        record.organization_above = fills.last
        fills.rows.append(line.row)
    return record


def organization_of(record: TableRecord, report: Report) -> tuple[str | None, str | None]:
    """The organization of a record and where it was written."""
    name = text_field(record, "organization", report) or record.organization_above
    if name:
        return squeeze_name(name), COLUMN
    if record.has("organization") and record.value("organization") is not None:
        return None, None
    return record.context.organization, record.context.organization_from


def squeeze_name(text: str) -> str:
    """An organization's name as written, on one line and without spaces."""
    return "".join(text.split())[:200]


def said(record: Record, name: str, report: Report) -> Value:
    """The value of a field, None where it is empty; a broken cell becomes a finding."""
    value = record.value(name)
    if isinstance(value, Broken):
        report.add(value.code, record.spot(name), value=value.text)
        return None
    return None if empty(value) else value


def text_field(record: Record, name: str, report: Report) -> str | None:
    """The text of a field; None for an empty cell, 无 or —."""
    return text_of(said(record, name, report)) or None


def person_field(record: Record, name: str, report: Report) -> str | None:
    """One person's name."""
    text = text_field(record, name, report)
    return one_person(text.replace("\n", "、")) if text else None


def count_field(record: Record, name: str, report: Report) -> int | None:
    """A number of heads; what is none becomes a finding at the cell."""
    value = said(record, name, report)
    if value is None:
        return None
    count = read_count(value)
    if count.problem:
        report.add(count.problem, record.spot(name), value=text_of(value))
    return count.number


@dataclass(frozen=True, slots=True)
class DateRule:
    """What days a field may name, and words that mean an empty cell."""

    earliest: int
    latest: int = 2099
    blanks: frozenset[str] = frozenset()


def date_field(record: Record, name: str, report: Report, rule: DateRule) -> date | None:
    """A day of a roster or list: no year is borrowed from the title."""
    value = said(record, name, report)
    if value is None or (isinstance(value, str) and squeeze(value) in rule.blanks):
        return None
    reading = checked_date(value, YearHint(), rule, epoch_1904=record.epoch_1904())
    if reading.problem:
        report.add(reading.problem, record.spot(name), value=text_of(value))
    return reading.day


def checked_date(value: Value, hint: YearHint, rule: DateRule, *, epoch_1904: bool) -> DateReading:
    """`read_date`, refusing years that cannot be meant."""
    return plausible(read_date(value, hint, epoch_1904=epoch_1904), rule)


def plausible(reading: DateReading, rule: DateRule) -> DateReading:
    """A reading, unless its year cannot be meant."""
    if reading.day and not rule.earliest <= reading.day.year <= rule.latest:
        return replace(reading, day=None, problem="implausible-date")
    return reading


def tell_serials(table: Table, report: Report) -> None:
    """Tell of each column of dates where bare numbers were read as days."""
    for name in filter(table.column, _DATES):
        rows = {row for row in table.rows() if is_serial(table.value(row, name))}
        lines = [line.row for line in record_lines(table) if line.row in rows] if rows else []
        if lines:
            spot = table.grid.spot(lines[0], table.column(name))
            heading = table.heading(name)
            report.add("date-from-serial", spot, heading=heading, count=len(lines))
