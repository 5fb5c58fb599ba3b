"""The table of the 346 mechanisms: complete, true about what carries each, and printed."""

import ast
from collections import Counter
from functools import cache

import pytest
from django.urls import resolve

from mingdeng.cli.rules_registers import all_registers
from mingdeng.cli.stacks import shipped_stacks
from mingdeng.rulebook.mechanisms import REFUSED, WAITS, WORKS, Mechanism, mechanisms
from mingdeng.rulebook.packfiles import SHIPPED
from tests.cli.running import badly_put, say
from tests.web.acting_out import scenarios

ROOT = SHIPPED.parent
TABLE = mechanisms()
WORKING = [one for one in TABLE.rows if one.state == WORKS]
REGISTERS = all_registers(["national"])
# How many mechanisms of each shape every article names, as they were counted when it was read.
COUNTED = {
    "0": {"PD": 10, "PR": 14, "RG": 9, "EV": 8, "ST": 14, "RO": 11},
    "1": {"PD": 9, "PR": 12, "RG": 18, "EV": 7, "ST": 14, "PB": 3, "RP": 1},
    "2": {"PD": 8, "PR": 18, "RG": 24, "EV": 5, "ST": 9, "PB": 1, "RO": 5, "RP": 1},
    "3": {"PD": 8, "PR": 10, "RG": 12, "EV": 10, "ST": 10, "PB": 1, "RO": 7, "RP": 1},
    "4": {"PD": 14, "PR": 22, "RG": 18, "EV": 10, "ST": 12, "PB": 1, "RO": 8, "RP": 1},
}


@cache
def carriers() -> frozenset[str]:
    """Everything of the shipped packs that can carry a mechanism."""
    books = [stack.rulebook for stack in shipped_stacks()]
    return frozenset(REGISTERS).union(*({*book.rules, *book.formulas} for book in books))


@cache
def rows_shown() -> dict[str, frozenset[str]]:
    """Which rows each scenario shows, by its address."""
    return {f"{one.file}::{one.id}": frozenset(one.rows) for one in scenarios()}


def test_every_mechanism_of_every_article_is_there_once() -> None:
    found = {article: Counter[str]() for article in COUNTED}
    for one in TABLE.rows:
        found[one.article][one.shape] += 1
    assert found == COUNTED
    assert len({one.no for one in TABLE.rows}) == len(TABLE.rows) == 346
    assert max(len(one.quote) for one in TABLE.rows) <= 12
    assert all(one.users and one.rules for one in TABLE.rows)


@pytest.mark.parametrize("one", WORKING, ids=lambda one: one.no)
def test_what_works_is_carried_has_a_page_and_a_test_that_names_it(one: Mechanism) -> None:
    assert one.carried_by
    assert set(one.carried_by) <= carriers()
    resolve(one.page)
    assert one.no in _shown_by(one.test)


def _shown_by(test: str) -> frozenset[str]:
    """The rows a test names: a scenario those it lists, a function those in its texts."""
    if test in rows_shown():
        return rows_shown()[test]
    path, name = test.split("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(text for text in texts if isinstance(text, str))


def test_registers_and_table_say_the_same_of_each_other() -> None:
    told = {(row, register.id) for register in REGISTERS.values() for row in register.mechanisms}
    carried = {(one.no, name) for one in WORKING for name in one.carried_by if name in REGISTERS}
    assert carried == told


def test_every_register_is_shown_by_a_scenario_with_all_its_rows() -> None:
    shown: dict[str, set[str]] = {}
    for one in scenarios():
        touched = {one.register, *(step["in"] for step in one.steps if "in" in step)}
        for name in touched:
            shown.setdefault(name, set()).update(one.rows)
    missing = {
        one.id: sorted({*one.mechanisms} - shown.get(one.id, set()))
        for one in REGISTERS.values()
        if one.id not in shown or {*one.mechanisms} - shown[one.id]
    }
    assert missing == {}


def test_all_registers_of_the_articles_work_and_contests_are_refused() -> None:
    assert {one.state for one in TABLE.rows if one.shape == "RG"} == {WORKS}
    (refused,) = [one for one in TABLE.rows if one.state == REFUSED]
    assert refused.no == "1-04"
    assert "LS-K40" in refused.reason
    assert {one.room for one in TABLE.rows if one.state == WAITS} <= TABLE.rooms.keys()


def test_the_command_prints_the_table_some_of_it_and_the_counts() -> None:
    told = say("mechanisms")
    assert told.code == 0
    assert "共 346 项" in told.out
    assert "办实事清单" in told.out
    assert badly_put(told.out) == []
    some = say("mechanisms", "--state", "works", "--shape", "RG", "--article", "2", "--json").json
    assert some["counts"]["all"] == some["counts"]["works"] == 24
    assert {one["article"] for one in some["mechanisms"]} == {"2"}
