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
from mingdeng.registers.queries import PARTY
from mingdeng.registers.services.entering import Ledger, enter, standing, thing
from mingdeng.registers.texts import said_anew, whole_texts
from mingdeng.registers.values import Said, Text, first_day, is_period, read_entry
from mingdeng.roster.services import Refused
from mingdeng.rulebook.registers import OWNER, PARTIES, TITLE, Register

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
    second = enter(actor, ledger, _over(ledger.register, first, said, local_day(actor.at)))
    Link.objects.create(kind=Link.Kind.CARRIED, first=first, second=second)
    write(actor, "entry.carry", thing(first), {"into": second.id, "period": second.period})
    return second


@transaction.atomic
def copy_period(actor: Actor, ledger: Ledger, before: str, said: Said) -> list[Entry]:
    """Carry every entry of a period on that was not yet. Raises Invalid, Refused.

    What is said holds for all of them. What has to be said of each anew cannot be copied.
    """
    register = ledger.register
    _check_periods(register, before, said.period)
    apart = [one.label for one in said_anew(register) if one.type != "date"]
    if apart:
        raise Refused(f"每期都要重新填写{'、'.join(apart)}，请逐条续填。")
    found = Entry.objects.filter(register=register.id, organization=ledger.organization)
    found = found.filter(period=before, withdrawn_at=None).order_by("recorded_at", "id")
    ids = list(found.values_list("id", flat=True))
    done = set(_carried_from().filter(first__in=ids).values_list("first", flat=True))
    left = [one for one in ids if one not in done]
    if not left:
        raise Refused(f"“{before}”没有还没复制的条目。")
    if len(left) > MOST:
        raise Refused(f"一次最多复制{MOST}条，请分单位复制。")
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
    kept = {name: x for name, x in _kept(first).items() if name not in _private(register)}
    texts = whole_texts(register, first, kept, period, day)
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
        OWNER: asked.owner,
        "day": day.isoformat(),
        "until": "",
        "due": asked.due.isoformat() if asked.due else "",
    }
    return {one.id: texts[one.id] for one in register.fields if one.id in texts}


def _over(register: Register, first: Entry, said: Said, day: date) -> Said:
    """What is said now, over what was said before.

    What only the parties may see goes on with them alone: whoever takes their place has not
    seen it.
    """
    texts = whole_texts(register, first, _kept(first), said.period, day)
    before = read_entry(register, texts, said.period)
    values, people = {**before.values}, {**before.people, **said.people}
    if said.owner is not None:
        people.pop(OWNER, None)
    if not _same_parties(first, before, said):
        values = {name: value for name, value in values.items() if name not in _private(register)}
    return replace(said, values={**values, **said.values}, people=people)


def _same_parties(first: Entry, before: Said, said: Said) -> bool:
    owners = {one.person_id for one in first.people.all() if one.field == OWNER}
    if said.owner is not None and owners != {said.owner}:
        return False
    return all(
        said.people.get(name, before.people.get(name)) == before.people.get(name) for name in PARTY
    )


def _private(register: Register) -> set[str]:
    return {one.id for one in register.fields if PARTIES in one.restricted}


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
