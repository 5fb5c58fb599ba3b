"""Carrying entries on: into the next period, one by one or a whole register."""

import uuid

from django.db import transaction

from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, write
from mingdeng.registers.models import Entry, Link
from mingdeng.registers.services.entering import Ledger, enter, standing, thing
from mingdeng.registers.texts import whole_texts
from mingdeng.registers.values import Said, first_day, read_entry
from mingdeng.roster.services import Refused


@transaction.atomic
def carry(actor: Actor, ledger: Ledger, source: uuid.UUID, said: Said) -> Entry:
    """Enter what follows on an entry in a later period; what is not said stays as it was.

    Fields asked anew stay empty. Raises Invalid, Refused where it was carried on before.
    """
    first = standing((source, 0))
    _check_carries(ledger, first, said.period)
    before = read_entry(
        ledger.register, whole_texts(ledger.register, first, local_day(actor.at)), said.period
    )
    values, people = {**before.values, **said.values}, {**before.people, **said.people}
    second = enter(actor, ledger, Said(values, people, said.period))
    Link.objects.create(kind=Link.Kind.CARRIED, first=first, second=second)
    write(actor, "entry.carry", thing(first), {"into": second.id, "period": second.period})
    return second


def _check_carries(ledger: Ledger, first: Entry, period: str) -> None:
    every = ledger.register.every
    if every is None or first.register != ledger.register.id:
        raise Refused("这本台账不分期，不用续填。")
    if first.organization_id != ledger.organization.id:
        raise Refused("只能在同一个组织的台账里续填。")
    before, after = first_day(first.period), first_day(period)
    if before is None or after is None or after <= before:
        raise Refused(f"续填到的一期要在“{first.period}”之后。")
    if first.later.filter(kind=Link.Kind.CARRIED, second__withdrawn_at=None).exists():
        raise Refused("这一条已经续填过，请直接修改续填的那一条。")
