"""Summing the evidence of one bearer into slots."""

from collections.abc import Sequence
from fractions import Fraction

from mingdeng.engine.inputs import Evidence
from mingdeng.engine.knowing import Known
from mingdeng.engine.matching import fits, slot_of
from mingdeng.engine.tables import Leaf, Tables

Total = int | Fraction


class Slots:
    """Sum and latest evidence of each slot, and the latest that was held but does not count."""

    def __init__(self, tables: Tables, known: Known) -> None:
        self.total: dict[int, Total] = {}
        self.latest: dict[int, Evidence] = {}
        self.rejected: dict[int, Evidence] = {}
        for kind, items in known.evidence.items():
            for leaf in tables.leaves_by_kind.get(kind, ()):
                self._sum(tables, leaf, items)

    def _sum(self, tables: Tables, leaf: Leaf, items: Sequence[Evidence]) -> None:
        total, latest, only_if, amount = self.total, self.latest, leaf.only_if, leaf.measure.amount
        selective, counts_by_day = leaf.selective, leaf.counts != "after-period"
        first_day, position, base = leaf.days.first_day, leaf.days.position, leaf.base
        for item in items:
            if selective and not fits(leaf.measure, item):
                continue
            offset = item.held_from.toordinal() - first_day
            # Evidence that counts for its own day needs no further look.
            if counts_by_day and item.for_period is None and 0 <= offset < len(position):
                slot = base + position[offset]
            else:
                slot = slot_of(leaf, item)
            if slot < base:
                continue
            # Figures that are not known do not count against a meeting.
            if only_if and tables.conditions_met.of_evidence(only_if, item) is False:
                _keep_later(self.rejected, slot, item)
                continue
            more = 1 if amount is None else item.amounts.get(amount, 0)
            if slot in total:
                total[slot] += more
                _keep_later(latest, slot, item)
            else:
                total[slot], latest[slot] = more, item


def _keep_later(kept: dict[int, Evidence], slot: int, item: Evidence) -> None:
    known = kept.get(slot)
    if known is None or (known.held_from, known.id) < (item.held_from, item.id):
        kept[slot] = item
