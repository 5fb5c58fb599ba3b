"""Following a limit from one day to another."""

from datetime import date

from mingdeng.daycount import add_months, add_years, within_days, within_working_days
from mingdeng.engine.tables import Limit

_FORWARD = {
    "years": add_years,
    "months": add_months,
    "days": within_days,
    "working_days": within_working_days,
}


def shifted(day: date, limit: Limit) -> date:
    """The day a limit leads to, step by step. Raises CalendarMissing for working days."""
    for unit, amount in limit.steps:
        day = _FORWARD[unit](day, amount)
    return day


def back(day: date, limit: Limit) -> date:
    """The day so long before; working days are not counted backwards."""
    for unit, amount in limit.steps:
        day = _FORWARD[unit](day, -amount)
    return day
