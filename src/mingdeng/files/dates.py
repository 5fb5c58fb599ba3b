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
_TURNED = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4}|\d{2})(?!\d)")
_MONTH_DAY = re.compile(r"(\d{1,2})\s?[月./\-。]\s?(\d{1,2})" + _DAY_END)
_YEAR_MONTH = re.compile(r"(\d{4})\s?[年./\-。]\s?(\d{1,2})\s?(?:月份?)?(?!\d)")
_YEAR_MONTH_DIGITS = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_MONTH_ONLY = re.compile(r"(\d{1,2})\s?月份?")
_DAY_ONLY = re.compile(r"(\d{1,2})" + _DAY_END)
_DAYS_LATER = re.compile(r"\s?(-|—|–|~|至|到|、|,|和|及|\(至\))+\s?")
_HALF = r"(上午|下午|中午|早上|早晨|凌晨|晚上|傍晚|夜间|早|晚|AM|PM|am|pm)?\s?"
_CLOCK = re.compile(
    rf"{_HALF}(\d{{1,2}})\s?(?:[:时点]\s?(?:(\d{{1,2}})(?::\d{{2}}(?:\.\d+)?)?\s?分?|(半|一刻|三刻|整|钟))?"
    r")\s?(AM|PM|am|pm)?"
)
_CLOCK_SEPARATOR = re.compile(r"\s?(?:-|—|–|~|至|到|\s)+\s?")
_AFTERNOON = frozenset(["下午", "晚上", "傍晚", "夜间", "晚", "PM", "pm"])
_WORD_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}
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
            return _with_tail(reading, rest, hint) if reading.day else reading
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
        readings.append((_day(_century(year, hint), month, day), line[match.end() :]))
    turned = _TURNED.match(line)
    if turned:
        month, day, year = _numbers(turned)
        year = year if year > 99 else _century(year, hint)
        readings.append((_turned_day(year, month, day), line[turned.end() :]))
    return _the_clear_one(readings, hint) if readings else None


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
    if whole in _SERIALS:
        moment = from_serial(number, epoch_1904=epoch_1904)
        return _from_stamp(Stamp(moment), hint) if moment else DateReading(problem="no-such-date")
    if 1900 <= number < 2100:
        return DateReading(problem="no-day")
    problem = "ambiguous-date" if number != whole and 1 <= number < 100 else "unreadable-date"
    return DateReading(problem=problem)


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


def _with_tail(reading: DateReading, rest: str, hint: YearHint) -> DateReading:
    first = reading.day
    if first is None:
        return reading
    start, end, rest, bad = read_times(rest)
    last, rest = _last_day(first, rest, hint)
    if last:
        late, late_end, _, bad_end = read_times(rest)
        start, end = (start, late or end) if start else (late, late_end)
        bad = bad or bad_end
    if last is not None and last < first:
        return DateReading(problem="range-backwards")
    warning = "no-such-time" if bad else reading.warning
    held_to = last if last != first else None
    return replace(reading, last=held_to, start=start, end=end, warning=warning)


def _last_day(first: date, rest: str, hint: YearHint) -> tuple[date | None, str]:
    separator = _DAYS_LATER.match(rest)
    if not separator:
        return None, rest
    tail = rest[separator.end() :]
    for found in _later_days(first, tail, hint):
        return found
    return None, rest


def _later_days(first: date, tail: str, hint: YearHint) -> Iterator[tuple[date, str]]:
    full = _full(tail, hint)
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


def read_times(text: str) -> tuple[time | None, time | None, str, bool]:
    """Start and end named in `plain` text, what is left after them, and whether one cannot be."""
    match = _CLOCK.search(text[:60])
    if not match:
        return None, None, text, False
    start = _clock(match, None)
    rest = text[match.end() :]
    separator = _CLOCK_SEPARATOR.match(rest)
    second = _CLOCK.match(rest, separator.end()) if separator else None
    if not second:
        return start, None, rest, start is None
    end = _clock(second, start if match[1] or match[5] else None)
    return start, end, rest[second.end() :], start is None or end is None


def _clock(match: re.Match[str], earlier: time | None) -> time | None:
    """The time a match names; an end after 下午3:00 means the afternoon too."""
    half, hour = match[1] or match[5], int(match[2])
    minute = int(match[3]) if match[3] else _WORD_MINUTES.get(match[4] or "", 0)
    if hour > 23 or minute > 59:
        return None
    if (
        (half in _AFTERNOON and hour < 12)
        or (half == "中午" and hour < 4)
        or (half is None and earlier and hour < 12 <= earlier.hour)
    ):
        hour += 12
    return time(hour, minute)
