"""Statutory counting: time limits as the texts express them.

Each function is one convention of the domain tables and carries its number:
C1-C10 of `branch-life.md`, Q1-Q10 of `leadership-service.md`.  All of them
answer the *nominal* day; `roll_forward` gives the effective one (Q4).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mingdeng.daycount.months import add_months, add_years
from mingdeng.daycount.workdays import ONE_DAY, WorkCalendar, default_calendar


class Span(NamedTuple):
    """First and last day, both included."""

    first: date
    last: date


class Limit(NamedTuple):
    """A limit that may start again (Q10): what it now runs from, and where it first began."""

    runs_from: date
    first_assigned: date


def within_days(start: date, days: int) -> date:
    """Last day of "within N days" (N日内): the start day is not counted (Q1, art. 201).

    >>> within_days(date(2025, 3, 20), 5)
    datetime.date(2025, 3, 25)
    """
    return start + timedelta(days=days)


def within_months(start: date, months: int) -> date:
    """Last day of "within N months": same day number, else the month's last day (Q2, art. 202)."""
    return add_months(start, months)


def within_working_days(start: date, days: int, calendar: WorkCalendar | None = None) -> date:
    """Last day of "within N working days": start not counted, make-up days counted (Q3).

    Raises CalendarMissing when the count reaches a year not entered.

    >>> within_working_days(date(2025, 4, 25), 15)
    datetime.date(2025, 5, 20)
    """
    calendar = calendar or default_calendar()
    day = start
    for _ in range(days):
        day = _next_working_day(day, calendar)
    return day


def roll_forward(nominal: date, calendar: WorkCalendar | None = None) -> date:
    """The effective last day: a rest day gives way to the next working day (Q4, art. 203).

    No Party rule says so; duties are checked against the nominal day, both are shown.
    Never used for periods of influence (Q5). Raises CalendarMissing.
    """
    calendar = calendar or default_calendar()
    if calendar.is_working_day(nominal):
        return nominal
    return _next_working_day(nominal, calendar)


def influence_period(approved: date, months: int) -> Span:
    """Days a sanction bars promotion: from approval to the day before the corresponding (Q5).

    >>> influence_period(date(2024, 3, 15), 12).last
    datetime.date(2025, 3, 14)
    """
    return Span(approved, add_months(approved, months) - ONE_DAY)


def at_least_days_before(event: date, days: int) -> date:
    """Latest day of "at least N days before" an event (Q6), counted as Q1.

    >>> at_least_days_before(date(2025, 12, 26), 15)
    datetime.date(2025, 12, 11)
    """
    return event - timedelta(days=days)


def publicity_end(start: date, days: int, calendar: WorkCalendar | None = None) -> date:
    """Last of N working days of publicity; the start day counts if it is one (C6).

    Not the same as Q3: there the start day never counts.

    >>> publicity_end(date(2026, 4, 30), 5)
    datetime.date(2026, 5, 9)
    """
    calendar = calendar or default_calendar()
    if days > 0 and calendar.is_working_day(start):
        days -= 1
    return within_working_days(start, days, calendar)


def day_after_publicity(start: date, days: int, calendar: WorkCalendar | None = None) -> date:
    """First day on which what was published may be done: the day after the last day (C6)."""
    return publicity_end(start, days, calendar) + ONE_DAY


def probation_full_on(voted: date, years: int) -> date:
    """First day on which the conversion meeting may be held: vote date + probation (C4, by C3)."""
    return add_years(voted, years)


def term_end(elected: date, years: int) -> date:
    """Day a term expires, counted from the election date (C9)."""
    return add_years(elected, years)


def is_on_time(done: date, due: date) -> bool:
    """A deadline day itself is on time (C5)."""
    return done <= due


def limit_after_returns(assignments: Sequence[date]) -> Limit:
    """A limit from assignment starts again for a unit newly assigned after a return (Q10).

    The first assignment stays visible. Raises ValueError without any assignment.
    """
    if not assignments:
        raise ValueError("没有交办日期")
    return Limit(runs_from=max(assignments), first_assigned=min(assignments))


def _next_working_day(day: date, calendar: WorkCalendar) -> date:
    day += ONE_DAY
    while not calendar.is_working_day(day):
        day += ONE_DAY
    return day
