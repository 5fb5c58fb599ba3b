"""Short forms: what is asked, what was typed, what is wrong with it at which field."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict

from mingdeng.web.visit import LAST_YEAR

TEXT, DAY, CLOCK, NUMBER, ONE, MANY, LONG = "text", "day", "clock", "number", "one", "many", "long"
ALWAYS = frozenset({"csrfmiddlewaretoken", "key", "version"})
EARLIEST = 1900
MOST = 2_147_483_647


@dataclass(frozen=True, slots=True)
class Ask:
    """One field: its name, what it is called, what may be answered."""

    name: str
    label: str
    kind: str = TEXT
    required: bool = False
    choices: Sequence[tuple[str, str]] = ()
    most: int = 60
    hint: str = ""
    empty: str = "—"


@dataclass
class Sheet:
    """The fields with what was typed, and what is wrong by field."""

    asks: Sequence[Ask]
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    key: str = ""
    version: str = ""

    def lines(self) -> list[tuple[Ask, Any, str]]:
        """Each field with its value and its problem, as the template goes through them."""
        return [
            (ask, self.values.get(ask.name, ""), self.problems.get(ask.name, ""))
            for ask in self.asks
        ]


def blank(asks: Sequence[Ask], values: dict[str, Any] | None = None, version: int = 0) -> Sheet:
    """A sheet to be filled in; values as they are stored."""
    shown = {name: _shown(value) for name, value in (values or {}).items()}
    return Sheet(asks, shown, key=str(uuid.uuid4()), version=str(version) if version else "")


def typed(asks: Sequence[Ask], data: QueryDict) -> Sheet:
    """What was sent, as typed. Raises BadRequest for a field that was not asked for."""
    known = {ask.name for ask in asks} | ALWAYS
    for name in data:
        if name not in known:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
    values: dict[str, Any] = {
        ask.name: data.getlist(ask.name)
        if ask.kind == MANY
        else str(data.get(ask.name, "")).strip()
        for ask in asks
    }
    return Sheet(asks, values, {}, str(data.get("key", "")), str(data.get("version", "")))


def answers(sheet: Sheet) -> dict[str, Any] | None:
    """The answers in their types; None where one cannot be read, which is then said at it."""
    found: dict[str, Any] = {}
    for ask in sheet.asks:
        try:
            found[ask.name] = _answer(ask, sheet.values[ask.name])
        except ValueError as error:
            sheet.problems[ask.name] = str(error)
    if not is_uuid(sheet.key):
        sheet.problems["key"] = "表单不完整，请刷新后重新填写。"
    return None if sheet.problems else found


def is_uuid(text: str) -> bool:
    """Whether a text is an id."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _answer(ask: Ask, value: Any) -> Any:
    if ask.kind == MANY:
        allowed = {name for name, _ in ask.choices}
        if not set(value) <= allowed:
            raise ValueError("请从列出的选项中选择。")
        if ask.required and not value:
            raise ValueError(f"请选择{ask.label}。")
        return list(dict.fromkeys(value))
    if not value:
        if ask.required:
            raise ValueError(f"请{'选择' if ask.kind == ONE else '填写'}{ask.label}。")
        return "" if ask.kind in {TEXT, LONG, ONE} else None
    return READ[ask.kind](ask, value)


def _text(ask: Ask, value: str) -> str:
    if len(value) > ask.most:
        raise ValueError(f"{ask.label}不超过{ask.most}字，请缩短。")
    if "\0" in value or (ask.kind == TEXT and not value.isprintable()):
        raise ValueError(f"{ask.label}里有看不见的字符，请重新输入。")
    return value


def _day(ask: Ask, value: str) -> date:
    del ask
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"“{value[:20]}”不是日期，请写作 2026-11-22。") from None
    if not EARLIEST <= found.year <= LAST_YEAR:
        raise ValueError(f"“{value[:20]}”太远，请核对年份。")
    return found


def _clock(ask: Ask, value: str) -> time:
    del ask
    try:
        return time.fromisoformat(value).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise ValueError(f"“{value[:20]}”不是时间，请写作 14:30。") from None


def _number(ask: Ask, value: str) -> int:
    if not (value.isascii() and value.isdecimal()) or int(value[:20]) > MOST:
        raise ValueError(f"{ask.label}请填整数。")
    return int(value)


def _one(ask: Ask, value: str) -> str:
    if value not in {name for name, _ in ask.choices}:
        raise ValueError(f"请从列出的选项中选择{ask.label}。")
    return value


READ = {TEXT: _text, LONG: _text, DAY: _day, CLOCK: _clock, NUMBER: _number, ONE: _one}


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
