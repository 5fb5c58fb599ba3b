"""Working days from the table of the State Council's notices."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from mingdeng.daycount import CalendarInvalid, CalendarMissing, default_calendar, read_calendar


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_agrees_with_an_independent_calendar(year: int) -> None:
    calendar = default_calendar()
    day = date(year, 1, 1)
    while day.year == year:
        assert calendar.is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_a_year_without_notice_is_a_named_error_and_no_guess() -> None:
    with pytest.raises(CalendarMissing, match="2027年的放假调休安排尚未录入") as error:
        default_calendar().is_working_day(date(2027, 3, 1))
    assert error.value.year == 2027


def test_days_given_for_one_question_change_only_that_question() -> None:
    calendar = default_calendar()
    given = calendar.with_exceptions([date(2026, 11, 23)], [date(2026, 11, 28)])
    assert not given.is_working_day(date(2026, 11, 23))
    assert given.is_working_day(date(2026, 11, 28))
    assert calendar.is_working_day(date(2026, 11, 23))


def test_the_table_can_be_extended_without_touching_the_program(tmp_path: Path) -> None:
    table = tmp_path / "2030.csv"
    table.write_text("起,止,安排,名称,依据\n2030-01-01,2030-01-03,休,元旦,通知\n", encoding="utf-8")
    calendar = read_calendar(table)
    assert not calendar.is_working_day(date(2030, 1, 2))
    assert calendar.is_working_day(date(2030, 1, 4))


@pytest.mark.parametrize(
    "line", ["2030-01-01,2030-13-03,休,x,y", "2030-01-01,2030-01-02,假,x,y", "2030"]
)
def test_a_wrong_line_is_named_with_its_remedy(tmp_path: Path, line: str) -> None:
    table = tmp_path / "table.csv"
    table.write_text(f"# 说明\n{line}\n", encoding="utf-8")
    with pytest.raises(CalendarInvalid, match=r"第2行.*应写作"):
        read_calendar(table)
