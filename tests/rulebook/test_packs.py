"""The packs that are shipped: every worked case stands beside its rule, every number is pinned."""

import re

import pytest

from mingdeng.cli.stacks import Stack, shipped_stacks
from mingdeng.rulebook.cases import run_case
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.model import UNSURE
from mingdeng.rulebook.mutation import mutate
from mingdeng.rulebook.numbers import WatchingReader
from mingdeng.rulebook.review import entries
from mingdeng.rulebook.walk import numbers_of

STACKS = {stack.name: stack for stack in shipped_stacks()}
# Those with few numbers and a case for each.
SMALL = (
    *("central", "local-example", "chongqing", "shantou", "dinghu", "aheqi", "village-work"),
    *("wuxue", "street-station", "foshan", "zhongjiang"),
)
WORKED = {f"BL-W{n:02}" for n in range(1, 61)} | {f"LS-W{n}" for n in range(20, 31)}
ALL_WORKED = WORKED | {f"LS-W{n:02}" for n in range(1, 37)}


@pytest.mark.parametrize("name", STACKS)
def test_every_case_passes(name: str) -> None:
    stack = STACKS[name]
    failed = [
        (case.name, result.differences)
        for case in stack.cases
        for result in [run_case(case, stack.responders, WatchingReader())]
        if not result.passed
    ]
    assert failed == []


def test_the_71_worked_cases_are_there_and_the_others_are_listed_for_later() -> None:
    shipped = {case.id for stack in STACKS.values() for case in stack.cases if case.id}
    later = {case for stack in STACKS.values() for case, _ in stack.rulebook.later}
    assert len(WORKED) == 71
    assert shipped >= WORKED
    assert shipped | later == ALL_WORKED
    assert not shipped & later


def test_every_rule_says_where_it_stands_and_how_sure_it_is() -> None:
    for stack in STACKS.values():
        for entry in entries(stack.rulebook):
            assert entry.basis.gist, entry.id
            assert entry.basis.checked_on or entry.basis.confidence == "memory", entry.id
            if entry.basis.confidence in UNSURE - {"secondary"}:
                assert entry.basis.doubt or entry.basis.confidence == "local", entry.id


def test_each_rule_from_the_2026_admission_text_says_it_was_read_through_others() -> None:
    for name, formula in STACKS["national"].rulebook.formulas.items():
        for version in formula.versions:
            if "2026年修订" in version.basis.cite.text:
                assert version.basis.confidence == "secondary", name
                assert "据他处引述" in (version.basis.doubt or ""), name


def test_nothing_from_memory_or_of_one_place_is_a_must() -> None:
    for stack in STACKS.values():
        for rule in stack.rulebook.rules.values():
            for version in rule.versions or rule.written:
                if version.basis.confidence in {"memory", "local", "article"}:
                    assert version.force != "must", rule.id


def test_identifiers_carry_no_year_version_or_period() -> None:
    rulebook = load(["national", "central"])
    for name in {*rulebook.rules, *rulebook.formulas} - {"dues.monthly"}:
        assert not re.search(r"\d|year|annual|month|quarter|week", name), name


def sample(stack: Stack, every: int) -> list[object]:
    own = [n for n in numbers_of(stack.rulebook) if n.key.startswith(f"{stack.name}/")]
    return list(own[::every])


@pytest.mark.parametrize("name", SMALL)
def test_each_number_of_the_small_packs_is_pinned(name: str) -> None:
    stack = STACKS[name]
    mutations = mutate(sample(stack, 1), stack.cases, stack.responders)  # type: ignore[arg-type]
    assert mutations
    assert [m.number.key for m in mutations if not m.caught] == []


def test_a_number_no_case_reads_is_not_caught() -> None:
    stack = STACKS["central"]
    mutations = mutate(sample(stack, 1), stack.cases[:1], stack.responders)  # type: ignore[arg-type]
    assert [m.number.key.split(":")[1] for m in mutations if m.caught] == ["share", "month", "day"]
