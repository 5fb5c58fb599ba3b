"""Every role, action and object from eight places, against a table written here by hand.

Neither the policy's file nor its code says what is expected. Places: o the organization
the role is held in, s the own record there, b below, d dissolved below, a above,
n beside, x another tree, f the branch one left.
"""

import itertools
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from mingdeng.access.policy import Target, may, scope, viewer_of, within
from mingdeng.accounts.models import Kind, User
from mingdeng.accounts.services import create_user
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import appoint, dissolve_organization, move_person
from tests.house import SYSTEM, TODAY, place, someone, with_account

LOOK, WRITE, EVERYWHERE = "osbd", "osb", "osbdanxf"
ACTIONS = (
    *("read", "read_sensitive", "history", "create", "edit", "confirm", "request", "approve"),
    *("answer", "suspend", "delete"),
)
OBJECTS = (
    *("organization", "person", "post", "activity", "board", "statement", "objection", "waiver"),
    "correction",
    "handover",
    *("import", "journal", "account", "founding", "rule", "reminding", "delivery"),
)
# What everyone on the roster may do, in whichever post: see what is held about them.
EVERYONE = {
    ("person", "read"): "s",
    ("person", "read_sensitive"): "s",
    ("person", "history"): "s",
    ("objection", "read"): "s",
    ("correction", "read"): "s",
    ("correction", "create"): "s",
    ("handover", "read"): "s",
    ("handover", "create"): "s",
    ("handover", "confirm"): "s",
    ("rule", "read"): EVERYWHERE,
}
EXPECTED: dict[str, dict[tuple[str, str], str]] = {
    "member": {
        **EVERYONE,
        ("organization", "read"): "os",
        ("post", "read"): "os",
        ("activity", "read"): "os",
        ("board", "read"): "os",
        ("objection", "create"): "os",
    },
    "group_leader": {
        **EVERYONE,
        ("person", "read"): "os",
        ("activity", "read"): "os",
        ("activity", "create"): "os",
    },
    "secretary": {
        **EVERYONE,
        ("organization", "read"): LOOK,
        ("person", "read"): LOOK,
        ("person", "read_sensitive"): "os",
        ("post", "read"): LOOK,
        ("activity", "read"): LOOK,
        ("activity", "create"): "os",
        ("activity", "edit"): "os",
        ("board", "read"): LOOK,
        ("statement", "read"): LOOK,
        ("statement", "create"): "os",
        ("objection", "read"): "os",
        ("objection", "answer"): "os",
        ("correction", "read"): "os",
        ("correction", "answer"): "os",
        ("waiver", "read"): LOOK,
        ("waiver", "request"): "os",
    },
    "office": {
        **EVERYONE,
        ("organization", "read"): LOOK,
        ("organization", "edit"): WRITE,
        ("person", "read"): LOOK,
        ("person", "read_sensitive"): LOOK,
        ("person", "edit"): WRITE,
        ("post", "read"): LOOK,
        ("post", "edit"): WRITE,
        ("activity", "read"): LOOK,
        ("activity", "create"): WRITE,
        ("activity", "edit"): WRITE,
        ("activity", "confirm"): WRITE,
        ("board", "read"): LOOK,
        ("statement", "read"): LOOK,
        ("statement", "create"): WRITE,
        ("objection", "read"): LOOK,
        ("objection", "answer"): WRITE,
        ("correction", "read"): LOOK,
        ("correction", "answer"): WRITE,
        ("waiver", "read"): LOOK,
        ("waiver", "request"): WRITE,
        ("waiver", "approve"): WRITE,
        ("handover", "read"): LOOK,
        ("handover", "create"): WRITE,
        ("handover", "confirm"): WRITE,
        ("import", "read"): LOOK,
        ("import", "create"): WRITE,
        ("reminding", "read"): LOOK,
        ("reminding", "edit"): WRITE,
    },
    "leading": {
        **EVERYONE,
        ("organization", "read"): LOOK,
        ("person", "read"): LOOK,
        ("post", "read"): LOOK,
        ("activity", "read"): LOOK,
        ("board", "read"): LOOK,
        ("statement", "read"): LOOK,
        ("waiver", "read"): LOOK,
        ("waiver", "approve"): WRITE,
    },
    "discipline": {
        **EVERYONE,
        ("organization", "read"): LOOK,
        ("post", "read"): LOOK,
        ("activity", "read"): LOOK,
        ("board", "read"): LOOK,
        ("statement", "read"): LOOK,
    },
    "viewer": {
        **EVERYONE,
        ("organization", "read"): LOOK,
        ("board", "read"): LOOK,
        ("statement", "read"): LOOK,
    },
    "system": {
        ("account", "read"): EVERYWHERE,
        ("account", "create"): EVERYWHERE,
        ("founding", "read"): EVERYWHERE,
        ("founding", "create"): EVERYWHERE,
        ("rule", "read"): EVERYWHERE,
        ("delivery", "read"): EVERYWHERE,
        ("delivery", "edit"): EVERYWHERE,
    },
    "security": {
        ("account", "read"): EVERYWHERE,
        ("account", "suspend"): EVERYWHERE,
        ("account", "approve"): EVERYWHERE,
        ("founding", "read"): EVERYWHERE,
        ("founding", "approve"): EVERYWHERE,
    },
    "audit": {("journal", "read"): EVERYWHERE},
}
POSTS = {
    "group_leader": (Post.Kind.GROUP_LEADER,),
    "secretary": (Post.Kind.SECRETARY, Post.Kind.DEPUTY, Post.Kind.COMMITTEE),
    "office": (Post.Kind.OFFICE,),
    "leading": (Post.Kind.LEADING_SECRETARY,),
    "discipline": (Post.Kind.DISCIPLINE,),
    "viewer": (Post.Kind.VIEWER,),
}
BUSINESS = set(OBJECTS) - {"journal", "account", "founding", "rule", "delivery"}


@dataclass
class Neighbourhood:
    """An organization and everything around it."""

    above: Organization
    own: Organization
    below: Organization
    archived: Organization
    beside: Organization
    other_tree: Organization
    former: Organization


@pytest.fixture
def around(db: None) -> Neighbourhood:  # noqa: ARG001
    above = place("上级", kind="organ_committee")
    own = place("本级", above)
    archived = place("已撤销", own)
    dissolve_organization(SYSTEM, archived, 1, TODAY - timedelta(days=30))
    return Neighbourhood(
        above=above,
        own=own,
        below=place("下级", own),
        archived=archived,
        beside=place("平级", above),
        other_tree=place("另一棵树"),
        former=place("原支部", above),
    )


def places(around: Neighbourhood, person: Person | None) -> dict[str, Target]:
    other = uuid.uuid4()
    by_letter = {
        "o": around.own,
        "b": around.below,
        "d": around.archived,
        "a": around.above,
        "n": around.beside,
        "x": around.other_tree,
        "f": around.former,
    }
    found = {letter: Target(item.id, other) for letter, item in by_letter.items()}
    return {**found, "s": Target(around.own.id, person.id if person else other)}


def accounts(role: str, around: Neighbourhood) -> list[tuple[User, Person | None]]:
    """One account per way to come by a role; each once belonged to another branch."""
    if role in {Kind.SYSTEM, Kind.SECURITY, Kind.AUDIT}:
        return [(create_user(role, role), None)]
    if role == "member":
        person = someone("党员", around.former)
        move_person(SYSTEM, person, around.own, None, TODAY - timedelta(days=9))
        return [(with_account(person), person)]
    found: list[tuple[User, Person | None]] = []
    for kind in POSTS[role]:
        person = someone(kind)
        appoint(SYSTEM, person, around.own, kind, kind, date(2020, 1, 1))
        found.append((with_account(person), person))
    return found


@pytest.mark.parametrize("role", EXPECTED)
def test_every_grant_reaches_exactly_as_far_as_written_here(
    role: str, around: Neighbourhood
) -> None:
    differences = []
    for account, person in accounts(role, around):
        viewer = viewer_of(account, TODAY)
        for thing, action in itertools.product(OBJECTS, ACTIONS):
            expected = EXPECTED[role].get((thing, action), "")
            for letter, target in places(around, person).items():
                if may(viewer, action, thing, target) != (letter in expected):
                    differences.append((role, action, thing, letter))
    assert differences == []


@pytest.mark.parametrize("role", EXPECTED)
def test_a_list_holds_exactly_what_may_be_done_one_by_one(role: str, around: Neighbourhood) -> None:
    for account, person in accounts(role, around):
        viewer = viewer_of(account, TODAY)
        for thing, action in itertools.product(OBJECTS, ACTIONS):
            listed = set(Organization.objects.filter(within(scope(viewer, action, thing), "id")))
            one_by_one = {
                item
                for item in Organization.objects.all()
                if may(viewer, action, thing, Target(item.id))
            }
            assert listed == one_by_one, (role, action, thing, person)


@pytest.mark.usefixtures("around")
def test_administrators_see_no_business_record() -> None:
    for role in (Kind.SYSTEM, Kind.SECURITY, Kind.AUDIT):
        viewer = viewer_of(create_user(role, role), TODAY)
        for thing, action in itertools.product(BUSINESS, ACTIONS):
            assert not scope(viewer, action, thing)


def test_an_administrator_who_is_on_the_roster_still_sees_no_business_record(
    around: Neighbourhood,
) -> None:
    person = someone("兼职", around.own)
    appoint(SYSTEM, person, around.own, Post.Kind.OFFICE, "主任", None)
    person.account = create_user("both", Kind.SYSTEM)
    person.save()
    assert not scope(viewer_of(person.account, TODAY), "read", "person")


def test_an_account_of_nobody_may_nothing(db: None) -> None:  # noqa: ARG001
    viewer = viewer_of(create_user("nobody"), TODAY)
    assert not any(scope(viewer, action, thing) for thing in OBJECTS for action in ACTIONS)
