"""Kinds of registers on the command line: what the packs define, one of them in full."""

from collections.abc import Mapping, Sequence
from typing import Any

from mingdeng.cli.output import print_json
from mingdeng.cli.stacks import BASE
from mingdeng.documents.columns import table
from mingdeng.rulebook.packfiles import shipped_packs
from mingdeng.rulebook.registers import CYCLES, Field, Register, load_registers
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.rulebook.wording import place_text

OK = 0
TYPES = {
    "text": "文字",
    "long": "多行文字",
    "date": "日期",
    "choice": "选一项",
    "choices": "选几项",
    "count": "整数",
    "number": "小数",
    "money": "金额",
    "yes_no": "是否",
    "person": "人",
    "people": "几个人",
    "entry": "另一本台账的条目",
}
PERIODS = dict(zip(CYCLES, ("每月", "每季度", "每年"), strict=True))


def all_registers(packs: Sequence[str]) -> dict[str, Register]:
    """The registers of some packs, and of every one that is shipped. Raises PackError."""
    found: dict[str, Register] = {}
    for name in sorted(shipped_packs(), key=lambda pack: pack != BASE):
        for register in load_registers([BASE, name]).registers.values():
            found.setdefault(register.id, register)
    return {**found, **load_registers(packs).registers}


def register_named(name: str, packs: Sequence[str]) -> Register | None:
    """A register of some packs, else of any that is shipped."""
    return load_registers(packs).registers.get(name) or all_registers(packs).get(name)


def show_register(register: Register, *, as_json: bool) -> int:
    """What a register asks, of whom, and who may see it."""
    if as_json:
        print_json(_json(register))
        return OK
    print(f"{register.label}（{register.id}）")
    print(table([(f"  {name}", text) for name, text in _rows(register)]))
    print("  字段")
    print(table([("    编号", "名称", "填什么", "说明"), *map(_field_row, register.fields)]))
    return OK


def _rows(register: Register) -> list[tuple[str, str]]:
    words = vocabulary()
    mark = words.label("confidences", register.confidence)
    rows = [
        ("用处", register.gist),
        ("谁的台账", words.listed("bearers", register.kept_by)),
        ("依据", f"{register.cite}（{mark}）"),
        ("领域表", "、".join(register.refs)),
        ("写在", place_text(register.place)),
    ]
    optional: Mapping[str, str | None] = {
        "存疑": register.doubt,
        "按期": PERIODS.get(register.every or ""),
        "征求满意度": register.asks,
        "作为证据": words.label("kinds", register.evidence) if register.evidence else None,
        "每条是一名": words.label("bearers", register.bears) if register.bears else None,
    }
    return [*rows, *((name, text) for name, text in optional.items() if text)]


def _field_row(field: Field) -> tuple[str, str, str, str]:
    notes = [
        "必填" if field.required else "",
        "、".join(field.choices),
        "限制查看" if field.restricted else "",
        "续填时重新填" if field.fresh else "",
        f"台账 {field.of}" if field.of else "",
    ]
    said = "；".join(note for note in notes if note)
    return (f"    {field.id}", field.label, TYPES[field.type], said)


def _json(register: Register) -> dict[str, Any]:
    told = {name: value for name, value in register._asdict().items() if name != "fields"}
    fields = [
        {name: value for name, value in field._asdict().items() if name != "place"}
        for field in register.fields
    ]
    place = {"file": register.place.file, "line": register.place.line}
    return {**told, "place": place, "fields": fields}
