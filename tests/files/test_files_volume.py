"""Large rosters are read whole. How fast is measured by `bench files`."""

from io import BytesIO
from pathlib import Path

import xlsxwriter

from mingdeng.files import read_folder
from tests.files.filemaking import identity_number

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


def test_ten_thousand_people_are_read_whole(tmp_path: Path) -> None:
    (tmp_path / "名册.xlsx").write_bytes(_roster(10_000))
    assert len(read_folder(tmp_path).members) == 10_000
