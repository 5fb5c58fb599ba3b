"""组织: the tree, and one organization with its roster, groups and posts."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from mingdeng.access.policy import Target, hidden_fields
from mingdeng.access.queries import members, memberships_of, organizations, posts, posts_of
from mingdeng.engine.reasons import day_name
from mingdeng.roster.models import Group, Membership, Organization, Person, Post
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.visit import Visit

FIELDS = {
    "name": "姓名",
    "gender": "性别",
    "birth": "出生日期",
    "id_number": "身份证号",
    "status": "党籍",
    "joined": "入党日期",
    "converted": "转正日期",
}
DAYS = frozenset({"birth", "joined", "converted"})


@dataclass(frozen=True, slots=True)
class Node:
    """One organization of the tree."""

    organization: Organization
    kind: str
    depth: int
    people: int


@dataclass(frozen=True, slots=True)
class Place:
    """One organization."""

    organization: Organization
    kind: str
    parent: Organization | None
    posts: Sequence[Post]
    groups: Sequence[tuple[Group, int]]
    members: Sequence[tuple[Membership, str]]
    only_own: bool
    board: str


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about a person: label and value, as far as the viewer may read it."""

    person: Person
    fields: Sequence[tuple[str, str]]
    memberships: Sequence[Membership]
    posts: Sequence[Post]


def tree_page(visit: Visit) -> list[Node]:
    """The organizations the viewer may see, with how many belong to each."""
    in_force = Q(memberships__until=None) | Q(memberships__until__gt=visit.as_of)
    counted = organizations(visit.viewer).filter(Q(dissolved=None) | Q(dissolved__gt=visit.as_of))
    seen = list(
        counted.annotate(people=Count("memberships", filter=in_force)).order_by("position", "id")
    )
    kinds = vocabulary()
    return [
        Node(one, kinds.label("bearers", one.kind), depth, getattr(one, "people", 0))
        for one, depth in in_tree(seen)
    ]


def place_page(visit: Visit, organization: Organization) -> Place:
    """One organization with everyone in it, as far as the viewer may see."""
    held = list(posts(visit.viewer, organization, visit.as_of))
    titles: dict[uuid.UUID, list[str]] = {}
    for post in held:
        titles.setdefault(post.person_id, []).append(post.title)
    people = list(members(visit.viewer, organization, visit.as_of))
    groups: dict[uuid.UUID | None, int] = {}
    for one in people:
        groups[one.group_id] = groups.get(one.group_id, 0) + 1
    parents = organizations(visit.viewer).filter(
        below__organization=organization, below__distance=1
    )
    parent = parents.first()
    board = visit.may("read", "board", organization.id)
    return Place(
        organization=organization,
        kind=vocabulary().label("bearers", organization.kind),
        parent=parent,
        posts=sorted(held, key=lambda post: list(Post.Kind.values).index(post.kind)),
        groups=[(group, groups.get(group.id, 0)) for group in organization.groups.all()],
        members=[(one, "、".join(titles.get(one.person_id, ()))) for one in people],
        only_own=not visit.may("read", "person", organization.id),
        board=visit.link(reverse("web:board", args=(organization.id,))) if board else "",
    )


def held_about(visit: Visit, person: Person) -> Held:
    """What is held about someone; sensitive fields only for whom the table names."""
    memberships = list(memberships_of(person))
    home = next((one.branch_id for one in memberships if one.until is None), None)
    target = Target(home, person.id)
    hidden = hidden_fields(visit.viewer, "person", target)
    return Held(
        person=person,
        fields=[
            (label, _shown(person, name)) for name, label in FIELDS.items() if name not in hidden
        ],
        memberships=memberships,
        posts=list(posts_of(person)),
    )


def _shown(person: Person, name: str) -> str:
    value = getattr(person, name)
    if name == "status":
        return person.get_status_display() or "—"
    if not value:
        return "—"
    return day_name(value) if name in DAYS else str(value)
