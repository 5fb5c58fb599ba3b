"""The spellings: each is one an office uses, and each means what it should."""

from datetime import date, datetime, time

import pytest
from fictional.grid import Sheet, Stamp
from fictional.model import Absence, Person
from fictional.organs import make_organ
from fictional.spelling.absences import FORMS, AbsenceHand, spell_absences
from fictional.spelling.counts import spell_both, spell_count
from fictional.spelling.dates import POOLS, DateHand, impossible_day, impossible_month, spell_date
from fictional.spelling.kinds import KindHand, spell_kinds
from fictional.spelling.numerals import chinese_number, chinese_year, widened, with_full_marks
from fictional.table import Column, Line, Table, draw

from tests.examples.clerk import days_in, name_in, plain, seeded

DAY = date(2026, 10, 23)
THREE = ("members_meeting", "theme_day", "party_lecture")


def _people() -> list[Person]:
    return make_organ(seeded(1), "small").people


@pytest.mark.parametrize("pool", sorted(POOLS))
def test_every_spelling_of_a_day_means_that_day(pool: str) -> None:
    hand = DateHand(pool, is_csv=False, full_marks=True, year_shown=True, meetings=True)
    for seed in range(60):
        value = spell_date(seeded(seed), hand, DAY, time(15, 0))
        read = value.moment if isinstance(value, Stamp) else value
        assert days_in([read], 2026) == {DAY}, value


def test_only_meetings_may_leave_out_the_year() -> None:
    shown = DateHand("no_year", is_csv=False, year_shown=True, meetings=True)
    assert spell_date(seeded(1), shown, DAY) == "10月23日"
    for hand in (
        DateHand("no_year", is_csv=False, meetings=True),
        DateHand("no_year", is_csv=False),
    ):
        assert spell_date(seeded(1), hand, DAY) == "2026年10月23日"


def test_a_csv_file_never_holds_a_bare_serial_number() -> None:
    hand = DateHand("serial", is_csv=True, meetings=True)
    assert hand.forms() == ("cell",)


def test_the_afternoon_is_counted_from_noon() -> None:
    hand = DateHand("with_time", is_csv=False, meetings=True)
    spelled = {spell_date(seeded(seed), hand, DAY, time(15, 5)) for seed in range(20)}
    assert spelled == {"2026年10月23日下午3:05", "2026-10-23 15:05"}


@pytest.mark.parametrize("pool", sorted(POOLS))
def test_impossible_days_are_no_days(pool: str) -> None:
    hand = DateHand(pool, is_csv=False)
    assert not days_in([impossible_month(hand, DAY)], 2026)
    assert not days_in([impossible_day(hand, DAY)], 2026)


def test_a_date_saved_as_text_looks_as_a_spreadsheet_saves_it() -> None:
    day, moment = (datetime.combine(DAY, at) for at in (time(), time(9, 0)))
    assert Stamp(day, "yyyy-mm-dd").as_text == "2026/10/23"
    assert Stamp(moment, "yyyy-mm-dd hh:mm").as_text == "2026/10/23 9:00"


def test_numerals() -> None:
    assert chinese_year(2026) == "二〇二六"
    spelled = [chinese_number(number) for number in (1, 10, 12, 20, 31)]
    assert spelled == ["一", "十", "十二", "二十", "三十一"]
    assert [hex(ord(character)) for character in widened("20")] == ["0xff12", "0xff10"]
    assert [hex(ord(character)) for character in with_full_marks("(,")] == ["0xff08", "0xff0c"]


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"count_only"}))
def test_everyone_absent_is_named(form: str) -> None:
    away = [Absence(person, "出差") for person in _people()[:3]]
    for seed in range(20):
        hand = AbsenceHand(form, "无", "some", "•")
        cell = spell_absences(seeded(seed), hand, tuple(away))
        assert all(name_in([cell], absence.person.name) for absence in away), cell


def test_the_forms_of_absence() -> None:
    first, second = _people()[:2]
    away = (Absence(first, "病假"), Absence(second, "病假"))

    def spelled(form: str) -> str:
        return spell_absences(seeded(1), AbsenceHand(form, "无", "none", "·"), away)

    assert spelled("shared") == f"{first.name}、{second.name}(均病假)"
    assert spelled("by_reason") == f"病假:{first.name}、{second.name}"
    assert spelled("because") == f"{first.name}因病请假,{second.name}因病请假"
    assert spelled("count_only") == "2人"
    assert spell_absences(seeded(1), AbsenceHand("names", "全勤", "none", "·"), ()) == "全勤"


def test_counts() -> None:
    rng = seeded(1)
    assert spell_count(rng, "number", 21) == 21
    assert spell_count(rng, "text", 21) == "21"
    assert plain(spell_count(rng, "suffixed", 21)) == "21人"
    assert spell_both("slash", "number", 21, 19) == "21/19"
    assert spell_both("reversed", "number", 21, 19) == "19/21"
    assert spell_both("tight", "number", 21, 19) == "应到21实到19"


@pytest.mark.parametrize(
    ("joiner", "expected"),
    [
        ("暨", "党员大会暨主题党日暨党课"),
        ("和", "党员大会、主题党日和党课"),
        ("newline", "党员大会\n主题党日\n党课"),
        ("bracket", "党员大会(主题党日、党课)"),
    ],
)
def test_kinds_in_one_cell(joiner: str, expected: str) -> None:
    hand = KindHand("usual", joiner, "bracket", group_in_kind=True)
    assert expected in {spell_kinds(seeded(seed), hand, THREE, None) for seed in range(200)}


def test_the_group_stands_in_the_kind_only_where_the_office_puts_it_there() -> None:
    for words, expected in (("number", "党小组(2组)会"), ("digit", "第2党小组会")):
        hand = KindHand("usual", "暨", words, group_in_kind=True)
        assert spell_kinds(seeded(1), hand, ("group_meeting",), 2) == expected
    elsewhere = KindHand("usual", "暨", "digit", group_in_kind=False)
    assert "2" not in spell_kinds(seeded(1), elsewhere, ("group_meeting",), 2)


def test_a_table_in_two_lines_knows_where_its_records_are() -> None:
    record = object()
    columns = [Column("a", "甲"), Column("b", "乙", "上"), Column("c", "丙", "上")]
    lines = [Line({"a": "x", "b": 1}), Line({"a": "x", "c": 2}, record), Line({"a": "y"})]
    sheet = Sheet("表")
    table = Table(["题"], [], columns, lines, two_lines=True, merged_fields=("a",))
    placement = draw(sheet, table, 3, 2)
    assert placement.rows == {id(record): 7}
    assert placement.columns == {"a": 2, "b": 3, "c": 4}
    assert placement.bottom == 8
    assert sheet.cells[4, 3] == "上"
    assert sheet.cells[5, 4] == "丙"
    assert set(sheet.merges) == {(3, 2, 3, 4), (4, 2, 5, 2), (4, 3, 4, 4), (6, 2, 7, 2)}
    assert (7, 2) not in sheet.cells
