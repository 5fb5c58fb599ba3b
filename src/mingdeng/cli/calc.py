"""`mingdeng calc QUESTION key=value …`: one question, one answer, with its source."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mingdeng.cli.arguments import Parser, add_json, add_packs
from mingdeng.cli.output import print_json
from mingdeng.cli.stacks import EVERYTHING
from mingdeng.documents.columns import table
from mingdeng.facts.duty_question import OUTPUTS as DUTY_OUTPUTS
from mingdeng.facts.duty_question import ask_duty
from mingdeng.rulebook.errors import QuestionError
from mingdeng.rulebook.fields import Field
from mingdeng.rulebook.formulas import answer
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.model import Basis, Cite, Formula, Rulebook
from mingdeng.rulebook.numbers import read_plain
from mingdeng.rulebook.vocabulary import vocabulary


def run(argv: Sequence[str]) -> int:
    """Answer the question on the command line."""
    parser = Parser(prog="mingdeng calc", description="按规则计算一个问题。")
    parser.add_argument("question", metavar="问题", help="名称，见 mingdeng rules questions")
    parser.add_argument("inputs", nargs="*", metavar="名称=值", help="如 base=3000.01")
    add_packs(parser, EVERYTHING)
    add_json(parser)
    options = parser.parse_args(argv)
    rulebook = load(options.packs)
    given = dict(_pair(text) for text in options.inputs)
    if options.question == "duty":
        result, fields = _duty(rulebook, given), tuple(DUTY_OUTPUTS)
    else:
        formula = _find(rulebook, options.question)
        result, fields = _formula(rulebook, formula, given), formula.outputs
    if options.json:
        print_json(result)
    else:
        _show(result, fields)
    return 0


def _pair(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise QuestionError(f"“{text}”应写作 名称=值")
    name, value = name.strip(), value.strip()
    if value[:1] in {"[", "{"}:
        try:
            return name, json.loads(value, parse_float=str, parse_int=str)
        except ValueError:
            if value.startswith("{"):
                raise QuestionError(f'“{name}”应是 JSON，如 {{"kind": "branch"}}') from None
            return name, value.strip("[]")
    return name, value


def _find(rulebook: Rulebook, name: str) -> Formula:
    formula = rulebook.formulas.get(name)
    if formula is None:
        raise QuestionError(f"没有名为“{name}”的问题{_similar(rulebook, name)}")
    return formula


def _formula(rulebook: Rulebook, formula: Formula, given: Mapping[str, Any]) -> dict[str, Any]:
    result = answer(formula, given, rulebook)
    return {
        "question": formula.id,
        "label": formula.label,
        "answer": _shown(result.outputs, formula.outputs),
        "notes": list(result.notes),
        "basis": _basis(result.version.basis),
    }


def _duty(rulebook: Rulebook, given: Mapping[str, Any]) -> dict[str, Any]:
    expect = {name: given[name] for name in ("duty", "period") if name in given}
    facts = {name: value for name, value in given.items() if name not in expect}
    outputs, fields = ask_duty(rulebook, facts, expect, read_plain)
    rule = rulebook.rules[str(outputs["duty"])]
    return {
        "question": "duty",
        "label": rule.label,
        "answer": _shown(outputs, fields),
        "notes": [],
        "basis": _basis((rule.versions or rule.written)[-1].basis),
    }


def _shown(outputs: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    return {field.name: field.show(outputs.get(field.name)) for field in fields}


def _basis(basis: Basis) -> dict[str, Any]:
    return {
        "cite": {"text": basis.cite.text, "article": basis.cite.article},
        "gist": basis.gist,
        "confidence": basis.confidence,
        "doubt": basis.doubt,
    }


def _similar(rulebook: Rulebook, name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, rulebook.formulas, n=3, cutoff=0.5)
    return f"；相近的有：{'、'.join(near)}" if near else "；见 mingdeng rules questions"


def _show(result: Mapping[str, Any], fields: Sequence[Field]) -> None:
    print(result["label"])
    answers = result["answer"]
    print(table([(f"  {f.label}", _words(f, answers[f.name])) for f in fields]))
    for note in result["notes"]:
        print(f"  说明：{note}")
    basis = result["basis"]
    source = Cite(basis["cite"]["text"], basis["cite"]["article"])
    mark = vocabulary().label("confidences", basis["confidence"])
    print(f"  依据：{source}（{mark}）：{basis['gist']}")
    if basis["doubt"]:
        print(f"  存疑：{basis['doubt']}")


def _words(field: Field, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return "、".join(_words(field, item) for item in value) or "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    return dict(field.choices).get(value, f"{value}{field.unit or ''}")
