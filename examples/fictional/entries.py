"""What the files are to say, line by line: the truth plus the ten planted faults.

An entry is either true or carries exactly one fault, named in the words of the
truth file together with the field in which a careful reader sees it.
"""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from .model import COMMITTEE_MEETING, MEMBERS_MEETING, Activity, Organ, Person
from .organs import plain_members
from .workdays import workdays

WRONG_CHECK = "ID number: wrong check character"
LOST_DIGITS = "ID number stored as a number: last digits lost"
BIRTH_DIFFERS = "birth date differs from the ID number"
NO_SUCH_DAY = "no such day"
UNKNOWN_BRANCH = "unknown branch"
SAME_PERSON = "same person twice"
NO_SUCH_MONTH = "no such month"
TOO_MANY = "present exceeds expected"
UNKNOWN_KIND = "unknown kind of activity"
SAME_MEETING = "same meeting entered twice"

FAULTY_FIELD = {
    WRONG_CHECK: "id",
    LOST_DIGITS: "id",
    BIRTH_DIFFERS: "birth",
    NO_SUCH_DAY: "joined",
    UNKNOWN_BRANCH: "branch",
    SAME_PERSON: "id",
    NO_SUCH_MONTH: "date",
    TOO_MANY: "present",
    UNKNOWN_KIND: "kind",
}
PERSON_FAULTS = (
    WRONG_CHECK,
    LOST_DIGITS,
    BIRTH_DIFFERS,
    NO_SUCH_DAY,
    UNKNOWN_BRANCH,
    SAME_PERSON,
)
ROOM_TO_LOSE_ONE = 10  # full members from which a person out of reach changes no duty


@dataclass(eq=False)
class PersonEntry:
    """A line of the roster."""

    person: Person
    fault: str = ""


@dataclass(eq=False)
class MeetingEntry:
    """`present` is kept apart from the activity, because a fault may contradict it."""

    activity: Activity
    present: int
    fault: str = ""
    twin: "MeetingEntry | None" = None


def choose_victims(rng: Random, organ: Organ) -> dict[str, Person]:
    """Six ordinary members of branches large enough that losing one flips no condition."""
    roomy = [b for b in organ.branches if b.voters(organ.since) >= ROOM_TO_LOSE_ONE]
    names = [person.name for person in organ.people]
    pool = [
        person
        for branch in roomy
        for person in plain_members(branch)
        if names.count(person.name) == 1 and person.full_on and "X" not in person.id_number
    ]
    return dict(zip(PERSON_FAULTS, rng.sample(pool, len(PERSON_FAULTS)), strict=True))


def person_entries(organ: Organ, victims: dict[str, Person]) -> list[PersonEntry]:
    """Everyone once, in the order of the branches; the person filed twice again at the end."""
    faults = {id(p): fault for fault, p in victims.items() if fault != SAME_PERSON}
    entries = [PersonEntry(p, faults.get(id(p), "")) for p in organ.people]
    return [*entries, PersonEntry(victims[SAME_PERSON], SAME_PERSON)]


def meeting_entries(rng: Random, held: list[Activity]) -> list[MeetingEntry]:
    """Everything that was held, and four lines that cannot be true."""
    entries = [MeetingEntry(activity, activity.present) for activity in held]
    for make in (_impossible_month, _too_many_present, _unknown_kind, _entered_twice):
        make(rng, entries)
    return entries


def _impossible_month(rng: Random, entries: list[MeetingEntry]) -> None:
    donor = _pick(rng, entries, MEMBERS_MEETING)
    topic = "研究部署下一阶段工作,讨论有关事项"
    activity = replace(donor.activity, kinds=(MEMBERS_MEETING,), absent=(), topic=topic)
    _insert_after(entries, donor, MeetingEntry(activity, activity.present, NO_SUCH_MONTH))


def _too_many_present(rng: Random, entries: list[MeetingEntry]) -> None:
    """Always a second committee meeting of its month, so that it decides about no duty."""
    donor = _pick(rng, entries, COMMITTEE_MEETING)
    on = _later_day(rng, donor.activity.on)
    activity = replace(donor.activity, on=on, absent=(), topic="研究临时交办事项")
    extra = MeetingEntry(activity, activity.should + rng.randint(1, 2), TOO_MANY)
    _insert_after(entries, donor, extra)


def _unknown_kind(rng: Random, entries: list[MeetingEntry]) -> None:
    donor = _pick(rng, entries, COMMITTEE_MEETING)
    on = _later_day(rng, donor.activity.on)
    everyone = len(donor.activity.branch.on_roll(on))
    topic = "由工会组织,自愿参加"
    activity = replace(donor.activity, on=on, absent=(), topic=topic, should=everyone)
    _insert_after(entries, donor, MeetingEntry(activity, activity.present, UNKNOWN_KIND))


def _entered_twice(rng: Random, entries: list[MeetingEntry]) -> None:
    donor = _pick(rng, entries, COMMITTEE_MEETING)
    _insert_after(entries, donor, replace(donor, fault=SAME_MEETING, twin=donor))


def _pick(rng: Random, entries: list[MeetingEntry], kind: str) -> MeetingEntry:
    """A meeting that took place in good order and has given no other fault its shape."""
    used = {entry.activity.branch.name for entry in entries if entry.fault}
    latest = max(entry.activity.on.year for entry in entries)
    sound = [e for e in entries if not e.fault and 2 * e.present >= e.activity.should]
    sound = [entry for entry in sound if entry.activity.on.year == latest]
    fit = [entry for entry in sound if kind in entry.activity.kinds]
    fresh = [e for e in fit if e.activity.branch.name not in used]
    return rng.choice(fresh or fit)


def _later_day(rng: Random, on: date) -> date:
    """Committees meet until the tenth; a day after it is free."""
    return rng.choice(workdays(on.year, on.month, 11, 14) or workdays(on.year, on.month, 11, 31))


def _insert_after(entries: list[MeetingEntry], donor: MeetingEntry, extra: MeetingEntry) -> None:
    """After the last entry of the donor's branch and month: where a clerk would add it."""
    same = [
        place
        for place, entry in enumerate(entries)
        if entry.activity.branch is donor.activity.branch
        and (entry.activity.on.year, entry.activity.on.month)
        == (donor.activity.on.year, donor.activity.on.month)
    ]
    entries.insert(same[-1] + 1, extra)
