"""Organizations and people as they are answered."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from mingdeng.api.shapes.types import Asked, AsOf, Paged, Reference
from mingdeng.roster.models import Delegation, Membership, Organization, Person, Post


class DayAsked(Asked):
    """On which day."""

    as_of: AsOf = None


class ListAsked(Paged):
    """Which part of a list, on which day."""

    as_of: AsOf = None


class PlaceLine(BaseModel):
    """An organization in the tree; `parent` only where the caller sees it."""

    id: uuid.UUID
    parent: uuid.UUID | None
    kind: str
    name: str
    full_name: str
    version: int


class GroupTold(BaseModel):
    """A Party group."""

    id: uuid.UUID
    number: int | None
    name: str


class PostTold(BaseModel):
    """Who holds which post, between which days."""

    id: uuid.UUID
    organization: Reference
    person: Reference
    kind: str
    title: str
    since: date | None
    until: date | None


class LentTold(BaseModel):
    """A post that is lent now or later, between two days, both included."""

    id: uuid.UUID
    post: uuid.UUID
    deputy: Reference
    since: date
    until: date


class PlaceTold(PlaceLine):
    """One organization."""

    code: str
    unit: str
    founded: date | None
    dissolved: date | None
    elected: date | None
    groups: list[GroupTold]
    posts: list[PostTold]
    lent: list[LentTold]


class MemberTold(BaseModel):
    """Someone on the roster of an organization."""

    id: uuid.UUID
    name: str
    status: str
    joined: date | None
    group: Reference | None
    since: date | None


class MembershipTold(BaseModel):
    """Where someone belonged, between which days."""

    branch: Reference
    group: Reference | None
    since: date | None
    until: date | None


class PersonTold(BaseModel):
    """What is held about someone; what the caller may not read is named and left out."""

    id: uuid.UUID
    version: int
    name: str
    gender: str
    status: str
    joined: date | None
    converted: date | None
    birth: date | None = None
    id_number: str | None = None
    hidden: list[str] = Field(description="这个令牌不能看的字段；这些字段总是空的")
    memberships: list[MembershipTold]
    posts: list[PostTold]


def place_line(one: Organization, seen: frozenset[uuid.UUID]) -> PlaceLine:
    """An organization in the tree."""
    return PlaceLine(**_plain(one, seen))


def place_told(
    one: Organization,
    seen: frozenset[uuid.UUID],
    held: Iterable[Post],
    lent: Iterable[Delegation],
    day: date,
) -> PlaceTold:
    """One organization with its groups and posts of a day."""
    names = ("code", "unit", "founded", "dissolved", "elected")
    groups = [g for g in one.groups.all() if g.dissolved is None or g.dissolved > day]
    return PlaceTold(
        **_plain(one, seen),
        **{name: getattr(one, name) for name in names},
        groups=[GroupTold(id=g.id, number=g.number, name=g.name) for g in groups],
        posts=[post_told(post, one, post.person) for post in held],
        lent=[_lent(each) for each in lent],
    )


def _lent(one: Delegation) -> LentTold:
    deputy = Reference(id=one.deputy_id, name=one.deputy.name)
    return LentTold(id=one.id, post=one.post_id, deputy=deputy, since=one.since, until=one.until)


def post_told(post: Post, place: Organization, person: Person) -> PostTold:
    """A post with where it is and who holds it."""
    names = ("id", "kind", "title", "since", "until")
    return PostTold(
        organization=Reference(id=place.id, name=place.name),
        person=Reference(id=person.id, name=person.name),
        **{name: getattr(post, name) for name in names},
    )


def member_told(one: Membership) -> MemberTold:
    """Someone on a roster."""
    person = one.person
    return MemberTold(
        id=person.id,
        name=person.name,
        status=person.status,
        joined=person.joined,
        group=Reference(id=one.group.id, name=one.group.name) if one.group else None,
        since=one.since,
    )


def person_told(
    person: Person, memberships: list[Membership], posts: list[Post], hidden: frozenset[str]
) -> PersonTold:
    """What is held about someone, without what is hidden."""
    names = ("id", "version", "name", "gender", "status", "joined", "converted")
    sensitive = ("birth", "id_number")
    return PersonTold(
        **{name: getattr(person, name) for name in names},
        **{name: getattr(person, name) for name in sensitive if name not in hidden},
        hidden=sorted(hidden),
        memberships=[_membership(one) for one in memberships],
        posts=[post_told(post, post.organization, person) for post in posts],
    )


def _membership(one: Membership) -> MembershipTold:
    return MembershipTold(
        branch=Reference(id=one.branch.id, name=one.branch.name),
        group=Reference(id=one.group.id, name=one.group.name) if one.group else None,
        since=one.since,
        until=one.until,
    )


def _plain(one: Organization, seen: frozenset[uuid.UUID]) -> dict[str, Any]:
    names = ("id", "kind", "name", "full_name", "version")
    parent = one.parent_id if one.parent_id in seen else None
    return {**{name: getattr(one, name) for name in names}, "parent": parent}
