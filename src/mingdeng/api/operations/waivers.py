"""例外: asked for, approved, refused or ended by another person."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from mingdeng.access.queries import names_of
from mingdeng.api.caller import caller_of
from mingdeng.api.doing import What
from mingdeng.api.door import Needs, operation
from mingdeng.api.operations.sayings import done, made, named, seen, verdicts
from mingdeng.api.problems import Wrong
from mingdeng.api.shapes.said import Decided, Ended, WaiverSent, WaiverTold, waiver_told
from mingdeng.api.shapes.types import Done, Key, Listed, Paged
from mingdeng.assessments import services
from mingdeng.assessments.models import Waiver
from mingdeng.assessments.queries import group_of, waivers
from mingdeng.assessments.services import Asked
from mingdeng.documents.verdict import Found
from mingdeng.journal.services import Actor

router = Router(tags=["例外"])
WRITING = "said:write"
READ, REQUEST = Needs("read", "waiver"), Needs("request", "waiver", WRITING)
APPROVE = Needs("approve", "waiver", WRITING)
NO_BEARER = "这一项由下级承担，请写明是哪个党小组或哪名党员。"
OTHER_BEARER = "这一项不由所写的对象承担。"


@operation(router, "GET /waivers", "例外", Listed[WaiverTold], READ)
def list_waivers(request: HttpRequest, asked: Query[Paged]) -> Listed[WaiverTold]:
    """The waivers the caller sees, the latest first."""
    found = waivers(caller_of(request).viewer)
    return named(request, found, asked, Listed[WaiverTold], waiver_told)


@operation(router, "GET /waivers/{uuid:waiver_id}", "一项例外", WaiverTold, READ)
def read_waiver(request: HttpRequest, waiver_id: uuid.UUID) -> WaiverTold:
    """One waiver with its decision."""
    one: Waiver = seen(waivers(caller_of(request).viewer), waiver_id)
    return waiver_told(one, names_of([one.requested_by]))


@operation(router, "POST /waivers", "申请例外", Done, REQUEST, status=201)
def request_waiver(request: HttpRequest, sent: WaiverSent, key: Key) -> Status[Done]:
    """Ask that a rule need not be met for some time."""
    caller = caller_of(request)
    found = verdicts(caller, sent.organization, sent.of, REQUEST)
    _check_bearer(found, sent)
    said = sent.model_dump(exclude={"of"})
    asked = Asked(rule=found.first.rule.id, **said)

    def act(actor: Actor) -> uuid.UUID:
        return services.request_waiver(actor, asked).id

    return made(caller, REQUEST, sent.organization, ("waiver.request", key), act)


@operation(router, "POST /waivers/{uuid:waiver_id}/approve", "批准例外", Done, APPROVE)
def approve_waiver(request: HttpRequest, waiver_id: uuid.UUID, sent: Decided, key: Key) -> Done:
    """Let a waiver hold."""

    def act(actor: Actor) -> None:
        services.approve_waiver(actor, waiver_id, sent.version, sent.decision, sent.last)

    return _decided(request, waiver_id, ("waiver.approve", key), act)


@operation(router, "POST /waivers/{uuid:waiver_id}/refuse", "不批准例外", Done, APPROVE)
def refuse_waiver(request: HttpRequest, waiver_id: uuid.UUID, sent: Decided, key: Key) -> Done:
    """Do not let a waiver hold."""

    def act(actor: Actor) -> None:
        services.refuse_waiver(actor, waiver_id, sent.version, sent.decision)

    return _decided(request, waiver_id, ("waiver.refuse", key), act)


@operation(router, "POST /waivers/{uuid:waiver_id}/end", "提前结束例外", Done, APPROVE)
def end_waiver(request: HttpRequest, waiver_id: uuid.UUID, sent: Ended, key: Key) -> Done:
    """Let an approved waiver end earlier."""

    def act(actor: Actor) -> None:
        services.end_waiver(actor, waiver_id, sent.version, sent.last, sent.reason)

    return _decided(request, waiver_id, ("waiver.end", key), act)


def _check_bearer(found: Found, sent: WaiverSent) -> None:
    """Whom a waiver may be for: the organization, or one of those below it that owe the duty."""
    below = [v.bearer for v in found.verdicts if v.bearer.id != found.organization.id]
    people = {one.id for one in below if one.kind == "member"}
    groups = {group_of(sent.organization, one.id) for one in below if one.kind == "party_group"}
    if below and sent.group is None and sent.person is None:
        raise Wrong(422, {"person": NO_BEARER})
    if sent.person is not None and str(sent.person) not in people:
        raise Wrong(422, {"person": OTHER_BEARER})
    if sent.group is not None and (sent.group not in groups or sent.person is not None):
        raise Wrong(422, {"group": OTHER_BEARER})


def _decided(
    request: HttpRequest, waiver_id: uuid.UUID, what: What, act: Callable[[Actor], Any]
) -> Done:
    caller = caller_of(request)
    return done(caller, APPROVE, seen(waivers(caller.viewer), waiver_id), what, act)
