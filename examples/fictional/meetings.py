"""Holds the meetings of every branch, month by month, around the planned lapses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from random import Random

from .agenda import PLACES, topic_of
from .lapses import quarter_of
from .model import (
    APPRAISAL,
    COMMITTEE_MEETING,
    GROUP_MEETING,
    LECTURE,
    LIFE_MEETING,
    MEMBERS_MEETING,
    THEME_DAY,
    Absence,
    Activity,
    Branch,
    Lapse,
    Organ,
    Person,
)
from .workdays import pick_workday

REASONS = ("病假", "事假", "出差", "公务")
VETERAN_REASONS = ("病假", "探亲", "外出")
STARTS = (time(9, 0), time(9, 30), time(14, 30), time(15, 0), time(15, 0), time(16, 0))
QUARTER_MONTHS = (2, 5, 8, 11)


@dataclass(frozen=True)
class Diary:
    """What holding a meeting needs to know; `always_there` are people never listed as absent."""

    rng: Random
    organ: Organ
    lapses: tuple[Lapse, ...]
    always_there: frozenset[Person]

    def lapse(self, branch: Branch, kind: str, on: date, group: int | None = None) -> Lapse | None:
        slots = {MEMBERS_MEETING: quarter_of(on), LECTURE: quarter_of(on), LIFE_MEETING: 0}
        wanted = (branch.name, kind, on.year, slots.get(kind, on.month), group)
        for lapse in self.lapses:
            if (lapse.branch, lapse.kind, lapse.year, lapse.slot, lapse.group) == wanted:
                return lapse
        return None

    def missed(self, branch: Branch, kind: str, on: date, group: int | None = None) -> bool:
        lapse = self.lapse(branch, kind, on, group)
        return lapse is not None and not lapse.below_half


def hold_all(diary: Diary) -> list[Activity]:
    """A branch meets from the month after its founding, nobody meets after as-of."""
    held = [
        activity
        for branch in diary.organ.branches
        for first in months(diary.organ)
        if first > branch.founded
        for activity in _month_of_branch(diary, branch, first)
    ]
    return [activity for activity in held if activity.on <= diary.organ.as_of]


def months(organ: Organ) -> Iterator[date]:
    """The first of every month that has begun by as-of."""
    for year in organ.years:
        for month in range(1, 13):
            if date(year, month, 1) <= organ.as_of:
                yield date(year, month, 1)


def _month_of_branch(diary: Diary, branch: Branch, first: date) -> list[Activity]:
    held = [*_committee(diary, branch, first), *_groups(diary, branch, first)]
    held += _whole_branch(diary, branch, first)
    held += _year_end(diary, branch, first)
    return sorted(held, key=lambda activity: (activity.on, activity.start))


def _committee(diary: Diary, branch: Branch, first: date) -> Iterator[Activity]:
    if branch.committee and not diary.missed(branch, COMMITTEE_MEETING, first):
        on = pick_workday(diary.rng, first.year, first.month, 3, 10)
        yield hold(diary, branch, (COMMITTEE_MEETING,), on)


def _groups(diary: Diary, branch: Branch, first: date) -> Iterator[Activity]:
    for group in range(1, branch.groups + 1):
        if not diary.missed(branch, GROUP_MEETING, first, group):
            on = pick_workday(diary.rng, first.year, first.month, 8, 16)
            yield hold(diary, branch, (GROUP_MEETING,), on, group)


def _whole_branch(diary: Diary, branch: Branch, first: date) -> Iterator[Activity]:
    """Theme day each month; members' meeting and lecture each quarter, together or apart."""
    kinds = [kind for kind in _kinds_due(first) if not diary.missed(branch, kind, first)]
    thin = diary.lapse(branch, MEMBERS_MEETING, first)
    together = diary.rng.random() < 0.5 and not (thin and thin.below_half)
    parts = [tuple(kinds)] if together else [(kind,) for kind in kinds]
    for part in parts:
        if part:
            on = pick_workday(diary.rng, first.year, first.month, 15, 26)
            yield hold(diary, branch, part, on)


def _kinds_due(first: date) -> tuple[str, ...]:
    if first.month in QUARTER_MONTHS:
        return (MEMBERS_MEETING, THEME_DAY, LECTURE)
    return (THEME_DAY,)


def _year_end(diary: Diary, branch: Branch, first: date) -> Iterator[Activity]:
    if first.month == 12 and not diary.missed(branch, LIFE_MEETING, first):
        on = pick_workday(diary.rng, first.year, 12, 11, 30)
        yield hold(diary, branch, (LIFE_MEETING, APPRAISAL), on)


def hold(
    diary: Diary, branch: Branch, kinds: tuple[str, ...], on: date, group: int | None = None
) -> Activity:
    """Calls everyone concerned, and lets some of them be away."""
    rng = diary.rng
    called = _invited(branch, kinds, on, group)
    chair = _chair_of(branch, called, group)
    lapse = diary.lapse(branch, kinds[0], on, group)
    free = [p for p in called if p is not chair and p not in diary.always_there]
    away = _choose_absent(rng, free, len(called), thin=lapse is not None and lapse.below_half)
    present = [p for p in called if p not in away]
    return Activity(
        branch=branch,
        kinds=kinds,
        on=on,
        group=group,
        should=len(called),
        absent=tuple(Absence(p, rng.choice(_reasons_of(branch))) for p in away),
        chair=chair,
        recorder=([p for p in present if p is not chair] or [chair])[0],
        place=rng.choice(PLACES),
        topic=topic_of(rng, kinds),
        start=rng.choice(STARTS),
    )


def _reasons_of(branch: Branch) -> tuple[str, ...]:
    return VETERAN_REASONS if branch.retired else REASONS


def _invited(branch: Branch, kinds: tuple[str, ...], on: date, group: int | None) -> list[Person]:
    if kinds == (COMMITTEE_MEETING,):
        return list(branch.committee)
    return branch.on_roll(on, group)


def _chair_of(branch: Branch, called: list[Person], group: int | None) -> Person:
    """The group's leader presides over the group, the secretary over everything else."""
    leaders = [p for p in called if p.leads_group and p.group == group]
    return leaders[0] if leaders else branch.secretary


def _choose_absent(rng: Random, free: list[Person], called: int, *, thin: bool) -> list[Person]:
    """`thin`: so many are away that fewer than half remain; else half or more come."""
    if thin:
        return rng.sample(free, min(len(free), called // 2 + 1))
    most = min(len(free), called // 2, 4)
    wanted = rng.choices((0, 1, 2, 3, 4), (4, 5, 3, 2, 1))[0]
    return rng.sample(free, min(most, wanted))
