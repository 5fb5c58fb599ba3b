"""Dates and times of day in the spellings offices use.

Nothing is guessed: what can be read in two ways, or not as a day, is a problem
with a code, never a date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, datetime, time, timedelta
from functools import lru_cache

from mingdeng.files.grid import Broken, Stamp, Value
from mingdeng.files.text import chinese_number, plain, unquoted
from mingdeng.files.times import read_times

_DAYS_1900, _DAYS_1904 = date(1899, 12, 30), date(1904, 1, 1)
# Spreadsheet serial numbers of 1919 to 2099: what a bare number in a date column may mean.
_SERIALS = range(7_000, 73_051)
_WEEKDAY = re.compile(r"[(\[（]?(?:星期|周|礼拜)[一二三四五六日天末][)\]）]?")
_NUMERAL = re.compile(r"[〇零○0-9一二三四五六七八九十廿卅]{1,9}(?=\s?[年月日号时点分])")
_SEPARATOR = r"\s?[年./\-。、,_–]\s?"
_MONTH_SEPARATOR = r"\s?[月./\-。、,_–]\s?"
_DAY_END = r"\s?[日号]?(?!\d)"
_FULL = re.compile(rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}}){_MONTH_SEPARATOR}(\d{{1,2}}){_DAY_END}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_SHORT = re.compile(rf"'?(\d{{2}}){_SEPARATOR}(\d{{1,2}}){_MONTH_SEPARATOR}(\d{{1,2}}){_DAY_END}")
_TURNED = re.compile(r"(\d{1,2})([./\-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_MONTH_DAY = re.compile(r"(\d{1,2})\s?[月./\-。]\s?(\d{1,2})" + _DAY_END)
_YEAR_MONTH = re.compile(r"(\d{4})\s?[年./\-。]\s?(\d{1,2})\s?(?:月份?)?(?!\d)")
_YEAR_MONTH_DIGITS = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_MONTH_ONLY = re.compile(r"(\d{1,2})\s?月份?")
_DAY_ONLY = re.compile(r"(\d{1,2})(?:\s?[日号]|(?!\s?[\d:时点]|\s?[\u4e00-\u9fff]))")
_UP_TO = re.compile(r"\s?(?:-|—|–|~|至|到|\(至\))+\s?")
_AND = re.compile(r"\s?(?:、|,|和|及)+\s?")
_APART = re.compile(r"\s?[;/|]\s?|\s(?=\d{4}|\d{1,2}月)")
_HALF_DAY = re.compile(r"^\s?(?:上午|下午|晚上|全天)")
_LEAD = re.compile(r"^[\s(\[:T]+|^(?:于|在|时间|日期)[:\s]*")


@dataclass(frozen=True, slots=True)
class YearHint:
    """The year of dates written without one, and where it stood: title, sheet, file."""

    year: int | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell says: a day (and a last day), times, or the code of what is wrong."""

    day: date | None = None
    last: date | None = None
    start: time | None = None
    end: time | None = None
    problem: str | None = None
    warning: str | None = None
    year_from: str | None = None


NO_HINT = YearHint()


def read_date(value: Value, hint: YearHint = NO_HINT, *, epoch_1904: bool = False) -> DateReading:
    """The day (and times) a cell names; an empty cell is for the caller to see."""
    if isinstance(value, Stamp):
        return _from_stamp(value, hint)
    if isinstance(value, Broken):
        return DateReading(problem=value.code)
    if isinstance(value, int | float):
        return _from_number(value, hint, epoch_1904=epoch_1904)
    if isinstance(value, str):
        return read_date_text(value, hint)
    return DateReading(problem="unreadable-date")


def read_date_text(text: str, hint: YearHint = NO_HINT) -> DateReading:
    """`read_date` for text: the first day named, the last one, and the times after it."""
    return _read_text(_prepared(unquoted(text)[:400]), hint)


@lru_cache(maxsize=4_096)
def _read_text(line: str, hint: YearHint) -> DateReading:
    for reader in (_full, _digits, _year_month, _short, _month_day, _inside):
        found = reader(line, hint)
        if found is not None:
            reading, rest = found
            return _with_tail(reading, rest) if reading.day else reading
    return DateReading(problem="unreadable-date")


def _prepared(text: str) -> str:
    line = _WEEKDAY.sub(" ", plain(text))
    line = _NUMERAL.sub(lambda match: _as_digits(match[0]), line)
    return _LEAD.sub("", plain(line))


def _as_digits(numeral: str) -> str:
    if numeral.isascii():
        return numeral
    number = chinese_number(numeral)
    return numeral if number is None else str(number)


Found = tuple[DateReading, str] | None


def _full(line: str, _: YearHint) -> Found:
    match = _FULL.match(line)
    return (_day(*_numbers(match)), line[match.end() :]) if match else None


def _digits(line: str, hint: YearHint) -> Found:
    match = _COMPACT.match(line)
    if match:
        return _day(*_numbers(match)), line[match.end() :]
    if not line.isdecimal():
        return None
    if len(line) == 6 and not _YEAR_MONTH_DIGITS.fullmatch(line):
        return _short(f"{line[:2]}.{line[2:4]}.{line[4:]}", hint)
    if is_serial(int(line)):
        return DateReading(problem="unreadable-date"), ""  # typed digits are no spreadsheet's day
    return _from_number(int(line), hint), ""


def _year_month(line: str, _: YearHint) -> Found:
    match = _YEAR_MONTH.match(line)
    if not match:
        return None
    month = int(match[2])
    return DateReading(problem="no-day" if 1 <= month <= 12 else "no-such-date"), ""


def _short(line: str, hint: YearHint) -> Found:
    """Three numbers with a two-digit year: 26.1.5, or turned round: 1/5/2026."""
    readings = []
    match = _SHORT.match(line)
    if match:
        year, month, day = _numbers(match)
        reading = _day(_century(year, hint), month, day)
        readings.append((_of_known_year(reading, hint), line[match.end() :]))
    turned = _TURNED.match(line)
    if turned:
        month, day, year = int(turned[1]), int(turned[3]), int(turned[4])
        reading = _turned_day(year if year > 99 else _century(year, hint), month, day)
        reading = reading if year > 99 else _of_known_year(reading, hint)
        readings.append((reading, line[turned.end() :]))
    return _the_clear_one(readings, hint) if readings else None


def _of_known_year(reading: DateReading, hint: YearHint) -> DateReading:
    """Two digits that contradict the year of the title may be no year at all: 10.5/12."""
    if reading.day and hint.year and reading.day.year != hint.year:
        return DateReading(problem="ambiguous-date")
    return reading


def _turned_day(year: int, month: int, day: int) -> DateReading:
    if month <= 12 and day <= 12 and month != day:
        return DateReading(problem="ambiguous-date")
    return _day(year, month, day) if month <= 12 else _day(year, day, month)


def _the_clear_one(readings: list[tuple[DateReading, str]], hint: YearHint) -> Found:
    """Of two ways to read three numbers the possible one, or the one of the table's year."""
    possible = [item for item in readings if item[0].problem != "no-such-date"]
    if len(possible) > 1 and hint.year:
        fitting = [item for item in possible if item[0].day and item[0].day.year == hint.year]
        possible = fitting or possible
    if len(possible) == 1 or (possible and possible[0][0].day and not hint.year):
        return possible[0]
    return (DateReading(problem="ambiguous-date"), "") if possible else readings[0]


def _century(year: int, hint: YearHint) -> int:
    """A two-digit year in full; 27 to 39 could be either century and stay as they are."""
    if hint.year and hint.year % 100 == year:
        return hint.year
    if year < 27 or (hint.year and year <= hint.year % 100):
        return 2000 + year
    return 1900 + year if year >= 40 else year


def _month_day(line: str, hint: YearHint) -> Found:
    match = _MONTH_DAY.match(line)
    if match:
        return _in_year(int(match[1]), int(match[2]), hint), line[match.end() :]
    if _MONTH_ONLY.fullmatch(line):
        return DateReading(problem="no-day"), ""
    return None


def _in_year(month: int, day: int, hint: YearHint) -> DateReading:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return DateReading(problem="no-such-date")
    if hint.year is None:
        return DateReading(problem="no-year")
    return replace(_day(hint.year, month, day), year_from=hint.origin)


def _inside(line: str, hint: YearHint) -> Found:
    """A date after other words: 第一次会议2026年1月5日."""
    match = _FULL.search(line)
    if match:
        return _day(*_numbers(match)), line[match.end() :]
    match = re.search(r"(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]", line)
    if match:
        return _in_year(int(match[1]), int(match[2]), hint), line[match.end() :]
    return None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match[1]), int(match[2]), int(match[3])


def _day(year: int, month: int, day: int) -> DateReading:
    if 27 <= year <= 39:
        return DateReading(problem="ambiguous-date")
    try:
        return DateReading(day=date(year, month, day), year_from="cell")
    except ValueError:
        return DateReading(problem="no-such-date")


def _from_stamp(stamp: Stamp, hint: YearHint) -> DateReading:
    moment, year_from = stamp.moment, "cell"
    if not stamp.has_day and moment.day == 1:
        return DateReading(problem="no-day")
    warning = None
    if not stamp.has_year and hint.year and hint.year != moment.year:
        # The cell shows 1月5日 under a title of another year: what people see counts.
        try:
            moment, year_from = moment.replace(year=hint.year), hint.origin or "cell"
        except ValueError:
            return DateReading(problem="no-such-date")
        warning = "hidden-year-differs"
    start = moment.time() if moment.time() != time() else None
    return DateReading(day=moment.date(), start=start, year_from=year_from, warning=warning)


def _from_number(number: float, hint: YearHint, *, epoch_1904: bool = False) -> DateReading:
    """20260105, 202601, or the serial number a spreadsheet keeps for a day."""
    if not abs(number) <= 99_991_231:  # NaN included
        return DateReading(problem="unreadable-date")
    whole = int(number)
    if number == whole and whole >= 10_000_101:
        return _day(whole // 10_000, whole // 100 % 100, whole % 100)
    if number == whole and _YEAR_MONTH_DIGITS.fullmatch(str(whole)):
        return DateReading(problem="no-day")
    if number == whole and 100_000 <= whole <= 999_999:
        found = _digits(str(whole), hint)
        return found[0] if found else DateReading(problem="unreadable-date")
    if is_serial(number):
        moment = from_serial(number, epoch_1904=epoch_1904)
        return _from_stamp(Stamp(moment), hint) if moment else DateReading(problem="no-such-date")
    if 1900 <= number < 2100:
        return DateReading(problem="no-day")
    problem = "ambiguous-date" if number != whole and 1 <= number < 100 else "unreadable-date"
    return DateReading(problem=problem)


def is_serial(value: Value) -> bool:
    """Whether a bare number can be what a spreadsheet keeps for a day."""
    return isinstance(value, int | float) and abs(value) < 1e6 and int(value) in _SERIALS


def from_serial(serial: float, *, epoch_1904: bool = False) -> datetime | None:
    """The moment a spreadsheet's serial number stands for; None outside 1900 to 9999."""
    days, share = divmod(serial, 1)
    if epoch_1904:
        first = _DAYS_1904
    else:
        # 1900 was given a 29 February in 1983 and keeps it.
        first = _DAYS_1900 if days >= 60 else _DAYS_1900 + timedelta(days=1)
    if not 0 <= days <= 2_958_465:
        return None
    day = first + timedelta(days=int(days)) if days <= (date.max - first).days else None
    if day is None or day.year > MAXYEAR:
        return None
    seconds = round(share * 86_400)
    return datetime.combine(day, time()) + timedelta(seconds=min(seconds, 86_399))


# ---- what follows the day: a last day, times ----


def _with_tail(reading: DateReading, rest: str) -> DateReading:
    first = reading.day
    if first is None:
        return reading
    tail = _Tail(first, rest)
    tail.take_times()
    while (problem := tail.take_day()) is None and tail.went_on:
        tail.take_times()
    if problem:
        return DateReading(problem=problem)
    warning = "no-such-time" if tail.bad_time else reading.warning
    held_to = tail.last if tail.last != first else None
    return replace(reading, last=held_to, start=tail.start, end=tail.end, warning=warning)


class _Tail:
    """What follows a day, taken up bit by bit: times, a last day, further days."""

    def __init__(self, first: date, rest: str) -> None:
        self.last, self.rest = first, rest
        self.start: time | None = None
        self.end: time | None = None
        self.bad_time = self.went_on = False

    def take_times(self) -> None:
        """Times, unless a further day comes first."""
        if self._next_day():
            return
        start, end, rest, bad = read_times(self.rest)
        self.rest = rest if start or bad else _HALF_DAY.sub("", rest)
        self.bad_time = self.bad_time or bad
        if self.start is None:
            self.start, self.end = start, end
        else:
            self.end = start or self.end

    def take_day(self) -> str | None:
        """One more day; the code of what is wrong with it."""
        found = self._next_day()
        self.went_on = found is not None
        if found is None:
            return None
        joined, day, self.rest = found
        if day == self.last:
            return None
        if joined is not _UP_TO and not (joined is _AND and (day - self.last).days == 1):
            return "several-dates"
        if day < self.last:
            return "range-backwards"
        self.last = day
        return None

    def _next_day(self) -> tuple[re.Pattern[str], date, str] | None:
        for joined in (_UP_TO, _AND, _APART):
            separator = joined.match(self.rest)
            if separator:
                tail = self.rest[separator.end() :]
                return next(((joined, *found) for found in _later_days(self.last, tail)), None)
        return None


def _later_days(first: date, tail: str) -> Iterator[tuple[date, str]]:
    full = _full(tail, NO_HINT)
    if full and full[0].day:
        yield full[0].day, full[1]
        return
    month_day = _MONTH_DAY.match(tail)
    day_only = _DAY_ONLY.match(tail)
    match = month_day or day_only
    if match is None or tail[match.end() : match.end() + 1] in {":", "时", "点"}:
        return
    month = int(match[1]) if month_day else first.month
    found = _day(first.year, month, int(match[2] if month_day else match[1]))
    if found.day:
        yield found.day, tail[match.end() :]
