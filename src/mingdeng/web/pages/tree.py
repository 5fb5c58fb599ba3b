"""组织: the tree, and one organization with its roster, groups and posts."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from mingdeng.access.policy import Target, hidden_fields
from mingdeng.access.queries import (
    lent_posts,
    members,
    memberships_of,
    organizations,
    posts,
    posts_of,
)
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import (
    Delegation,
    FormerName,
    Group,
    Membership,
    Organization,
    Person,
    Post,
)
from mingdeng.roster.names import spelling, strokes
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.subjects.held import FIELDS, shown
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.visit import Visit

ORDERS = (("", "名册顺序"), ("strokes", "姓氏笔画"), ("pinyin", "姓名拼音"))
KEYS: dict[str, Callable[[str], Any]] = {"strokes": strokes, "pinyin": spelling}
BRANCHES = frozenset({"branch", "general_branch"})
OF_BRANCHES = frozenset({"add-group", "add-person"})
# Address, what it is called, what one must be able to change.
DEEDS = (
    ("add-person", "加党员", "person"),
    ("appoint", "任职", "post"),
    ("add-group", "设党小组", "organization"),
    ("add-place", "设下级组织", "organization"),
    ("edit-place", "更改信息", "organization"),
    ("rename-place", "改名", "organization"),
    ("move-place", "划转", "organization"),
    ("merge-place", "合并", "organization"),
    ("end-place", "撤销", "organization"),
    ("packs", "规则包", "organization"),
    ("set-reminding", "提醒设置", "reminding"),
    ("set-robot", "群机器人", "reminding"),
    ("stationery", "Word 模板", "stationery"),
)


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
    year: str
    terms: bool
    deeds: Sequence[tuple[str, str]]
    may_post: bool
    may_group: bool
    lent: Sequence[Delegation]
    orders: Sequence[tuple[str, str, bool]]
    former: Sequence[FormerName]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held about a person: label and value, as far as the viewer may read it."""

    person: Person
    fields: Sequence[tuple[str, str]]
    memberships: Sequence[Membership]
    posts: Sequence[Post]
    deeds: Sequence[tuple[str, str]] = ()
    sensitive: bool = False


def tree_page(visit: Visit) -> list[Node]:
    """The organizations the viewer may see, with how many belong to each."""
    belongs = in_force(visit.as_of, "memberships__")
    counted = organizations(visit.viewer).filter(Q(dissolved=None) | Q(dissolved__gt=visit.as_of))
    seen = list(
        counted.annotate(people=Count("memberships", filter=belongs)).order_by("position", "id")
    )
    kinds = vocabulary()
    return [
        Node(one, kinds.label("bearers", one.kind), depth, getattr(one, "people", 0))
        for one, depth in in_tree(seen)
    ]


def place_page(visit: Visit, organization: Organization, order: str = "") -> Place:
    """One organization with everyone in it, as far as the viewer may see."""
    held = list(posts(visit.viewer, organization, visit.as_of))
    titles: dict[uuid.UUID, list[str]] = {}
    for post in held:
        titles.setdefault(post.person_id, []).append(post.title)
    people = in_order(members(visit.viewer, organization, visit.as_of), order)
    groups: dict[uuid.UUID | None, int] = {}
    for one in people:
        groups[one.group_id] = groups.get(one.group_id, 0) + 1
    parents = organizations(visit.viewer).filter(
        below__organization=organization, below__distance=1
    )
    parent = parents.first()
    board = visit.may("read", "board", organization.id)
    records = visit.may("read", "activity", organization.id)
    return Place(
        organization=organization,
        kind=vocabulary().label("bearers", organization.kind),
        parent=parent,
        posts=sorted(held, key=lambda post: list(Post.Kind.values).index(post.kind)),
        groups=[
            (group, groups.get(group.id, 0))
            for group in organization.groups.all()
            if group.dissolved is None or group.dissolved > visit.as_of
        ],
        members=[(one, "、".join(titles.get(one.person_id, ()))) for one in people],
        only_own=not visit.may("read", "person", organization.id),
        board=visit.link(reverse("web:board", args=(organization.id,))) if board else "",
        year=visit.link(reverse("web:year", args=(organization.id,))) if records else "",
        terms=visit.may("read", "post", organization.id),
        deeds=deeds_on(visit, organization),
        may_post=visit.may("edit", "post", organization.id),
        may_group=visit.may("edit", "organization", organization.id),
        lent=list(lent_posts(visit.viewer, organization, visit.today)),
        orders=_orders(visit, organization, order),
        # Renaming raises the version: nothing to look for where it never was.
        former=list(organization.names.order_by("-until")) if organization.version > 1 else [],
    )


def in_order(found: Iterable[Membership], order: str) -> list[Membership]:
    """The members in the roster's own order, by strokes, or by how their names are read."""
    people = list(found)
    key = KEYS.get(order)
    return sorted(people, key=lambda one: key(one.person.name)) if key else people


def deeds_on(visit: Visit, organization: Organization) -> list[tuple[str, str]]:
    """What the viewer may change of an organization: what it is called, and where."""
    rights = {
        thing: visit.may("edit", thing, organization.id)
        for thing in ("organization", "person", "post", "reminding", "stationery")
    }
    return [
        (label, visit.link(reverse(f"web:{name}", args=(organization.id,))))
        for name, label, thing in DEEDS
        if rights[thing] and not (name in OF_BRANCHES and organization.kind not in BRANCHES)
    ]


def deeds_about(visit: Visit, person: Person, home: uuid.UUID | None) -> list[tuple[str, str]]:
    """What the viewer may change about someone."""
    if home is None or not visit.may("edit", "person", home):
        return []
    names = (("edit-person", "更改信息"), ("move-person", "转接组织关系"), ("leave", "转出"))
    return [(label, visit.link(reverse(f"web:{name}", args=(person.id,)))) for name, label in names]


def _orders(visit: Visit, organization: Organization, order: str) -> list[tuple[str, str, bool]]:
    here = reverse("web:organization", args=(organization.id,))
    return [(label, visit.link(here, order=name), order == name) for name, label in ORDERS]


def held_about(visit: Visit, person: Person) -> Held:
    """What is held about someone; sensitive fields only for whom the table names."""
    memberships = list(memberships_of(person))
    home = next((one.branch_id for one in memberships if one.until is None), None)
    target = Target(home, person.id)
    hidden = hidden_fields(visit.viewer, "person", target)
    return Held(
        person=person,
        fields=[
            (label, shown(person, name)) for name, label in FIELDS.items() if name not in hidden
        ],
        memberships=memberships,
        posts=list(posts_of(person)),
        deeds=deeds_about(visit, person, home),
        sensitive=not hidden,
    )
