"""Periods and their names (Q7)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.daycount import CALENDAR_UNITS, Cycle, period_of, periods_overlapping

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
CYCLES = st.one_of(
    st.sampled_from([Cycle(unit) for unit in CALENDAR_UNITS]),
    st.builds(Cycle, st.just("year"), st.integers(2, 7), st.integers(2000, 2030)),
)


@pytest.mark.parametrize(
    ("day", "unit", "label", "start", "end"),
    [
        (date(2026, 2, 28), "month", "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 6, 30), "quarter", "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), "half-year", "2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 2, 21), "ten-days", "2026-02-T3", date(2026, 2, 21), date(2026, 2, 28)),
        (date(2026, 1, 10), "ten-days", "2026-01-T1", date(2026, 1, 1), date(2026, 1, 10)),
        (date(2026, 1, 1), "week", "2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        (date(2027, 1, 1), "week", "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (date(2026, 11, 22), "year", "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_period(day: date, unit: str, label: str, start: date, end: date) -> None:
    assert period_of(day, Cycle(unit)) == (label, start, end)


def test_several_years_count_from_the_first_one() -> None:
    cycle = Cycle("year", years=5, first_year=2021)
    assert period_of(date(2025, 12, 31), cycle).label == "2021-2025"
    assert period_of(date(2026, 1, 1), cycle).label == "2026-2030"
    assert period_of(date(2020, 12, 31), cycle).label == "2016-2020"


@given(DAYS, CYCLES)
def test_every_day_lies_inside_its_period(day: date, cycle: Cycle) -> None:
    period = period_of(day, cycle)
    assert period.start <= day <= period.end
    assert period_of(period.start, cycle) == period == period_of(period.end, cycle)


@given(DAYS, st.integers(0, 800), CYCLES)
def test_periods_follow_each_other_without_gap(first: date, days: int, cycle: Cycle) -> None:
    last = first + timedelta(days=days)
    periods = list(periods_overlapping(first, last, cycle))
    assert periods[0].start <= first
    assert periods[-1].end >= last
    for earlier, later in pairwise(periods):
        assert later.start == earlier.end + timedelta(days=1)
    assert len({period.label for period in periods}) == len(periods)
