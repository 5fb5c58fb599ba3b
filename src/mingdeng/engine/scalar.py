"""The scalar executor: one bearer, plain Python, for pages and commands.

It holds no rule. It sums evidence into slots, then walks the rows the compiler
made and takes what applies first: waived, not in force, met, unknown, the state
if unmet.
"""

from collections.abc import Sequence
from datetime import date
from math import ceil

from mingdeng.engine.conditions import Answer, Answers
from mingdeng.engine.dated import judge_dated
from mingdeng.engine.inputs import Bearer, Records, Waiver
from mingdeng.engine.knowing import Known, known_of
from mingdeng.engine.slots import Slots, Total
from mingdeng.engine.standing import judge_standing
from mingdeng.engine.tables import Row, Tables, Test
from mingdeng.engine.verdicts import MET, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict, Why, missing

FOUNDED, DISSOLVED = Why("founded"), Why("dissolved")
CONDITION, NOTHING_HELD = Why("condition"), Why("nothing-held")


def judge(tables: Tables, bearer: Bearer, records: Records) -> list[Verdict]:
    """Every duty of one bearer as of the tables' day: periodic, then dated, then standing.

    Evidence of other bearers, held after as-of or recorded after known-on is ignored.
    """
    known = known_of(tables.clocks, bearer, records)
    verdicts = _Periodic(tables, known).verdicts()
    if bearer.kind in tables.dated:
        verdicts += judge_dated(tables, known)
    if bearer.kind in tables.standing:
        verdicts += judge_standing(tables, known)
    return verdicts


class _Periodic:
    """The slots of one bearer, and the walk over its rows."""

    def __init__(self, tables: Tables, known: Known) -> None:
        self.tables, self.known, self.bearer = tables, known, known.bearer
        self.slots = Slots(tables, known)
        self.total = self.slots.total
        self.over_time: dict[int, Answers] = {}
        self.classes: dict[int, Answer] = {}
        founded = self.bearer.founded
        self.has_exceptions = bool(
            known.waivers
            or self.bearer.dissolved is not None
            or (founded is not None and founded > tables.earliest)
        )

    def verdicts(self) -> list[Verdict]:
        """A verdict for every row of the bearer's kind."""
        total, latest, rejected = self.total, self.slots.latest, self.slots.rejected
        bearer, ordinary, classes = self.bearer, not self.has_exceptions, self.classes
        found: list[Verdict] = []
        new, all_recorded = tuple.__new__, self.known.sources.all_recorded
        for row in self.tables.rows.get(bearer.kind, ()):
            slot, number, in_class, matter, test = row[:5]
            # The way most rows end, without a detour: this loop is what judging costs.
            applies = in_class < 0 or classes.get(in_class) is True
            if applies and ordinary and slot >= 0 and test is not None:
                counted, state, why = total.get(slot, 0), MET, None
                if counted < number:
                    why = None if all_recorded else self._uncovered(test, row)
                    state = row.if_unmet if why is None else UNKNOWN
                last, other = latest.get(slot), rejected.get(slot)
                said = (bearer, matter, state, number, counted, last, why, test, other)
                found.append(new(Verdict, (*said, None, False)))
            else:
                found.append(self._verdict(row))
        return found

    def _verdict(self, row: Row) -> Verdict:
        """The first that applies to a row."""
        if self.has_exceptions or row.class_number >= 0:
            why = self._not_in_force(row)
            if why is not None:
                return Verdict(self.bearer, row.matter, NOT_APPLICABLE, None, None, None, why)
        met, deciding = self._decide(row)
        if met:
            return self._make(row, MET, deciding, None)
        if deciding.bound.share is not None and not self._required(row, deciding):
            return self._make(row, NOT_APPLICABLE, deciding, NOTHING_HELD)
        unknown = self._unknown(row)
        if unknown is not None:
            return self._make(row, UNKNOWN, deciding, unknown)
        # What was missed or exceeded stays so: waiting cannot mend it.
        final = not deciding.at_least or deciding.bound.share is not None
        return self._make(row, OVERDUE if final else row.if_unmet, deciding, None)

    def _not_in_force(self, row: Row) -> Why | None:
        if self.known.waivers:
            waiver = _waiver(self.known.waivers, row.matter.rule.id, row.due_on)
            if waiver:
                return Why("waived", waiver=waiver)
        founded, dissolved = self.bearer.founded, self.bearer.dissolved
        if founded is not None and founded > row.period.start and self._began_late(row, founded):
            return FOUNDED
        if dissolved is not None and self._ended_early(row, dissolved):
            return DISSOLVED
        if row.class_number >= 0 and self._holds(row) is False:
            return CONDITION
        return None

    def _began_late(self, row: Row, founded: date) -> bool:
        return not self._owed_in_part(row, (row.period.end - founded).days + 1)

    def _ended_early(self, row: Row, ended: date) -> bool:
        if ended > min(row.period.end, self.tables.clocks.as_of):
            return False
        return not self._owed_in_part(row, (ended - row.period.start).days)

    def _owed_in_part(self, row: Row, days: int) -> bool:
        """Months and quarters are owed whole or not at all; longer ones from a share of days on."""
        return row.long_period and days >= self.tables.partial_share * row.period.days

    def _holds(self, row: Row) -> Answer:
        """Whether the condition holds on the first day and on the last; else the missing fact."""
        answer = self.classes.get(row.class_number)
        if answer is None:
            answer = self.classes[row.class_number] = self._work_out(row)
        return answer

    def _work_out(self, row: Row) -> Answer:
        answers = self.over_time.get(row.condition)
        if answers is None:
            expression = self.tables.conditions[row.condition]
            answers = self.tables.conditions_met.over_time(expression, self.bearer)
            self.over_time[row.condition] = answers
        first, founded = row.holds_first, self.bearer.founded
        if founded is not None and first < founded <= row.holds_last:
            first = founded
        at_first, at_last = answers.on(first), answers.on(row.holds_last)
        if at_first is False or at_last is False:
            return False
        return at_last if at_first is True else at_first

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
        required = test.bound.number
        if required is None:
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
        if row.class_number >= 0:
            holds = self._holds(row)
            if isinstance(holds, str):
                return missing("fact", holds)
        if row.slot < 0:
            for test in (test for option in row.options for test in option):
                if test.bound.fact is not None and self._required(row, test) is None:
                    return missing("fact", test.bound.fact)
        if self.known.sources.all_recorded:
            return None
        whys = (self._uncovered(test, row) for option in row.options for test in option)
        return next(filter(None, whys), None)

    def _uncovered(self, test: Test, row: Row) -> Why | None:
        """The source that is missing for the days a test looks at."""
        first, founded = row.period.start, self.bearer.founded
        if test.first_slot != test.last_slot:
            first = test.leaf.days.periods[test.first_slot - test.leaf.base].start
        if founded is not None and founded > first:
            first = founded
        last = row.seen_end if row.seen_end > first else first
        kind = self.known.sources.missing(test.leaf.sources, first, last)
        return None if kind is None else missing("source", kind)

    def _make(self, row: Row, state: str, test: Test, why: Why | None) -> Verdict:
        slot, number = test.last_slot, test.bound.number
        return Verdict(
            self.bearer,
            row.matter,
            state,
            number if number is not None else self._required(row, test),
            self.total.get(slot, 0) if row.slot >= 0 else self._counted(test),
            self.slots.latest.get(slot),
            why,
            test,
            self.slots.rejected.get(slot),
        )


def _waiver(waivers: Sequence[Waiver], rule: str, due_on: date) -> Waiver | None:
    for waiver in waivers:
        if waiver.rule == rule and waiver.first <= due_on <= waiver.last:
            return waiver
    return None
