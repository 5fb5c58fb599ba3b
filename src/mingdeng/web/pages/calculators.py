"""规则: calculators, each a form made from the inputs of a question, answered by the same core."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from mingdeng.documents.ruletexts import packs_for, whole
from mingdeng.engine.reasons import day_name
from mingdeng.rulebook.errors import QuestionError
from mingdeng.rulebook.fields import Field
from mingdeng.rulebook.formulas import CALENDAR_INPUTS, ON, Answer, answer, askable
from mingdeng.rulebook.model import UNSURE, Formula
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.visit import Visit

# Areas as people look for them, by the first part of a question's name.
AREAS = {
    "meeting": "会议和表决",
    "committee": "会议和表决",
    "decision": "会议和表决",
    "heads": "会议和表决",
    "leading_group": "党组",
    "leadership": "党组",
    "election": "选举",
    "term": "换届",
    "dues": "党费",
    "admission": "发展党员",
    "membership": "党籍和党龄",
    "honours": "党籍和党龄",
    "relations": "组织关系",
    "training": "教育培训",
    "youth": "教育培训",
    "appraisal": "评议、处置和处分",
    "handling": "评议、处置和处分",
    "discipline": "评议、处置和处分",
    "branch": "组织设置",
    "group": "组织设置",
    "organ": "组织设置",
    "secretary": "组织设置",
}
DAYS = "日期和期限"
RARELY = frozenset({ON.name, *(field.name for field in CALENDAR_INPUTS)})
LONGEST, LONGEST_NUMBER = 400, 20
# How a value of a type is typed: the input's type, and the keyboard a phone shows.
WAYS = {
    "date": ("date", ""),
    "datetime": ("datetime-local", ""),
    "count": ("text", "numeric"),
    "integer": ("text", "numeric"),
    "number": ("text", "decimal"),
    "rate": ("text", "decimal"),
    "money": ("text", "decimal"),
}
NUMBERS = frozenset({"count", "integer", "number", "rate", "money"})
YES_NO = (("true", "是"), ("false", "否"))


@dataclass(frozen=True, slots=True)
class Calculator:
    """One line of the list."""

    label: str
    gist: str
    url: str


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of the form, with what was typed and what is wrong with it."""

    name: str
    label: str
    unit: str
    hint: str
    kind: str
    keyboard: str
    choices: Sequence[tuple[str, str]]
    value: str
    required: bool
    rarely: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the question came to, and what it rests on."""

    lines: Sequence[tuple[str, str]]
    notes: Sequence[str]
    gist: str
    cite: str
    confidence: str
    unsure: bool
    doubt: str
    since: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """The page of one question."""

    name: str
    label: str
    gist: str
    blanks: Sequence[Blank]
    result: Result | None
    problem: str
    texts: Sequence[tuple[str, str]]


def shelves_of(visit: Visit) -> list[tuple[str, list[Calculator]]]:
    """The calculators by area, in the order of the areas."""
    found: dict[str, list[Calculator]] = {area: [] for area in (*AREAS.values(), DAYS)}
    for formula in whole(packs_for(visit.viewer, visit.as_of)).formulas.values():
        address = visit.link(reverse("web:calculator", args=(formula.id,)))
        gist = formula.versions[-1].basis.gist
        found[_area(formula)].append(Calculator(formula.label, gist, address))
    return [(area, sorted(ones, key=lambda one: one.label)) for area, ones in found.items() if ones]


def formula_named(visit: Visit, name: str) -> Formula | None:
    """A question of the packs in force; None where there is none of that name."""
    return whole(packs_for(visit.viewer, visit.as_of)).formulas.get(name)


def inputs_of(formula: Formula) -> list[str]:
    """The parameters of a question's address."""
    return [field.name for field in askable(formula)]


def calculation_page(visit: Visit, formula: Formula, given: QueryDict) -> Calculation:
    """The form with what was typed and, where that can be read, the answer."""
    fields = askable(formula)
    typed = {f.name: given.get(f.name, "").strip()[:LONGEST] for f in fields}
    asked = any(name in given for name in typed)
    problems = {f.name: _problem(f, typed[f.name]) for f in fields} if asked else {}
    problem, result = "", None
    if asked and not any(problems.values()):
        try:
            result = _result(visit, formula, typed)
        except QuestionError as error:
            problem = _said(formula, str(error))
        except ArithmeticError:
            problem = "数太大或太细，不能计算，请核对填写的数。"
    return Calculation(
        name=formula.id,
        label=formula.label,
        gist=formula.versions[-1].basis.gist,
        blanks=[_blank(f, typed[f.name], problems.get(f.name, "")) for f in fields],
        result=result,
        problem=problem,
        texts=[
            (_span(version.from_, version.to), str(version.basis.cite))
            for version in reversed(formula.versions)
        ],
    )


def _area(formula: Formula) -> str:
    return AREAS.get(formula.id.partition(".")[0], DAYS)


def _blank(field: Field, value: str, problem: str) -> Blank:
    kind, keyboard = ("text", "") if field.many else WAYS.get(field.type, ("text", ""))
    choices = YES_NO if field.type == "boolean" else field.choices
    return Blank(
        name=field.name,
        label=field.label,
        unit=_unit(field),
        hint=_hint(field),
        kind="select" if choices and not field.many else kind,
        keyboard=keyboard,
        choices=choices,
        value=value or field.default or "",
        required=not field.optional,
        rarely=field.name in RARELY,
        problem=problem,
    )


def _unit(field: Field) -> str:
    return field.unit or ("元" if field.type == "money" else "")


def _hint(field: Field) -> str:
    said = [field.note] if field.note else []
    if field.many:
        example = "2026-10-01，2026-10-02" if field.type == "date" else "9，7，5"
        said.append(f"几个值之间用逗号分开，如 {example}")
    if field.type == "rate":
        said.append("如 4/5 或 80%")
    if field.optional and field.name not in RARELY and field.default is None:
        said.append("可不填")
    return "；".join(said)


def _problem(field: Field, value: str) -> str:
    """What is wrong with one field, as it stands beside it."""
    if not value:
        return "" if field.optional else "请填写这一项。"
    if not field.many and field.type in NUMBERS and len(value) > LONGEST_NUMBER:
        return f"太长，不能计算，请核对。{field.wanted}。"
    try:
        field.read(value)
    except QuestionError:
        return f"“{value}”不能使用，{field.wanted}。"
    return ""


def _result(visit: Visit, formula: Formula, typed: Mapping[str, str]) -> Result:
    given = {name: value for name, value in typed.items() if value}
    if visit.previewing:
        given.setdefault(ON.name, visit.as_of.isoformat())
    found: Answer = answer(formula, given, whole(packs_for(visit.viewer, visit.as_of)))
    basis = found.version.basis
    return Result(
        lines=[(f.label, _shown(f, f.show(found.outputs[f.name]))) for f in formula.outputs],
        notes=[_said(formula, note) for note in found.notes],
        gist=basis.gist,
        cite=str(basis.cite),
        confidence=vocabulary().label("confidences", basis.confidence),
        unsure=basis.confidence in UNSURE,
        doubt=basis.doubt_for_readers,
        since=_span(found.version.from_, found.version.to),
    )


def _shown(field: Field, value: Any) -> str:
    """An output as people read it."""
    if value is None:
        return "—"
    if isinstance(value, list):
        return "、".join(_shown(field, one) for one in value) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.type == "date":
        return day_name(date.fromisoformat(str(value)))
    if field.type == "rate" and "/" not in str(value):
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    return dict(field.choices).get(value, f"{value}{_unit(field)}")


def _said(formula: Formula, text: str) -> str:
    """A message of the core without the names only a command line needs."""
    text = text.replace(f"“{formula.id}”", "")
    for field in askable(formula):
        text = text.replace(f"“{field.name}”（{field.label}）", f"“{field.label}”")
    return text if text.endswith("。") else f"{text}。"


def _span(first: date, last: date | None) -> str:
    return f"{day_name(first)}起" + (f"，至{day_name(last)}" if last else "")
