"""Writing entries: entered, revised, taken back; each whole, with its journal row."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.registers.models import Entry, Involved, Reserved
from mingdeng.registers.naming import Ambiguous, Names, bare
from mingdeng.registers.values import Invalid, Said, shown
from mingdeng.roster.models import Organization, Person
from mingdeng.roster.services import Refused, Stale
from mingdeng.rulebook.registers import COLUMNS, OWNER, PARENT, Register

REASON = 500
Which = tuple[uuid.UUID, int]
Parents = Mapping[str, Entry]
NO_PARENTS: Parents = {}
State = Entry.State


@dataclass(frozen=True, slots=True)
class Ledger:
    """A register as it is kept by one organization."""

    register: Register
    organization: Organization


@transaction.atomic
def enter(actor: Actor, ledger: Ledger, said: Said) -> Entry:
    """Write one entry. Raises Invalid naming every field that cannot stand, Refused."""
    check_place(ledger)
    check_whole(ledger.register, said)
    people = people_of(known_in(ledger, said, local_day(actor.at)), said)
    entry = Entry(
        register=ledger.register.id,
        organization=ledger.organization,
        period=said.period,
        recorded_at=actor.at,
        account=actor.account,
    )
    fill(entry, ledger, said)
    entry.save(force_insert=True)
    _keep_reserved(entry, ledger.register, said)
    _keep_people(entry, people)
    refresh_words(entry, ledger.register)
    write(actor, "entry.enter", thing(entry), told(ledger.register, said))
    return entry


@transaction.atomic
def revise(actor: Actor, ledger: Ledger, which: Which, said: Said) -> Entry:
    """Change the fields given, and only these. Raises Invalid, Refused, Stale."""
    entry = standing(which)
    _check_open(entry)
    before = _texts(entry, ledger.register, said)
    people = people_of(known_in(ledger, said, local_day(actor.at)), said)
    fill(entry, ledger, said)
    columns = ("title", "day", "until", "due", "parent_id", "facts")
    change(entry, which[1], **{name: getattr(entry, name) for name in columns})
    _keep_reserved(entry, ledger.register, said)
    _keep_people(entry, people)
    refresh_words(entry, ledger.register)
    body = {"before": before, "after": told(ledger.register, said)}
    write(actor, "entry.revise", thing(entry), body)
    return entry


@transaction.atomic
def withdraw(actor: Actor, which: Which, reason: str) -> None:
    """Take an entry back that should not stand; it stays in the history. Raises Refused, Stale."""
    entry = standing(which)
    if not reason.strip() or len(reason) > REASON:
        raise Refused(f"请写明撤回的理由，不超过{REASON}字。")
    if entry.children.filter(withdrawn_at=None).exists():
        raise Refused("下面还有条目，请先撤回下面的条目。")
    change(entry, which[1], withdrawn_at=actor.at)
    write(actor, "entry.withdraw", thing(entry), {"reason": reason})


def standing(which: Which) -> Entry:
    """An entry that was not withdrawn, locked until the transaction ends. Raises Refused."""
    found = Entry.objects.select_for_update().select_related("organization")
    entry = found.filter(id=which[0], withdrawn_at=None).first()
    if entry is None:
        raise Refused("这一条已经撤回，不能再改。")
    return entry


def change(entry: Entry, version: int, **values: Any) -> None:
    """Store columns of an entry still in the version that was read. Raises Stale."""
    here = Entry.objects.filter(id=entry.id)
    if not here.filter(version=version).update(**values, version=F("version") + 1):
        raise Stale(current(here.get()))
    for name, value in values.items():
        setattr(entry, name, value)
    entry.version = version + 1


def current(entry: Entry) -> Mapping[str, Any]:
    """How an entry stands now, for showing both texts of a conflict; open fields only."""
    columns = {name: getattr(entry, name) for name in ("title", "day", "until", "due")}
    people: dict[str, list[str]] = {}
    for one in entry.people.all():
        people.setdefault(one.field, []).append(one.name)
    named = {name: "、".join(names) for name, names in people.items()}
    return {**entry.facts, **columns, **named, "version": entry.version}


def thing(entry: Entry) -> Thing:
    """What the journal calls it."""
    return Thing("entry", entry.id, entry.organization_id)


def refresh_words(entry: Entry, register: Register) -> None:
    """The text of an entry to look through: what everyone sees who sees the entry."""
    entry.words = words_of(entry, register, [one.name for one in entry.people.all()])
    Entry.objects.filter(id=entry.id).update(words=entry.words)


def words_of(entry: Entry, register: Register, names: Iterable[str]) -> str:
    """What is looked through of an entry that names some people."""
    said = [shown(one, entry.facts.get(one.id)) for one in register.fields if not one.is_column]
    return "\n".join(filter(None, [entry.title, *said, *names, entry.period]))


def check_place(ledger: Ledger) -> None:
    """Raise Refused where an organization keeps no such register, or is no more."""
    if ledger.organization.kind not in ledger.register.kept_by:
        raise Refused(f"{ledger.organization.name}没有“{ledger.register.label}”这本台账。")
    if ledger.organization.dissolved is not None:
        raise Refused(f"{ledger.organization.name}已经撤销，不能再写。")


def _check_open(entry: Entry) -> None:
    if entry.state == State.CLOSED:
        raise Refused("这一条已经办结；需要改的，先“重新办理”。")


def check_whole(register: Register, said: Said) -> None:
    """Raise Invalid naming what a new entry must say and does not."""
    given = {*said.values, *said.people, *([OWNER] if said.owner else [])}
    missing = {
        one.id: f"请填写{one.label}。"
        for one in register.fields
        if one.required and one.id not in given
    }
    if missing:
        raise Invalid(missing)


def fill(entry: Entry, ledger: Ledger, said: Said, parents: Parents = NO_PARENTS) -> None:
    """Put what is said into the columns and the open fields of an entry, not stored yet.

    `parents` are those known by what was written for them.
    """
    facts = dict(entry.facts)
    for one in ledger.register.fields:
        if one.id not in said.values:
            continue
        value = said.values[one.id]
        if one.id == PARENT:
            entry.parent = parents.get(value or "") or _parent(ledger, one.of or "", value)
        elif one.id in COLUMNS:
            setattr(entry, one.id, value)
        elif not one.restricted:
            facts[one.id] = value.isoformat() if isinstance(value, date) else value
    entry.facts = {name: value for name, value in facts.items() if value not in (None, "", [])}


def _keep_reserved(entry: Entry, register: Register, said: Said) -> None:
    names = {one.id for one in register.fields if one.restricted} & said.values.keys()
    if not names:
        return
    kept = Reserved.objects.filter(entry=entry).first() or Reserved(entry=entry)
    kept.facts = reserved_of(said, names, kept.facts)
    kept.save()


def reserved_of(said: Said, names: Iterable[str], held: Mapping[str, Any]) -> dict[str, Any]:
    """The restricted fields of an entry, with what is said of some of them."""
    facts = dict(held)
    for name in names:
        value = said.values[name]
        facts[name] = value.isoformat() if isinstance(value, date) else value
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _parent(ledger: Ledger, register: str, written: str | None) -> Entry | None:
    """The entry a text names: by its id, or by its title in the ledgers of the organ."""
    if not written:
        return None
    here = ledger.organization
    own, over = Q(organization=here), Q(organization__below__organization=here)
    # Nothing is written under an entry of a body beside one's own.
    near = own | over | Q(organization__above__ancestor=here)
    found_in = Entry.objects.filter(register=register, withdrawn_at=None)
    try:
        found = list(found_in.filter(near, id=uuid.UUID(written)).distinct())
    except ValueError:
        named = found_in.filter(title=written)
        found = list(named.filter(own)[:2]) or list(named.filter(over)[:2])
    if len(found) == 1:
        return found[0]
    label = next((one.label for one in ledger.register.fields if one.id == PARENT), "")
    several = "有几条同名的" if found else "没有找到"
    raise Invalid({PARENT: f"{label}“{written[:30]}”{several}，请核对。"})


def known_in(ledger: Ledger, said: Said, day: date) -> Names:
    """The people of the organ of the names in an entry."""
    return Names(ledger.organization.id, [n for names in said.people.values() for n in names], day)


def people_of(known: Names, said: Said) -> dict[str, list[Involved]]:
    """Whom an entry names, by field. Raises Invalid where a name does not say who is meant."""
    found: dict[str, list[Involved]] = {}
    problems: dict[str, str] = {}
    for name, people in said.people.items():
        try:
            found[name] = [_involved(known, name, i, one) for i, one in enumerate(people)]
        except Ambiguous as same:
            example = f"如“{same}（第一党支部）”"
            problems[name] = f"有两名以上党员叫“{same}”，请写明支部，{example}。"
    if problems:
        raise Invalid(problems)
    if said.owner is not None:
        own = Person.objects.get(id=said.owner)
        found[OWNER] = [Involved(field=OWNER, person=own, name=own.name)]
    return found


def _involved(known: Names, name: str, position: int, written: str) -> Involved:
    person = known.person(written)
    shown_name = bare(written) if person else written
    return Involved(field=name, person_id=person, name=shown_name, position=position)


def _keep_people(entry: Entry, people: Mapping[str, Iterable[Involved]]) -> None:
    """Put the people named in some fields in place of those named before."""
    Involved.objects.filter(entry=entry, field__in=list(people)).delete()
    made = [one for named in people.values() for one in named]
    for one in made:
        one.entry = entry
    Involved.objects.bulk_create(made)


def told(register: Register, said: Said) -> dict[str, Any]:
    """What the journal keeps of it: of fields only some may see, that they were written."""
    open_ones = {one.id for one in register.fields if not one.restricted}
    spoken = {name: value for name, value in said.values.items() if name in open_ones}
    spoken |= {name: list(names) for name, names in said.people.items()}
    hidden = sorted(said.values.keys() - open_ones)
    return {**spoken, **({"period": said.period} if said.period else {}), "also": hidden}


def _texts(entry: Entry, register: Register, said: Said) -> dict[str, Any]:
    given = {*said.values, *said.people}
    open_ones = {one.id for one in register.fields if not one.restricted}
    return {name: value for name, value in current(entry).items() if name in given & open_ones}
