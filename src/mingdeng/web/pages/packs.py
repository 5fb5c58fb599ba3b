"""Rule packs as people choose them: what each is, where it holds, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mingdeng.access.queries import NATIONAL, organizations, packs_above
from mingdeng.roster.models import Organization, PackAdoption
from mingdeng.rulebook.packfiles import open_packs, shipped_packs
from mingdeng.web.visit import Visit

LEVELS = {
    "national": "全国",
    "kind": "机关类别",
    "province": "省级",
    "city": "市级",
    "organ": "本机关",
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One pack that comes with the program."""

    id: str
    label: str
    level: str
    binds: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """That a pack holds here: by whose decision, and between which days."""

    adoption: PackAdoption
    label: str
    own: bool
    by: str
    ended: bool


@lru_cache(maxsize=1)
def shelf() -> tuple[Shelf, ...]:
    """The packs that come with the program, higher levels first."""
    packs = open_packs(shipped_packs()).packs
    return tuple(
        Shelf(pack.id, pack.label, LEVELS.get(pack.level, ""), pack.binds) for pack in packs
    )


def adopted(visit: Visit, organization: Organization) -> Sequence[Adopted]:
    """What was adopted here or above, the national pack aside: that one always holds."""
    labels = {one.id: one.label for one in shelf()}
    found = packs_above(visit.viewer, organization)
    seen = set(organizations(visit.viewer).values_list("id", flat=True))
    return [
        Adopted(
            adoption=one,
            label=labels.get(one.pack, one.pack),
            own=one.organization_id == organization.id,
            by=one.organization.name if one.organization_id in seen else "上级",
            ended=one.until is not None and one.until <= visit.as_of,
        )
        for one in found
        if one.pack != NATIONAL
    ]
