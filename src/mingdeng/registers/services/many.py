"""Many entries at once: the same checks, journal and words as one by one, in fewer steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from django.db.models import F

from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, together, write
from mingdeng.registers.models import Entry, Involved, Reserved
from mingdeng.registers.naming import Names
from mingdeng.registers.services.entering import (
    Ledger,
    check_place,
    check_whole,
    fill,
    people_of,
    reserved_of,
    thing,
    told,
    words_of,
)
from mingdeng.registers.values import Said
from mingdeng.roster.models import Organization
from mingdeng.roster.services import Refused
from mingdeng.rulebook.registers import PARENT, Register

Acts = Callable[[UUID], Actor]
PIECE = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries of one register to be written: where each belongs and what is said of it.

    `actor` answers who acts for an organization.
    """

    register: Register
    actor: Acts
    items: Sequence[tuple[Organization, Said]]


def enter_many(batch: Batch) -> list[Entry]:
    """Write entries in their order, within the caller's transaction. Raises Invalid, Refused."""
    register, made, people, reserved = batch.register, [], [], []
    known, parents = _known(batch), _parents(batch)
    for place, said in batch.items:
        ledger, actor = Ledger(register, place), batch.actor(place.id)
        check_place(ledger)
        check_whole(register, said)
        entry = Entry(register=register.id, organization=place, period=said.period)
        entry.recorded_at, entry.account = actor.at, actor.account
        fill(entry, ledger, said, parents)
        named = list(chain.from_iterable(people_of(known[place.id], said).values()))
        for one in named:
            one.entry = entry
        entry.words = words_of(entry, register, [one.name for one in named])
        hidden = {one.id for one in register.fields if one.restricted} & said.values.keys()
        facts = reserved_of(said, hidden, {})
        made.append(entry)
        people += named
        reserved += [Reserved(entry=entry, facts=facts)] if facts else []
    Entry.objects.bulk_create(made, batch_size=PIECE)
    Involved.objects.bulk_create(people, batch_size=PIECE)
    Reserved.objects.bulk_create(reserved, batch_size=PIECE)
    with together():
        for entry, (place, said) in zip(made, batch.items, strict=True):
            write(batch.actor(place.id), "entry.enter", thing(entry), told(register, said))
    return made


def withdraw_many(actor: Acts, found: Mapping[UUID, int], reason: str) -> None:
    """Take entries back that nobody touched since the version given, within the caller's
    transaction. Raises Refused naming the first that was touched."""
    entries = list(Entry.objects.filter(id__in=list(found)).select_for_update())
    for one in entries:
        problem = touched(one, found[one.id])
        if problem:
            raise Refused(f"“{one.title}”{problem}")
    now = actor(entries[0].organization_id).at if entries else None
    here = Entry.objects.filter(id__in=list(found))
    here.update(withdrawn_at=now, version=F("version") + 1)
    with together():
        for one in entries:
            write(actor(one.organization_id), "entry.withdraw", thing(one), {"reason": reason})


def touched(one: Entry, version: int) -> str:
    """Why an entry is not as it was written; empty where nobody touched or used it since."""
    if one.withdrawn_at is not None:
        return "后来已经撤回。"
    if one.version != version or one.state != Entry.State.OPEN:
        return "后来又修改过。"
    return ""


def used_since(found: Sequence[UUID]) -> list[str]:
    """The titles of entries that others lean on: steps, files, links, entries under them."""
    here = Entry.objects.filter(id__in=list(found)).order_by("title")
    leaning = ("steps", "files", "later", "earlier", "surveys")
    by = [here.filter(**{f"{name}__isnull": False}) for name in leaning]
    by.append(here.filter(children__isnull=False, children__withdrawn_at=None))
    titles: dict[str, None] = {}
    for some in by:
        titles |= dict.fromkeys(some.values_list("title", flat=True)[:20])
    return list(titles)


def _known(batch: Batch) -> dict[UUID, Names]:
    """The people of the organ of every name, asked once for each organization."""
    names: dict[UUID, set[str]] = {}
    for place, said in batch.items:
        names.setdefault(place.id, set()).update(chain.from_iterable(said.people.values()))
    return {place: Names(place, written, _day(batch, place)) for place, written in names.items()}


def _day(batch: Batch, place: UUID) -> date:
    return local_day(batch.actor(place).at)


def _parents(batch: Batch) -> dict[str, Entry]:
    """The entries named by their id, in one question."""
    of = next((one.of for one in batch.register.fields if one.id == PARENT), None)
    if of is None:
        return {}
    written = {said.values.get(PARENT) or "" for _, said in batch.items}
    ids = [one for one in map(_id, written) if one is not None]
    found = Entry.objects.filter(register=of, withdrawn_at=None, id__in=ids)
    return {str(one.id): one for one in found}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
