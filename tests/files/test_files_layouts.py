"""Sheets laid out in ways that are not read are told, never read in part."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from mingdeng.files import Reading
from tests.files.filemaking import document, read, workbook

TURNED = [
    ["综合处党支部2026年“三会一课”记录"],
    ["会议类别", "支委会", "支委会", "党员大会"],
    ["时间", "2026年1月8日", "2026年2月10日", "2026年3月20日"],
    ["地点", "小会议室", "小会议室", "大会议室"],
    ["主持人", "王建国", "王建国", "王建国"],
    ["应到人数", "3", "3", "6"],
    ["实到人数", "3", "2", "6"],
]
MONTHS = ["1月", "2月", "3月", "4月"]


def _told(found: Reading) -> list[tuple[str, str, int | None]]:
    return [(item.code, item.severity, item.row) for item in found.findings]


def test_one_meeting_a_column_is_told_and_not_read(tmp_path: Path) -> None:
    found = read(tmp_path, {"台账.xlsx": workbook({"记录": TURNED})})
    assert found.activities == ()
    assert _told(found) == [("meetings-in-columns", "warning", 3)]


def test_one_meeting_a_column_is_told_in_word_too(tmp_path: Path) -> None:
    found = read(tmp_path, {"记录.docx": document(TURNED)})
    assert found.activities == ()
    assert [item.code for item in found.findings] == ["meetings-in-columns"]


def test_one_readable_date_more_is_enough_to_know_it(tmp_path: Path) -> None:
    rows = [*TURNED[:2], ["时间", "2026年13月8日", "2026年2月10日", "2026年3月20日"], *TURNED[3:]]
    found = read(tmp_path, {"台账.xlsx": workbook({"记录": rows})})
    assert _told(found) == [("meetings-in-columns", "warning", 3)]


def test_a_form_for_one_meeting_is_still_read(tmp_path: Path) -> None:
    rows = [row[:2] for row in TURNED]
    assert len(read(tmp_path, {"台账.xlsx": workbook({"记录": rows})}).activities) == 1


@pytest.mark.parametrize(
    "rows",
    [
        [["项目", *MONTHS], ["支委会", "1月5日", "2月5日", None, None], ["党课", None, "√"]],
        [
            ["党支部", "会议名称", *MONTHS],
            ["第一支部", "支委会", "5日"],
            [None, "党课", None, "6日"],
        ],
        [["支部党课开展情况"], ["支部", *MONTHS], ["第一支部", "√"], ["第二支部", None, "√"]],
        [["月份", "支委会", "党员大会", "党课"], ["1月", "5日", "20日"], ["2月", "5日", None, "√"]],
    ],
)
def test_meetings_by_month_are_told_and_not_read(
    rows: Sequence[Sequence[object]], tmp_path: Path
) -> None:
    found = read(tmp_path, {"2026年.xlsx": workbook({"表": rows})})
    assert found.activities == ()
    ((code, severity, _),) = _told(found)
    assert (code, severity) == ("meetings-by-month", "warning")


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("2026年三会一课计划", [["项目", *MONTHS], ["支委会", "√", "√"]]),
        ("2026年用水统计", [["支部", *MONTHS], ["第一支部", 3, 4]]),
        ("2026年三会一课", [["项目", *MONTHS], ["支委会"], ["党课"]]),
    ],
)
def test_plans_other_statistics_and_blank_ones_are_no_meetings_by_month(
    title: str, rows: Sequence[Sequence[object]], tmp_path: Path
) -> None:
    found = read(tmp_path, {"表.xlsx": workbook({"表": [[title], *rows]})})
    assert "meetings-by-month" not in [item.code for item in found.findings]
