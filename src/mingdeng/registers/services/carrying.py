"""Carrying entries on: into the next period, one by one or a whole register; looking back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mingdeng.daycount import Cycle, local_day, period_of
from mingdeng.journal.services import Actor, together, write
from mingdeng.registers.models import Entry, Link, Reserved
from mingdeng.registers.services.entering import Ledger, enter, standing, thing
from mingdeng.registers.texts import whole_texts
from mingdeng.registers.values import Said, Text, first_day, is_period, read_entry
from mingdeng.roster.services import Refused
from mingdeng.rulebook.registers import TITLE, Register

MOST = 1000


@dataclass(frozen=True, slots=True)
class Second:
    """What a look back asks beside what is known of the first round."""

    title: str
    owner: str = ""
    due: date | None = None


@transaction.atomic
def carry(actor: Actor, ledger: Ledger, source: uuid.UUID, said: Said) -> Entry:
    """Enter what follows on an entry in a later period; what is not said stays as it was.

    Fields asked anew stay empty. Raises Invalid, Refused where it was carried on before.
    """
    first = standing((source, 0))
    _check_carries(ledger, first, said.period)
    day = local_day(actor.at)
    texts = whole_texts(ledger.register, first, _kept(first), said.period, day)
    return _carried(actor, ledger, first, _over(ledger.register, texts, said))


@transaction.atomic
def copy_period(actor: Actor, ledger: Ledger, before: str, after: str) -> list[Entry]:
    """Carry every entry of a period on that was not yet. Raises Invalid, Refused.

    What has to be said anew in each of them cannot be copied.
    """
    register = ledger.register
    _check_periods(register, before, after)
    anew = [one.label for one in register.fields if one.fresh and one.required]
    if anew:
        raise Refused(f"每期都要重新填写{'、'.join(anew)}，请逐条续填。")
    found = Entry.objects.filter(register=register.id, organization=ledger.organization)
    found = found.filter(period=before, withdrawn_at=None).order_by("recorded_at", "id")
    ids = list(found.values_list("id", flat=True))
    done = set(_carried_from().filter(first__in=ids).values_list("first", flat=True))
    left = [one for one in ids if one not in done]
    if not left:
        raise Refused(f"“{before}”没有还没复制的条目。")
    if len(left) > MOST:
        raise Refused(f"一次最多复制{MOST}条，请分单位复制。")
    said = Said({}, {}, after)
    with together():
        return [carry(_after(actor, at), ledger, one, said) for at, one in enumerate(left)]


@transaction.atomic
def look_back(actor: Actor, ledger: Ledger, number: uuid.UUID, asked: Second) -> Entry:
    """Enter a second round on what was closed, with a result of its own. Raises Refused."""
    first = standing((number, 0))
    if first.state != Entry.State.CLOSED:
        raise Refused("办结以后才能回头看。")
    day, register = local_day(actor.at), ledger.register
    period = period_of(day, Cycle(register.every)).label if register.every else ""
    texts = whole_texts(register, first, _kept(first), period, day)
    texts |= _second(register, asked, day)
    second = enter(actor, ledger, read_entry(register, texts, period))
    Link.objects.create(kind=Link.Kind.LOOK_BACK, first=first, second=second)
    write(actor, "entry.look_back", thing(first), {"second": second.id})
    return second


def _after(actor: Actor, place: int) -> Actor:
    """The actor a moment later: lists stand in the order in which they were written."""
    return replace(actor, at=actor.at + timedelta(microseconds=place))


def _second(register: Register, asked: Second, day: date) -> Mapping[str, Text]:
    texts = {
        TITLE: asked.title,
        "owner": asked.owner,
        "day": day.isoformat(),
        "until": "",
        "due": asked.due.isoformat() if asked.due else "",
    }
    return {one.id: texts[one.id] for one in register.fields if one.id in texts}


def _carried(actor: Actor, ledger: Ledger, first: Entry, said: Said) -> Entry:
    second = enter(actor, ledger, said)
    Link.objects.create(kind=Link.Kind.CARRIED, first=first, second=second)
    write(actor, "entry.carry", thing(first), {"into": second.id, "period": second.period})
    return second


def _over(register: Register, texts: Mapping[str, Text], said: Said) -> Said:
    """What is said now, over what was said before."""
    before = read_entry(register, texts, said.period)
    values, people = {**before.values, **said.values}, {**before.people, **said.people}
    return Said(values, people, said.period)


def _kept(one: Entry) -> Mapping[str, Any]:
    """What of an entry only some may see: carried on unseen."""
    found = Reserved.objects.filter(entry=one).first()
    return found.facts if found else {}


def _check_carries(ledger: Ledger, first: Entry, period: str) -> None:
    if first.register != ledger.register.id:
        raise Refused("这一条不在这本台账里。")
    _check_periods(ledger.register, first.period, period)
    if first.organization_id != ledger.organization.id:
        raise Refused("只能在同一个组织的台账里续填。")
    if _carried_from().filter(first=first).exists():
        raise Refused("这一条已经续填过，请直接修改续填的那一条。")


def _check_periods(register: Register, before: str, after: str) -> None:
    if register.every is None:
        raise Refused("这本台账不分期，不用续填。")
    if not is_period(register.every, before) or not is_period(register.every, after):
        raise Refused("请写明从哪一期到哪一期。")
    if (first_day(after) or date.min) <= (first_day(before) or date.min):
        raise Refused(f"续填到的一期要在“{before}”之后。")


def _carried_from() -> QuerySet[Link]:
    """What is carried on already; where that was withdrawn, it can be carried on anew."""
    return Link.objects.filter(kind=Link.Kind.CARRIED, second__withdrawn_at=None)
