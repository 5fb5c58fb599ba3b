"""Heads, votes and amounts: whole numbers and money as people write them."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from mingdeng.files.grid import Broken, Stamp, Value
from mingdeng.files.rows import Votes
from mingdeng.files.text import chinese_number, squeeze, unquoted

_NUMBER = r"(\d{1,7}|[〇零一二三四五六七八九十百两]{1,7})"
_HEADS = re.compile(rf"(?:共计|共|计)?{_NUMBER}(?:\.0+)?(?:人|名|位|个|次|票)?(?:党员)?(?:\(.*\))?")
_SIGNED = re.compile(r"[-−—–]\d+(?:人|名)?")
_FRACTION = re.compile(r"\d+\.\d*[1-9]\d*(?:人|名)?")
_PAIR = re.compile(rf"{_NUMBER}(?:人|名)?[/／|\\:、,;和~-]{{1,2}}{_NUMBER}(?:人|名)?")
_WHO = (
    r"(?:党员|委员|人数|会议|会|人员|成员|同志|席|加|参会|正式|全体|数|为|共|:|：|\(|人|名|有|的)"
    r"{0,6}"
)
_EXPECTED = re.compile(rf"应(?:到|参会|参加|出席|参){_WHO}{_NUMBER}")
_PRESENT = re.compile(
    rf"(?:实际?(?:到|参会|参加|出席|参)|(?<![应未])(?:出席|到会|参会|参加)){_WHO}{_NUMBER}"
)
_VOTERS = re.compile(rf"应(?:到|参会|参加|出席)[^,;。]{{0,12}}?表决权[^,;。\d]{{0,8}}?{_NUMBER}")
_VOTERS_PRESENT = re.compile(
    rf"实(?:到|参会|参加|出席)[^,;。]{{0,12}}?表决权[^,;。\d]{{0,8}}?{_NUMBER}"
)
_TWO_DIGITS = re.compile("[一二三四五六七八九两]{2}")
# 应3实3, 实4应5: so short only where both stand together.
_BRIEF = re.compile(r"应(\d{1,4})人?[,、/;]?实(\d{1,4})(?!\d)")
_BRIEF_TURNED = re.compile(r"实(\d{1,4})人?[,、/;]?应(\d{1,4})(?!\d)")
_VOTE = r"(?:票数|票|的|人数|意见|者|:|：|有|为|共){0,4}"
_ZERO = r"(无|没有|零)"
# 同意2026年计划 and 同意三名同志转正 are no votes: a bare number must end the clause.
_CAST = rf"{_VOTE}{_NUMBER}(?:票|(?:人|名)?(?=$|[,;。、)反不弃]))"
_CASTING = rf"{_NUMBER}(?:人|票|名)(?:表示|投)?"
_FOR = re.compile(rf"(?<!不)(?:赞成|同意){_CAST}|{_CASTING}(?:赞成|同意)")
_NO = "(?:反对|不同意|不赞成)"
_AGAINST = re.compile(rf"{_NO}{_CAST}|{_CASTING}{_NO}|{_ZERO}(?:人)?{_NO}")
_ABSTAIN = re.compile(
    rf"弃权{_CAST}|{_CASTING}弃权|{_ZERO}(?:人)?弃权|{_ZERO}(?:人)?{_NO}(?:票)?[、和或及,]?弃权"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of heads, or the code of what is wrong with it."""

    number: int | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """What one text says about who should have come, who came and who may vote."""

    expected: int | None = None
    present: int | None = None
    voters: int | None = None
    voters_present: int | None = None


def read_count(value: Value) -> Count:
    """A whole number of heads: 21, 21人, ２１, 二十一."""
    if isinstance(value, int | float):
        return _from_number(value)
    if isinstance(value, Broken):
        return Count(problem=value.code)
    if isinstance(value, Stamp) or not isinstance(value, str):
        return Count(problem="unreadable-count")
    return _count_in(squeeze(unquoted(value))[:100])


def _from_number(value: float) -> Count:
    if not abs(value) < 10_000_000:  # NaN included
        return Count(problem="unreadable-count")
    if value < 0:
        return Count(problem="negative-count")
    return Count(int(value)) if value == int(value) else Count(problem="count-not-whole")


def _count_in(text: str) -> Count:
    match = _HEADS.fullmatch(text)
    if match:
        number = _spoken(match[1])
        return Count(number, None if number is not None else "unreadable-count")
    if _SIGNED.fullmatch(text):
        return Count(problem="negative-count")
    if _FRACTION.fullmatch(text):
        return Count(problem="count-not-whole")
    return Count(problem="unreadable-count")


def read_attendance(text: str) -> Attendance:
    """应到20人，实到18人 anywhere in a text; nothing where it is not said."""
    line = _clauses(text)
    if brief := _BRIEF.search(line):
        return Attendance(int(brief[1]), int(brief[2]))
    if turned := _BRIEF_TURNED.search(line):
        return Attendance(int(turned[2]), int(turned[1]))
    voters, voters_present = _number(_VOTERS, line), _number(_VOTERS_PRESENT, line)
    return Attendance(
        expected=_number(_EXPECTED, line),
        present=_number(_PRESENT, line),
        voters=voters,
        voters_present=voters_present,
    )


def read_pair(text: str) -> tuple[int, int] | None:
    """Two numbers in one cell, in the order written: 20/18."""
    match = _PAIR.fullmatch(squeeze(text[:100]))
    if not match:
        return None
    first, second = _spoken(match[1]), _spoken(match[2])
    return None if first is None or second is None else (first, second)


def read_votes(text: str) -> Votes | None:
    """Votes for, against and abstaining; None for a part (or all) not given as a number."""
    line = _clauses(text)
    in_favour = _number(_FOR, line)
    against, abstaining = _number(_AGAINST, line), _number(_ABSTAIN, line)
    if in_favour is None and against is None:
        return None
    return in_favour, against, abstaining


def votes_named(text: str) -> int:
    """How many results of a vote a text reports."""
    return len(_FOR.findall(_clauses(text)))


def _clauses(text: str) -> str:
    return squeeze(text[:40_000].replace("\n", ";"))


def _number(pattern: re.Pattern[str], line: str) -> int | None:
    match = pattern.search(line)
    if not match:
        return None
    found = next(group for group in match.groups() if group)
    return 0 if found in {"无", "没有", "零"} else _spoken(found)


def _spoken(numeral: str) -> int | None:
    """A number of heads; 五六 is five or six, not 56."""
    return None if _TWO_DIGITS.search(numeral) else chinese_number(numeral)


def read_amount(value: Value) -> Decimal | None:
    """An amount in yuan, exactly as written; None where it is none."""
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value)) if abs(value) < 1e15 else None
    if not isinstance(value, str):
        return None
    text = squeeze(unquoted(value)).strip("¥￥元").replace(",", "")
    return _decimal(text)


def read_rate(value: Value) -> Decimal | None:
    """A share: 1.5%, 0.015, or 1.5 in a column of per cent."""
    if isinstance(value, str):
        text = squeeze(unquoted(value))
        for sign, divisor in (("%", 100), ("‰", 1000)):
            if text.endswith(sign):
                number = _decimal(text[:-1])
                return None if number is None else number / divisor
    number = read_amount(value)
    if number is None:
        return None
    return number / 100 if number > Decimal("0.1") else number


def _decimal(text: str) -> Decimal | None:
    if not re.fullmatch(r"-?\d{1,15}(?:\.\d{1,10})?", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
