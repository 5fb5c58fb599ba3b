"""Recording what took place: once, whole, with its journal entry."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from mingdeng.activities.checking import Invalid, check
from mingdeng.activities.models import Absence, Activity, AgendaItem, Covered, Guest, Host
from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import Group, Organization

State = Activity.State
OPEN = frozenset({State.HELD, State.RETURNED})
# What can be taken back: also a plan that came to nothing.
STANDING = OPEN | {State.PLANNED}
REASON = 500
KEPT = frozenset({"held_on", "source"})


class Stale(Exception):
    """The record was changed since it was read; `current` is how it stands now."""

    def __init__(self, current: Activity) -> None:
        self.current = current
        super().__init__("这条记录已被别人改过。")


class Locked(Exception):
    """The record is confirmed or withdrawn and no longer changes."""


PLAIN = (
    *("held_on", "held_to", "start", "end", "place", "chair", "recorder", "lecturer"),
    *("topic", "hours", "for_period", "source"),
)
AGENDA = (
    *("text", "topics", "decision", "votes_for", "votes_against", "abstentions"),
    "becomes_task",
)


@transaction.atomic
def record(actor: Actor, given: Record) -> Activity:
    """Record an activity that was held. Raises Invalid naming every field that cannot stand."""
    check(given, local_day(actor.at), groups_of(given))
    activity = Activity.objects.create(
        kinds=list(given.kinds),
        recorded_at=actor.at,
        **{name: getattr(given, name) for name in PLAIN},
    )
    fill(activity, given)
    for host in given.hosts:
        thing = Thing("activity", activity.id, host.organization)
        write(actor, "activity.record", thing, asdict(given))
    return activity


@transaction.atomic
def correct(actor: Actor, activity_id: uuid.UUID, version: int, given: Record) -> Activity:
    """Correct a record; held-on and recorded-on stay. Raises Invalid, Stale, Locked."""
    current = Activity.objects.get(id=activity_id)
    if current.state not in OPEN:
        raise Locked
    check(given, local_day(actor.at), groups_of(given))
    if given.held_on != current.held_on:
        raise Invalid({"held_on": "日期记下后不再更改。日期有误的，请撤回这一条，重新记录。"})
    before = snapshot(current)
    values = {name: getattr(given, name) for name in PLAIN if name not in KEPT}
    change(activity_id, version, kinds=list(given.kinds), state=State.HELD, **values)
    refill(current, given)
    body = {"before": before, "after": snapshot(current)}
    touched = {host["organization"] for host in before["hosts"]}
    for organization in touched | {host.organization for host in given.hosts}:
        write(actor, "activity.correct", Thing("activity", activity_id, organization), body)
    return current


def confirm(actor: Actor, activity_id: uuid.UUID, version: int) -> None:
    """Accept the minutes: from now on the record stands. Raises Stale, Locked."""
    _move(actor, "activity.confirm", (activity_id, version), State.CONFIRMED, "")


def send_back(actor: Actor, activity_id: uuid.UUID, version: int, reason: str) -> None:
    """Ask for a better record; correcting it answers. Raises Invalid, Stale, Locked."""
    _check_reason(reason)
    _move(actor, "activity.return", (activity_id, version), State.RETURNED, reason)


def withdraw(actor: Actor, activity_id: uuid.UUID, version: int, reason: str) -> None:
    """Take a record or a plan back that should not stand. Raises Invalid, Stale, Locked."""
    _check_reason(reason)
    _move(actor, "activity.withdraw", (activity_id, version), State.WITHDRAWN, reason)


@transaction.atomic
def remove(actor: Actor, activity_id: uuid.UUID, version: int) -> None:
    """Take a record away as if it had never been made; the journal keeps it.

    Raises Stale, Locked.
    """
    current = Activity.objects.get(id=activity_id)
    if current.state not in OPEN or current.attachments.exists():
        raise Locked
    body = snapshot(current)
    change(activity_id, version)
    current.delete()
    for host in body["hosts"]:
        thing = Thing("activity", activity_id, host["organization"])
        write(actor, "activity.remove", thing, body)


@transaction.atomic
def cover(
    actor: Actor,
    organization: Organization,
    kinds: Sequence[str],
    first: date,
    last: date | None,
    source: str,
) -> Covered:
    """Say that the records of an organization are whole for some kinds between two days."""
    covered = Covered.objects.create(
        organization=organization, kinds=sorted(kinds), first=first, last=last, source=source
    )
    body = {"kinds": covered.kinds, "first": first, "last": last, "source": source}
    write(actor, "records.cover", Thing("covered", covered.id, organization.id), body)
    return covered


@transaction.atomic
def uncover(actor: Actor, covered: Covered) -> None:
    """Take back that the records are whole."""
    thing = Thing("covered", covered.id, covered.organization_id)
    covered.delete()
    write(actor, "records.uncover", thing, {})


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
        "agenda": list(activity.agenda.values(*AGENDA)),
        "guests": list(activity.guests.values_list("name", flat=True)),
    }


def said_of(activity: Activity) -> Record:
    """A record as someone would say it: what a correction begins with."""
    return Record(
        kinds=tuple(activity.kinds),
        hosts=tuple(_hosting(host) for host in activity.hosts.all()),
        agenda=tuple(_item(item) for item in activity.agenda.all()),
        guests=tuple(guest.name for guest in activity.guests.all()),
        **{name: getattr(activity, name) for name in PLAIN},
    )


def _item(item: AgendaItem) -> Item:
    values = {name: getattr(item, name) for name in AGENDA}
    return Item(**{**values, "topics": tuple(item.topics)})


def _hosting(host: Host) -> Hosting:
    absent = tuple(Absent(one.name, one.reason, one.person_id) for one in host.absences.all())
    return Hosting(host.organization_id, host.group_id, host.expected, host.present, absent)


def groups_of(given: Record) -> dict[uuid.UUID, uuid.UUID]:
    """The branch of each group named."""
    named = [host.group for host in given.hosts if host.group is not None]
    return dict(Group.objects.filter(id__in=named).values_list("id", "branch_id"))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": "请写明理由。"})
    if len(reason) > REASON:
        raise Invalid({"reason": f"理由不超过{REASON}字，请缩短。"})


@transaction.atomic
def _move(actor: Actor, action: str, which: tuple[uuid.UUID, int], state: str, reason: str) -> None:
    activity_id, version = which
    allowed = STANDING if state == State.WITHDRAWN else OPEN
    if Activity.objects.get(id=activity_id).state not in allowed:
        raise Locked
    change(activity_id, version, state=state, remark=reason)
    body = {"reason": reason} if reason else {}
    for host in Host.objects.filter(activity_id=activity_id):
        write(actor, action, Thing("activity", activity_id, host.organization_id), body)


def change(activity_id: uuid.UUID, version: int, **values: Any) -> None:
    """Change a record where it still has the version that was read. Raises Stale."""
    here = Activity.objects.filter(id=activity_id)
    if not here.filter(version=version).update(**values, version=F("version") + 1):
        raise Stale(here.get())


def refill(activity: Activity, given: Record) -> None:
    """Everything that belongs to an activity anew, as it is said now."""
    activity.refresh_from_db()
    for related in (activity.hosts, activity.agenda, activity.guests):
        related.all().delete()
    fill(activity, given)


def fill(activity: Activity, given: Record) -> None:
    """Hosts with their attendance, agenda and guests."""
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
