"""Inputs and outputs of questions: typed, with unit and allowed values."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from mingdeng.daycount import SHANGHAI, round_yuan
from mingdeng.rulebook.errors import QuestionError

# Years the rules can speak of; a limit of some years from the last one is still a date.
FIRST_YEAR, LAST_YEAR = 1900, 2199
YES, NO = {"true", "是", "yes"}, {"false", "否", "no"}


class Field(NamedTuple):
    """One input or output: its name, Chinese label, type, unit, and what it may be.

    Types: count (whole, not negative), integer, number, rate, money (yuan), date,
    datetime, boolean, choice, text.  `many` makes a list of them.
    """

    name: str
    label: str
    type: str
    unit: str | None = None
    many: bool = False
    optional: bool = False
    default: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    note: str | None = None

    def read(self, raw: Any) -> Any:
        """The typed value of a text, JSON value or list of them. Raises QuestionError."""
        if raw is None:
            return None
        if not self.many:
            return self._read_one(raw)
        if isinstance(raw, str):
            parts = raw.replace("，", ",").replace("、", ",").split(",")
            raw = [part.strip() for part in parts if part.strip()]
        if not isinstance(raw, list):
            raise QuestionError(f"“{self.name}”（{self.label}）应是一列值，如 3,5,7")
        return [self._read_one(item) for item in raw]

    def show(self, value: Any) -> Any:
        """The JSON form: whole numbers as numbers, money and fractions as text, dates as ISO."""
        if value is None:
            return None
        if self.many:
            return [_SHOW[self.type](item) for item in value]
        return _SHOW[self.type](value)

    def _read_one(self, raw: Any) -> Any:
        try:
            value = _READ[self.type](raw if isinstance(raw, bool) else str(raw).strip())
        except (ValueError, ZeroDivisionError):
            raise QuestionError(self._expectation(raw)) from None
        if self.choices and value not in dict(self.choices):
            raise QuestionError(self._expectation(raw))
        return value

    @property
    def wanted(self) -> str:
        """What a value of it must be, in words."""
        allowed = "、".join(f"{key}（{label}）" for key, label in self.choices)
        return f"只能是 {allowed}" if allowed else _WANTED[self.type]

    def _expectation(self, raw: Any) -> str:
        return f"“{self.name}”（{self.label}）的值“{raw}”不能使用：{self.wanted}"


def _read_count(raw: Any) -> int:
    value = _read_integer(raw)
    if value < 0:
        raise ValueError
    return value


def _read_integer(raw: Any) -> int:
    value = _read_number(raw)
    if value.denominator != 1:
        raise ValueError
    return int(value)


def _read_number(raw: Any) -> Fraction:
    if isinstance(raw, bool):
        raise ValueError
    text = str(raw).removesuffix("%")
    value = Fraction(text)
    return value / 100 if text != str(raw) else value


def _read_money(raw: Any) -> Fraction:
    value = _read_number(raw)
    if value < 0:
        raise ValueError
    return value


def _read_date(raw: Any) -> date:
    found = date.fromisoformat(str(raw))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(raw)
    return found


def _read_datetime(raw: Any) -> datetime:
    moment = datetime.fromisoformat(str(raw))
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment


def _read_boolean(raw: Any) -> bool:
    text = str(raw).lower()
    if text in YES | NO:
        return text in YES
    raise ValueError


def _show_number(value: Any) -> Any:
    """Whole numbers as numbers; others as exact decimals, or as a/b where there is none."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return int(exact)
    rest = exact.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest != 1:
        return str(exact)
    return format((Decimal(exact.numerator) / Decimal(exact.denominator)).normalize(), "f")


def _show_exact(value: Any) -> str:
    return str(_show_number(value))


_READ: dict[str, Callable[[Any], Any]] = {
    "count": _read_count,
    "integer": _read_integer,
    "number": _read_number,
    "rate": _read_number,
    "money": _read_money,
    "date": _read_date,
    "datetime": _read_datetime,
    "boolean": _read_boolean,
    "choice": str,
    "text": str,
}
_SHOW: dict[str, Callable[[Any], Any]] = {
    "count": int,
    "integer": int,
    "number": _show_number,
    "rate": _show_exact,
    "money": lambda value: str(round_yuan(value)),
    "date": lambda value: value.isoformat(),
    "datetime": lambda value: value.isoformat(),
    "boolean": bool,
    "choice": str,
    "text": str,
}
_WANTED = {
    "count": "应为不小于0的整数",
    "integer": "应为整数",
    "number": "应为数，如 3.5 或 1/3",
    "rate": "应为比例，如 0.01、1% 或 1/100",
    "money": "应为金额（元），如 3000.01",
    "date": f"应为日期，如 2026-11-22，{FIRST_YEAR} 年到 {LAST_YEAR} 年之间",
    "datetime": "应为时刻，如 2026-05-01T09:30",
    "boolean": "应为 true 或 false（是 或 否）",
    "choice": "不在可选范围内",
    "text": "应为文字",
}
TYPES = frozenset(_READ)


def field_named(fields: Sequence[Field], name: str) -> Field:
    """The field of that name. Raises QuestionError naming those there are."""
    for field in fields:
        if field.name == name:
            return field
    known = "、".join(field.name for field in fields)
    raise QuestionError(f"没有名为“{name}”的项；可用的有：{known}")
