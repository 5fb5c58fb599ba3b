"""The demo's entries fit the registers as they are defined."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from mingdeng.cli.demo_entries import ASIDE, FILE, PACKS
from mingdeng.rulebook.registers import load_registers

ENTRIES = yaml.safe_load(FILE.read_text(encoding="utf-8"))["entries"]


@pytest.mark.parametrize("told", ENTRIES, ids=[str(one["title"]) for one in ENTRIES])
def test_an_entry_says_what_its_register_asks_and_nothing_else(told: Mapping[str, Any]) -> None:
    fields = {field.id: field for field in load_registers(PACKS).registers[told["register"]].fields}
    said = told.keys() - ASIDE
    assert said <= fields.keys()
    assert {name for name, field in fields.items() if field.required} <= said
    chosen = {name: told[name] for name in said if fields[name].choices}
    assert all(value in fields[name].choices for name, value in chosen.items())
