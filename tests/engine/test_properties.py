"""What must hold whatever the rule: more evidence never hurts, time never undoes."""

from datetime import date, timedelta
from random import Random

import pytest

from mingdeng.engine.compiler import compile_rules
from mingdeng.engine.inputs import Bearer, Clocks, Records
from mingdeng.engine.scalar import judge
from mingdeng.engine.verdicts import DUE, MET, OVERDUE, Verdict
from mingdeng.rulebook.model import After, Every, Rule
from tests.engine.generated import random_evidence, random_organ, relevant_kinds
from tests.engine.test_oracle import EVERY_FORM

SEEDS = range(40)


def verdicts(as_of: date, bearer: Bearer, records: Records) -> dict[tuple[str, str], Verdict]:
    tables = compile_rules(EVERY_FORM, Clocks(as_of), first=date(2025, 1, 1))
    return {(v.rule.id, v.period): v for v in judge(tables, bearer, records)}


def may_be_hurt_by_evidence(verdict: Verdict) -> bool:
    """At-most rules, those measured against other evidence, and those that evidence opens."""
    timing = verdict.version.timing
    measured = verdict.test is not None and (
        not verdict.test.at_least or verdict.test.bound.share is not None
    )
    return measured or (isinstance(timing, After) and timing.kind is not None)


@pytest.mark.parametrize("seed", SEEDS)
def test_adding_evidence_never_makes_a_met_duty_unmet(seed: int) -> None:
    rng = Random(seed)
    for bearer, records in random_organ(rng, EVERY_FORM, seed):
        wanted = relevant_kinds(EVERY_FORM, bearer.kind)
        before = verdicts(date(2025, 9, 17), bearer, records)
        more = [random_evidence(rng, bearer.id, 900 + n, wanted) for n in range(8)]
        fuller = records._replace(evidence=[*records.evidence, *more])
        after = verdicts(date(2025, 9, 17), bearer, fuller)
        for key, verdict in before.items():
            if verdict.state == MET and not may_be_hurt_by_evidence(verdict):
                assert after[key].state == MET, key


@pytest.mark.parametrize("seed", SEEDS)
def test_moving_as_of_forward_never_turns_met_into_due(seed: int) -> None:
    rng = Random(seed)
    for bearer, records in random_organ(rng, EVERY_FORM, seed):
        as_of = date(2025, 2, 1) + timedelta(days=rng.randrange(200))
        later = as_of + timedelta(days=rng.randrange(1, 120))
        earlier, then = verdicts(as_of, bearer, records), verdicts(later, bearer, records)
        for key, verdict in earlier.items():
            if verdict.state == MET and key in then:
                assert then[key].state != DUE, key


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_over_is_not_due_and_what_is_not_over_is_not_overdue(seed: int) -> None:
    rng = Random(seed)
    as_of = date(2025, 9, 17)
    for bearer, records in random_organ(rng, EVERY_FORM, seed):
        for verdict in verdicts(as_of, bearer, records).values():
            if verdict.state == DUE:
                assert verdict.due_on is not None
                assert verdict.due_on >= as_of
                assert verdict.still_possible is True
            if verdict.state == OVERDUE and not may_be_hurt_by_evidence(verdict):
                assert verdict.due_on is not None
                assert verdict.due_on < as_of


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_the_evidence_does_not_matter(seed: int) -> None:
    rng = Random(seed)
    for bearer, records in random_organ(rng, EVERY_FORM, seed):
        shuffled = list(records.evidence)
        rng.shuffle(shuffled)
        assert verdicts(date(2025, 9, 17), bearer, records) == verdicts(
            date(2025, 9, 17), bearer, records._replace(evidence=shuffled)
        )


def has_period(rule: Rule) -> bool:
    return any(isinstance(version.timing, Every) for version in rule.versions)


def test_a_wider_window_only_adds_rows() -> None:
    rng = Random(5)
    clocks = Clocks(date(2025, 9, 17))
    narrow = compile_rules(EVERY_FORM, clocks)
    wide = compile_rules(EVERY_FORM, clocks, first=date(2024, 1, 1))
    for bearer, records in random_organ(rng, EVERY_FORM, 1):
        few = {(v.rule.id, v.period): v.state for v in judge(narrow, bearer, records)}
        many = {(v.rule.id, v.period): v.state for v in judge(wide, bearer, records)}
        assert few.items() <= many.items()
