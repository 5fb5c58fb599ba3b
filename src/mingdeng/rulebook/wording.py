"""Rules in words: how often, how much."""

from mingdeng.rulebook.model import (
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
    Requirement,
    Share,
)
from mingdeng.rulebook.numbers import Number
from mingdeng.rulebook.vocabulary import vocabulary

UNIT_NAMES = {
    "week": "每周",
    "ten-days": "每旬",
    "month": "每月",
    "quarter": "每季度",
    "half-year": "每半年",
    "year": "每年",
}
STEP_NAMES = {"years": "年", "months": "个月", "days": "天", "working_days": "个工作日"}


def frequency(timing: Every | After | Always) -> str:
    """When a rule is owed: 每月; 本届选举日期后3年内; 随时."""
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


def in_words(text: str) -> str:
    """A condition with the names of facts in Chinese."""
    for name, word in sorted(vocabulary().facts.items(), key=lambda item: -len(item[0])):
        text = text.replace(name, word.label)
    for sign, said in ((">=", "不少于"), ("<=", "不超过"), (" or ", " 或 "), (" and ", " 且 ")):
        text = text.replace(sign, said)
    return text.replace("not ", "不是 ")


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
    steps = "".join(f"{abs(number.value)}{STEP_NAMES[unit]}" for unit, number in offset)
    before = any(number.value < 0 for _, number in offset)
    return f"前{steps}" if before else f"后{steps}内"


def _comparison(comparison: Comparison) -> str:
    bound = comparison.at_least if comparison.at_least is not None else comparison.at_most
    word = "不少于" if comparison.at_least is not None else "不超过"
    run = f"连续{comparison.run.text}期内" if comparison.run else ""
    return f"{run}{measure_text(comparison.measure)}{word}{_bound(bound)}"


def _bound(bound: Bound | None) -> str:
    if isinstance(bound, Number):
        return bound.text
    if isinstance(bound, Share):
        share = "" if bound.share.value == 1 else f"的{bound.share.text}"
        return f"{measure_text(bound.of)}{share}"
    return vocabulary().label("facts", bound or "")
