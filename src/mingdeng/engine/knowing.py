"""What is known of one bearer as of a day: its evidence by two clocks, its sources."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from mingdeng.engine.inputs import Bearer, Clocks, Evidence, Records, Waiver
from mingdeng.engine.sources import Sources


class Known(NamedTuple):
    """Everything the executors look at for one bearer, its evidence by kind."""

    bearer: Bearer
    evidence: Mapping[str, Sequence[Evidence]]
    waivers: Sequence[Waiver]
    sources: Sources

    def of_kinds(self, kinds: Iterable[str]) -> list[Evidence]:
        """The evidence of some kinds, in the order of (held on, id)."""
        found = [item for kind in kinds for item in self.evidence.get(kind, ())]
        found.sort(key=_held_on_and_id)
        return found


def known_of(clocks: Clocks, bearer: Bearer, records: Records) -> Known:
    """What had been held as of the day and was recorded by then."""
    as_of, known_on = clocks
    by_kind: dict[str, list[Evidence]] = {}
    for item in records.evidence:
        if (
            item.bearer == bearer.id
            and item.held_from <= as_of
            and (item.recorded_on is None or item.recorded_on <= known_on)
        ):
            by_kind.setdefault(item.kind, []).append(item)
    return Known(bearer, by_kind, records.waivers, Sources(records.coverage, bearer.id))


def _held_on_and_id(item: Evidence) -> tuple[date, str]:
    return (item.held_from, item.id)
