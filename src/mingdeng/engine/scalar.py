"""The scalar executor: one bearer, plain Python, for pages and commands.

It holds no rule. It sums evidence into slots, then walks the rows the compiler
made and takes what applies first: waived, not in force, met, unknown, the state
if unmet.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import ceil

from mingdeng.engine.dated import judge_dated
from mingdeng.engine.inputs import Bearer, Evidence, Records, Waiver
from mingdeng.engine.knowing import condition_on, known_evidence, uncovered_kind
from mingdeng.engine.matching import NO_SLOT, fits, satisfies, slot_of, weight
from mingdeng.engine.standing import judge_standing
from mingdeng.engine.tables import Row, Tables, Test
from mingdeng.engine.verdicts import DUE, MET, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict, Why
from mingdeng.rulebook.errors import MissingFact

Total = int | Fraction
FOUNDED, DISSOLVED = Why("founded"), Why("dissolved")
CONDITION, NOTHING_HELD = Why("condition"), Why("nothing-held")


def judge(tables: Tables, bearer: Bearer, records: Records) -> list[Verdict]:
    """Every duty of one bearer as of the tables' day: periodic, then dated, then standing.

    Evidence of other bearers, held after as-of or recorded after known-on is ignored.
    """
    evidence = known_evidence(tables.clocks, bearer, records.evidence)
    periodic = _Periodic(tables, bearer, records, evidence)
    verdicts = [periodic.verdict(row) for row in tables.rows.get(bearer.kind, ())]
    if bearer.kind in tables.dated:
        verdicts += judge_dated(tables, bearer, records, evidence)
    if bearer.kind in tables.standing:
        verdicts += judge_standing(tables, bearer, records)
    return verdicts


class _Periodic:
    """The slots of one bearer, and the walk over its rows."""

    def __init__(
        self, tables: Tables, bearer: Bearer, records: Records, evidence: Sequence[Evidence]
    ) -> None:
        self.tables, self.bearer, self.records = tables, bearer, records
        self.total: dict[int, Total] = {}
        self.latest: dict[int, Evidence] = {}
        self.rejected: dict[int, Evidence] = {}
        self.conditions: dict[tuple[int, date], bool | str] = {}
        self._sum(evidence)

    def _sum(self, evidence: Sequence[Evidence]) -> None:
        leaves_by_kind, read = self.tables.leaves_by_kind, self.tables.read
        total, latest = self.total, self.latest
        for item in evidence:
            for leaf in leaves_by_kind.get(item.kind, ()):
                if not fits(leaf.measure, item):
                    continue
                slot = slot_of(leaf, item)
                if slot == NO_SLOT:
                    continue
                if leaf.only_if is not None and not satisfies(leaf.only_if, item, read):
                    self.rejected[slot] = item
                else:
                    total[slot] = total.get(slot, 0) + weight(leaf.measure, item)
                    latest[slot] = item

    def verdict(self, row: Row) -> Verdict:
        """The first that applies to a row."""
        why = self._not_in_force(row)
        if why is not None:
            return self._make(row, NOT_APPLICABLE, None, why)
        met, deciding = self._decide(row)
        if met:
            return self._make(row, MET, deciding)
        if deciding.bound.share is not None and not self._required(row, deciding):
            return self._make(row, NOT_APPLICABLE, deciding, NOTHING_HELD)
        unknown = self._unknown(row)
        if unknown is not None:
            return self._make(row, UNKNOWN, deciding, unknown)
        # What was missed or exceeded stays so: waiting cannot mend it.
        final = not deciding.at_least or deciding.bound.share is not None
        return self._make(row, OVERDUE if final else row.if_unmet, deciding)

    def _not_in_force(self, row: Row) -> Why | None:
        if self.records.waivers:
            waiver = _waiver(self.records.waivers, row.rule.id, row.due_on)
            if waiver:
                return Why("waived", waiver=waiver)
        if not self._exists_long_enough(row, self.bearer.founded, row.period.start):
            return FOUNDED
        if self._ended_early(row):
            return DISSOLVED
        if row.condition >= 0 and self._holds(row) is False:
            return CONDITION
        return None

    @property
    def as_of(self) -> date:
        return self.tables.clocks.as_of

    def _exists_long_enough(self, row: Row, founded: date | None, start: date) -> bool:
        if founded is None or founded <= start:
            return True
        return self._owed_in_part(row, (row.period.end - founded).days + 1)

    def _ended_early(self, row: Row) -> bool:
        ended, period = self.bearer.dissolved, row.period
        if ended is None or ended > min(period.end, self.as_of):
            return False
        return not self._owed_in_part(row, (ended - period.start).days)

    def _owed_in_part(self, row: Row, days: int) -> bool:
        """Months and quarters are owed whole or not at all; longer ones from a share of days on."""
        return row.long_period and days >= self.tables.partial_share * row.period.days

    def _holds(self, row: Row) -> bool | str:
        """Whether the condition holds on the first day and on the last; else the missing fact."""
        first, founded = row.holds_first, self.bearer.founded
        if founded is not None and first < founded <= row.holds_last:
            first = founded
        answers = {self._condition(row.condition, day) for day in (first, row.holds_last)}
        if False in answers:
            return False
        return next((answer for answer in answers if isinstance(answer, str)), True)

    def _condition(self, number: int, day: date) -> bool | str:
        key = (number, day)
        if key not in self.conditions:
            expression = self.tables.conditions[number]
            try:
                holds: bool | str = condition_on(expression, self.bearer, day, self.tables.read)
            except MissingFact as missing:
                holds = missing.name
            self.conditions[key] = holds
        return self.conditions[key]

    def _decide(self, row: Row) -> tuple[bool, Test]:
        """Whether any option holds, and the test to show: its first, else the first failing."""
        failing: Test | None = None
        for option in row.options:
            failed = next((test for test in option if not self._passes(row, test)), None)
            if failed is None:
                return True, option[0]
            failing = failing or failed
        assert failing is not None  # noqa: S101 - every row has an option
        return False, failing

    def _passes(self, row: Row, test: Test) -> bool:
        required = self._required(row, test)
        if required is None or (test.bound.share is not None and not required):
            return False
        counted = self._counted(test)
        return counted >= required if test.at_least else counted <= required

    def _counted(self, test: Test) -> Total:
        if test.first_slot == test.last_slot:
            return self.total.get(test.last_slot, 0)
        slots = range(test.first_slot, test.last_slot + 1)
        return sum((self.total.get(slot, 0) for slot in slots), 0)

    def _required(self, row: Row, test: Test) -> Total | None:
        bound = test.bound
        if bound.number is not None:
            return bound.number
        if bound.fact is not None:
            value = self.bearer.fact(bound.fact, row.holds_first)
            return None if value is None else int(value)
        slots = range(bound.first_slot, bound.last_slot + 1)
        held = sum((self.total.get(slot, 0) for slot in slots), 0)
        return ceil((bound.share or 0) * held)

    def _unknown(self, row: Row) -> Why | None:
        """What is missing to say that the duty was not met: a fact, else a source."""
        if row.condition >= 0:
            holds = self._holds(row)
            if isinstance(holds, str):
                return Why("fact", holds)
        for option in row.options:
            for test in option:
                if test.bound.fact is not None and self._required(row, test) is None:
                    return Why("fact", test.bound.fact)
        if self.records.coverage is None:
            return None
        return self._uncovered(row)

    def _uncovered(self, row: Row) -> Why | None:
        for option in row.options:
            for test in option:
                periods = test.leaf.days.periods
                first = periods[test.first_slot - test.leaf.base].start
                kind = uncovered_kind(
                    self.tables.clocks,
                    self.bearer,
                    self.records,
                    test.leaf.measure,
                    (first, row.period.end),
                )
                if kind is not None:
                    return Why("source", kind)
        return None

    def _make(self, row: Row, state: str, test: Test | None, why: Why | None = None) -> Verdict:
        counted = self._counted(test) if test is not None else None
        latest = self.latest.get(test.last_slot) if test is not None else None
        return Verdict(
            self.bearer,
            row.rule,
            row.version,
            row.period.label,
            state,
            self._required(row, test) if test is not None else None,
            counted,
            row.due_on,
            self._still_possible(row, state),
            latest,
            why,
            test,
            rejected=self.rejected.get(test.last_slot) if test is not None else None,
        )

    def _still_possible(self, row: Row, state: str) -> bool | None:
        """Over is over, unless a superior may consent to a later day or handing in late counts."""
        if state == DUE:
            return True
        if state != OVERDUE:
            return None
        return row.version.postponed_with is not None or row.version.counts != "in-period"


def _waiver(waivers: Sequence[Waiver], rule: str, due_on: date) -> Waiver | None:
    for waiver in waivers:
        if waiver.rule == rule and waiver.first <= due_on <= waiver.last:
            return waiver
    return None
