"""Whatever stands in the cells: nothing breaks the reader, nothing is lost without a word."""

import random
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from mingdeng.files import read_folder
from mingdeng.files.words import read_lists
from tests.files.filemaking import codes, document, read, workbook

SIGNS = (
    "0123456789²①㊀十一二〇○年月日号时点分半.-/:：()（）[]，、；;。 \n\t第次人票名张三李四欧阳·•支"
    "部委员会党小组大课主题应到实缺席请假病事公务出差无全勤赞成反对弃权同意—~至～'\"=#*%‰元√"
    "\u3000\u200b\U00020000\ue000éX"
)
USUAL = [
    *(
        "2026年1月5日",
        "支委会",
        "党员大会暨主题党日",
        "第一党小组会",
        "张三（病假）、李四",
        "20/18",
    ),
    *(
        "应到5人,实到4人",
        "无",
        "办公室第一支部",
        "合计",
        "填表人：",
        "注：x",
        "正式党员",
        "书记",
        "1.5%",
    ),
    *(
        20260105,
        46027,
        419999198503050117,
        1.5,
        -3,
        0,
        1e300,
        10**15,
        datetime(2026, 1, 5),
        time(15),
    ),
]
HEADINGS = [word for words in read_lists("headings.txt").values() for word in words]
LABELS = [word for words in read_lists("labels.txt").values() for word in words]


class _Clerk:
    """Fills cells with whatever comes to mind, the same each time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def cell(self) -> Any:
        kind = self.chance.random()
        if kind < 0.3:
            length = self.chance.choice([2, 8, 30, 200])
            return "".join(self.chance.choices(SIGNS, k=length)).lstrip("=")
        if kind < 0.8:
            return self.chance.choice(USUAL)
        return self.chance.choice(HEADINGS) if kind < 0.85 else None

    def sheet(self) -> Iterator[list[Any]]:
        width = self.chance.randrange(2, 14)
        yield [self.cell()]
        for _ in range(2):
            yield self.chance.choices(HEADINGS, k=width)
            for _ in range(self.chance.randrange(1, 25)):
                yield [self.cell() for _ in range(width)]

    def paper(self) -> Iterator[str | list[list[str]]]:
        for _ in range(20):
            label = self.chance.choice(LABELS)
            yield f"{label}{self.chance.choice(['：', ':', '  ', ''])}{self.printable()}"
        yield [[self.printable() for _ in range(4)] for _ in range(5)]

    def printable(self) -> str:
        return str(self.cell() or "")


@pytest.mark.parametrize("seed", range(4))
def test_random_files_are_read_to_the_end(seed: int, tmp_path: Path) -> None:
    clerk = _Clerk(seed)
    files = {
        f"{number}/第一支部2026年支委会.xlsx": workbook(
            {"甲": clerk.sheet(), "支委会": clerk.sheet()}
        )
        for number in range(25)
    }
    files |= {f"{number}/记录.docx": document(*clerk.paper()) for number in range(25)}
    found = read(tmp_path, files)
    assert set(found.files_read) == set(files)
    assert not {"reader-died", "reader-garbled", "took-too-long", "broken-file"} & set(codes(found))


def test_the_same_folder_gives_the_same_reading(tmp_path: Path) -> None:
    clerk = _Clerk(99)
    files = {f"{number}.xlsx": workbook({"第一支部": clerk.sheet()}) for number in range(20)}
    assert read(tmp_path, files) == read_folder(tmp_path)
