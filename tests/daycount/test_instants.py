"""Limits in hours."""

from datetime import UTC, datetime

from mingdeng.daycount import within_hours


def test_a_holiday_is_no_excuse() -> None:
    assert within_hours(datetime(2026, 5, 1, 9, 30), 24).isoformat() == "2026-05-02T09:30:00+08:00"


def test_an_instant_with_a_zone_keeps_its_meaning() -> None:
    start = datetime(2026, 5, 1, 1, 30, tzinfo=UTC)
    assert within_hours(start, 24).isoformat() == "2026-05-02T09:30:00+08:00"


def test_hours_are_real_hours_where_clocks_were_moved() -> None:
    # Chinese clocks went forward on 4 May 1986: 24 hours later it is an hour later by the clock.
    assert within_hours(datetime(1986, 5, 3, 12, 0), 24).isoformat() == "1986-05-04T13:00:00+09:00"
