"""Requests a viewer may see, and what is held about someone beyond their own row."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.access.table import grants
from mingdeng.activities.models import Activity, Host
from mingdeng.roster.models import Delegation, Membership, Person, Post
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


def corrections_of(person: Person) -> QuerySet[Correction]:
    """All that someone asked to be corrected; the caller has seen to it who may know."""
    return Correction.objects.filter(person=person)


def lent_to_or_by(person: Person) -> QuerySet[Delegation]:
    """The posts someone lent or was lent, the latest first; likewise."""
    either = Q(deputy=person) | Q(post__person=person)
    found = Delegation.objects.filter(either).select_related("post__organization")
    return found.order_by("-since", "id")


def people_called(text: str) -> list[tuple[Person, str]]:
    """The people of that name, ID number or id, each with their branch: for the operator only."""
    if not text:
        return []
    plain = Person.objects.filter(Q(name=text) | Q(id_number=text))
    with suppress(ValueError):
        plain = Person.objects.filter(id=uuid.UUID(text))
    found = plain.prefetch_related("memberships__branch").order_by("id")
    return [
        (one, next((m.branch.name for m in one.memberships.all() if m.until is None), ""))
        for one in found
    ]


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
    years: dict[uuid.UUID, Year] = {}
    for one in _several(homes, held):
        year = years.setdefault(one.person.id, Year(0))
        for host in hosts:
            if _was_for(host, one.homes, one.posts):
                _count(year, host, one.person)
    return years


def expected_at(host: Host, homes: Sequence[Membership], held: Sequence[Post]) -> list[Person]:
    """Who of some members was expected at an activity of a host, in the order of the roster."""
    known = _several(homes, held)
    return [one.person for one in known if _was_for(host, one.homes, one.posts)]


@dataclass(slots=True)
class _Known:
    """Someone with their memberships and their posts in a committee."""

    person: Person
    homes: list[Membership]
    posts: list[Post]


def _several(homes: Sequence[Membership], held: Sequence[Post]) -> list[_Known]:
    found: dict[uuid.UUID, _Known] = {}
    for home in homes:
        found.setdefault(home.person_id, _Known(home.person, [], [])).homes.append(home)
    for post in held:
        if post.kind in COMMITTEE and post.person_id in found:
            found[post.person_id].posts.append(post)
    return list(found.values())


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
