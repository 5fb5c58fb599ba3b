"""The only place that knows rules: a rulebook and an as-of day become tables.

Due days, and whether an unmet duty is due or overdue, are decided here once,
never per row of data.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from mingdeng.daycount import (
    Cycle,
    add_months,
    periods_overlapping,
)
from mingdeng.engine.conditions import Conditions
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.steps import shifted
from mingdeng.engine.tables import (
    Bound,
    DatedRule,
    DayTable,
    Leaf,
    Limit,
    Matter,
    RemarkRow,
    Row,
    StandingRule,
    Tables,
    Test,
)
from mingdeng.engine.verdicts import DUE, OVERDUE
from mingdeng.rulebook.expressions import Expression
from mingdeng.rulebook.model import (
    After,
    AllOf,
    AnyOf,
    Comparison,
    Every,
    Fact,
    Measure,
    Offset,
    Remark,
    Requirement,
    Rule,
    Rulebook,
    Share,
    Version,
)
from mingdeng.rulebook.model import Always as AlwaysTiming
from mingdeng.rulebook.model import Bound as WrittenBound
from mingdeng.rulebook.numbers import Number, Reader, read_plain
from mingdeng.rulebook.walk import measures_of

NO_CONDITION = -1
EVERY_MONTH = frozenset(range(1, 13))
LONG_UNITS = ("half-year", "year")


def compile_rules(
    rulebook: Rulebook,
    clocks: Clocks,
    *,
    first: date | None = None,
    only: frozenset[str] | None = None,
    read: Reader = read_plain,
) -> Tables:
    """The tables for judging as of a day.

    Judged are the periods that overlap the calendar year of as-of; `first` widens
    that to earlier days. `only` compiles just the named rules, `read` watches numbers.
    """
    last = date(clocks.as_of.year, 12, 31)
    start = min(first or last, date(clocks.as_of.year, 1, 1))
    return _Compiler(rulebook, clocks, start, last, read).compile(only)


class _Compiler:
    """Collects leaves and conditions while the rules are turned into rows."""

    def __init__(
        self, rulebook: Rulebook, clocks: Clocks, first: date, last: date, read: Reader
    ) -> None:
        self.rulebook, self.clocks, self.read = rulebook, clocks, read
        self.first, self.last = first, last
        self.only: frozenset[str] | None = None
        self.days: dict[Cycle, DayTable] = {}
        self.leaves: dict[tuple[object, ...], Leaf] = {}
        self.slots = 0
        self.conditions: list[Expression] = []
        self.classes: dict[tuple[int, date, date], int] = {}
        self.rows: dict[str, list[Row]] = {}
        self.dated: dict[str, list[DatedRule]] = {}
        self.standing: dict[str, list[StandingRule]] = {}
        self.remarks: list[RemarkRow] = []

    def compile(self, only: frozenset[str] | None) -> Tables:
        self.only = only
        for rule in self.rulebook.rules.values():
            if only is None or rule.id in only:
                self._add_rule(rule)
        by_kind: dict[str, list[Leaf]] = {}
        for leaf in self.leaves.values():
            for kind in leaf.measure.kinds:
                by_kind.setdefault(kind, []).append(leaf)
        starts = (row.period.start for rows in self.rows.values() for row in rows)
        return Tables(
            clocks=self.clocks,
            first=self.first,
            last=self.last,
            earliest=min(starts, default=self.first),
            leaves=tuple(self.leaves.values()),
            leaves_by_kind={kind: tuple(leaves) for kind, leaves in by_kind.items()},
            conditions=tuple(self.conditions),
            conditions_met=Conditions(self.read),
            rows={kind: tuple(rows) for kind, rows in self.rows.items()},
            dated={kind: tuple(rules) for kind, rules in self.dated.items()},
            standing={kind: tuple(rules) for kind, rules in self.standing.items()},
            remarks=tuple(self.remarks),
            partial_share=self._setting("partial-period-share", Fraction(1, 2)),
            soon_days=int(self._setting("soon-days", Fraction(30))),
            fingerprint=self.rulebook.fingerprint,
        )

    def _setting(self, name: str, default: Fraction) -> Fraction:
        setting = self.rulebook.settings.get(name)
        return self.read(setting.number) if setting else default

    def _add_rule(self, rule: Rule) -> None:
        # A rule asked for by name is shown as if adopted.
        for version in rule.versions or (rule.written if self.only else ()):
            if version.remark is not None:
                self._add_remark(version, version.remark)
            match version.timing:
                case Every():
                    rows = list(self._rows(rule, version, version.timing))
                    for kind in rule.owed_by:
                        self.rows.setdefault(kind, []).extend(rows)
                case After():
                    for kind in rule.owed_by:
                        dated = self._dated(rule, version, version.timing, kind)
                        self.dated.setdefault(kind, []).append(dated)
                case AlwaysTiming(within=within) if version.covers(self.clocks.as_of):
                    assert isinstance(version.require, Fact)  # noqa: S101 - the loader checks this
                    limit = self._limit(within)
                    standing = StandingRule(rule, version, limit, version.require.condition)
                    for kind in rule.owed_by:
                        self.standing.setdefault(kind, []).append(standing)

    def _add_remark(self, version: Version, remark: Remark) -> None:
        kinds = tuple(dict.fromkeys(kind for m in measures_of(version.require) for kind in m.kinds))
        self.remarks.append(RemarkRow(kinds, version.from_, version.to or date.max, remark))

    def _rows(self, rule: Rule, version: Version, timing: Every) -> Iterator[Row]:
        cycle = timing.cycle(self.read)
        days = self._day_table(cycle)
        condition = self._condition(version.when)
        due_after = self._limit(version.due)
        months = version.season.months(self.read) if version.season else EVERY_MONTH
        for position, period in enumerate(days.periods):
            due_on = shifted(period.end, due_after)
            if due_on < self.first or not version.covers(period.start):
                continue
            if not (months >= {period.start.month, period.end.month}):
                continue
            options = self._options(version, version.require, days, position)
            only_test = options[0][0] if len(options) == len(options[0]) == 1 else None
            holds = (min(period.start, self.clocks.as_of), min(due_on, self.clocks.as_of))
            yield Row(
                matter=Matter(rule, version, period.label, due_on, _is_mendable(version)),
                period=period,
                due_on=due_on,
                if_unmet=DUE if self.clocks.as_of <= due_on else OVERDUE,
                condition=condition,
                holds_first=holds[0],
                holds_last=holds[1],
                class_number=self._class_number(condition, holds),
                options=options,
                only_test=only_test,
                slot=_simple_slot(only_test),
                number=(only_test.bound.number if only_test else None) or 0,
                seen_end=min(period.end, self.clocks.as_of),
                long_period=cycle.unit in LONG_UNITS,
            )

    def _day_table(self, cycle: Cycle) -> DayTable:
        """Periods of the window, and as many before it as a run may look back on."""
        if cycle not in self.days:
            start = add_months(self.first.replace(day=1), -24)
            periods = tuple(periods_overlapping(start, self.last, cycle))
            position = [place for place, period in enumerate(periods) for _ in range(period.days)]
            self.days[cycle] = DayTable(
                cycle=cycle,
                first_day=periods[0].start.toordinal(),
                position=tuple(position),
                periods=periods,
                by_label={period.label: place for place, period in enumerate(periods)},
            )
        return self.days[cycle]

    def _options(
        self, version: Version, requirement: Requirement, days: DayTable, position: int
    ) -> tuple[tuple[Test, ...], ...]:
        """Alternatives of tests: any-of adds alternatives, all-of joins every combination."""
        match requirement:
            case Comparison():
                return ((self._test(version, requirement, days, position),),)
            case AnyOf(options=parts):
                return tuple(
                    option
                    for part in parts
                    for option in self._options(version, part, days, position)
                )
            case AllOf(parts=parts):
                combined: tuple[tuple[Test, ...], ...] = ((),)
                for part in parts:
                    choices = self._options(version, part, days, position)
                    combined = tuple(left + right for left in combined for right in choices)
                return combined
        raise TypeError(requirement)

    def _test(self, version: Version, written: Comparison, days: DayTable, position: int) -> Test:
        leaf = self._leaf(version, written.measure, days)
        slot = leaf.base + position
        run = int(self.read(written.run)) if written.run else 1
        at_least = written.at_least is not None
        bound = written.at_least if written.at_least is not None else written.at_most
        assert bound is not None  # noqa: S101 - the loader asks for exactly one of the two
        return Test(
            leaf=leaf,
            first_slot=max(slot - run + 1, leaf.base),
            last_slot=slot,
            at_least=at_least,
            bound=self._bound(version, bound, days, position),
        )

    def _bound(self, version: Version, bound: WrittenBound, days: DayTable, position: int) -> Bound:
        if isinstance(bound, Number):
            number = self.read(bound)
            return Bound(number=int(number) if number.denominator == 1 else number)
        if isinstance(bound, Share):
            other = self._leaf(version, bound.of, days).base + position
            return Bound(share=self.read(bound.share), first_slot=other, last_slot=other)
        return Bound(fact=bound)

    def _leaf(self, version: Version, measure: Measure, days: DayTable) -> Leaf:
        only_if = version.only_if
        counts, flag = version.counts, version.postponed_with
        key = (measure, only_if and only_if.text, days.cycle, counts, flag)
        if key not in self.leaves:
            number, base = len(self.leaves), self.slots
            selective = any((measure.topic, measure.role, measure.flag))
            self.leaves[key] = Leaf(
                *(number, measure, only_if, days, base, counts, flag, selective),
                sources=measure.sources(),
            )
            self.slots += len(days.periods)
        return self.leaves[key]

    def _condition(self, when: Expression | None) -> int:
        if when is None:
            return NO_CONDITION
        if when not in self.conditions:
            self.conditions.append(when)
        return self.conditions.index(when)

    def _class_number(self, condition: int, holds: tuple[date, date]) -> int:
        if condition == NO_CONDITION:
            return NO_CONDITION
        return self.classes.setdefault((condition, *holds), len(self.classes))

    def _dated(self, rule: Rule, version: Version, timing: After, bearer: str) -> DatedRule:
        event, kind, steps = timing.event, timing.kind, self._limit(timing.within).steps
        if timing.due_of:
            base = self._base_timing(timing.due_of, bearer, version.from_)
            event, kind = base.event, base.kind
            steps = self._limit(base.within).steps + steps
        requirement = version.require
        assert isinstance(requirement, Comparison)  # noqa: S101 - the loader checks this
        at_least = requirement.at_least
        assert isinstance(at_least, Number)  # noqa: S101 - the loader checks this
        return DatedRule(
            rule=rule,
            version=version,
            event=event,
            kind=kind,
            within=Limit(steps),
            lead=self._limit(timing.lead),
            yearly=timing.yearly,
            measure=requirement.measure,
            at_least=int(self.read(at_least)),
        )

    def _base_timing(self, rule_ids: tuple[str, ...], bearer: str, day: date) -> After:
        """The timing of the rule this kind of bearer is under."""
        rules = [self.rulebook.rules[name] for name in rule_ids]
        rule = next(rule for rule in rules if bearer in rule.owed_by)
        version = rule.version_on(day) or rule.versions[-1]
        assert isinstance(version.timing, After)  # noqa: S101 - the loader checks this
        return version.timing

    def _limit(self, offset: Offset) -> Limit:
        return Limit(tuple((unit, int(self.read(number))) for unit, number in offset))


def _is_mendable(version: Version) -> bool:
    """Over is over, unless a superior may consent to a later day or handing in late counts."""
    return version.postponed_with is not None or version.counts != "in-period"


def _simple_slot(test: Test | None) -> int:
    """The slot of a test that asks for at least a number in one period; -1 for any other."""
    simple = (
        test is not None
        and test.at_least
        and test.first_slot == test.last_slot
        and test.bound.number is not None
    )
    return test.last_slot if test is not None and simple else -1
