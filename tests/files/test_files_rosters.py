"""Rosters: what drops a cell, what drops a person, who is the same person."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from mingdeng.files import Reading
from tests.files.filemaking import cells, codes, identity_number, read, sheet_of, workbook

HEAD = ["支部", "姓名", "性别", "身份证号", "出生日期", "人员类别", "入党时间", "转正时间"]
NUMBER = identity_number("19850305", 11)


def _line(**changes: object) -> list[object]:
    line: dict[str, object] = {
        "organization": "第一支部",
        "name": "张伟",
        "gender": "男",
        "number": NUMBER,
        "birth": "1985.3.5",
        "status": "正式党员",
        "joined": "2009.8.17",
        "converted": "2010.8.17",
    }
    return list((line | changes).values())


def _roster(folder: Path, *lines: Sequence[object]) -> Reading:
    return read(folder, {"名册.xlsx": workbook({"名册": [HEAD, *lines]})})


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"number": NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")}, "id-check-character", 4),
        ({"number": 4.19999198503051e17}, "id-digits-lost", 4),
        ({"number": NUMBER[:6] + NUMBER[8:17]}, "id-old-form", 4),
        ({"number": NUMBER[:16]}, "id-wrong-length", 4),
        ({"birth": "1985.3.6"}, "birth-differs-from-id", 5),
        ({"birth": "1985.13.6"}, "no-such-date", 5),
        ({"gender": "女"}, "gender-differs-from-id", 3),
        ({"gender": "M"}, "unknown-gender", 3),
        ({"status": "？？"}, "unknown-status", 6),
        ({"joined": "2009年2月30日"}, "no-such-date", 7),
        ({"joined": 1.1}, "ambiguous-date", 7),
        ({"joined": "1909.8.17"}, "implausible-date", 7),
        ({"joined": "2009.8"}, "no-day", 7),
        ({"name": "王?"}, "name-character-lost", 2),
    ],
)
def test_a_cell_that_cannot_be_used_costs_the_cell_only(
    changes: dict[str, object], code: str, column: int, tmp_path: Path
) -> None:
    found = _roster(tmp_path, _line(**changes))
    assert cells(found.findings) == {(code, 2, column)}
    assert len(found.members) == 1


@pytest.mark.parametrize("name", ["", "—", "12", "   "])
def test_without_a_name_there_is_no_person(name: str, tmp_path: Path) -> None:
    found = _roster(tmp_path, _line(name=name), _line(name="李娜", number="", birth="1990.1.1"))
    assert [row.name for row in found.members] == ["李娜"]
    assert cells(found.findings) == {("no-name", 2, 2)}


def test_a_number_is_never_told(tmp_path: Path) -> None:
    wrong = NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")
    found = _roster(tmp_path, _line(number=wrong), _line(birth=NUMBER, joined=NUMBER))
    assert len(found.findings) >= 3
    for item in found.findings:
        assert NUMBER[:9] not in item.message + item.remedy


def test_a_month_of_birth_beside_a_valid_number_is_no_fault(tmp_path: Path) -> None:
    def shown_as_month(book: openpyxl.Workbook) -> None:
        sheet_of(book, "名册")["E3"].number_format = 'yyyy"年"m"月"'

    other = identity_number("19900706", 11)
    rows = [
        HEAD,
        _line(birth="1985.03"),
        _line(name="李娜", number=other, gender="男", birth=datetime(1990, 7, 1)),
        _line(name="王芳", number=identity_number("19710101", 12), gender="女", birth="1971.02"),
    ]
    found = read(tmp_path, {"名册.xlsx": workbook({"名册": rows}, shown_as_month)})
    assert [row.birth for row in found.members] == [date(1985, 3, 5), date(1990, 7, 6), None]
    assert cells(found.findings) == {("birth-differs-from-id", 4, 5)}


def test_months_without_days_are_told_once_for_a_column(tmp_path: Path) -> None:
    lines = [
        _line(name=f"张{sign}", number="", birth=f"1985.3.{day}", joined="2009.08", converted="—")
        for day, sign in enumerate("一二三四五六七", start=1)
    ]
    found = _roster(tmp_path, *lines)
    assert cells(found.findings) == {("no-day-column", 1, 7)}
    assert {row.joined for row in found.members} == {None}


def test_masked_numbers_are_told_once(tmp_path: Path) -> None:
    lines = [
        _line(name=name, number=f"{NUMBER[:10]}****{NUMBER[14:]}", birth=f"1985.3.{day}")
        for day, name in enumerate(["张一", "张二", "张三"], start=1)
    ]
    found = _roster(tmp_path, *lines)
    assert codes(found) == ["id-masked"]
    assert {row.id_number for row in found.members} == {None}


def test_people_who_are_no_members_are_left_out_with_a_notice(tmp_path: Path) -> None:
    found = _roster(tmp_path, _line(), _line(name="李娜", number="", status="入党积极分子"))
    assert [row.name for row in found.members] == ["张伟"]
    assert [(item.code, item.severity) for item in found.findings] == [("not-members", "notice")]


def test_a_probationary_member_has_no_conversion_yet(tmp_path: Path) -> None:
    found = _roster(tmp_path, _line(status="预备党员", converted="预备期"))
    (row,) = found.members
    assert (row.status, row.converted) == ("probationary", None)
    assert codes(found) == []


def test_the_same_number_twice_is_one_person_across_files(tmp_path: Path) -> None:
    files = {
        "a.xlsx": workbook({"名册": [HEAD, _line()]}),
        "b.xlsx": workbook({"名册": [HEAD, _line(name="张玮", organization="第二支部")]}),
    }
    found = read(tmp_path, files)
    assert [row.source.file for row in found.members] == ["a.xlsx"]
    (item,) = found.findings
    assert (item.code, item.file, item.row, item.column) == ("same-person-twice", "b.xlsx", 2, 4)
    assert "a.xlsx" in item.message


def test_without_a_number_name_branch_and_birth_tell_one_person(tmp_path: Path) -> None:
    found = _roster(tmp_path, _line(number=""), _line(number=""))
    assert len(found.members) == 1
    assert cells(found.findings) == {("same-person-twice", 3, 2)}


def test_namesakes_with_different_numbers_are_two_people(tmp_path: Path) -> None:
    other = identity_number("19850305", 13)
    found = _roster(tmp_path, _line(), _line(number=other))
    assert len(found.members) == 2
    assert codes(found) == []


def test_namesakes_of_whom_too_little_is_known_are_a_warning(tmp_path: Path) -> None:
    found = _roster(tmp_path, _line(), _line(number="", birth=""))
    assert len(found.members) == 2
    assert cells(found.findings) == {("same-name-in-branch", 3, 2)}


def test_prepared_and_blank_rows_are_no_people(tmp_path: Path) -> None:
    blank = [None] * len(HEAD)
    found = _roster(tmp_path, _line(), blank, ["第一支部", *blank[1:]], ["合计", "1人"], blank)
    assert len(found.members) == 1
    assert codes(found) == []


def test_an_error_value_in_a_cell_that_matters_is_told(tmp_path: Path) -> None:
    found = _roster(tmp_path, _line(birth="#REF!", number=""), _line(name="李娜", number="=A1&B1"))
    assert cells(found.findings) == {("cell-error", 2, 5), ("formula-without-value", 3, 4)}


def test_members_keep_their_columns(tmp_path: Path) -> None:
    (row,) = _roster(tmp_path, _line()).members
    assert row.columns["id_number"] == 4
    assert row.columns["birth"] == 5
    assert (row.source.sheet, row.source.row) == ("名册", 2)
