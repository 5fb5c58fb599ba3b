"""Every usual spelling of a day, and of days and months that do not exist."""

from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from fictional.grid import Stamp, Value

from .numerals import chinese_number, chinese_year, widened, with_full_marks

WEEKDAYS = "一二三四五六日"
PATTERNS = ("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', 'm"月"d"日"', "yyyy.mm.dd")
PATTERNS_WITH_TIME = ("yyyy-mm-dd hh:mm", "yyyy/m/d h:mm")
EXCEL_EPOCH = date(1899, 12, 30)

POOLS: dict[str, tuple[str, ...]] = {
    "mixed": ("chinese", "dot", "compact", "cell", "no_year", "clock"),
    "chinese": ("chinese",),
    "dotted": ("dot", "dot_padded"),
    "iso": ("iso", "slash"),
    "numbers": ("compact", "compact_number"),
    "excel": ("cell", "cell_with_time"),
    "serial": ("serial", "cell"),
    "no_year": ("no_year",),
    "with_day": ("weekday", "weekday_short"),
    "with_time": ("afternoon", "clock"),
    "wide": ("wide", "wide_dot", "spaced"),
    "hanzi": ("hanzi",),
}
POOLS["all"] = tuple(sorted({form for pool in POOLS.values() for form in pool}))

WITH_MARKS = ("weekday", "weekday_short", "afternoon")

# A day of birth or of joining has no hour, no weekday and always its year.
ONLY_FOR_MEETINGS = {
    *("no_year", "cell_with_time", "weekday", "weekday_short", "afternoon", "clock"),
}


@dataclass(frozen=True)
class DateHand:
    """Which spellings a table may use: what its title does not say must stand in the cell."""

    pool: str
    is_csv: bool
    full_marks: bool = False
    year_shown: bool = False
    meetings: bool = False

    def forms(self) -> tuple[str, ...]:
        barred = set() if self.meetings else set(ONLY_FOR_MEETINGS)
        if not self.year_shown:
            barred.add("no_year")
        if self.is_csv:
            barred.add("serial")
        return tuple(f for f in POOLS[self.pool] if f not in barred) or ("chinese",)


def spell_date(rng: Random, hand: DateHand, on: date, start: time | None = None) -> Value:
    """A meeting without a known hour is spelled without one."""
    form = rng.choice(hand.forms())
    moment = datetime.combine(on, start or time())
    if form == "cell":
        return Stamp(datetime.combine(on, time()), rng.choice(_patterns(hand)))
    if form == "cell_with_time":
        return Stamp(moment, rng.choice(PATTERNS_WITH_TIME))
    if form == "serial":
        return (on - EXCEL_EPOCH).days
    if form == "compact_number":
        return int(f"{on:%Y%m%d}")
    text = _spell_as_text(form, moment)
    return with_full_marks(text) if hand.full_marks and form in WITH_MARKS else text


def _patterns(hand: DateHand) -> tuple[str, ...]:
    return PATTERNS if hand.meetings else tuple(p for p in PATTERNS if "yyyy" in p)


def _spell_as_text(form: str, on: datetime) -> str:
    year, month, day = on.year, on.month, on.day
    chinese = f"{year}年{month}月{day}日"
    weekday = WEEKDAYS[on.weekday()]
    spellings = {
        "chinese": chinese,
        "dot": f"{year}.{month}.{day}",
        "dot_padded": f"{on:%Y.%m.%d}",
        "iso": f"{on:%Y-%m-%d}",
        "slash": f"{year}/{month}/{day}",
        "compact": f"{on:%Y%m%d}",
        "no_year": f"{month}月{day}日",
        "weekday": f"{chinese}(星期{weekday})",
        "weekday_short": f"{year}.{month}.{day}(周{weekday})",
        "afternoon": chinese + spoken_time(on.time()),
        "clock": f"{on:%Y-%m-%d %H:%M}",
        "spaced": f"{year} 年 {month} 月 {day} 日",
        "wide": widened(chinese),
        "wide_dot": widened(f"{year}.{month}.{day}"),
        "hanzi": f"{chinese_year(year)}年{chinese_number(month)}月{chinese_number(day)}日",
    }
    return spellings[form]


def spoken_time(at: time) -> str:
    """下午3:00 is 15:00."""
    half, hour = ("上午", at.hour) if at.hour < 12 else ("下午", at.hour - 12)
    return f"{half}{hour}:{at.minute:02d}"


def impossible_month(hand: DateHand, on: date) -> str:
    """The thirteenth: no typing slip makes it a certain other month."""
    return _by_pool(hand, f"{on.year}", "13", f"{on.day}")


def impossible_day(hand: DateHand, on: date) -> str:
    """30 February: no calendar and no typing slip makes it another date."""
    return _by_pool(hand, f"{on.year}", "2", "30")


def _by_pool(hand: DateHand, year: str, month: str, day: str) -> str:
    """The table's own way of writing, so that only the day is strange."""
    spellings = {
        "dotted": f"{year}.{month}.{day}",
        "iso": f"{year}-{month.zfill(2)}-{day.zfill(2)}",
        "numbers": f"{year}{month.zfill(2)}{day.zfill(2)}",
        "wide": widened(f"{year}年{month}月{day}日"),
    }
    return spellings.get(hand.pool, f"{year}年{month}月{day}日")
