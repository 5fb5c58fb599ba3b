"""Months and years with clamping: conventions C3 and Q2 of the domain tables."""

from calendar import monthrange
from datetime import date


def add_months(start: date, months: int) -> date:
    """The day `months` later (earlier if negative) with the same day number.

    Where that month is too short, its last day (C3; Q2 after Civil Code art. 202).
    Always count from the anchor date named, never from an earlier result.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def add_years(start: date, years: int) -> date:
    """The same calendar day `years` later, 29 February becoming the 28th (C3).

    >>> add_years(date(2024, 2, 29), 1)
    datetime.date(2025, 2, 28)
    """
    return add_months(start, 12 * years)


def full_months(start: date, end: date) -> int:
    """How many whole months have passed: the greatest n with start + n months <= end.

    A span that runs backwards has none.

    >>> full_months(date(2026, 1, 31), date(2026, 2, 28))
    1
    """
    if end < start:
        return 0
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def full_years(start: date, end: date) -> int:
    """How many whole years have passed from `start` to `end` (age, Party standing).

    >>> full_years(date(2008, 12, 1), date(2026, 11, 30))
    17
    """
    return full_months(start, end) // 12
