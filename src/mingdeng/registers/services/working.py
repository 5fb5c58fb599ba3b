"""Working on an entry until it is closed: how it goes, asked, confirmed, sent back, put off."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, write
from mingdeng.registers.models import Entry, Involved, Link, Step
from mingdeng.registers.queries import PARTY
from mingdeng.registers.services.entering import Which, change, current, standing, thing
from mingdeng.registers.turns import turn_of
from mingdeng.roster.services import Refused, Stale
from mingdeng.rulebook.registers import OWNER, Register

Kind, State = Step.Kind, Entry.State
MOST, NAMED = 1000, 5


@transaction.atomic
def note(actor: Actor, number: uuid.UUID, text: str, on: date) -> Step:
    """Say how an entry goes. Raises Refused."""
    entry = standing((number, 0))
    _check_open(entry)
    _check_day(actor, on)
    return step(actor, entry, Kind.PROGRESS, _said(text, "进展"), on)


@transaction.atomic
def ask_closing(actor: Actor, number: uuid.UUID, text: str, on: date) -> Step:
    """Say that an entry is done, and ask to have that confirmed. Raises Refused."""
    entry = standing((number, 0))
    _check_open(entry)
    _check_day(actor, on, entry.day)
    _check_units(entry)
    if turn_of(entry.steps.all()).closing is not None:
        raise Refused("已经申请过，正等待确认。")
    return step(actor, entry, Kind.ASKED_CLOSING, _short(text), on)


@transaction.atomic
def close(actor: Actor, register: Register, which: Which, text: str, on: date) -> Entry:
    """Confirm that an entry is done. Raises Refused for one's own doing, Stale."""
    entry = standing(which)
    _check_open(entry)
    _check_day(actor, on, entry.day)
    _check_units(entry)
    _check_apart(actor, register, entry)
    change(entry, which[1], state=State.CLOSED, closed_on=on)
    step(actor, entry, Kind.CLOSED, _short(text), on)
    return entry


@transaction.atomic
def send_back(actor: Actor, which: Which, text: str) -> Step:
    """Do not confirm it, and say why. Raises Refused, Stale."""
    entry = _in_version(which)
    _check_open(entry)
    return step(actor, entry, Kind.RETURNED, _said(text, "退回的理由"), None)


@transaction.atomic
def ask_extension(actor: Actor, which: Which, due: date, text: str) -> Step:
    """Ask for a later due day, and say why. Raises Refused, Stale."""
    entry = _in_version(which)
    _check_open(entry)
    if entry.due is None:
        raise Refused("这一条没有完成时限，不用申请延期。")
    if due <= entry.due:
        raise Refused(f"新的时限要晚于现在的时限（{entry.due}）。")
    if turn_of(entry.steps.all()).extension is not None:
        raise Refused("已经申请过延期，正等待决定。")
    return step(actor, entry, Kind.ASKED_EXTENSION, _said(text, "延期的理由"), due)


@transaction.atomic
def decide_extension(actor: Actor, which: Which, *, agree: bool, text: str) -> Entry:
    """Grant or refuse a later due day. Raises Refused to who asked or owns it, Stale."""
    entry = _in_version(which)
    asked = turn_of(entry.steps.all()).extension
    if entry.state == State.CLOSED or asked is None:
        raise Refused("没有等待决定的延期申请。")
    if _is(actor, entry, [OWNER]) or _asked_by(asked, actor):
        raise Refused("延期要由别人决定：申请人和责任人本人不能决定。")
    if agree:
        change(entry, which[1], due=asked.day)
        step(actor, entry, Kind.EXTENDED, _short(text), asked.day)
    else:
        step(actor, entry, Kind.REFUSED, _said(text, "不同意的理由"), asked.day)
    return entry


@transaction.atomic
def reopen(actor: Actor, which: Which, text: str) -> Entry:
    """Work on a closed entry again. Raises Refused, Stale."""
    entry = standing(which)
    if entry.state != State.CLOSED:
        raise Refused("这一条还没有办结。")
    above = entry.earlier.filter(kind=Link.Kind.HANDED_DOWN, first__state=State.CLOSED)
    if above.filter(first__withdrawn_at=None).exists():
        raise Refused("下达这一条的任务已经办结，要先重新办理那一条。")
    change(entry, which[1], state=State.OPEN, closed_on=None)
    step(actor, entry, Kind.REOPENED, _said(text, "重新办理的理由"), None)
    return entry


def step(actor: Actor, entry: Entry, kind: Step.Kind, text: str, day: date | None) -> Step:
    """Add a step; the journal says that there is one, what it says stands in the step alone."""
    made = Step.objects.create(
        entry=entry, kind=kind, text=text, day=day, at=actor.at, account=actor.account
    )
    body: dict[str, Any] = {"step": made.id, **({"day": day} if day else {})}
    write(actor, f"entry.{kind}", thing(entry), body)
    return made


def _in_version(which: Which) -> Entry:
    """An entry as it was read, for what changes none of its columns. Raises Refused, Stale."""
    entry = standing(which)
    if entry.version != which[1]:
        raise Stale(current(entry))
    return entry


def _check_open(entry: Entry) -> None:
    if entry.state == State.CLOSED:
        raise Refused("这一条已经办结。")


def _check_day(actor: Actor, on: date, begun: date | None = None) -> None:
    if on > local_day(actor.at):
        raise Refused("日期不能晚于今天。")
    if begun is not None and on < begun:
        raise Refused(f"办结日期不能早于这一条的日期（{begun}）。")


def _check_units(entry: Entry) -> None:
    """What was handed down is done when every unit is done."""
    there = Entry.objects.filter(
        earlier__kind=Link.Kind.HANDED_DOWN, earlier__first=entry, withdrawn_at=None
    )
    names = there.filter(state=State.OPEN).order_by("organization__position", "organization__name")
    found = list(dict.fromkeys(names.values_list("organization__name", flat=True)))
    if found:
        more = f"等 {len(found)} 个单位" if len(found) > NAMED else ""
        raise Refused(f"分解下达的还没有全部办结：{'、'.join(found[:NAMED])}{more}。")


def _check_apart(actor: Actor, register: Register, entry: Entry) -> None:
    if not register.closed_by or _is(actor, entry, set(register.closed_by) & set(PARTY)):
        return
    if _is(actor, entry, [OWNER]):
        raise Refused("责任人本人不能确认自己的事项。")
    asked = turn_of(entry.steps.all()).closing
    if asked is not None and _asked_by(asked, actor):
        raise Refused("申请的人不能自己确认，要由别人确认。")


def _is(actor: Actor, entry: Entry, fields: Collection[str]) -> bool:
    if actor.account is None:
        return False
    named = Involved.objects.filter(entry=entry, field__in=list(fields))
    return named.filter(person__account_id=actor.account).exists()


def _asked_by(asked: Step, actor: Actor) -> bool:
    return actor.account is not None and asked.account == actor.account


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise Refused(f"请写明{what}。")
    return _short(text)


def _short(text: str) -> str:
    if len(text) > MOST:
        raise Refused(f"说明不超过{MOST}字，请缩短。")
    return text.strip()
