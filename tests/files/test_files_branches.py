"""Meetings of branches that only the names of sheets and files tell apart."""

from pathlib import Path

from tests.files.filemaking import codes, read, workbook

HEAD = ["日期", "主讲人", "题目", "听课人数"]


def _lecture(*rows: list[object]) -> list[list[object]]:
    return [list(HEAD), *rows]


def test_meetings_of_sheets_that_name_no_branch_are_not_one(tmp_path: Path) -> None:
    line: list[object] = ["2026-03-15", "王芳", "学党史", 6]
    sheets = {"办公室-党课": _lecture(line), "财务处-党课": _lecture(line)}
    found = read(tmp_path, {"台账.xlsx": workbook(sheets)})
    assert len(found.activities) == 2
    assert codes(found, "error") == []


def test_within_one_sheet_they_are_one(tmp_path: Path) -> None:
    line: list[object] = ["2026-03-15", "王芳", "学党史", 6]
    found = read(tmp_path, {"台账.xlsx": workbook({"办公室-党课": _lecture(line, line)})})
    assert len(found.activities) == 1
    assert codes(found, "error") == ["same-meeting-twice"]


def test_without_a_branch_named_the_finding_does_not_rule_out_the_sheet(tmp_path: Path) -> None:
    line: list[object] = ["2026-03-15", "王芳", "学党史", 6]
    found = read(tmp_path, {"台账.xlsx": workbook({"办公室-党课": _lecture(line)})})
    (item,) = found.findings
    assert item.code == "no-organization"
    assert "工作表名和文件名里也没有" not in item.message


def test_a_hidden_sheet_of_another_branch_is_not_taken_for_a_repetition(tmp_path: Path) -> None:
    sheets = {
        "办公室-党课": _lecture(["2026-03-15", "王芳", "学党史", 6]),
        "财务处-党课": _lecture(["2026-03-15", "李娜", "学党史", 5]),
    }
    content = workbook(sheets, lambda book: setattr(book["财务处-党课"], "sheet_state", "hidden"))
    found = read(tmp_path, {"台账.xlsx": content})
    assert len(found.activities) == 2


def test_a_branch_alone_in_its_line_holds_for_the_lines_below(tmp_path: Path) -> None:
    rows = [
        ["丁支部党员大会台账"],
        ["时间", "地点", "应到", "实到"],
        ["2026-01-06", "三楼", 5, 5],
        ["戊支部"],
        ["2026-01-07", "三楼", 5, 5],
    ]
    found = read(tmp_path, {"台账.xlsx": workbook({"表": rows})})
    assert [row.organization for row in found.activities] == ["丁支部", "戊支部"]
    assert found.findings == ()
