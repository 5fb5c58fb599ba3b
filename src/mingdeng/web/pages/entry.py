"""One entry of a register in full, and the form in which it is written."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from mingdeng.access.queries import Act, acts_on
from mingdeng.daycount import Cycle, period_of, periods_overlapping
from mingdeng.engine.reasons import day_name
from mingdeng.registers.models import Entry, EntryFile
from mingdeng.registers.queries import (
    Wanted,
    entries_of_all,
    fields_seen,
    files_of,
    may_change,
    only_own,
    reserved_facts,
    sums,
    under,
)
from mingdeng.registers.texts import prefill, texts_of
from mingdeng.registers.values import Text, next_period, shown
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import OWNER, PARENT, Field, Register, Shelf
from mingdeng.web.asking import DAY, LONG, MANY, ONE, TEXT, Ask
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.pages.registers import Row, cell, is_late, parents, row_of
from mingdeng.web.visit import Visit

FEW_CHILDREN, MANY_CHILDREN = 20, 500
Sums = Mapping[str, tuple[int, Mapping[str, Decimal]]]
DID = {
    "entry.enter": "记入",
    "entry.revise": "修改",
    "entry.withdraw": "撤回",
    "entry.add_file": "加附件",
    "entry.remove_file": "移去附件",
    "entry.open": "打开查看",
}
KINDS = {"date": DAY, "long": LONG, "choice": ONE, "choices": MANY, "yes_no": ONE, "entry": ONE}
MOST = {"text": 200, "long": 4000, "person": 60, "people": 600}
HINTS = {
    "person": "写姓名；同名的写明支部，如“王平（第一党支部）”",
    "people": "几个人之间用顿号隔开",
    "money": "元",
}


@dataclass(frozen=True, slots=True)
class Under:
    """What was written under an entry in another register, with how many and their totals."""

    register: Register
    rows: Sequence[Row]
    count: int
    totals: Sequence[tuple[str, str]]
    columns: Sequence[Field]
    new: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry with everything around it."""

    entry: Entry
    register: Register
    lines: Sequence[tuple[Field, str]]
    late: bool
    under: Sequence[Under]
    acts: Sequence[tuple[Act, str]]
    files: Sequence[EntryFile]
    may_edit: bool
    back: str
    parent: str


def entry_page(visit: Visit, shelf: Shelf, one: Entry, back: str) -> Shown:
    """One entry, with the fields the viewer may see, what stands under it, and its history."""
    register = shelf.registers[one.register]
    return Shown(
        entry=one,
        register=register,
        lines=entry_lines(visit, register, one),
        late=is_late(one, visit.as_of),
        under=_under(visit, shelf, one),
        files=list(files_of(visit.viewer, register, one)),
        acts=[(act, DID[act.action]) for act in acts_on([one.id]) if act.action in DID],
        may_edit=one.withdrawn_at is None
        and one.state == Entry.State.OPEN
        and may_change(visit.viewer, register, one),
        back=back,
        parent=visit.link(reverse("web:entry", args=(one.parent_id,))) if one.parent_id else "",
    )


def entry_lines(visit: Visit, register: Register, one: Entry) -> list[tuple[Field, str]]:
    """The fields of an entry the viewer may see that say something, without its title."""
    kept = reserved_facts(visit.viewer, register, [one]).get(one.id, {})
    fields = fields_seen(visit.viewer, register, one)
    lines = [(field, _text(one, field, kept)) for field in fields if field.id != "title"]
    return [(field, text) for field, text in lines if text]


def asks_entry(visit: Visit, register: Register, places: Sequence[Organization]) -> list[Ask]:
    """What is asked of a new entry: for whom, of which period, and the fields."""
    found = []
    if len(places) > 1:
        choices = [(str(one.id), "　" * depth + one.name) for one, depth in in_tree(list(places))]
        found.append(Ask("organization", "组织", ONE, required=True, choices=choices))
    if register.every:
        periods = [(label, label) for label in _periods(register.every, visit.today)]
        found.append(Ask("period", "所属期", ONE, required=True, choices=periods))
    own = all(only_own(visit.viewer, register, one.id) for one in places)
    fields = [field for field in register.fields if not (own and field.id == OWNER)]
    return [*found, *(ask_of(visit, field) for field in fields)]


def ask_of(visit: Visit, field: Field) -> Ask:
    """One field of a definition as a form asks it."""
    choices = [(text, text) for text in field.choices]
    if field.type == "yes_no":
        choices = [("是", "是"), ("否", "否")]
    if field.type == "entry":
        choices = parents(visit, field)
    return Ask(
        field.id,
        field.label,
        KINDS.get(field.type, TEXT),
        required=field.required,
        choices=choices,
        most=MOST.get(field.type, 60),
        hint=HINTS.get(field.type, "") if field.type != "person" or field.id == OWNER else "",
    )


def typed_texts(register: Register, said: Mapping[str, Any]) -> dict[str, Text]:
    """The answers of a form as the texts the one reader of entries takes."""
    given = {field.id: said[field.id] for field in register.fields if field.id in said}
    return {
        name: "" if value is None else value.isoformat() if isinstance(value, date) else value
        for name, value in given.items()
    }


def form_of(visit: Visit, register: Register, one: Entry) -> dict[str, Any]:
    """An entry as the form that changes it shows it: the fields the viewer may see."""
    return _by_id(one, texts_of(visit.viewer, register, one))


def _by_id(one: Entry, texts: Mapping[str, Text]) -> dict[str, Any]:
    """A form names the entry above by its id: titles may be alike."""
    above = {PARENT: str(one.parent_id or "")} if PARENT in texts else {}
    return {**texts, **above}


def continued(visit: Visit, register: Register, one: Entry) -> dict[str, Any]:
    """What the entry of the next period begins with: as this one, but for what is asked anew."""
    begun = _by_id(one, prefill(visit.viewer, register, one))
    return {**begun, "period": next_period(register.every or "year", one.period)}


def _text(one: Entry, field: Field, kept: Mapping[str, Any]) -> str:
    text = shown(field, kept.get(field.id)) if field.restricted else cell(one, field)
    return day_name(date.fromisoformat(text)) if field.type == "date" and text else text


def _under(visit: Visit, shelf: Shelf, one: Entry) -> list[Under]:
    """What stands under an entry, in as many questions for one register as for four."""
    kept_in = under(shelf.registers.values(), one.register)
    if not kept_in:
        return []
    found = entries_of_all(visit.viewer, kept_in, Wanted(parent=one.id))
    rows = list(found.prefetch_related("people")[:MANY_CHILDREN])
    told: Iterable[tuple[str, Any]] = ((child.register, child.facts) for child in rows)
    if len(rows) == MANY_CHILDREN:  # the rest is only counted
        told = found.order_by().values_list("register", "facts").iterator()
    counted = sums(told, kept_in)
    return [_beneath(visit, one, register, rows, counted) for register in kept_in]


def _beneath(
    visit: Visit, one: Entry, register: Register, rows: Sequence[Entry], counted: Sums
) -> Under:
    columns = [field for field in register.fields if _beside(field)][:3]
    own = [child for child in rows if child.register == register.id][:FEW_CHILDREN]
    number, amounts = counted.get(register.id, (0, {}))
    named = ((register.field(name), amount) for name, amount in amounts.items())
    url = reverse("web:entry-new", args=(register.id,))
    return Under(
        register=register,
        rows=[row_of(visit, register, child, columns) for child in own],
        count=number,
        totals=[(field.label, f"{amount:f}") for field, amount in named if field],
        columns=columns,
        new=visit.link(url, parent=one.id, organization=one.organization_id),
    )


def _beside(field: Field) -> bool:
    plain = not field.restricted and field.type != "long"
    return plain and field.id not in {"title", "day", "parent"}


def _periods(every: str, today: date) -> list[str]:
    """The periods a new entry may be of: the one after this, this one, and some before."""
    after = period_of(today, Cycle(every)).end
    first = date(today.year - (5 if every == "year" else 1), today.month, 1)
    last = date.fromordinal(after.toordinal() + 1)
    return [one.label for one in periods_overlapping(first, last, Cycle(every))][::-1]


def id_of(said: Mapping[str, Any], places: Sequence[Organization]) -> uuid.UUID:
    """For which organization a form was filled in."""
    return uuid.UUID(str(said.get("organization") or places[0].id))
