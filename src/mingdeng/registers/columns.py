"""A register as columns: what an exported list, its template and an import have in common."""

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import QuerySet

from mingdeng.access.policy import Viewer
from mingdeng.access.queries import namesakes
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import fields_offered, mask_parents, reserved_facts
from mingdeng.registers.values import shown
from mingdeng.rulebook.registers import PARENT, Field, Register, Shelf

PIECE = 1_000
PLACE, PERIOD = "organization", "period"
LABELS: Mapping[str, str] = {PLACE: "所在党组织", PERIOD: "期"}
# Told in an export beside what was entered; an import leaves them out.
STATE, CLOSED_ON = "状态", "办结日期"
TOLD = (STATE, CLOSED_ON)


class Column(NamedTuple):
    """A column: one of the register's fields, or where and when an entry belongs."""

    name: str
    label: str
    required: bool
    field: Field | None = None


def columns_of(viewer: Viewer, register: Register, *, places: bool) -> list[Column]:
    """The columns of a register for a viewer; with `places` where entries are of several."""
    lead = [Column(PLACE, LABELS[PLACE], required=True)] if places else []
    if register.every:
        lead.append(Column(PERIOD, LABELS[PERIOD], required=True))
    fields = fields_offered(viewer, register)
    return [*lead, *(Column(one.id, one.label, one.required, one) for one in fields)]


def told_of(register: Register) -> tuple[str, ...]:
    """The headings of what an export says beside what was entered."""
    return TOLD if register.tracked else ()


def rows_of(
    viewer: Viewer, shelf: Shelf, columns: Sequence[Column], found: QuerySet[Entry]
) -> Iterator[list[str]]:
    """Entries of one register the viewer may see as texts under columns, as an import takes
    them again."""
    whole = found.select_related("organization", "parent").prefetch_related("people__person")
    rest = whole.iterator(chunk_size=PIECE)
    while piece := list(islice(rest, PIECE)):
        register = shelf.registers[piece[0].register]
        reserved = reserved_facts(viewer, register, piece)
        mask_parents(viewer, shelf.registers, piece)
        doubles = _doubles(piece, viewer.day)
        for one in piece:
            texts = entry_texts(one, reserved.get(one.id, {}), columns, doubles)
            told = (str(one.get_state_display()), shown_day(one.closed_on))
            yield [*texts, *(told if register.tracked else ())]


def entry_texts(
    one: Entry,
    reserved: Mapping[str, Any],
    columns: Sequence[Column],
    doubles: Mapping[uuid.UUID, str],
) -> list[str]:
    """One entry under columns; `doubles` are whose names need their branch beside them."""
    people: dict[str, list[str]] = {}
    for who in one.people.all():
        branch = doubles.get(who.person_id) if who.person_id else None
        people.setdefault(who.field, []).append(f"{who.name}（{branch}）" if branch else who.name)
    values = {**one.facts, **reserved}
    return [_text(one, column, values, people) for column in columns]


def shown_day(day: date | None) -> str:
    """A day as it is written in lists."""
    return day.isoformat() if day else ""


def _text(
    one: Entry, column: Column, values: Mapping[str, Any], people: Mapping[str, list[str]]
) -> str:
    if column.field is None:
        return one.organization.name if column.name == PLACE else one.period
    if column.name == PARENT:
        return one.parent.title if one.parent else ""
    if column.field.is_person:
        return "、".join(people.get(column.name, ()))
    own = getattr(one, column.name) if column.field.is_column else values.get(column.name)
    return shown(column.field, own)


def _doubles(piece: Iterable[Entry], day: date) -> dict[uuid.UUID, str]:
    """Whose name others of the organ have too, with the branch that tells them apart."""
    named = {who.name for one in piece for who in one.people.all() if who.person_id}
    found = namesakes(named, day)
    counted = Counter(name for _, name, _ in found)
    return {person: branch for person, name, branch in found if counted[name] > 1}
