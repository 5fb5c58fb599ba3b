"""Kinds of meetings, groups, names and posts as cells spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.files.kinds import kind_words, named_kinds, read_kinds
from mingdeng.files.people import (
    group_cell,
    person_name,
    read_names,
    read_posts,
    read_status,
)
from mingdeng.files.text import squeeze
from mingdeng.rulebook.vocabulary import vocabulary

MEETING, COMMITTEE, GROUP = "members_meeting", "branch_committee_meeting", "group_meeting"
LECTURE, THEME = "party_lecture", "theme_day"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("支部大会暨主题党日活动暨党课", (MEETING, THEME, LECTURE)),
        ("主题党日+党课", (THEME, LECTURE)),
        ("党课/主题党日", (LECTURE, THEME)),
        ("党员大会、支委会", (MEETING, COMMITTEE)),
        ("党员大会\n主题党日", (MEETING, THEME)),
        ("党员大会和主题党日", (MEETING, THEME)),
        ("党员大会（主题党日）", (MEETING, THEME)),
        ("组织生活会与民主评议党员", ("organizational_life_meeting", "democratic_appraisal")),
        ("支部委员会", (COMMITTEE,)),
        ("支委（扩大）会议", (COMMITTEE,)),
        ("支 委 会", (COMMITTEE,)),
        ("2026年第一季度党员大会", (MEETING,)),
        ("第3次支委会", (COMMITTEE,)),
        ("总支委会", ("committee_meeting",)),
        ("理论学习中心组（扩大）学习", ("centre_group_study",)),
    ],
)
def test_all_kinds_of_a_cell_are_read_in_their_order(text: str, kinds: tuple[str, ...]) -> None:
    reading = read_kinds(text)
    assert (reading.kinds, reading.unknown) == (kinds, None)


def test_an_unknown_part_is_named_and_the_known_ones_are_kept() -> None:
    reading = read_kinds("主题党日暨座谈联谊")
    assert (reading.kinds, reading.unknown) == ((THEME,), "座谈联谊")


@pytest.mark.parametrize("text", ["座谈联谊", "集中观影", "其他", "工会活动"])
def test_an_unknown_kind_is_no_kind(text: str) -> None:
    assert read_kinds(text).kinds == ()


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("党小组会(第二党小组)", 2),
        ("第一党小组会", 1),
        ("二组小组会", 2),
        ("党小组(2组)会", 2),
        ("党小组会1", 1),
        ("党小组会（2）", 2),
        ("党小组会议—第二组", 2),
        ("第十一党小组会议", 11),
        ("党小组会（青年组）", "青年组"),
        ("综合党小组会", "综合党小组"),
    ],
)
def test_the_group_in_a_kind_cell_is_read(text: str, group: int | str) -> None:
    reading = read_kinds(text)
    assert (reading.kinds, reading.groups) == ((GROUP,), (group,))


def test_two_groups_meeting_together_are_both_named() -> None:
    assert read_kinds("第一、二党小组会").groups == (1, 2)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("第一党小组", 1),
        ("2组", 2),
        ("3", 3),
        ("机关党小组", "机关党小组"),
        ("—", None),
        ("全体", None),
    ],
)
def test_a_group_cell_gives_number_or_name(text: str, group: int | str | None) -> None:
    assert group_cell(text) == group


def test_three_meetings_and_one_lecture_stand_for_four_kinds() -> None:
    assert named_kinds("2026年“三会一课”台账") == (MEETING, COMMITTEE, GROUP, LECTURE)


def test_every_spelling_of_the_vocabulary_is_read_as_its_kind() -> None:
    spelled = {
        squeeze(spelling): kind
        for kind, word in vocabulary().kinds.items()
        for spelling in (word.label, *word.also)
    }
    for spelling, kind in spelled.items():
        assert kind in read_kinds(spelling).kinds, spelling


def test_the_longest_spelling_is_read_first() -> None:
    assert kind_words().find("机关党委会议") == ("committee_meeting",)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    read_kinds(text)
    group_cell(text)
    read_posts(text)
    read_names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("徐  岚", "徐岚"),
        ("彭宁\u3000", "彭宁"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽・买买提", "阿依古丽·买买提"),
        ("阿依古丽 ． 买买提", "阿依古丽·买买提"),
        ("王\u200b芳", "王芳"),
        ("李娜（女）", "李娜"),
        ("张伟（大）", "张伟(大)"),
        ("John  Smith", "John Smith"),
    ],
)
def test_names_have_one_spelling(text: str, name: str) -> None:
    assert person_name(text) == name


def test_a_list_of_people_leaves_out_what_is_nobody() -> None:
    assert read_names("张三、李  四，王五\n全体党员") == ("张三", "李四", "王五")


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("支部书记", ("书记",)),
        ("党支部副书记", ("副书记",)),
        ("组织委员兼纪检委员", ("组织委员", "纪检委员")),
        ("书记、组织委员", ("书记", "组织委员")),
        ("副书记（兼纪检委员）", ("副书记", "纪检委员")),
        ("组织、宣传委员", ("组织委员", "宣传委员")),
        ("组宣委员", ("组织委员", "宣传委员")),
        ("纪律检查委员", ("纪检委员",)),
        ("支委", ("委员",)),
        ("支部委员会委员", ("委员",)),
        ("第一党小组组长", ("党小组组长",)),
        ("机关党委委员、支部书记", ("机关党委委员", "书记")),
        ("团支部书记", ("团支部书记",)),
        ("无", ()),
        ("—", ()),
        ("普通党员", ()),
    ],
)
def test_posts_have_one_spelling(text: str, posts: tuple[str, ...]) -> None:
    assert read_posts(text) == posts


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("正式党员", "full"),
        ("中共党员", "full"),
        ("预备党员", "probationary"),
        ("中共预备党员", "probationary"),
        ("入党积极分子", "not-a-member"),
        ("群众", "not-a-member"),
        ("在职党员", "other"),
        ("XX", None),
    ],
)
def test_the_status_is_known_or_not(text: str, status: str | None) -> None:
    assert read_status(text) == status
