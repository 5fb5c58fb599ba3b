"""Questions: inputs are checked, missing ones are named, dates choose the text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.rulebook.errors import QuestionError
from mingdeng.rulebook.formulas import answer
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.questions import describe

RULEBOOK = load(["national", "central"])


def ask(name: str, **given: Any) -> dict[str, Any]:
    return dict(answer(RULEBOOK.formulas[name], given, RULEBOOK).outputs)


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"entitled": "many"}, "“entitled”.*应为不小于0的整数"),
        ({"entitled": "-3", "present": 3}, "不小于0"),
        ({"entitled": "3.5", "present": 3}, "整数"),
        ({"present": 3, "entitld": 4}, "没有名为“entitld”的项.*entitled"),
        ({"present": 3}, "没有得出结果：缺少“entitled”"),
        ({"entitled": 41, "present": 33, "held_on": "2020年"}, "应为日期"),
        ({"entitled": 41, "present": 33, "on": "1980-01-01"}, "没有有效的条文"),
    ],
)
def test_a_wrong_input_is_named(given: dict[str, Any], complaint: str) -> None:
    with pytest.raises(QuestionError, match=complaint):
        ask("election.quorum", **given)


def test_a_wrong_choice_lists_the_right_ones() -> None:
    with pytest.raises(QuestionError, match=r"只能是 in_service"):
        ask("dues.monthly", category="official", base=3000)


def test_what_can_be_answered_without_an_input_is() -> None:
    result = answer(RULEBOOK.formulas["election.quorum"], {"entitled": 41}, RULEBOOK)
    assert result.outputs["minimum"] == 33
    assert result.outputs["valid"] is None
    assert result.notes == ("缺少“present”（实到会有选举权人数）",)


def test_a_year_without_calendar_leaves_the_effective_day_open() -> None:
    result = answer(RULEBOOK.formulas["days.within"], {"start": "2026-12-20", "days": 15}, RULEBOOK)
    assert result.outputs["effective"] is None
    assert "2027年的放假调休安排尚未录入" in result.notes[0]


@given(st.decimals(min_value=0, max_value=100_000, places=2))
def test_dues_never_fall_when_the_base_rises_inside_a_bracket_and_use_one_rate(base: Any) -> None:
    outputs = ask("dues.monthly", category="in_service", base=str(base))
    assert abs(outputs["amount"] - outputs["rate"] * outputs_base(base)) <= outputs_base("0.005")


def outputs_base(base: Any) -> Any:
    from fractions import Fraction

    return Fraction(str(base))


@given(st.integers(1, 300), st.integers(0, 300), st.integers(0, 300))
def test_a_vote_passes_only_with_a_quorum_and_more_than_half_of_all(
    entitled: int, present: int, in_favour: int
) -> None:
    outputs = ask("meeting.vote", entitled=entitled, present=present, in_favour=in_favour)
    assert outputs["may_vote"] == (2 * present >= entitled)
    assert outputs["passed"] == (2 * present >= entitled and 2 * in_favour > entitled)


@given(st.integers(1, 9), st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_an_election_elects_at_most_the_seats_and_only_by_more_than_half(
    seats: int, votes: list[int]
) -> None:
    result = ask("election.result", seats=seats, present=40, votes=votes)
    elected, runoff = result["elected"], result["runoff"]
    assert len(elected) <= seats
    assert all(2 * votes[place - 1] > 40 for place in (*elected, *runoff))
    assert result["open_seats"] == seats - len(elected)
    assert not set(elected) & set(runoff)
    if runoff:
        assert len(runoff) > result["open_seats"] > 0
        assert len({votes[place - 1] for place in runoff}) == 1
        assert all(votes[place - 1] > votes[runoff[0] - 1] for place in elected)


def test_every_question_tells_its_inputs_and_outputs() -> None:
    for question in describe(RULEBOOK):
        assert question["label"]
        assert question["outputs"]
        for field in (*question["inputs"], *question["outputs"]):
            assert {"name", "label", "type"} <= field.keys()
            assert field["type"] != "choice" or field["allowed"]
