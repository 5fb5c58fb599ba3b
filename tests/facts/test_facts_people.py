"""People: found by name in their own branch, kept where the branch is not known."""

from pathlib import Path

import pytest

from mingdeng.facts.organ import Person
from mingdeng.facts.outcome import Outcome
from tests.facts.organfiles import (
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
    organization,
    told,
)
from tests.files.filemaking import document

REGISTER = book(branch(FIRST), branch(SECOND))


def _judged(folder: Path, people: list[Line], **ledgers: bytes) -> Outcome:
    files = {"党组织名册.xlsx": REGISTER, "党员名册.xlsx": book(*people)}
    return judged(folder, files | {f"{name}.xlsx": content for name, content in ledgers.items()})


def _absent(outcome: Outcome, home: str = FIRST) -> list[Person]:
    (activity,) = held(outcome, home)
    return [person for person in outcome.organ.people if person.id in activity.absent_people]


def _missed_by(*names: str, home: str = FIRST) -> bytes:
    return ledger(meeting("2026.3.5", 缺席人员="、".join(names)), home=home)


def test_an_absent_person_is_the_one_of_the_own_branch(tmp_path: Path) -> None:
    people = [member("张伟", FIRST), member("张伟", SECOND)]
    outcome = _judged(tmp_path, people, 台账=_missed_by("张伟", home=SECOND))
    (person,) = _absent(outcome, SECOND)
    assert person.organization == organization(outcome, SECOND).id
    assert told(outcome, "absent-not-on-roster") == []


def test_two_of_one_name_in_one_branch_are_not_told_apart(tmp_path: Path) -> None:
    people = [member("张伟", 出生日期="1980.1.1"), member("张伟", 出生日期="1990.1.1")]
    outcome = _judged(tmp_path, people, 台账=_missed_by("张伟"))
    assert _absent(outcome) == []
    assert [item.absent for item in held(outcome)] == [("张伟",)]


def test_an_absent_person_who_is_only_in_another_branch_is_a_warning(tmp_path: Path) -> None:
    people = [member("张伟", SECOND), member("李娜", FIRST)]
    outcome = _judged(tmp_path, people, 台账=_missed_by("张伟"))
    (finding,) = told(outcome, "absent-not-on-roster")
    assert (finding.severity, finding.file, finding.row) == ("warning", "台账.xlsx", 3)
    assert "张伟" in finding.message
    assert [item.absent for item in held(outcome)] == [("张伟",)]


def test_a_person_without_a_known_branch_may_be_the_absent_one(tmp_path: Path) -> None:
    people = [member("张伟", "人事处支部"), member("李娜", FIRST)]
    outcome = _judged(tmp_path, people, 台账=_missed_by("张伟"))
    assert [person.name for person in _absent(outcome)] == ["张伟"]
    assert told(outcome, "absent-not-on-roster") == []


def test_without_a_roster_nobody_is_called_a_stranger(tmp_path: Path) -> None:
    files = {"党组织名册.xlsx": REGISTER, "台账.xlsx": _missed_by("张伟")}
    assert told(judged(tmp_path, files), "absent-not-on-roster") == []


@pytest.mark.parametrize(
    ("roster", "written"),
    [
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽・买买提", "阿依古丽.买买提"),
        ("阿依古丽·买买提", "阿依古丽·买买提（病假）"),
        ("欧阳修", "欧阳修"),
        ("徐  岚", "徐岚"),
        ("徐岚", "徐 岚"),
        pytest.param("徐岚", "徐岚同志"),
        ("徐岚", "徐岚因病"),
        ("公孙无假", "公孙无假"),
        ("全勤学", "全勤学"),
    ],
)
def test_unusual_names_are_matched(roster: str, written: str, tmp_path: Path) -> None:
    people = [member(roster), *members(3)]
    outcome = _judged(tmp_path, people, 台账=_missed_by(written))
    assert len(_absent(outcome)) == 1
    assert told(outcome, "absent-not-on-roster") == []


def test_a_member_of_an_unknown_branch_is_kept_and_told_at_the_cell(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, [member("李娜"), member("张伟", "人事处支部")])
    assert [person.organization is None for person in outcome.organ.people] == [False, True]
    (finding,) = told(outcome, "unknown-branch")
    assert (finding.severity, finding.row, finding.column) == ("error", 3, 1)


def test_a_member_without_any_branch_is_kept_without_an_error(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, [member("张伟", None), member("李娜")])
    assert [person.organization is None for person in outcome.organ.people] == [True, False]
    assert told(outcome, "unknown-branch") == []


def test_minutes_without_a_branch_belong_to_the_people_in_them(tmp_path: Path) -> None:
    people = [*members(8, FIRST), *members(8, SECOND)]
    minutes = document(
        "支委会会议记录",
        "时间：2026年3月5日 9:00",
        "地点：三楼会议室",
        f"主持人：{people[8]['姓名']}",
        "议题：研究工作",
    )
    files = {"党组织名册.xlsx": REGISTER, "党员名册.xlsx": book(*people), "记录.docx": minutes}
    outcome = judged(tmp_path, files)
    assert len(held(outcome, SECOND)) == 1
    (finding,) = told(outcome, "organization-from-people")
    assert finding.severity == "warning"
    assert SECOND in finding.message


def test_a_ledger_without_a_branch_belongs_to_most_of_the_people_in_it(tmp_path: Path) -> None:
    people = [*members(8, FIRST), *members(8, SECOND)]
    lines = [
        meeting(f"2026.{month}.5", 主持人=people[place]["姓名"])
        for month, place in ((1, 0), (2, 9), (3, 10))
    ]
    outcome = _judged(tmp_path, people, 台账=book(*lines, title="2026年主题党日台账"))
    assert (len(held(outcome, FIRST)), len(held(outcome, SECOND))) == (0, 3)
    assert len(told(outcome, "organization-from-people")) == 1


def test_people_whose_name_is_not_unique_tell_no_branch(tmp_path: Path) -> None:
    people = [member("张伟", FIRST), member("张伟", SECOND)]
    lines = book(meeting("2026.3.5", 主持人="张伟"), title="2026年主题党日台账")
    outcome = _judged(tmp_path, people, 台账=lines)
    assert outcome.organ.activities == ()
    assert [item.severity for item in told(outcome, "unknown-branch")] == ["error"]


def test_a_named_branch_that_does_not_exist_is_an_error_at_its_cell(tmp_path: Path) -> None:
    lines = [meeting("2026.3.5", 支部=FIRST), meeting("2026.4.5", 支部="人事处支部")]
    outcome = _judged(tmp_path, members(8), 台账=book(*lines))
    (finding,) = told(outcome, "unknown-branch")
    assert (finding.severity, finding.row, finding.column) == ("error", 3, 4)
    assert [str(item.held_on) for item in outcome.organ.activities] == ["2026-03-05"]


def test_a_named_branch_that_does_not_exist_is_not_replaced_by_anothers(tmp_path: Path) -> None:
    people = members(8)
    lines = [
        meeting("2026.3.5", 支部=None, 主持人=people[0]["姓名"]),
        meeting("2026.4.5", 支部="人事处支部", 主持人="外人"),
    ]
    outcome = _judged(tmp_path, people, 台账=book(*lines))
    assert [str(item.held_on) for item in held(outcome)] == ["2026-03-05"]
    assert len(told(outcome, "unknown-branch")) == 1
