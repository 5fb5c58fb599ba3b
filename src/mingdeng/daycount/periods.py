"""Calendar periods in which duties recur (Q7): week to several years, with their names."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from mingdeng.daycount.months import add_months
from mingdeng.daycount.workdays import ONE_DAY

WEEK = "week"
TEN_DAYS = "ten-days"
MONTH = "month"
QUARTER = "quarter"
HALF_YEAR = "half-year"
YEAR = "year"
CALENDAR_UNITS = (WEEK, TEN_DAYS, MONTH, QUARTER, HALF_YEAR, YEAR)


class Period(NamedTuple):
    """A named span of days, both ends included."""

    label: str
    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


class Cycle(NamedTuple):
    """How a duty recurs: a calendar unit, or several years counted from a first year."""

    unit: str
    years: int = 1
    first_year: int = 0

    @property
    def rank(self) -> int:
        """Longer cycles rank higher: what makes one frequency stricter than another."""
        return CALENDAR_UNITS.index(self.unit) + self.years - 1


def period_of(day: date, cycle: Cycle) -> Period:
    """The period of the cycle that `day` lies in.

    >>> period_of(date(2026, 11, 22), Cycle(QUARTER)).label
    '2026-Q4'
    """
    if cycle.years > 1:
        return _several_years(day, cycle)
    return _UNITS[cycle.unit](day)


def periods_overlapping(first: date, last: date, cycle: Cycle) -> Iterator[Period]:
    """All periods that share at least one day with first..last, in order."""
    period = period_of(first, cycle)
    while period.start <= last:
        yield period
        period = period_of(period.end + ONE_DAY, cycle)


def _week(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return Period(f"{year}-W{week:02d}", monday, monday + timedelta(days=6))


def _ten_days(day: date) -> Period:
    third = min((day.day - 1) // 10, 2)
    start = day.replace(day=1 + 10 * third)
    end = day.replace(day=10 + 10 * third) if third < 2 else _month(day).end
    return Period(f"{day:%Y-%m}-T{third + 1}", start, end)


def _month(day: date) -> Period:
    return _months(day.replace(day=1), 1, f"{day:%Y-%m}")


def _quarter(day: date) -> Period:
    quarter = (day.month - 1) // 3
    return _months(date(day.year, 1 + 3 * quarter, 1), 3, f"{day.year}-Q{quarter + 1}")


def _half_year(day: date) -> Period:
    half = (day.month - 1) // 6
    return _months(date(day.year, 1 + 6 * half, 1), 6, f"{day.year}-H{half + 1}")


def _year(day: date) -> Period:
    return _months(date(day.year, 1, 1), 12, f"{day.year}")


def _several_years(day: date, cycle: Cycle) -> Period:
    first = day.year - (day.year - cycle.first_year) % cycle.years
    last = first + cycle.years - 1
    return _months(date(first, 1, 1), 12 * cycle.years, f"{first}-{last}")


def _months(start: date, months: int, label: str) -> Period:
    return Period(label, start, add_months(start, months) - ONE_DAY)


_UNITS: dict[str, Callable[[date], Period]] = {
    WEEK: _week,
    TEN_DAYS: _ten_days,
    MONTH: _month,
    QUARTER: _quarter,
    HALF_YEAR: _half_year,
    YEAR: _year,
}
