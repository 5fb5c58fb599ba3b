"""What a person says of an activity: plain values, nothing stored yet."""

import uuid
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Absent:
    """Someone who was expected and not there."""

    name: str
    reason: str = ""
    person: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Hosting:
    """A host with its attendance."""

    organization: uuid.UUID
    group: uuid.UUID | None = None
    expected: int | None = None
    present: int | None = None
    absent: tuple[Absent, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda."""

    text: str
    topics: tuple[str, ...] = ()
    decision: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    becomes_task: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What a person says of an activity."""

    kinds: tuple[str, ...]
    held_on: date
    hosts: tuple[Hosting, ...]
    held_to: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""
    chair: str = ""
    recorder: str = ""
    lecturer: str = ""
    topic: str = ""
    hours: Decimal | None = None
    for_period: str = ""
    source: str = ""
    agenda: tuple[Item, ...] = ()
    guests: tuple[str, ...] = ()
