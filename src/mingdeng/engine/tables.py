"""The tables the compiler makes: all an executor needs to know, and no rule in them.

    leaf      what one kind of counting looks for, and where its slots begin
    calendar  day -> number of its period, one array per cycle
    row       one duty in one period: the tests on slots, the due day, the state if unmet
    condition what splits bearers of a kind into classes, per period

An executor sums evidence into slots (`leaf.base + calendar[day]`), tests the slots
of each row, and takes the first that applies: waived, not in force, met, unknown,
state if unmet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from mingdeng.daycount import Cycle, Period
from mingdeng.engine.inputs import Clocks
from mingdeng.rulebook.expressions import Expression
from mingdeng.rulebook.model import Measure, Rule, Version
from mingdeng.rulebook.numbers import Reader


@dataclass(frozen=True, slots=True)
class DayTable:
    """Which period of a cycle each day lies in, as positions in `periods`; -1 outside."""

    cycle: Cycle
    first_day: int
    position: tuple[int, ...]
    periods: tuple[Period, ...]
    by_label: Mapping[str, int]

    def position_of(self, day: date) -> int:
        """The place of the day's period, or -1."""
        offset = day.toordinal() - self.first_day
        return self.position[offset] if 0 <= offset < len(self.position) else -1


@dataclass(frozen=True, slots=True)
class Leaf:
    """One way of counting: which evidence, in which cycle, into which slots.

    `counts` says which period evidence belongs to; `postponed_with` is the flag under
    which a period it was held for counts instead of that of its day.
    """

    number: int
    measure: Measure
    only_if: Expression | None
    days: DayTable
    base: int
    counts: str
    postponed_with: str | None


class Bound(NamedTuple):
    """What the sum of slots is compared with: a number, a fact, or a share of other slots."""

    number: Fraction | None = None
    fact: str | None = None
    share: Fraction | None = None
    first_slot: int = 0
    last_slot: int = -1


class Test(NamedTuple):
    """The sum of slots first..last, at least or at most a bound."""

    leaf: Leaf
    first_slot: int
    last_slot: int
    at_least: bool
    bound: Bound


class Row(NamedTuple):
    """One duty in one period. `options` are alternatives, each a list of tests that all hold."""

    rule: Rule
    version: Version
    period: Period
    due_on: date
    if_unmet: str
    condition: int
    holds_first: date
    holds_last: date
    options: tuple[tuple[Test, ...], ...]
    long_period: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """Steps that lead from one day to another: (unit, how many), in order."""

    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DatedRule:
    """A rule that opens an obligation after each event."""

    rule: Rule
    version: Version
    event: str | None
    kind: str | None
    within: Limit
    lead: Limit
    yearly: bool
    measure: Measure
    at_least: int


@dataclass(frozen=True, slots=True)
class StandingRule:
    """A rule on the bearer's facts that holds at all times."""

    rule: Rule
    version: Version
    within: Limit


@dataclass(frozen=True, slots=True)
class Tables:
    """What the compiler makes of a rulebook for one as-of day and window."""

    clocks: Clocks
    first: date
    last: date
    read: Reader
    leaves: tuple[Leaf, ...]
    leaves_by_kind: Mapping[str, tuple[Leaf, ...]]
    conditions: tuple[Expression, ...]
    rows: Mapping[str, tuple[Row, ...]]
    dated: Mapping[str, tuple[DatedRule, ...]]
    standing: Mapping[str, tuple[StandingRule, ...]]
    partial_share: Fraction
    soon_days: int
    fingerprint: str
