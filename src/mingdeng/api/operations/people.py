"""名册: people put on it, corrected, moved, leaving."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Status

from mingdeng.access.editing import person_to_edit, place_to_edit
from mingdeng.access.policy import Target, hidden_fields
from mingdeng.access.queries import organizations
from mingdeng.access.table import grants
from mingdeng.accounts.services import SENSITIVE
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.doing import only_once, told_before
from mingdeng.api.door import Needs, operation
from mingdeng.api.operations.places import held_about, router
from mingdeng.api.problems import Wrong
from mingdeng.api.shapes.places import PersonTold
from mingdeng.api.shapes.roster import PersonAdded, PersonChanged, PersonLeft, PersonMoved
from mingdeng.api.shapes.types import Done, Key
from mingdeng.journal.services import Actor
from mingdeng.roster import services as roster
from mingdeng.roster.models import Group, Organization, Person

WRITING = "roster:write"
EDIT = Needs("edit", "person", WRITING)
ONE = "/people/{uuid:person_id}"
NO_SENSITIVE = "这个令牌不能看的字段，也不能改。"
NO_GROUP, NO_BRANCH = "这个支部没有这个党小组。", "没有可以转去的这个组织。"
LAST = 100_000  # behind everyone the roster puts in order


@operation(
    router,
    "POST /organizations/{uuid:organization_id}/people",
    "加入一个组织的名册",
    Done,
    EDIT,
    status=201,
)
def add_person(
    request: HttpRequest, organization_id: uuid.UUID, sent: PersonAdded, key: Key
) -> Status[Done]:
    """Put someone on the roster of a branch, once per key."""
    caller = caller_of(request)
    branch = place_to_edit(caller.viewer, organization_id, "person")
    actor = caller.actor(*EDIT.right, branch.id)
    held = _writable(caller, sent.held(), Target(branch.id))
    group = group_in(branch, sent.group)

    def act() -> uuid.UUID:
        given = roster.NewPerson(**held)
        return roster.add_person(actor, given, branch, group, LAST, sent.since).id

    return Status(201, only_once(actor, ("person.add", key), act))


@operation(router, f"PUT {ONE}", "更改一个人的信息", PersonTold, EDIT)
def change_person(request: HttpRequest, person_id: uuid.UUID, sent: PersonChanged) -> PersonTold:
    """Correct what is held about someone; who comes second gets both texts."""
    caller = caller_of(request)
    person, home = person_to_edit(caller.viewer, person_id)
    actor = caller.actor(*EDIT.right, home)
    held = _writable(caller, sent.held(), Target(home, person.id))
    return held_about(caller, roster.change_person(actor, person, sent.version, held))


@operation(router, f"POST {ONE}/move", "转接组织关系", Done, EDIT)
def move_person(request: HttpRequest, person_id: uuid.UUID, sent: PersonMoved, key: Key) -> Done:
    """From a day on someone belongs to another branch or group; posts in the old one end."""

    def deed(caller: Caller, actor: Actor, person: Person) -> None:
        there = organizations(caller.viewer, *EDIT.right)
        branch = there.filter(id=sent.branch).first()
        if branch is None:
            raise Wrong(422, {"branch": NO_BRANCH})
        group = group_in(branch, sent.group)
        roster.check_fresh(person, sent.version)
        roster.move_person(actor, person, branch, group, sent.on)

    return _step(request, person_id, ("person.move", key), deed)


@operation(router, f"POST {ONE}/leave", "转出本系统", Done, EDIT)
def let_person_leave(
    request: HttpRequest, person_id: uuid.UUID, sent: PersonLeft, key: Key
) -> Done:
    """From a day on someone belongs to an organization elsewhere."""

    def deed(caller: Caller, actor: Actor, person: Person) -> None:
        del caller
        roster.check_fresh(person, sent.version)
        roster.leave(actor, person, sent.on, sent.to)

    return _step(request, person_id, ("person.leave", key), deed)


def _step(
    request: HttpRequest, person_id: uuid.UUID, what: tuple[str, uuid.UUID], deed: Any
) -> Done:
    """One step of someone, once per key; who has gone is seen no more."""
    caller = caller_of(request)
    before = told_before(caller, what)
    if before is not None:
        return before
    person, home = person_to_edit(caller.viewer, person_id)
    actor = caller.actor(*EDIT.right, home)

    def act() -> uuid.UUID:
        deed(caller, actor, person)
        return person.id

    return only_once(actor, what, act)


def group_in(branch: Organization, wanted: uuid.UUID | None) -> Group | None:
    """A group in force of a branch. Raises Wrong."""
    if wanted is None:
        return None
    group = branch.groups.filter(id=wanted, dissolved=None).first()
    if group is None:
        raise Wrong(422, {"group": NO_GROUP})
    return group


def _writable(caller: Caller, held: dict[str, Any], target: Target) -> dict[str, Any]:
    """What was sent, where all of it may be read by the caller too. Raises PermissionDenied."""
    hidden = hidden_fields(caller.viewer, "person", target)
    if not caller.has(SENSITIVE):
        hidden = grants().sensitive["person"]
    if held.keys() & hidden:
        raise PermissionDenied(NO_SENSITIVE)
    return held
