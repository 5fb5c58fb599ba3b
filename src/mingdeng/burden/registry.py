"""Which field of which form says which fact, and what each fact is used for: fields.yaml."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from mingdeng.rulebook.packfiles import shipped_packs
from mingdeng.rulebook.registers import Register, load_registers

FILE = Path(__file__).with_name("fields.yaml")
OWNS, CORRECTS, USES = "owns", "corrects", "uses"
ROLES = (OWNS, CORRECTS, USES)
# What the fields of registers are used for.
REGISTERED = "registers"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the platform holds, with what it is used for."""

    id: str
    label: str
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the pages it is sent to, and what its fields say. `same` is the form whose
    record it shows again; its fields correct what that form owns."""

    id: str
    label: str
    pages: tuple[str, ...]
    counted: bool
    same: str
    fields: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Registry:
    """All facts, what they are used for, all forms; what only looks and what only carries."""

    uses: Mapping[str, str]
    facts: Mapping[str, Fact]
    forms: Mapping[str, Form]
    carried: frozenset[str]
    looking: frozenset[str]
    free: frozenset[str]

    def says(self, form: Form, name: str) -> tuple[str, str] | None:
        """What a field says: its role and its fact; None where the form declares no such field."""
        found = _found(form, name)
        if found is None and form.same:
            found = _found(self.forms[form.same], name)
            return (CORRECTS, found[1]) if found and found[0] == OWNS else found
        return found

    def label(self, form: str) -> str:
        """What a form is called; its id where nobody declared it."""
        return self.forms[form].label if form in self.forms else form

    def forms_at(self, page: str) -> list[Form]:
        """The forms that are sent to a page."""
        return [form for form in self.forms.values() if page in form.pages]

    def fields(self) -> Iterator[tuple[Form, str, str, str]]:
        """Every declared field: form, name, role, fact."""
        for form in self.forms.values():
            for role in ROLES:
                for name, fact in form.fields[role].items():
                    yield form, name, role, fact


@cache
def registry() -> Registry:
    """The registry in force. Raises ValueError where the file contradicts itself."""
    found = read(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    found = with_registers(found, load_registers(shipped_packs()).registers.values())
    wrong = problems(found)
    if wrong:
        raise ValueError("fields.yaml：" + "；".join(wrong))
    return found


def with_registers(found: Registry, registers: Iterable[Register]) -> Registry:
    """The registry with registers: each field of a definition is a fact of its own."""
    facts, forms = dict(found.facts), dict(found.forms)
    for one in registers:
        owned = {field.id: f"entry.{one.id}.{field.id}" for field in one.fields}
        for field in one.fields:
            label = f"{one.label}：{field.label}"
            facts[owned[field.id]] = Fact(owned[field.id], label, (REGISTERED,))
        first, again = f"entry.enter.{one.id}", f"entry.revise.{one.id}"
        none: dict[str, str] = {}
        fields = {OWNS: owned, CORRECTS: none, USES: none}
        forms[first] = Form(first, f"记入{one.label}", ("entry-new",), False, "", fields)
        empty = dict.fromkeys(ROLES, none)
        forms[again] = Form(again, f"修改{one.label}", ("entry-edit",), False, first, empty)
    return replace(found, facts=facts, forms=forms)


def read(raw: Mapping[str, Any]) -> Registry:
    """A registry as the file gives it."""
    return Registry(
        uses=dict(raw["uses"]),
        facts={
            name: Fact(name, given["label"], tuple(given.get("feeds", ())))
            for name, given in raw["facts"].items()
        },
        forms={name: _form(name, given) for name, given in raw["forms"].items()},
        carried=frozenset(raw["carried"]),
        looking=frozenset(raw["looking"]),
        free=frozenset(raw["free"]),
    )


def problems(given: Registry) -> list[str]:
    """What is wrong with a registry: a fact nobody knows, owned by nobody or by two, a use
    that is none, a page with two forms that say one field differently."""
    owners: dict[str, list[str]] = {}
    wrong = []
    for form, name, role, fact in given.fields():
        if fact not in given.facts:
            wrong.append(f"{form.id} 的 {name} 写了没有登记的事实 {fact}")
        if role == OWNS:
            owners.setdefault(fact, []).append(f"{form.id}.{name}")
    wrong += [f"{fact} 有几处填写：{'、'.join(at)}" for fact, at in owners.items() if len(at) > 1]
    wrong += [f"{fact} 没有一处填写" for fact in given.facts if fact not in owners]
    for one in given.facts.values():
        wrong += [f"{one.id} 的去向 {use} 没有登记" for use in one.feeds if use not in given.uses]
    wrong += [f"{one.id} 没有去向" for one in given.facts.values() if not one.feeds]
    same = ((form.id, form.same) for form in given.forms.values() if form.same)
    wrong += [f"{id_} 所属的表单 {base} 没有登记" for id_, base in same if base not in given.forms]
    return wrong


def _form(name: str, given: Mapping[str, Any]) -> Form:
    return Form(
        id=name,
        label=given["label"],
        pages=tuple(given["pages"]),
        counted=given.get("counted", True),
        same=given.get("same", ""),
        fields={role: dict(given.get(role, {})) for role in ROLES},
    )


def _found(form: Form, name: str) -> tuple[str, str] | None:
    for role in ROLES:
        for pattern, fact in form.fields[role].items():
            if fnmatchcase(name, pattern):
                return role, fact
    return None
