"""Hostile and broken files: each one finding in words, in time, and the rest is read."""

import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pytest

from mingdeng.files import Reading, child, read_folder
from mingdeng.files.refusal import Refused
from tests.files.filemaking import codes, document, of, read, workbook, write

GOOD = workbook({"第一支部": [["时间", "类别", "地点"], ["2026.1.5", "支委会", "三楼"]]})
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>"
)
MEASURE = """
import resource, sys
from pathlib import Path
from mingdeng.files import read_folder
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read_folder(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
Result = TypeVar("Result")
Sheet = str | bytes | Callable[[], Iterator[bytes]]


def _book(sheet: Sheet = "<worksheet/>", types: str = "", **extra: bytes) -> bytes:
    """A workbook whose one sheet is this XML."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES.format(types))
        package.writestr("xl/workbook.xml", BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            if callable(sheet):
                for chunk in sheet():
                    part.write(chunk)
            else:
                part.write(sheet.encode() if isinstance(sheet, str) else sheet)
        for name, content in extra.items():
            package.writestr(
                name.replace("__", "/").replace("_x", ".x").replace("_b", ".b"), content
            )
    return out.getvalue()


def _cells(rows: int, columns: int) -> Callable[[], Iterator[bytes]]:
    """A sheet of numbers that hardly compress."""
    numbers = random.Random(1)

    def chunks() -> Iterator[bytes]:
        yield b"<worksheet><sheetData>"
        for _ in range(rows):
            line = b"".join(b"<c><v>%d</v></c>" % numbers.randrange(10**9) for _ in range(columns))
            yield b"<row>%s</row>" % line
        yield b"</sheetData></worksheet>"

    return chunks


def _text_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def _in_rows(*rows: str) -> str:
    return (
        "<worksheet><sheetData>"
        + "".join(f"<row>{row}</row>" for row in rows)
        + "</sheetData></worksheet>"
    )


def _nested(depth: int) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        for number in range(depth):
            yield b"<a%d>" % (number * 7919 % 99_991)
        for number in reversed(range(depth)):
            yield b"</a%d>" % (number * 7919 % 99_991)

    return chunks


def _many_parts(count: int) -> bytes:
    content = BytesIO(GOOD)
    with zipfile.ZipFile(content, "a") as package:
        for number in range(count):
            package.writestr(f"xl/media/{number}.png", b"")
    return content.getvalue()


def _lying_about_size() -> bytes:
    """A part that declares one byte and unpacks to many."""
    content = bytearray(_book(bytes(30 << 20)))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = (1).to_bytes(4, "little")
    return bytes(content)


ENTITIES = (
    '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
MERGES = "".join(
    f'<mergeCell ref="A{row}:XFD{1_048_576 - row}"/>'
    for row in random.Random(2).sample(range(1, 500_000), 40_000)
)
CASES: dict[str, tuple[bytes, str]] = {
    "empty.xlsx": (b"", "empty-file"),
    "empty.docx": (b"", "empty-file"),
    "empty.xls": (b"", "empty-file"),
    "cut.xlsx": (GOOD[: len(GOOD) // 2], "broken-file"),
    "tail.xlsx": (GOOD[:-30], "broken-file"),
    "cut.docx": (document("支委会")[:9_000], "broken-file"),
    "changed.xlsx": (GOOD[:200] + bytes(100) + GOOD[300:], "broken-file"),
    "noise.xlsx": (os.urandom(5_000), "broken-file"),
    "noise.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + os.urandom(50_000), "broken-file"),
    "large.csv": (b"1," * (11 << 20), "file-too-large"),
    "entities.xlsx": (_book(ENTITIES + _in_rows(_text_cell("&i;"))), "has-doctype"),
    "external.xlsx": (
        _book('<!DOCTYPE x SYSTEM "file:///etc/passwd">' + _in_rows(_text_cell("x"))),
        "has-doctype",
    ),
    "utf16.xlsx": (
        _book(('<?xml version="1.0" encoding="utf-16"?>' + ENTITIES + "<x/>").encode("utf-16")),
        "has-doctype",
    ),
    "macro.xlsx": (_book(xl__vbaProject_bin=b"x"), "has-macros"),
    "macrotype.xlsx": (
        _book(
            types='<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
        ),
        "has-macros",
    ),
    "nested.xlsx": (_book(xl__media__a_bin=b"PK\x03\x04 more"), "nested-archive"),
    "bomb.xlsx": (_book(bytes(150 << 20)), "unpacks-too-much"),
    "bomb.docx": (
        _book(bytes(60 << 20)).replace(b"xl/workbook.xml", b"word/docume.xml"),
        "unpacks-too-much",
    ),
    "lying.xlsx": (_lying_about_size(), "broken-file"),
    "parts.xlsx": (_many_parts(2_100), "too-many-entries"),
    "rows.xlsx": (_book(_cells(100_200, 1)), "sheet-too-large"),
    "columns.xlsx": (_book(_in_rows("<c><v>1</v></c>" * 400)), "sheet-too-large"),
    "far.xlsx": (
        _book(
            '<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576">'
            '<c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
        ),
        "cells-beyond-limits",
    ),
    "long.xlsx": (_book(_in_rows(_text_cell("长" * 40_000), _text_cell("短"))), "cell-too-long"),
    "lines.csv": (b"a,b\n" * 120_000, "sheet-too-large"),
    "unclosed.xlsx": (_book("<worksheet><sheetData><row><c>"), "broken-file"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {name: content for name, (content, _) in CASES.items()}
    return write(tmp_path_factory.mktemp("hostile"), files | {"good.xlsx": GOOD})


@pytest.fixture(scope="module")
def reading(folder: Path) -> Reading:
    return read_folder(folder)


@pytest.mark.parametrize("file", CASES)
def test_each_is_one_finding_in_words(reading: Reading, file: str) -> None:
    (item,) = [item for item in of(reading, file).findings if item.severity == "error"]
    assert item.code == CASES[file][1]
    assert item.message.endswith("。")
    assert item.remedy.startswith("请")


def test_the_good_file_among_them_is_read(reading: Reading) -> None:
    assert len(of(reading, "good.xlsx").activities) == 1
    assert "good.xlsx" in reading.files_read


def test_each_is_refused_for_what_it_is_and_not_for_its_time(reading: Reading) -> None:
    """The budget of ten seconds is the last resort: none of these uses it up."""
    assert "took-too-long" not in codes(reading)


def test_neither_parent_nor_child_needs_more_memory_than_it_may(folder: Path) -> None:
    """Measured in a process of its own: peaks are remembered for ever."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder)], capture_output=True, check=True, text=True
    )
    grown, child = map(int, done.stdout.split())
    assert grown <= 64 << 10
    assert child <= 540 << 10


def test_a_sheet_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    """Within every declared limit, and still more than a child may hold."""
    found = read(tmp_path, {"a.csv": b"12," * (6 << 20), "b.xlsx": GOOD})
    assert codes(of(found, "a.csv")) == ["needs-too-much-memory"]
    assert len(found.activities) == 1


def test_merged_ranges_cost_no_more_than_what_they_cover(tmp_path: Path) -> None:
    sheet = (
        "<worksheet><sheetData><row>" + _text_cell("时间") + "</row></sheetData>"
        f"<mergeCells>{MERGES}</mergeCells></worksheet>"
    )
    found = read(tmp_path, {"a.xlsx": _book(sheet), "b.xlsx": GOOD})
    assert "took-too-long" not in codes(found)
    assert len(found.activities) == 1


def test_tags_within_tags_are_no_danger(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.xlsx": _book(_nested(300_000)), "b.xlsx": GOOD})
    assert len(found.activities) == 1


def test_tables_within_tables_are_refused(tmp_path: Path) -> None:
    inner = "<tbl><tr><tc>" * 500 + "</tc></tr></tbl>" * 500
    content = BytesIO(document("x"))
    rebuilt = BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(rebuilt, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                f"<document>{inner}</document>" if name == "word/document.xml" else old.read(name),
            )
    assert codes(read(tmp_path, {"a.docx": rebuilt.getvalue()})) == ["broken-file"]


@pytest.mark.parametrize(
    "piece", ["张三（", "、", "2026年", "应到", "一、\n", "时间：", "\n", "(第", "党员大会"]
)
def test_long_cells_in_every_column_take_little_time(piece: str, tmp_path: Path) -> None:
    long = piece * (32_000 // len(piece))
    head = [
        "时间",
        "类别",
        "议题",
        "内容",
        "地点",
        "主持人",
        "应到",
        "实到",
        "缺席",
        "列席",
        "表决结果",
        "党小组",
    ]
    rows = [head, ["2026.1.5", "支委会", *[long] * 10], *[[long] * 12] * 5]
    found = read(
        tmp_path,
        {
            "第一支部.xlsx": workbook({"a": rows}),
            "第一支部记录.docx": document("支委会会议记录", long, long),
        },
    )
    assert "took-too-long" not in codes(found)


def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(GOOD)
    locked.chmod(0)
    with pytest.raises(Refused) as refusal:
        _as_nobody(lambda: child._read(str(locked)), tmp_path)
    assert refusal.value.code == "unreadable-file"


def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "a.xlsx").write_bytes(GOOD)
    inner.chmod(0)
    found = _as_nobody(lambda: read_folder(tmp_path), tmp_path)
    inner.chmod(0o755)
    assert [(item.file, item.code) for item in found.findings] == [("inner", "unreadable-folder")]


def test_a_file_that_vanishes_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(GOOD)
    (tmp_path / "b.xlsx").write_bytes(GOOD)

    def remove(_: int, __: int, ___: str) -> None:
        (tmp_path / "b.xlsx").unlink(missing_ok=True)

    found = read_folder(tmp_path, progress=remove)
    assert [(item.file, item.code) for item in found.findings] == [("b.xlsx", "vanished")]


def test_what_is_no_ordinary_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert codes(read_folder(tmp_path)) == ["link-not-followed"]


def _as_nobody(act: Callable[[], Result], folder: Path) -> Result:
    """Root may read everything: act as someone who may not."""
    if os.geteuid() != 0:
        return act()
    for parent in (folder, *folder.parents):
        if parent.owner() == "root" and str(parent).startswith("/tmp/"):  # noqa: S108
            parent.chmod(parent.stat().st_mode | 0o055)
    os.seteuid(65_534)
    try:
        return act()
    finally:
        os.seteuid(0)
