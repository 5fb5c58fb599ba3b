"""Statutory counting: one test group for each convention of the domain tables."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng import daycount
from mingdeng.daycount import CalendarMissing

DAYS = st.dates(date(2025, 1, 1), date(2026, 11, 30))


def test_q1_the_start_day_is_not_counted() -> None:
    assert daycount.within_days(date(2025, 3, 20), 5) == date(2025, 3, 25)


def test_q2_a_month_without_the_day_ends_on_its_last() -> None:
    assert daycount.within_months(date(2025, 8, 31), 6) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2025, 4, 25), 15, date(2025, 5, 20)),  # LS-W11: 04-27 counts, 05-01..05 do not
        (date(2026, 2, 10), 15, date(2026, 3, 9)),  # LS-W13
        (date(2026, 4, 30), 15, date(2026, 5, 25)),  # LS-W13
        (date(2025, 9, 26), 5, date(2025, 10, 10)),  # LS-W14
        (date(2025, 4, 28), 5, date(2025, 5, 8)),  # 04-29 04-30 05-06 05-07 05-08
    ],
)
def test_q3_working_days_count_make_up_days(start: date, days: int, last: date) -> None:
    assert daycount.within_working_days(start, days) == last


def test_q4_a_rest_day_rolls_forward_and_a_make_up_day_does_not() -> None:
    assert daycount.roll_forward(date(2026, 1, 10)) == date(2026, 1, 12)
    assert daycount.roll_forward(date(2026, 2, 28)) == date(2026, 2, 28)


def test_q5_influence_ends_the_day_before() -> None:
    assert daycount.influence_period(date(2024, 3, 15), 18) == (
        date(2024, 3, 15),
        date(2025, 9, 14),
    )


def test_q6_at_least_n_days_before() -> None:
    assert daycount.at_least_days_before(date(2025, 12, 26), 15) == date(2025, 12, 11)


def test_q10_the_limit_runs_from_the_newest_assignment_and_keeps_the_first() -> None:
    limit = daycount.limit_after_returns([date(2025, 3, 20), date(2025, 4, 2)])
    assert limit == (date(2025, 4, 2), date(2025, 3, 20))
    with pytest.raises(ValueError, match="没有交办日期"):
        daycount.limit_after_returns([])


def test_c4_probation_is_full_after_a_year() -> None:
    assert daycount.probation_full_on(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_c5_the_deadline_day_is_on_time() -> None:
    assert daycount.is_on_time(date(2026, 6, 30), date(2026, 6, 30))
    assert not daycount.is_on_time(date(2026, 7, 1), date(2026, 6, 30))


def test_c6_publicity_counts_a_working_start_day() -> None:
    assert daycount.publicity_end(date(2026, 4, 30), 5) == date(2026, 5, 9)
    assert daycount.day_after_publicity(date(2026, 4, 30), 5) == date(2026, 5, 10)


def test_c6_and_q3_differ_by_the_start_day() -> None:
    start = date(2026, 3, 2)
    assert daycount.publicity_end(start, 5) == date(2026, 3, 6)
    assert daycount.within_working_days(start, 5) == date(2026, 3, 9)


def test_c9_a_term_counts_from_the_election() -> None:
    assert daycount.term_end(date(2023, 12, 20), 3) == date(2026, 12, 20)


@given(DAYS, st.integers(1, 10))
def test_working_days_end_on_one_and_are_so_many(start: date, days: int) -> None:
    calendar = daycount.default_calendar()
    last = daycount.within_working_days(start, days)
    span = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert calendar.is_working_day(last)
    assert sum(calendar.is_working_day(day) for day in span) == days


@given(DAYS)
def test_rolling_forward_twice_changes_nothing_more(day: date) -> None:
    once = daycount.roll_forward(day)
    assert once >= day
    assert daycount.roll_forward(once) == once


@given(st.dates(date(2025, 1, 1), date(2026, 11, 1)), st.integers(1, 10))
def test_publicity_holds_exactly_the_days_asked_for(start: date, days: int) -> None:
    calendar = daycount.default_calendar()
    end = daycount.publicity_end(start, days)
    span = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    assert sum(calendar.is_working_day(day) for day in span) == days


def test_counting_into_a_year_not_entered_is_an_error() -> None:
    with pytest.raises(CalendarMissing):
        daycount.within_working_days(date(2026, 12, 25), 10)
