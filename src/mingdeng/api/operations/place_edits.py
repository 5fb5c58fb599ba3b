"""组织: set up, corrected, renamed, moved, merged, dissolved; Party groups; rule packs."""

import uuid
from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest
from ninja import Query, Status
from pydantic import BaseModel

from mingdeng.access.editing import group_to_edit, place_to_edit
from mingdeng.access.queries import organizations, packs_above
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.doing import What, only_once, told_before
from mingdeng.api.door import Needs, operation
from mingdeng.api.operations.people import WRITING
from mingdeng.api.operations.places import PLACE, place_for, router, told_of_place
from mingdeng.api.operations.rules import adoptable
from mingdeng.api.paging import listed
from mingdeng.api.problems import Wrong
from mingdeng.api.shapes.places import PlaceTold
from mingdeng.api.shapes.roster import (
    FromDay,
    GroupSent,
    PackAdopted,
    PlaceChanged,
    PlaceEnded,
    PlaceMoved,
    PlaceRenamed,
    PlaceSent,
)
from mingdeng.api.shapes.types import Done, Key, Listed, Paged, Reference
from mingdeng.journal.services import Actor
from mingdeng.roster import services as roster
from mingdeng.roster.models import Organization, PackAdoption

EDIT = Needs("edit", "organization", WRITING)
ONE = "/organizations/{uuid:organization_id}"
NO_PLACE, NO_PACK = "没有可以选的这个组织。", "没有这个规则包。"


class AdoptionTold(BaseModel):
    """That a rule pack holds, by whose decision, between which days."""

    id: int
    pack: str
    organization: Reference
    since: date | None
    until: date | None


@operation(router, f"POST {ONE}/organizations", "设立下级组织", Done, EDIT, status=201)
def create_organization(
    request: HttpRequest, organization_id: uuid.UUID, sent: PlaceSent, key: Key
) -> Status[Done]:
    """Set up an organization below another, once per key."""

    def act(actor: Actor, above: Organization) -> uuid.UUID:
        position = sent.position or roster.behind_the_last(above)
        given = {**sent.model_dump(), "position": position}
        return roster.create_organization(
            actor, roster.NewOrganization(parent=above.id, **given)
        ).id

    return Status(201, _once(request, organization_id, ("organization.create", key), act))


@operation(router, f"PUT {ONE}", "更改一个组织的信息", PlaceTold, EDIT)
def change_organization(
    request: HttpRequest, organization_id: uuid.UUID, sent: PlaceChanged
) -> PlaceTold:
    """Correct what is held about an organization; who comes second gets both texts."""
    caller, (place, actor) = caller_of(request), _place(request, organization_id)
    changes = sent.model_dump(exclude={"version"})
    roster.change_organization(actor, place, sent.version, changes)
    return told_of_place(caller, place, caller.today)


@operation(router, f"POST {ONE}/rename", "改名", Done, EDIT)
def rename_organization(
    request: HttpRequest, organization_id: uuid.UUID, sent: PlaceRenamed, key: Key
) -> Done:
    """Another name from a day on; the former one is kept."""

    def act(actor: Actor, place: Organization) -> uuid.UUID:
        roster.rename_organization(actor, place, **sent.model_dump())
        return place.id

    return _once(request, organization_id, ("organization.rename", key), act)


@operation(router, f"POST {ONE}/move", "划转", Done, EDIT)
def move_organization(
    request: HttpRequest, organization_id: uuid.UUID, sent: PlaceMoved, key: Key
) -> Done:
    """Put an organization with all below it under another one."""

    def act(actor: Actor, place: Organization) -> uuid.UUID:
        to = _other(caller_of(request), sent.to)
        roster.move_organization(actor, place, sent.version, to, sent.on)
        return place.id

    return _once(request, organization_id, ("organization.move", key), act)


@operation(router, f"POST {ONE}/merge", "合并到另一个同类的组织", Done, EDIT)
def merge_organization(
    request: HttpRequest, organization_id: uuid.UUID, sent: PlaceMoved, key: Key
) -> Done:
    """Make an organization part of another."""

    def act(actor: Actor, place: Organization) -> uuid.UUID:
        into = _other(caller_of(request), sent.to)
        roster.merge_organizations(actor, place, sent.version, into, sent.on)
        return into.id

    return _once(request, organization_id, ("organization.merge", key), act)


@operation(router, f"POST {ONE}/dissolve", "撤销", Done, EDIT)
def dissolve_organization(
    request: HttpRequest, organization_id: uuid.UUID, sent: PlaceEnded, key: Key
) -> Done:
    """Dissolve an organization nobody belongs to any more."""

    def act(actor: Actor, place: Organization) -> uuid.UUID:
        roster.dissolve_organization(actor, place, sent.version, sent.on)
        return place.id

    return _once(request, organization_id, ("organization.dissolve", key), act)


@operation(router, f"POST {ONE}/groups", "设立党小组", Done, EDIT, status=201)
def create_group(
    request: HttpRequest, organization_id: uuid.UUID, sent: GroupSent, key: Key
) -> Status[Done]:
    """Set up a Party group of a branch, once per key."""

    def act(actor: Actor, place: Organization) -> uuid.UUID:
        return roster.create_group(actor, place, sent.name, sent.number).id

    return Status(201, _once(request, organization_id, ("group.create", key), act))


@operation(router, "POST /groups/{uuid:group_id}/end", "撤销党小组", Done, EDIT)
def end_group(request: HttpRequest, group_id: uuid.UUID, sent: FromDay, key: Key) -> Done:
    """Dissolve a Party group, once per key."""
    caller, what = caller_of(request), ("group.dissolve", key)
    before = told_before(caller, what)
    if before is not None:  # what was dissolved is found no more
        return before
    group = group_to_edit(caller.viewer, group_id)
    actor = caller.actor(*EDIT.right, group.branch_id)

    def act() -> uuid.UUID:
        roster.dissolve_group(actor, group, sent.on)
        return group.id

    return only_once(actor, what, act)


@operation(router, f"GET {ONE}/packs", "这里和上级采用的规则包", Listed[AdoptionTold], PLACE)
def list_adoptions(
    request: HttpRequest, organization_id: uuid.UUID, asked: Query[Paged]
) -> Listed[AdoptionTold]:
    """The packs adopted here or above, by whoever the caller sees."""
    caller = caller_of(request)
    place, seen = place_for(caller, organization_id), organizations(caller.viewer)
    found = packs_above(caller.viewer, place).filter(organization__in=seen)
    return listed(request, found, asked, Listed[AdoptionTold], _adoption)


@operation(router, f"POST {ONE}/packs", "采用规则包", Done, EDIT)
def adopt_pack(
    request: HttpRequest, organization_id: uuid.UUID, sent: PackAdopted, key: Key
) -> Done:
    """From a day on a rule pack holds here and below, once per key."""
    if sent.pack not in adoptable():
        raise Wrong(422, {"pack": NO_PACK})

    def act(actor: Actor, place: Organization) -> uuid.UUID:
        roster.adopt_pack(actor, place, sent.pack, sent.since)
        return place.id

    return _once(request, organization_id, ("pack.adopt", key), act)


@operation(router, f"POST {ONE}/packs/{{int:adoption_id}}/end", "停用规则包", Done, EDIT)
def end_pack(
    request: HttpRequest, organization_id: uuid.UUID, adoption_id: int, sent: FromDay, key: Key
) -> Done:
    """From a day on a rule pack no longer holds, once per key."""

    def act(actor: Actor, place: Organization) -> uuid.UUID:
        found = packs_above(caller_of(request).viewer, place).filter(organization=place)
        adoption = found.filter(id=adoption_id).first()
        if adoption is None:
            raise Http404
        roster.end_pack(actor, adoption, sent.on)
        return place.id

    return _once(request, organization_id, ("pack.end", key), act)


def _once(
    request: HttpRequest,
    organization_id: uuid.UUID,
    what: What,
    act: Callable[[Actor, Organization], uuid.UUID],
) -> Done:
    """One step of an organization, once per key. Raises Http404, PermissionDenied."""
    place, actor = _place(request, organization_id)
    return only_once(actor, what, lambda: act(actor, place))


def _place(request: HttpRequest, organization_id: uuid.UUID) -> tuple[Organization, Actor]:
    caller = caller_of(request)
    place = place_to_edit(caller.viewer, organization_id)
    return place, caller.actor(*EDIT.right, place.id)


def _other(caller: Caller, wanted: uuid.UUID) -> Organization:
    """Another organization the caller may change. Raises Wrong."""
    there = organizations(caller.viewer, *EDIT.right).filter(dissolved=None)
    found = there.filter(id=wanted).first()
    if found is None:
        raise Wrong(422, {"to": NO_PLACE})
    return found


def _adoption(one: PackAdoption) -> AdoptionTold:
    place = Reference(id=one.organization_id, name=one.organization.name)
    names = ("id", "pack", "since", "until")
    return AdoptionTold(organization=place, **{name: getattr(one, name) for name in names})
