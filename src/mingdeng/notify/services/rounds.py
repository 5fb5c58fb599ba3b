"""Going round once a day: who is told what, written down together with the way it goes out."""

import logging
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction

from mingdeng.access.policy import MEMBER, Viewer, viewer_of
from mingdeng.assessments.wanting import Open, Sources
from mingdeng.daycount import local_day
from mingdeng.notify import queries
from mingdeng.notify.deciding import DEADLINE, Decision, Told, decide
from mingdeng.notify.models import Clock, Delivery, Notice, Pass, Robot
from mingdeng.notify.rules import Rules, sunday_of, week_of
from mingdeng.notify.things import Line, chosen, lines_for, lines_in

T = TypeVar("T", bound=Open)
# A clock set back further than this is wrong, or was: someone has to say which.
SET_BACK = timedelta(hours=1)
log = logging.getLogger(__name__)


class _Round:
    """One time going round: the instant, and what to look at."""

    def __init__(self, now: datetime, sources: Sources[T]) -> None:
        self.now, self.day, self.sources = now, local_day(now), sources
        self.decided = 0

    def people(self) -> None:
        """Everyone whose hours have come and who was not looked at today."""
        hours = [one.hours for one in queries.rules_in_use() if one.is_open(self.now)]
        passed = {one: queries.passed(f"people {one}") for one in hours}
        waiting = {one: day for one, day in passed.items() if not self._is_done(day)}
        if not waiting:
            return
        accounts = list(queries.accounts_to_tell())
        viewers = [viewer_of(one, self.day) for one in accounts]
        at_home = [(viewer, home) for viewer in viewers if (home := home_of(viewer)) is not None]
        rules = queries.rules_of({home for _, home in at_home})
        for viewer, home in at_home:
            if rules[home].hours in waiting:
                self._person(viewer, rules[home], home, waiting[rules[home].hours])
        for one in waiting:
            _pass(f"people {one}", self.day)

    def groups(self) -> None:
        """Every group chat whose hours have come."""
        found = list(queries.robots())
        rules = queries.rules_of(one.organization_id for one in found)
        for robot in found:
            by, name = rules[robot.organization_id], f"group {robot.organization_id.hex[:32]}"
            before = queries.passed(name)
            if by.is_open(self.now) and not self._is_done(before):
                self._group(robot, by, before)
                _pass(name, self.day)

    def _is_done(self, before: date | None) -> bool:
        return before is not None and before >= self.day

    def _person(self, viewer: Viewer, by: Rules, home: uuid.UUID, before: date | None) -> None:
        if viewer.person is None:
            return
        told = queries.told_to(viewer.person, self.day)
        if _is_spent(told, self.day, by):
            return
        lines = lines_for(viewer, self.day, self.sources)
        decision = self._decided(by, lines, told, before)
        if decision is not None:
            channels = _ways_of(viewer.person)
            self._write(decision, lines, Notice(person_id=viewer.person, home_id=home), channels)

    def _group(self, robot: Robot, by: Rules, before: date | None) -> None:
        told = queries.told_in(robot.organization_id, self.day)
        lines = lines_in(robot.organization_id, self.day, self.sources)
        decision = self._decided(by, lines, told, before)
        if decision is not None:
            notice = Notice(person=None, home_id=robot.organization_id)
            self._write(decision, lines, notice, [robot.kind])

    def _decided(
        self, by: Rules, lines: Sequence[Line], told: Sequence[Told], before: date | None
    ) -> Decision | None:
        day = by.digest_day(self.day)
        digest = day is not None and self.day >= day and (before is None or before < day)
        things = [one.thing for one in lines]
        return decide(self.day, by, things, told, digest_time=digest)

    def _write(
        self, decision: Decision, lines: Sequence[Line], notice: Notice, channels: Sequence[str]
    ) -> None:
        notice.kind, notice.number = decision.kind, decision.number
        notice.day, notice.week = self.day, week_of(self.day)
        notice.decided_at, notice.lines = self.now, chosen(decision, lines)
        if _put(notice, channels, _until(decision, self.day)):
            self.decided += 1


def run_round(now: datetime, sources: Sources[T]) -> int:
    """Decide for everyone whose hours have come; how many notices there are of it.

    Nothing is decided while the clock stands before where it has been: ADR 0015.
    """
    if not _clock_goes_on(now):
        return 0
    going = _Round(now, sources)
    going.people()
    going.groups()
    return going.decided


def home_of(viewer: Viewer) -> uuid.UUID | None:
    """Whose rules hold for someone: the branch they belong to, else where their post is."""
    ordered = sorted(viewer.standings, key=lambda one: one.role != MEMBER)
    return next((one.organization for one in ordered if one.organization is not None), None)


def _is_spent(told: Sequence[Told], day: date, by: Rules) -> bool:
    """Whether the week's budget is used up: then nothing has to be judged."""
    return sum(week_of(one.day) == week_of(day) for one in told) >= by.budget


def _until(decision: Decision, day: date) -> date:
    """Up to which day it makes sense to send it out."""
    dues = [one.due for one in decision.things if one.due is not None and one.due >= day]
    return max(dues) if decision.kind == DEADLINE and dues else sunday_of(day)


def _ways_of(person: uuid.UUID) -> list[str]:
    choice = queries.choice_of(person)
    wanted = choice is not None and choice.by_mail and choice.mail and settings.SMTP_HOST
    return [Delivery.Channel.MAIL] if wanted else []


def _put(notice: Notice, channels: Sequence[str], until: date) -> bool:
    """The notice and what carries it out, both or neither; nothing where another was first."""
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
            for channel in channels:
                Delivery.objects.create(
                    notice=notice, channel=channel, next_at=notice.decided_at, until=until
                )
    except IntegrityError:
        return False
    return True


def _pass(hours: str, day: date) -> None:
    Pass.objects.update_or_create(hours=hours, defaults={"day": day})


@transaction.atomic
def _clock_goes_on(now: datetime) -> bool:
    clock, _ = Clock.objects.select_for_update().get_or_create(id=1, defaults={"last_at": now})
    if clock.halted_at is None and now < clock.last_at - SET_BACK:
        clock.halted_at = now
        clock.save(update_fields=["halted_at"])
        log.error("clock set back: reminders wait until an administrator confirms the clock")
    if clock.halted_at is not None:
        return False
    if now > clock.last_at:
        clock.last_at = now
        clock.save(update_fields=["last_at"])
    return True
