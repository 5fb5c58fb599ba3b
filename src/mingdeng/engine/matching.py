"""Whether a piece of evidence is what a leaf counts, how much it weighs, and in which slot."""

from collections.abc import Mapping
from fractions import Fraction

from mingdeng.engine.inputs import Evidence
from mingdeng.engine.tables import Leaf
from mingdeng.rulebook.errors import MissingFact
from mingdeng.rulebook.expressions import Expression, Scope, evaluate
from mingdeng.rulebook.model import Measure
from mingdeng.rulebook.numbers import Reader

NO_SLOT = -1


def fits(measure: Measure, item: Evidence) -> bool:
    """Whether topic, role and flag are what the measure asks for; the kind is known to be."""
    return (
        (measure.topic is None or measure.topic in item.topics)
        and (measure.role is None or measure.role == item.role)
        and (measure.flag is None or measure.flag in item.flags)
    )


def satisfies(only_if: Expression, item: Evidence, read: Reader) -> bool:
    """Whether a condition on the evidence itself holds; unknown figures do not count against it."""
    try:
        return bool(evaluate(only_if.tree, Scope(_figures(item.amounts), {}, read)))
    except MissingFact:
        return True


def weight(measure: Measure, item: Evidence) -> int | Fraction:
    """1 where evidence is counted, else the amount that is summed."""
    return 1 if measure.amount is None else item.amounts.get(measure.amount, 0)


def slot_of(leaf: Leaf, item: Evidence) -> int:
    """The slot evidence is summed into; NO_SLOT where it lies outside the tables."""
    days = leaf.days
    stated = item.for_period is not None and (
        leaf.postponed_with in item.flags
        if leaf.postponed_with is not None
        else leaf.counts != "in-period"
    )
    if stated:
        position = days.by_label.get(item.for_period or "", NO_SLOT)
    else:
        position = days.position_of(item.held_from) - (leaf.counts == "after-period")
    return leaf.base + position if position >= 0 else NO_SLOT


def _figures(amounts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    figures = dict(amounts)
    present, expected = amounts.get("present"), amounts.get("expected")
    if present is not None and expected:
        figures["attendance"] = Fraction(present) / expected
    return figures
