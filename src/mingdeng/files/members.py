"""Rosters of Party members: one row for each person whose name can be read."""

from dataclasses import dataclass, field
from datetime import date

from mingdeng.files.dates import YearHint, read_date
from mingdeng.files.grid import Broken, text_of
from mingdeng.files.identity import Identity, read_identity
from mingdeng.files.people import (
    group_cell,
    lost_characters,
    person_name,
    read_gender,
    read_posts,
    read_status,
    usable_name,
)
from mingdeng.files.records import (
    DateRule,
    TableRecord,
    checked_date,
    organization_of,
    public_columns,
    said,
    table_records,
    text_field,
)
from mingdeng.files.report import Report, listed
from mingdeng.files.rows import MemberRow
from mingdeng.files.tables import Table
from mingdeng.files.text import squeeze
from mingdeng.files.words import word_set

_EXTRA = ("ethnicity", "education", "duty", "standing", "retired", "mobile", "lost", "remark")
_MANY = 5


@dataclass(slots=True)
class _Roster:
    """What is told once for a roster rather than for each line."""

    report: Report
    not_members: list[int] = field(default_factory=list)
    no_day: dict[str, list[TableRecord]] = field(default_factory=dict)
    masked: list[TableRecord] = field(default_factory=list)


def read_member_table(table: Table, report: Report) -> list[MemberRow]:
    """The people of a roster."""
    roster = _Roster(report)
    records = table_records(table, public_columns(table, {}), report)
    rows = [row for record in records if (row := _member(record, roster))]
    _tell(table, roster)
    return rows


def _member(record: TableRecord, roster: _Roster) -> MemberRow | None:
    report = roster.report
    if _is_laid_out(record):
        return None
    name = member_name(record, report)
    status = _status(record, report)
    if status == "not-a-member":
        roster.not_members.append(record.row)
        return None
    if name is None:
        return None
    organization, origin = organization_of(record, report)
    identity = _identity(record, roster)
    gender = _gender(record, identity, report)
    group = text_field(record, "group", report)
    return MemberRow(
        source=record.source,
        columns=record.columns,
        organization=organization,
        organization_from=origin,
        name=name,
        gender=gender,
        id_number=identity.number,
        birth=_birth(record, identity, roster),
        status=status,
        joined=_date(record, "joined", roster),
        converted=_date(record, "converted", roster),
        posts=read_posts(text_field(record, "posts", report) or ""),
        group=group_cell(group) if group else None,
        extra=_extra(record),
    )


def _is_laid_out(record: TableRecord) -> bool:
    """A line prepared for someone: a branch perhaps, but nothing about a person."""
    fields = record.table.head.fields
    about = (name for name in fields if name not in {"serial", "organization", "remark", "group"})
    return all(not text_of(record.value(name)) for name in about)


def member_name(record: TableRecord, report: Report) -> str | None:
    """The person a line is about; None (and a finding) where the name cannot be used."""
    value = record.value("name")
    if isinstance(value, Broken):
        report.add(value.code, record.spot("name"), value=value.text)
        return None
    name = person_name(text_of(said(record, "name", report)))
    if not usable_name(name):
        report.add("no-name", record.spot("name"))
        return None
    if lost_characters(name):
        report.add("name-character-lost", record.spot("name"), value=name)
    return name


def _status(record: TableRecord, report: Report) -> str | None:
    text = text_field(record, "status", report)
    if not text:
        return None if record.has("status") else _status_in_title(record.context.title or "")
    status = read_status(text)
    if status is None:
        report.add("unknown-status", record.spot("status"), value=text)
    return None if status == "other" else status


def _status_in_title(title: str) -> str | None:
    """预备党员名单 says of everyone in it what he is."""
    if "预备党员" in title and "正式" not in title:
        return "probationary"
    return "full" if "正式党员" in title and "预备" not in title else None


def _identity(record: TableRecord, roster: _Roster) -> Identity:
    value = record.value("id_number")
    if said(record, "id_number", roster.report) is None:
        return Identity()
    identity = read_identity(value)
    spot = record.spot("id_number")
    if identity.problem == "id-masked":
        roster.masked.append(record)
    elif identity.problem:
        roster.report.add(identity.problem, spot)
    if identity.warning:
        roster.report.add(identity.warning, spot)
    return identity


def _gender(record: TableRecord, identity: Identity, report: Report) -> str | None:
    text = text_field(record, "gender", report)
    gender = read_gender(text) if text else None
    if text and gender is None:
        report.add("unknown-gender", record.spot("gender"), value=text)
    if gender and identity.gender and gender != identity.gender:
        report.add("gender-differs-from-id", record.spot("gender"), value=gender)
    return gender


def _birth(record: TableRecord, identity: Identity, roster: _Roster) -> date | None:
    """The birth date of the cell; of a valid number where the cell gives the month only."""
    value = record.value("birth")
    if identity.birth and not isinstance(value, Broken):
        reading = read_date(value) if text_of(value) else None
        if reading and reading.problem == "no-day":
            return _birth_by_month(record, identity.birth, roster.report)
    born = _date(record, "birth", roster)
    if born and identity.birth and born != identity.birth:
        roster.report.add(
            "birth-differs-from-id", record.spot("birth"), value=text_of(record.value("birth"))
        )
        return None
    return born


def _birth_by_month(record: TableRecord, born: date, report: Report) -> date | None:
    """1982.09 beside a number of someone born on 28 September 1982 says the same."""
    text = squeeze(text_of(record.value("birth")))[:20]
    digits = [int(part) for part in "".join(c if c.isdecimal() else " " for c in text).split()]
    if len(digits) == 1:  # 198209
        digits = list(divmod(digits[0], 100)) if digits[0] > 9999 else digits
    month_differs = len(digits) > 1 and digits[1] != born.month and digits[1] * 10 != born.month
    if digits[:1] != [born.year] or month_differs:
        report.add("birth-differs-from-id", record.spot("birth"), value=text)
        return None
    return born


_RULES = {
    "birth": DateRule(earliest=1900),
    "joined": DateRule(earliest=1921),
    "converted": DateRule(earliest=1921, blanks=word_set("members.not_yet")),
}


def _date(record: TableRecord, name: str, roster: _Roster) -> date | None:
    """A date of a person; months without a day are told once for the column."""
    value = said(record, name, roster.report)
    rule = _RULES[name]
    if value is None or (isinstance(value, str) and squeeze(value) in rule.blanks):
        return None
    reading = checked_date(value, YearHint(), rule, epoch_1904=record.epoch_1904())
    if reading.problem == "no-day":
        roster.no_day.setdefault(name, []).append(record)
    elif reading.problem:
        roster.report.add(reading.problem, record.spot(name), value=text_of(value))
    return reading.day


def _extra(record: TableRecord) -> dict[str, str]:
    found = ((name, text_of(record.value(name))) for name in _EXTRA if record.has(name))
    return {name: text[:200] for name, text in found if text and text not in {"无", "—", "/"}}


def _tell(table: Table, roster: _Roster) -> None:
    report = roster.report
    if roster.not_members:
        spot = table.grid.spot(roster.not_members[0], table.column("status"))
        report.add("not-members", spot, rows=listed(roster.not_members))
    for name, records in roster.no_day.items():
        if len(records) > _MANY:
            spot = table.grid.spot(table.head.bottom, table.column(name))
            report.add("no-day-column", spot, heading=table.heading(name), count=len(records))
        else:
            for record in records:
                report.add("no-day", record.spot(name), value=text_of(record.value(name)))
    if roster.masked:
        spot = roster.masked[0].spot("id_number")
        report.add("id-masked", spot, count=len(roster.masked))
