"""Dates as people spell them: read as one day, or refused with a reason."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.files.dates import YearHint, from_serial, read_date
from mingdeng.files.grid import Stamp

TITLE_2026 = YearHint(2026, "title")
FIFTH = date(2026, 1, 5)
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))
_NUMERALS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    "written",
    [
        *(20260105, "20260105", 46027, 46027.0, Stamp(datetime(2026, 1, 5))),
        *("2026年1月5日", "2026年01月05日", "2026 年 1 月 5 日", "2026年1月5号", " 2026年1月5日 "),
        *("2026.1.5", "2026-01-05", "2026/1/5", "2026.01.05", "2026。1。5", "2026、1、5"),
        *("26.1.5", "26/1/5", "260105", "１月５日", "２０２６．１．５", "2026-1-5"),
        *("二〇二六年一月五日", "二○二六年一月五日", "2026年1月5日(星期一)", "2026年1月5日 周一"),
        *("1月5日", "1.5", "1/5", "1-5", "01月05日", "1月5号", "第一次2026年1月5日", "'20260105"),
        *("2026-01-05 00:00:00", "2026-01-05T00:00:00"),
    ],
)
def test_these_are_the_fifth_of_january(written: object) -> None:
    assert read_date(written, TITLE_2026).day == FIFTH  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2026-01-05 15:00", time(15), None),
        ("2026年1月5日下午3时", time(15), None),
        ("2026年1月5日下午3点半", time(15, 30), None),
        ("2026年1月5日15时30分", time(15, 30), None),
        ("2026年1月5日 15:00-16:30", time(15), time(16, 30)),
        ("2026年1月5日 15:00—16:30", time(15), time(16, 30)),
        ("2026年1月5日(星期一)下午3:00-4:30", time(15), time(16, 30)),
        ("2026年1月5日上午9:00至下午5:00", time(9), time(17)),
        ("1月5日 9时-11时", time(9), time(11)),
        ("二〇二六年一月五日下午三时", time(15), None),
        ("2026年1月5日15:00～16:00", time(15), time(16)),
        ("2026-01-05 15:00:00", time(15), None),
        (46027.625, time(15), None),
        (Stamp(datetime(2026, 1, 5, 15, 30)), time(15, 30), None),
    ],
)
def test_times_after_the_day_are_read(written: object, start: time, end: time | None) -> None:
    reading = read_date(written, TITLE_2026)  # type: ignore[arg-type]
    assert (reading.day, reading.start, reading.end) == (FIFTH, start, end)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("2026年1月5日至6日", date(2026, 1, 6)),
        ("2026年1月5日-1月7日", date(2026, 1, 7)),
        ("2026.1.5-7", date(2026, 1, 7)),
        ("2026.1.5-2026.2.1", date(2026, 2, 1)),
        ("1月5、6日", date(2026, 1, 6)),
        ("1月5、6、7日", date(2026, 1, 7)),
        ("1月5日上午、6日下午", date(2026, 1, 6)),
        ("2026年1月5日15:00至1月6日11:30", date(2026, 1, 6)),
        ("2026年1月5日至5日", None),
    ],
)
def test_the_last_of_several_days_is_kept(written: str, last: date | None) -> None:
    reading = read_date(written, TITLE_2026)
    assert (reading.day, reading.last) == (FIFTH, last)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("2026年13月5日", "no-such-date"),
        ("1997年2月30日", "no-such-date"),
        ("20261305", "no-such-date"),
        (20260230, "no-such-date"),
        ("2月30日", "no-such-date"),
        (1.1, "ambiguous-date"),
        ("1/5/2026", "ambiguous-date"),
        ("35.1.1", "ambiguous-date"),
        ("2026年1月", "no-day"),
        ("2026.01", "no-day"),
        (202601, "no-day"),
        ("1月", "no-day"),
        (2026, "no-day"),
        (Stamp(datetime(2026, 1, 1), has_day=False), "no-day"),
        ("待定", "unreadable-date"),
        ("46027", "unreadable-date"),
        ("2026-01-05、2026-04-05", "several-dates"),
        ("2026.1.5；2026.4.5", "several-dates"),
        ("2026.1.5\n2026.4.5", "several-dates"),
        ("2026-01-05、2026-04-05 15:00", "several-dates"),
        ("1月5、20日", "several-dates"),
        ("1月5日和2月5日", "several-dates"),
        ("1月5日至6日、2月5日", "several-dates"),
        ("3.18/19", "several-dates"),
        ("10.5/12", "ambiguous-date"),
        ("3/18/19", "ambiguous-date"),
        ("25.12.30", "ambiguous-date"),
        ("5", "unreadable-date"),
        (float("nan"), "unreadable-date"),
        ("2026年1月6日至5日", "range-backwards"),
    ],
)
def test_what_is_no_day_is_refused_with_a_reason(written: object, problem: str) -> None:
    reading = read_date(written, TITLE_2026)  # type: ignore[arg-type]
    assert (reading.day, reading.problem) == (None, problem)


@pytest.mark.parametrize("written", ["1月5日", "1.5", "1/5"])
def test_without_any_year_there_is_no_date(written: str) -> None:
    assert read_date(written).problem == "no-year"


def test_a_year_from_the_title_is_said_to_come_from_there() -> None:
    assert read_date("1月5日", TITLE_2026).year_from == "title"
    assert read_date("2026年1月5日", TITLE_2026).year_from == "cell"


def test_a_date_shown_without_its_year_follows_the_title() -> None:
    """12月5日 typed in January is kept as that of the new year, but the sheet shows 12月5日."""
    reading = read_date(Stamp(datetime(2027, 12, 5), has_year=False), TITLE_2026)
    assert (reading.day, reading.warning) == (date(2026, 12, 5), "hidden-year-differs")


def test_an_impossible_time_costs_only_the_time() -> None:
    reading = read_date("2026-01-05 25:00")
    assert (reading.day, reading.start, reading.warning) == (FIFTH, None, "no-such-time")


@pytest.mark.parametrize(
    ("written", "year"), [("82.9.28", 1982), ("98.7.1", 1998), ("05.7.1", 2005), ("26.7.1", 2026)]
)
def test_a_two_digit_year_is_taken_where_the_century_is_clear(written: str, year: int) -> None:
    day = read_date(written).day
    assert day is not None
    assert day.year == year


def test_the_nonexistent_leap_day_of_1900_shifts_only_the_days_before_it() -> None:
    assert from_serial(61) == datetime(1900, 3, 1)
    assert from_serial(1) == datetime(1900, 1, 1)
    assert from_serial(0, epoch_1904=True) == datetime(1904, 1, 1)
    assert from_serial(3_000_000) is None


@given(DAYS)
def test_every_day_is_read_back_from_every_spelling(day: date) -> None:
    for written in (
        *(f"{day:%Y%m%d}", f"{day:%Y-%m-%d}", f"{day.year}.{day.month}.{day.day}"),
        *(f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}"),
        *(int(f"{day:%Y%m%d}"), (day - date(1899, 12, 30)).days, _in_numerals(day)),
        f"{day.year}年{day.month}月{day.day}日（星期一）下午2:30",
    ):
        assert read_date(written).day == day, written


@given(DAYS)
def test_a_day_without_a_year_is_read_back_with_the_titles(day: date) -> None:
    hint = YearHint(day.year, "sheet")
    for written in (
        f"{day.month}月{day.day}日",
        f"{day.month}.{day.day}",
        f"{day.month}/{day.day}",
    ):
        assert read_date(written, hint).day == day, written


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    reading = read_date(text, TITLE_2026)
    assert (reading.day is None) == (reading.problem is not None)


@given(st.floats() | st.integers())
def test_no_number_breaks_it(number: float) -> None:
    reading = read_date(number, TITLE_2026)
    assert (reading.day is None) == (reading.problem is not None)


def _in_numerals(day: date) -> str:
    def spoken(number: int) -> str:
        tens, ones = divmod(number, 10)
        head = {0: "", 1: "十"}.get(tens, f"{_NUMERALS[tens]}十")
        return head + (_NUMERALS[ones] if ones else "")

    year = "".join(_NUMERALS[int(digit)] for digit in str(day.year))
    return f"{year}年{spoken(day.month)}月{spoken(day.day)}日"
