"""The one place where it is decided who may do what.

viewer_of(account, day)       who acts, in which posts
scope(viewer, action, thing)  the organizations (or the person) it reaches
may(viewer, action, thing, target)
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Q, UUIDField, Value
from django.db.models.functions import Cast

from mingdeng.access.table import ALL, BELOW, BRANCH, SELF, grants
from mingdeng.accounts.models import User
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import Above, Delegation, Membership, Post

MEMBER, INSPECTOR = "member", "inspector"
# What is archived can be looked at; nothing is written there any more.
LOOKING = frozenset({"read", "read_sensitive", "history"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A role someone has in an organization; administrators have it in none."""

    role: str
    organization: uuid.UUID | None
    post: uuid.UUID | None = None


class Place(NamedTuple):
    """An organization at or under one where someone stands."""

    id: uuid.UUID
    archived: bool


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks or acts: the account, the person behind it, and their standings on a day.

    `under` are the organizations at and under each where they stand, read once for all
    that one request asks. `posts` are all they hold, also where they act in one of them.
    """

    account: uuid.UUID
    person: uuid.UUID | None
    day: date
    standings: tuple[Standing, ...]
    under: Mapping[uuid.UUID, tuple[Place, ...]] = field(default_factory=dict)
    posts: frozenset[uuid.UUID] = frozenset()
    acting: uuid.UUID | None = None

    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(standing.role for standing in self.standings)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a permission reaches: everything, some organizations, one's own record."""

    everything: bool = False
    organizations: frozenset[uuid.UUID] = frozenset()
    person: uuid.UUID | None = None

    def __bool__(self) -> bool:
        return self.everything or bool(self.organizations) or self.person is not None


@dataclass(frozen=True, slots=True)
class Target:
    """What something belongs to: an organization, and a person where it is about one."""

    organization: uuid.UUID | None = None
    person: uuid.UUID | None = None


def viewer_of(account: User, day: date, acting: uuid.UUID | None = None) -> Viewer:
    """Everything an account may act as on a day; read anew for each request.

    Where they chose to act in one of their posts, that and their membership; a choice of a
    post they do not hold any more says nothing.
    """
    if not account.is_active:
        return Viewer(account.id, None, day, ())
    if account.is_administrator:
        return Viewer(account.id, None, day, (Standing(account.kind, None),))
    person = getattr(account, "person", None)
    if person is None:
        return Viewer(account.id, None, day, ())
    standings = tuple(_standings(person.id, day))
    posts = frozenset(one.post for one in standings if one.post is not None)
    if acting in posts:
        standings = tuple(one for one in standings if one.post in {None, acting})
    standings = _apart(standings, acting)
    homes = {one.organization for one in standings if one.organization is not None}
    under = _under(homes, day)
    chosen = acting if acting in posts else None
    return Viewer(account.id, person.id, day, standings, under, posts, chosen)


def viewer_in(post: Post, day: date) -> Viewer:
    """What a post may do on a day, whoever holds it: no person, no membership beside it."""
    role = _role_of(post.kind)
    stands = (Standing(role, post.organization_id, post.id),) if role else ()
    return Viewer(post.id, None, day, stands, _under({post.organization_id}, day))


def scope(viewer: Viewer, action: str, thing: str) -> Scope:
    """How far the viewer may do something to a kind of thing."""
    found: set[Place] = set()
    person, everything = None, False
    for standing in viewer.standings:
        reach = grants().reach(standing.role, action, thing)
        everything = everything or reach == ALL
        if reach == SELF:
            person = viewer.person
        if standing.organization is not None:
            places = viewer.under.get(standing.organization, ())
            found.update(one for one in places if _is_within(one, standing, reach))
    looking = action in LOOKING
    reached = frozenset(one.id for one in found if looking or not one.archived)
    return Scope(everything, reached, person)


def may(viewer: Viewer, action: str, thing: str, target: Target) -> bool:
    """Whether the viewer may do something to this very thing."""
    found = scope(viewer, action, thing)
    if found.everything:
        return True
    if target.organization is not None and target.organization in found.organizations:
        return True
    return target.person is not None and target.person == found.person


def post_for(
    viewer: Viewer, action: str, thing: str, organization: uuid.UUID | None
) -> uuid.UUID | None:
    """The post by which the viewer may do something there; the nearest, where several allow it."""
    able = [
        standing
        for standing in viewer.standings
        if standing.post is not None and standing.organization is not None
        for place in viewer.under.get(standing.organization, ())
        if place.id == organization
        and _is_within(place, standing, grants().reach(standing.role, action, thing))
    ]
    able.sort(key=lambda one: one.organization != organization)
    return able[0].post if able else None


def within(found: Scope, organization: str, person: str | None = None) -> Q:
    """A scope as a condition on a queryset's columns; nothing where it reaches nothing."""
    if found.everything:
        return Q()
    condition = Q(pk__in=())
    if found.organizations:
        condition |= Q(**{f"{organization}__in": found.organizations})
    if person is not None and found.person is not None:
        condition |= Q(**{person: found.person})
    return condition


def hidden_fields(viewer: Viewer, thing: str, target: Target) -> frozenset[str]:
    """The fields of something readable that the viewer may not read."""
    sensitive = grants().sensitive.get(thing, frozenset())
    if not sensitive or may(viewer, "read_sensitive", thing, target):
        return frozenset()
    return sensitive


def _is_within(place: Place, standing: Standing, reach: str | None) -> bool:
    return reach == BELOW or (reach == BRANCH and place.id == standing.organization)


def _under(homes: Iterable[uuid.UUID], day: date) -> dict[uuid.UUID, tuple[Place, ...]]:
    """Everything at and under some organizations, whether they are archived, in one query."""
    columns = ("ancestor_id", "organization_id", "organization__dissolved")
    found: dict[uuid.UUID, list[Place]] = {}
    for over, one, gone in Above.objects.filter(ancestor_id__in=homes).values_list(*columns):
        place = Place(one, archived=gone is not None and gone <= day)
        found.setdefault(over, []).append(place)
    return {over: tuple(places) for over, places in found.items()}


def _apart(standings: tuple[Standing, ...], acting: uuid.UUID | None) -> tuple[Standing, ...]:
    """Nobody inspects and does their own work at once: what they look at would be mixed up.

    Who has no other place inspects; who has one chooses the inspection, and it stands alone.
    """
    inspections = tuple(one for one in standings if one.role == INSPECTOR)
    if any(one.post == acting for one in inspections):
        return (Standing(MEMBER, None), *(one for one in inspections if one.post == acting))
    others = tuple(one for one in standings if one.role != INSPECTOR)
    if any(one.organization for one in others):
        return others
    return (*others, *inspections[:1])


def _standings(person: uuid.UUID, day: date) -> Iterator[Standing]:
    """Memberships and posts in one question: every request asks it."""
    lent = Delegation.objects.filter(
        deputy_id=person, since__lte=day, until__gte=day, revoked_at=None
    )
    held = Q(person_id=person) | Q(id__in=lent.values("post_id"))
    posts = Post.objects.filter(in_force(day), held).order_by()
    branches = Membership.objects.filter(in_force(day), person_id=person).order_by()
    none = Cast(Value(None), UUIDField())
    found = posts.values_list("organization_id", "id", "kind").union(
        branches.values_list("branch_id", none, Value(MEMBER)), all=True
    )
    rows = sorted(found, key=lambda row: (row[2] != MEMBER, str(row[0]), str(row[1])))
    # Whoever belongs to no branch still sees what is held about them.
    if not any(kind == MEMBER for _, _, kind in rows):
        yield Standing(MEMBER, None)
    for organization, post, kind in rows:
        role = MEMBER if kind == MEMBER else _role_of(kind)
        if role is not None:
            yield Standing(role, organization, post)


def _role_of(post: str) -> str | None:
    return next((role.id for role in grants().roles.values() if post in role.posts), None)
