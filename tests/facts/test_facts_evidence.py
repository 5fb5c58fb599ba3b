"""What counts as done: which meetings count for whom, and each of them once."""

from pathlib import Path

import pytest

from mingdeng.engine.verdicts import Verdict
from mingdeng.facts.outcome import Outcome
from tests.facts.organfiles import (
    COMMITTEE,
    FIRST,
    SECOND,
    Line,
    book,
    branch,
    held,
    judged,
    ledger,
    meeting,
    member,
    members,
    overdue,
    states,
    told,
    verdicts,
)
from tests.files.filemaking import document

THEME, COMMITTEE_MEETING, MEMBERS = "theme-day", "branch-committee-meeting", "members-meeting"
ROSTER = book(*members(9, posts=COMMITTEE))
REGISTER = book(branch(FIRST, 党小组数=2), branch(SECOND))
MINUTES = (
    f"{FIRST}支委会会议记录",
    "时间：2026年3月5日 9:00",
    "地点：三楼会议室",
    "应到：5人  实到：4人",
    "议题：研究工作",
)


def _judged(folder: Path, *lines: Line, **others: bytes) -> Outcome:
    files = {"党组织名册.xlsx": REGISTER, "党员名册.xlsx": ROSTER, "台账.xlsx": ledger(*lines)}
    return judged(folder, files | {name.replace("_", "."): data for name, data in others.items()})


# ---- quorum ----


@pytest.mark.parametrize(
    ("expected", "present", "state"),
    [(5, 5, "met"), (5, 3, "met"), (6, 3, "met"), (5, 2, "overdue"), (6, 2, "overdue")],
)
def test_a_committee_meeting_below_half_does_not_count(
    expected: int, present: int, state: str, tmp_path: Path
) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.5", "支委会", 应到=expected, 实到=present))
    assert states(outcome, COMMITTEE_MEETING)["2026-03"] == state
    assert len(told(outcome, "not-counted")) == (state == "overdue")


def test_a_meeting_without_numbers_counts(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.5", "支委会"))
    assert states(outcome, COMMITTEE_MEETING)["2026-03"] == "met"
    assert told(outcome, "not-counted") == []


def test_a_second_meeting_of_the_month_makes_good_for_the_one_that_failed(tmp_path: Path) -> None:
    lines = [meeting(f"2026.3.{day}", "支委会", 应到=5, 实到=day % 10) for day in (1, 15)]
    outcome = _judged(tmp_path, *lines)
    assert states(outcome, COMMITTEE_MEETING)["2026-03"] == "met"
    assert [finding.row for finding in told(outcome, "not-counted")] == [3]


def test_every_meeting_that_did_not_count_is_told(tmp_path: Path) -> None:
    lines = [meeting(f"2026.3.{day}", "支委会", 应到=5, 实到=1) for day in (1, 15)]
    assert [finding.row for finding in told(_judged(tmp_path, *lines), "not-counted")] == [3, 4]


def test_a_members_meeting_below_half_counts_but_is_remarked(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.5", "党员大会", 应到=9, 实到=4))
    assert states(outcome, MEMBERS)["2026-Q1"] == "met"
    (finding,) = told(outcome, "remark")
    assert (finding.severity, finding.row) == ("warning", 3)


def test_quorum_asks_nothing_of_theme_days(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.5", 应到=9, 实到=1))
    assert states(outcome, THEME)["2026-03"] == "met"
    assert told(outcome, "not-counted") + told(outcome, "remark") == []


# ---- which duty, which period ----


def test_one_meeting_of_several_kinds_counts_for_each(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.5", "党员大会暨主题党日"))
    assert states(outcome, THEME)["2026-03"] == "met"
    assert states(outcome, MEMBERS)["2026-Q1"] == "met"


def test_a_meeting_counts_for_the_month_it_was_held_in(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.31"), meeting("2026.5.1"))
    assert not {"2026-03", "2026-05"} & overdue(outcome, THEME)
    assert "2026-04" in overdue(outcome, THEME)


def test_two_meetings_of_one_month_do_not_answer_for_another(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.2"), meeting("2026.3.30"))
    (verdict,) = [v for v in verdicts(outcome, THEME) if v.period == "2026-03"]
    assert verdict.counted == 2
    assert "2026-04" in overdue(outcome, THEME)


def test_what_is_held_after_as_of_is_not_counted_yet(tmp_path: Path) -> None:
    files = {"党组织名册.xlsx": REGISTER, "台账.xlsx": ledger(meeting("2026.3.25"))}
    before, after = (judged(tmp_path, files, as_of=day) for day in ("2026-03-24", "2026-03-25"))
    assert states(before, THEME)["2026-03"] == "due"
    assert states(after, THEME)["2026-03"] == "met"


def test_a_meeting_of_one_branch_does_not_count_for_another(tmp_path: Path) -> None:
    second = ledger(meeting("2026.4.5"), home=SECOND)
    outcome = _judged(tmp_path, meeting("2026.3.5"), 乙_xlsx=second)
    assert "2026-03" in overdue(outcome, THEME, SECOND)
    assert "2026-04" in overdue(outcome, THEME, FIRST)


# ---- groups ----


def test_a_group_meeting_counts_for_its_group_only(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.5", "党小组会（第二党小组）"))
    found = {group: states(outcome, "group-meeting", group=group) for group in (1, 2)}
    assert (found[1]["2026-03"], found[2]["2026-03"]) == ("overdue", "met")


def test_a_group_meeting_without_its_group_counts_for_none_and_is_told(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.5", "党小组会"))
    assert states(outcome, "group-meeting", group=1)["2026-03"] == "overdue"
    (finding,) = told(outcome, "group-not-named")
    assert (finding.severity, finding.row, finding.column) == ("warning", 3, 2)


# ---- once ----


def test_minutes_and_ledger_of_one_meeting_are_counted_once(tmp_path: Path) -> None:
    line = meeting("2026.3.5", "支委会", 应到=5, 实到=4)
    outcome = _judged(tmp_path, line, 支委会记录_docx=document(*MINUTES))
    assert len(held(outcome)) == 1
    (verdict,) = [v for v in verdicts(outcome, COMMITTEE_MEETING) if v.period == "2026-03"]
    assert verdict.counted == 1
    assert [item.severity for item in told(outcome, "same-meeting-elsewhere")] == ["notice"]


def test_minutes_of_another_kind_on_that_day_are_another_meeting(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, meeting("2026.3.5"), 支委会记录_docx=document(*MINUTES))
    assert sorted(item.kinds for item in held(outcome)) == [
        ("branch_committee_meeting",),
        ("theme_day",),
    ]


@pytest.mark.parametrize("name", ["终.docx", "一.docx"])
def test_the_numbers_of_either_record_decide_about_the_quorum(name: str, tmp_path: Path) -> None:
    silent = document(*(line for line in MINUTES if "应到" not in line))
    line = meeting("2026.3.5", "支委会", 应到=5, 实到=1)
    files = {"名册.xlsx": REGISTER, "党员.xlsx": ROSTER, "台账.xlsx": ledger(line), name: silent}
    outcome = judged(tmp_path, files)
    assert states(outcome, COMMITTEE_MEETING)["2026-03"] == "overdue"


def test_the_same_meeting_in_the_organs_and_the_branchs_ledger_is_one(tmp_path: Path) -> None:
    line = meeting("2026.3.5", "党员大会", 应到=9, 实到=8)
    organs = book({**line, "支部": FIRST}, meeting("2026.3.6", 支部=SECOND))
    outcome = _judged(tmp_path, line, 汇总_xlsx=organs)
    assert len(held(outcome)) == 1


def test_two_meetings_with_topics_of_their_own_are_two(tmp_path: Path) -> None:
    line = meeting("2026.3.5", "党员大会", 应到=9, 实到=8)
    organs = book({**line, "支部": FIRST, "议题": "接收预备党员"}, meeting("2026.3.6", 支部=SECOND))
    assert len(held(_judged(tmp_path, line, 汇总_xlsx=organs))) == 2


# ---- members ----


def test_six_months_of_absence_are_noticed_where_everyone_absent_is_named(tmp_path: Path) -> None:
    lines = [
        meeting(f"2026.{month}.5", 应到=9, 实到=8, 缺席人员="赵财安（病假）")
        for month in range(1, 9)
    ]
    found = verdicts(_judged(tmp_path, *lines), "organizational-life-lapse")
    assert {v.bearer.name for v in found if v.state == "overdue"} == {"赵财安"}


def test_where_the_absent_are_not_named_nobodys_absence_is_claimed(tmp_path: Path) -> None:
    lines = [meeting(f"2026.{month}.5", 应到=9, 实到=8) for month in range(1, 9)]
    found = verdicts(_judged(tmp_path, *lines), "organizational-life-lapse")
    assert {v.state for v in found} <= {"unknown", "not_applicable"}


def test_a_probationer_owes_dues_and_talks_like_everyone(tmp_path: Path) -> None:
    probationer = member("何一甲", 人员类别="预备党员", 转正时间=None)
    roster = book(*members(9, posts=COMMITTEE), probationer)
    outcome = judged(tmp_path, {"名册.xlsx": REGISTER, "党员.xlsx": roster})
    owed = {v.rule.id for v in _of(outcome, "何一甲") if v.state != "not_applicable"}
    assert {"dues-payment", "talk-between-members"} <= owed


def _of(outcome: Outcome, name: str) -> list[Verdict]:
    homes = outcome.organ.organizations
    every = (verdict for home in homes for verdict in outcome.verdicts_of(home))
    return [verdict for verdict in every if verdict.bearer.name == name]
