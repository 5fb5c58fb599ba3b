"""The letter that answers a request for what the platform already holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mingdeng.burden.citing import Citation
from mingdeng.engine.reasons import day_name

INSTEAD = (
    "请直接在平台查看或导出。没有查看权限的，请告知由谁查看；还缺某一项的，请指明，只补这一项。"
)


@dataclass(frozen=True, slots=True)
class Already:
    """One thing asked for, how much of it there is, and where it can be had."""

    label: str
    amount: str
    where: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter is made of."""

    asked_by: str
    asked: str
    received_on: date
    first: date | None
    last: date | None
    due: date | None
    already: Sequence[Already]
    cited: Sequence[Citation]
    signed: str
    on: date


def compose(letter: Letter) -> str:
    """The text of the letter: what was asked, where it stands, the rule, what to do instead."""
    return "\n".join(_lines(letter))


def _lines(letter: Letter) -> Iterator[str]:
    yield f"{letter.asked_by}："
    limits = "，".join(filter(None, (_span(letter), _due(letter))))
    asked = f"{day_name(letter.received_on)}收到报送“{letter.asked}”的要求"
    yield f"{asked}{f'（{limits}）' if limits else ''}。所要的内容已在平台中，不再另行填报："
    for number, one in enumerate(letter.already, start=1):
        amount = f"{one.amount}，" if one.amount else ""
        yield f"{number}. {one.label}：{amount}见{one.where}。"
    for place, one_rule in enumerate(letter.cited):
        start = "依据：" if place == 0 else ""
        yield f"{start}{one_rule.named}{one_rule.article}：{one_rule.gist}。"
    yield INSTEAD
    yield letter.signed
    yield day_name(letter.on)


def _span(letter: Letter) -> str:
    if letter.first and letter.last:
        return f"{day_name(letter.first)}至{day_name(letter.last)}的数据"
    return ""


def _due(letter: Letter) -> str:
    return f"要求{day_name(letter.due)}前报送" if letter.due else ""
