"""The six people of the demo: which post each holds, and under which account."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from mingdeng.accounts.services import create_user
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import NewPerson, add_person, appoint

Kind = Post.Kind


@dataclass(frozen=True, slots=True)
class Role:
    """One of the six: the account, what the start calls them, what they are appointed to."""

    account: str
    label: str
    post: str | None = None
    title: str = ""
    organizations: tuple[str, ...] = ()


CAST = (
    Role("secretary", "支部书记"),
    Role("member", "普通党员"),
    Role("office", "机关党委办公室", Kind.OFFICE, "机关党委办公室主任", ("organ_committee",)),
    Role(
        "leading",
        "党组书记",
        Kind.LEADING_SECRETARY,
        "党组书记",
        ("leading_group", "organ_committee"),
    ),
    Role("discipline", "纪检干部", Kind.DISCIPLINE, "机关纪委副书记", ("organ_committee",)),
    Role("viewer", "工委工作人员", Kind.VIEWER, "工委组织部干部", ("work_committee",)),
)
# The viewer works in another organ and is on no roster here.
OUTSIDER = NewPerson(name="秦朗")


def cast_roles(actor: Actor, organizations: Sequence[Organization], leader: str | None) -> None:
    """Give the six their accounts and posts; `leader` is whom the register calls 党组书记."""
    taken: set[uuid.UUID] = set()
    branch = _home(organizations)
    for role in CAST:
        person = _person(actor, role.account, branch, taken, leader)
        taken.add(person.id)
        person.account = create_user(role.account)
        person.save(update_fields=["account"])
        for organization in organizations:
            if organization.kind in role.organizations and role.post is not None:
                appoint(actor, person, organization, role.post, role.title, None)


def _home(organizations: Sequence[Organization]) -> Organization:
    """The first branch whose secretary is secretary of nothing else."""
    for branch in organizations:
        if branch.kind == "branch":
            held = Post.objects.filter(person__posts__organization=branch, kind=Kind.SECRETARY)
            if held.filter(person__posts__kind=Kind.SECRETARY).distinct().count() == 1:
                return branch
    return next(item for item in organizations if item.kind == "branch")


def _person(
    actor: Actor, account: str, branch: Organization, taken: set[uuid.UUID], leader: str | None
) -> Person:
    if account == "viewer":
        return add_person(actor, OUTSIDER, None, None)
    if account == "leading" and leader:
        return Person.objects.filter(name=leader).order_by("memberships__position")[0]
    here = Person.objects.filter(memberships__branch=branch, memberships__until=None)
    if account == "secretary":
        return here.get(posts__kind=Kind.SECRETARY, posts__organization=branch)
    plain = here.filter(posts=None, status=Person.Status.FULL).exclude(id__in=taken)
    return plain.order_by("-memberships__position")[0]
