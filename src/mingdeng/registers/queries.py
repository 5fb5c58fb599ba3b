"""Entries, as far as a viewer may see them, and of each the fields they may see."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mingdeng.access.policy import Target, Viewer, may, scope, within
from mingdeng.registers.models import Entry, EntryFile, Involved, Link, Reserved
from mingdeng.registers.shelves import as_one_of
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import ABOUT, OWNER, PARENT, PARTIES, Field, Register

THING = "entry"
PARTY = (OWNER, ABOUT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; None and empty mean all."""

    organization: uuid.UUID | None = None
    state: str = ""
    text: str = ""
    period: str = ""
    first: date | None = None
    last: date | None = None
    parent: uuid.UUID | None = None
    late_on: date | None = None  # open, and due before this day
    mine: bool = False
    until: date | None = None  # dated no later than this


def entries(viewer: Viewer, register: Register, wanted: Wanted = Wanted()) -> QuerySet[Entry]:
    """The entries of a register the viewer may see, latest first, without those taken back."""
    found = Entry.objects.filter(register=register.id, withdrawn_at=None)
    seen = seen_in(viewer, register)
    if wanted.mine:
        seen = _party(viewer)
    return _narrowed(found.filter(seen), wanted)


def entries_of_all(
    viewer: Viewer, registers: Iterable[Register], wanted: Wanted = Wanted()
) -> QuerySet[Entry]:
    """The entries of several registers the viewer may see, in one question."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in registers:
        alike.setdefault(one.readers, []).append(one.id)
    seen = Q(pk__in=())
    for readers, names in alike.items():
        reached = scope(as_one_of(viewer, readers), "read", THING)
        seen |= Q(register__in=names) & within(reached, "organization_id")
    every = [name for names in alike.values() for name in names]
    own = Q(register__in=every) & _party(viewer)
    found = Entry.objects.filter(withdrawn_at=None)
    return _narrowed(found.filter(own if wanted.mine else seen | own), wanted)


def standing_of(found: QuerySet[Entry], today: date) -> dict[str, tuple[int, int, int]]:
    """Of some entries by register: how many there are, are open, are late."""
    still = Q(state=Entry.State.OPEN)
    counted = (
        found.order_by()
        .values("register")
        .annotate(
            all=Count("pk"), open=Count("pk", still), late=Count("pk", still & Q(due__lt=today))
        )
    )
    return {one["register"]: (one["all"], one["open"], one["late"]) for one in counted}


def children_of(
    viewer: Viewer, registers: Iterable[Register], parent: Entry
) -> dict[Register, QuerySet[Entry]]:
    """What was written under an entry, by register, as far as the viewer may see it."""
    under = [one for one in registers if (f := one.field(PARENT)) and f.of == parent.register]
    return {one: entries(viewer, one, Wanted(parent=parent.id)) for one in under}


def entry(viewer: Viewer, registers: Mapping[str, Register], number: uuid.UUID) -> Entry:
    """One entry, taken back or not. Raises Entry.DoesNotExist where it is not seen."""
    found = Entry.objects.select_related("organization", "parent").filter(id=number).first()
    register = registers.get(found.register) if found else None
    if register is None or not Entry.objects.filter(seen_in(viewer, register), id=number).exists():
        raise Entry.DoesNotExist
    assert found is not None  # noqa: S101 - there is no register without it
    return found


def seen_in(viewer: Viewer, register: Register) -> Q:
    """Which entries of a register the viewer sees: by role and place, or as one they are about."""
    reached = scope(as_one_of(viewer, register.readers), "read", THING)
    return within(reached, "organization_id") | _party(viewer)


def changeable(viewer: Viewer, register: Register, action: str = "edit") -> Q:
    """Which entries of a register the viewer may write, or their own where that is all."""
    reached = scope(as_one_of(viewer, register.writers), action, THING)
    condition = within(reached, "organization_id")
    return condition | _owned(viewer) if reached.person is not None else condition


def may_change(viewer: Viewer, register: Register, one: Entry) -> bool:
    """Whether the viewer may write in this very entry."""
    return Entry.objects.filter(changeable(viewer, register), id=one.id).exists()


def may_enter(viewer: Viewer, register: Register, organization: uuid.UUID) -> bool:
    """Whether the viewer may write new entries of a register for an organization."""
    able = as_one_of(viewer, register.writers)
    if may(able, "create", THING, Target(organization)):
        return True
    # Who may only write of themselves does so in the branch they belong to.
    own = scope(able, "create", THING).person is not None
    return own and any(one.organization == organization for one in able.standings)


def only_own(viewer: Viewer, register: Register, organization: uuid.UUID) -> bool:
    """Whether what the viewer enters there can only be their own."""
    able = as_one_of(viewer, register.writers)
    return not may(able, "create", THING, Target(organization))


def may_close(viewer: Viewer, register: Register, one: Entry) -> bool:
    """Whether the viewer is whom the definition names to confirm that an entry is done."""
    named = register.closed_by or register.writers
    parties = [name for name in named if name in PARTY]
    if parties and is_named(viewer, one, parties):
        return True
    action = "confirm" if register.closed_by else "edit"
    return may(as_one_of(viewer, named), action, THING, Target(one.organization_id))


def fields_seen(viewer: Viewer, register: Register, one: Entry) -> list[Field]:
    """The fields of an entry the viewer may see."""
    return [field for field in register.fields if _may_see(viewer, field, one)]


def fields_listed(viewer: Viewer, register: Register) -> list[Field]:
    """The fields a list can show: those nobody who sees the entry is kept from."""
    del viewer
    return [field for field in register.fields if not field.restricted]


def fields_offered(viewer: Viewer, register: Register) -> list[Field]:
    """The fields the viewer may see of some entry: what a template asks and a list exports."""
    return [one for one in register.fields if not one.restricted or _may_see_some(viewer, one)]


def may_fill(
    viewer: Viewer, field: Field, organization: uuid.UUID, parties: Collection[uuid.UUID | None]
) -> bool:
    """Whether the viewer may say a field of an entry of an organization that names some people."""
    if not field.restricted or (PARTIES in field.restricted and viewer.person in parties):
        return True
    return may(as_one_of(viewer, field.restricted), "read", THING, Target(organization))


def _may_see_some(viewer: Viewer, field: Field) -> bool:
    if PARTIES in field.restricted and viewer.person is not None:
        return True
    return bool(scope(as_one_of(viewer, field.restricted), "read", THING).organizations)


def places_to_enter(viewer: Viewer, register: Register) -> QuerySet[Organization]:
    """The organizations that keep a register and for which the viewer may write all entries."""
    reached = scope(as_one_of(viewer, register.writers), "create", THING)
    found = Organization.objects.filter(within(reached, "id"), kind__in=register.kept_by)
    return found.filter(dissolved=None)


def reserved_facts(
    viewer: Viewer, register: Register, found: Sequence[Entry]
) -> dict[uuid.UUID, Mapping[str, Any]]:
    """What of the restricted fields of some entries the viewer may see, in one question."""
    kept = Reserved.objects.filter(entry__in=[one.id for one in found])
    facts = dict(kept.values_list("entry_id", "facts"))
    return {
        one.id: {
            field.id: facts[one.id][field.id]
            for field in register.fields
            if field.restricted and field.id in facts[one.id] and _may_see(viewer, field, one)
        }
        for one in found
        if one.id in facts
    }


def _may_see(viewer: Viewer, field: Field, one: Entry) -> bool:
    if not field.restricted:
        return True
    if PARTIES in field.restricted and is_named(viewer, one, PARTY):
        return True
    able = as_one_of(viewer, field.restricted)
    return may(able, "read", THING, Target(one.organization_id))


def is_named(viewer: Viewer, one: Entry, fields: Iterable[str]) -> bool:
    """Whether the viewer is the one an entry names in one of some fields; reads `people`."""
    if viewer.person is None:
        return False
    wanted = frozenset(fields)
    return any(p.person_id == viewer.person and p.field in wanted for p in one.people.all())


def _party(viewer: Viewer) -> Q:
    if viewer.person is None:
        return Q(pk__in=())
    named = Involved.objects.filter(entry=OuterRef("pk"), person_id=viewer.person)
    return Q(Exists(named.filter(field__in=PARTY)))


def _owned(viewer: Viewer) -> Q:
    if viewer.person is None:
        return Q(pk__in=())
    named = Involved.objects.filter(entry=OuterRef("pk"), person_id=viewer.person)
    return Q(Exists(named.filter(field=OWNER)))


def _narrowed(found: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    if wanted.organization:
        found = found.filter(organization_id=wanted.organization)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.text:
        found = found.filter(words__contains=wanted.text)
    if wanted.period:
        found = found.filter(period=wanted.period)
    if wanted.first and wanted.last:
        found = found.filter(day__range=(wanted.first, wanted.last))
    if wanted.parent:
        found = found.filter(parent_id=wanted.parent)
    if wanted.until:
        found = found.filter(Q(day=None) | Q(day__lte=wanted.until))
    if wanted.late_on:
        found = found.filter(state=Entry.State.OPEN, due__lt=wanted.late_on)
    return found


def files_of(one: Entry) -> QuerySet[EntryFile]:
    """The files of an entry; `one` comes from `entry`."""
    return EntryFile.objects.filter(entry=one)


def carried_from(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, uuid.UUID]:
    """From which entry each was carried on, and so on back; one question per period between."""
    found: dict[uuid.UUID, uuid.UUID] = {}
    wanted = set(ids)
    while wanted:
        links = Link.objects.filter(kind=Link.Kind.CARRIED, second__in=wanted)
        step = dict(links.values_list("second_id", "first_id"))
        wanted = set(step.values()) - found.keys()
        found |= step
    return found
