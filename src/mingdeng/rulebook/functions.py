"""What formulas of the packs may call: counting conventions and ballots, no rule among them.

Every number a function needs comes in as an argument, out of a pack.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from fractions import Fraction
from math import ceil, floor
from typing import Any

from mingdeng import daycount
from mingdeng.rulebook.errors import QuestionError
from mingdeng.rulebook.numbers import Number, Reader

Function = Callable[..., Any]


def functions_for(calendar: daycount.WorkCalendar, read: Reader) -> dict[str, Function]:
    """The functions of formulas, bound to a calendar of working days and a reader of numbers."""
    return {
        **PLAIN,
        "within_working_days": lambda start, n: daycount.within_working_days(
            start, _whole(n), calendar
        ),
        "publicity_end": lambda start, n: daycount.publicity_end(start, _whole(n), calendar),
        "day_after_publicity": lambda start, n: daycount.day_after_publicity(
            start, _whole(n), calendar
        ),
        "roll_forward": lambda day: daycount.roll_forward(day, calendar),
        "is_working_day": calendar.is_working_day,
        "bracket": lambda value, table: _bracket(value, table, read),
        "lookup": lambda table, key: _lookup(table, key, read),
    }


FUNCTION_NAMES = frozenset(
    {
        *("within_working_days", "publicity_end", "day_after_publicity", "roll_forward"),
        *("is_working_day", "bracket", "lookup"),
    }
)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or Fraction(value).denominator != 1:
        raise QuestionError(f"{value} 应为整数")
    return int(value)


def _share(whole: Any, share: Any, rule: Callable[[int, Fraction], int]) -> int:
    return rule(_whole(whole), Fraction(share))


def _lookup(table: Any, key: str, read: Reader) -> Any:
    """The entry of a pack's table; None where the table has none."""
    entry = table.get(key)
    return read(entry) if isinstance(entry, Number) else entry


def _bracket(
    value: Fraction, table: Sequence[tuple[Number | None, Number]], read: Reader
) -> Fraction:
    """The value of the first bracket whose upper bound, included, is not exceeded.

    Rows are [upper bound, value]; the last bound is empty. The whole value belongs
    to one bracket: nothing here is marginal.
    """
    for bound, result in table:
        if bound is None or value <= read(bound):
            return read(result)
    raise QuestionError("没有对应的档次")


def _percent(part: Any, whole: Any) -> Any:
    return daycount.percentage(_whole(part), _whole(whole))


def _yuan(amount: Any) -> Fraction:
    return Fraction(daycount.round_yuan(Fraction(amount)))


def _elected(votes: Sequence[Any], seats: Any, needed: Any) -> list[int]:
    """Positions (from 1) elected outright: enough votes, and not in a tie for the last seat."""
    clear, _ = _split(votes, _whole(seats), Fraction(needed))
    return clear


def _tied(votes: Sequence[Any], seats: Any, needed: Any) -> list[int]:
    """Positions (from 1) that tie for the last seats and must be voted on again."""
    _, tied = _split(votes, _whole(seats), Fraction(needed))
    return tied


def _split(votes: Sequence[Any], seats: int, needed: Fraction) -> tuple[list[int], list[int]]:
    ranked = sorted((i for i, n in enumerate(votes) if n >= needed), key=lambda i: -votes[i])
    if len(ranked) <= seats:
        return sorted(i + 1 for i in ranked), []
    cut = votes[ranked[seats]]
    clear = [i + 1 for i in ranked if votes[i] > cut]
    tied = [i + 1 for i in ranked if votes[i] == cut]
    # The last seat and the next place differ: everyone before the cut is elected.
    return (sorted(clear), []) if len(clear) == seats else (sorted(clear), sorted(tied))


def _at(values: Sequence[Any], positions: Sequence[int]) -> list[Any]:
    return [values[position - 1] for position in positions]


def _count_by_period(dates: Sequence[date], unit: str, first: date, last: date) -> list[int]:
    """How many of the dates lie in each period that overlaps first..last, in order."""
    cycle = daycount.Cycle(unit)
    return [
        sum(period.start <= day <= period.end for day in dates)
        for period in daycount.periods_overlapping(first, last, cycle)
    ]


def _period_labels(unit: str, first: date, last: date) -> list[str]:
    cycle = daycount.Cycle(unit)
    return [period.label for period in daycount.periods_overlapping(first, last, cycle)]


def _repeated(start: date, months: Any, until: date) -> list[date]:
    """start + n, start + 2n … months, each counted from `start`, up to and including `until`."""
    step = _whole(months)
    if step < 1:
        raise QuestionError("间隔应至少为1个月")
    days: list[date] = []
    while (day := daycount.add_months(start, step * (len(days) + 1))) <= until:
        days.append(day)
    return days


def _either(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


PLAIN: dict[str, Function] = {
    "floor": floor,
    "ceil": ceil,
    "max": max,
    "min": min,
    "abs": abs,
    "sum": lambda values: sum(values, Fraction(0)),
    "count": len,
    "known": lambda value: value is not None,
    "either": _either,
    "smallest_reaching": lambda n, s: _share(n, s, daycount.smallest_reaching),
    "smallest_exceeding": lambda n, s: _share(n, s, daycount.smallest_exceeding),
    "largest_within": lambda n, s: _share(n, s, daycount.largest_within),
    "with_surplus": lambda n, s: _share(n, s, daycount.candidates_with_surplus),
    "percent": _percent,
    "yuan": _yuan,
    "within_days": lambda start, n: daycount.within_days(start, _whole(n)),
    "within_months": lambda start, n: daycount.within_months(start, _whole(n)),
    "add_months": lambda start, n: daycount.add_months(start, _whole(n)),
    "add_years": lambda start, n: daycount.add_years(start, _whole(n)),
    "days_before": lambda event, n: daycount.at_least_days_before(event, _whole(n)),
    "years_before": lambda day, n: daycount.add_years(day, -_whole(n)),
    "months_before": lambda event, n: daycount.add_months(event, -_whole(n)),
    "full_months": daycount.full_months,
    "full_years": daycount.full_years,
    "last_of_influence": lambda day, n: daycount.influence_period(day, _whole(n)).last,
    "probation_full_on": lambda day, n: daycount.probation_full_on(day, _whole(n)),
    "term_end": lambda day, n: daycount.term_end(day, _whole(n)),
    "on_time": daycount.is_on_time,
    "within_hours": lambda start, n: daycount.within_hours(start, _whole(n)),
    "runs_from": lambda days: daycount.limit_after_returns(days).runs_from,
    "first_assigned": lambda days: daycount.limit_after_returns(days).first_assigned,
    "year_of": lambda day: day.year,
    "day_in_year": lambda year, month, day: date(_whole(year), _whole(month), _whole(day)),
    "month_end": lambda day: daycount.period_of(day, daycount.Cycle("month")).end,
    "month_span": lambda a, b: (b.year - a.year) * 12 + b.month - a.month + 1,
    "elected": _elected,
    "tied": _tied,
    "at": _at,
    "count_by_period": _count_by_period,
    "period_labels": _period_labels,
    "labels_of_zero": lambda labels, counts: [
        label for label, n in zip(labels, counts, strict=True) if n == 0
    ],
    "nonzero": lambda counts: sum(1 for n in counts if n),
    "repeated": _repeated,
    "day_of": lambda moment: moment.date() if isinstance(moment, datetime) else moment,
}
KNOWN_FUNCTIONS = FUNCTION_NAMES | frozenset(PLAIN)
