"""Months and years with clamping (C3, Q2)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.daycount import add_months, add_years, full_months, full_years

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2026, 12, 20), -6, date(2026, 6, 20)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
    ],
)
def test_it_takes_the_same_day_or_the_last_one(start: date, months: int, expected: date) -> None:
    assert add_months(start, months) == expected


def test_a_leap_day_becomes_the_28th() -> None:
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)


@given(DAYS, st.integers(-600, 600))
def test_the_day_never_grows_and_the_month_is_the_one_asked_for(day: date, months: int) -> None:
    result = add_months(day, months)
    assert result.day <= day.day
    assert (result.year - day.year) * 12 + result.month - day.month == months


@given(DAYS, st.integers(0, 600))
def test_full_months_undoes_adding(day: date, months: int) -> None:
    reached = add_months(day, months)
    assert full_months(day, reached) == months
    assert full_months(reached, day) == 0 or reached == day


@given(DAYS, DAYS)
def test_full_months_is_the_greatest_that_fits(one: date, other: date) -> None:
    start, end = sorted((one, other))
    months = full_months(start, end)
    assert add_months(start, months) <= end < add_months(start, months + 1)


def test_age_counts_whole_years() -> None:
    assert full_years(date(2008, 12, 1), date(2026, 11, 30)) == 17
    assert full_years(date(2008, 12, 1), date(2026, 12, 1)) == 18
