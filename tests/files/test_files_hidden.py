"""Hidden rows, columns and sheets: taken, and always told."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import openpyxl
import pytest

from mingdeng.files import Reading
from tests.files.filemaking import codes, identity_number, read, sheet_of, workbook

HEAD = ["时间", "主题", "地点", "应到", "实到"]
State = Literal["visible", "hidden", "veryHidden"]
TITLE = ["秘书处党支部2026年主题党日"]


def _line(day: str) -> list[object]:
    return [day, "学习", "三楼", 9, 9]


def _hide(state: State, *names: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        for name in names:
            sheet_of(book, name).sheet_state = state

    return change


def test_hidden_rows_are_taken_with_one_warning_for_the_sheet(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        for row in (4, 5, 9):
            sheet_of(book, "台账").row_dimensions[row].hidden = True

    rows = [TITLE, HEAD, *[_line(f"{month}月8日") for month in range(1, 5)]]
    found = read(tmp_path, {"a.xlsx": workbook({"台账": rows}, change)})
    assert len(found.activities) == 4
    (item,) = found.findings
    assert (item.code, item.severity, item.sheet, item.row) == ("hidden-rows", "warning", "台账", 4)
    assert "第4、5行" in item.message


def test_hidden_columns_that_matter_are_named(tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet_of(book, "台账").column_dimensions["D"].hidden = True

    found = read(tmp_path, {"a.xlsx": workbook({"台账": [TITLE, HEAD, _line("1月8日")]}, change)})
    assert found.activities[0].expected == 9
    (item,) = found.findings
    assert (item.code, item.column) == ("hidden-columns", 4)
    assert "第4列（D）" in item.message


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_taken_with_a_warning(state: State, tmp_path: Path) -> None:
    sheets = {"甲": [TITLE, HEAD, _line("1月8日")], "乙": [TITLE, HEAD, _line("2月8日")]}
    found = read(tmp_path, {"a.xlsx": workbook(sheets, _hide(state, "乙"))})
    assert len(found.activities) == 2
    assert [(item.code, item.severity, item.sheet) for item in found.findings] == [
        ("hidden-sheet-taken", "warning", "乙")
    ]
    assert [table.hidden for table in found.tables] == [False, True]


def test_what_a_hidden_sheet_repeats_is_dropped_with_one_warning(tmp_path: Path) -> None:
    sheets = {
        "甲(备份)": [TITLE, HEAD, _line("1月8日"), _line("3月8日")],
        "甲": [TITLE, HEAD, _line("1月8日"), _line("2月8日")],
    }
    found = read(tmp_path, {"a.xlsx": workbook(sheets, _hide("hidden", "甲(备份)"))})
    assert [(row.source.sheet, row.held_on.month) for row in found.activities] == [
        ("甲(备份)", 3),
        ("甲", 1),
        ("甲", 2),
    ]
    assert codes(found) == ["hidden-sheet-repeats"]


def test_a_hidden_copy_of_a_roster_makes_nobody_double(tmp_path: Path) -> None:
    rows = [
        ["姓名", "身份证号", "人员类别", "入党时间"],
        ["张伟", identity_number("19850305", 1), "正式党员", "2009.8.17"],
    ]
    book = workbook({"旧": rows, "新": rows}, _hide("hidden", "旧"))
    found = read(tmp_path, {"第一支部.xlsx": book})
    assert [row.source.sheet for row in found.members] == ["新"]
    assert codes(found) == ["hidden-sheet-repeats"]


def test_a_hidden_sheet_that_is_nothing_for_us_is_a_notice(tmp_path: Path) -> None:
    own = "WpsReserved_CellImgList"  # what WPS hides in its files is no one's business
    sheets = {
        "甲": [TITLE, HEAD, _line("1月8日")],
        "草稿": [["x"], ["y"]],
        "空": [],
        own: [["z"], ["z"]],
    }
    found = read(tmp_path, {"a.xlsx": workbook(sheets, _hide("veryHidden", "草稿", "空", own))})
    assert [(item.code, item.severity, item.sheet) for item in found.findings] == [
        ("hidden-sheet-not-read", "notice", "草稿")
    ]


def test_findings_come_in_the_order_of_file_sheet_and_row(tmp_path: Path) -> None:
    rows = [TITLE, HEAD, _line("2月30日"), _line("1月8日"), _line("13月1日")]
    book = workbook({"乙": rows, "甲": rows})
    found: Reading = read(tmp_path, {"b2.xlsx": book, "b10.xlsx": book})
    places = [
        (item.file, item.sheet, item.row) for item in found.findings if item.severity == "error"
    ]
    expected = [
        (file, sheet, row)
        for file in ("b2.xlsx", "b10.xlsx")
        for sheet in ("乙", "甲")
        for row in (3, 4, 5)
    ]
    assert places == [place for place in expected if place != ("b2.xlsx", "乙", 4)]
