"""Texts of people into the values an entry keeps, field by field, and back.

The one reader for the form, the API and the Excel import: what one of them takes, all take.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from mingdeng.daycount import Cycle, period_of
from mingdeng.files.dates import read_date_text
from mingdeng.rulebook.registers import Field, Register

SHORT, LONG, MOST_NAMES, MOST_NAME = 200, 4000, 30, 60
EARLIEST, LATEST = 1900, 2100
MOST_NUMBER = Decimal(10) ** 12
YES, NO = ("是", "有", "√", "✓", "1", "true", "yes"), ("否", "无", "没有", "×", "0", "false", "no")
SEPARATORS = "、，,；;\n"
Text = str | Sequence[str]


class Invalid(Exception):
    """Something said of an entry cannot stand; `problems` says what, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("；".join(self.problems.values()))


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an entry: values by field, people by name, and of which period.

    `owner` where who writes it can only write of themselves.
    """

    values: Mapping[str, Any]
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    period: str = ""
    owner: uuid.UUID | None = None


def read_entry(register: Register, given: Mapping[str, Text], period: str = "") -> Said:
    """What was typed, as values; only the fields given. Raises Invalid naming each that cannot be.

    A field given empty is one to be emptied; a required one cannot be.
    """
    values: dict[str, Any] = {}
    people: dict[str, tuple[str, ...]] = {}
    problems: dict[str, str] = {}
    for one in register.fields:
        if one.id not in given:
            continue
        try:
            value = read_value(one, given[one.id])
        except ValueError as error:
            problems[one.id] = str(error)
            continue
        if one.required and value in (None, "", (), []):
            problems[one.id] = f"请填写{one.label}。"
        elif one.is_person:
            people[one.id] = value
        else:
            values[one.id] = value
    if register.every and not is_period(register.every, period):
        example = period_of(date(2026, 9, 1), Cycle(register.every)).label
        problems["period"] = f"请写明是哪一期，如“{example}”。"
    if problems:
        raise Invalid(problems)
    return Said(values, people, period if register.every else "")


def is_period(every: str, label: str) -> bool:
    """Whether a text names a month, a quarter or a year: 2026-09, 2026-Q3, 2026."""
    day = first_day(label)
    return day is not None and period_of(day, Cycle(every)).label == label


def first_day(label: str) -> date | None:
    """The day a period begins on; None where the text names none."""
    year, _, rest = label.partition("-")
    month = {"Q1": "1", "Q2": "4", "Q3": "7", "Q4": "10", "": "1"}.get(rest, rest)
    if not (year.isascii() and year.isdecimal() and month.isascii() and month.isdecimal()):
        return None
    if not EARLIEST <= int(year) <= LATEST or not 1 <= int(month) <= 12:
        return None
    return date(int(year), int(month), 1)


def next_period(every: str, label: str) -> str:
    """The period after one. Raises ValueError where the text names none."""
    day = first_day(label)
    if day is None:
        raise ValueError(label)
    end = period_of(day, Cycle(every)).end
    return period_of(date.fromordinal(end.toordinal() + 1), Cycle(every)).label


def read_value(one: Field, text: Text) -> Any:
    """One value as it is kept: text, ISO day, number as text, list of choices, names.

    None or empty where nothing was said. Raises ValueError in words for people.
    """
    if one.type in {"choices", "people", "person"}:
        parts = _parts(text)
        return _choices(one, parts) if one.type == "choices" else _names(one, parts)
    plain = (text if isinstance(text, str) else "".join(text)).strip()
    if not plain:
        return "" if one.type in {"text", "long"} else None
    return _READ[one.type](one, plain)


def shown(one: Field, value: Any) -> str:
    """A kept value as people read it, and as `read_value` takes it again."""
    if value is None or value == "":
        return ""
    if one.type == "yes_no":
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _parts(text: Text) -> list[str]:
    if not isinstance(text, str):
        return [part.strip() for part in text if part.strip()]
    for mark in SEPARATORS:
        text = text.replace(mark, "\0")
    return [part.strip() for part in text.split("\0") if part.strip()]


def _choices(one: Field, parts: Sequence[str]) -> list[str]:
    strange = [part for part in parts if part not in one.choices]
    if strange:
        raise ValueError(_no_choice(one, strange[0]))
    return list(dict.fromkeys(parts))


def _names(one: Field, parts: Sequence[str]) -> tuple[str, ...]:
    if one.type == "person" and len(parts) > 1:
        raise ValueError(f"{one.label}只能写一个人。")
    if len(parts) > MOST_NAMES:
        raise ValueError(f"{one.label}最多写{MOST_NAMES}人。")
    for part in parts:
        if len(part) > MOST_NAME or not part.isprintable():
            raise ValueError(f"{one.label}里的“{part[:12]}…”不是姓名，请核对。")
    return tuple(dict.fromkeys(parts))


def _text(one: Field, text: str) -> str:
    most = LONG if one.type == "long" else SHORT
    if len(text) > most:
        raise ValueError(f"{one.label}不超过{most}字，请缩短。")
    spread = text.replace("\n", "").replace("\r", "").replace("\t", "")
    if not (spread if one.type == "long" else text).isprintable():
        raise ValueError(f"{one.label}里有看不见的字符，请重新输入。")
    return text.replace("\r\n", "\n")


def _date(one: Field, text: str) -> date:
    found = read_date_text(text).day
    if found is None:
        raise ValueError(f"{one.label}“{text[:20]}”不是日期，请写作 2026-11-22。")
    if not EARLIEST <= found.year <= LATEST:
        raise ValueError(f"{one.label}“{text[:20]}”太远，请核对年份。")
    return found


def _choice(one: Field, text: str) -> str:
    if text not in one.choices:
        raise ValueError(_no_choice(one, text))
    return text


def _no_choice(one: Field, text: str) -> str:
    return f"{one.label}里没有“{text[:20]}”，可以写：{'、'.join(one.choices)}。"


def _count(one: Field, text: str) -> int:
    found = _decimal(one, text)
    if found != found.to_integral_value():
        raise ValueError(f"{one.label}请填整数。")
    return int(found)


def _number(one: Field, text: str) -> str:
    found = _decimal(one, text)
    places = 2 if one.type == "money" else 4
    if found != round(found, places):
        raise ValueError(f"{one.label}最多{places}位小数。")
    return f"{found:.2f}" if one.type == "money" else f"{found.normalize():f}"


def _decimal(one: Field, text: str) -> Decimal:
    try:
        found = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not text.isascii() or not found.is_finite() or not 0 <= found < MOST_NUMBER:
        raise ValueError(f"{one.label}“{text[:20]}”不是数，请填不小于 0 的数字。")
    return found


def _yes_no(one: Field, text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValueError(f"{one.label}请写“是”或“否”。")


_READ = {
    "text": _text,
    "long": _text,
    "date": _date,
    "choice": _choice,
    "count": _count,
    "number": _number,
    "money": _number,
    "yes_no": _yes_no,
    "entry": _text,
}
