"""计划: written, announced, and made a record once it was held."""

import uuid

from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from mingdeng.activities.models import Activity
from mingdeng.activities.queries import plans
from mingdeng.activities.services import announce, hold, plan, replan, said_of
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.door import operation
from mingdeng.api.operations.records import CREATE, READ, acting, seen, step
from mingdeng.api.paging import listed
from mingdeng.api.said import planned, record_of
from mingdeng.api.shapes.records import (
    RecordChanged,
    RecordLine,
    RecordSent,
    RecordTold,
    record_line,
    record_out,
)
from mingdeng.api.shapes.types import Done, Key, Listed, Paged, Step
from mingdeng.journal.services import Actor, once

router = Router(tags=["计划"])


@operation(router, "GET /plans", "计划，最近的在前", Listed[RecordLine], READ)
def list_plans(request: HttpRequest, asked: Query[Paged]) -> Listed[RecordLine]:
    """What is planned, the nearest first."""
    found = plans(caller_of(request).viewer)
    return listed(request, found, asked, Listed[RecordLine], record_line)


@operation(router, "POST /plans", "计划一次会议或活动", Done, CREATE, status=201)
def create_plan(request: HttpRequest, sent: RecordSent, key: Key) -> Status[Done]:
    """Plan something, once per key."""
    caller = caller_of(request)
    given = planned(record_of(caller, sent))
    actor = caller.actor(*CREATE.right, given.hosts[0].organization)
    answer = once(actor, key, "activity.plan", lambda: {"activity": plan(actor, given).id})
    return Status(201, Done(id=answer["activity"]))


@operation(router, "PUT /plans/{uuid:plan_id}", "更改计划", RecordTold, CREATE)
def change_plan(request: HttpRequest, plan_id: uuid.UUID, sent: RecordChanged) -> RecordTold:
    """Change a plan, its day too."""
    caller = caller_of(request)
    stored, actor = _plan(caller, plan_id)
    given = record_of(caller, sent, said_of(stored))
    replan(actor, stored.id, sent.version, planned(given))
    return record_out(seen(caller, plan_id))


@operation(router, "POST /plans/{uuid:plan_id}/notice", "记下通知已发", Done, CREATE)
def announce_plan(request: HttpRequest, plan_id: uuid.UUID, sent: Step, key: Key) -> Done:
    """Note that the notice went out."""

    def deed(actor: Actor, one: Activity) -> None:
        announce(actor, one.id, sent.version)

    return step(request, plan_id, CREATE, ("activity.announce", key), deed)


@operation(router, "POST /plans/{uuid:plan_id}/held", "记为开展", RecordTold, CREATE)
def hold_plan(
    request: HttpRequest, plan_id: uuid.UUID, sent: RecordChanged, key: Key
) -> RecordTold:
    """Make a plan the record of what took place, once per key."""
    caller = caller_of(request)
    stored = seen(caller, plan_id)
    actor = acting(caller, CREATE, stored)

    def act() -> dict[str, uuid.UUID]:
        given = record_of(caller, sent, said_of(stored))
        return {"activity": hold(actor, stored.id, sent.version, given).id}

    once(actor, key, "activity.hold", act)
    return record_out(seen(caller, plan_id))


def _plan(caller: Caller, plan_id: uuid.UUID) -> tuple[Activity, Actor]:
    """A plan the caller may write. Raises Http404, PermissionDenied."""
    found = seen(caller, plan_id)
    if found.state != Activity.State.PLANNED:
        raise Http404
    return found, acting(caller, CREATE, found)
