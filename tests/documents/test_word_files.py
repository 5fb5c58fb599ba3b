"""Word papers as files: ours, of nothing foreign, the same for the same, names as they are held."""

import re
import zipfile
from datetime import date, time
from io import BytesIO
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree

import docx
import pytest

from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.documents.word import Paper, word_file
from mingdeng.documents.word.blocks import Block, Column, Form, Heading, Table, Text
from mingdeng.documents.word.body import chinese, halves, numbered
from mingdeng.documents.word.calling import record_name, to_take_place
from mingdeng.documents.word.minutes import Attended, minutes
from mingdeng.documents.word.page import packed, width_of
from mingdeng.documents.word.text import in_list
from mingdeng.files import read_minutes

DAY = date(2026, 11, 22)
read = ElementTree.fromstring
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FONTS = {
    "Title": "方正小标宋简体",
    "Heading1": "黑体",
    "Heading2": "楷体_GB2312",
    "PageOdd": "宋体",
}
NAME = Column("姓名", 4, names=True)


def paper() -> Paper:
    blocks: list[Block] = [
        Heading("标题"),
        Text("=1+1 { PAGE }"),
        Table([NAME, Column("签名", 9)], [("王平", "")] * 3),
        Form([("姓名", "王平"), ("所在支部", "中共青源市人大常委会机关法制工作委员会支部" * 2)]),
    ]
    return Paper(("文件",), blocks, DAY)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert word_file(paper()) == word_file(paper())
    with zipfile.ZipFile(BytesIO(word_file(paper()))) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_its_properties_are_ours_and_of_the_day_it_speaks_of() -> None:
    found = docx.Document(BytesIO(word_file(paper()))).core_properties
    assert (found.author, found.last_modified_by, found.title) == ("明灯", "明灯", "文件")
    assert found.created is not None
    assert found.modified is not None
    assert found.created.date() == found.modified.date() == DAY


def test_it_holds_no_macro_and_fetches_nothing() -> None:
    found = parts(word_file(paper()))
    assert not [name for name in found if re.search(r"vba|embed|media|\.bin", name)]
    for name, content in found.items():
        read(content)
        assert b"TargetMode" not in content, name
        assert b"altChunk" not in content, name


def test_fields_stand_only_in_the_page_number() -> None:
    found = parts(word_file(paper()))
    with_fields = {name for name, content in found.items() if b"instrText" in content}
    assert with_fields == {"word/odd.xml", "word/even.xml"}


def test_each_style_names_the_font_of_the_standard_and_what_stands_in_for_it() -> None:
    found = parts(word_file(paper()))
    styles = read(found["word/styles.xml"])
    fonts = read(found["word/fontTable.xml"])
    named = {
        one.get(f"{W}styleId"): font.get(f"{W}eastAsia")
        for one in styles.iter(f"{W}style")
        for font in one.iter(f"{W}rFonts")
    }
    assert {style: named[style] for style in FONTS} == FONTS
    default = next(styles.iter(f"{W}rPrDefault"))
    assert [one.get(f"{W}eastAsia") for one in default.iter(f"{W}rFonts")] == ["仿宋_GB2312"]
    assert [one.get(f"{W}eastAsia") for one in default.iter(f"{W}lang")] == ["zh-CN"]
    listed = {
        one.get(f"{W}name"): (other.get(f"{W}val") or "").split(",")
        for one in fonts.iter(f"{W}font")
        for other in one.iter(f"{W}altName")
    }
    assert {*FONTS.values(), "仿宋_GB2312"} == listed.keys()
    assert all(any("Noto" in one for one in others) for others in listed.values())


def test_the_page_is_that_of_the_standard() -> None:
    section = docx.Document(BytesIO(word_file(paper()))).sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(side.mm, 0) for side in sides if side is not None] == [210, 297, 37, 28]
    grid = next(section._sectPr.iter(f"{W}docGrid"))
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")


def test_the_head_of_a_table_repeats_and_no_row_is_cut() -> None:
    first, _ = docx.Document(BytesIO(word_file(paper()))).tables
    heads = [row._tr.find(f".//{W}tblHeader") is not None for row in first.rows]
    assert heads == [True, False, False, False]
    assert all(row._tr.find(f".//{W}cantSplit") is not None for row in first.rows)


def test_a_name_too_wide_for_its_column_is_written_smaller_on_one_line() -> None:
    long = "买买提·阿不都热合曼·吐尔逊"
    made = Paper(
        ("名单",), [Table([NAME, Column("签名", 28, gives=20)], [(long, ""), ("王平", "")])], DAY
    )
    (found,) = docx.Document(BytesIO(word_file(made))).tables
    sizes = [row.cells[0].paragraphs[0].runs[0].font.size for row in found.rows[1:]]
    assert sizes[0] is not None
    # Eight characters of 12 pt, the widest a column of names becomes.
    assert 7 * 12 < sizes[0].pt * width_of(long) <= 8 * 12
    assert sizes[1] is None
    assert found.rows[1].cells[0].text == long


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王平", "王\u3000平"),
        ("𠮷田", "𠮷\u3000田"),
        ("欧阳明德", "欧阳明德"),
        ("Li", "Li"),
        ("㛃", "㛃"),
    ],
)
def test_a_name_of_two_is_spread_in_lists(name: str, shown: str) -> None:
    assert in_list(name) == shown


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_headings_count_in_chinese(number: int, said: str) -> None:
    assert chinese(number) == said
    assert numbered(number, 2) == f"（{said}）"


def test_a_long_title_breaks_where_a_word_ends() -> None:
    name = "中共青源市人大常委会机关法制工作委员会支部"
    assert halves(name) == ["中共青源市人大常委会机关", "法制工作委员会支部"]
    assert halves("中共青源市委员会") == ["中共青源市委员会"]
    assert all(width_of(part) <= 20 for part in halves("无处可断" * 20))


def test_units_go_whole_to_the_next_line() -> None:
    assert packed(["甲乙、", "丙丁、", "戊"], 6) == ["甲乙、丙丁、", "戊"]
    assert packed(["太长的一个单位"], 3) == ["太长的一个单位"]


@pytest.mark.parametrize(
    ("kinds", "record", "call"),
    [
        (["branch_committee_meeting"], "支委会会议记录", "召开支委会"),
        (["leading_group_meeting"], "党组会议记录", "召开党组会议"),
        (["theme_day"], "主题党日记录", "开展主题党日"),
        (["members_meeting", "theme_day"], "党员大会、主题党日记录", "召开党员大会、开展主题党日"),
    ],
)
def test_papers_are_called_as_offices_call_them(kinds: list[str], record: str, call: str) -> None:
    assert (record_name(kinds), to_take_place(kinds)) == (record, call)


def test_minutes_are_read_back_as_what_was_recorded(tmp_path: Path) -> None:
    absent = (Absent("何鹏", "出差"), Absent("尉迟强杰", "病假"))
    record = Record(
        kinds=("branch_committee_meeting",),
        held_on=DAY,
        hosts=(Hosting(uuid4(), None, 7, 5, absent),),
        start=time(14, 30),
        end=time(16, 0),
        place="四楼会议室",
        chair="徐静美",
        recorder="龚涛承",
        agenda=(
            Item("学习有关文件"),
            Item("讨论接收预备党员", (), "同意接收", 5, 0, 0),
            Item("审议工作总结", (), "", 4, 1, 0),
        ),
        guests=("王平", "欧阳明德"),
    )
    host = Attended("中共青源市委党校机关支部", record.hosts[0], ("徐静美", "龚涛承", "王芳"))
    path = tmp_path / "会议记录.docx"
    path.write_bytes(word_file(minutes(record, [host], DAY)))
    (found,), problems = read_minutes(path, path.name)
    assert problems == []
    assert [read.value for read in found.kinds] == list(record.kinds)
    told = {name: read.value for name, read in found.fields.items()}
    assert told == {
        "held_on": "2026-11-22",
        "start": "14:30",
        "end": "16:00",
        "place": record.place,
        "chair": record.chair,
        "recorder": record.recorder,
        "expected": "7",
        "present": "5",
        "organization": told["organization"],
    }
    assert [(one.name, one.reason) for one in found.absent] == [(a.name, a.reason) for a in absent]
    assert [read.value for read in found.guests] == list(record.guests)
    assert [item.text.value for item in found.agenda] == [item.text for item in record.agenda]
    assert [item.votes.in_favour if item.votes else None for item in found.agenda] == [None, 5, 4]
    assert found.doubts == ()
