"""Requests a viewer may see, and what is held about someone beyond their own row."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.access.table import grants
from mingdeng.activities.models import Activity, Host
from mingdeng.roster.models import Membership, Person, Post
from mingdeng.subjects.models import Correction
from mingdeng.subjects.services import may_hear

COMMITTEE_MEETING = "branch_committee_meeting"
COMMITTEE = (Post.Kind.SECRETARY, Post.Kind.DEPUTY, Post.Kind.COMMITTEE)


@dataclass(slots=True)
class Year:
    """One year of someone in their branches: what was held, where they were missing, hours."""

    year: int
    held: int = 0
    attended: int = 0
    absent: list[tuple[date, str]] = field(default_factory=list)
    unnamed: int = 0
    hours: Decimal = Decimal(0)


def corrections(viewer: Viewer) -> QuerySet[Correction]:
    """The requests the viewer may see: their own, and those of people they answer to."""
    seen = within(scope(viewer, "read", "correction"), "organization_id", "person_id")
    return Correction.objects.filter(seen).select_related("person", "organization", "answered_in")


def answers_in(viewer: Viewer) -> frozenset[uuid.UUID]:
    """Where the viewer stands in a role that answers requests."""
    return frozenset(
        one.organization
        for one in viewer.standings
        if one.organization and grants().reach(one.role, "answer", "correction")
    )


def to_answer(viewer: Viewer) -> list[Correction]:
    """The requests whose answer the viewer owes: the first, or the one to an appeal."""
    reached = scope(viewer, "answer", "correction").organizations
    if not reached:
        return []
    first, again = Q(outcome=""), ~Q(appeal="") & Q(final_outcome="")
    found = corrections(viewer).filter(first | again).exclude(asked_by=viewer.account)
    return [one for one in found if _owes(viewer, one, reached)]


def _owes(viewer: Viewer, one: Correction, reached: frozenset[uuid.UUID]) -> bool:
    if not one.outcome:
        return one.organization_id in reached
    return one.answered_by != viewer.account and may_hear(one, answers_in(viewer))


def attendance(
    person: Person, until: date, homes: Sequence[Membership], held: Sequence[Post]
) -> list[Year]:
    """By year, the latest first, what a person's own branches and groups held until a day.

    `homes` are all the memberships of the person, `held` all the posts.
    """
    posts = [one for one in held if one.kind in COMMITTEE]
    years: dict[int, Year] = {}
    for host in _hosts(homes, until):
        if _was_for(host, homes, posts):
            _count(years.setdefault(host.activity.held_on.year, Year(0)), host, person)
    for number, one in years.items():
        one.year = number
    return [years[number] for number in sorted(years, reverse=True)]


def attendance_of_many(
    hosts: Sequence[Host], homes: Sequence[Membership], held: Sequence[Post]
) -> dict[uuid.UUID, Year]:
    """What each of some members was expected at and where they were missing, asking nothing more.

    `hosts` come with their activity and absences, `homes` and `held` with their person.
    """
    by_person: dict[uuid.UUID, tuple[Person, list[Membership], list[Post]]] = {}
    for home in homes:
        by_person.setdefault(home.person_id, (home.person, [], []))[1].append(home)
    for post in held:
        if post.kind in COMMITTEE and post.person_id in by_person:
            by_person[post.person_id][2].append(post)
    years = {one: Year(0) for one in by_person}
    for one, (person, own, posts) in by_person.items():
        for host in hosts:
            if _was_for(host, own, posts):
                _count(years[one], host, person)
    return years


def _hosts(homes: Sequence[Membership], until: date) -> Iterator[Host]:
    held = (Activity.State.HELD, Activity.State.RETURNED, Activity.State.CONFIRMED)
    found = Host.objects.filter(
        organization_id__in={one.branch_id for one in homes},
        activity__state__in=held,
        activity__held_on__lte=until,
    )
    yield from found.select_related("activity").prefetch_related("absences")


def _was_for(host: Host, homes: Sequence[Membership], posts: Sequence[Post]) -> bool:
    """Whether someone was expected: by the branch, by their group, by the committee."""
    day, place = host.activity.held_on, host.organization_id
    here = [one for one in homes if one.branch_id == place and _in_force(one, day)]
    if host.group_id is not None:
        here = [one for one in here if one.group_id == host.group_id]
    if host.activity.kinds == [COMMITTEE_MEETING]:
        return any(one.organization_id == place and _in_force(one, day) for one in posts)
    return bool(here)


def _in_force(one: Membership | Post, day: date) -> bool:
    return (one.since is None or one.since <= day) and (one.until is None or day < one.until)


def _count(year: Year, host: Host, person: Person) -> None:
    year.held += 1
    missing = list(host.absences.all())
    own = next((one for one in missing if one.person_id == person.id), None)
    if own is not None:
        year.absent.append((host.activity.held_on, own.reason))
    elif _names_all(host, len(missing)):
        year.attended += 1
        year.hours += host.activity.hours or 0
    else:
        year.unnamed += 1


def _names_all(host: Host, named: int) -> bool:
    """Whether everyone missing is named, so that the others were there."""
    if host.expected is None or host.present is None:
        return False
    return host.expected - host.present == named
