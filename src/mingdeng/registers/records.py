"""Entries for what the system itself does: judging, comparing an import, a person's own copy.

Nobody looks here: whoever shows what comes from here has to narrow it (`queries`).
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from mingdeng.daycount import SHANGHAI
from mingdeng.registers.models import Entry
from mingdeng.roster.models import Organization, Person
from mingdeng.rulebook.registers import Register


def keeper(register: Register, number: uuid.UUID) -> Organization | None:
    """An organization that keeps a register; None where there is none of that id."""
    return Organization.objects.filter(id=number, kind__in=register.kept_by).first()


def judged(ids: Collection[uuid.UUID], bearing: Iterable[str], known_on: date) -> QuerySet[Entry]:
    """The entries of some organizations, and those of any below under one of their charges.

    `bearing` are the registers whose entries are charges; recorded later than `known_on` is
    not known yet.
    """
    own = Entry.objects.filter(register__in=list(bearing), organization_id__in=ids)
    found = Entry.objects.filter(
        Q(organization_id__in=ids) | Q(parent_id__in=own.values("id")), withdrawn_at=None
    )
    if known_on == date.max:
        return found
    next_day = datetime.combine(known_on + timedelta(days=1), time.min, SHANGHAI)
    return found.filter(recorded_at__lt=next_day)


def called(register: str, titles: Collection[str]) -> QuerySet[Entry]:
    """The entries of a register that stand under some titles."""
    return Entry.objects.filter(register=register, withdrawn_at=None, title__in=titles)


def naming(person: Person) -> QuerySet[Entry]:
    """The entries that name someone."""
    return Entry.objects.filter(people__person=person, withdrawn_at=None).distinct()


def being_worked_on(registers: Iterable[str]) -> QuerySet[Entry]:
    """The entries of some registers that are still open."""
    open_ones = Entry.objects.filter(register__in=list(registers), state=Entry.State.OPEN)
    return open_ones.filter(withdrawn_at=None)
