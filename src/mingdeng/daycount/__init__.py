"""Days: months, periods, working days, statutory counting and instants.

The only place that knows how days are counted.  Nothing here reads a clock.
"""

from mingdeng.daycount.counts import (
    candidates_with_surplus,
    largest_within,
    percentage,
    round_yuan,
    smallest_exceeding,
    smallest_reaching,
)
from mingdeng.daycount.instants import SHANGHAI, local_day, within_hours
from mingdeng.daycount.months import add_months, add_years, full_months, full_years
from mingdeng.daycount.periods import (
    CALENDAR_UNITS,
    Cycle,
    Period,
    period_of,
    periods_overlapping,
)
from mingdeng.daycount.statutory import (
    Limit,
    Span,
    at_least_days_before,
    day_after_publicity,
    influence_period,
    is_on_time,
    limit_after_returns,
    probation_full_on,
    publicity_end,
    roll_forward,
    term_end,
    within_days,
    within_months,
    within_working_days,
)
from mingdeng.daycount.workdays import (
    CalendarInvalid,
    CalendarMissing,
    WorkCalendar,
    default_calendar,
    read_calendar,
)

__all__ = [
    "CALENDAR_UNITS",
    "SHANGHAI",
    "CalendarInvalid",
    "CalendarMissing",
    "Cycle",
    "Limit",
    "Period",
    "Span",
    "WorkCalendar",
    "add_months",
    "add_years",
    "at_least_days_before",
    "candidates_with_surplus",
    "day_after_publicity",
    "default_calendar",
    "full_months",
    "full_years",
    "influence_period",
    "is_on_time",
    "largest_within",
    "limit_after_returns",
    "local_day",
    "percentage",
    "period_of",
    "periods_overlapping",
    "probation_full_on",
    "publicity_end",
    "read_calendar",
    "roll_forward",
    "round_yuan",
    "smallest_exceeding",
    "smallest_reaching",
    "term_end",
    "within_days",
    "within_hours",
    "within_months",
    "within_working_days",
]
