"""How many should have come, how many came, who was missing; and whether it adds up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mingdeng.files.absences import AbsenceReading, read_absences, with_reasons
from mingdeng.files.counts import Attendance, read_attendance, read_count, read_pair
from mingdeng.files.grid import Spot, Value, text_of
from mingdeng.files.records import Record, said, text_field
from mingdeng.files.report import Report
from mingdeng.files.rows import Absence
from mingdeng.files.text import squeeze

_IN_ALL = re.compile(r"(?:共|共计|计|党员|委员|支委)(\d{1,4})(?:人|名)\)?[。.]?$")

# Attendance told without a number.
_ALL = re.compile(
    r"全[员体勤](?:党员)?(?:参加|参会|到会|到齐|出席)?|全部?(?:到会|到齐)|[\d.]+%.{0,4}"
)


@dataclass(slots=True)
class Present:
    """The attendance of one meeting, with the places findings point at."""

    heads: Attendance
    absent: tuple[Absence, ...] = ()
    absent_spot: Spot = field(default_factory=Spot)
    names_missing: bool = False  # fewer present than expected and nobody named


def read_present(record: Record, report: Report) -> Present:
    """Numbers and absent people of a record, each drop told at its cell."""
    heads = _heads(record, report)
    if heads.expected is not None and heads.present is not None and heads.present > heads.expected:
        name = "present" if record.has("present") else "attendance"
        report.add(
            "present-exceeds-expected",
            record.spot(name),
            present=heads.present,
            expected=heads.expected,
        )
        heads = replace(heads, present=None)
    reading = _absences(record, report)
    present = Present(heads, tuple(reading.absences), record.spot("absent"))
    _compare(record, report, present, reading)
    return present


def report_unnamed(presents: Sequence[Present], report: Report) -> None:
    """Where a table names absent people at all, a meeting that lacks them is worth a look."""
    if any(present.absent for present in presents):
        for present in presents:
            if present.names_missing:
                missing = _missing(present.heads) or 0
                report.add("absent-count-differs", present.absent_spot, named=0, missing=missing)


def _heads(record: Record, report: Report) -> Attendance:
    found = Attendance()
    for name in ("attendance", "present", "expected", "voters", "voters_present"):
        if record.has(name):
            found = _merged(found, _from_cell(record, name, report))
    for name in ("attendees", "votes"):
        if record.has(name):
            found = _merged(found, _mentioned(record, name))
    return found


def _mentioned(record: Record, name: str) -> Attendance:
    """Numbers in a cell that is there for something else: 全体党员（应到15人，实到13人）."""
    text = text_of(record.value(name))
    count = read_count(text)
    if name == "attendees" and count.number is not None:
        return Attendance(present=count.number)
    found = read_attendance(text)
    in_all = _IN_ALL.search(squeeze(text[-40:])) if name == "attendees" else None
    if in_all and found == Attendance():
        return Attendance(present=int(in_all[1]))
    return found


def _merged(first: Attendance, second: Attendance) -> Attendance:
    return Attendance(
        *(
            getattr(second, name) if getattr(first, name) is None else getattr(first, name)
            for name in ("expected", "present", "voters", "voters_present")
        )
    )


def _from_cell(record: Record, name: str, report: Report) -> Attendance:
    """应到, 实到 or both in one cell: a number, a labelled text, or two numbers."""
    value = said(record, name, report)
    if value is None:
        return Attendance()
    count = read_count(value)
    if count.number is not None and name != "attendance":
        return Attendance(**{name: count.number})
    if isinstance(value, str):
        labelled = read_attendance(value)
        if labelled != Attendance():
            return labelled
        pair = read_pair(value)
        if pair and _holds_both(record, name):
            return _in_order(pair, record.heading(name))
    if count.number is not None:
        return Attendance(present=count.number)
    if name == "attendance" and isinstance(value, str) and not _ALL.fullmatch(squeeze(value)):
        return Attendance()  # 参会情况 may as well hold names
    report.add(count.problem or "unreadable-count", record.spot(name), value=text_of(value))
    return Attendance()


def _holds_both(record: Record, name: str) -> bool:
    """Whether a column is one for both numbers: 5/6 under 应到 alone could mean anything."""
    heading = record.heading(name)
    both = "应" in heading and "实" in heading
    return both or name == "attendance" or (name == "present" and not record.has("expected"))


def _in_order(pair: tuple[int, int], heading: str) -> Attendance:
    """Two numbers in the order of the heading; without one the smaller were present."""
    expected_at, present_at = heading.find("应"), heading.find("实")
    if expected_at < 0 or present_at < 0:
        return Attendance(expected=max(pair), present=min(pair))
    first, second = pair
    if expected_at < present_at:
        return Attendance(expected=first, present=second)
    return Attendance(expected=second, present=first)


def _absences(record: Record, report: Report) -> AbsenceReading:
    value = said(record, "absent", report)
    text = text_of(value) or _absent_in_attendance(record)
    reading = AbsenceReading() if _plain_number(value) else read_absences(text)
    if reading.absences and record.has("absent_reason"):
        reasons = text_field(record, "absent_reason", report)
        if reasons:
            reading.absences = with_reasons(reading.absences, reasons)
    return reading


def _absent_in_attendance(record: Record) -> str:
    """缺席 named in the cell that holds the numbers: 应到5人，实到4人，张三请假."""
    if record.has("absent") or not record.has("attendance"):
        return ""
    text = text_of(record.value("attendance"))
    at = max(text.find("缺席"), text.find("请假"), text.find("未到"))
    return text[at:] if at >= 0 else ""


def _plain_number(value: Value) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and value.strip().isdecimal())


def _missing(heads: Attendance) -> int | None:
    if heads.expected is None or heads.present is None:
        return None
    return heads.expected - heads.present


def _compare(record: Record, report: Report, present: Present, reading: AbsenceReading) -> None:
    spot, missing = present.absent_spot, _missing(present.heads)
    named = len(reading.absences)
    if reading.unclear:
        report.add("absent-unclear", spot, value="、".join(reading.unclear))
    if reading.incomplete:
        report.add("absent-incomplete", spot, named=named)
    elif reading.counted:
        report.add("absent-not-named", spot, count=reading.counted)
    elif named and missing is not None and named != missing:
        report.add("absent-count-differs", spot, named=named, missing=missing)
    elif not named and missing and not reading.unclear and record.has("absent"):
        value = record.value("absent")
        if not _plain_number(value):
            present.names_missing = True
