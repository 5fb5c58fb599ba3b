"""Papers as PDF: nothing lost, nothing fetched, the same bytes, a missing font by its name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from mingdeng.documents.pdf.blocks import chapter, entry, form, note, section, table, text
from mingdeng.documents.pdf.fonts import FACES, FontMissing, typefaces_in
from mingdeng.documents.pdf.typesetting import Block, Document, pdf
from tests.documents.pages import fonts_of, lines_of, pages_of, rightmost, text_of

DAY = date(2026, 11, 22)
A4_WIDE, RIGHT_MARGIN = 595.28, 73.7
RARE = ("𠮷田", "㛃妤", "䶮", "堃", "王𬭳")
LONG = "阿卜杜热西提·买买提明"


def paper(blocks: Sequence[Block], names: Sequence[str] = ()) -> Document:
    return Document("样张", "第一支部　样张", DAY, blocks, names=names)


def test_the_same_content_gives_the_same_bytes() -> None:
    document = paper([chapter("一"), text("会议记录"), form([["时间", "今天"]])])
    assert pdf(document) == pdf(document)
    assert pdf(document) != pdf(replace(document, day=date(2026, 11, 23)))


def test_it_says_of_itself_what_is_ours() -> None:
    about = PdfReader(BytesIO(pdf(paper([text("一")])))).metadata
    assert about is not None
    assert (about.title, about.author) == ("样张", "明灯")
    assert str(about.creator).strip() == "Mingdeng"
    assert about.creation_date is not None
    assert about.creation_date.date() == DAY
    assert b"Typst" not in pdf(paper([text("一")]))


def test_every_font_is_embedded() -> None:
    blocks = [
        chapter("章"),
        section("节"),
        text("正文 text"),
        note("附注"),
        table([("栏", 1)], [["1"]]),
    ]
    found = fonts_of(pdf(paper(blocks)))
    assert found
    assert all(found.values())


def test_rare_and_long_names_survive() -> None:
    rows = [[name, LONG] for name in RARE]
    said = text_of(pdf(paper([table([("姓名", 1), ("长名", 4)], rows)])))
    assert all(name in said for name in (*RARE, LONG))


def test_a_character_no_font_has_is_told_by_its_number_and_the_paper_still_made() -> None:
    said = text_of(pdf(paper([text("姓名\ue000和\U0010fffd"), text("后文")])))
    assert "姓名〔U+E000〕和〔U+10FFFD〕" in said
    assert "字体中没有的字按编码写出，共〔U+10FFFD〕、〔U+E000〕" in said


def test_what_hides_or_turns_the_line_is_left_out() -> None:
    said = text_of(pdf(paper([text("书\u202e记\u200b\x07到会")])))
    assert "书记到会" in said


def test_what_is_said_is_never_read_as_markup() -> None:
    said = "#panic() *粗* _斜_ $x$ = 标题 // 注 @preview `码` \\ <a>"
    assert said.replace(" ", "") in text_of(pdf(paper([text(said), entry(said, listed=False)])))


def test_names_are_never_broken(tmp_path: Path) -> None:
    name, number = "郑文博", 60
    told = "，".join(f"{'一' * (place % 7)}{name}" for place in range(number))
    whole = lines_of(pdf(paper([text(told)], [name, LONG])), tmp_path)
    assert sum(line.count(name) for line in whole) == number
    broken = lines_of(pdf(paper([text(told)])), tmp_path)
    assert sum(line.count(name) for line in broken) < number


def test_names_with_signs_of_patterns_are_names() -> None:
    odd = ("*", "(", "a+b", "[x", "\\", "^$", "王|李", "{2}")
    said = text_of(pdf(paper([text("、".join(odd))], odd)))
    assert "、".join(odd) in said


def test_a_run_of_letters_stays_on_the_page(tmp_path: Path) -> None:
    run = "http://" + "a" * 300
    blocks = [text(run), table([("窄", 1), ("宽", 9)], [[run, "x"]]), form([["地点", run]])]
    assert rightmost(pdf(paper(blocks)), tmp_path) <= A4_WIDE - RIGHT_MARGIN + 1


def test_each_page_has_its_head_and_number_and_tables_their_headings() -> None:
    rows = [[str(place), f"党员{place:03}"] for place in range(1, 201)]
    document = paper([chapter("名册"), table([("序号", 1), ("姓名", 4)], rows)])
    pages = pages_of(pdf(document))
    assert len(pages) > 4
    for number, page in enumerate(pages, start=1):
        assert "第一支部" in page
        assert f"— {number} —" in page
        assert "序号" in page
    said = text_of(pdf(document))
    assert all(f"党员{place:03}" in said for place in range(1, 201))


def test_the_contents_name_the_pages() -> None:
    blocks = [
        block
        for place in range(1, 9)
        for block in (chapter(f"第{place}章"), *([text("文" * 900)] * place))
    ]
    document = replace(paper(blocks), contents=True, cover=("中共某支部", "手册", "2026年"))
    cover, contents, *pages = pages_of(pdf(document))
    assert "手册" in cover
    assert "—" not in cover
    entries = ("".join(line.split()) for line in contents.splitlines())
    told = [re.fullmatch(r"第(\d)章[.\u2060]*(\d+)", entry) for entry in entries]
    found = {
        place: number
        for place in range(1, 9)
        for number, page in enumerate(pages, start=1)
        if f"第{place}章" in "".join(page.split())
    }
    assert {int(one[1]): int(one[2]) for one in told if one} == found
    assert list(found.values()) != list(range(1, 9))


def test_a_missing_font_is_named_with_what_supplies_it(tmp_path: Path) -> None:
    with pytest.raises(FontMissing) as told:
        typefaces_in((str(tmp_path),), system=False)
    for word in ("仿宋", "FangSong", "fonts-noto-cjk", "apt-get install", "MINGDENG_FONTS"):
        assert word in str(told.value)


def test_a_family_that_is_not_there_is_an_error_and_no_empty_boxes() -> None:
    there = typefaces_in((), system=True)
    faces = replace(there, families={name: ["没有的字体"] for name in FACES})
    with pytest.raises(FontMissing, match="没有的字体"):
        pdf(paper([text("正文")]), faces)
