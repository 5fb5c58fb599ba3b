"""Instants: limits in hours run by the clock, rest days and nights included."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def within_hours(start: datetime, hours: int) -> datetime:
    """Last instant of "within N hours" of `start`, in Chinese time.

    A start without a zone is Chinese local time. The hours are real hours: they
    are counted in UTC, since Chinese clocks were moved in the summers of 1986-91.

    >>> within_hours(datetime(2026, 5, 1, 9, 30), 24).isoformat()
    '2026-05-02T09:30:00+08:00'
    """
    if start.tzinfo is None:
        start = start.replace(tzinfo=SHANGHAI)
    return (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(SHANGHAI)


def local_day(instant: datetime) -> date:
    """The day in China on which an instant falls; one without a zone is Chinese local time.

    >>> local_day(datetime(2026, 5, 1, 23, 30, tzinfo=UTC)).isoformat()
    '2026-05-02'
    """
    return (instant if instant.tzinfo is None else instant.astimezone(SHANGHAI)).date()
