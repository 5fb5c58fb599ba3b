"""The sample ledgers: every meeting, every gap with its reason, and nothing made up."""

import json
from collections import Counter
from pathlib import Path

import pytest

from mingdeng.engine.reasons import reason
from mingdeng.facts.outcome import Outcome
from mingdeng.files import read_folder
from tests.facts import comparison
from tests.facts.organfiles import organization, states, told, verdicts

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
OFFICE, LAW, SENIOR, NEW = "办公室第一支部", "法制工作委员会支部", "老干部支部", "研究室支部"
SMALL, LIAISON = "财经预算支部", "代表联络工作室支部"


@pytest.fixture(scope="module")
def truth() -> comparison.Truth:
    known: comparison.Truth = json.loads((LEDGERS / "truth.json").read_text(encoding="utf-8"))
    return known


@pytest.fixture(scope="module")
def outcomes(truth: comparison.Truth) -> dict[bool, Outcome]:
    """The check under national rules (False), and under the local example's as well (True)."""
    reading = read_folder(LEDGERS)
    packs = {False: comparison.NATIONAL, True: comparison.LOCAL}
    return {
        local: comparison.judged_reading(reading, truth, names) for local, names in packs.items()
    }


@pytest.fixture(scope="module")
def outcome(outcomes: dict[bool, Outcome]) -> Outcome:
    return outcomes[False]


@pytest.mark.parametrize("local", [False, True])
def test_the_check_says_what_is_true_and_nothing_else(
    outcomes: dict[bool, Outcome], truth: comparison.Truth, *, local: bool
) -> None:
    assert comparison.differences(outcomes[local], truth, local=local) == []


def test_six_gaps_are_national_and_the_seventh_is_local(outcomes: dict[bool, Outcome]) -> None:
    national, local = (comparison.gaps_found(outcomes[key]) for key in (False, True))
    assert (national.total(), local.total()) == (6, 7)
    assert local - national == Counter([(LIAISON, "party-lecture", "2026-Q2", None)])


def test_nothing_of_other_kinds_is_overdue(outcome: Outcome) -> None:
    missed = {duty for _, duty, _, _ in comparison.gaps_found(outcome)}
    assert comparison.overdue_duties(outcome) == missed


@pytest.mark.parametrize(
    ("home", "duty", "period", "words"),
    [
        (OFFICE, "branch-committee-meeting", "2026-05", "2026年5月8日的一次，应到5人、实到1人"),
        (OFFICE, "group-meeting", "2026-06", "2026年6月没有党小组会记录，要求不少于1次"),
        (LAW, "branch-committee-meeting", "2026-03", "2026年3月没有支委会记录"),
        (LIAISON, "members-meeting", "2026-Q2", "2026年第二季度没有党员大会记录"),
        (SENIOR, "theme-day", "2026-04", "2026年4月没有主题党日记录"),
    ],
)
def test_each_gap_gives_its_reason(
    outcome: Outcome, home: str, duty: str, period: str, words: str
) -> None:
    found = [v for v in verdicts(outcome, duty, home) if v.period == period]
    assert any(words in reason(verdict) for verdict in found if verdict.state == "overdue")


def test_only_the_second_group_missed_its_meeting(outcome: Outcome) -> None:
    assert states(outcome, "group-meeting", OFFICE, 1)["2026-06"] == "met"
    assert states(outcome, "group-meeting", OFFICE, 2)["2026-06"] == "overdue"


def test_a_past_meeting_cannot_be_held_any_more(outcome: Outcome) -> None:
    gaps = [v for v in verdicts(outcome, "members-meeting", LIAISON) if v.state == "overdue"]
    assert [(gap.still_possible, str(gap.due_on)) for gap in gaps] == [(False, "2026-06-30")]


@pytest.mark.parametrize(
    "duty", ["organizational-life-meeting", "democratic-appraisal", "secretary-report"]
)
def test_what_has_no_source_is_unknown(outcome: Outcome, duty: str) -> None:
    for home in (OFFICE, LAW, LIAISON, SMALL, SENIOR):
        assert states(outcome, duty, home) == {"2026": "unknown"}


def test_empty_months_of_the_dues_ledger_prove_nothing(outcome: Outcome) -> None:
    found = {verdict.state for verdict in verdicts(outcome, "dues-payment", OFFICE)}
    assert found == {"unknown", "not_applicable"}  # the second: who joined in the meantime


def test_the_meeting_without_enough_members_is_pointed_at(outcome: Outcome) -> None:
    (finding,) = told(outcome, "not-counted")
    assert (finding.sheet, finding.row, finding.column) == (OFFICE, 20, 9)


def test_a_members_meeting_too_small_to_vote_is_met_with_a_warning(outcome: Outcome) -> None:
    (finding,) = told(outcome, "remark")
    assert (finding.severity, finding.sheet, finding.row) == ("warning", SMALL, 17)
    assert "不能进行表决" in finding.message
    assert set(states(outcome, "members-meeting", SMALL).values()) == {"met", "due"}


def test_the_branch_founded_in_may_owes_nothing_until_june(outcome: Outcome) -> None:
    themes, meetings = (states(outcome, d, NEW) for d in ("theme-day", "members-meeting"))
    assert {themes[f"2026-{month:02}"] for month in range(1, 6)} == {"not_applicable"}
    assert {themes[f"2026-{month:02}"] for month in range(6, 10)} == {"met"}
    assert (meetings["2026-Q1"], meetings["2026-Q2"]) == ("not_applicable", "not_applicable")


def test_the_branch_of_five_owes_no_committee_meetings(outcome: Outcome) -> None:
    found = set(states(outcome, "branch-committee-meeting", SMALL).values())
    assert found == {"not_applicable"}


def test_the_minutes_that_name_no_branch_belong_to_the_chairs(
    outcome: Outcome, truth: comparison.Truth
) -> None:
    (finding,) = told(outcome, "organization-from-people")
    assert (finding.file, finding.place, finding.severity) == (
        truth["word"]["file"],
        "第1段",
        "warning",
    )
    assert truth["word"]["inferred_from"] in finding.message
    assert LAW in finding.message


def test_the_person_of_an_unknown_branch_is_kept_unassigned(outcome: Outcome) -> None:
    (finding,) = told(outcome, "unknown-branch")
    assert (finding.severity, finding.row, finding.column) == ("error", 26, 2)
    (person,) = [p for p in outcome.organ.people if p.source.row == finding.row]
    assert person.organization is None
    assert len(outcome.organ.people) == 94


def test_the_organs_units_and_names_are_its_own(outcome: Outcome, truth: comparison.Truth) -> None:
    assert outcome.organ.name == truth["organ"]
    branches = [item for item in outcome.organ.organizations if item.kind == "branch"]
    assert [item.name for item in branches] == [item["name"] for item in truth["branches"]]
    assert organization(outcome, OFFICE).groups == (1, 2)
