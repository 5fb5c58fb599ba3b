"""Setting up, renaming, moving and dissolving organizations and their groups."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, ProtectedError

from mingdeng.journal.services import Actor, Thing, one_at_a_time, write
from mingdeng.roster.models import Above, FormerName, Group, Organization
from mingdeng.roster.services.people import move_person
from mingdeng.roster.services.refusals import Refused, Stale, only

CHANGEABLE = frozenset({"code", "unit", "position", "founded", "elected"})


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


@transaction.atomic
def create_organization(actor: Actor, given: NewOrganization) -> Organization:
    """Set up an organization under its parent. Raises Refused under a dissolved one."""
    one_at_a_time()  # the tree must not change between reading the parent's place and taking one
    parent = Organization.objects.filter(id=given.parent).first() if given.parent else None
    if parent is not None and parent.dissolved is not None:
        raise Refused("上级组织已经撤销，不能在它下面设立组织。")
    values = asdict(given)
    values["parent_id"] = values.pop("parent")
    organization = Organization.objects.create(**values)
    Above.objects.create(organization=organization, ancestor=organization, distance=0)
    _hang(organization.id, organization.parent_id)
    write(actor, "organization.create", _thing(organization), asdict(given))
    return organization


def behind_the_last(parent: Organization) -> int:
    """The position of one more organization under a parent."""
    last: int | None = parent.children.aggregate(Max("position"))["position__max"]
    return (last or 0) + 1


@transaction.atomic
def change_organization(
    actor: Actor, organization: Organization, version: int, changes: Mapping[str, Any]
) -> None:
    """Correct what is held about an organization. Raises Stale, ValueError."""
    after = only(changes, CHANGEABLE)
    before = {name: getattr(organization, name) for name in after}
    _change(organization, version, after)
    body = {"before": before, "after": after}
    write(actor, "organization.change", _thing(organization), body)


@transaction.atomic
def rename_organization(
    actor: Actor, organization: Organization, version: int, name: str, full_name: str, on: date
) -> None:
    """Give an organization another name from a day on; the former one is kept. Raises Stale."""
    before = {"name": organization.name, "full_name": organization.full_name}
    after = {"name": name, "full_name": full_name}
    _change(organization, version, after)
    FormerName.objects.create(organization=organization, **before, until=on)
    body = {"before": before, "after": after, "on": on}
    write(actor, "organization.rename", _thing(organization), body)


@transaction.atomic
def move_organization(
    actor: Actor, organization: Organization, version: int, parent: Organization, on: date
) -> None:
    """Put an organization with all below it under another one.

    Raises Refused where that one stands below it or is dissolved, Stale.
    """
    one_at_a_time()  # two moves at once could put each below the other
    if Above.objects.filter(organization=parent, ancestor=organization).exists():
        raise Refused(f"{parent.name}就在{organization.name}之内，不能成为它的上级。")
    if parent.dissolved is not None:
        raise Refused(f"{parent.name}已经撤销，不能划入组织。")
    former = organization.parent_id
    _change(organization, version, {"parent_id": parent.id})
    _rehang(organization.id, parent.id)
    body = {"from": former, "to": parent.id, "on": on}
    # Written under all three: what is counted above changes where it left and where it came.
    for place in filter(None, (organization.id, former, parent.id)):
        write(actor, "organization.move", Thing("organization", organization.id, place), body)


@transaction.atomic
def merge_organizations(
    actor: Actor, organization: Organization, version: int, into: Organization, on: date
) -> None:
    """From a day on an organization is part of another: its people and all below it go there.

    Raises Refused where that one is of another kind, below it or dissolved; Stale.
    """
    if organization.kind != into.kind or organization.id == into.id:
        raise Refused("只能并入另一个同类的组织。")
    for child in organization.children.filter(dissolved=None):
        move_organization(actor, child, child.version, into, on)
    for membership in organization.memberships.filter(until=None).select_related("person"):
        move_person(actor, membership.person, into, None, on)
    dissolve_organization(actor, organization, version, on)
    body = {"from": organization.id, "into": into.id, "on": on}
    for place in (organization.id, into.id):
        write(actor, "organization.merge", Thing("organization", organization.id, place), body)


@transaction.atomic
def dissolve_organization(actor: Actor, organization: Organization, version: int, on: date) -> None:
    """Dissolve an organization nobody belongs to any more. Raises Refused, Stale."""
    if organization.children.filter(dissolved=None).exists():
        raise Refused(f"{organization.name}下面还有组织，请先撤销或划转。")
    if organization.memberships.filter(until=None).exists():
        raise Refused(f"{organization.name}还有党员，请先转出。")
    _change(organization, version, {"dissolved": on})
    organization.posts.filter(until=None).update(until=on)
    write(actor, "organization.dissolve", _thing(organization), {"on": on})


@transaction.atomic
def remove_organization(actor: Actor, organization: Organization, version: int) -> None:
    """Take away an organization set up by mistake. Raises Refused where anything refers to it."""
    thing, body = _thing(organization), {"name": organization.name, "kind": organization.kind}
    _change(organization, version, {})
    _delete(organization, f"{organization.name}已有其他记录，不能删除，可以撤销。")
    write(actor, "organization.remove", thing, body)


@transaction.atomic
def create_group(actor: Actor, branch: Organization, name: str, number: int | None) -> Group:
    """A Party group of a branch. Raises Refused where it has one of that name."""
    try:
        with transaction.atomic():
            group = Group.objects.create(branch=branch, name=name, number=number)
    except IntegrityError:
        raise Refused(f"{branch.name}已经有{name}。") from None
    write(actor, "group.create", Thing("group", group.id, branch.id), {"name": name})
    return group


@transaction.atomic
def dissolve_group(actor: Actor, group: Group, on: date) -> None:
    """Dissolve a group nobody belongs to any more; whoever led it no longer does."""
    if group.members.filter(until=None).exists():
        raise Refused(f"{group.name}还有党员，请先调整到别的党小组。")
    if not Group.objects.filter(id=group.id, dissolved=None).update(dissolved=on):
        raise Refused(f"{group.name}已经撤销。")
    group.posts.filter(until=None).update(until=on)
    write(actor, "group.dissolve", Thing("group", group.id, group.branch_id), {"on": on})


@transaction.atomic
def remove_group(actor: Actor, group: Group) -> None:
    """Take away a group set up by mistake. Raises Refused where anything refers to it."""
    thing, name = Thing("group", group.id, group.branch_id), group.name
    _delete(group, f"{name}已有其他记录，不能删除。")
    write(actor, "group.remove", thing, {"name": name})


def _thing(organization: Organization) -> Thing:
    return Thing("organization", organization.id, organization.id)


def _change(organization: Organization, version: int, values: Mapping[str, Any]) -> None:
    here = Organization.objects.filter(id=organization.id)
    if not here.filter(version=version).update(**values, version=F("version") + 1):
        current = here.values(*({"name", "full_name", "version"} | values.keys())).get()
        raise Stale(current)
    organization.refresh_from_db()


def _delete(record: Organization | Group, refusal: str) -> None:
    try:
        record.delete()
    except ProtectedError:
        raise Refused(refusal) from None


def _hang(organization: uuid.UUID, parent: uuid.UUID | None) -> None:
    """Note everything above a parent as above what hangs under it, and all below that."""
    upward = list(Above.objects.filter(organization_id=parent)) if parent else []
    downward = list(Above.objects.filter(ancestor_id=organization))
    Above.objects.bulk_create(_ways(downward, upward), batch_size=500)


def _rehang(organization: uuid.UUID, parent: uuid.UUID) -> None:
    below = list(
        Above.objects.filter(ancestor_id=organization).values_list("organization_id", flat=True)
    )
    outside = Above.objects.filter(organization_id__in=below).exclude(ancestor_id__in=below)
    outside.delete()
    _hang(organization, parent)


def _ways(downward: Iterable[Above], upward: Iterable[Above]) -> Iterable[Above]:
    upward = list(upward)
    return [
        Above(
            organization_id=down.organization_id,
            ancestor_id=up.ancestor_id,
            distance=down.distance + up.distance + 1,
        )
        for down in downward
        for up in upward
    ]
