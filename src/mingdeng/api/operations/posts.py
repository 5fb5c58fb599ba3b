"""职务: given, ended, lent for some days, taken back."""

import uuid

from django.http import HttpRequest
from ninja import Router, Status

from mingdeng.access.editing import delegation_to_edit, place_to_edit, post_to_edit
from mingdeng.access.queries import people
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.doing import only_once, told_before
from mingdeng.api.door import Needs, operation
from mingdeng.api.operations.people import WRITING, group_in
from mingdeng.api.problems import Wrong
from mingdeng.api.shapes.roster import FromDay, Lent, PostGiven
from mingdeng.api.shapes.types import Done, Key
from mingdeng.roster import services as roster
from mingdeng.roster.models import Person, Post

router = Router(tags=["组织"])
EDIT = Needs("edit", "post", WRITING)
NOBODY = "名册里没有这个人。"
WHICH_GROUP = "请写明是哪个党小组的组长。"
NOT_OF_A_GROUP = "只有党小组组长要写党小组。"


@operation(
    router,
    "POST /organizations/{uuid:organization_id}/posts",
    "任职",
    Done,
    EDIT,
    status=201,
)
def appoint(
    request: HttpRequest, organization_id: uuid.UUID, sent: PostGiven, key: Key
) -> Status[Done]:
    """Give someone a post, once per key."""
    caller = caller_of(request)
    place = place_to_edit(caller.viewer, organization_id, "post")
    actor = caller.actor(*EDIT.right, place.id)
    person, group = _person(caller, sent.person, "person"), group_in(place, sent.group)
    leads = sent.kind == Post.Kind.GROUP_LEADER
    if leads != (group is not None):
        raise Wrong(422, {"group": WHICH_GROUP if leads else NOT_OF_A_GROUP})

    def act() -> uuid.UUID:
        if group is not None:
            return roster.appoint_group_leader(actor, person, group, sent.since).id
        title = sent.title or Post.Kind(sent.kind).label
        return roster.appoint(actor, person, place, sent.kind, str(title), sent.since).id

    return Status(201, only_once(actor, ("post.appoint", key), act))


@operation(router, "POST /posts/{uuid:post_id}/end", "免职", Done, EDIT)
def end_post(request: HttpRequest, post_id: uuid.UUID, sent: FromDay, key: Key) -> Done:
    """End a post from a day on, once per key."""
    caller = caller_of(request)
    post = post_to_edit(caller.viewer, post_id)
    actor = caller.actor(*EDIT.right, post.organization_id)

    def act() -> uuid.UUID:
        roster.end_post(actor, post, sent.on)
        return post.id

    return only_once(actor, ("post.end", key), act)


@operation(router, "POST /posts/{uuid:post_id}/delegations", "委托代行", Done, EDIT, status=201)
def lend_post(request: HttpRequest, post_id: uuid.UUID, sent: Lent, key: Key) -> Status[Done]:
    """Lend a post to someone for some days, once per key."""
    caller = caller_of(request)
    post = post_to_edit(caller.viewer, post_id)
    actor = caller.actor(*EDIT.right, post.organization_id)
    deputy = _person(caller, sent.deputy, "deputy")

    def act() -> uuid.UUID:
        return roster.delegate(actor, post, deputy, sent.since, sent.until).id

    return Status(201, only_once(actor, ("post.delegate", key), act))


@operation(router, "POST /delegations/{uuid:delegation_id}/end", "收回委托", Done, EDIT)
def take_post_back(request: HttpRequest, delegation_id: uuid.UUID, key: Key) -> Done:
    """Take a lent post back at once, once per key."""
    caller, what = caller_of(request), ("post.revoke", key)
    before = told_before(caller, what)
    if before is not None:
        return before
    lent = delegation_to_edit(caller.viewer, delegation_id)
    actor = caller.actor(*EDIT.right, lent.post.organization_id)

    def act() -> uuid.UUID:
        roster.revoke(actor, lent)
        return lent.id

    return only_once(actor, what, act)


def _person(caller: Caller, wanted: uuid.UUID, where: str) -> Person:
    """Someone the caller sees. Raises Wrong."""
    found = people(caller.viewer).filter(id=wanted).first()
    if found is None:
        raise Wrong(422, {where: NOBODY})
    return found
