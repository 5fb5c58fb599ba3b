"""A verdict in words: what was asked, what was found, and why it came out so."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from mingdeng.engine.verdicts import DUE, MET, OVERDUE, Verdict, looks_back
from mingdeng.rulebook.model import Always, Every
from mingdeng.rulebook.vocabulary import vocabulary


def reason(verdict: Verdict) -> str:
    """One sober Chinese sentence for any verdict."""
    if verdict.why is not None:
        return _why(verdict)
    if isinstance(verdict.version.timing, Always):
        return _standing(verdict)
    if verdict.state == MET:
        return _met(verdict)
    return _unmet(verdict)


def period_name(label: str) -> str:
    """A period as people say it: 2026-03 -> 2026年3月, 2026-Q2 -> 2026年第二季度."""
    year, _, part = label.partition("-")
    if part[2:3] == "-" and part[3:].isdigit():
        return f"{day_name(date.fromisoformat(label))}前"
    if not part:
        return f"{year}年"
    if part.startswith("Q"):
        return f"{year}年第{'一二三四'[int(part[1]) - 1]}季度"
    if part.startswith("H"):
        return f"{year}年{'上下'[int(part[1]) - 1]}半年"
    if part.startswith("W"):
        return f"{year}年第{int(part[1:])}周"
    if "-T" in part:
        month, _, third = part.partition("-T")
        return f"{year}年{int(month)}月{'上中下'[int(third) - 1]}旬"
    return f"{year}年{int(part)}月" if len(part) == 2 else f"{year}至{part}年"


def period_text(verdict: Verdict) -> str:
    """The period of a verdict in words; a standing duty has none, only a day it runs from."""
    if isinstance(verdict.version.timing, Always):
        return "随时"
    return period_name(verdict.period)


def day_name(day: date) -> str:
    """A day in running text: 2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def amount(value: Fraction | int | None) -> str:
    """A count or sum without needless decimals."""
    if value is None:
        return "—"
    exact = Fraction(value)
    return str(exact.numerator) if exact.denominator == 1 else f"{float(exact):.2f}".rstrip("0")


def asked_for(verdict: Verdict) -> str:
    """What the deciding comparison counts, in words: 支委会、学时."""
    words = vocabulary()
    if verdict.test is None:
        return verdict.rule.label
    measure = verdict.test.leaf.measure
    if measure.amount is not None:
        return words.label("amounts", measure.amount)
    if measure.topic is not None:
        return f"含“{words.label('topics', measure.topic)}”议题的{_kinds(measure.kinds)}"
    return _kinds(measure.kinds)


def _kinds(kinds: Iterable[str]) -> str:
    labels = (vocabulary().label("kinds", kind) for kind in kinds)
    return "或".join(label.removesuffix("记录") for label in labels)


def unit_of(verdict: Verdict) -> str:
    """The unit of the deciding comparison."""
    measure = verdict.test.leaf.measure if verdict.test else None
    if measure is None or measure.amount is None:
        return "次"
    word = vocabulary().amounts.get(measure.amount)
    return (word.unit if word else None) or ""


def _why(verdict: Verdict) -> str:
    why, words = verdict.why, vocabulary()
    assert why is not None  # noqa: S101 - asked by the caller
    bearer = verdict.bearer
    match why.code:
        case "waived" if why.waiver is not None:
            waiver = why.waiver
            return (
                f"经{waiver.approved_by}批准，到{day_name(waiver.last)}止不作要求：{waiver.reason}"
            )
        case "founded" if bearer.founded is not None:
            return f"{day_name(bearer.founded)}成立，成立当期不作要求"
        case "dissolved" if bearer.dissolved is not None:
            return f"{day_name(bearer.dissolved)}撤销，当期不作要求"
        case "condition":
            return verdict.version.otherwise or f"不符合适用条件：{_condition(verdict)}"
        case "nothing-held":
            return "本期没有可以据以计算的活动"
        case "fact":
            word = words.facts.get(why.detail)
            label = word.label if word else why.detail
            return f"缺少事实“{label}”" + (
                f"，一般见于{word.source}" if word and word.source else ""
            )
    kind, _, topic = why.detail.partition(":")
    if topic:
        named = words.label("topics", topic)
        return f"{words.label('kinds', kind)}记录没有逐次写明“{named}”议题，不能判断"
    return f"没有“{words.label('kinds', kind)}”的台账或记录，不能判断"


def _condition(verdict: Verdict) -> str:
    when = verdict.version.when
    if when is None:
        return "不适用"
    text = when.text
    for name in sorted(when.names, key=len, reverse=True):
        text = text.replace(name, vocabulary().label("facts", name))
    return text.replace(">=", "不少于").replace("<=", "不多于").replace(" or ", "或")


def _standing(verdict: Verdict) -> str:
    if verdict.state == MET:
        return "现有情况符合要求"
    since = day_name(verdict.since) if verdict.since else "—"
    if verdict.due_on == verdict.since:
        return f"自{since}起不符合要求"
    verb = "应在" if verdict.state == DUE else "应不晚于"
    due = day_name(verdict.due_on) if verdict.due_on else "—"
    return f"自{since}起不符合要求，{verb}{due}补齐"


def _met(verdict: Verdict) -> str:
    latest = verdict.latest
    if verdict.test is None:
        done = f"{day_name(latest.held_from)}已办" if latest else "已办"
        return (
            f"{done}，晚于{day_name(verdict.due_on)}" if verdict.late and verdict.due_on else done
        )
    when = f"{day_name(latest.held_from)}，" if latest else ""
    counted = f"{amount(verdict.counted)}{unit_of(verdict)}"
    return f"{when}{asked_for(verdict)}共{counted}，{_bound(verdict)}"


def _bound(verdict: Verdict) -> str:
    at_least = verdict.test is None or verdict.test.at_least
    word = "不少于" if at_least else "不超过"
    return f"要求{word}{amount(verdict.required)}{unit_of(verdict)}"


def _unmet(verdict: Verdict) -> str:
    timing = verdict.version.timing
    if verdict.test is None or not isinstance(timing, Every):
        return _unmet_dated(verdict)
    if looks_back(verdict):
        return _lapsed(verdict)
    name, what = period_name(verdict.period), asked_for(verdict)
    counted = f"{amount(verdict.counted)}{unit_of(verdict)}"
    found = f"没有{what}记录" if not verdict.counted else f"{what}{counted}"
    text = f"{name}{found}，{_bound(verdict)}{_rejected(verdict)}"
    if verdict.state == OVERDUE:
        return text
    return f"{text}，{day_name(verdict.due_on)}前可以完成" if verdict.due_on else text


def _lapsed(verdict: Verdict) -> str:
    """A look back over several periods only asks to find out why, and who decides."""
    test = verdict.test
    periods = test.last_slot - test.first_slot + 1 if test else 0
    acts = f"，由{verdict.rule.acts}讨论" if verdict.rule.acts else ""
    name = period_name(verdict.period)
    return f"到{name}连续{periods}期没有{asked_for(verdict)}的记录，应先核实原因{acts}"


def _unmet_dated(verdict: Verdict) -> str:
    due = day_name(verdict.due_on) if verdict.due_on else "—"
    if verdict.state == OVERDUE:
        return f"应不晚于{due}，至今没有记录"
    return f"应不晚于{due}"


def _rejected(verdict: Verdict) -> str:
    """Why what was held did not count."""
    item = verdict.rejected
    if item is None:
        return ""
    present, expected = item.amounts.get("present"), item.amounts.get("expected")
    heads = f"，应到{amount(expected)}人、实到{amount(present)}人" if expected else ""
    return f"（{day_name(item.held_from)}的一次{heads}，不符合计入条件）"
