"""Working days with the State Council's adjusted workdays, from an editable table."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("workdays.csv")
ONE_DAY = timedelta(days=1)
SATURDAY = 5


class CalendarMissing(Exception):
    """The notice for a year has not been entered, so its working days cannot be known."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            f"{year}年的放假调休安排尚未录入，不能计算工作日；"
            f"请在国务院办公厅公布后补入工作日历表（src/mingdeng/daycount/{TABLE.name}）。"
        )


class CalendarInvalid(Exception):
    """A line of the table of holidays cannot be used."""


class WorkCalendar(NamedTuple):
    """Days off and make-up working days of the years a notice was entered for."""

    years: frozenset[int]
    days_off: frozenset[date]
    working_weekends: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`. Raises CalendarMissing for a year not entered."""
        if day.year not in self.years:
            raise CalendarMissing(day.year)
        if day.weekday() >= SATURDAY:
            return day in self.working_weekends
        return day not in self.days_off

    def with_exceptions(self, days_off: Iterable[date], working: Iterable[date]) -> "WorkCalendar":
        """The same calendar with days off and working days given for one question.

        The years these days lie in count as entered: whoever names them knows the notice.
        """
        off, work = frozenset(days_off), frozenset(working)
        return WorkCalendar(
            years=self.years | {day.year for day in off | work},
            days_off=(self.days_off | off) - work,
            working_weekends=(self.working_weekends | work) - off,
        )


def read_calendar(path: Path) -> WorkCalendar:
    """The calendar a table holds: lines `起,止,安排,名称,依据`; `#` starts a remark.

    安排 is 休 or 班. Raises CalendarInvalid with the line and the remedy.
    """
    off: set[date] = set()
    work: set[date] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip() or line.startswith(("#", "起")):
            continue
        first, last, kind = _read_line(line, number, path)
        (off if kind == "休" else work).update(_days(first, last))
    return WorkCalendar(frozenset(d.year for d in off | work), frozenset(off), frozenset(work))


@cache
def default_calendar() -> WorkCalendar:
    """The calendar shipped with the program, read once."""
    return read_calendar(TABLE)


def _read_line(line: str, number: int, path: Path) -> tuple[date, date, str]:
    cells = [cell.strip() for cell in next(csv.reader([line]))]
    try:
        first, last = date.fromisoformat(cells[0]), date.fromisoformat(cells[1])
        if cells[2] not in {"休", "班"} or last < first:
            raise ValueError
    except (ValueError, IndexError):
        problem = f"{path.name} 第{number}行不能使用：{line}；"
        remedy = "应写作：起始日,截止日,休或班,名称,依据，日期如 2026-10-01。"
        raise CalendarInvalid(problem + remedy) from None
    return first, last, cells[2]


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
