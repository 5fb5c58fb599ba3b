"""Reading is quick, and takes time in proportion."""

import time
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from mingdeng.files import read_folder
from tests.files.filemaking import identity_number

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
HEAD = [
    "所在党支部",
    "姓名",
    "性别",
    "公民身份号码",
    "出生日期",
    "人员类别",
    "入党时间",
    "转正时间",
    "党内职务",
]


def _roster(people: int) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("名册")
    for column, word in enumerate(HEAD):
        sheet.write(0, column, word)
    for row in range(1, people + 1):
        born = f"{1950 + row // 999 % 50}{1 + row // 28 % 12:02d}{1 + row % 28:02d}"
        number = identity_number(born, row % 999)
        line = [f"第{row // 30 + 1}党支部", f"张{chr(0x4E00 + row % 5000)}", "", number, born]
        for column, value in enumerate([*line, "正式党员", "2009.8.17", "2010年8月17日", "无"]):
            sheet.write(row, column, value)
    book.close()
    return out.getvalue()


def _seconds(folder: Path) -> float:
    started = time.perf_counter()
    read_folder(folder)
    return time.perf_counter() - started


def test_the_sample_is_read_in_well_under_a_second() -> None:
    _seconds(LEDGERS)
    assert min(_seconds(LEDGERS) for _ in range(3)) < 1


@pytest.mark.parametrize("people", [10_000])
def test_ten_thousand_people_take_a_few_seconds(people: int, tmp_path: Path) -> None:
    (tmp_path / "名册.xlsx").write_bytes(_roster(people))
    assert _seconds(tmp_path) < 10
    assert len(read_folder(tmp_path).members) == people


def test_four_times_the_people_take_about_four_times_as_long(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    for folder, people in ((small, 2_000), (large, 8_000)):
        folder.mkdir()
        (folder / "名册.xlsx").write_bytes(_roster(people))
    assert min(_seconds(large) for _ in range(2)) < 8 * min(_seconds(small) for _ in range(2))
