"""Small files made to cost much: refused for what they are, or stopped; the rest is read."""

import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mingdeng.files import effort, folder, read_folder
from mingdeng.files.absences import MAX_TEXT, read_absences
from mingdeng.files.effort import Effort, allowed
from mingdeng.files.grid import MAX_CELL, Grid, SheetTooLarge
from mingdeng.files.grid import MAX_TEXT as MAX_SHEET_TEXT
from mingdeng.files.refusal import Refused
from mingdeng.files.worker import Worker
from mingdeng.files.xlsxparts import date_format
from mingdeng.files.xmlstream import MAX_TOKEN, parse_xml
from tests.files.filemaking import codes, of, raw_document, raw_workbook, read, workbook

GOOD = workbook({"第一支部": [["时间", "类别", "地点"], ["2026.1.5", "支委会", "三楼"]]})
ROW = "<row><c><v>1</v></c></row>"


def _refused(found_in: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        parse_xml(_chunks(found_in), start={}, end={})
    return refusal.value.code


def _chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), 1 << 16):
        yield data[start : start + (1 << 16)]


@pytest.mark.parametrize("piece", ["[", '"', "\\", "_", "*"])
def test_a_number_format_that_never_closes_its_brackets_shows_no_date(piece: str) -> None:
    assert date_format(piece * 1_000_000) is None
    assert date_format("yyyy" + piece * 1_000_000) is not None


def test_a_number_format_in_brackets_is_still_read() -> None:
    shows = date_format('[$-804]yyyy"年"m"月"d"日";@')
    assert shows is not None
    assert shows.day


@pytest.mark.parametrize(
    ("before", "after"), [(b'<a b="', b'"/>'), (b"<a><!--", b"--></a>"), (b"<a><?x ", b"?></a>")]
)
def test_a_tag_or_comment_without_end_is_refused(before: bytes, after: bytes) -> None:
    assert _refused(before + b"x" * (2 * MAX_TOKEN) + after) == "broken-file"
    parse_xml(_chunks(before + b"x" * (MAX_TOKEN // 2) + after), start={}, end={})


def test_long_text_is_no_long_tag() -> None:
    parse_xml(_chunks(b"<a>" + b"x" * (2 * MAX_TOKEN) + b"</a>"), start={}, end={})


@pytest.mark.parametrize("encoding", ["GB2312", "GBK", "no-such-encoding", "utf-7"])
def test_xml_in_an_encoding_that_is_not_read_is_refused(encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
    assert _refused(content) == "broken-file"


def test_one_part_listed_as_many_sheets_is_refused(tmp_path: Path) -> None:
    targets = ["worksheets/sheet1.xml", "worksheets/SHEET1.xml"]
    book = raw_workbook([f"<worksheet><sheetData>{ROW}</sheetData></worksheet>"] * 2, targets)
    found = read(tmp_path, {"a.xlsx": book, "b.xlsx": GOOD})
    assert codes(of(found, "a.xlsx")) == ["broken-file"]
    assert len(found.activities) == 1


def test_sheets_beyond_the_limit_are_told(tmp_path: Path) -> None:
    book = raw_workbook(["<worksheet/>"] * 501)
    assert codes(read(tmp_path, {"a.xlsx": book})) == ["too-many-sheets"]


def test_paragraphs_within_paragraphs_are_refused(tmp_path: Path) -> None:
    nested = "<p>" * 50 + "<t>x</t>" + "</p>" * 50
    found = read(tmp_path, {"a.docx": raw_document(nested), "b.xlsx": GOOD})
    assert codes(of(found, "a.docx")) == ["broken-file"]
    assert len(found.activities) == 1


def test_a_table_that_is_too_wide_leaves_the_minutes_beside_it(tmp_path: Path) -> None:
    lines = ["支委会会议记录", "时间：2026年1月5日", "地点：三楼", "主持人：张三"]
    text = "".join(f"<p><t>{line}</t></p>" for line in lines)
    wide = f"<tbl><tr>{'<tc><p><t>1</t></p></tc>' * 400}</tr></tbl>"
    found = read(tmp_path, {"a.docx": raw_document(text + wide)})
    assert "table-too-large" in codes(found)
    assert len(found.activities) == 1


def test_text_is_counted_in_every_cell_that_shares_it() -> None:
    grid = Grid("a.xlsx")
    long = "长" * MAX_CELL
    for row in range(1, MAX_SHEET_TEXT // MAX_CELL + 1):
        grid.put(row, 1, long)
    with pytest.raises(SheetTooLarge):
        grid.put(row + 1, 1, long)


def test_of_a_very_long_absence_cell_the_beginning_is_read_and_the_rest_told() -> None:
    reading = read_absences("张三（病假）、李四（出差）、" + "王五（" * MAX_TEXT)
    assert [absence.name for absence in reading.absences] == ["张三", "李四"]
    assert len(reading.unclear) == 1


# ---- time ----


def test_a_small_file_has_ten_seconds_and_one_of_many_rows_more() -> None:
    assert allowed(0, 0) == 10
    assert allowed(1 << 20, 2_000) == 11
    assert allowed(5 << 20, 100_000) >= 50


NO_LIMIT = resource.RLIM_INFINITY


def test_only_rows_with_something_in_them_move_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[int] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (NO_LIMIT, NO_LIMIT))
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: limits.append(pair[0]))
    mine = Effort()
    mine.begin(0)
    monkeypatch.setattr("mingdeng.files.grid.EFFORT", mine)
    grid = Grid("a.xlsx")
    for row in range(1, 2 * effort.ROWS_A_SECOND + 1):
        grid.put(row, 1, 1)
        grid.put(row, 2, "")
        grid.put(row + 50_000, 1, " ")
    assert [limit - limits[0] for limit in limits] == [0, 1, 2]


def test_a_file_that_uses_up_its_time_is_stopped_wherever_it_is() -> None:
    program = (
        "import sys; from mingdeng.files import effort; sys.stdin.readline()\n"
        "effort.SECONDS = 1; effort.Effort().begin(0)\n"
        "while True: pass\n"
    )
    with Worker([sys.executable, "-I", "-c", program]) as child:
        outcome = child.read("/a", "a.xlsx")
    assert [item.code for item in outcome.findings] == ["took-too-long"]


def test_a_folder_that_uses_up_its_time_is_told_how_much_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "FOLDER_SECONDS", -1.0)
    found = read(tmp_path, {"a.xlsx": GOOD, "b.xlsx": GOOD})
    assert codes(found) == ["folder-took-too-long"]
    assert "2个文件" in found.findings[0].message


# ---- names ----


def test_two_files_whose_names_look_alike_are_both_read(tmp_path: Path) -> None:
    for name in ("党员.xlsx".encode(), "党员.xlsx".encode("gb18030"), "党员\u200b.xlsx".encode()):
        (tmp_path / name.decode("utf-8", "surrogateescape")).write_bytes(GOOD)
    found = read_folder(tmp_path)
    assert set(found.files_read) == {
        "党员.xlsx",
        "党员（同名之2）.xlsx",
        "党员（同名之3）.xlsx",
    }


def test_names_are_shown_without_what_steers_a_screen(tmp_path: Path) -> None:
    signs = "\x1b\x7f\n\x9b\u202e\u2066\u206a\U000e0041"
    sheet = {"第一\u202e支部": [["时间", "类别", "地点"], ["2026.1.5", "支委会", "三楼"]]}
    found = read(tmp_path, {f"台{signs}账.xlsx": workbook(sheet)})
    assert found.files_read == ("台 账.xlsx",)
    assert [row.source.sheet for row in found.activities] == ["第一支部"]


def test_folders_too_deep_to_be_read_are_told(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["a"] * 41)
    deep.mkdir(parents=True)
    (deep / "a.xlsx").write_bytes(GOOD)
    assert codes(read_folder(tmp_path)) == ["folder-too-deep"]


# ---- nothing in it, or hidden ----


@pytest.mark.parametrize("content", ["\ufeff", " \n \n", "时间,类别,地点\n"])
def test_a_text_file_without_records_is_told(content: str, tmp_path: Path) -> None:
    assert codes(read(tmp_path, {"第一支部.csv": content.encode()})) == ["no-records"]


@pytest.mark.parametrize(
    ("form", "row"), [('zeroHeight="1"', ""), ("", 'ht="0"'), ("", 'ht="0.00"')]
)
def test_rows_without_height_are_hidden_rows(form: str, row: str, tmp_path: Path) -> None:
    def line(*texts: str, said: str = "") -> str:
        cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
        return f"<row {said}>{cells}</row>"

    rows = line("时间", "类别", "地点") + line("2026.1.5", "支委会", "三楼", said=row)
    sheet = f"<worksheet><sheetFormatPr {form}/><sheetData>{rows}</sheetData></worksheet>"
    assert "hidden-rows" in codes(read(tmp_path, {"第一支部.xlsx": raw_workbook([sheet])}))
