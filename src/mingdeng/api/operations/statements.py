"""情况说明和异议: read, said, answered by another person."""

import uuid

from django.http import HttpRequest
from ninja import Query, Router, Status

from mingdeng.access.queries import names_of
from mingdeng.api.caller import caller_of
from mingdeng.api.doing import told_before
from mingdeng.api.door import Needs, operation
from mingdeng.api.operations.sayings import done, made, named, seen, verdicts
from mingdeng.api.shapes.said import (
    Answered,
    ObjectionTold,
    Said,
    StatementTold,
    objection_told,
    statement_told,
)
from mingdeng.api.shapes.types import Done, Key, Listed, Paged, Step
from mingdeng.assessments import services
from mingdeng.assessments.models import Objection
from mingdeng.assessments.queries import objections, statements
from mingdeng.assessments.services import About
from mingdeng.documents.wording import state_text
from mingdeng.engine.reasons import reason
from mingdeng.journal.services import Actor

router = Router(tags=["说明和异议"])
WRITING = "said:write"
STATEMENTS, OBJECTIONS = Needs("read", "statement"), Needs("read", "objection")
STATE, OBJECT = Needs("create", "statement", WRITING), Needs("create", "objection", WRITING)
ANSWER = Needs("answer", "objection", WRITING)


@operation(router, "GET /statements", "情况说明", Listed[StatementTold], STATEMENTS)
def list_statements(request: HttpRequest, asked: Query[Paged]) -> Listed[StatementTold]:
    """The statements in force the caller sees, the latest first."""
    found = statements(caller_of(request).viewer).order_by("-at", "id")
    return named(request, found, asked, Listed[StatementTold], statement_told)


@operation(router, "POST /statements", "写情况说明", Done, STATE, status=201)
def create_statement(request: HttpRequest, sent: Said, key: Key) -> Status[Done]:
    """Say why a duty was not met; the verdict stays."""
    caller = caller_of(request)
    first = verdicts(caller, sent.organization, sent.of, STATE).first
    about = About(sent.organization, first.bearer.id, first.rule.id, first.period)

    def act(actor: Actor) -> uuid.UUID:
        return services.state(actor, about, sent.text).id

    return made(caller, STATE, sent.organization, ("statement.make", key), act)


@operation(router, "POST /statements/{uuid:statement_id}/withdraw", "撤回情况说明", Done, STATE)
def withdraw_statement(request: HttpRequest, statement_id: uuid.UUID, sent: Step, key: Key) -> Done:
    """Take a statement back."""
    caller = caller_of(request)
    before = told_before(caller, ("statement.withdraw", key))
    if before is not None:  # what was taken back is seen no more
        return before
    one = seen(statements(caller.viewer), statement_id)

    def act(actor: Actor) -> None:
        services.withdraw_statement(actor, one.id, sent.version)

    return done(caller, STATE, one, ("statement.withdraw", key), act)


@operation(router, "GET /objections", "异议", Listed[ObjectionTold], OBJECTIONS)
def list_objections(request: HttpRequest, asked: Query[Paged]) -> Listed[ObjectionTold]:
    """The objections the caller sees, the latest first."""
    found = objections(caller_of(request).viewer).order_by("-at", "id")
    return named(request, found, asked, Listed[ObjectionTold], objection_told)


@operation(router, "GET /objections/{uuid:objection_id}", "一条异议", ObjectionTold, OBJECTIONS)
def read_objection(request: HttpRequest, objection_id: uuid.UUID) -> ObjectionTold:
    """One objection with its answer."""
    one: Objection = seen(objections(caller_of(request).viewer), objection_id)
    return objection_told(one, names_of([one.account]))


@operation(router, "POST /objections", "提出异议", Done, OBJECT, status=201)
def create_objection(request: HttpRequest, sent: Said, key: Key) -> Status[Done]:
    """Say that a verdict is wrong."""
    caller = caller_of(request)
    found = verdicts(caller, sent.organization, sent.of, OBJECT)
    verdict = found.of_person(caller.viewer.person)
    about = About(sent.organization, verdict.bearer.id, verdict.rule.id, verdict.period)
    shown = {
        "state": state_text(verdict),
        "sentence": reason(verdict),
        "bearer": verdict.bearer.name,
        "as_of": caller.today.isoformat(),
    }

    def act(actor: Actor) -> uuid.UUID:
        return services.object_to(actor, about, sent.text, shown).id

    return made(caller, OBJECT, sent.organization, ("objection.make", key), act)


@operation(router, "POST /objections/{uuid:objection_id}/answer", "答复异议", Done, ANSWER)
def answer_objection(
    request: HttpRequest, objection_id: uuid.UUID, sent: Answered, key: Key
) -> Done:
    """Answer an objection of someone else."""
    caller = caller_of(request)
    one: Objection = seen(objections(caller.viewer), objection_id)

    def act(actor: Actor) -> None:
        services.answer_objection(actor, one.id, sent.version, sent.outcome, sent.answer)

    return done(caller, ANSWER, one, ("objection.answer", key), act)
