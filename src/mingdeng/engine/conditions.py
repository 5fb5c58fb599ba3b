"""Conditions on facts, answered once for each combination of values.

What splits bearers into classes are few expressions over few facts: the answer
for the same values is looked up, not worked out again.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from mingdeng.engine.inputs import LONG_AGO, Bearer, Evidence
from mingdeng.rulebook.errors import MissingFact
from mingdeng.rulebook.expressions import Expression, Scope, evaluate
from mingdeng.rulebook.functions import PLAIN
from mingdeng.rulebook.numbers import Reader

FIGURES = (
    *("present", "expected", "hours", "days", "months"),
    *("minutes", "metres", "gap"),
)

Answer = bool | str
"""Whether a condition holds, or the name of the fact that is missing."""


class Answers(NamedTuple):
    """How a condition stands over time: `answers[n]` from `days[n]` on."""

    days: list[date]
    answers: list[Answer]

    def on(self, day: date) -> Answer:
        """The answer on a day."""
        return self.answers[bisect_right(self.days, day) - 1]


class Conditions:
    """The conditions of one set of tables, with what has been answered so far."""

    def __init__(self, read: Reader) -> None:
        self.read = read
        self._names: dict[int, tuple[str, ...]] = {}
        self._answers: dict[tuple[object, ...], Answer] = {}

    def on_day(self, expression: Expression, bearer: Bearer, day: date) -> Answer:
        """Whether a condition on the bearer's facts holds on a day; else the missing fact."""
        names = self._names.get(id(expression))
        if names is None:
            names = self._names[id(expression)] = tuple(sorted(expression.names))
        values = tuple([bearer.fact(name, day) for name in names])
        key = (id(expression), values)
        answer = self._answers.get(key)
        if answer is None:
            facts = dict(zip(names, values, strict=True))
            answer = self._answers[key] = self._work_out(expression, facts)
        return answer

    def over_time(self, expression: Expression, bearer: Bearer) -> "Answers":
        """The answers from the beginning of time on: each holds from its day."""
        changes = {day for name in expression.names for day, _ in bearer.facts.get(name, ())}
        days = sorted(changes | {LONG_AGO})
        answers = [self.on_day(expression, bearer, day) for day in days]
        return Answers(days, answers)

    def of_evidence(self, expression: Expression, item: Evidence) -> Answer:
        """Whether a condition on the evidence holds; else the figure that is missing."""
        amounts = item.amounts
        values = tuple([amounts.get(name) for name in FIGURES])
        key = (id(expression), values)
        answer = self._answers.get(key)
        if answer is None:
            figures: dict[str, object] = dict(zip(FIGURES, values, strict=True))
            figures["attendance"] = _attendance(item)
            answer = self._answers[key] = self._work_out(expression, figures)
        return answer

    def _work_out(self, expression: Expression, values: Mapping[str, object]) -> Answer:
        try:
            return bool(evaluate(expression.tree, Scope(values, PLAIN, self.read)))
        except MissingFact as missing:
            return missing.name


def _attendance(item: Evidence) -> object:
    present, expected = item.amounts.get("present"), item.amounts.get("expected")
    return Fraction(present) / expected if present is not None and expected else None
