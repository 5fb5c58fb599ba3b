"""The scalar executor and the SQL oracle agree row for row on generated organs."""

from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mingdeng.engine.compiler import compile_rules
from mingdeng.engine.scalar import judge
from mingdeng.engine.verdicts import Verdict
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.model import Rulebook
from mingdeng.rulebook.stacking import adopted
from tests.engine.generated import random_clocks, random_organ
from tests.engine.oracle import judge_in_sql

FORMS = str(Path(__file__).with_name("forms"))
NATIONAL = adopted(load(["national", "local-example"]))
EVERY_FORM = adopted(load(["national", FORMS]))
ROUNDS, ORGANS_A_ROUND = 40, 25


def as_row(verdict: Verdict) -> tuple[Any, ...]:
    return (
        verdict.bearer.id,
        verdict.rule.id,
        verdict.period,
        verdict.state,
        _float(verdict.required),
        _float(verdict.counted),
        verdict.due_on,
        verdict.still_possible,
        verdict.latest.id if verdict.latest else None,
        verdict.why.code if verdict.why else "",
    )


def _float(value: Fraction | int | None) -> float | None:
    return None if value is None else float(value)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_scalar_and_oracle_answer_the_same_rows(seed: int) -> None:
    rng = Random(seed)
    clocks, first = random_clocks(rng)
    rulebook = EVERY_FORM if seed % 2 else NATIONAL
    tables = compile_rules(rulebook, clocks, first=first)
    subjects = [
        subject
        for number in range(ORGANS_A_ROUND)
        for subject in random_organ(rng, rulebook, number)
    ]
    scalar = sorted(map(as_row, (v for b, r in subjects for v in judge(tables, b, r))), key=repr)
    oracle = sorted((tuple(map(plain, row)) for row in judge_in_sql(tables, subjects)), key=repr)
    assert len(scalar) > 100
    assert [row for row in scalar if row not in set(oracle)] == []
    assert [row for row in oracle if row not in set(scalar)] == []
    assert scalar == oracle


def plain(value: Any) -> Any:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return float(value) if isinstance(value, int | float) or hasattr(value, "as_tuple") else value


def test_the_generated_organs_show_every_state_and_reason() -> None:
    seen: set[tuple[str, str]] = set()
    for seed in range(6):
        rng = Random(seed)
        clocks, first = random_clocks(rng)
        tables = compile_rules(NATIONAL, clocks, first=first)
        for number in range(ORGANS_A_ROUND):
            for bearer, records in random_organ(rng, NATIONAL, number):
                for verdict in judge(tables, bearer, records):
                    seen.add((verdict.state, verdict.why.code if verdict.why else ""))
    assert {state for state, _ in seen} == {"met", "due", "overdue", "not_applicable", "unknown"}
    assert {why for _, why in seen} >= {
        *("waived", "founded", "dissolved", "condition", "nothing-held", "fact", "source"),
    }


def rules_of(rulebook: Rulebook) -> int:
    return sum(bool(rule.versions) for rule in rulebook.rules.values())


def test_every_rule_that_ships_takes_part() -> None:
    assert rules_of(NATIONAL) == len(NATIONAL.rules)
