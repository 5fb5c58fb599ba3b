"""When someone may be told: hours, rest days, weeks. Pure; days and instants come as arguments."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mingdeng.daycount import SHANGHAI, CalendarMissing, local_day
from mingdeng.daycount.workdays import ONE_DAY, SATURDAY, default_calendar

# No run of rest days is longer; whoever allows no hour at all is never told.
LONGEST_REST = 30


@dataclass(frozen=True, slots=True)
class Rules:
    """What an organization has set, or what holds where nobody has."""

    days_before: int
    opens: time
    closes: time
    rest_days: bool
    budget: int

    @property
    def hours(self) -> str:
        """Who shares these is looked at in one pass."""
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}{'+' if self.rest_days else ''}"

    def is_open_day(self, day: date) -> bool:
        """Whether anyone may be told on a day."""
        return self.rest_days or is_working_day(day)

    def is_open(self, now: datetime) -> bool:
        """Whether someone may be told now. Equal hours are the whole day."""
        local = now.astimezone(SHANGHAI)
        if not self.is_open_day(local.date()):
            return False
        return self.opens == self.closes or self.opens <= local.time() < self.closes

    def next_open_day(self, day: date) -> date:
        """The first day after this one on which someone may be told."""
        for _ in range(LONGEST_REST):
            day += ONE_DAY
            if self.is_open_day(day):
                return day
        return day

    def next_open(self, now: datetime) -> datetime:
        """Now, or the next morning on which someone may be told."""
        if self.is_open(now):
            return now
        local = now.astimezone(SHANGHAI)
        day = local.date()
        if not (self.is_open_day(day) and local.time() < self.opens):
            day = self.next_open_day(day)
        return datetime.combine(day, self.opens, SHANGHAI)

    def digest_day(self, day: date) -> date | None:
        """The day of the digest in a day's week: its first open one; None where all is rest."""
        monday = day - timedelta(days=day.weekday())
        days = (monday + timedelta(days=number) for number in range(7))
        return next((one for one in days if self.is_open_day(one)), None)


def is_working_day(day: date) -> bool:
    """Whether offices work; a year whose holidays are not entered yet has its weekends only."""
    try:
        return default_calendar().is_working_day(day)
    except CalendarMissing:
        return day.weekday() < SATURDAY


def week_of(day: date) -> str:
    """The ISO week: 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def sunday_of(day: date) -> date:
    """The last day of the week."""
    return day + timedelta(days=6 - day.weekday())


def last_instant(day: date) -> datetime:
    """The end of a day in China."""
    return datetime.combine(day + ONE_DAY, time(), SHANGHAI)


__all__ = ["Rules", "is_working_day", "last_instant", "local_day", "sunday_of", "week_of"]
