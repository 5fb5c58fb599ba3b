"""Makes an organ, lets its office write the files, and returns the truth about them."""

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from . import truth
from .dues import keep_accounts, write_dues
from .entries import (
    UNKNOWN_BRANCH,
    MeetingEntry,
    PersonEntry,
    choose_victims,
    meeting_entries,
    person_entries,
)
from .lapses import plan_lapses
from .ledgers import write_ledgers
from .meetings import Diary, hold_all
from .minutes import write_minutes
from .minutes_plan import Minutes, plan_minutes
from .model import Lapse, Organ
from .office import Office
from .organs import make_organ
from .registers import organizations, write_register
from .rosters import write_roster
from .styles import draw_hand, style_named

SIZES = ("small", "demo")


@dataclass(frozen=True)
class Story:
    """What happened, with the planted faults, before any office writes it down."""

    organ: Organ
    lapses: list[Lapse]
    people: list[PersonEntry]
    meetings: list[MeetingEntry]
    minutes: list[Minutes]


def make(out: Path, *, size: str = "small", seed: int = 1, style: str = "plain") -> dict[str, Any]:
    """Writes the office files into `out`; the same arguments always make the same bytes.

    What is true depends on size and seed only, how it is written on the style as well:
    so one seed shows the same organ in many hands.
    """
    if size not in SIZES:
        raise ValueError(f"没有“{size}”这种规模;可用:{'、'.join(SIZES)}")
    allowed = style_named(style)
    story = _invent(size, seed)
    out.mkdir(parents=True, exist_ok=True)
    hand = draw_hand(_stream(seed, style, "hand"), allowed)
    office = Office(story.organ, hand, _stream(seed, style, "office"), out)
    lines = organizations(office)
    accounts = keep_accounts(_stream(seed, size, "dues"), office)
    write_register(office, lines)
    write_roster(office, story.people)
    write_ledgers(office, allowed, story.meetings)
    words = write_minutes(office, story.minutes)
    write_dues(office, accounts)
    return {
        "organ": story.organ.name,
        "as_of": story.organ.as_of.isoformat(),
        "since": story.organ.since.isoformat(),
        "seed": seed,
        "size": size,
        "style": truth.style_truth(office, style),
        "problems": truth.problems(office, story.people, story.meetings),
        "gaps": truth.gaps(story.lapses),
        "words": words,
        "organizations": [truth.organization_truth(office, line) for line in lines],
        "branches": [truth.branch_truth(office, branch) for branch in story.organ.branches],
        "activities": truth.activities(office, story.meetings),
        "members": len(story.organ.people),
        "people": truth.people_truth(office, story.people),
        "dues": truth.dues_truth(office, accounts),
    }


def _invent(size: str, seed: int) -> Story:
    organ = make_organ(_stream(seed, size, "organ"), size)
    lapses = plan_lapses(_stream(seed, size, "lapses"), organ, size)
    victims = choose_victims(_stream(seed, size, "victims"), organ)
    out_of_reach = frozenset({victims[UNKNOWN_BRANCH]})
    diary = Diary(_stream(seed, size, "meetings"), organ, tuple(lapses), out_of_reach)
    return Story(
        organ=organ,
        lapses=lapses,
        people=person_entries(organ, victims),
        meetings=meeting_entries(_stream(seed, size, "faults"), hold_all(diary)),
        minutes=plan_minutes(diary, size),
    )


def _stream(seed: int, *names: str) -> Random:
    """Independent randomness for each concern, so that a change in one leaves the others alone."""
    return Random("/".join((str(seed), *names)))
