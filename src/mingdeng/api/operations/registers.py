"""台账: the registers one may use, their entries listed, read, written and changed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from mingdeng.access.policy import post_for
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.doing import only_once
from mingdeng.api.door import Needs, operation
from mingdeng.api.paging import listed
from mingdeng.api.problems import Wrong
from mingdeng.api.shapes.registers import (
    EntriesAsked,
    EntryChanged,
    EntrySent,
    EntryTold,
    RegisterTold,
    entry_told,
    register_told,
)
from mingdeng.api.shapes.types import Done, Key, Listed, Paged
from mingdeng.journal.services import Actor
from mingdeng.registers.columns import Column, entry_texts
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import (
    THING,
    Wanted,
    entries,
    entry,
    mask_parents,
    may_change,
    may_enter,
    only_own,
    reserved_facts,
)
from mingdeng.registers.records import keeper
from mingdeng.registers.services import Ledger, enter, revise
from mingdeng.registers.shelves import as_one_of, readable, shelf_of
from mingdeng.registers.turns import fields_to_change
from mingdeng.registers.values import read_entry
from mingdeng.rulebook.registers import Register

router = Router(tags=["台账"])
WRITING = "entries:write"
READ = Needs("read", THING)
CREATE, EDIT = Needs("create", THING, WRITING), Needs("edit", THING, WRITING)
IN_REGISTER = "/registers/{str:register_id}/entries"
ONE = "/entries/{uuid:entry_id}"
LATE = "late"
Registers = Mapping[str, Register]


@operation(router, "GET /registers", "能用的台账和各自的字段", Listed[RegisterTold], READ)
def list_registers(request: HttpRequest, asked: Query[Paged]) -> Listed[RegisterTold]:
    """The registers the caller may use, with their definitions."""
    viewer = caller_of(request).viewer
    found = readable(viewer, shelf_of(viewer))
    return listed(request, found, asked, Listed[RegisterTold], register_told)


@operation(router, f"GET {IN_REGISTER}", "一本台账的条目，最近的在前", Listed[EntryTold], READ)
def list_entries(
    request: HttpRequest, register_id: str, asked: Query[EntriesAsked]
) -> Listed[EntryTold]:
    """The entries of a register the caller sees."""
    caller = caller_of(request)
    registers, register = _register(caller, register_id)
    late = asked.state == LATE
    wanted = Wanted(
        organization=asked.organization,
        state="" if late else asked.state or "",
        period=asked.period,
        text=asked.q.strip(),
        late_on=caller.today if late else None,
    )
    found = entries(caller.viewer, register, wanted)
    whole = found.select_related("organization", "parent").prefetch_related("people")
    first = (asked.page - 1) * asked.limit
    rows = list(whole[first : first + asked.limit + 1])
    told = {one.id: one for one in _told(caller, registers, rows)}

    def show(one: Entry) -> EntryTold:
        return told[one.id]

    return listed(request, _Read(first, rows), asked, Listed[EntryTold], show)


class _Read:
    """Rows that were read already, at the place of a list where they stand."""

    def __init__(self, first: int, rows: Sequence[Entry]) -> None:
        self.first, self.rows = first, rows

    def __getitem__(self, part: slice) -> Sequence[Entry]:
        return self.rows[part.start - self.first : part.stop - self.first]


@operation(router, f"GET {ONE}", "一个条目", EntryTold, READ)
def read_entry_in_full(request: HttpRequest, entry_id: uuid.UUID) -> EntryTold:
    """One entry, with the fields the caller may see."""
    caller = caller_of(request)
    return _one(caller, entry_id)


@operation(router, f"POST {IN_REGISTER}", "记一条", Done, CREATE, status=201)
def create_entry(request: HttpRequest, register_id: str, sent: EntrySent, key: Key) -> Status[Done]:
    """Write an entry, once per key; what is sent is read as what is typed."""
    caller = caller_of(request)
    _, register = _register(caller, register_id)
    place = keeper(register, sent.organization)
    if place is None or not may_enter(caller.viewer, register, place.id):
        raise PermissionDenied
    said = read_entry(register, _known(register, sent.fields), sent.period)
    if only_own(caller.viewer, register, place.id):
        said = replace(said, owner=caller.viewer.person)
    actor = _actor(caller, register, "create", place.id)
    made = only_once(
        actor, ("entry.enter", key), lambda: enter(actor, Ledger(register, place), said).id
    )
    return Status(201, made)


@operation(router, f"PUT {ONE}", "修改一个条目", EntryTold, EDIT)
def change_entry(request: HttpRequest, entry_id: uuid.UUID, sent: EntryChanged) -> EntryTold:
    """Change the fields sent, and only these; who comes second gets both texts."""
    caller = caller_of(request)
    registers = shelf_of(caller.viewer).registers
    one = _seen(caller, registers, entry_id)
    register = registers[one.register]
    if not may_change(caller.viewer, register, one):
        raise PermissionDenied
    open_to_me = {field.id for field in fields_to_change(caller.viewer, register, one)}
    said = read_entry(register, _known(register, sent.fields, open_to_me), one.period)
    actor = _actor(caller, register, "edit", one.organization_id)
    revise(actor, Ledger(register, one.organization), (one.id, sent.version), said)
    return _one(caller, entry_id)


def _register(caller: Caller, name: str) -> tuple[Registers, Register]:
    shelf = shelf_of(caller.viewer)
    found = shelf.registers.get(name)
    if found is None or found not in readable(caller.viewer, shelf):
        raise Http404
    return shelf.registers, found


def _seen(caller: Caller, registers: Registers, entry_id: uuid.UUID) -> Entry:
    try:
        return entry(caller.viewer, registers, entry_id)
    except Entry.DoesNotExist:
        raise Http404 from None


def _one(caller: Caller, entry_id: uuid.UUID) -> EntryTold:
    registers = shelf_of(caller.viewer).registers
    return _told(caller, registers, [_seen(caller, registers, entry_id)])[0]


def _told(caller: Caller, registers: Registers, rows: Sequence[Entry]) -> list[EntryTold]:
    """Entries of one register with the fields the caller may see of each."""
    if not rows:
        return []
    register = registers[rows[0].register]
    mask_parents(caller.viewer, registers, rows)
    reserved = reserved_facts(caller.viewer, register, rows)
    columns = [Column(one.id, one.label, one.required, one) for one in register.fields]
    names = [column.name for column in columns]
    return [
        entry_told(one, dict(zip(names, texts, strict=True)))
        for one in rows
        for texts in [entry_texts(one, reserved.get(one.id, {}), columns, {})]
    ]


def _known(
    register: Register, fields: Mapping[str, str], allowed: set[str] | None = None
) -> Mapping[str, str]:
    """What was sent, where the register has these fields for the caller. Raises Wrong."""
    there = {one.id for one in register.fields} if allowed is None else allowed
    beyond = {name: "这本台账没有这一项，或者不由您填写。" for name in fields if name not in there}
    if beyond:
        raise Wrong(422, beyond)
    return fields


def _actor(caller: Caller, register: Register, action: str, place: uuid.UUID) -> Actor:
    """The caller writing in a register, in the post that allows it there."""
    post = post_for(as_one_of(caller.viewer, register.writers), action, THING, place)
    return Actor(caller.account.id, post, caller.now, caller.token.id)
