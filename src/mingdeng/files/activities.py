"""Meetings and activities: from a line of a ledger, or from the fields of minutes, to rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from mingdeng.files.agenda import agenda_items, numbered_items
from mingdeng.files.attendance import Present, read_present, report_unnamed
from mingdeng.files.counts import read_amount, read_count, read_votes, votes_named
from mingdeng.files.dates import DateReading
from mingdeng.files.grid import Broken, Value, blank, text_of
from mingdeng.files.headings import TICK
from mingdeng.files.kinds import MEETINGS, KindReading, kind_words, read_kinds
from mingdeng.files.notheld import not_held, put_off
from mingdeng.files.people import group_cell, groups_in, read_names
from mingdeng.files.records import (
    DateRule,
    Record,
    TableRecord,
    checked_date,
    organization_of,
    person_field,
    plausible,
    public_columns,
    said,
    table_records,
    text_field,
)
from mingdeng.files.report import MAX_ALIKE, Report, listed
from mingdeng.files.rows import (
    DAY_UNKNOWN,
    GROUP_MEETING,
    LEDGER,
    ActivityRow,
    Group,
    UnreadActivity,
    Votes,
)
from mingdeng.files.tables import Table, has_text
from mingdeng.files.text import plain, squeeze
from mingdeng.files.times import read_times

_HELD = DateRule(earliest=1949)
# Columns under the names the rows use.
_PUBLIC_NAMES = {"date": "held_on", "kind": "kinds", "day": "held_on"}
_KEYS = (
    *("serial", "date", "year", "month", "day", "time", "start", "kind", "group", "organization"),
    *("expected", "present", "attendance"),
)
_PREPARED = frozenset(["serial", "kind", "organization", "group", "month", "year", "remark"])
_TICKS = frozenset(["√", "✓", "✔", "是", "1", "有", "V", "v", "●", "○", "■", "☑"])


@dataclass(frozen=True, slots=True)
class Held:
    """When, what kind, for whom: what makes a record an activity."""

    when: DateReading
    kinds: KindReading
    organization: str | None
    organization_from: str | None


def read_activity_table(table: Table, report: Report) -> list[ActivityRow]:
    """The activities of a ledger; lines that are none become findings."""
    rows: list[ActivityRow] = []
    presents: list[Present] = []
    idle: list[int] = []
    for record in _whole_records(table, report):
        if _says_nothing_of_when(record):
            idle.append(record.row)
            continue
        found = read_activity(record, organization_of(record, report), report)
        if found:
            rows += found[0]
            presents.append(found[1])
    if idle:
        report.add("rows-without-date", table.grid.spot(idle[0]), rows=listed(idle))
    report_unnamed(presents, report)
    if rows and all(row.organization is None for row in rows):
        report.add("no-organization", table.grid.spot(table.head.top))
    return rows


def _whole_records(table: Table, report: Report) -> list[TableRecord]:
    """The records of a ledger; a line with nothing but further texts joins the one above."""
    records: list[TableRecord] = []
    below = 0  # the row that would continue the last record
    for record in table_records(table, _columns(table), report):
        if record.row == below and not _has_key(record):
            records[-1].further.append(record.row)
        else:
            records.append(record)
        below = record.row + 1
    return records


def _columns(table: Table) -> dict[str, int]:
    columns = public_columns(table, _PUBLIC_NAMES)
    if "attendance" in columns:
        columns.setdefault("expected", columns["attendance"])
        columns.setdefault("present", columns["attendance"])
    return columns


def _has_key(record: TableRecord) -> bool:
    """Whether a line says anything itself that makes a meeting: a date, a kind, a number."""
    table, fields = record.table, record.table.head.fields
    return any(
        not blank(table.grid.own(record.row, fields[name])) for name in _KEYS if name in fields
    )


def _says_nothing_of_when(record: TableRecord) -> bool:
    """A line laid out in advance, or a remark: a kind perhaps, but no day and no numbers."""
    fields = record.table.head.fields
    if any(has_text(record.value(name)) for name in ("date", "day")):
        return False
    if not _has_key(record):
        return True
    return not any(has_text(record.value(name)) for name in fields if name not in _PREPARED)


# ---- one record ----


def read_activity(
    record: Record, organization: tuple[str | None, str | None], report: Report
) -> tuple[list[ActivityRow], Present] | None:
    """The rows of one record (one for each group it names); None where it is no activity."""
    telling = not_held(record)
    if telling:
        value = text_of(record.value(telling))
        report.add("not-held", record.spot(telling), value=value)
        return None
    when = _when(record, report)
    kinds = _kinds(record, report)
    if when is None or kinds is None:
        _keep_unread(record, (when, kinds), organization, report)
        return None
    present = read_present(record, report)
    row = _row(record, Held(when, kinds, *organization), present, report)
    groups = _groups(record, kinds, report)
    return [replace(row, group=group) for group in groups or (None,)], present


def _keep_unread(
    record: Record,
    read: tuple[DateReading | None, KindReading | None],
    organization: tuple[str | None, str | None],
    report: Report,
) -> None:
    """Pass on what a line says that is no activity yet: someone may tell the rest.

    What else is wrong with it is told when it becomes one.
    """
    when, kinds = read
    if record.form != LEDGER or len(report.unread) >= MAX_ALIKE:
        return
    aside = Report(report.file)
    held = Held(
        when or DateReading(DAY_UNKNOWN), kinds or KindReading(()), organization[0], organization[1]
    )
    row = _row(record, held, read_present(record, aside), aside)
    fields = {"held_on": ("date", when), "kinds": ("kind", kinds)}
    missing = tuple(name for name, (_, found) in fields.items() if found is None)
    said = {name: text_of(record.value(fields[name][0]))[:200] for name in missing}
    groups = _groups(record, held.kinds, aside)
    report.unread.append(
        UnreadActivity(replace(row, group=next(iter(groups), None)), missing, said)
    )


def _when(record: Record, report: Report) -> DateReading | None:
    name = "date" if has_text(record.value("date")) or not record.has("day") else "day"
    value = _date_value(record, report)
    if value is None:
        if not _is_broken_told(record, name):
            report.add("no-date", record.spot(name))
        return None
    shown = text_of(value)
    reading = _reading(record, value)
    if reading.problem:
        report.add(reading.problem, record.spot(name), value=shown)
        return None
    if reading.warning:
        report.add(reading.warning, record.spot(name), value=shown)
    hint = record.context.year
    if reading.day and hint.year and reading.day.year != hint.year and reading.year_from == "cell":
        report.add("year-differs", record.spot(name), value=shown, year=hint.year)
    return _with_times(record, reading, report)


def _reading(record: Record, value: Value) -> DateReading:
    """The day of a cell; of one that tells of a change, the day the meeting was put off to."""
    later = put_off(value, record.context.year) if record.form == LEDGER else None
    if later is not None:
        return plausible(replace(later, warning="put-off"), _HELD)
    return checked_date(value, record.context.year, _HELD, epoch_1904=record.epoch_1904())


def _is_broken_told(record: Record, name: str) -> bool:
    """Whether `said` has already told why there is no date."""
    return isinstance(record.value(name), Broken)


def _date_value(record: Record, report: Report) -> Value:
    """The date cell, or year, month and day from columns of their own."""
    value = said(record, "date", report)
    month, day = said(record, "month", report), said(record, "day", report)
    if value is not None and (month is None or not _is_day_only(value)):
        return value
    day = day if value is None else value
    if day is None or month is None:
        return value
    year = said(record, "year", report)
    parts = [_digits(year) + "年" if year is not None else "", _digits(month) + "月", _digits(day)]
    return "".join(parts) + "日"


def _is_day_only(value: Value) -> bool:
    return squeeze(text_of(value)).rstrip("日号").isdecimal() and len(squeeze(text_of(value))) < 4


def _digits(value: Value) -> str:
    return squeeze(text_of(value)).rstrip("年月日号份度")


def _with_times(record: Record, reading: DateReading, report: Report) -> DateReading:
    """Times from the date cell, else from columns of their own."""
    start, end = reading.start, reading.end
    if start is None:
        start, end = _times(record, "time", report)
    if start is None:
        start, _ = _times(record, "start", report)
    if end is None:
        end, _ = _times(record, "end", report)
    return replace(reading, start=start, end=end)


def _times(record: Record, name: str, report: Report) -> tuple[time | None, time | None]:
    value = said(record, name, report)
    if isinstance(value, time):
        return value, None
    if not isinstance(value, str):
        return None, None
    start, end, _, bad = read_times(plain(value))
    if bad:
        report.add("no-such-time", record.spot(name), value=value)
    return start, end


# ---- kinds and groups ----


def _kinds(record: Record, report: Report) -> KindReading | None:
    text = text_field(record, "kind", report)
    if text is None:
        told = isinstance(record.value("kind"), Broken)
        return None if told else _kinds_without_cell(record, report)
    reading = read_kinds(text)
    if not reading.kinds:
        report.add("unknown-kind", record.spot("kind"), value=text)
        return None
    if reading.unknown:
        report.add("kind-partly-known", record.spot("kind"), value=reading.unknown)
    return reading


def _kinds_without_cell(record: Record, report: Report) -> KindReading | None:
    ticked = tuple(kind for kind in kind_words().kind_of.values() if _is_ticked(record, kind))
    if ticked:
        return KindReading(tuple(dict.fromkeys(ticked)))
    if record.context.kinds:
        return KindReading(record.context.kinds)
    for name in ("topic", "agenda"):
        for kind in kind_words().find(text_of(record.value(name))[:200]):
            # Further kinds in a sentence are what was talked about: 支委会研究主题党日安排.
            if kind in MEETINGS:
                return KindReading((kind,))
    report.add("no-kind", record.spot("kind"))
    return None


def _is_ticked(record: Record, kind: str) -> bool:
    name = f"{TICK}{kind}"
    return record.has(name) and squeeze(text_of(record.value(name))) in _TICKS


def _groups(record: Record, kinds: KindReading, report: Report) -> tuple[Group, ...]:
    if kinds.groups:
        return kinds.groups
    text = text_field(record, "group", report)
    if text:
        several = groups_in(text)
        return several if len(several) > 1 else (group_cell(text),)
    if GROUP_MEETING not in kinds.kinds:
        return ()
    for name in ("topic", "agenda"):
        numbers = groups_in(text_of(record.value(name))[:300])
        if numbers:
            return numbers[:1]
    return (record.context.group,)


# ---- the row ----


def _row(record: Record, held: Held, present: Present, report: Report) -> ActivityRow:
    when, heads = held.when, present.heads
    if when.day is None:
        raise ValueError("an activity without a day")
    agenda = text_field(record, "agenda", report)
    topic = text_field(record, "topic", report)
    return ActivityRow(
        source=record.source,
        columns=record.columns,
        form=record.form,
        organization=held.organization,
        organization_from=held.organization_from,
        kinds=held.kinds.kinds,
        held_on=when.day,
        unknown_kind=held.kinds.unknown,
        held_to=when.last,
        start=when.start,
        end=when.end,
        place=text_field(record, "place", report),
        topic=topic or agenda,
        chair=person_field(record, "chair", report),
        recorder=person_field(record, "recorder", report),
        lecturer=person_field(record, "lecturer", report),
        expected=heads.expected,
        present=heads.present,
        voters=heads.voters,
        voters_present=heads.voters_present,
        absent=present.absent,
        attendees=read_names(text_field(record, "attendees", report) or ""),
        guests=_guests(record, report),
        agenda=agenda_items(agenda) if agenda else numbered_items(topic or ""),
        decision=text_field(record, "decision", report),
        votes=_votes(record, report),
        hours=read_amount(said(record, "hours", report)),
        year_from=when.year_from,
    )


def _guests(record: Record, report: Report) -> tuple[str, ...]:
    text = text_field(record, "guests", report)
    if not text:
        return ()
    return read_names(text) or (plain(text)[:200],)


def _votes(record: Record, report: Report) -> Votes | None:
    if record.has("votes_for"):
        numbers = [
            read_count(said(record, name, report)).number if record.has(name) else None
            for name in ("votes_for", "votes_against", "votes_abstain")
        ]
        if any(number is not None for number in numbers):
            return numbers[0], numbers[1], numbers[2]
    for name in ("votes", "decision", "agenda"):
        text = text_of(record.value(name))
        found = read_votes(text)
        if found:
            if (count := votes_named(text)) > 1:
                report.add("several-votes", record.spot(name), count=count)
            return found
    return None


def kinds_in_rows(rows: Sequence[ActivityRow]) -> tuple[str, ...]:
    """The kinds that occur in rows, each once."""
    return tuple(dict.fromkeys(kind for row in rows for kind in row.kinds))
