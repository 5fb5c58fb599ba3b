"""How organizations stand on a day, and why: computed, never stored."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mingdeng.access.policy import Scope, Viewer, scope
from mingdeng.assessments.records import organ_of
from mingdeng.engine.compiler import compile_rules
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.tables import Tables
from mingdeng.engine.verdicts import Verdict
from mingdeng.facts.judging import judge_organ
from mingdeng.facts.organ import Organ
from mingdeng.roster.models import Above, PackAdoption
from mingdeng.rulebook.duties import load_duties

NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Board:
    """Organizations with every verdict shown under them."""

    organ: Organ
    verdicts: Mapping[str, Sequence[Verdict]]
    clocks: Clocks


def board_of(viewer: Viewer, ids: Iterable[uuid.UUID], clocks: Clocks) -> Board:
    """The duties of those of the organizations the viewer may see, as of a day."""
    seen = _visible(scope(viewer, "read", "board"), ids)
    first = date(clocks.as_of.year, 1, 1)
    organ = organ_of(seen, date(first.year - 5, 1, 1), clocks.as_of)
    verdicts: dict[str, list[Verdict]] = {}
    for packs, members in _by_packs(seen, clocks.as_of).items():
        part = _only(organ, {str(member) for member in members})
        for verdict in judge_organ(part, _tables(packs, clocks, first)):
            verdicts.setdefault(verdict.bearer.organization, []).append(verdict)
    return Board(organ, verdicts, clocks)


def packs_of(ids: Iterable[uuid.UUID], day: date) -> dict[uuid.UUID, tuple[str, ...]]:
    """The packs in force for each organization: adopted by it or by any above it."""
    wanted = list(ids)
    adopted: dict[uuid.UUID, list[str]] = {}
    for item in PackAdoption.objects.all():
        if (item.since is None or item.since <= day) and (item.until is None or item.until > day):
            adopted.setdefault(item.organization_id, []).append(item.pack)
    found: dict[uuid.UUID, set[str]] = {one: {NATIONAL} for one in wanted}
    above = Above.objects.filter(organization_id__in=wanted, ancestor_id__in=list(adopted))
    for organization, ancestor in above.values_list("organization_id", "ancestor_id"):
        found[organization].update(adopted[ancestor])
    return {one: (NATIONAL, *sorted(names - {NATIONAL})) for one, names in found.items()}


def _by_packs(ids: Sequence[uuid.UUID], day: date) -> dict[tuple[str, ...], list[uuid.UUID]]:
    groups: dict[tuple[str, ...], list[uuid.UUID]] = {}
    for organization, packs in packs_of(ids, day).items():
        groups.setdefault(packs, []).append(organization)
    return groups


@lru_cache(maxsize=64)
def _tables(packs: tuple[str, ...], clocks: Clocks, first: date) -> Tables:
    return compile_rules(load_duties(list(packs)), clocks, first=first)


def _visible(found: Scope, ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    return [one for one in ids if found.everything or one in found.organizations]


def _only(organ: Organ, ids: set[str]) -> Organ:
    return Organ(
        name=organ.name,
        organizations=tuple(item for item in organ.organizations if item.id in ids),
        people=tuple(item for item in organ.people if item.organization in ids),
        activities=tuple(item for item in organ.activities if item.organization in ids),
        payments=organ.payments,
        ledgers=tuple(item for item in organ.ledgers if item.organization in ids),
        dues_months=organ.dues_months,
        posts_known=organ.posts_known,
        secretaries_known=organ.secretaries_known,
    )
