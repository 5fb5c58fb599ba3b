"""Requests from above for what the platform already holds: noted, answered, their end noted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from mingdeng.burden.citing import subjects
from mingdeng.burden.models import Demand
from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.services import Refused, Stale

State = Demand.State
MOST_REPLY = 2_000
SHOWN = ("asked_by", "asked", "subjects", "first", "last", "received_on", "due", "reply")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: by whom, what, for which time, until when."""

    asked_by: str
    asked: str
    subjects: Sequence[str]
    received_on: date
    first: date | None = None
    last: date | None = None
    due: date | None = None


Which = tuple[uuid.UUID, int]


@transaction.atomic
def note_demand(
    actor: Actor, organization: uuid.UUID, wanted: Wanted, reply: str, cited: Sequence[str]
) -> Demand:
    """Keep a request with the letter that answers it. Raises Refused."""
    _check(actor, wanted, reply)
    made = Demand.objects.create(
        organization_id=organization,
        **_values(wanted),
        citations=list(cited),
        reply=reply,
        recorded_at=actor.at,
        account=actor.account,
    )
    write(actor, "demand.note", _thing(made), {**asdict(wanted), "reply": reply})
    return made


@transaction.atomic
def revise_demand(actor: Actor, which: Which, wanted: Wanted, reply: str) -> Demand:
    """Change a request that is not answered yet, or its letter. Raises Refused, Stale."""
    found = _open(which)
    _check(actor, wanted, reply)
    before = {name: getattr(found, name) for name in SHOWN}
    _change(found, which, {**_values(wanted), "reply": reply})
    after = {name: getattr(found, name) for name in SHOWN}
    write(actor, "demand.revise", _thing(found), {"before": before, "after": after})
    return found


@transaction.atomic
def answer_demand(actor: Actor, which: Which, on: date) -> Demand:
    """Note that the letter went out; from now on it stands. Raises Refused, Stale."""
    found = _open(which)
    if not found.received_on <= on <= local_day(actor.at):
        raise Refused("答复日期应在收到之后，并且不晚于今天。")
    _change(found, which, {"state": State.ANSWERED, "answered_on": on})
    write(actor, "demand.answer", _thing(found), {"on": on, "reply": found.reply})
    return found


@transaction.atomic
def end_demand(actor: Actor, which: Which, outcome: str) -> Demand:
    """Note what became of it. Raises Refused, Stale."""
    found = Demand.objects.get(id=which[0])
    if found.state != State.ANSWERED:
        raise Refused("先答复，再记结果。")
    if outcome not in Demand.Outcome.values:
        raise Refused("请从列出的结果中选择。")
    _change(found, which, {"outcome": outcome})
    write(actor, "demand.end", _thing(found), {"outcome": outcome})
    return found


@transaction.atomic
def withdraw_demand(actor: Actor, which: Which) -> Demand:
    """Take back what was noted by mistake; it stays, marked as such. Raises Refused, Stale."""
    found = _open(which)
    _change(found, which, {"state": State.WITHDRAWN})
    write(actor, "demand.withdraw", _thing(found), {})
    return found


def _open(which: Which) -> Demand:
    found = Demand.objects.get(id=which[0])
    if found.state != State.DRAFT:
        raise Refused("这一件已经答复或撤回，不再更改。")
    return found


def _check(actor: Actor, wanted: Wanted, reply: str) -> None:
    if wanted.received_on > local_day(actor.at):
        raise Refused("收到日期不能晚于今天。")
    if wanted.first and wanted.last and wanted.last < wanted.first:
        raise Refused("数据的截止日期应不早于起始日期。")
    if not wanted.subjects or not set(wanted.subjects) <= subjects().keys():
        raise Refused("请选择要的是哪些内容。平台里没有的内容不是重复报送，不在这里答复。")
    if not reply.strip() or len(reply) > MOST_REPLY:
        raise Refused(f"请写明答复，不超过{MOST_REPLY}字。")


def _values(wanted: Wanted) -> dict[str, Any]:
    return {**asdict(wanted), "subjects": list(wanted.subjects)}


def _change(found: Demand, which: Which, values: Mapping[str, Any]) -> None:
    here = Demand.objects.filter(id=found.id)
    if not here.filter(version=which[1]).update(**values, version=F("version") + 1):
        raise Stale(here.values(*SHOWN, "version").get())
    found.refresh_from_db()


def _thing(found: Demand) -> Thing:
    return Thing("demand", found.id, found.organization_id)
