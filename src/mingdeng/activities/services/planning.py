"""What is going to take place: planned, announced, and then held."""

import uuid
from dataclasses import asdict

from django.db import transaction

from mingdeng.activities.checking import check
from mingdeng.activities.models import Activity
from mingdeng.activities.said import Record
from mingdeng.activities.services.recording import (
    PLAIN,
    Locked,
    State,
    change,
    fill,
    groups_of,
    refill,
    snapshot,
)
from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, Thing, write


@transaction.atomic
def plan(actor: Actor, given: Record) -> Activity:
    """Plan an activity: nothing counts by it until it was held. Raises Invalid."""
    check(given, None, groups_of(given))
    activity = Activity.objects.create(
        kinds=list(given.kinds),
        state=State.PLANNED,
        recorded_at=actor.at,
        **{name: getattr(given, name) for name in PLAIN},
    )
    fill(activity, given)
    for host in given.hosts:
        thing = Thing("activity", activity.id, host.organization)
        write(actor, "activity.plan", thing, asdict(given))
    return activity


@transaction.atomic
def replan(actor: Actor, activity_id: uuid.UUID, version: int, given: Record) -> Activity:
    """Change a plan, its day too. Raises Invalid, Stale, Locked."""
    current = _planned(activity_id)
    check(given, None, groups_of(given))
    before = snapshot(current)
    _write_over(current, version, given)
    _tell(actor, "activity.replan", current, {"before": before, "after": snapshot(current)})
    return current


@transaction.atomic
def announce(actor: Actor, activity_id: uuid.UUID, version: int) -> None:
    """Note that the notice went out. Raises Stale, Locked."""
    current = _planned(activity_id)
    change(activity_id, version, notified_at=actor.at)
    _tell(actor, "activity.announce", current, {"held_on": current.held_on})


@transaction.atomic
def hold(actor: Actor, activity_id: uuid.UUID, version: int, given: Record) -> Activity:
    """Make a plan the record of what took place, from now on with its day fixed.

    Raises Invalid, Stale, Locked.
    """
    current = _planned(activity_id)
    check(given, local_day(actor.at), groups_of(given))
    before = snapshot(current)
    _write_over(current, version, given, state=State.HELD, recorded_at=actor.at)
    _tell(actor, "activity.hold", current, {"before": before, "after": snapshot(current)})
    return current


def _planned(activity_id: uuid.UUID) -> Activity:
    current = Activity.objects.get(id=activity_id)
    if current.state != State.PLANNED:
        raise Locked
    return current


def _write_over(current: Activity, version: int, given: Record, **values: object) -> None:
    said = {name: getattr(given, name) for name in PLAIN}
    change(current.id, version, kinds=list(given.kinds), **said, **values)
    refill(current, given)


def _tell(actor: Actor, action: str, activity: Activity, body: dict[str, object]) -> None:
    for host in activity.hosts.all():
        write(actor, action, Thing("activity", activity.id, host.organization_id), body)
