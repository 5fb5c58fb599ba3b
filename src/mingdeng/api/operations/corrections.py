"""更正请求: asked for oneself, answered, appealed, heard one level up."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Query, Router, Status

from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.doing import only_once
from mingdeng.api.door import Needs, operation
from mingdeng.api.operations.me import own_person
from mingdeng.api.operations.sayings import seen
from mingdeng.api.paging import listed
from mingdeng.api.shapes.said import (
    Appealed,
    CorrectionAnswered,
    CorrectionSent,
    CorrectionTold,
    correction_told,
)
from mingdeng.api.shapes.types import Done, Key, Listed, Paged
from mingdeng.subjects.models import Correction
from mingdeng.subjects.queries import answers_in, corrections
from mingdeng.subjects.services import (
    Asked,
    Said,
    answer_appeal,
    answer_correction,
    appeal,
    ask_correction,
)

router = Router(tags=["更正请求"])
WRITING = "said:write"
READ, ASK = Needs("read", "correction"), Needs("create", "correction", WRITING)
ANSWER = Needs("answer", "correction", WRITING)
ONE = "/corrections/{uuid:correction_id}"


@operation(router, "GET /corrections", "更正请求，最近的在前", Listed[CorrectionTold], READ)
def list_corrections(request: HttpRequest, asked: Query[Paged]) -> Listed[CorrectionTold]:
    """The caller's own requests, and those of people they answer to."""
    found = corrections(caller_of(request).viewer)
    return listed(request, found, asked, Listed[CorrectionTold], correction_told)


@operation(router, f"GET {ONE}", "一项更正请求", CorrectionTold, READ)
def read_correction(request: HttpRequest, correction_id: uuid.UUID) -> CorrectionTold:
    """One request with everything that followed."""
    return correction_told(_seen(caller_of(request), correction_id))


@operation(router, "POST /corrections", "要求更正关于本人的内容", Done, ASK, status=201)
def create_correction(request: HttpRequest, sent: CorrectionSent, key: Key) -> Status[Done]:
    """Ask that something held about oneself be corrected."""
    caller = caller_of(request)
    person = own_person(caller)
    asked = Asked(sent.subject, "", sent.wanted, sent.reason)

    def act() -> Correction:
        return ask_correction(caller.oneself, person, asked, settings.CORRECTION_DAYS)

    return Status(201, _once(caller, key, "correction.ask", act))


@operation(router, f"POST {ONE}/answer", "答复更正请求", Done, ANSWER)
def answer_request(
    request: HttpRequest, correction_id: uuid.UUID, sent: CorrectionAnswered, key: Key
) -> Done:
    """The first answer."""
    caller = caller_of(request)
    one, said = _to_answer(caller, correction_id), Said(sent.outcome, sent.answer)

    def act() -> Correction:
        places = answers_in(caller.viewer)
        return answer_correction(caller.oneself, (one.id, sent.version), said, places)

    return _once(caller, key, "correction.answer", act)


@operation(router, f"POST {ONE}/appeal", "申诉", Done, ASK)
def appeal_request(
    request: HttpRequest, correction_id: uuid.UUID, sent: Appealed, key: Key
) -> Done:
    """Ask the level above to look again."""
    caller = caller_of(request)
    one = _seen(caller, correction_id)
    if one.asked_by != caller.account.id:
        raise PermissionDenied

    def act() -> Correction:
        return appeal(caller.oneself, (one.id, sent.version), sent.appeal)

    return _once(caller, key, "correction.appeal", act)


@operation(router, f"POST {ONE}/decide", "答复申诉", Done, ANSWER)
def decide_appeal(
    request: HttpRequest, correction_id: uuid.UUID, sent: CorrectionAnswered, key: Key
) -> Done:
    """The answer to an appeal, from the level above."""
    caller = caller_of(request)
    one, said = _to_answer(caller, correction_id), Said(sent.outcome, sent.answer)

    def act() -> Correction:
        places = answers_in(caller.viewer)
        return answer_appeal(caller.oneself, (one.id, sent.version), said, places)

    return _once(caller, key, "correction.answer_appeal", act)


def _once(caller: Caller, key: uuid.UUID, action: str, act: Callable[[], Correction]) -> Done:
    return only_once(caller.oneself, (action, key), lambda: act().id)


def _to_answer(caller: Caller, correction_id: uuid.UUID) -> Correction:
    """A request of someone else the caller answers. Raises Http404, PermissionDenied."""
    one = _seen(caller, correction_id)
    own = one.asked_by == caller.account.id
    if own or not caller.may(*ANSWER.right, one.organization_id, one.person_id):
        raise PermissionDenied
    return one


def _seen(caller: Caller, correction_id: uuid.UUID) -> Correction:
    found: Correction = seen(corrections(caller.viewer), correction_id)
    return found
