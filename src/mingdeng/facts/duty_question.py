"""The question "duty": how one duty of one bearer stands, from facts written out.

The case files ask it, and anyone who wants to try a rule without files of an organ.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from mingdeng.engine.compiler import compile_rules
from mingdeng.engine.inputs import (
    LONG_AGO,
    Bearer,
    Clocks,
    Coverage,
    Evidence,
    Records,
    Steps,
    Value,
    Waiver,
)
from mingdeng.engine.reasons import reason
from mingdeng.engine.scalar import judge
from mingdeng.engine.tables import Tables
from mingdeng.engine.verdicts import Verdict, is_soon
from mingdeng.rulebook.errors import QuestionError
from mingdeng.rulebook.fields import Field
from mingdeng.rulebook.model import Rulebook
from mingdeng.rulebook.numbers import Reader
from mingdeng.rulebook.vocabulary import Word, vocabulary

STATES = tuple((word.id, word.label) for word in vocabulary().states.values())
INPUTS = (
    Field("as_of", "截至日期", "date"),
    Field("known_on", "记录截止日期", "date", optional=True, note="不填为全部记录"),
    Field("from", "从哪一天起判断", "date", optional=True, note="不填为截至日期当年"),
    Field("bearer", "承担者：kind 和各项事实，如 {kind: branch, full_members: 9}", "text"),
    Field(
        "evidence", "已做的事：kind、held_on，可加 present、expected、hours 等", "text", many=True
    ),
    Field(
        "waivers",
        "经批准的不作要求：first、last、approved_by、reason",
        "text",
        many=True,
        optional=True,
    ),
    Field(
        "sources",
        "有台账反映的类别：kind、from、to；不填视为都有",
        "text",
        many=True,
        optional=True,
    ),
)
OUTPUTS = (
    Field("duty", "义务编号", "text"),
    Field("period", "期间", "text"),
    Field("state", "状态", "choice", choices=STATES),
    Field("required", "要求", "number"),
    Field("counted", "已计", "number"),
    Field("due_on", "截止日", "date"),
    Field("still_possible", "是否还能补救", "boolean"),
    Field("soon", "将到期", "boolean"),
    Field("late", "是否晚于截止日", "boolean"),
    Field("postponed", "是否经同意延期", "boolean"),
    Field("reason", "理由", "text"),
    Field("missing", "缺少的事实或来源", "text"),
)
BEARER_KEYS = {"kind", "name", "founded", "dissolved", "group"}
EVIDENCE_KEYS = {
    *("id", "kind", "held_on", "held_from", "held_to", "topic", "topics", "role"),
    *("for_period", "flags", "recorded_on"),
}
DAY = Field("day", "日期", "date")


def ask_duty(
    rulebook: Rulebook,
    given: Mapping[str, Any],
    expect: Mapping[str, Any],
    read: Reader,
) -> tuple[dict[str, Any], Sequence[Field]]:
    """The verdict on the duty and period named in `expect`. Raises QuestionError."""
    if not expect.get("duty"):
        raise QuestionError("缺少“duty”（义务编号，见 mingdeng rules list）")
    duty = str(expect["duty"])
    if duty not in rulebook.rules:
        raise QuestionError(f"没有编号为“{duty}”的义务")
    bearer = _bearer(given.get("bearer"))
    clocks = Clocks(_day(given, "as_of"), _optional_day(given, "known_on") or date.max)
    first = _optional_day(given, "from")
    tables = compile_rules(rulebook, clocks, first=first, only=frozenset({duty}), read=read)
    records = Records(
        evidence=[_evidence(item, place) for place, item in enumerate(_list(given, "evidence"))],
        waivers=[_waiver(item, duty) for item in _entries(given, "waivers")],
        coverage=_coverage(given),
    )
    verdict = _chosen(judge(tables, bearer, records), expect.get("period"), clocks.as_of)
    return _outputs(verdict, tables), OUTPUTS


def _chosen(verdicts: Sequence[Verdict], period: str | None, as_of: date) -> Verdict:
    if period is not None:
        for verdict in verdicts:
            if verdict.period == period:
                return verdict
        known = "、".join(verdict.period for verdict in verdicts) or "无"
        raise QuestionError(f"没有期间“{period}”；有：{known}")
    if not verdicts:
        raise QuestionError("这类承担者没有这项义务")
    open_now = [v for v in verdicts if v.due_on is not None and v.due_on >= as_of]
    return (open_now or list(verdicts[-1:]))[0]


def _outputs(verdict: Verdict, tables: Tables) -> dict[str, Any]:
    latest = verdict.latest
    return {
        "duty": verdict.rule.id,
        "period": verdict.period,
        "state": verdict.state,
        "required": verdict.required,
        "counted": verdict.counted,
        "due_on": verdict.due_on,
        "still_possible": verdict.still_possible,
        "soon": is_soon(tables, verdict),
        "late": verdict.late,
        "postponed": latest is not None and latest.for_period == verdict.period,
        "reason": reason(verdict),
        "missing": verdict.why.detail if verdict.why and verdict.why.detail else None,
    }


def _bearer(raw: Any) -> Bearer:
    if not isinstance(raw, Mapping) or str(raw.get("kind")) not in vocabulary().bearers:
        kinds = "、".join(vocabulary().bearers)
        raise QuestionError(f"bearer 要写 kind，可用的有：{kinds}")
    words = vocabulary()
    _refuse_unknown(raw, {*BEARER_KEYS, *words.facts, *words.events}, "bearer")
    group = raw.get("group")
    return Bearer(
        id="bearer",
        kind=str(raw["kind"]),
        name=str(raw.get("name") or "本组织"),
        group=int(str(group)) if str(group).isdecimal() else group or None,
        founded=_optional_day(raw, "founded"),
        dissolved=_optional_day(raw, "dissolved"),
        facts={name: _steps(words.facts[name], raw[name]) for name in raw if name in words.facts},
        events={name: _days(raw[name]) for name in raw if name in words.events},
    )


def _steps(word: Word, raw: Any) -> Steps:
    if not isinstance(raw, list):
        return ((LONG_AGO, _value(word, raw)),)
    steps = _entries({word.id: raw}, word.id)
    return tuple(sorted((_day(step, "from"), _value(word, step.get("value"))) for step in steps))


def _value(word: Word, raw: Any) -> Value:
    value: Value = Field(word.id, word.label, word.type or "text").read(raw)
    return value


def _days(raw: Any) -> tuple[date, ...]:
    return tuple(DAY.read(item) for item in (raw if isinstance(raw, list) else [raw]))


def _evidence(raw: Any, place: int) -> Evidence:
    if not isinstance(raw, Mapping) or str(raw.get("kind")) not in vocabulary().kinds:
        kind = raw.get("kind") if isinstance(raw, Mapping) else raw
        raise QuestionError(f"evidence 的类别“{kind}”不在词汇表中")
    amounts = [name for name in raw if name in vocabulary().amounts]
    _refuse_unknown(raw, {*EVIDENCE_KEYS, *amounts}, "evidence")
    held_from = _optional_day(raw, "held_on") or _day(raw, "held_from")
    number = Field("amount", "数量", "number")
    return Evidence(
        id=str(raw.get("id") or f"{place:04d}"),
        bearer="bearer",
        kind=str(raw["kind"]),
        held_from=held_from,
        held_to=_optional_day(raw, "held_to") or held_from,
        topics=frozenset(_texts(raw, "topic") + _texts(raw, "topics")),
        role=raw.get("role"),
        for_period=raw.get("for_period"),
        amounts={name: Fraction(number.read(raw[name])) for name in amounts},
        flags=frozenset(_texts(raw, "flags")),
        recorded_on=_optional_day(raw, "recorded_on"),
    )


def _waiver(raw: Any, duty: str) -> Waiver:
    return Waiver(
        bearer="bearer",
        rule=duty,
        first=_day(raw, "first"),
        last=_day(raw, "last"),
        approved_by=str(raw.get("approved_by") or "上级党组织"),
        reason=str(raw.get("reason") or "未写理由"),
    )


def _coverage(given: Mapping[str, Any]) -> list[Coverage] | None:
    if given.get("sources") is None and "sources" not in given:
        return None
    return [
        Coverage(
            "bearer",
            str(item.get("kind")),
            _optional_day(item, "from") or LONG_AGO,
            _optional_day(item, "to") or date.max,
        )
        for item in _entries(given, "sources")
    ]


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    value = given.get(name) or []
    if not isinstance(value, list):
        raise QuestionError(f"“{name}”应是一列")
    return value


def _entries(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    items = _list(given, name)
    if not all(isinstance(item, Mapping) for item in items):
        raise QuestionError(f"“{name}”的每一项都要写名称和值")
    return items


def _texts(raw: Mapping[str, Any], name: str) -> list[str]:
    value = raw.get(name) or []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _day(raw: Mapping[str, Any], name: str) -> date:
    day = _optional_day(raw, name)
    if day is None:
        raise QuestionError(f"缺少“{name}”（日期，如 2026-11-22）")
    return day


def _optional_day(raw: Mapping[str, Any], name: str) -> date | None:
    value: date | None = Field(name, "日期", "date").read(raw.get(name))
    return value


def _refuse_unknown(raw: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(raw.keys() - known)
    if unknown:
        raise QuestionError(
            f"{where} 中不认识“{'、'.join(unknown)}”；可用的有：{'、'.join(sorted(known))}"
        )
