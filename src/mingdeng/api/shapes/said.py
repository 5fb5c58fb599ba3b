"""Statements, objections, waivers and corrections as they are sent and answered."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from mingdeng.api.shapes.types import Day, Id, Reference, Sent, Step, line, text
from mingdeng.assessments.models import Objection, Statement, Waiver
from mingdeng.subjects.models import Correction

Names = Mapping[uuid.UUID | None, str]
Of = Annotated[str, Field(min_length=1, max_length=120, description="规则~时段")]
REASON, TEXT, LONG, SHORT = 500, 2_000, 1_000, 200


class Said(Sent):
    """Something said to the verdict of today: of an organization, by a rule, in a period."""

    organization: Id
    of: Of
    text: text(TEXT, 1)  # type: ignore[valid-type]


class Answered(Step):
    """The answer to an objection."""

    outcome: Literal["upheld", "rejected"]
    answer: text(TEXT, 1)  # type: ignore[valid-type]


class WaiverSent(Sent):
    """That a rule need not be met between two days: by the organization, or by one below it."""

    organization: Id
    of: Of
    first: Day
    last: Day
    reason: text(REASON, 1)  # type: ignore[valid-type]
    group: Id | None = None
    person: Id | None = None


class Decided(Step):
    """The decision on a waiver; `last` may be earlier than was asked for."""

    decision: text(REASON, 1)  # type: ignore[valid-type]
    last: Day | None = None


class Ended(Step):
    """That an approved waiver ends earlier."""

    reason: text(REASON, 1)  # type: ignore[valid-type]
    last: Day


class CorrectionSent(Sent):
    """What is wrong with what is held about oneself."""

    subject: line(40, 1)  # type: ignore[valid-type]
    wanted: line(SHORT, 1)  # type: ignore[valid-type]
    reason: text(LONG, 1)  # type: ignore[valid-type]


class CorrectionAnswered(Step):
    """The answer to a request, or to an appeal."""

    outcome: Literal["accepted", "refused"]
    answer: text(LONG, 1)  # type: ignore[valid-type]


class Appealed(Step):
    """Why the answer is not accepted."""

    appeal: text(LONG, 1)  # type: ignore[valid-type]


class StatementTold(BaseModel):
    """A statement in force."""

    id: uuid.UUID
    version: int
    organization: Reference
    rule: str
    period: str
    text: str
    who: str
    at: datetime


class ObjectionTold(StatementTold):
    """An objection, with its answer where there is one."""

    outcome: str
    answer: str
    answered_at: datetime | None


class WaiverTold(BaseModel):
    """A waiver as it was asked for and decided."""

    id: uuid.UUID
    version: int
    organization: Reference
    group: Reference | None
    person: Reference | None
    rule: str
    first: date
    last: date
    reason: str
    state: str
    who: str
    requested_at: datetime
    approver: str
    decision: str
    decided_at: datetime | None


class CorrectionTold(BaseModel):
    """A request that something be corrected, with everything that followed."""

    id: uuid.UUID
    version: int
    person: Reference
    subject: str
    held: str
    wanted: str
    reason: str
    asked_at: datetime
    due: date | None
    outcome: str
    answer: str
    answered_at: datetime | None
    appeal: str
    appealed_at: datetime | None
    final_outcome: str
    final_answer: str
    final_at: datetime | None


def statement_told(one: Statement, names: Names) -> StatementTold:
    """A statement."""
    return StatementTold(**_said(one, names))


def objection_told(one: Objection, names: Names) -> ObjectionTold:
    """An objection."""
    return ObjectionTold(**_said(one, names), **_of(one, ("outcome", "answer", "answered_at")))


def waiver_told(one: Waiver, names: Names) -> WaiverTold:
    """A waiver."""
    plain = ("id", "version", "rule", "first", "last", "reason", "state", "requested_at")
    return WaiverTold(
        organization=Reference(id=one.organization_id, name=one.organization.name),
        group=Reference(id=one.group.id, name=one.group.name) if one.group else None,
        person=Reference(id=one.person.id, name=one.person.name) if one.person else None,
        who=names.get(one.requested_by, ""),
        **_of(one, (*plain, "approver", "decision", "decided_at")),
    )


def correction_told(one: Correction) -> CorrectionTold:
    """A request for correction."""
    names = [name for name in CorrectionTold.model_fields if name != "person"]
    person = Reference(id=one.person.id, name=one.person.name)
    return CorrectionTold(person=person, **_of(one, names))


def _said(one: Statement | Objection, names: Names) -> dict[str, Any]:
    place = Reference(id=one.organization_id, name=one.organization.name)
    plain = ("id", "version", "rule", "period", "text", "at")
    return {"organization": place, "who": names.get(one.account, ""), **_of(one, plain)}


def _of(one: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}
