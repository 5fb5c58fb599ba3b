"""Lines of a ledger: what drops a number, what drops the meeting, which meetings are one."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from mingdeng.files import Absence, Reading
from tests.files.filemaking import cells, codes, read, workbook

HEAD = ["时间", "类别", "议题", "地点", "应到", "实到", "缺席人员"]


def _line(**changes: object) -> list[object]:
    line: dict[str, object] = {
        "held_on": "2026.1.5",
        "kind": "支委会",
        "topic": "研究工作",
        "place": "三楼",
        "expected": 5,
        "present": 4,
        "absent": "王芳（病假）",
    }
    return list((line | changes).values())


def _ledger(folder: Path, *lines: Sequence[object], title: str = "第一支部2026年台账") -> Reading:
    return read(folder, {"台账.xlsx": workbook({"台账": [[title], HEAD, *lines]})})


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"held_on": "2026年13月5日"}, "no-such-date", 1),
        ({"held_on": "2026年1月"}, "no-day", 1),
        ({"held_on": 1.1}, "ambiguous-date", 1),
        ({"held_on": "2026-01-05、2026-04-05"}, "several-dates", 1),
        ({"held_on": "46027"}, "unreadable-date", 1),
        ({"held_on": "近期"}, "unreadable-date", 1),
        ({"held_on": None}, "no-date", 1),
        ({"held_on": "1926.1.5"}, "implausible-date", 1),
        ({"held_on": "2126.1.5"}, "implausible-date", 1),
        ({"held_on": "#REF!"}, "cell-error", 1),
        ({"kind": "座谈联谊"}, "unknown-kind", 2),
        ({"kind": None}, "no-kind", 2),
    ],
)
def test_without_a_day_or_a_kind_there_is_no_meeting(
    changes: dict[str, object], code: str, column: int, tmp_path: Path
) -> None:
    found = _ledger(
        tmp_path, _line(**changes), _line(held_on="2026.2.5", kind="党课", topic="学习")
    )
    assert [row.held_on for row in found.activities] == [date(2026, 2, 5)]
    assert cells(found.findings) == {(code, 3, column)}
    assert found.findings[0].severity == "error"


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"present": 7}, "present-exceeds-expected", 6),
        ({"present": -1}, "negative-count", 6),
        ({"present": 3.5}, "count-not-whole", 6),
        ({"expected": "若干"}, "unreadable-count", 5),
        ({"expected": "#DIV/0!"}, "cell-error", 5),
    ],
)
def test_a_wrong_number_costs_the_number_only(
    changes: dict[str, object], code: str, column: int, tmp_path: Path
) -> None:
    found = _ledger(tmp_path, _line(**changes))
    (row,) = found.activities
    assert None in {row.expected, row.present}
    assert cells(found.findings) == {(code, 3, column)}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"absent": "王芳（病假）、李娜（出差）"}, "absent-count-differs"),
        ({"absent": "2人出差"}, "absent-not-named"),
        ({"absent": "部分同志因公未参加"}, "absent-unclear"),
        ({"absent": "王芳等2人出差"}, "absent-incomplete"),
        ({"held_on": "2025.12.30"}, "year-differs"),
        ({"held_on": "2026-01-05 25:10"}, "no-such-time"),
    ],
)
def test_what_does_not_add_up_is_taken_with_a_warning(
    changes: dict[str, object], code: str, tmp_path: Path
) -> None:
    found = _ledger(tmp_path, _line(**changes))
    assert len(found.activities) == 1
    assert [(item.code, item.severity) for item in found.findings] == [(code, "warning")]


def test_a_missing_name_is_told_only_where_the_ledger_names_people(tmp_path: Path) -> None:
    silent = _ledger(tmp_path, _line(absent="无"), _line(held_on="2026.2.5", absent=None))
    assert codes(silent) == []
    speaking = _ledger(tmp_path, _line(), _line(held_on="2026.2.5", absent="无"))
    assert cells(speaking.findings) == {("absent-count-differs", 4, 7)}


def test_a_partly_known_kind_is_taken_with_a_notice(tmp_path: Path) -> None:
    found = _ledger(tmp_path, _line(kind="主题党日暨座谈联谊"))
    (row,) = found.activities
    assert (row.kinds, row.unknown_kind) == (("theme_day",), "座谈联谊")
    assert [(item.code, item.severity) for item in found.findings] == [
        ("kind-partly-known", "notice")
    ]


def test_bare_numbers_in_a_column_of_dates_are_told_once(tmp_path: Path) -> None:
    found = _ledger(tmp_path, _line(held_on=46027), _line(held_on=46058))
    assert [row.held_on for row in found.activities] == [date(2026, 1, 5), date(2026, 2, 5)]
    assert cells(found.findings) == {("date-from-serial", 3, 1)}
    assert codes(found, "warning") == ["date-from-serial"]


def test_two_groups_in_one_line_are_two_meetings(tmp_path: Path) -> None:
    found = _ledger(tmp_path, _line(kind="第一、二党小组会"))
    assert [row.group for row in found.activities] == [1, 2]


def test_a_date_without_a_year_needs_one_from_around(tmp_path: Path) -> None:
    found = _ledger(tmp_path, _line(held_on="1月5日"), title="第一支部台账")
    assert cells(found.findings) == {("no-year", 3, 1)}


def test_a_title_of_two_years_gives_none(tmp_path: Path) -> None:
    found = _ledger(tmp_path, _line(held_on="1月5日"), title="第一支部2025年—2026年台账")
    assert cells(found.findings) == {("no-year", 3, 1)}


def test_the_day_the_table_was_filled_in_gives_no_year(tmp_path: Path) -> None:
    rows = [["第一支部台账"], ["填报日期：2027年1月5日"], HEAD, _line(held_on="1月5日")]
    found = read(tmp_path, {"台账.xlsx": workbook({"台账": rows})})
    assert codes(found) == ["no-year"]


def test_several_days_keep_the_last_one(tmp_path: Path) -> None:
    (row,) = _ledger(tmp_path, _line(held_on="2026年1月5日至6日")).activities
    assert (row.held_on, row.held_to) == (date(2026, 1, 5), date(2026, 1, 6))


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("应到/实到", "20/18"),
        ("实到/应到", "18/20"),
        ("参会情况", "应到20人,实到18人"),
        ("出席情况", "应到20实到18，王芳、李娜请假"),
        ("实到人数", "18/20"),
        ("参加人员", "全体党员（应到20人，实到18人）"),
    ],
)
def test_numbers_in_one_cell_are_told_apart(head: str, cell: str, tmp_path: Path) -> None:
    rows = [["时间", "类别", "地点", head], ["2026.1.5", "支委会", "三楼", cell]]
    (row,) = read(tmp_path, {"台账.xlsx": workbook({"第一支部": rows})}).activities
    assert (row.expected, row.present) == (20, 18)


def test_absent_people_named_beside_the_numbers_are_read(tmp_path: Path) -> None:
    rows = [
        ["时间", "类别", "地点", "出席情况"],
        ["2026.1.5", "支委会", "三楼", "应到5实到4，请假：王芳（病假）"],
    ]
    (row,) = read(tmp_path, {"台账.xlsx": workbook({"第一支部": rows})}).activities
    assert row.absent == (Absence("王芳", "病假"),)


def test_the_same_meeting_twice_is_dropped_and_names_the_first(tmp_path: Path) -> None:
    found = _ledger(tmp_path, _line(), _line(held_on="20260105"))
    assert len(found.activities) == 1
    (item,) = found.findings
    assert (item.code, item.row, item.column) == ("same-meeting-twice", 4, 1)
    assert "第3行" in item.message


def test_the_same_meeting_in_two_files_is_dropped_too(tmp_path: Path) -> None:
    book = workbook({"台账": [["第一支部2026年台账"], HEAD, _line()]})
    found = read(tmp_path, {"a.xlsx": book, "b.xlsx": book})
    assert [row.source.file for row in found.activities] == ["a.xlsx"]
    assert "a.xlsx" in found.findings[0].message


def test_two_groups_on_one_day_are_two_meetings(tmp_path: Path) -> None:
    found = _ledger(tmp_path, _line(kind="第一党小组会"), _line(kind="第二党小组会"))
    assert len(found.activities) == 2
    assert codes(found) == []


def test_two_meetings_of_a_kind_on_one_day_are_a_warning(tmp_path: Path) -> None:
    found = _ledger(tmp_path, _line(), _line(topic="研究发展党员"))
    assert len(found.activities) == 2
    assert cells(found.findings) == {("possibly-same-meeting", 4, 1)}


def test_lines_laid_out_in_advance_are_no_faults(tmp_path: Path) -> None:
    laid_out = [None, "支委会", None, None, None, None, None]
    found = _ledger(tmp_path, _line(), laid_out, laid_out)
    assert len(found.activities) == 1
    assert [(item.code, item.severity) for item in found.findings] == [
        ("rows-without-date", "notice")
    ]


def test_votes_in_columns_are_read(tmp_path: Path) -> None:
    rows = [
        ["时间", "类别", "议题", "应到", "实到", "赞成", "反对", "弃权", "决议"],
        ["2026.1.5", "党员大会", "接收预备党员", 20, 18, 17, 1, 0, "通过"],
    ]
    (row,) = read(tmp_path, {"台账.xlsx": workbook({"第一支部": rows})}).activities
    assert (row.votes, row.decision) == ((17, 1, 0), "通过")


def test_a_ledger_without_any_branch_is_a_notice(tmp_path: Path) -> None:
    found = _ledger(tmp_path, _line(), title="2026年台账")
    assert [row.organization for row in found.activities] == [None]
    assert [(item.code, item.severity) for item in found.findings] == [
        ("no-organization", "notice")
    ]


@pytest.mark.parametrize(
    ("title", "organization"),
    [
        ("办公室第一支部2026年“三会一课”及主题党日台账", "办公室第一支部"),
        ("2026年度办公室第一支部三会一课台账", "办公室第一支部"),
        ("中共某市委办公室机关第一支部委员会2026年三会一课记录", "中共某市委办公室机关第一支部"),
        ("离退休干部党总支2026年活动台账", "离退休干部党总支"),
        ("局机关党委2026年会议台账", "局机关党委"),
        ("支部名称：财务处党支部    年度：2026", "财务处党支部"),
        ("2026年三会一课登记表（财务处党支部）", "财务处党支部"),
        ("2026年各党支部三会一课开展情况", None),
    ],
)
def test_the_branch_is_found_in_the_title(
    title: str, organization: str | None, tmp_path: Path
) -> None:
    found = _ledger(tmp_path, _line(), title=title)
    assert [row.organization for row in found.activities] == [organization]
