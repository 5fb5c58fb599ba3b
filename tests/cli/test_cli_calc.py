"""`mingdeng calc`: one question, one answer, with its source."""

import pytest

from tests.cli.running import badly_put, say

BRANCH = 'bearer={"kind": "branch", "full_members": 9, "founded": "2018-03-01"}'


def test_an_answer_comes_with_its_source() -> None:
    told = say("calc", "dues.monthly", "category=in_service", "base=3000.01")
    assert (told.code, told.err) == (0, "")
    assert "30.00元" in told.out
    assert "《关于中国共产党党费收缴、使用和管理的规定》" in told.out
    assert badly_put(told.out) == []


def test_an_answer_as_json() -> None:
    answer = say("calc", "dues.monthly", "category=in_service", "base=3000.01", "--json").json
    assert answer["question"] == "dues.monthly"
    assert answer["answer"] == {"rate": "0.01", "amount": "30.00", "most": None}
    assert {"cite", "gist", "confidence", "doubt"} <= answer["basis"].keys()


@pytest.mark.parametrize(
    ("base", "amount"),
    [("3000.00", "15.00"), ("3000.01", "30.00"), ("5000", "50.00"), ("10000.01", "200.00")],
)
def test_money_is_exact_to_the_fen(base: str, amount: str) -> None:
    answer = say("calc", "dues.monthly", "category=in_service", f"base={base}", "--json").json
    assert answer["answer"]["amount"] == amount


@pytest.mark.parametrize("votes", ["9,7,5", "9，7，5", "9、7、5", "[9, 7, 5]", " 9 , 7,5 "])
def test_a_list_is_written_with_commas_of_either_kind(votes: str) -> None:
    given = ("present=10", "seats=2", f"votes={votes}")
    answer = say("calc", "election.result", *given, "--json")
    assert answer.code == 0, answer.err
    assert answer.json["answer"]["elected"] == [1, 2]


def test_a_duty_is_judged_from_facts_written_out() -> None:
    given = ("duty=branch-committee-meeting", "period=2026-06", "as_of=2026-07-10", BRANCH)
    held = 'evidence=[{"kind": "branch_committee_meeting", "held_on": "2026-06-08"}]'
    missed, met = (
        say("calc", "duty", *given, *more, "--json").json["answer"] for more in ((), (held,))
    )
    assert (missed["state"], missed["counted"], missed["still_possible"]) == ("overdue", 0, False)
    assert (met["state"], met["counted"]) == ("met", 1)
    assert "2026年6月没有支委会记录" in missed["reason"]


def test_without_a_source_a_duty_is_unknown() -> None:
    given = ("duty=theme-day", "period=2026-06", "as_of=2026-07-10", BRANCH, "sources=[]")
    answer = say("calc", "duty", *given, "--json").json["answer"]
    assert (answer["state"], answer["missing"]) == ("unknown", "theme_day")


def test_a_quorum_leaves_a_meeting_out() -> None:
    given = ("duty=branch-committee-meeting", "period=2026-06", "as_of=2026-07-10", BRANCH)
    meeting = '{"kind": "branch_committee_meeting", "held_on": "2026-06-08", "expected": 5'
    for present, state in ((3, "met"), (2, "overdue")):
        held = f'evidence=[{meeting}, "present": {present}}}]'
        assert say("calc", "duty", *given, held, "--json").json["answer"]["state"] == state


def test_a_local_pack_answers_when_it_is_asked() -> None:
    given = ("duty=party-lecture", "period=2026-Q1", "as_of=2026-04-10", BRANCH)
    packs = ("--packs", "national,local-example")
    answer = say("calc", "duty", *given, *packs, "--json").json["answer"]
    assert answer["state"] == "overdue"


def test_every_question_can_be_asked_and_says_what_is_missing() -> None:
    for question in say("rules", "questions", "--json").json:
        told = say("calc", question["name"])
        assert told.code in {0, 2}
        assert badly_put(told.out + told.err) == []
