"""Whether someone is told something on a day, and what: pure, so that each rule can be tried.

Silent while on time. Once a week at most what is overdue and can still be done, and what waits
for a decision; before a deadline one notice, everything that falls due about then in one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mingdeng.notify.models import Notice
from mingdeng.notify.rules import Rules, sunday_of, week_of

DIGEST, DEADLINE = Notice.Kind.DIGEST, Notice.Kind.DEADLINE
# A digest that would say the very same as the last is not sent again for so long.
SAME_AGAIN = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that wants someone: late, waiting for a decision, or due on a day to come."""

    key: str
    due: date | None
    standing: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What was told before: on which day, in which kind of notice, about what."""

    day: date
    kind: str
    keys: frozenset[str]
    standing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Decision:
    """A notice to be given, and about what."""

    kind: str
    number: int
    things: tuple[Thing, ...]


def decide(
    day: date, rules: Rules, things: Sequence[Thing], told: Sequence[Told], *, digest_time: bool
) -> Decision | None:
    """What to tell someone on an open day; None for nothing.

    `digest_time` says that the week's digest was not yet considered.
    """
    week = [one for one in told if week_of(one.day) == week_of(day)]
    if len(week) >= rules.budget:
        return None
    standing = [one for one in things if one.standing]
    coming = _coming(day, rules, things, told)
    number = len(week) + 1
    if digest_time and _digest_is_owed(day, standing, week, told):
        return Decision(DIGEST, number, (*standing, *coming))
    deadlines = sum(one.kind == DEADLINE for one in week)
    urgent = any(one.due and is_time(day, one.due, rules) for one in coming)
    if urgent and deadlines < max(1, rules.budget - 1):
        return Decision(DEADLINE, number, tuple(coming))
    return None


def is_time(day: date, due: date, rules: Rules) -> bool:
    """Whether the notice before a deadline goes out on an open day, if it has not before.

    Where that day is a rest day it goes out on the next open one; where that would be after
    the deadline, on the last open one before.
    """
    if day > due:
        return False
    return day >= due - timedelta(days=rules.days_before) or rules.next_open_day(day) > due


def _coming(day: date, rules: Rules, things: Sequence[Thing], told: Sequence[Told]) -> list[Thing]:
    """What is to be told of this week anyway, and was not before: it goes in one notice."""
    known = frozenset[str]().union(*(one.keys for one in told))
    sunday = sunday_of(day)
    return [
        one
        for one in things
        if not one.standing
        and one.key not in known
        and one.due is not None
        and day <= one.due
        and (one.due - timedelta(days=rules.days_before) <= sunday or is_time(day, one.due, rules))
    ]


def _digest_is_owed(
    day: date, standing: Sequence[Thing], week: Sequence[Told], told: Sequence[Told]
) -> bool:
    if not standing or any(one.kind == DIGEST for one in week):
        return False
    last = max((one for one in told if one.kind == DIGEST), key=lambda one: one.day, default=None)
    same = last is not None and last.standing == {one.key for one in standing}
    return last is None or not same or day - last.day >= SAME_AGAIN
