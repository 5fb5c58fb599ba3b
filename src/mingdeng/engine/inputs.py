"""What is judged: bearers with dated facts, evidence, waivers, and what the sources cover."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

Value = bool | int | str
Steps = tuple[tuple[date, Value], ...]
"""A fact over time: each value holds from its day on, days ascending."""

LONG_AGO = date.min
_start = itemgetter(0)


class Bearer(NamedTuple):
    """Who owes: an organization, a Party group, a member, a pair.

    `organization` is the id of the organization it is shown under. A fact that is
    not listed is not known; one without a start date reaches back to LONG_AGO.
    `events` are the dates of things that open obligations, such as the last election.
    """

    id: str
    kind: str
    name: str
    organization: str = ""
    group: int | str | None = None
    founded: date | None = None
    dissolved: date | None = None
    facts: Mapping[str, Steps] = MappingProxyType({})
    events: Mapping[str, tuple[date, ...]] = MappingProxyType({})

    def fact(self, name: str, day: date) -> Value | None:
        """The value of a fact on a day; None where it is not known."""
        steps = self.facts.get(name)
        if not steps:
            return None
        if steps[-1][0] <= day:  # most questions are about today
            return steps[-1][1]
        place = bisect_right(steps, day, key=_start)
        return steps[place - 1][1] if place else None


class Evidence(NamedTuple):
    """Something done, as it concerns one bearer.

    `for_period` names the period it was meant for, where that is another one than
    that of the day. Amounts are hours, days, present, expected.
    """

    id: str
    bearer: str
    kind: str
    held_from: date
    held_to: date
    topics: frozenset[str] = frozenset()
    role: str | None = None
    for_period: str | None = None
    amounts: Mapping[str, int | Fraction] = MappingProxyType({})
    flags: frozenset[str] = frozenset()
    source: str = ""
    recorded_on: date | None = None


class Waiver(NamedTuple):
    """A bearer need not meet a rule between two days, both included."""

    bearer: str
    rule: str
    first: date
    last: date
    approved_by: str
    reason: str


class Coverage(NamedTuple):
    """The sources at hand record one kind of evidence for a bearer between two days.

    `kind` with a topic (leading_group_meeting:ideology) where they also tell which
    meetings had that topic.
    """

    bearer: str
    kind: str
    first: date
    last: date


class Clocks(NamedTuple):
    """The two clocks: the day that is asked about, and the day up to which records are known.

    `as_of` leaves out what was held later, `known_on` what was recorded later.
    """

    as_of: date
    known_on: date = date.max


class Records(NamedTuple):
    """Everything recorded about one bearer. `coverage` None: every kind is covered throughout."""

    evidence: Sequence[Evidence] = ()
    waivers: Sequence[Waiver] = ()
    coverage: Sequence[Coverage] | None = None
