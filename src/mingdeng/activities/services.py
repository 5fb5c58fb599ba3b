"""Recording what took place: once, whole, with its journal entry."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from mingdeng.activities.models import Absence, Activity, AgendaItem, Guest, Host
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.rulebook.vocabulary import vocabulary

GROUP_MEETING = "group_meeting"


class Invalid(Exception):
    """What cannot be recorded, by field: each message says what is wrong and what to do."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("；".join(self.problems.values()))


class Stale(Exception):
    """The record was changed since it was read; `current` is how it stands now."""

    def __init__(self, current: Activity) -> None:
        self.current = current
        super().__init__("这条记录已被别人改过。")


class Locked(Exception):
    """The record is confirmed or withdrawn and no longer changes."""


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
    guests: tuple[str, ...] = field(default=())


PLAIN = (
    *("held_on", "held_to", "start", "end", "place", "chair", "recorder", "lecturer"),
    *("topic", "hours", "for_period", "source"),
)


@transaction.atomic
def record(actor: Actor, given: Record) -> Activity:
    """Record an activity that was held. Raises Invalid naming every field that cannot stand."""
    check(given, actor.at.date())
    activity = Activity.objects.create(
        kinds=list(given.kinds),
        recorded_at=actor.at,
        **{name: getattr(given, name) for name in PLAIN},
    )
    _fill(activity, given)
    for host in given.hosts:
        thing = Thing("activity", activity.id, host.organization)
        write(actor, "activity.record", thing, asdict(given))
    return activity


@transaction.atomic
def correct(actor: Actor, activity_id: uuid.UUID, version: int, given: Record) -> Activity:
    """Correct a record; held-on and recorded-on stay. Raises Invalid, Stale, Locked."""
    current = Activity.objects.get(id=activity_id)
    if current.state in {Activity.State.CONFIRMED, Activity.State.WITHDRAWN}:
        raise Locked
    check(given, actor.at.date())
    before = snapshot(current)
    values = {name: getattr(given, name) for name in PLAIN if name not in {"held_on", "source"}}
    changed = Activity.objects.filter(id=activity_id, version=version).update(
        kinds=list(given.kinds), version=F("version") + 1, **values
    )
    if not changed:
        raise Stale(Activity.objects.get(id=activity_id))
    current.refresh_from_db()
    for related in (current.hosts, current.agenda, current.guests):
        related.all().delete()
    _fill(current, given)
    body = {"before": before, "after": snapshot(current)}
    for host in given.hosts:
        write(actor, "activity.correct", Thing("activity", activity_id, host.organization), body)
    return current


@transaction.atomic
def withdraw(actor: Actor, activity_id: uuid.UUID, version: int, reason: str) -> None:
    """Take a record back that should not stand. Raises Stale."""
    changed = Activity.objects.filter(id=activity_id, version=version).update(
        state=Activity.State.WITHDRAWN, version=F("version") + 1
    )
    if not changed:
        raise Stale(Activity.objects.get(id=activity_id))
    for host in Host.objects.filter(activity_id=activity_id):
        thing = Thing("activity", activity_id, host.organization_id)
        write(actor, "activity.withdraw", thing, {"reason": reason})


def check(given: Record, today: date) -> None:
    """Raise Invalid where a record contradicts itself."""
    problems: dict[str, str] = {}
    unknown = [kind for kind in given.kinds if kind not in vocabulary().kinds]
    if not given.kinds or unknown:
        problems["kinds"] = "请选择会议类别。"
    if given.held_on > today:
        problems["held_on"] = "日期还没有到。计划中的会议请存为计划。"
    if given.held_to and given.held_to < given.held_on:
        problems["held_to"] = "结束日期早于开始日期。"
    if given.start and given.end and given.end <= given.start and not given.held_to:
        problems["end"] = "结束时间应晚于开始时间。"
    if not given.hosts:
        problems["hosts"] = "请选择主办的党组织。"
    for host in given.hosts:
        problems |= _counts(host)
    if GROUP_MEETING in given.kinds and any(host.group is None for host in given.hosts):
        problems["group"] = "党小组会请选择党小组。"
    if problems:
        raise Invalid(problems)


def snapshot(activity: Activity) -> dict[str, Any]:
    """How a record stands, for the journal and for showing both texts of a conflict."""
    return {
        **{name: getattr(activity, name) for name in ("kinds", "state", "version", *PLAIN)},
        "hosts": [
            {
                "organization": host.organization_id,
                "group": host.group_id,
                "expected": host.expected,
                "present": host.present,
                "absent": list(host.absences.values("name", "reason", "person_id")),
            }
            for host in activity.hosts.prefetch_related("absences")
        ],
        "agenda": list(activity.agenda.values("text", "topics", "decision")),
        "guests": list(activity.guests.values_list("name", flat=True)),
    }


def _counts(host: Hosting) -> dict[str, str]:
    if host.expected is not None and host.present is not None and host.present > host.expected:
        return {"present": f"实到{host.present}人多于应到{host.expected}人，请核对。"}
    return {}


def _fill(activity: Activity, given: Record) -> None:
    for hosting in given.hosts:
        host = Host.objects.create(
            activity=activity,
            organization_id=hosting.organization,
            group_id=hosting.group,
            expected=hosting.expected,
            present=hosting.present,
        )
        Absence.objects.bulk_create(_absences(host, hosting.absent))
    AgendaItem.objects.bulk_create(
        AgendaItem(
            activity=activity, position=place, **{**asdict(item), "topics": list(item.topics)}
        )
        for place, item in enumerate(given.agenda, start=1)
    )
    Guest.objects.bulk_create(Guest(activity=activity, name=name) for name in given.guests)


def _absences(host: Host, absent: Sequence[Absent]) -> list[Absence]:
    return [
        Absence(host=host, name=one.name, reason=one.reason, person_id=one.person) for one in absent
    ]
