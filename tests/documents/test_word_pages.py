"""Word papers on the page of GB/T 9704-2012, measured where LibreOffice has printed them."""

import os
import re
import struct
import subprocess
from dataclasses import replace
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest

from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.documents.word import Paper, word_file
from mingdeng.documents.word.blocks import (
    Block,
    Heading,
    Labelled,
    Names,
    Signed,
    Text,
)
from mingdeng.documents.word.calls import Sheet, Signing, notice, sign_in
from mingdeng.documents.word.lists import Held, OnRoll, Open, Term, open_duties, roster, terms
from mingdeng.documents.word.minutes import Attended, minutes
from tests.paper import Printed, dashes, fonts_in, lines_of, to_pdf

DAY = date(2026, 11, 22)
# In millimetres: the type area, one character of 3号 in a line of 28, one of 22 lines.
LEFT, TOP, WIDTH, HEIGHT = 28, 37, 156, 225
CHARACTER, PITCH = WIDTH / 28, HEIGHT / 22
PT = 25.4 / 72
ALLOWED = 1  # as far as the standard lets a type area be off
ORGAN = "中共青源市人大常委会机关法制工作委员会支部"
RARE = ("𠮷田", "㛃小平", "𫍽", "阿卜杜拉·买买提江", "欧阳明德", "买买提·阿不都热合曼·吐尔逊")
PLAIN = ("王平", "徐静美", "尉迟强杰", "龚涛承")
LONG = "进一步规范组织生活严格落实各项制度" * 60
MANY = 200
NAMES: tuple[str, ...] = (
    "徐静美",
    "龚涛承",
    "贺勇志",
    "毛薇薇",
    "魏娜珍",
    "杨承俊",
    "潘刚宇",
    "郝川岩",
    "何鹏",
)
NAMES += ("尹强波", "钟桂艳", "沈艳", "吕丽")
PICTURE = (794, 1123)
HOSTILE = ("=1+1", "@SUM(A1)", "<w:p/>", "{ PAGE }", "MERGEFIELD x", "&amp;", "]]>", "\u202e反")


def record_with(*absent: Absent) -> Record:
    hosting = Hosting(uuid4(), None, 20, 20 - len(absent), absent)
    return Record(
        kinds=("branch_committee_meeting",),
        held_on=date(2026, 11, 26),
        hosts=(hosting,),
        start=time(14, 30),
        end=time(16, 0),
        place="四楼会议室",
        chair=PLAIN[1],
        recorder=PLAIN[3],
        agenda=(
            Item("学习有关文件"),
            Item("讨论接收预备党员", (), "同意接收，报上级党委审批。", 5, 0, 1),
            Item("总结" + LONG[:80]),
        ),
        guests=RARE[:2],
    )


def names(count: int) -> list[str]:
    every = (*RARE, *PLAIN)
    return [every[number % len(every)] for number in range(count)]


def papers() -> dict[str, Paper]:
    absent = [Absent(name, "参加自治区党校秋季学期中青年干部培训班") for name in RARE]
    record = record_with(*(Absent(name, "出差") for name in PLAIN), *absent)
    people = [OnRoll(n, "女", "正式党员", DAY, DAY, "", "第一党小组") for n in names(MANY)]
    body: list[Block] = [
        Text("各支部：", indented=False),
        *(Heading(word, level, level) for level, word in enumerate("甲乙丙丁", start=1)),
        Text(LONG),
        Signed((ORGAN,), DAY),
    ]
    opened = [Open("第一支部", "主题党日", "2026年10月", "2026年10月没有记录", DAY)] * 40
    return {
        "body": Paper((ORGAN, "关于开展主题党日的通知"), body, DAY),
        "names": Paper(("名单",), [Names("出席", names(90)), *_units()], DAY),
        "minutes": minutes(record, [Attended(ORGAN, record.hosts[0], PLAIN)], DAY),
        "example": example(),
        "notice": notice(record, [ORGAN], "支部委员", DAY),
        "sign": sign_in(
            replace(record, guests=()), [Sheet(ORGAN, MANY, [Signing(n) for n in names(MANY)])], DAY
        ),
        "roster": roster(ORGAN, people, DAY),
        "terms": terms(
            ORGAN,
            [Term(ORGAN, DAY, None, "王平")],
            [Held(ORGAN, "书记", n, DAY) for n in names(60)],
            DAY,
        ),
        "open": open_duties(ORGAN, [("未履行", opened)], DAY, below=True),
        "hostile": Paper(
            ("文字",), [Text(text) for text in (*HOSTILE, "零\0一\x0b二\ud800三\ufffe四")], DAY
        ),
    }


def example() -> Paper:
    """Minutes as most are, for the picture in the docs."""
    there = [name for name in NAMES if name != "何鹏"]
    absent = (Absent("何鹏", "出差"),)
    hosting = Hosting(uuid4(), None, len(NAMES), len(there), absent)
    items = (
        Item("学习有关文件，交流学习体会"),
        Item("讨论接收江立同志为预备党员", (), "同意接收，报上级党委审批。", 12, 0, 0),
    )
    record = replace(
        record_with(), kinds=("members_meeting",), hosts=(hosting,), agenda=items, guests=()
    )
    return minutes(record, [Attended(ORGAN, hosting, there)], DAY)


def _units() -> list[Block]:
    told = [f"{name}（{reason}）" for name in names(30) for reason in ("出差",)]
    return [Labelled("缺席", units=told), Labelled("请假", units=told[::-1])]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    files = {f"{name}.docx": word_file(paper) for name, paper in papers().items()}
    made = to_pdf(files, tmp_path_factory.mktemp("papers"))
    return {name.removesuffix(".docx"): path for name, path in made.items()}


def is_number(line: Printed) -> bool:
    return re.fullmatch(r"—\d+—", line.text) is not None


def body_of(lines: list[Printed], page: int) -> list[Printed]:
    return [line for line in lines if line.page == page and not is_number(line)]


def test_the_text_fills_the_type_area_and_goes_no_further(printed: dict[str, Path]) -> None:
    lines = body_of(lines_of(printed["body"]), 2)
    full = [line for line in lines if len(line.text) == 28]
    assert len(full) == 22
    for line in full:
        assert line.left == pytest.approx(LEFT, abs=0.3)
        assert line.right == pytest.approx(LEFT + WIDTH, abs=0.8)
    assert lines[0].top > TOP - ALLOWED
    assert lines[-1].bottom < TOP + HEIGHT + ALLOWED


def test_a_page_holds_22_lines_a_22nd_of_the_type_area_apart(printed: dict[str, Path]) -> None:
    lines = body_of(lines_of(printed["body"]), 2)
    assert len(lines) == 22
    apart = [after.top - before.top for before, after in pairwise(lines)]
    assert apart == pytest.approx([PITCH] * 21, abs=0.1)


def test_a_line_holds_28_characters_of_size_three(printed: dict[str, Path]) -> None:
    lines = body_of(lines_of(printed["body"]), 2)
    assert {len(line.text) for line in lines} == {28}
    # 16 pt, a quarter of a point closer.
    one = (lines[0].right - lines[0].left) / 28 / PT
    assert one == pytest.approx(15.75, abs=0.05)
    assert "NotoSerif" in fonts_in(printed["body"])


def test_paragraphs_begin_two_characters_in_and_the_addressee_at_the_margin(
    printed: dict[str, Path],
) -> None:
    lines = body_of(lines_of(printed["body"]), 1)
    (addressee,) = [line for line in lines if line.text == "各支部："]
    assert addressee.left == pytest.approx(LEFT, abs=0.3)
    (first,) = [line for line in lines if line.text == LONG[:26]]
    assert first.left == pytest.approx(LEFT + 2 * CHARACTER, abs=0.3)
    assert first.right == pytest.approx(LEFT + WIDTH, abs=0.8)


def test_the_title_is_of_size_two_and_centred_on_the_type_area(printed: dict[str, Path]) -> None:
    title = body_of(lines_of(printed["body"]), 1)[:2]
    assert "".join(line.text for line in title) == f"{ORGAN}关于开展主题党日的通知"
    assert title[0].text == "中共青源市人大常委会机关"
    for line in title:
        assert (line.left + line.right) / 2 == pytest.approx(LEFT + WIDTH / 2, abs=0.5)
        assert (line.right - line.left) / len(line.text) / PT == pytest.approx(22, abs=0.1)
    assert min(len(line.text) for line in title) > 4  # no lone character on a line


def test_the_four_levels_are_numbered_as_the_standard_numbers_them(
    printed: dict[str, Path],
) -> None:
    lines = body_of(lines_of(printed["body"]), 1)
    found = {line.text: line for line in lines if line.text[-1] in "甲乙丙丁"}
    assert list(found) == ["一、甲", "（二）乙", "3.丙", "（4）丁"]
    for line in found.values():
        assert line.left == pytest.approx(LEFT + 2 * CHARACTER, abs=0.3)
    assert "NotoSans" in fonts_in(printed["body"])  # 黑体 of the first level


def test_odd_page_numbers_stand_right_and_even_left_one_character_in(
    printed: dict[str, Path],
) -> None:
    numbers = [line for line in lines_of(printed["body"]) if is_number(line)]
    assert [line.text for line in numbers] == [f"—{n + 1}—" for n in range(len(numbers))]
    assert len(numbers) >= 2
    four = 14 * PT  # one character of 4号
    assert numbers[0].right == pytest.approx(LEFT + WIDTH - four, abs=0.3)
    assert numbers[1].left == pytest.approx(LEFT + four, abs=0.3)


def test_the_dashes_of_the_number_begin_7_mm_under_the_type_area(
    printed: dict[str, Path],
) -> None:
    for page in (1, 2):
        found = dashes(printed["body"], page, TOP + HEIGHT + 3)
        assert found == pytest.approx(TOP + HEIGHT + 7, abs=0.5)


def test_the_date_begins_two_characters_after_who_signs(printed: dict[str, Path]) -> None:
    *_, issuer, day = [line for line in lines_of(printed["body"]) if not is_number(line)]
    assert (issuer.text, day.text) == (ORGAN, "2026年11月22日")
    assert issuer.right == pytest.approx(LEFT + WIDTH - 2 * CHARACTER, abs=0.8)
    assert day.left - issuer.left == pytest.approx(2 * CHARACTER, abs=0.3)


def test_names_are_never_broken_over_lines(printed: dict[str, Path]) -> None:
    for paper in ("names", "minutes"):
        told = [line.text.replace("\u3000", "") for line in lines_of(printed[paper])]
        whole = "".join(told)
        for name in (*RARE, *PLAIN):
            assert whole.count(name) == sum(text.count(name) for text in told), (paper, name)
            assert name in whole


@pytest.mark.parametrize("paper", ["roster", "sign"])
def test_two_hundred_rows_keep_their_head_and_their_names(
    printed: dict[str, Path], paper: str
) -> None:
    lines = lines_of(printed[paper])
    pages = {line.page for line in lines}
    heads = {line.page for line in lines if line.text == "姓名"}
    assert len(pages) > 3
    assert heads == pages
    found = [line.text.replace("\u3000", "") for line in lines]
    for name in (*RARE, *PLAIN):
        # One spread to the width of three is two words to whoever reads a PDF.
        shown = name if len(name) != 2 else name[0]
        assert "\n".join(found).count(shown) == names(MANY).count(name), name
    numbers = [int(one[0]) for text in found if (one := re.match(r"\d{1,3}(?![\d.年])", text))]
    assert sorted(numbers) == list(range(1, MANY + 1))


def test_no_row_is_cut_by_the_end_of_a_page(printed: dict[str, Path]) -> None:
    lines = lines_of(printed["open"])
    for page in {line.page for line in lines}:
        here = [line.text for line in lines if line.page == page]
        assert here.count("主题党日") == here.count("（2026年10月）")


def test_tables_stay_within_the_type_area(printed: dict[str, Path]) -> None:
    for paper in ("roster", "sign", "terms", "open"):
        for line in lines_of(printed[paper]):
            assert line.left > LEFT - ALLOWED, (paper, line)
            assert line.right < LEFT + WIDTH + ALLOWED, (paper, line)
            if not is_number(line):
                assert line.bottom < TOP + HEIGHT + ALLOWED, (paper, line)


def test_whatever_people_type_stays_text(printed: dict[str, Path]) -> None:
    told = [line.text.replace(" ", "") for line in lines_of(printed["hostile"])]
    wanted = [text.replace("\u202e", "").replace(" ", "") for text in HOSTILE]
    assert told[1:-1] == [*wanted, "零一二三四"]


def test_minutes_say_what_was_recorded(printed: dict[str, Path]) -> None:
    told = "".join(line.text for line in lines_of(printed["minutes"]))
    for said in (
        *("支委会会议记录", "2026年11月26日（星期四）14:30至16:00", "地点：四楼会议室"),
        *("应到20人", "二、讨论接收预备党员", "决定：同意接收", "赞成5票，反对0票，弃权1票"),
        *("主持人（签名）：", "记录人（签名）："),
    ):
        assert said in told


def test_a_notice_says_when_where_who_and_what(printed: dict[str, Path]) -> None:
    told = [line.text for line in lines_of(printed["notice"])]
    assert told[:2] == ["关于召开支委会的通知", "支部委员："]
    for said in ("一、时间", "2026年11月26日（星期四）14:30至16:00", "1.学习有关文件"):
        assert said in told


def test_pictures_of_minutes(printed: dict[str, Path], tmp_path: Path) -> None:
    chosen = os.environ.get("MINGDENG_PICTURES")
    made = (Path(chosen) if chosen else tmp_path) / "minutes-word.png"
    made.parent.mkdir(parents=True, exist_ok=True)
    size = ["-scale-to-x", str(PICTURE[0]), "-scale-to-y", str(PICTURE[1])]
    command = ["pdftoppm", "-png", "-gray", "-singlefile", *size]
    subprocess.run([*command, str(printed["example"]), str(made.with_suffix(""))], check=True)
    assert struct.unpack(">II", made.read_bytes()[16:24]) == PICTURE
    assert 10_000 < made.stat().st_size < 300_000
