"""Waivers, statements and objections: what people say to a verdict, each with its entry."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from mingdeng.assessments.models import Folded, Objection, OnVerdict, Statement, Waiver
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import Group, Membership, Person, Post

REASON, TEXT = 500, 2_000
LONGEST = 366  # days a waiver may run: then someone looks again
SYSTEM = "系统"


class Invalid(Exception):
    """What cannot stand, by field, in words."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("；".join(self.problems.values()))


class Refused(Exception):
    """A deed that is not for this person, or not any more, in words."""


class Stale(Exception):
    """The record was changed since it was read; `current` is how it stands now."""

    def __init__(self, current: Waiver | Statement | Objection) -> None:
        self.current = current
        super().__init__("这条记录已被别人改过。")


@dataclass(frozen=True, slots=True)
class Asked:
    """A waiver as it is asked for: of an organization, a group of it or a member of it."""

    organization: uuid.UUID
    rule: str
    first: date
    last: date
    reason: str
    group: uuid.UUID | None = None
    person: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class About:
    """A verdict: shown under which organization, of whom, by which rule, in which period."""

    organization: uuid.UUID
    bearer: str
    rule: str
    period: str


@transaction.atomic
def request_waiver(actor: Actor, asked: Asked) -> Waiver:
    """Ask that a rule need not be met for some time. Raises Invalid."""
    _check(_waiver_problems(asked))
    waiver = Waiver.objects.create(
        organization_id=asked.organization,
        group_id=asked.group,
        person_id=asked.person,
        rule=asked.rule,
        first=asked.first,
        last=asked.last,
        reason=asked.reason,
        requested_by=actor.account,
        requested_at=actor.at,
    )
    body = {"rule": asked.rule, "first": asked.first, "last": asked.last, "reason": asked.reason}
    write(actor, "waiver.request", _thing("waiver", waiver), {**body, "bearer": waiver.bearer})
    return waiver


@transaction.atomic
def approve_waiver(
    actor: Actor, waiver_id: uuid.UUID, version: int, decision: str, last: date | None = None
) -> Waiver:
    """Let a waiver hold, as long as asked for or shorter. Raises Invalid, Refused, Stale."""
    waiver = _to_decide(actor, waiver_id, decision)
    until = last or waiver.last
    if not waiver.first <= until <= waiver.last:
        raise Invalid({"last": "批准的期限应在申请的起止日期之内。"})
    return _decide(actor, waiver, version, Waiver.State.APPROVED, decision, until)


@transaction.atomic
def refuse_waiver(actor: Actor, waiver_id: uuid.UUID, version: int, decision: str) -> Waiver:
    """Do not let a waiver hold. Raises Invalid, Refused, Stale."""
    waiver = _to_decide(actor, waiver_id, decision)
    return _decide(actor, waiver, version, Waiver.State.REFUSED, decision, waiver.last)


@transaction.atomic
def end_waiver(actor: Actor, waiver_id: uuid.UUID, version: int, last: date, reason: str) -> Waiver:
    """Let an approved waiver end earlier. Raises Invalid, Refused, Stale."""
    waiver = Waiver.objects.get(id=waiver_id)
    if waiver.state != Waiver.State.APPROVED:
        raise Refused("只有已批准的例外可以提前结束。")
    _check({**_said("reason", reason, REASON)})
    if not waiver.first <= last < waiver.last:
        raise Invalid({"last": "提前结束的日期应早于原来的结束日期。"})
    _change(waiver, version, {"last": last})
    write(actor, "waiver.end", _thing("waiver", waiver), {"last": last, "reason": reason})
    return waiver


@transaction.atomic
def state(actor: Actor, about: About, text: str) -> Statement:
    """Say why a duty was not met; the verdict stays. Raises Invalid, Refused."""
    _check(_said("text", text, TEXT))
    try:
        with transaction.atomic():
            made = Statement.objects.create(**_of(actor, about), text=text)
    except IntegrityError:
        raise Refused("这一项已经有情况说明，请先撤回原来的再写。") from None
    write(actor, "statement.make", _thing("statement", made), _body(about, text))
    return made


@transaction.atomic
def withdraw_statement(actor: Actor, statement_id: uuid.UUID, version: int) -> None:
    """Take a statement back: the item wants someone again. Raises Refused, Stale."""
    statement = Statement.objects.get(id=statement_id)
    if statement.withdrawn_at is not None:
        raise Refused("这份情况说明已经撤回。")
    _change(statement, version, {"withdrawn_at": actor.at})
    write(actor, "statement.withdraw", _thing("statement", statement), {})


@transaction.atomic
def object_to(actor: Actor, about: About, text: str, shown: Mapping[str, Any]) -> Objection:
    """Say that a verdict is wrong; `shown` is the verdict as it stood. Raises Invalid."""
    _check(_said("text", text, TEXT))
    person = Person.objects.filter(account_id=actor.account).first() if actor.account else None
    made = Objection.objects.create(
        **_of(actor, about), text=text, shown=dict(shown), person=person
    )
    body = {**_body(about, text), "shown": dict(shown)}
    write(actor, "objection.make", _thing("objection", made), body)
    return made


@transaction.atomic
def answer_objection(
    actor: Actor, objection_id: uuid.UUID, version: int, outcome: str, answer: str
) -> Objection:
    """Answer an objection, as another person than raised it. Raises Invalid, Refused, Stale."""
    objection = Objection.objects.get(id=objection_id)
    if objection.answered_at is not None:
        raise Refused("这条异议已经答复。不同意答复的，可以另提异议。")
    if actor.account is None or actor.account == objection.account:
        raise Refused("异议应由提出人以外的人答复。")
    wrong = {} if outcome in Objection.Outcome.values else {"outcome": "请选择答复结论。"}
    _check({**wrong, **_said("answer", answer, TEXT)})
    values = {"outcome": outcome, "answer": answer}
    who = {"answered_by": actor.account, "answered_at": actor.at}
    _change(objection, version, {**values, **who})
    write(actor, "objection.answer", _thing("objection", objection), values)
    return objection


def _to_decide(actor: Actor, waiver_id: uuid.UUID, decision: str) -> Waiver:
    """A request this person may decide: no one decides on their own."""
    waiver = Waiver.objects.get(id=waiver_id)
    if waiver.state != Waiver.State.REQUESTED:
        raise Refused(f"这项申请{waiver.get_state_display()}，不能再审批。")
    if actor.account is None or actor.account == waiver.requested_by:
        raise Refused("申请人不能审批自己的申请，请由另一位有权审批的人办理。")
    if waiver.person is not None and waiver.person.account_id == actor.account:
        raise Refused("不能审批关于本人的例外。")
    _check(_said("decision", decision, REASON))
    return waiver


def _decide(
    actor: Actor, waiver: Waiver, version: int, state: str, decision: str, last: date
) -> Waiver:
    values = {"state": state, "decision": decision, "last": last}
    who = {"decided_by": actor.account, "decided_at": actor.at, "approver": _name_of(actor)}
    _change(waiver, version, {**values, **who})
    write(actor, f"waiver.{state}", _thing("waiver", waiver), {**values, "who": who["approver"]})
    return waiver


def _name_of(actor: Actor) -> str:
    """Who acts, as it is shown with what they decided: the name, and the post acted in."""
    person = Person.objects.filter(account_id=actor.account).first()
    post = Post.objects.filter(id=actor.post).first() if actor.post else None
    return f"{post.title if post else ''}{person.name if person else SYSTEM}"


def _waiver_problems(asked: Asked) -> dict[str, str]:
    problems = _said("reason", asked.reason, REASON)
    if not asked.rule:
        problems["rule"] = "请选择规则。"
    if asked.last < asked.first:
        problems["last"] = "结束日期早于开始日期。"
    elif (asked.last - asked.first).days > LONGEST:
        problems["last"] = "一次最长一年，到期后可以再申请。"
    home = asked.organization
    if asked.group and not Group.objects.filter(id=asked.group, branch_id=home).exists():
        problems["group"] = "所选的党小组不属于这个支部，请重新选择。"
    if asked.person and not Membership.objects.filter(person=asked.person, branch=home).exists():
        problems["person"] = "所选的党员不在这个支部，请重新选择。"
    return problems


def _said(field: str, text: str, most: int) -> dict[str, str]:
    if not text.strip():
        return {field: "请写明理由或内容。"}
    return {field: f"这一项不超过{most}字，请缩短。"} if len(text) > most else {}


def _check(problems: Mapping[str, str]) -> None:
    if problems:
        raise Invalid(problems)


def _change(
    record: Waiver | Statement | Objection, version: int, values: Mapping[str, Any]
) -> None:
    """Change a record where it still has the version that was read. Raises Stale."""
    here = type(record).objects.filter(id=record.id)
    if not here.filter(version=version).update(**values, version=F("version") + 1):
        raise Stale(here.get())
    record.refresh_from_db()


def _of(actor: Actor, about: About) -> dict[str, Any]:
    return {
        "organization_id": about.organization,
        "bearer": about.bearer,
        "rule": about.rule,
        "period": about.period,
        "account": actor.account,
        "at": actor.at,
    }


def _body(about: About, text: str) -> dict[str, Any]:
    return {"bearer": about.bearer, "rule": about.rule, "period": about.period, "text": text}


def _thing(kind: str, record: Waiver | OnVerdict) -> Thing:
    return Thing(kind, record.id, record.organization_id)


def store_folds(fold: str, made: Mapping[uuid.UUID, tuple[str, Any]]) -> None:
    """Keep what was made of verdicts for other processes: (key, body) by organization.

    Nothing is recorded by it, so the journal has no line; where the database is busy,
    the next who asks makes it again.
    """
    rows = [
        Folded(organization_id=one, fold=fold, key=key, body=body)
        for one, (key, body) in made.items()
    ]
    try:
        with transaction.atomic():
            Folded.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["organization", "fold"],
                update_fields=["key", "body"],
            )
    except DatabaseError:
        return
