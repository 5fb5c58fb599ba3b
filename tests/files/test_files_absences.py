"""Who was absent: every usual form, and nobody invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.files.absences import read_absences, with_reasons
from mingdeng.files.rows import Absence
from mingdeng.files.words import word_list

SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱许何吕张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华"
NAMES = st.builds(
    lambda surname, name: surname + "".join(name),
    st.sampled_from(SURNAMES),
    st.lists(st.sampled_from(GIVEN), min_size=1, max_size=2),
)
REASONS = st.sampled_from(["病假", "事假", "公务", "出差", "探亲", "休假", "产假", "培训", "外出"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三(病假)、李四(出差)", [("张三", "病假"), ("李四", "出差")]),
        ("张三（病假）；李四（出差）", [("张三", "病假"), ("李四", "出差")]),
        ("张三(病假)李四(出差)", [("张三", "病假"), ("李四", "出差")]),
        ("张三、李四(均出差)", [("张三", "出差"), ("李四", "出差")]),
        ("张三、李四(出差)", [("张三", "出差"), ("李四", "出差")]),
        ("张三;李四(出差)", [("张三", None), ("李四", "出差")]),
        ("张三 病假,李四 公务", [("张三", "病假"), ("李四", "公务")]),
        ("张三因病请假", [("张三", "病假")]),
        ("张三病假、李四因公出差", [("张三", "病假"), ("李四", "出差")]),
        (
            "病假:张三;公务:李四、王五",
            [("张三", "病假"), ("李四", "公务"), ("王五", "公务")],
        ),
        (
            "病假2人：张三、李四;事假1人：王五",
            [("张三", "病假"), ("李四", "病假"), ("王五", "事假")],
        ),
        ("病假(张三、李四)", [("张三", "病假"), ("李四", "病假")]),
        ("张三:病假,李四:出差", [("张三", "病假"), ("李四", "出差")]),
        ("张三,李四", [("张三", None), ("李四", None)]),
        ("张三 李四 王五", [("张三", None), ("李四", None), ("王五", None)]),
        ("请假2人:张三、李四", [("张三", None), ("李四", None)]),
        ("请假2人（张三出差、李四病假）", [("张三", "出差"), ("李四", "病假")]),
        ("张三和李四(出差)", [("张三", "出差"), ("李四", "出差")]),
        ("1.张三(病假)\n2.李四(出差)", [("张三", "病假"), ("李四", "出差")]),
        ("张  三、徐  岚（病假）", [("张三", "病假"), ("徐岚", "病假")]),
        ("阿依古丽•买买提(公务)", [("阿依古丽·买买提", "公务")]),
        ("帕提古丽．买买提请假", [("帕提古丽·买买提", "请假")]),
        ("张三（出差，3月5日返回）、李四", [("张三", "出差,3月5日返回"), ("李四", None)]),
        ("张三（援藏）", [("张三", "援藏")]),
        ("张三（参加孩子家长会）", [("张三", "参加孩子家长会")]),
        ("缺席：张三（挂职）", [("张三", "挂职")]),
        ("欧阳平外出", [("欧阳平", "外出")]),
        ("王学习、李培训", [("王学习", None), ("李培训", None)]),
    ],
)
def test_names_and_reasons_are_told_apart(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    reading = read_absences(text)
    assert [(absence.name, absence.reason) for absence in reading.absences] == expected
    assert not reading.unclear


@pytest.mark.parametrize(
    "text", ["", "无", "全勤", "—", "0", "/", "无。", "缺席：无", "全部到会", "0人", "无人缺席"]
)
def test_nobody_was_absent(text: str) -> None:
    reading = read_absences(text)
    assert (reading.absences, reading.counted, reading.unclear) == ([], 0, [])


@pytest.mark.parametrize(("text", "count"), [("2人出差", 2), ("3人", 3), ("离退休党员5人", 5)])
def test_people_counted_but_not_named_are_counted(text: str, count: int) -> None:
    reading = read_absences(text)
    assert (reading.absences, reading.counted) == ([], count)


@pytest.mark.parametrize("text", ["部分老同志因身体原因未参加", "见签到表", "详见附件"])
def test_what_names_nobody_is_unclear(text: str) -> None:
    reading = read_absences(text)
    assert not reading.absences
    assert reading.unclear


def test_and_others_is_known_to_be_incomplete() -> None:
    reading = read_absences("张三等3人出差")
    assert reading.absences == [Absence("张三", "出差")]
    assert reading.incomplete


def test_the_rest_who_came_are_not_absent() -> None:
    reading = read_absences("张三（病假），其余全部到会")
    assert ([absence.name for absence in reading.absences], reading.unclear) == (["张三"], [])


def test_numbers_of_those_present_are_not_counted_as_absent() -> None:
    reading = read_absences("应到21人，实到19人，请假2人（张三出差、李四病假）")
    assert ([absence.name for absence in reading.absences], reading.counted) == (
        ["张三", "李四"],
        0,
    )


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [("出差、病假", ["出差", "病假"]), ("均出差", ["出差", "出差"]), ("无", [None, None])],
)
def test_reasons_from_a_column_of_their_own_are_joined(
    reasons: str, expected: list[str | None]
) -> None:
    absences = with_reasons(read_absences("张三、李四").absences, reasons)
    assert [absence.reason for absence in absences] == expected


@given(st.lists(st.tuples(NAMES, REASONS), min_size=1, max_size=8, unique_by=lambda pair: pair[0]))
def test_every_list_is_read_back_from_every_form(people: list[tuple[str, str]]) -> None:
    for joined in (
        "、".join(f"{name}（{reason}）" for name, reason in people),
        "，".join(f"{name} {reason}" for name, reason in people),
        "；".join(f"{reason}：{name}" for name, reason in people),
        "\n".join(f"{name}({reason})" for name, reason in people),
        "、".join(f"{name}{reason}" for name, reason in people),
    ):
        found = [(absence.name, absence.reason) for absence in read_absences(joined).absences]
        assert found == people, joined


@given(st.lists(NAMES, min_size=1, max_size=8, unique=True), REASONS)
def test_one_reason_for_all_is_given_to_all(names: list[str], reason: str) -> None:
    for text in (f"{'、'.join(names)}（均{reason}）", f"{reason}：{'、'.join(names)}"):
        absences = read_absences(text).absences
        assert [(absence.name, absence.reason) for absence in absences] == [
            (name, reason) for name in names
        ], text


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    read_absences(text)


@pytest.mark.parametrize("piece", ["(", "张三、", "病假:", " ", "1人", "((", "、", "张"])
def test_long_cells_take_time_in_proportion(piece: str) -> None:
    text = piece * (32_000 // len(piece))
    started = time.process_time()
    read_absences(text)
    assert time.process_time() - started < 3


def test_no_listed_reason_is_taken_for_a_name() -> None:
    for reason in word_list("absence.reasons"):
        assert [item.name for item in read_absences(reason).absences] == [], reason
