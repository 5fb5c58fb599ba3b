"""Changing the roster: every change dated, in one transaction with its journal entry."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import (
    Above,
    FormerName,
    Group,
    Membership,
    Organization,
    PackAdoption,
    Person,
    Post,
)
from mingdeng.roster.names import initials


class Stale(Exception):
    """The record was changed since it was read; `current` is how it stands now."""

    def __init__(self, current: Mapping[str, Any]) -> None:
        self.current = current
        super().__init__("已被别人改过")


class Refused(Exception):
    """A change the roster does not allow, in words."""


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """What is said of an organization when it is set up."""

    kind: str
    name: str
    full_name: str
    parent: uuid.UUID | None = None
    code: str = ""
    unit: str = ""
    position: int = 0
    founded: date | None = None
    elected: date | None = None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What a roster line says of a person."""

    name: str
    gender: str = ""
    birth: date | None = None
    id_number: str = ""
    status: str = ""
    joined: date | None = None
    converted: date | None = None


@transaction.atomic
def create_organization(actor: Actor, given: NewOrganization) -> Organization:
    """Set up an organization under its parent."""
    values = asdict(given)
    values["parent_id"] = values.pop("parent")
    organization = Organization.objects.create(**values)
    Above.objects.create(organization=organization, ancestor=organization, distance=0)
    if organization.parent_id is not None:
        Above.objects.bulk_create(
            Above(
                organization=organization,
                ancestor_id=above.ancestor_id,
                distance=above.distance + 1,
            )
            for above in Above.objects.filter(organization_id=organization.parent_id)
        )
    write(actor, "organization.create", _thing(organization), asdict(given))
    return organization


@transaction.atomic
def rename_organization(
    actor: Actor, organization: Organization, name: str, full_name: str, on: date
) -> None:
    """Give an organization another name from a day on; the former one is kept."""
    before = {"name": organization.name, "full_name": organization.full_name}
    FormerName.objects.create(organization=organization, **before, until=on)
    _change(organization, {"name": name, "full_name": full_name})
    body = {"before": before, "after": {"name": name, "full_name": full_name}, "on": on}
    write(actor, "organization.rename", _thing(organization), body)


@transaction.atomic
def dissolve_organization(actor: Actor, organization: Organization, on: date) -> None:
    """Dissolve an organization nobody belongs to any more. Raises Refused."""
    if organization.children.filter(dissolved=None).exists():
        raise Refused(f"{organization.name}下面还有组织，请先撤销或划转。")
    if organization.memberships.filter(until=None).exists():
        raise Refused(f"{organization.name}还有党员，请先转出。")
    organization.posts.filter(until=None).update(until=on)
    _change(organization, {"dissolved": on})
    write(actor, "organization.dissolve", _thing(organization), {"on": on})


@transaction.atomic
def create_group(actor: Actor, branch: Organization, name: str, number: int | None) -> Group:
    """A Party group of a branch."""
    group = Group.objects.create(branch=branch, name=name, number=number)
    write(actor, "group.create", Thing("group", group.id, branch.id), {"name": name})
    return group


@transaction.atomic
def add_person(
    actor: Actor, given: NewPerson, branch: Organization, group: Group | None, position: int = 0
) -> Person:
    """Put someone on the roster of a branch."""
    person = Person.objects.create(**asdict(given), initials=initials(given.name))
    Membership.objects.create(person=person, branch=branch, group=group, position=position)
    body = {**asdict(given), "branch": branch.id, "group": group.id if group else None}
    write(actor, "person.add", Thing("person", person.id, branch.id), body)
    return person


@transaction.atomic
def change_person(actor: Actor, person: Person, version: int, changes: Mapping[str, Any]) -> Person:
    """Correct what is held about a person. Raises Stale where the version is no longer current."""
    fresh = dict(changes)
    if "name" in fresh:
        fresh["initials"] = initials(str(fresh["name"]))
    before = {name: getattr(person, name) for name in changes}
    changed = Person.objects.filter(id=person.id, version=version).update(
        **fresh, version=F("version") + 1
    )
    if not changed:
        current = Person.objects.get(id=person.id)
        raise Stale({name: getattr(current, name) for name in (*changes, "version")})
    branch = person.memberships.filter(until=None).values_list("branch_id", flat=True).first()
    body = {"before": before, "after": dict(changes)}
    write(actor, "person.change", Thing("person", person.id, branch), body)
    return Person.objects.get(id=person.id)


@transaction.atomic
def move_person(
    actor: Actor, person: Person, branch: Organization, group: Group | None, on: date
) -> Membership:
    """From a day on someone belongs to another branch or group; posts in the old branch end."""
    former = person.memberships.filter(until=None).select_for_update().first()
    if former is not None:
        Membership.objects.filter(id=former.id).update(until=on)
        if former.branch_id != branch.id:
            person.posts.filter(organization_id=former.branch_id, until=None).update(until=on)
    membership = Membership.objects.create(person=person, branch=branch, group=group, since=on)
    body = {"from": former.branch_id if former else None, "to": branch.id, "on": on}
    write(actor, "person.move", Thing("person", person.id, branch.id), body)
    return membership


@transaction.atomic
def appoint(
    actor: Actor,
    person: Person,
    organization: Organization,
    kind: str,
    title: str,
    since: date | None,
) -> Post:
    """Give someone a post."""
    post = Post.objects.create(
        person=person, organization=organization, kind=kind, title=title, since=since
    )
    body = {"person": person.id, "kind": kind, "title": title, "since": since}
    write(actor, "post.appoint", Thing("post", post.id, organization.id), body)
    return post


@transaction.atomic
def end_post(actor: Actor, post: Post, on: date) -> None:
    """End a post; what it allowed is over from that day."""
    Post.objects.filter(id=post.id).update(until=on)
    write(actor, "post.end", Thing("post", post.id, post.organization_id), {"on": on})


@transaction.atomic
def adopt_pack(actor: Actor, organization: Organization, pack: str, since: date | None) -> None:
    """From a day on a rule pack holds for an organization and all below it."""
    PackAdoption.objects.create(organization=organization, pack=pack, since=since)
    write(actor, "pack.adopt", _thing(organization), {"pack": pack, "since": since})


def _thing(organization: Organization) -> Thing:
    return Thing("organization", organization.id, organization.id)


def _change(organization: Organization, values: Mapping[str, Any]) -> None:
    Organization.objects.filter(id=organization.id).update(**values, version=F("version") + 1)
    organization.refresh_from_db()
