"""Who owes what: committees by size, branches while they exist, groups, and what is not known."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from mingdeng.facts.outcome import Outcome
from tests.facts.organfiles import (
    COMMITTEE,
    FIRST,
    SECOND,
    Line,
    book,
    branch,
    judged,
    ledger,
    meeting,
    member,
    members,
    organization,
    overdue,
    states,
    verdicts,
)

THEME, COMMITTEE_MEETING, MEMBERS = "theme-day", "branch-committee-meeting", "members-meeting"
GROUP_MEETING = "group-meeting"
LEDGER = ledger(meeting("2026.8.5"))


def _judged(
    folder: Path, register: list[Line], people: Sequence[Line] = (), content: bytes = LEDGER
) -> Outcome:
    files = {"党组织名册.xlsx": book(*register), "台账.xlsx": content}
    roster = {"党员名册.xlsx": book(*people)} if people else {}
    return judged(folder, files | roster)


# ---- committees ----


@pytest.mark.parametrize(("full", "owes"), [(3, False), (6, False), (7, True), (8, True)])
def test_a_branch_of_seven_full_members_owes_committee_meetings(
    full: int, owes: bool, tmp_path: Path
) -> None:
    probationers = [
        member(f"何一{sign}", 人员类别="预备党员", 转正时间=None) for sign in "甲乙丙丁"
    ]
    people = [*members(full, posts=COMMITTEE), *probationers]
    found = states(_judged(tmp_path, [branch()], people), COMMITTEE_MEETING)
    assert (found["2026-03"] == "overdue") is owes
    assert (set(found.values()) == {"not_applicable"}) is not owes


def test_without_a_roster_it_is_unknown_whether_a_committee_is_needed(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, [branch()])
    assert set(states(outcome, COMMITTEE_MEETING).values()) == {"unknown"}
    assert {v.why.detail for v in verdicts(outcome, COMMITTEE_MEETING) if v.why} == {"full_members"}
    assert "2026-03" in overdue(outcome, THEME)


def test_a_roster_of_another_branch_says_nothing_of_this_one(tmp_path: Path) -> None:
    both = [branch(FIRST), branch(SECOND)]
    outcome = _judged(tmp_path, both, members(8, SECOND, COMMITTEE))
    assert set(states(outcome, COMMITTEE_MEETING, FIRST).values()) == {"unknown"}


def test_a_committee_becomes_due_with_the_seventh_full_member(tmp_path: Path) -> None:
    people = [*members(6, posts=COMMITTEE), member("何一甲", 转正时间="2026.4.20")]
    found = states(_judged(tmp_path, [branch()], people), COMMITTEE_MEETING)
    assert [found[f"2026-{month:02}"] for month in (3, 4, 5)] == [
        *("not_applicable", "not_applicable", "overdue")
    ]


@pytest.mark.parametrize(
    ("posts", "duty", "state"),
    [
        (COMMITTEE, "committee-required", "met"),
        (COMMITTEE, "committee-size", "met"),
        (COMMITTEE, "secretary-in-post", "met"),
        (("书记", "副书记"), "committee-required", "overdue"),
        (("书记", "组织委员"), "committee-size", "overdue"),
        (("书记", *["组织委员"] * 7), "committee-size", "overdue"),
        (("组织委员", "宣传委员", "纪检委员"), "secretary-in-post", "overdue"),
    ],
)
def test_the_posts_say_what_committee_there_is(
    posts: tuple[str, ...], duty: str, state: str, tmp_path: Path
) -> None:
    outcome = _judged(tmp_path, [branch()], members(9, posts=posts))
    assert set(states(outcome, duty).values()) == {state}


@pytest.mark.parametrize("duty", ["committee-required", "committee-size", "secretary-in-post"])
def test_without_any_posts_the_committee_is_unknown(duty: str, tmp_path: Path) -> None:
    outcome = _judged(tmp_path, [branch()], members(9))
    assert set(states(outcome, duty).values()) == {"unknown"}


@pytest.mark.parametrize("duty", ["committee-required", "committee-size", "secretary-in-post"])
def test_posts_in_another_branchs_roster_prove_nothing(duty: str, tmp_path: Path) -> None:
    bare = [{key: cell for key, cell in who.items() if key != "党内职务"} for who in members(9)]
    files = {
        "党组织名册.xlsx": book(branch(FIRST), branch(SECOND)),
        "甲.xlsx": book(*bare),
        "乙.xlsx": book(*members(9, SECOND, COMMITTEE)),
    }
    assert set(states(judged(tmp_path, files), duty, FIRST).values()) == {"unknown"}


def test_talks_are_owed_by_every_two_committee_members(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, [branch()], members(9, posts=COMMITTEE))
    pairs = {v.bearer.name for v in verdicts(outcome, "talk-between-committee-members")}
    assert len(pairs) == 10


# ---- founded and dissolved ----


@pytest.mark.parametrize(
    ("founded", "owed_from"),
    [("2025.12.31", 1), ("2026.1.1", 1), ("2026.5.1", 5), ("2026.5.2", 6), ("2026.5.20", 6)],
)
def test_a_branch_founded_within_the_year_owes_nothing_before(
    founded: str, owed_from: int, tmp_path: Path
) -> None:
    found = states(_judged(tmp_path, [branch(成立日期=founded)]), THEME)
    before = [found[f"2026-{month:02}"] for month in range(1, owed_from)]
    after = [found[f"2026-{month:02}"] for month in range(owed_from, 8)]
    assert (set(before), set(after)) == ({"not_applicable"} if before else set(), {"overdue"})


def test_a_branch_founded_within_a_quarter_owes_no_meeting_of_it(tmp_path: Path) -> None:
    two = ledger(meeting("2026.8.5", "党员大会"))
    outcome = _judged(tmp_path, [branch(成立日期="2026.5.20")], content=two)
    found = states(outcome, MEMBERS)
    assert [found[f"2026-Q{quarter}"] for quarter in (1, 2, 3)] == [
        *("not_applicable", "not_applicable", "met")
    ]


def test_a_dissolved_branch_owes_nothing_from_then_on(tmp_path: Path) -> None:
    found = states(_judged(tmp_path, [branch(撤销日期="2026.5.20")]), THEME)
    assert {found[f"2026-{month:02}"] for month in range(1, 5)} == {"overdue"}
    assert {found[f"2026-{month:02}"] for month in range(5, 13) if month != 8} == {"not_applicable"}


def test_the_groups_of_a_branch_live_as_long_as_the_branch(tmp_path: Path) -> None:
    register = [branch(成立日期="2026.3.10", 撤销日期="2026.6.10", 党小组数=2)]
    content = ledger(meeting("2026.4.5", "党小组会（第一党小组）"))
    outcome = _judged(tmp_path, register, content=content)
    assert _overdue_of_group(outcome, 1) == {"2026-05"}
    assert _overdue_of_group(outcome, 2) == {"2026-04", "2026-05"}


def _overdue_of_group(outcome: Outcome, group: int | str) -> set[str]:
    found = states(outcome, GROUP_MEETING, group=group)
    return {period for period, state in found.items() if state == "overdue"}


# ---- groups ----


def test_groups_are_those_of_register_roster_and_ledger_together(tmp_path: Path) -> None:
    people = [member("何一甲", 党小组="第二党小组"), member("何一乙", 党小组="青年党小组")]
    content = ledger(meeting("2026.4.5", "党小组会（第三党小组）"))
    outcome = _judged(tmp_path, [branch(党小组数=1)], people, content)
    groups = organization(outcome).groups
    assert groups[:3] == (1, 2, 3)
    assert "青年" in str(groups[3])


def test_a_group_named_in_a_branch_of_a_longer_name_is_that_branchs_own(tmp_path: Path) -> None:
    register = [branch("办公室支部"), branch("研究室办公室支部")]
    people = [member("何一甲", "办公室支部"), member("何一乙", "研究室办公室支部", 党小组="3组")]
    outcome = _judged(tmp_path, register, people)
    assert organization(outcome, "办公室支部").groups == ()
    assert organization(outcome, "研究室办公室支部").groups == (3,)


def test_a_branch_without_groups_owes_no_group_meetings(tmp_path: Path) -> None:
    content = ledger(meeting("2026.4.5"), meeting("2026.4.6", "党员大会"))
    outcome = _judged(tmp_path, [branch()], members(5), content)
    assert verdicts(outcome, GROUP_MEETING) == []


def test_the_only_group_needs_no_number_in_the_ledger(tmp_path: Path) -> None:
    content = ledger(meeting("2026.4.5", "党小组会"))
    outcome = _judged(tmp_path, [branch(党小组数=1)], content=content)
    assert states(outcome, GROUP_MEETING, group=1)["2026-04"] == "met"


# ---- other organizations ----


@pytest.mark.parametrize("duty", [THEME, COMMITTEE_MEETING, MEMBERS, GROUP_MEETING])
def test_a_general_branch_owes_no_branch_meetings_of_its_own(duty: str, tmp_path: Path) -> None:
    above = {"党组织名称": "服务中心党总支", "组织类别": "党总支", "成立日期": "2015.1.1"}
    register = [above, branch(上级党组织="服务中心党总支")]
    outcome = _judged(tmp_path, register, members(9, posts=COMMITTEE))
    assert organization(outcome).parent is not None
    assert verdicts(outcome, duty, "服务中心党总支") == []


def test_organizations_keep_the_registers_order_and_their_parents(tmp_path: Path) -> None:
    above = {"党组织名称": "市财政局机关委员会", "组织类别": "机关党委", "成立日期": "2015.1.1"}
    register = [above, branch(SECOND, 上级党组织="中共市财政局机关委员会"), branch(FIRST)]
    found = _judged(tmp_path, register).organ.organizations
    assert [item.name for item in found] == ["市财政局机关委员会", SECOND, FIRST]
    assert [item.parent for item in found] == [None, found[0].id, None]


def test_without_a_register_the_branches_are_those_the_files_name(tmp_path: Path) -> None:
    people = [*members(3, FIRST), *members(3, SECOND)]
    outcome = judged(tmp_path, {"名册.xlsx": book(*people), "台账.xlsx": LEDGER})
    assert [item.name for item in outcome.organ.organizations] == [FIRST, SECOND]
    assert "2026-03" in overdue(outcome, THEME)


def test_a_ledger_alone_names_its_branch(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"台账.xlsx": LEDGER})
    assert [item.name for item in outcome.organ.organizations] == [FIRST]
    assert "2026-03" in overdue(outcome, THEME)


def test_the_same_branch_in_two_registers_is_one(tmp_path: Path) -> None:
    files = {"甲.xlsx": book(branch()), "乙.xlsx": book(branch("中共财务处党支部委员会"))}
    assert len(judged(tmp_path, files).organ.organizations) == 1
