"""Records and plans as they are sent and answered."""

import uuid
from datetime import date, datetime
from typing import Annotated, Literal, cast

from pydantic import BaseModel, Field

from mingdeng.activities.models import Absence, Activity, AgendaItem, Attachment, Host
from mingdeng.api.shapes.types import (
    LARGEST,
    AsOf,
    Clock,
    Count,
    Day,
    Hours,
    Id,
    Paged,
    Reference,
    Sent,
    Step,
    Version,
    line,
)
from mingdeng.rulebook.vocabulary import vocabulary

KINDS = tuple(vocabulary().kinds)
TOPICS = tuple(vocabulary().topics)
Kind = Literal[KINDS]  # type: ignore[valid-type]  # the vocabulary is data
Topic = Literal[TOPICS]  # type: ignore[valid-type]
State = Literal["planned", "held", "returned", "confirmed", "withdrawn"]
MOST_ITEMS, MOST_HOSTS, MOST_NAMES = 40, 50, 500


# ---- sent ----


class AbsentSent(Sent):
    """Someone who was expected and not there: by id, or by name where no id is known."""

    person: Id | None = None
    name: line(60) = ""  # type: ignore[valid-type]
    reason: line(40) = ""  # type: ignore[valid-type]


class HostSent(Sent):
    """Whose meeting it was, and who came. Numbers left out are not known."""

    organization: Id
    group: Id | None = Field(None, description="党小组会的党小组")
    expected: Count | None = None
    present: Count | None = None
    absent: list[AbsentSent] = Field(default=[], max_length=MOST_NAMES)


class ItemSent(Sent):
    """An item of the agenda."""

    text: line(1000, 1)  # type: ignore[valid-type]
    topics: list[Topic] = Field(default=[], max_length=10)
    decision: line(1000) = ""  # type: ignore[valid-type]
    votes_for: Count | None = None
    votes_against: Count | None = None
    abstentions: Count | None = None
    becomes_task: bool = False


class RecordSent(Sent):
    """What is said of an activity; its topic is made of the agenda."""

    kinds: list[Kind] = Field(min_length=1, max_length=10)
    held_on: Day
    hosts: list[HostSent] = Field(min_length=1, max_length=MOST_HOSTS)
    held_to: Day | None = None
    start: Clock | None = None
    end: Clock | None = None
    place: line(100) = ""  # type: ignore[valid-type]
    chair: line(60) = ""  # type: ignore[valid-type]
    recorder: line(60) = ""  # type: ignore[valid-type]
    lecturer: line(60) = ""  # type: ignore[valid-type]
    hours: Hours | None = None
    agenda: list[ItemSent] = Field(default=[], max_length=MOST_ITEMS)
    guests: list[line(60, 1)] = Field(default=[], max_length=MOST_NAMES)  # type: ignore[valid-type]


class RecordChanged(RecordSent):
    """A record as it should stand, made from the version that was read."""

    version: Version


class Reasoned(Step):
    """One step, and why."""

    reason: line(500, 1)  # type: ignore[valid-type]


class RecordsAsked(Paged):
    """Which records."""

    organization: Id | None = None
    kind: Kind | None = None
    first: Day | None = None
    last: Day | None = None
    q: Annotated[str, Field(max_length=60, description="议题、地点、议程里的字")] = ""
    as_of: AsOf = None


# ---- answered ----


class AbsentTold(BaseModel):
    """Someone who was missing."""

    person: uuid.UUID | None
    name: str
    reason: str


class HostTold(BaseModel):
    """A host with its attendance."""

    organization: Reference
    group: Reference | None
    expected: int | None
    present: int | None
    absent: list[AbsentTold]


class ItemTold(BaseModel):
    """An item of the agenda."""

    text: str
    topics: list[str]
    decision: str
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    becomes_task: bool


class RecordLine(BaseModel):
    """A record in a list."""

    id: uuid.UUID
    state: State
    kinds: list[str]
    held_on: date
    held_to: date | None
    start: str | None
    place: str
    topic: str
    hosts: list[Reference]
    version: int


class RecordTold(BaseModel):
    """One record in full."""

    id: uuid.UUID
    state: State
    version: Annotated[int, Field(le=LARGEST)]
    kinds: list[str]
    held_on: date
    held_to: date | None
    start: str | None
    end: str | None
    place: str
    chair: str
    recorder: str
    lecturer: str
    topic: str
    hours: str | None
    for_period: str
    recorded_at: datetime
    notified_at: datetime | None
    source: str
    remark: str = Field(description="退回或撤回的理由")
    hosts: list[HostTold]
    agenda: list[ItemTold]
    guests: list[str]


class FileTold(BaseModel):
    """A file that belongs to a record or a plan."""

    id: uuid.UUID
    name: str
    format: str
    size: int
    digest: str = Field(description="SHA-256")
    added_at: datetime


def file_told(one: Attachment) -> FileTold:
    """A file without its bytes."""
    names = ("id", "name", "format", "size", "digest", "added_at")
    return FileTold(**{name: getattr(one, name) for name in names})


def record_line(one: Activity) -> RecordLine:
    """A record as a list shows it; its hosts are there already."""
    return RecordLine(
        id=one.id,
        state=_state(one),
        kinds=one.kinds,
        held_on=one.held_on,
        held_to=one.held_to,
        start=f"{one.start:%H:%M}" if one.start else None,
        place=one.place,
        topic=one.topic,
        hosts=[Reference(id=h.organization_id, name=h.organization.name) for h in one.hosts.all()],
        version=one.version,
    )


def record_out(one: Activity) -> RecordTold:
    """A record with all that was said of it."""
    plain = ("place", "chair", "recorder", "lecturer", "topic", "for_period", "source", "remark")
    days = ("held_on", "held_to", "recorded_at", "notified_at")
    return RecordTold(
        id=one.id,
        state=_state(one),
        version=one.version,
        kinds=one.kinds,
        start=f"{one.start:%H:%M}" if one.start else None,
        end=f"{one.end:%H:%M}" if one.end else None,
        hours=f"{one.hours.normalize():f}" if one.hours is not None else None,
        hosts=[_host(host) for host in one.hosts.all()],
        agenda=[_item(item) for item in one.agenda.all()],
        guests=[guest.name for guest in one.guests.all()],
        **{name: getattr(one, name) for name in (*plain, *days)},
    )


def _state(one: Activity) -> State:
    return cast("State", one.state)


def _host(host: Host) -> HostTold:
    group = host.group
    return HostTold(
        organization=Reference(id=host.organization_id, name=host.organization.name),
        group=Reference(id=group.id, name=group.name) if group else None,
        expected=host.expected,
        present=host.present,
        absent=[_absent(one) for one in host.absences.all()],
    )


def _absent(one: Absence) -> AbsentTold:
    return AbsentTold(person=one.person_id, name=one.name, reason=one.reason)


def _item(item: AgendaItem) -> ItemTold:
    names = ("text", "topics", "decision", "votes_for", "votes_against", "abstentions")
    values = {name: getattr(item, name) for name in (*names, "becomes_task")}
    return ItemTold(**values)
