"""Rules in words: how often, how much."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from mingdeng.rulebook.model import (
    COUNTS,
    After,
    AllOf,
    Always,
    AnyOf,
    Bound,
    Comparison,
    Every,
    Fact,
    Measure,
    Offset,
    Place,
    Requirement,
    Share,
    Version,
)
from mingdeng.rulebook.numbers import Number
from mingdeng.rulebook.packfiles import SHIPPED
from mingdeng.rulebook.vocabulary import vocabulary

UNIT_NAMES = {
    "week": "每周",
    "ten-days": "每旬",
    "month": "每月",
    "quarter": "每季度",
    "half-year": "每半年",
    "year": "每年",
}
COUNT_NAMES = {"after-period": "期满以后所作，计入上一期", "stated-period": "计入记录写明的那一期"}
STEP_NAMES = {"years": "年", "months": "个月", "days": "天", "working_days": "个工作日"}


def frequency(version: Version) -> str:
    """When a rule is owed: 每月; 每周（3月至12月）; 本届选举日期后3年内; 随时."""
    season = version.season
    months = f"（{season.first.text}月至{season.last.text}月）" if season else ""
    return f"{_recurrence(version.timing)}{months}"


def _recurrence(timing: Every | After | Always) -> str:
    match timing:
        case Every(years=years) if years is not None:
            return f"每{years.text}年"
        case Every(unit=unit):
            return UNIT_NAMES[unit]
        case Always():
            return "随时"
    return _after(timing)


def requirement_text(requirement: Requirement) -> str:
    """What is asked for: 支委会不少于1次; 学时合计不少于90，或天数合计不少于12."""
    match requirement:
        case AnyOf(options=parts):
            return "，或".join(requirement_text(part) for part in parts)
        case AllOf(parts=parts):
            return "，且".join(requirement_text(part) for part in parts)
        case Fact(condition=condition):
            return in_words(condition.text)
    return _comparison(requirement)


def measure_text(measure: Measure) -> str:
    """What is counted or summed: 支委会; 学时合计; 含“第一议题”的党组会议."""
    words = vocabulary()
    kinds = "或".join(words.label("kinds", kind) for kind in measure.kinds)
    if measure.amount is not None:
        return f"{kinds}的{words.label('amounts', measure.amount)}合计"
    marks = [
        *([f"含“{words.label('topics', measure.topic)}”"] if measure.topic else []),
        *([words.label("roles", measure.role)] if measure.role else []),
        *([words.label("flags", measure.flag)] if measure.flag else []),
    ]
    return f"{kinds}（{'，'.join(marks)}）" if marks else kinds


def in_words(text: str, terms: Mapping[str, str] = MappingProxyType({})) -> str:
    """A condition with the names of facts and of the packs' own terms in Chinese."""
    words = vocabulary()
    labels = {name: word.label for name, word in (*words.amounts.items(), *words.facts.items())}
    for name, label in {**labels, **terms}.items():
        text = re.sub(rf"\b{name}\b", label, text)
    for sign, said in ((">=", "不少于"), ("<=", "不超过"), (" or ", " 或 "), (" and ", " 且 ")):
        text = text.replace(sign, said)
    for sign, said in (("not ", "不是"), ("(", "（"), (")", "）"), (", ", "，")):
        text = text.replace(sign, said)
    return text


def limits(version: Version) -> list[tuple[str, str]]:
    """What a rule says about when exactly it must be done, line by line; empty where nothing."""
    timing, flags = version.timing, vocabulary()
    lines = []
    if version.due:
        lines.append(("到期", f"期满{_offset(version.due)}"))
    if isinstance(timing, Always) and timing.within:
        lines.append(("补齐期限", f"不符合之日{_offset(timing.within)}"))
    if isinstance(timing, After) and timing.lead:
        lines.append(("提前办理", f"从{_steps(timing.lead)}前起计入"))
    if version.counts != COUNTS[0]:
        lines.append(("计入哪一期", COUNT_NAMES[version.counts]))
    if version.postponed_with is not None:
        label = flags.label("flags", version.postponed_with)
        lines.append(("推迟", f"有“{label}”的，计入它所属的那一期"))
    return lines


def number_text(number: object) -> str:
    """A number of a formula as the pack writes it; tables row by row, loans by their source."""
    match number:
        case None:
            return "以上"
        case Number(text=text):
            return text
        case Mapping():
            return "；".join(f"{name} {number_text(part)}" for name, part in number.items())
        case list() as parts if all(isinstance(part, list) for part in parts):
            return "、".join(":".join(number_text(cell) for cell in part) for part in parts)
        case list() | tuple():
            return " ".join(number_text(part) for part in number if part)
    return str(number)


def place_text(place: Place) -> str:
    """Where a rule stands: packs/national/dues.yaml 第12行."""
    shipped = "packs/" if (SHIPPED / place.file).is_file() else ""
    return f"{shipped}{place.file} 第{place.line}行"


def _steps(offset: Offset) -> str:
    return "".join(f"{abs(number.value)}{STEP_NAMES[unit]}" for unit, number in offset)


def _after(timing: After) -> str:
    words = vocabulary()
    if timing.due_of:
        start = "到期日"
    elif timing.event is not None:
        start = words.label("events", timing.event)
    else:
        start = words.label("kinds", timing.kind or "")
    yearly = "每年" if timing.yearly else ""
    return f"{yearly}{start}{_offset(timing.within)}"


def _offset(offset: Offset) -> str:
    steps = _steps(offset)
    before = any(number.value < 0 for _, number in offset)
    return f"前{steps}" if before else f"后{steps}内"


def _comparison(comparison: Comparison) -> str:
    bound = comparison.at_least if comparison.at_least is not None else comparison.at_most
    word = "不少于" if comparison.at_least is not None else "不超过"
    run = f"连续{comparison.run.text}期内" if comparison.run else ""
    unit = _unit(comparison.measure) if isinstance(bound, Number) else ""
    return f"{run}{measure_text(comparison.measure)}{word}{_bound(bound)}{unit}"


def _unit(measure: Measure) -> str:
    if measure.amount is None:
        return "次"
    word = vocabulary().amounts.get(measure.amount)
    return (word.unit if word else None) or ""


def _bound(bound: Bound | None) -> str:
    if isinstance(bound, Number):
        return bound.text
    if isinstance(bound, Share):
        share = "" if bound.share.value == 1 else f"的{bound.share.text}"
        return f"{measure_text(bound.of)}{share}"
    return vocabulary().label("facts", bound or "")
