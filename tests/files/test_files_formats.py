"""Formats: what is read, what is refused with a remedy, and content against name."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from mingdeng.files import Reading, read_file, read_folder
from tests.files.filemaking import archive, codes, document, of, read, saved, workbook

HEAD = ["时间", "类别", "地点", "应到", "实到"]
LINES = [
    HEAD,
    ["2026年1月5日", "支委会", "三楼", "5", "5"],
    ["2026-02-03", "党课", "二\n楼", "9", "8"],
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("第一支部")
    shown = xlwt.XFStyle()
    shown.num_format_str = 'yyyy"年"m"月"d"日"'
    sheet.write_merge(0, 0, 0, 4, "第一支部2026年台账")
    for column, word in enumerate(HEAD):
        sheet.write(1, column, word)
    sheet.write(2, 0, date(2026, 1, 5), shown)
    sheet.write(3, 0, 20260203)
    for row, (kind, expected) in enumerate([("支委会", 5), ("党课", "9人")], start=2):
        for column, value in enumerate([kind, "三楼", expected, expected], start=1):
            sheet.write(row, column, value)
    sheet.row(3).hidden = True
    return saved(book.save)


def _chinese_date_formats() -> bytes:
    """Formats that Chinese spreadsheets know by number only."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("第一支部")
    for column, word in enumerate(HEAD):
        sheet.write(0, column, word)
    for row, number in enumerate((14, 31, 57, 58, 22), start=1):
        shown = book.add_format()
        shown.set_num_format(number)
        sheet.write_number(row, 0, 46027 + row + (0.625 if number == 22 else 0), shown)
        sheet.write(row, 1, "支委会")
        sheet.write(row, 2, f"{row}楼")
    book.close()
    return out.getvalue()


def _shared_strings() -> bytes:
    """What spreadsheets write: shared texts with runs and readings, escaped signs."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("第一支部")
    bold = book.add_format({"bold": True})
    for column, word in enumerate(HEAD):
        sheet.write(0, column, word)
    sheet.write(1, 0, "2026.1.5")
    sheet.write_rich_string(1, 1, bold, "支委", "会")
    sheet.write(1, 2, "三_x000D_楼")
    sheet.write_formula(1, 3, "=2+3", None, 5)
    sheet.write_formula(1, 4, '=4&"人"', None, "4人")
    book.close()
    return out.getvalue()


def _text(separator: str, encoding: str) -> bytes:
    lines = [
        separator.join(f'"{cell}"' if "\n" in cell else cell for cell in line) for line in LINES
    ]
    return "\r\n".join(lines).encode(encoding)


def _compound(*names: str) -> bytes:
    """An OLE file with these entries in its directory."""
    content = OLE + b"\0" * 504
    for name in names:
        written = name.encode("utf-16-le") + b"\0\0"
        entry = written.ljust(64, b"\0") + len(written).to_bytes(2, "little")
        content += entry.ljust(128, b"\0")
    return content


READ = {
    "第一支部.xls": _old_workbook(),
    "中文日期.xlsx": _chinese_date_formats(),
    "共享文字.xlsx": _shared_strings(),
    "第一支部utf8.csv": _text(",", "utf-8"),
    "第一支部bom.csv": _text(",", "utf-8-sig"),
    "第一支部gbk.csv": _text(",", "gb18030"),
    "第一支部utf16.csv": _text("\t", "utf-16"),
    "第一支部分号.csv": _text(";", "gbk"),
    "第一支部制表符.txt": _text("\t", "utf-16"),
    "第一支部.tsv": _text("\t", "utf-8"),
}
REFUSED = {
    "a.doc": (b"x", "other-format"),
    "a.wps": (b"x", "other-format"),
    "a.et": (b"x", "other-format"),
    "a.xlsb": (b"x", "other-format"),
    "a.ods": (b"x", "other-format"),
    "a.dps": (b"x", "other-format"),
    "a.zip": (b"x", "is-archive"),
    "a.rar": (b"x", "is-archive"),
    "a.7z": (b"x", "is-archive"),
    "a.xlsm": (b"x", "has-macros"),
    "a.docm": (b"x", "has-macros"),
    "xlsx.xls": (workbook({"a": [["x"]]}), "not-what-it-says"),
    "docx.xlsx": (document("x"), "not-what-it-says"),
    "xls.xlsx": (_old_workbook(), "not-what-it-says"),
    "html.xls": ("<html><table><tr><td>姓名</td></tr></table></html>".encode(), "not-what-it-says"),
    "xml.xls": (b'<?xml version="1.0"?><Workbook/>', "not-what-it-says"),
    "text.xlsx": ("姓名,性别\n张三,男\n".encode(), "not-what-it-says"),
    "pdf.docx": (b"%PDF-1.7 ...", "not-what-it-says"),
    "rtf.docx": (b"{\\rtf1 ...}", "not-what-it-says"),
    "xlsx.csv": (workbook({"a": [["x"]]}), "not-what-it-says"),
    "zip.xlsx": (archive({"a.txt": "x"}), "not-what-it-says"),
    "encrypted.xlsx": (_compound("EncryptedPackage"), "encrypted-file"),
    "encrypted.docx": (_compound("EncryptionInfo"), "encrypted-file"),
    "macro.xls": (_compound("Workbook", "_VBA_PROJECT_CUR"), "has-macros"),
    "doc.xls": (_compound("WordDocument"), "not-what-it-says"),
    "unknown.xls": (_compound("Contents"), "broken-file"),
    "binary.csv": (bytes(range(256)) * 20, "unknown-encoding"),
}
PASSED_OVER = ["a.pdf", "b.jpg", "c.ofd", "d.txt", "e.mp4", "f.bin", "没有扩展名", "g.pptx"]


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    files = {name: content for name, (content, _) in REFUSED.items()}
    return read(tmp_path_factory.mktemp("formats"), files | dict.fromkeys(PASSED_OVER, b"plain"))


@pytest.mark.parametrize("file", [name for name in READ if name.endswith((".csv", ".txt", ".tsv"))])
def test_text_tables_are_read_in_every_encoding(file: str, tmp_path: Path) -> None:
    found = read(tmp_path, {file: READ[file]})
    assert [(row.held_on, row.place, row.present, row.source.row) for row in found.activities] == [
        (date(2026, 1, 5), "三楼", 5, 2),
        (date(2026, 2, 3), "二\n楼", 8, 3),
    ]
    assert {row.source.sheet for row in found.activities} == {None}
    assert codes(found) == []


def test_old_workbooks_are_read_with_dates_merges_and_hidden_rows(tmp_path: Path) -> None:
    found = read(tmp_path, {"第一支部.xls": READ["第一支部.xls"]})
    assert [(row.held_on, row.expected) for row in found.activities] == [
        (date(2026, 1, 5), 5),
        (date(2026, 2, 3), 9),
    ]
    assert {row.organization for row in found.activities} == {"第一支部"}
    assert [(item.code, item.row) for item in found.findings] == [("hidden-rows", 4)]


def test_dates_in_chinese_formats_are_dates(tmp_path: Path) -> None:
    found = read(tmp_path, {"中文日期.xlsx": READ["中文日期.xlsx"]})
    assert [str(row.held_on) for row in found.activities] == [
        *("2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-10")
    ]
    assert str(found.activities[-1].start) == "15:00:00"


def test_shared_texts_and_results_of_formulas_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, {"共享文字.xlsx": READ["共享文字.xlsx"]})
    (row,) = found.activities
    assert (row.kinds, row.expected, row.present) == (("branch_committee_meeting",), 5, 4)
    assert codes(found) == []


@pytest.mark.parametrize("file", REFUSED)
def test_what_is_not_read_says_what_it_is_and_what_to_do(reading: Reading, file: str) -> None:
    (item,) = of(reading, file).findings
    assert (item.code, item.severity) == (REFUSED[file][1], "error")
    assert item.remedy.startswith("请")
    assert file not in reading.files_read


@pytest.mark.parametrize("file", PASSED_OVER)
def test_other_files_are_a_notice(reading: Reading, file: str) -> None:
    (item,) = of(reading, file).findings
    assert (item.code, item.severity) == ("not-read", "notice")


def test_an_encrypted_part_is_refused(tmp_path: Path) -> None:
    content = bytearray(archive({"word/document.xml": "x"}))
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    assert codes(read(tmp_path, {"a.docx": bytes(content)})) == ["encrypted-archive"]


def test_a_quotation_mark_without_partner_does_not_swallow_the_file(tmp_path: Path) -> None:
    text = '时间,类别,地点\n2026.1.5,支委会,"三楼\n2026.2.5,支委会,四楼\n'
    found = read(tmp_path, {"第一支部.csv": text.encode()})
    assert len(found.activities) == 2
    assert [(item.code, item.severity) for item in found.findings] == [("csv-quotes", "warning")]


def test_a_stray_quotation_mark_invents_and_loses_nothing(tmp_path: Path) -> None:
    lines = [
        "时间,类别,应到,实到,缺席人员",
        '2026.1.5,支委会,5,4,"李四（病假）',
        '2026.2.5,支委会,5,4,"李四（病假）"',
        '2026.3.5,支委会,5,3,"李四（病假）,王五"',
    ]
    found = read(tmp_path, {"第一支部.csv": "\n".join(lines).encode()})
    names = [[absence.name for absence in row.absent] for row in found.activities]
    assert names == [[], ["李四"], ["李四", "王五"]]
    assert [row.source.row for row in found.activities] == [2, 3, 4]
    assert codes(found) == ["csv-quotes", "absent-unclear"]


def test_the_separator_line_of_a_spreadsheet_is_no_row(tmp_path: Path) -> None:
    text = "sep=;\n时间;类别;地点\n2026.1.5;支委会;三楼\n"
    (row,) = read(tmp_path, {"第一支部.csv": text.encode()}).activities
    assert row.source.row == 2


def test_an_apostrophe_that_keeps_text_is_taken_off(tmp_path: Path) -> None:
    text = "时间,类别,地点,应到\n'2026.1.5,支委会,'=三楼,'5\n"
    (row,) = read(tmp_path, {"第一支部.csv": text.encode()}).activities
    assert (row.held_on, row.place, row.expected) == (date(2026, 1, 5), "=三楼", 5)


def test_an_embedded_file_is_a_warning_and_is_not_opened(tmp_path: Path) -> None:
    content = BytesIO(workbook({"第一支部": LINES}))
    with zipfile.ZipFile(content, "a") as package:
        package.writestr("xl/embeddings/other.xlsx", b"PK\x03\x04 nothing")
    found = read(tmp_path, {"a.xlsx": content.getvalue()})
    assert len(found.activities) == 2
    assert [(item.code, item.severity) for item in found.findings] == [
        ("embedded-object", "warning")
    ]


def test_lock_files_links_and_dot_files(tmp_path: Path) -> None:
    content = workbook({"第一支部": LINES})
    for name in ("~$台账.xlsx", ".台账.xlsx", "Thumbs.db", "desktop.ini", "台账.xlsx~"):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "链接.xlsx").symlink_to("/etc/passwd")
    (tmp_path / "回路").symlink_to(tmp_path)
    found = read_folder(tmp_path)
    assert [(item.file, item.code) for item in found.findings] == [
        ("回路", "link-not-followed"),
        ("链接.xlsx", "link-not-followed"),
    ]
    assert found.files_read == ()


def test_files_are_read_in_natural_order_folder_by_folder(tmp_path: Path) -> None:
    empty = workbook({"a": [["x"]]})
    names = ["第10支部/a.xlsx", "第2支部/a.xlsx", "a10.xlsx", "a9.xlsx", "第2支部/a1.xlsx"]
    seen: list[tuple[int, int, str]] = []
    (tmp_path / "空").mkdir()
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(empty)
    found = read_folder(
        tmp_path, progress=lambda done, total, name: seen.append((done, total, name))
    )
    expected = ("a9.xlsx", "a10.xlsx", "第2支部/a.xlsx", "第2支部/a1.xlsx", "第10支部/a.xlsx")
    assert found.files_read == expected
    assert seen == [(number, 5, name) for number, name in enumerate(expected, start=1)]


def test_one_file_is_read_under_the_name_given(tmp_path: Path) -> None:
    path = tmp_path / "upload-7f3a"
    path.write_bytes(workbook({"第一支部": LINES}))
    found = read_file(path, "三会一课.xlsx")
    assert {row.source.file for row in found.activities} == {"三会一课.xlsx"}
    assert found.files_read == ("三会一课.xlsx",)


def test_a_name_in_an_old_encoding_is_shown_as_text(tmp_path: Path) -> None:
    raw = bytes(tmp_path) + b"/" + "台账".encode("gbk") + b".pdf"
    with open(raw, "wb") as file:  # noqa: PTH123  Path does not take bytes
        file.write(b"x")
    assert [item.file for item in read_folder(tmp_path).findings] == ["台账.pdf"]


def test_a_folder_that_is_not_there_is_one_finding(tmp_path: Path) -> None:
    assert codes(read_folder(tmp_path / "nowhere")) == ["unreadable-folder"]


def test_workbooks_counting_from_1904_are_read_right(tmp_path: Path) -> None:
    def from_1904(book: openpyxl.Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    rows = [HEAD, [date(2026, 1, 5), "支委会", "三楼", 5, 5]]
    (row,) = read(tmp_path, {"a.xlsx": workbook({"第一支部": rows}, from_1904)}).activities
    assert row.held_on == date(2026, 1, 5)
