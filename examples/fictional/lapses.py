"""Plans which duties are missed, and says what the truth file says about them.

The plan comes first and the meetings are held around it, so the gaps of the
truth are intended ones; the tests find them again from the activities alone.
"""

from datetime import date
from random import Random
from typing import Any

from .model import (
    COMMITTEE_MEETING,
    GROUP_MEETING,
    LECTURE,
    LIFE_MEETING,
    MEMBERS_MEETING,
    THEME_DAY,
    Branch,
    Lapse,
    Organ,
)

MONTHLY = (COMMITTEE_MEETING, GROUP_MEETING, THEME_DAY)
NOT_HELD = "not held"
NO_QUORUM = "held with fewer than half of the committee: it could not proceed"
LOCAL_LECTURE = "not held; a duty only where a local pack asks for a lecture each quarter"


def plan_lapses(rng: Random, organ: Organ, size: str) -> list[Lapse]:
    """One round for a small organ; for the demo a round each year, and a little more."""
    lapses: list[Lapse] = []
    for year in organ.years:
        lapses += _one_round(rng, organ, year)
        if size == "demo":
            lapses += _one_round(rng, organ, year)
    if size == "demo":
        branch = rng.choice(_standing(organ))
        lapses.append(Lapse(branch.name, LIFE_MEETING, organ.since.year, 0))
    return _without_doubles(lapses)


def _without_doubles(lapses: list[Lapse]) -> list[Lapse]:
    """The first plan for a branch, kind and period wins."""
    seen: dict[tuple[str, str, int, int, int | None], Lapse] = {}
    for lapse in lapses:
        seen.setdefault((lapse.branch, lapse.kind, lapse.year, lapse.slot, lapse.group), lapse)
    return list(seen.values())


def _one_round(rng: Random, organ: Organ, year: int) -> list[Lapse]:
    """As in the sample: five kinds of gap, none in a last month or quarter still running."""
    months = range(1, organ.as_of.month if year == organ.as_of.year else 13)
    with_committee = [b for b in _standing(organ) if b.committee]
    grouped = rng.choice([b for b in _standing(organ) if b.groups])
    weak, idle = rng.sample(with_committee, 2)
    low, first, second = rng.sample(months, 3)
    return [
        Lapse(weak.name, COMMITTEE_MEETING, year, low, below_half=True),
        Lapse(idle.name, COMMITTEE_MEETING, year, first),
        Lapse(weak.name, COMMITTEE_MEETING, year, second),
        Lapse(
            grouped.name, GROUP_MEETING, year, rng.choice(months), rng.randint(1, grouped.groups)
        ),
        Lapse(rng.choice(_standing(organ)).name, THEME_DAY, year, rng.choice(months)),
        *_missed_quarter(rng, organ, year),
    ]


def _missed_quarter(rng: Random, organ: Organ, year: int) -> list[Lapse]:
    """No members' meeting and no lecture in one quarter; in another, too few came to vote."""
    closed = 3 if year < organ.as_of.year or organ.as_of.month > 9 else 2
    branch, thin = rng.sample(_standing(organ), 2)
    quarter, other = rng.randint(1, closed), rng.randint(1, closed)
    return [
        Lapse(branch.name, MEMBERS_MEETING, year, quarter),
        Lapse(branch.name, LECTURE, year, quarter),
        Lapse(thin.name, MEMBERS_MEETING, year, other, below_half=True),
    ]


def _standing(organ: Organ) -> list[Branch]:
    """Branches that existed all the time."""
    return [branch for branch in organ.branches if branch.founded < organ.since]


def is_gap(lapse: Lapse) -> bool:
    """A members' meeting below half cannot vote but was held."""
    return not (lapse.kind == MEMBERS_MEETING and lapse.below_half)


def gap_truth(lapse: Lapse) -> dict[str, Any]:
    """A gap in the sample's words."""
    return {
        "branch": lapse.branch,
        "kind": lapse.kind,
        "period": _period_name(lapse),
        "group": lapse.group,
        "why": _why(lapse),
        "local_only": lapse.kind == LECTURE,
    }


def _period_name(lapse: Lapse) -> str:
    if not lapse.slot:
        return str(lapse.year)
    return f"{lapse.year}-{lapse.slot:02d}" if lapse.kind in MONTHLY else _quarter_name(lapse)


def _why(lapse: Lapse) -> str:
    if lapse.kind == LECTURE:
        return LOCAL_LECTURE
    return NO_QUORUM if lapse.below_half else NOT_HELD


def quarter_of(day: date) -> int:
    """March is in the first quarter, April in the second."""
    return (day.month + 2) // 3


def _quarter_name(lapse: Lapse) -> str:
    return f"{lapse.year}-Q{lapse.slot}"
