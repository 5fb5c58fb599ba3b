"""查找 in the pages: grouped by kind, words marked, within what one may see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import record
from mingdeng.roster.services import NewPerson, add_person
from mingdeng.search.services import catch_up
from tests.web.conftest import Enter
from tests.web.world import SYSTEM, TODAY, World

MOST_QUERIES = 12


def text(enter: Enter, role: str, query: str, **more: str) -> str:
    response = enter(role).get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


def kinds(page: str) -> list[str]:
    return re.findall(r'<h2 id="found-(\w+)"', page)


def meet(world: World, topic: str, times: int = 1) -> None:
    for place in (world.branch, world.neighbour):
        for _ in range(times):
            host = Hosting(place.id, None, 20, 20)
            record(SYSTEM, Record(("theme_day",), TODAY, (host,), topic=topic))


def test_results_stand_by_kind_with_the_words_marked(enter: Enter, world: World) -> None:
    meet(world, "参观养老院，看望老人")
    page = text(enter, "office", "养老")
    assert kinds(page) == ["activity", "organization"]
    assert page.count("参观<mark>养老</mark>院") == 2
    assert "<mark>养老</mark>服务支部" in page


def test_rules_are_found_by_everyone_and_records_by_who_may_see_them(
    enter: Enter, world: World
) -> None:
    meet(world, "学习主题教育文件")
    assert kinds(text(enter, "member", "主题党日")) == ["activity", "rule"]
    assert kinds(text(enter, "viewer", "主题党日")) == ["rule"]
    assert kinds(text(enter, "system", "主题党日")) == ["rule"]


def test_the_same_words_find_as_much_as_each_may_see(enter: Enter, world: World) -> None:
    meet(world, "参观档案馆")
    assert text(enter, "office", "档案馆").count("/records/") == 2 + 1  # with the bar's own
    assert text(enter, "secretary", "档案馆").count("/records/") == 1 + 1
    assert "没有找到" in text(enter, "viewer", "档案馆")


def test_nothing_hidden_changes_the_page(enter: Enter, world: World) -> None:
    before = text(enter, "secretary", "欧阳")
    add_person(SYSTEM, NewPerson(name="欧阳明月"), world.neighbour, None)
    assert text(enter, "secretary", "欧阳") == before
    assert kinds(text(enter, "office", "欧阳")) == ["person"]


def test_a_person_is_found_by_letters(enter: Enter) -> None:
    page = text(enter, "secretary", "wlh")
    assert "<mark>王丽华</mark>" in page


def test_what_is_typed_is_shown_as_text(enter: Enter) -> None:
    page = text(enter, "secretary", '<script>alert("1")</script>')
    assert "<script>alert" not in page
    assert "没有找到" in page


def test_a_single_character_and_a_long_text_are_answered_with_a_word(enter: Enter) -> None:
    assert "请至少写两个字" in text(enter, "secretary", "林")
    assert kinds(text(enter, "secretary", "林")) == ["person"]
    assert "只查找了前" in text(enter, "secretary", "学习有关文件" * 100)


def test_many_results_are_shown_by_page(enter: Enter, world: World) -> None:
    meet(world, "参观档案馆", times=20)
    first = text(enter, "office", "档案馆")
    assert "看全部纪实" in first
    every = text(enter, "office", "档案馆", kind="activity")
    assert "纪实 40 条" in every
    assert "后一页" in every
    assert "前一页" in text(enter, "office", "档案馆", kind="activity", page="2")


def test_twice_the_records_ask_no_more_questions(enter: Enter, world: World) -> None:
    client = enter("office")
    meet(world, "参观档案馆和王府", times=4)
    catch_up()
    client.get("/search/", {"q": "王"})
    counts = []
    for query in ("档案", "王"):
        with CaptureQueriesContext(connection) as before:
            client.get("/search/", {"q": query})
        counts.append(len(before))
    meet(world, "参观档案馆和王府", times=8)
    for number in range(30):
        add_person(SYSTEM, NewPerson(name=f"王{number}"), world.branch, None)
    catch_up()
    for query, earlier in zip(("档案", "王"), counts, strict=True):
        with CaptureQueriesContext(connection) as after:
            client.get("/search/", {"q": query})
        assert len(after) <= earlier
        assert len(after) <= MOST_QUERIES


@pytest.mark.parametrize("kind", ["", "activity", "person", "organization", "rule", "nothing"])
@pytest.mark.parametrize("query", ["", "%", "_", "\x00", "'", "林\x00", "　", "\ud83d", "😀😀"])
def test_odd_input_is_answered(enter: Enter, kind: str, query: str) -> None:
    given = {"q": query.encode("utf-8", "replace").decode(), "kind": kind, "page": "-3"}
    assert enter("secretary").get("/search/", given).status_code == 200
