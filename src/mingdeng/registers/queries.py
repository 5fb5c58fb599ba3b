"""Entries, as far as a viewer may see them, and of each the fields they may see."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from mingdeng.access.policy import Scope, Target, Viewer, may, scope, within
from mingdeng.daycount import Cycle, periods_overlapping
from mingdeng.registers.models import Entry, EntryFile, Involved, Link, Reserved, Step
from mingdeng.registers.shelves import as_one_of, reach_of
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import ABOUT, OWNER, PARENT, PARTIES, Field, Register

THING = "entry"
PARTY = (OWNER, ABOUT)
NOBODY = uuid.UUID(int=0)


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
    alike: dict[Scope, list[str]] = {}
    reach = reach_of(viewer, "read")
    for one in registers:
        alike.setdefault(reach(one.readers), []).append(one.id)
    seen = Q(pk__in=())
    for reached, names in alike.items():
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


def under(registers: Iterable[Register], of: str) -> list[Register]:
    """The registers whose entries stand under those of a register."""
    named = ((one, one.field(PARENT)) for one in registers)
    return [one for one, field in named if field is not None and field.of == of]


def sums(
    told: Iterable[tuple[str, Mapping[str, Any]]], registers: Iterable[Register]
) -> dict[str, tuple[int, dict[str, Decimal]]]:
    """Of some entries by register: how many there are, and what their totals come to.

    `told` are the registers and the facts of the entries.
    """
    adding = {one.id: one.totals for one in registers}
    counted: dict[str, tuple[int, dict[str, Decimal]]] = {}
    for name, facts in told:
        number, amounts = counted.get(name, (0, dict.fromkeys(adding.get(name, ()), Decimal(0))))
        for total in amounts:
            amounts[total] += Decimal(str(facts.get(total) or 0))
        counted[name] = (number + 1, amounts)
    return counted


def entry(viewer: Viewer, registers: Mapping[str, Register], number: uuid.UUID) -> Entry:
    """One entry with those it names, taken back or not.

    Raises Entry.DoesNotExist where it is not seen.
    """
    found = Entry.objects.select_related("organization", "parent", "reserved")
    one = found.prefetch_related("people").get(id=number)
    register = registers.get(one.register)
    if register is None or not sees(viewer, register, one):
        raise Entry.DoesNotExist
    mask_parents(viewer, registers, [one])
    return one


def sees(viewer: Viewer, register: Register, one: Entry) -> bool:
    """Whether the viewer sees this very entry: `seen_in` of one that was read already."""
    able = as_one_of(viewer, register.readers)
    return may(able, "read", THING, Target(one.organization_id)) or is_named(viewer, one, PARTY)


def mask_parents(
    viewer: Viewer, registers: Mapping[str, Register], found: Sequence[Entry]
) -> Sequence[Entry]:
    """Entries to be shown, without the entries above them that the viewer does not see."""
    above = {one.parent_id for one in found if one.parent_id}
    if above:
        seen = set(
            entries_of_all(viewer, registers.values())
            .filter(id__in=above)
            .values_list("id", flat=True)
        )
        for one in found:
            if one.parent_id and one.parent_id not in seen:
                one.parent, one.parent_hidden = None, True
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
    """Whether the viewer may write in this very entry: `changeable` of one read already."""
    reached = scope(as_one_of(viewer, register.writers), "edit", THING)
    if reached.everything or one.organization_id in reached.organizations:
        return True
    return reached.person is not None and is_named(viewer, one, (OWNER,))


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
    if not register.closed_by:
        return may_change(viewer, register, one)
    named = register.closed_by
    parties = [name for name in named if name in PARTY]
    if parties and is_named(viewer, one, parties):
        return True
    return may(as_one_of(viewer, named), "confirm", THING, Target(one.organization_id))


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
    if not any(field.restricted for field in register.fields):
        return {}
    facts = _reserved(found)
    return {
        one.id: {
            field.id: facts[one.id][field.id]
            for field in register.fields
            if field.restricted and field.id in facts[one.id] and _may_see(viewer, field, one)
        }
        for one in found
        if one.id in facts
    }


def _reserved(found: Sequence[Entry]) -> dict[uuid.UUID, Mapping[str, Any]]:
    """The restricted facts of some entries; not asked again where they were read with them."""
    relation = Entry._meta.get_field("reserved")  # noqa: SLF001 - documented as public
    if all(relation.is_cached(one) for one in found):
        read = [relation.get_cached_value(one) for one in found]
        return {kept.entry_id: kept.facts for kept in read if isinstance(kept, Reserved)}
    there = Reserved.objects.filter(entry__in=[one.id for one in found])
    return dict(there.values_list("entry_id", "facts"))


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


@dataclass(frozen=True, slots=True)
class Proving:
    """Which entries a duty rests on: of some days, of an organization or under its charges."""

    span: tuple[date, date]
    organization: uuid.UUID
    charges: Sequence[uuid.UUID] = ()


def proving(viewer: Viewer, register: Register, asked: Proving) -> QuerySet[Entry]:
    """The entries of a register that are evidence for a duty, as far as the viewer sees them."""
    when = Q(day__range=asked.span)
    if register.every:
        periods = periods_overlapping(*asked.span, Cycle(register.every))
        when |= Q(day=None, period__in=[one.label for one in periods])
    whose = Q(organization_id=asked.organization)
    if asked.charges:
        whose = Q(parent_id__in=asked.charges)
    return entries(viewer, register).filter(when, whose).order_by("day", "period", "id")


def files_of(viewer: Viewer, register: Register, one: Entry) -> QuerySet[EntryFile]:
    """The files of an entry the viewer sees; `one` comes from `entry`.

    A file may say what a restricted field says: who is kept from one of these is kept from
    the files too.
    """
    found = EntryFile.objects.filter(entry=one)
    return (
        found if len(fields_seen(viewer, register, one)) == len(register.fields) else found.none()
    )


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


def links_of(one: Entry) -> list[Link]:
    """How an entry belongs together with others, in the order in which those were written."""
    both = Link.objects.filter(Q(first=one) | Q(second=one))
    whole = both.select_related("first__organization", "second__organization")
    return list(whole.order_by("second__recorded_at", "id"))


def last_steps(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Step]:
    """The last step of each of some entries."""
    return {step.entry_id: step for step in Step.objects.filter(entry__in=list(ids))}


def to_pair(viewer: Viewer, registers: Iterable[Register], one: Entry) -> QuerySet[Entry]:
    """The open tasks of other registers of the same organization that the viewer may write."""
    others = [other for other in registers if other.tracked and other.id != one.register]
    here, able, own = Target(one.organization_id), list[str](), list[str]()
    for other in others:
        writer = as_one_of(viewer, other.writers)
        if may(writer, "edit", THING, here):
            able.append(other.id)
        elif scope(writer, "edit", THING).person is not None:
            own.append(other.id)
    seen = Q(register__in=able) | Q(register__in=own) & _owned(viewer)
    found = Entry.objects.filter(seen, organization=one.organization_id, withdrawn_at=None)
    found = found.filter(state=Entry.State.OPEN)
    paired = Link.objects.filter(kind=Link.Kind.PAIRED)
    found = found.exclude(id__in=paired.filter(first=one).values("second"))
    return found.exclude(id__in=paired.filter(second=one).values("first")).order_by("-recorded_at")


def with_turns(
    viewer: Viewer, found: QuerySet[Entry], closing: Iterable[str], extending: Iterable[str]
) -> QuerySet[Entry]:
    """Entries with the last step of two kinds, by whom, and whether they are the viewer's own.

    All in one question: 今天 asks it of everyone, every time.
    """
    steps = Step.objects.filter(entry=OuterRef("pk")).order_by("-at", "-id")
    people = Involved.objects.filter(entry=OuterRef("pk"), person_id=viewer.person or NOBODY)
    last, more = steps.filter(kind__in=closing), steps.filter(kind__in=extending)
    return found.annotate(
        closing=Subquery(last.values("kind")[:1]),
        closing_by=Subquery(last.values("account")[:1]),
        extending=Subquery(more.values("kind")[:1]),
        extending_by=Subquery(more.values("account")[:1]),
        owned=Exists(people.filter(field=OWNER)),
        concerned=Exists(people.filter(field=ABOUT)),
    )
