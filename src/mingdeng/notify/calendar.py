"""Someone's deadlines and plans as iCalendar: no name of anyone, and ids that stay."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

from icalendar import Calendar, Event, Timezone

from mingdeng.access.policy import Viewer
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import plans
from mingdeng.assessments.wanting import Open, Sources
from mingdeng.daycount import SHANGHAI, local_day
from mingdeng.notify.things import Line, lines_for
from mingdeng.rulebook.vocabulary import vocabulary

T = TypeVar("T", bound=Open)
NAMESPACE = uuid.UUID("6f0f3c2e-5f0b-5f57-9d41-0c1c4b3a8a10")
ONE_DAY, USUAL = timedelta(days=1), timedelta(hours=1)


def calendar_of(viewer: Viewer, now: datetime, sources: Sources[T]) -> bytes:
    """Everything of someone's that has a day of its own."""
    made = Calendar()
    made.add("prodid", "-//Mingdeng//Reminders//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", "明灯")
    made.add("x-wr-calname", "明灯")
    made.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    made.add_component(Timezone.from_tzinfo(SHANGHAI, first_date=date(1992, 1, 1)))
    for event in (*_deadlines(viewer, now, sources), *_plans(viewer)):
        event.add("dtstamp", now)
        made.add_component(event)
    return bytes(made.to_ical())


def _deadlines(viewer: Viewer, now: datetime, sources: Sources[T]) -> Iterator[Event]:
    for line in lines_for(viewer, local_day(now), sources):
        if line.due is not None:
            yield _deadline(line, date.fromisoformat(line.due))


def _deadline(line: Line, due: date) -> Event:
    event = Event()
    event.add("uid", f"{uuid.uuid5(NAMESPACE, line.key)}@mingdeng")
    period = f"（{line.period}）" if line.period else ""
    where = "本人" if line.personal else line.where
    event.add("summary", f"最迟：{line.label}{period} · {where}")
    event.add("dtstart", due)
    event.add("dtend", due + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    return event


def _plans(viewer: Viewer) -> Iterator[Event]:
    """What is planned where they stand; not everything they may look at."""
    stands = {one.organization for one in viewer.standings}
    for one in plans(viewer):
        hosts = [host.organization for host in one.hosts.all()]
        if any(host.id in stands for host in hosts):
            yield _plan(one, "、".join(host.name for host in hosts))


def _plan(one: Activity, hosts: str) -> Event:
    event = Event()
    event.add("uid", f"{one.id}@mingdeng")
    kinds = vocabulary().listed("kinds", one.kinds)
    event.add("summary", f"{kinds} · {hosts}")
    if one.place:
        event.add("location", one.place)
    if one.start is None:
        event.add("dtstart", one.held_on)
        event.add("dtend", (one.held_to or one.held_on) + ONE_DAY)
        return event
    begins = datetime.combine(one.held_on, one.start, SHANGHAI)
    ends = datetime.combine(one.held_to or one.held_on, one.end, SHANGHAI) if one.end else None
    event.add("dtstart", begins)
    event.add("dtend", ends if ends is not None and ends > begins else begins + USUAL)
    return event
