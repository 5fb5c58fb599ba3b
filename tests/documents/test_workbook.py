"""The workbook: texts stay texts, everything open is there, it opens and prints as one expects."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.documents.checked import Checked
from tests.documents.organs import HOSTILE

Check = Callable[[str], Checked]
SHEETS = ["要办的事", "逐项结论", "文件中需要看的", "所依据的规则", "说明"]
HEADINGS = {
    "要办的事": ["组织", "状态", "事项", "理由", "依据", "力度"],
    "文件中需要看的": ["级别", "文件", "工作表", "行", "列", "位置", "情况", "怎么办"],
    "说明": ["项目", "内容"],
}
ORGANS = pytest.mark.parametrize("name", ["sample", "demo", "hostile"])
EVERY = pytest.mark.parametrize("name", ["sample", "forty", "hostile", "nothing"])


def sheets_of(check: Checked) -> list[Worksheet]:
    return sheets_in(check.workbook)


@cache
def sheets_in(path: Path) -> list[Worksheet]:
    book = openpyxl.load_workbook(path)
    return [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]


def rows_of(check: Checked, sheet: str) -> list[dict[str, str]]:
    (found,) = [s for s in sheets_of(check) if s.title == sheet]
    _, heading, *rows = found.iter_rows(values_only=True)
    return [{str(k): str(v or "") for k, v in zip(heading, row, strict=True)} for row in rows]


@EVERY
def test_the_sheets_and_their_headings_are_the_same_for_every_organ(
    checked: Check, name: str
) -> None:
    sheets = sheets_of(checked(name))
    assert [sheet.title for sheet in sheets] == SHEETS
    for sheet in sheets:
        heading = [cell.value for cell in sheet[2]]
        assert HEADINGS.get(sheet.title, heading) == heading
        assert all(heading)


@EVERY
def test_every_cell_is_text_and_none_a_formula(checked: Check, name: str) -> None:
    cells = [c for s in sheets_of(checked(name)) for row in s.iter_rows() for c in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_names_that_look_like_formulas_stay_as_they_are_written(checked: Check) -> None:
    shown = {row["组织"] for row in rows_of(checked("hostile"), "要办的事")}
    names = {organization["name"] for organization in checked("hostile").data["organizations"]}
    assert {name[0] for name in shown & names} >= {"=", "+", "-", "@", "<"}
    assert len(shown & names) == len(HOSTILE)


@ORGANS
def test_everything_open_is_told_as_in_the_json(checked: Check, name: str) -> None:
    check = checked(name)
    rows = rows_of(check, "要办的事")
    told = Counter((r["组织"], r["状态"], r["事项"], r["理由"]) for r in rows)
    for organization, duty in check.own("overdue", "due"):
        if duty["state"] == "overdue" or duty["soon"]:
            state = "▲ 未履行" if duty["state"] == "overdue" else "○ 将到期"
            assert told[organization, state, duty["label"], duty["reason"]] == 1
    for organization, duty in check.below("overdue"):
        assert any(r["组织"] == organization and r["事项"] == duty["label"] for r in rows)


@ORGANS
def test_open_lines_name_their_rule_and_article(checked: Check, name: str) -> None:
    for row in rows_of(checked(name), "要办的事"):
        if row["状态"] != "? 缺少来源":
            assert re.match(r"《.+》第.+[条章]", row["依据"])
            assert row["力度"]


@ORGANS
def test_every_duty_an_organization_owes_itself_is_listed(checked: Check, name: str) -> None:
    check = checked(name)
    rows = rows_of(check, "逐项结论")
    listed = Counter((r["组织"], r["规则编号"], r["理由"]) for r in rows)
    owed = Counter((o, d["id"], d["reason"]) for o, d in check.own())
    assert owed - listed == Counter()


def test_members_are_counted_and_not_named(checked: Check) -> None:
    check = checked("demo")
    people = {duty["bearer"] for _, duty in check.below() if duty["bearer_kind"] == "member"}
    rows = rows_of(check, "逐项结论")
    assert people
    assert not people & {row["承担者"] for row in rows}
    owed = [r for r in rows if r["承担者"] == "党员" and r["状态"] == "▲ 未履行"]
    assert any(re.search(r"\d+ 名党员，未履行 \d+ 名，已履行 \d+ 名", r["理由"]) for r in owed)


@EVERY
def test_findings_are_listed_one_by_one(checked: Check, name: str) -> None:
    rows = rows_of(checked(name), "文件中需要看的")
    findings = checked(name).data["findings"]
    told = [(row["行"], row["列"], row["情况"], row["怎么办"]) for row in rows]
    assert told == [
        (str(f["row"] or ""), str(f["column"] or ""), f["message"], f["remedy"]) for f in findings
    ]


@EVERY
def test_it_says_what_it_rests_on(checked: Check, name: str) -> None:
    data = checked(name).data
    about = {row["项目"]: row["内容"] for row in rows_of(checked(name), "说明")}
    year, month, day = map(int, data["as_of"].split("-"))
    assert about["截至"] == f"{year}年{month}月{day}日"
    assert about["规则"] == "全国通用"
    assert about["规则版本"] == data["fingerprint"]
    assert about["单位"] == (data["organ"] or "未写明单位")
    assert len(about["读入的文件"].splitlines()) == len(data["files_read"])


@EVERY
def test_it_reads_and_prints_like_a_list(checked: Check, name: str) -> None:
    for sheet in sheets_of(checked(name)):
        assert sheet.freeze_panes == "A3"
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$2"
        page = sheet.page_setup
        assert (page.orientation, page.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (page.fitToWidth or 1, page.fitToHeight) == (1, 0)
        assert sheet.oddHeader is not None
        assert "截至" in str(sheet.oddHeader.right.text)
        assert sheet.oddFooter is not None
        assert "第 &P 页" in str(sheet.oddFooter.center.text)


@EVERY
def test_no_text_is_cut_off(checked: Check, name: str) -> None:
    """Each column has a width, each text wraps, each row is high enough for its longest text."""
    for sheet in sheets_of(checked(name)):
        spans = sheet.column_dimensions.values()
        widths = [s.width for s in spans for _ in range(s.min or 0, (s.max or 0) + 1)]
        for row in sheet.iter_rows(min_row=3):
            height = sheet.row_dimensions[row[0].row or 0].height
            for cell, width in zip(row, widths, strict=True):
                assert cell.alignment.wrap_text
                assert height >= 14 * lines_of(cell.value, width)


def lines_of(value: Any, width: float) -> int:
    """At least so many lines: a Chinese character takes two columns."""
    columns = [sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in str(value).split("\n")]
    return sum(max(1, -(-count // round(width + 1))) for count in columns)
