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
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from mingdeng.daycount import Cycle, Period
from mingdeng.engine.conditions import Conditions
from mingdeng.engine.inputs import Clocks
from mingdeng.rulebook.expressions import Expression
from mingdeng.rulebook.model import Measure, Remark, Rule, Version


class DayTable(NamedTuple):
    """Which period of a cycle each day lies in, as positions in `periods`; -1 outside."""

    cycle: Cycle
    first_day: int
    position: tuple[int, ...]
    periods: tuple[Period, ...]
    by_label: Mapping[str, int]


class Leaf(NamedTuple):
    """One way of counting: which evidence, in which cycle, into which slots.

    `selective` where topic, role or flag matter. `counts` says which period evidence
    belongs to; `postponed_with` is the flag under which a period it was held for counts
    instead of that of its day. `sources` are what must be recorded for the days before
    anything can be said to be missing.
    """

    number: int
    measure: Measure
    only_if: Expression | None
    days: DayTable
    base: int
    counts: str
    postponed_with: str | None
    selective: bool
    sources: tuple[str, ...]


class Bound(NamedTuple):
    """What the sum of slots is compared with: a number, a fact, or a share of other slots."""

    number: int | Fraction | None = None
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


class Matter(NamedTuple):
    """What is judged: a rule by one of its texts, for a period, due on a day.

    `mendable` where it can be met after that day.
    """

    rule: Rule
    version: Version
    period: str
    due_on: date | None
    mendable: bool


class Row(NamedTuple):
    """One duty in one period.

    Rows with the same condition on the same days share a class number (-1: none).
    `options` are alternatives, each a list of tests that must all hold; `only_test` is
    the one test there is, in most rows; where it asks for at least a number in this
    period alone, `slot` and `number` say so again (-1: not so simple). `seen_end` is
    the last day of the period that has come. The first five fields are what the
    executor's inner loop takes at once.
    """

    slot: int
    number: int | Fraction
    class_number: int
    matter: Matter
    only_test: Test | None
    period: Period
    due_on: date
    if_unmet: str
    condition: int
    holds_first: date
    holds_last: date
    options: tuple[tuple[Test, ...], ...]
    seen_end: date
    long_period: bool


class Limit(NamedTuple):
    """Steps that lead from one day to another: (unit, how many), in order."""

    steps: tuple[tuple[str, int], ...]


class DatedRule(NamedTuple):
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


class StandingRule(NamedTuple):
    """A rule on the bearer's facts in force on the as-of day."""

    rule: Rule
    version: Version
    within: Limit
    fact: Expression


class RemarkRow(NamedTuple):
    """What a rule says about evidence of some kinds, from a day on and before another."""

    kinds: tuple[str, ...]
    first: date
    end: date
    remark: Remark


class Tables(NamedTuple):
    """What the compiler makes of a rulebook for one as-of day and window.

    `first` and `last` are the days judged, `earliest` the start of the earliest period
    that falls due in them.
    """

    clocks: Clocks
    first: date
    last: date
    earliest: date
    leaves: tuple[Leaf, ...]
    leaves_by_kind: Mapping[str, tuple[Leaf, ...]]
    conditions: tuple[Expression, ...]
    conditions_met: Conditions
    rows: Mapping[str, tuple[Row, ...]]
    dated: Mapping[str, tuple[DatedRule, ...]]
    standing: Mapping[str, tuple[StandingRule, ...]]
    remarks: tuple[RemarkRow, ...]
    partial_share: Fraction
    soon_days: int
    fingerprint: str
