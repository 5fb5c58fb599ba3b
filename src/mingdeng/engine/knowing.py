"""What can be known as of a day: evidence by two clocks, conditions on dated facts, sources."""

from collections.abc import Iterable, Sequence
from datetime import date

from mingdeng.engine.inputs import Bearer, Clocks, Coverage, Evidence, Records
from mingdeng.rulebook.expressions import Expression, Scope, evaluate
from mingdeng.rulebook.functions import PLAIN
from mingdeng.rulebook.model import Measure
from mingdeng.rulebook.numbers import Reader


def known_evidence(clocks: Clocks, bearer: Bearer, evidence: Sequence[Evidence]) -> list[Evidence]:
    """What had been held as of the day and was recorded by then, in the order of (held on, id)."""
    as_of, known_on = clocks
    known = [
        item
        for item in evidence
        if item.bearer == bearer.id
        and item.held_from <= as_of
        and (item.recorded_on is None or item.recorded_on <= known_on)
    ]
    known.sort(key=lambda item: (item.held_from, item.id))
    return known


def condition_on(expression: Expression, bearer: Bearer, day: date, read: Reader) -> bool:
    """Whether a condition on the bearer's facts holds on a day. Raises MissingFact."""
    facts = {name: bearer.fact(name, day) for name in expression.names}
    return bool(evaluate(expression.tree, Scope(facts, PLAIN, read)))


def uncovered_kind(
    clocks: Clocks, bearer: Bearer, records: Records, measure: Measure, span: tuple[date, date]
) -> str | None:
    """The kind of evidence no source at hand records for the days that have passed of a span.

    Several kinds that count alike are covered when one of them is: whatever was
    done would stand there. None where the sources cover the span.
    """
    if records.coverage is None:
        return None
    first = max(span[0], bearer.founded or span[0])
    last = max(first, min(span[1], clocks.as_of))
    for kind in measure.kinds:
        spans = (c for c in records.coverage if c.kind == kind and c.bearer == bearer.id)
        if _covers(spans, first, last):
            return None
    return measure.kinds[0]


def _covers(spans: Iterable[Coverage], first: date, last: date) -> bool:
    """Whether the spans together cover first..last without a gap."""
    reached = first
    for span in sorted(spans, key=lambda span: span.first):
        if span.first > reached:
            return False
        if span.last >= last:
            return True
        reached = max(reached, date.fromordinal(span.last.toordinal() + 1))
    return False
