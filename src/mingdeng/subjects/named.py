"""The entries of registers that name someone, as far as they may see them themselves."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mingdeng.access.policy import Viewer, viewer_of
from mingdeng.access.queries import NATIONAL, packs_of
from mingdeng.registers.columns import Column, entry_texts
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import entries_of_all, fields_seen, mask_parents, reserved_facts
from mingdeng.registers.records import naming
from mingdeng.roster.models import Person
from mingdeng.rulebook.registers import Register, load_registers

COLUMNS = (
    *(("台账", 18), ("组织", 30), ("名称", 30), ("在其中是", 14), ("日期或期", 14), ("状态", 10)),
    ("内容", 60),
)
UNSEEN = "写到本人的{}条，不在本人能看的范围内"


def entries_naming(person: Person, day: date) -> Iterator[Sequence[str]]:
    """Each entry they may see in full; of the others in which register and how many."""
    every = naming(person)
    places = set(every.order_by().values_list("organization_id", flat=True))
    packs = {pack for known in packs_of(places, day).values() for pack in known} - {NATIONAL}
    registers = load_registers([NATIONAL, *sorted(packs)]).registers
    viewer = _as_themselves(person, day)
    seen = entries_of_all(viewer, registers.values()).filter(id__in=every.values("id"))
    whole = list(seen.select_related("organization", "parent").prefetch_related("people"))
    mask_parents(viewer, registers, whole)
    for one in whole:
        yield _row(viewer, registers[one.register], one, person)
    others = every.exclude(id__in=[one.id for one in whole]).order_by()
    for name, count in Counter(others.values_list("register", flat=True)).items():
        label = registers[name].label if name in registers else name
        yield [label, "", UNSEEN.format(count), "", "", "", ""]


def _row(viewer: Viewer, register: Register, one: Entry, person: Person) -> Sequence[str]:
    labels = {field.id: field.label for field in register.fields}
    where = [labels.get(p.field, p.field) for p in one.people.all() if p.person_id == person.id]
    return [
        *(register.label, one.organization.name, one.title, "、".join(dict.fromkeys(where))),
        one.period or str(one.day or ""),
        str(one.get_state_display()) if register.tracked else "",
        "；".join(f"{label}：{text}" for label, text in _said(viewer, register, one).items()),
    ]


def _said(viewer: Viewer, register: Register, one: Entry) -> Mapping[str, str]:
    """What else it says, of the fields they may see."""
    seen = [field for field in fields_seen(viewer, register, one) if field.id != "title"]
    columns = [Column(field.id, field.label, field.required, field) for field in seen]
    reserved = reserved_facts(viewer, register, [one]).get(one.id, {})
    texts = entry_texts(one, reserved, columns, {})
    return {field.label: text for field, text in zip(seen, texts, strict=True) if text}


def _as_themselves(person: Person, day: date) -> Viewer:
    """They themselves looking; who has no account sees what is theirs or about them."""
    account = person.account
    return viewer_of(account, day) if account else Viewer(person.id, person.id, day, ())
