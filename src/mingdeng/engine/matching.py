"""Whether a piece of evidence is what a leaf counts, and in which slot."""

from mingdeng.engine.inputs import Evidence
from mingdeng.engine.tables import Leaf
from mingdeng.rulebook.model import Measure

NO_SLOT = -1


def fits(measure: Measure, item: Evidence) -> bool:
    """Whether topic, role and flag are what the measure asks for; the kind is known to be."""
    return (
        (measure.topic is None or measure.topic in item.topics)
        and (measure.role is None or measure.role == item.role)
        and (measure.flag is None or measure.flag in item.flags)
    )


def slot_of(leaf: Leaf, item: Evidence) -> int:
    """The slot evidence is summed into; NO_SLOT where it lies outside the tables."""
    days = leaf.days
    if item.for_period is not None and _states_period(leaf, item):
        position = days.by_label.get(item.for_period, NO_SLOT)
    else:
        offset = item.held_from.toordinal() - days.first_day
        inside = 0 <= offset < len(days.position)
        position = days.position[offset] if inside else NO_SLOT
        position -= leaf.counts == "after-period"
    return leaf.base + position if position >= 0 else NO_SLOT


def _states_period(leaf: Leaf, item: Evidence) -> bool:
    """Whether the period evidence was held for decides, and not that of its day."""
    if leaf.postponed_with is not None:
        return leaf.postponed_with in item.flags
    return leaf.counts != "in-period"
