"""What is asked when the tree, people and posts are changed."""

import re
import uuid
from collections.abc import Sequence

from mingdeng.access.queries import named, organizations
from mingdeng.roster.models import Group, Organization, Person, Post, organization_kinds
from mingdeng.roster.services import Refused
from mingdeng.web.asking import DAY, NUMBER, ONE, Ask
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.pages.importwords import LABELS
from mingdeng.web.visit import Visit

PERSON = ("name", "gender", "birth", "id_number", "status", "joined", "converted")
NAMED = re.compile(r"(?P<name>[^（()）]+)(?:[（(](?P<place>[^（()）]+)[）)])?")
NAME_HINT = "同名的写成“姓名（支部）”"
SEXES = [("男", "男"), ("女", "女")]
FULL = 18


def asks_new_place() -> list[Ask]:
    """What is said of an organization when it is set up."""
    return [
        Ask("kind", "类别", ONE, required=True, choices=organization_kinds()),
        *asks_names(),
        Ask("unit", "所在单位", most=120),
        Ask("founded", "成立日期", DAY),
        Ask("elected", "本届选举日期", DAY),
        Ask("position", "排列", NUMBER, hint="同级中的次序，小的在前，不填的排在最后"),
    ]


def asks_names() -> list[Ask]:
    """The name people use, and the official one."""
    return [
        Ask("name", "名称", required=True, hint="日常称呼，如“办公室第一支部”"),
        Ask("full_name", "全称", required=True, most=120),
    ]


def asks_place() -> list[Ask]:
    """What can be corrected of an organization."""
    return [
        Ask("code", "党组织代码", most=40),
        Ask("unit", "所在单位", most=120),
        Ask("founded", "成立日期", DAY),
        Ask("elected", "本届选举日期", DAY),
        Ask("position", "排列", NUMBER, hint="同级中的次序，小的在前"),
    ]


def asks_person(hidden: frozenset[str] = frozenset()) -> list[Ask]:
    """What is held about someone, as far as the viewer may read it."""
    kinds = {
        **dict.fromkeys(("birth", "joined", "converted"), DAY),
        **dict.fromkeys(("gender", "status"), ONE),
    }
    choices: dict[str, Sequence[tuple[str, str]]] = {
        "gender": SEXES,
        "status": Person.Status.choices,
    }
    return [
        Ask(
            name,
            LABELS[name],
            kinds.get(name, "text"),
            required=name == "name",
            choices=choices.get(name, ()),
            most=FULL if name == "id_number" else 60,
        )
        for name in PERSON
        if name not in hidden
    ]


def places_to(visit: Visit, thing: str, beside: uuid.UUID | None = None) -> list[tuple[str, str]]:
    """The organizations the viewer may change, in the order of the tree; one left out."""
    found = organizations(visit.viewer, "edit", thing).filter(dissolved=None)
    return [
        (str(one.id), "　" * depth + one.name)
        for one, depth in in_tree(list(found))
        if one.id != beside
    ]


def homes(visit: Visit) -> list[tuple[str, str]]:
    """The organizations and groups someone can belong to."""
    found = organizations(visit.viewer, "edit", "person").filter(dissolved=None)
    rows = in_tree(list(found.prefetch_related("groups")))
    choices: list[tuple[str, str]] = []
    for one, depth in rows:
        choices.append((str(one.id), "　" * depth + one.name))
        choices += [
            (f"{one.id}/{group.id}", f"{'　' * (depth + 1)}{one.name} {group.name}")
            for group in one.groups.all()
            if group.dissolved is None
        ]
    return choices


def home_in(visit: Visit, text: str) -> tuple[Organization, Group | None]:
    """The branch and group of a choice of `homes`."""
    branch_id, _, group_id = text.partition("/")
    branch = organizations(visit.viewer, "edit", "person").get(id=branch_id)
    return branch, branch.groups.get(id=group_id) if group_id else None


def groups_in(place: Organization) -> list[tuple[str, str]]:
    """The groups in force of a branch."""
    return [(str(one.id), one.name) for one in place.groups.filter(dissolved=None)]


def person_named(visit: Visit, text: str) -> Person:
    """The one person a name means. Raises Refused naming what to write instead."""
    found = NAMED.fullmatch(text.strip())
    people = named(visit.viewer, found["name"].strip()) if found else []
    if found and found["place"]:
        people = [one for one in people if one[1] == found["place"].strip()]
    if not people:
        raise Refused(f"名册中没有“{text[:40]}”，请核对姓名。")
    if len(people) > 1:
        ways = "、".join(f"{one.name}（{place or '不在支部'}）" for one, place in people[:5])
        raise Refused(f"有{len(people)}位叫这个姓名，请写成其中一种：{ways}。")
    return people[0][0]


def asks_post(place: Organization) -> list[Ask]:
    """Who is appointed to what."""
    groups = groups_in(place)
    kinds = [
        (kind, label)
        for kind, label in Post.Kind.choices
        if kind != Post.Kind.INSPECTOR and (groups or kind != Post.Kind.GROUP_LEADER)
    ]
    return [
        Ask("person", "姓名", required=True, most=130, hint=NAME_HINT),
        Ask("kind", "职务", ONE, required=True, choices=kinds),
        *([Ask("group", "党小组", ONE, choices=groups, hint="党小组组长填")] if groups else []),
        Ask("title", "职务名称", most=40, hint="如“组织委员”，不填的用上面的职务"),
        Ask("since", "任职日期", DAY, required=True),
    ]


def asks_lending() -> list[Ask]:
    """To whom a post is lent, and for which days."""
    return [
        Ask("deputy", "代行的人", required=True, most=130, hint=NAME_HINT),
        Ask("since", "从", DAY, required=True),
        Ask("until", "到", DAY, required=True, hint="含这一天"),
    ]
