"""The record form: what was typed stays as typed until it can be read as a record."""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.core.exceptions import BadRequest
from django.http import QueryDict

from mingdeng.activities.models import Absence, Activity, AgendaItem
from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.assessments.kinds import GROUP_MEETING
from mingdeng.files.absences import read_absences
from mingdeng.rulebook.vocabulary import vocabulary

T = TypeVar("T")
TEXTS = (
    *("organization", "group", "held_on", "start", "end", "place", "chair", "recorder"),
    *("lecturer", "hours", "guests", "reason", "expected", "present", "key", "version", "roll"),
    *("held_to", "reading", "plan"),
)
# A record has at least so many lines for its agenda, and never more than so many.
LINES, MOST_LINES = 3, 40
TOPIC = 500
OFF_ROLL = uuid.UUID("6f2f6a52-2f0e-4f0e-9f53-6c6b1f0d2a11")
REASONS = ("公务", "出差", "病假", "事假")
LINE_PARTS = ("text", "topic", "decision", "for", "against", "abstained", "task")
KNOWN = re.compile(
    r"(?:kinds|absent|cohosts|csrfmiddlewaretoken|(?:reason|expected|present|names)-[0-9a-f-]{36}"
    rf"|agenda-\d{{1,2}}-(?:{'|'.join(LINE_PARTS)}))|{'|'.join(TEXTS)}"
)
HEADS = re.compile(r"(?:expected|present|names)-[0-9a-f-]{36}")
BETWEEN = re.compile(r"[、,，;；\s]+")


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone expected at the meeting."""

    id: str
    name: str
    on_roll: bool = True
    ground: str = ""
    note: str = ""  # what tells people of one name apart


@dataclass(frozen=True, slots=True)
class Said:
    """The words of minutes a field was filled from; none where they do not say it."""

    words: str = ""
    place: str = ""


@dataclass
class Line:
    """One line of the agenda as typed."""

    number: int
    text: str = ""
    topic: str = ""
    decision: str = ""
    votes: dict[str, str] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)
    becomes_task: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.text or self.topic or self.decision or any(self.votes.values()))

    @property
    def has_more(self) -> bool:
        """Whether a decision or a vote stands behind the text."""
        return bool(self.topic or self.decision or any(self.votes.values()))


@dataclass
class CoHost:
    """Another organization whose meeting it was too: its heads, and who of it was missing."""

    id: str
    name: str
    roll: dict[str, list[uuid.UUID]]
    chosen: bool = False
    expected: str = ""
    present: str = ""
    names: str = ""


@dataclass
class RecordForm:
    """Everything typed, and what is wrong with it, by field."""

    values: dict[str, str]
    kinds: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    agenda: list[Line] = field(default_factory=list)
    extra: list[Participant] = field(default_factory=list)
    cohosts: list[str] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    places: tuple[str, ...] | None = None  # where they met before, once it was looked up

    def lines(self) -> list[Line]:
        """The agenda with empty lines to type into."""
        start = len(self.agenda)
        return self.agenda + [Line(number) for number in range(start, max(LINES, start + 1))]


def form_of(data: QueryDict) -> RecordForm:
    """What was sent, as it was typed. Raises BadRequest for a field the form does not have."""
    for name in data:
        if not KNOWN.fullmatch(name):
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
    numbers = sorted({int(name.split("-")[1]) for name in data if name.startswith("agenda-")})
    typed = [_line(data, number) for number in numbers[:MOST_LINES]]
    lines = [line for line in typed if not line.is_empty]
    for place, line in enumerate(lines):
        line.number = place
    return RecordForm(
        values={name: str(data.get(name, "")).strip() for name in TEXTS},
        kinds=data.getlist("kinds"),
        absent=data.getlist("absent"),
        reasons={
            name.removeprefix("reason-"): str(data[name])
            for name in data
            if name.startswith("reason-") and data[name]
        },
        agenda=lines,
        cohosts=[one for one in data.getlist("cohosts") if is_id(one)],
        heads={name: str(data[name]).strip() for name in data if HEADS.fullmatch(name)},
    )


def form_from(activity: Activity, organization: uuid.UUID) -> RecordForm:
    """A stored record as the form shows it."""
    host = next(h for h in activity.hosts.all() if h.organization_id == organization)
    absences = [_absentee(one) for one in host.absences.all()]
    values = {
        "organization": str(organization),
        "group": str(host.group_id or ""),
        "held_on": activity.held_on.isoformat(),
        "held_to": activity.held_to.isoformat() if activity.held_to else "",
        "start": f"{activity.start:%H:%M}" if activity.start else "",
        "end": f"{activity.end:%H:%M}" if activity.end else "",
        "place": activity.place,
        "chair": activity.chair,
        "recorder": activity.recorder,
        "lecturer": activity.lecturer,
        "hours": f"{activity.hours.normalize():f}" if activity.hours else "",
        "guests": "、".join(guest.name for guest in activity.guests.all()),
        "expected": "" if host.expected is None else str(host.expected),
        "present": "" if host.present is None else str(host.present),
        "version": str(activity.version),
    }
    return RecordForm(
        values={**dict.fromkeys(TEXTS, ""), **values},
        kinds=list(activity.kinds),
        absent=[one.id for one in absences],
        reasons={one.id: one.ground for one in absences if one.ground},
        extra=absences,
        agenda=_stored_agenda(activity),
        places=(activity.place,) if activity.place else (),  # where it was is known
    )


def record_of(
    form: RecordForm,
    organization: uuid.UUID,
    expected: Sequence[Participant],
    cohosts: Sequence[CoHost] = (),
) -> Record | None:
    """The record that was typed; None where a field cannot be read, which is then said at it."""
    held_on = _read(form, "held_on", date.fromisoformat, "请填写日期，如 2026-11-22。")
    held_to = _read(form, "held_to", date.fromisoformat, "请填写日期，如 2026-11-22。")
    start = _read(form, "start", time.fromisoformat, "请写作 14:30。")
    end = _read(form, "end", time.fromisoformat, "请写作 15:45。")
    hours = _read(form, "hours", _hours, "请填写学时数，如 2 或 1.5。")
    if held_on is None:
        form.problems.setdefault("held_on", "请填写日期。")
    agenda = tuple(_item(form, line) for line in form.agenda)
    hosting = _hosting(form, organization, expected)
    others = tuple(_cohosting(form, one) for one in cohosts if one.chosen)
    if form.problems or held_on is None:
        return None
    values = form.values
    return Record(
        kinds=tuple(form.kinds),
        held_on=held_on,
        hosts=(hosting, *others),
        held_to=held_to,
        start=start,
        end=end,
        place=values["place"],
        chair=values["chair"],
        recorder=values["recorder"],
        lecturer=values["lecturer"],
        hours=hours,
        agenda=agenda,
        guests=tuple(filter(None, BETWEEN.split(values["guests"]))),
        topic="；".join(item.text for item in agenda)[:TOPIC],
    )


def _hosting(form: RecordForm, organization: uuid.UUID, expected: Sequence[Participant]) -> Hosting:
    """Attendance: as typed where heads were typed, else counted from the names."""
    group = uuid.UUID(form.values["group"]) if is_id(form.values["group"]) else None
    if GROUP_MEETING not in form.kinds:
        group = None
    chosen = set(form.absent)
    absent = tuple(_absent(form, one) for one in expected if one.id in chosen)
    should = _read(form, "expected", _count, "请填人数。")
    came = _read(form, "present", _count, "请填人数。")
    if should is None and came is None and expected:
        should, came = len(expected), len(expected) - len(absent)
    if should is not None and came is not None and should - came < len(absent):
        form.problems["present"] = (
            f"点了 {len(absent)} 人缺席，应到 {should} 人、实到 {came} 人对不上，请核对人数。"
        )
    return Hosting(organization, group, should, came, absent)


def _cohosting(form: RecordForm, one: CoHost) -> Hosting:
    """What is said of another host: heads as typed, missing people by name."""
    heads: list[int | None] = []
    for typed in (one.expected, one.present):
        heads.append(int(typed) if typed.isdecimal() else None)
        if typed and not typed.isdecimal():
            form.problems[f"host-{one.id}"] = f"{one.name}的人数请填整数。"
    reading = read_absences(one.names)
    if reading.unclear or reading.counted:
        form.problems[f"host-{one.id}"] = (
            f"{one.name}的缺席人员请写作：姓名（原因）、姓名（原因）。"
        )
    absent = tuple(
        Absent(who.name, who.reason or "", _only(one.roll.get(who.name, [])))
        for who in reading.absences
    )
    expected, present = heads
    if expected is not None and present is not None and present > expected:
        form.problems[f"host-{one.id}"] = f"{one.name}实到多于应到，请核对人数。"
    return Hosting(uuid.UUID(one.id), None, expected, present, absent)


def _only(found: Sequence[uuid.UUID]) -> uuid.UUID | None:
    """The one person of a name; of several nobody is chosen."""
    return found[0] if len(found) == 1 else None


def _absent(form: RecordForm, one: Participant) -> Absent:
    ground = form.reasons.get(one.id) or form.values["reason"]
    return Absent(one.name, ground, uuid.UUID(one.id) if one.on_roll else None)


def _absentee(absence: Absence) -> Participant:
    """Someone a stored record names as absent; one not on the roll is told by the name."""
    on_roll = absence.person_id is not None
    known = absence.person_id or uuid.uuid5(OFF_ROLL, absence.name)
    return Participant(str(known), absence.name, on_roll=on_roll, ground=absence.reason)


def _item(form: RecordForm, line: Line) -> Item:
    field_name = f"agenda-{line.number}"
    if not line.text:
        form.problems[field_name] = "这一条有专题、决定或票数，请写上议题。"
    if line.topic and line.topic not in vocabulary().topics:
        form.problems[field_name] = "请从列出的专题中选择。"
    votes: list[int | None] = []
    for part in ("for", "against", "abstained"):
        typed = line.votes.get(part, "")
        votes.append(int(typed) if typed.isdecimal() else None)
        if typed and not typed.isdecimal():
            form.problems[field_name] = "票数请填整数。"
    topics = (line.topic,) if line.topic else ()
    in_favour, against, abstained = votes
    return Item(
        text=line.text,
        topics=topics,
        decision=line.decision,
        votes_for=in_favour,
        votes_against=against,
        abstentions=abstained,
        becomes_task=line.becomes_task,
    )


def _line(data: QueryDict, number: int) -> Line:
    parts = {part: data.get(f"agenda-{number}-{part}", "").strip() for part in LINE_PARTS}
    votes = {part: parts[part] for part in ("for", "against", "abstained")}
    line = Line(number, parts["text"], parts["topic"], parts["decision"], votes)
    line.becomes_task = bool(parts["task"])
    return line


def _stored_agenda(activity: Activity) -> list[Line]:
    """The items; the topic of a ledger that names no items stands as the only one."""
    items = list(activity.agenda.all())
    if not items and activity.topic:
        return [Line(0, activity.topic)]
    return [_stored_line(place, item) for place, item in enumerate(items)]


def _stored_line(place: int, item: AgendaItem) -> Line:
    numbers = {"for": item.votes_for, "against": item.votes_against}
    votes = {**numbers, "abstained": item.abstentions}
    return Line(
        place,
        item.text,
        next(iter(item.topics), ""),
        item.decision,
        {name: "" if value is None else str(value) for name, value in votes.items()},
        becomes_task=item.becomes_task,
    )


def _read(form: RecordForm, name: str, read: Callable[[str], T], problem: str) -> T | None:
    text = form.values[name]
    if not text:
        return None
    try:
        return read(text)
    except (ValueError, InvalidOperation):
        form.problems[name] = f"“{text}”不能识别，{problem}"
        return None


def _hours(text: str) -> Decimal:
    hours = Decimal(text)
    if not 0 < hours < 1000:
        raise ValueError(text)
    return hours


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


def is_id(text: str) -> bool:
    """Whether a text is the id of something."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
