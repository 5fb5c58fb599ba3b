"""Meetings that stand in Word minutes only: extra ones, so that no file repeats another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from .agenda import AGENDA_ITEMS
from .meetings import Diary, hold, months
from .model import (
    COMMITTEE_MEETING,
    GROUP_MEETING,
    MEMBERS_MEETING,
    THEME_DAY,
    Activity,
    Branch,
)
from .workdays import workdays

KINDS = (COMMITTEE_MEETING, MEMBERS_MEETING, COMMITTEE_MEETING, GROUP_MEETING, THEME_DAY)
WITH_VOTES = (COMMITTEE_MEETING, MEMBERS_MEETING)


@dataclass(frozen=True)
class Minutes:
    """`votes` are for, against and abstaining; a meeting without a decision has none."""

    activity: Activity
    end: time
    agenda: tuple[str, ...]
    votes: tuple[int, int, int] | None


def plan_minutes(diary: Diary, size: str) -> list[Minutes]:
    """A different branch each time, so that the chair tells the branch."""
    wanted = 8 if size == "demo" else diary.rng.randint(2, 3)
    offers = list(_free_days(diary))
    diary.rng.shuffle(offers)
    planned: list[Minutes] = []
    for number in range(wanted):
        kind = KINDS[number % len(KINDS)]
        branch, on, group = next(offer for offer in offers if _fits(diary, kind, offer))
        group = group if kind == GROUP_MEETING else None
        offers = [offer for offer in offers if offer[0] is not branch]
        planned.append(_written_up(diary.rng, hold(diary, branch, (kind,), on, group)))
    return planned


Offer = tuple[Branch, date, int | None]


def _free_days(diary: Diary) -> Iterator[Offer]:
    """The last days of each month, when the ledgers record nothing."""
    for branch in diary.organ.branches:
        for first in months(diary.organ):
            days = workdays(first.year, first.month, 27, 31)
            if first > branch.founded and days and days[-1] <= diary.organ.as_of:
                group = diary.rng.randint(1, branch.groups) if branch.groups else None
                yield branch, days[-1], group


def _fits(diary: Diary, kind: str, offer: Offer) -> bool:
    """Never a kind that is planned to be missing in that month or quarter."""
    branch, on, group = offer
    if kind == COMMITTEE_MEETING and not branch.committee:
        return False
    if kind == GROUP_MEETING and group is None:
        return False
    return diary.lapse(branch, kind, on, group if kind == GROUP_MEETING else None) is None


def _written_up(rng: Random, activity: Activity) -> Minutes:
    lasted = timedelta(minutes=rng.choice((60, 75, 90)))
    return Minutes(
        activity=activity,
        end=(datetime.combine(activity.on, activity.start) + lasted).time(),
        agenda=tuple(rng.sample(AGENDA_ITEMS, rng.randint(2, 4))),
        votes=_counted_votes(rng, activity) if activity.kinds[0] in WITH_VOTES else None,
    )


def _counted_votes(rng: Random, activity: Activity) -> tuple[int, int, int]:
    """Only full members who are present vote."""
    called = activity.branch.committee
    if activity.kinds == (MEMBERS_MEETING,):
        called = activity.branch.members
    away = {absence.person for absence in activity.absent}
    voting = sum(p.is_full(activity.on) and p not in away for p in called)
    abstaining = rng.choice((0, 0, 1)) if voting > 3 else 0
    return voting - abstaining, 0, abstaining
