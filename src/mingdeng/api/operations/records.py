"""纪实: listed, read, written, corrected, confirmed, returned, taken back."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from mingdeng.activities.models import Activity
from mingdeng.activities.queries import Wanted, activities, activity
from mingdeng.activities.services import (
    confirm,
    correct,
    record,
    said_of,
    send_back,
    withdraw,
)
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.door import Needs, operation
from mingdeng.api.paging import listed
from mingdeng.api.said import record_of
from mingdeng.api.shapes.records import (
    Reasoned,
    RecordChanged,
    RecordLine,
    RecordsAsked,
    RecordSent,
    RecordTold,
    record_line,
    record_out,
)
from mingdeng.api.shapes.types import EARLIEST, Done, Key, Listed, Step
from mingdeng.journal.services import Actor, earlier, once

router = Router(tags=["纪实"])
WRITING = "records:write"
READ = Needs("read", "activity")
CREATE, EDIT = Needs("create", "activity", WRITING), Needs("edit", "activity", WRITING)
CONFIRM = Needs("confirm", "activity", "records:confirm")


@operation(router, "GET /records", "纪实列表，最近的在前", Listed[RecordLine], READ)
def list_records(request: HttpRequest, asked: Query[RecordsAsked]) -> Listed[RecordLine]:
    """What took place until a day, as far as the caller sees it."""
    caller = caller_of(request)
    until = asked.as_of or caller.today
    first, last = asked.first or date(EARLIEST, 1, 1), min(asked.last or until, until)
    wanted = Wanted(asked.organization, asked.kind or "", first, last, asked.q.strip())
    found = activities(caller.viewer, wanted).order_by("-held_on", "-recorded_at", "id")
    return listed(request, found, asked, Listed[RecordLine], record_line)


@operation(router, "GET /records/{uuid:record_id}", "一条纪实", RecordTold, READ)
def read_record(request: HttpRequest, record_id: uuid.UUID) -> RecordTold:
    """One record or plan in full."""
    return record_out(seen(caller_of(request), record_id))


@operation(router, "POST /records", "记录一次会议或活动", Done, CREATE, status=201)
def create_record(request: HttpRequest, sent: RecordSent, key: Key) -> Status[Done]:
    """Record what took place, once per key."""
    caller = caller_of(request)
    given = record_of(caller, sent)
    actor = caller.actor(*CREATE.right, given.hosts[0].organization)
    answer = once(actor, key, "activity.record", lambda: {"activity": record(actor, given).id})
    return Status(201, Done(id=answer["activity"]))


@operation(router, "PUT /records/{uuid:record_id}", "更正一条纪实", RecordTold, EDIT)
def change_record(request: HttpRequest, record_id: uuid.UUID, sent: RecordChanged) -> RecordTold:
    """Correct a record; who comes second gets both texts."""
    caller = caller_of(request)
    stored = seen(caller, record_id)
    actor = acting(caller, EDIT, stored)
    correct(actor, stored.id, sent.version, record_of(caller, sent, said_of(stored)))
    return record_out(seen(caller, record_id))


@operation(router, "POST /records/{uuid:record_id}/confirm", "确认", Done, CONFIRM)
def confirm_record(request: HttpRequest, record_id: uuid.UUID, sent: Step, key: Key) -> Done:
    """Accept the minutes."""

    def deed(actor: Actor, one: Activity) -> None:
        confirm(actor, one.id, sent.version)

    return step(request, record_id, CONFIRM, ("activity.confirm", key), deed)


@operation(router, "POST /records/{uuid:record_id}/return", "退回补充", Done, CONFIRM)
def return_record(request: HttpRequest, record_id: uuid.UUID, sent: Reasoned, key: Key) -> Done:
    """Ask for a better record."""

    def deed(actor: Actor, one: Activity) -> None:
        send_back(actor, one.id, sent.version, sent.reason)

    return step(request, record_id, CONFIRM, ("activity.return", key), deed)


@operation(router, "POST /records/{uuid:record_id}/withdraw", "撤回", Done, EDIT)
def withdraw_record(request: HttpRequest, record_id: uuid.UUID, sent: Reasoned, key: Key) -> Done:
    """Take a record or a plan back."""

    def deed(actor: Actor, one: Activity) -> None:
        withdraw(actor, one.id, sent.version, sent.reason)

    return step(request, record_id, EDIT, ("activity.withdraw", key), deed)


def step(
    request: HttpRequest,
    record_id: uuid.UUID,
    needs: Needs,
    what: tuple[str, uuid.UUID],
    deed: Callable[[Actor, Activity], Any],
) -> Done:
    """One step of a record, once per key; what is done already is answered as it was."""
    caller, (action, key) = caller_of(request), what
    before = earlier(caller.account.id, key, action)
    if before is not None:  # what was taken back is seen no more
        return Done(id=before["activity"])
    found = seen(caller, record_id)
    actor = acting(caller, needs, found)

    def act() -> dict[str, Any]:
        deed(actor, found)
        return {"activity": found.id}

    return Done(id=once(actor, key, action, act)["activity"])


def seen(caller: Caller, record_id: uuid.UUID) -> Activity:
    """A record or plan the caller sees. Raises Http404."""
    try:
        return activity(caller.viewer, record_id)
    except Activity.DoesNotExist:
        raise Http404 from None


def acting(caller: Caller, needs: Needs, found: Activity) -> Actor:
    """The caller acting for a host for which they may. Raises PermissionDenied."""
    for host in found.hosts.all():
        if caller.may(*needs.right, host.organization_id):
            return caller.actor(*needs.right, host.organization_id)
    raise PermissionDenied
