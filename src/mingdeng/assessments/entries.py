"""Entries of registers as the facts the engine judges: as many questions as for one organization.

Asked after are only registers with duties behind them: whose entries are evidence, or bearers.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Min, Q, QuerySet

from mingdeng.assessments.kinds import RECORDED
from mingdeng.daycount import Cycle, local_day, period_of
from mingdeng.engine.inputs import Clocks, Value
from mingdeng.facts import organ as facts
from mingdeng.registers.models import Entry
from mingdeng.registers.records import judged
from mingdeng.registers.values import first_day
from mingdeng.rulebook.registers import OWNER, PARENT, Field, Register, Shelf, load_registers
from mingdeng.rulebook.vocabulary import vocabulary

Stacks = Mapping[uuid.UUID, tuple[str, ...]]
# Worked out from others, never typed.
DERIVED = frozenset({"attendance", "gap"})
COLUMNS = (
    *("id", "register", "organization_id", "parent__organization_id", "parent__register"),
    *("parent_id", "title", "day", "until", "period", "facts", "closed_on", "recorded_at"),
    "who__person_id",
)
USES = (
    *("register", "organization_id", "parent__organization_id"),
    *("earliest", "earliest_period", "earliest_known"),
)


class Span(NamedTuple):
    """The days looked at: from the earliest any rule asks for up to the two clocks."""

    first: date
    clocks: Clocks


class Row(NamedTuple):
    """An entry as it stands in the tables."""

    id: uuid.UUID
    register: str
    organization: uuid.UUID
    above: uuid.UUID | None
    parent_register: str | None
    parent: uuid.UUID | None
    title: str
    day: date | None
    until: date | None
    period: str
    facts: Mapping[str, Any]
    closed_on: date | None
    recorded_at: datetime
    owner: uuid.UUID | None


class Found(NamedTuple):
    """What the registers of some organizations say, as facts."""

    entries: tuple[facts.Entry, ...] = ()
    charges: tuple[facts.Charge, ...] = ()
    uses: tuple[facts.Use, ...] = ()


def entries_of(stacks: Stacks, span: Span) -> Found:
    """Evidence, charges and first uses in the registers of some organizations, by their packs."""
    shelves = {one: load_registers(packs) for one, packs in stacks.items()}
    every = {one.id: one for shelf in shelves.values() for one in _asked(shelf)}.values()
    if not every:
        return Found()
    bearing = [one.id for one in every if one.bears]
    kept = judged(list(stacks), bearing, span.clocks.known_on)
    evidence: list[facts.Entry] = []
    charges: list[facts.Charge] = []
    for row in _rows(kept, every, span):
        shelf, register = _defined(shelves, row.register, (row.organization, row.above))
        if register is None:
            continue
        if register.bears and row.organization in stacks:
            charges.append(_charge(row, register, shelf))
        if register.evidence:
            evidence.append(_evidence(row, register, shelf))
    return Found(tuple(evidence), tuple(charges), tuple(_uses(kept, shelves, every)))


def _asked(shelf: Shelf) -> list[Register]:
    return [one for one in shelf.registers.values() if one.evidence or one.bears]


def _rows(kept: QuerySet[Entry], every: Iterable[Register], span: Span) -> Iterator[Row]:
    """Charges up to the day asked about, evidence as far back as any rule looks."""
    bearing = {one.id for one in every if one.bears}
    proving = {one.id for one in every if one.evidence}
    recent = Q(day=None) | Q(day__gte=span.first)
    found = kept.filter(Q(register__in=bearing) | (Q(register__in=proving) & recent))
    found = found.filter(Q(day=None) | Q(day__lte=span.clocks.as_of))
    owner = FilteredRelation("people", condition=Q(people__field=OWNER))
    ordered = found.annotate(who=owner).order_by("day", "recorded_at", "id")
    return (Row(*row) for row in ordered.values_list(*COLUMNS))


def _defined(
    shelves: Mapping[uuid.UUID, Shelf], name: str, places: Iterable[uuid.UUID | None]
) -> tuple[Shelf, Register | None]:
    """The register as the packs of the first of some places have it."""
    shelf = next(shelves[one] for one in places if one is not None and one in shelves)
    return shelf, shelf.registers.get(name)


def _charge(row: Row, register: Register, shelf: Shelf) -> facts.Charge:
    ends = [day for day in (row.until, row.closed_on) if day is not None]
    return facts.Charge(
        id=str(row.id),
        organization=str(row.organization),
        kind=register.bears or "",
        title=row.title,
        first=row.day,
        last=min(ends, default=None),
        facts=_facts(row, register),
        judged_by=frozenset(
            one.evidence for one in _asked(shelf) if one.evidence and _stands_under(one, register)
        ),
        recorded_on=local_day(row.recorded_at),
    )


def _stands_under(register: Register, above: Register) -> bool:
    parent = register.field(PARENT)
    return parent is not None and parent.of == above.id


def _evidence(row: Row, register: Register, shelf: Shelf) -> facts.Entry:
    above = shelf.registers.get(row.parent_register or "")
    held_from, held_to = _held(row, register)
    return facts.Entry(
        id=str(row.id),
        organization=str(row.organization),
        kind=register.evidence or "",
        held_from=held_from,
        held_to=held_to,
        charge=str(row.parent) if above is not None and above.bears else None,
        owner=None if row.owner is None else str(row.owner),
        for_period=row.period or None,
        amounts=_amounts(row, register),
        flags=_flags(row, register),
        recorded_on=local_day(row.recorded_at),
    )


def _held(row: Row, register: Register) -> tuple[date, date]:
    """The day of an entry; of a period its last, or while it runs the day it was recorded."""
    recorded = local_day(row.recorded_at)
    if row.day is not None:
        return row.day, max(row.until or row.day, row.day)
    start = first_day(row.period) if row.period and register.every else None
    if start is None:
        return recorded, recorded
    end = period_of(start, Cycle(register.every or "")).end
    day = max(start, min(end, recorded))
    return day, day


def _open(register: Register, group: str) -> Iterator[Field]:
    """The fields named like words of a group; what only some may see decides nothing."""
    words = getattr(vocabulary(), group).keys() - DERIVED
    return (one for one in register.fields if one.id in words and not one.restricted)


def _amounts(row: Row, register: Register) -> dict[str, Fraction]:
    given = ((one.id, row.facts.get(one.id)) for one in _open(register, "amounts"))
    return {name: Fraction(str(value)) for name, value in given if value is not None}


def _flags(row: Row, register: Register) -> frozenset[str]:
    return frozenset(one.id for one in _open(register, "flags") if row.facts.get(one.id) is True)


def _facts(row: Row, register: Register) -> dict[str, Value]:
    given = ((one.id, row.facts.get(one.id)) for one in _open(register, "facts"))
    return {name: value for name, value in given if isinstance(value, bool | int | str)}


def _uses(
    kept: QuerySet[Entry], shelves: Mapping[uuid.UUID, Shelf], every: Iterable[Register]
) -> Iterator[facts.Use]:
    found = kept.filter(register__in={one.id for one in every if one.evidence}).order_by()
    firsts = found.values("register", "organization_id", "parent__organization_id").annotate(
        earliest=Min("day"), earliest_period=Min("period"), earliest_known=Min("recorded_at")
    )
    for name, organization, above, day, period, recorded in firsts.values_list(*USES):
        register = _defined(shelves, name, (organization, above))[1]
        if register is None or register.evidence is None:
            continue
        days = [one for one in (day, first_day(period) if period else None) if one is not None]
        first = min(days, default=local_day(recorded))
        for place in {organization, above} & shelves.keys():
            alone = place == organization and register.evidence not in RECORDED
            yield facts.Use(str(place), register.evidence, first, alone)
