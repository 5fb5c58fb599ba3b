"""Working days: offices meet on them.  Kept here, so that no calendar of the product is needed."""

from calendar import monthrange
from datetime import date, timedelta
from random import Random

# Days off that fall on Monday to Friday, as announced for each year.
DAYS_OFF = {
    2024: "0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 "
    "1001 1002 1003 1004 1007",
    2025: "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 "
    "1006 1007 1008",
    2026: "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 "
    "1001 1002 1005 1006 1007",
}


def _is_workday(day: date) -> bool:
    """Saturdays and Sundays that are worked in exchange are left out: nobody meets on them."""
    return day.weekday() < 5 and f"{day:%m%d}" not in DAYS_OFF[day.year].split()


def workdays(year: int, month: int, first: int, last: int) -> list[date]:
    """Those between two days of a month, both included."""
    last = min(last, monthrange(year, month)[1])
    days = (date(year, month, number) for number in range(first, last + 1))
    return [day for day in days if _is_workday(day)]


def pick_workday(rng: Random, year: int, month: int, first: int, last: int) -> date:
    """A working day of the window, or of the rest of the month when a long holiday fills it."""
    return rng.choice(workdays(year, month, first, last) or workdays(year, month, first, 31))


def random_day(rng: Random, first: date, last: date) -> date:
    """Never 29 February, so that a year later is the same day of the same month."""
    day = first + timedelta(days=rng.randint(0, (last - first).days))
    return day - timedelta(days=1) if (day.month, day.day) == (2, 29) else day
