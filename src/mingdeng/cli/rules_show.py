"""`mingdeng rules list | show | questions`: what the packs say."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mingdeng.cli.arguments import EXIT_WRONG_USE, Parser, add_json, add_packs, day
from mingdeng.cli.output import print_json
from mingdeng.cli.rules_registers import register_named, show_register
from mingdeng.cli.stacks import BASE, EVERYTHING, stack_of
from mingdeng.documents.columns import table
from mingdeng.facts.duty_question import INPUTS, OUTPUTS
from mingdeng.rulebook.cases import Case
from mingdeng.rulebook.errors import QuestionError
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.model import Formula, Rule, Rulebook, Version
from mingdeng.rulebook.packfiles import shipped_packs
from mingdeng.rulebook.questions import describe, describe_question
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.rulebook.wording import (
    frequency,
    in_words,
    limits,
    number_text,
    place_text,
    requirement_text,
)

OK = 0


def list_rules(argv: Sequence[str]) -> int:
    """Every duty of a stack, one line each."""
    parser = Parser(prog="mingdeng rules list", description="列出规则。")
    add_packs(parser, [BASE])
    add_json(parser)
    options = parser.parse_args(argv)
    rulebook = load(options.packs)
    if options.json:
        print_json([_rule_json(rule) for rule in rulebook.rules.values()])
        return OK
    rows = [_line(rule) for rule in rulebook.rules.values()]
    print(table([("编号", "名称", "承担者", "何时", "可信程度"), *rows]))
    optional = [rule.id for rule in rulebook.rules.values() if not rule.versions]
    if optional:
        print(f"标 * 的 {len(optional)} 条由地方采用后才作要求。")
    return OK


def show_rule(argv: Sequence[str]) -> int:
    """One duty, question or kind of register in full, as of a day."""
    parser = Parser(prog="mingdeng rules show", description="显示一条规则、一个问题或一种台账。")
    parser.add_argument("id", metavar="编号", help="见 mingdeng rules list")
    parser.add_argument("--as-of", type=day, metavar="日期", help="显示这一天有效的版本")
    add_packs(parser, EVERYTHING)
    add_json(parser)
    options = parser.parse_args(argv)
    rulebook = load(options.packs)
    entry = rulebook.rules.get(options.id) or rulebook.formulas.get(options.id)
    register = register_named(options.id, options.packs)
    if entry is None and register is None:
        raise QuestionError(f"没有编号为“{options.id}”的规则、问题或台账，见 mingdeng rules list")
    cases = _cases_about(options.id, options.packs)
    if isinstance(entry, Formula):
        _show_formula(entry, cases, as_json=options.json)
    elif entry is not None and options.json:
        print_json(_rule_json(entry) | {"cases": [_case_json(case) for case in cases]})
    elif entry is not None:
        terms = {name: term.label for name, term in rulebook.definitions.items()}
        _show(entry, options.as_of, cases, terms)
    # A duty and the register it is judged from may have one name.
    if register is not None and (entry is None or not options.json):
        show_register(register, as_json=options.json)
    return OK


def list_questions(argv: Sequence[str]) -> int:
    """Every question with its inputs and outputs."""
    parser = Parser(prog="mingdeng rules questions", description="列出可以提的问题。")
    add_packs(parser, EVERYTHING)
    add_json(parser)
    options = parser.parse_args(argv)
    questions = all_questions(load(options.packs))
    if options.json:
        print_json(questions)
        return OK
    for question in questions:
        inputs = "、".join(field["name"] for field in question["inputs"])
        outputs = "、".join(field["name"] for field in question["outputs"])
        print(f"{question['name']}  {question['label']}\n    输入 {inputs}\n    输出 {outputs}")
    return OK


def all_questions(rulebook: Rulebook) -> list[dict[str, Any]]:
    """The questions of the packs, and the one about a duty."""
    duty = describe_question("duty", "一项义务的履行情况", INPUTS, OUTPUTS)
    duty["gist"] = "由写明的事实判断；period 与 duty 写在 expect 中，或与其他输入一起给出"
    return [duty, *describe(rulebook)]


def _line(rule: Rule) -> tuple[str, ...]:
    words = vocabulary()
    version = (rule.versions or rule.written)[-1]
    owners = "、".join(words.label("bearers", kind) for kind in rule.owed_by)
    mark = words.label("confidences", version.basis.confidence)
    star = "" if rule.versions else "*"
    return (rule.id + star, rule.label, owners, frequency(version), mark)


def _show(rule: Rule, as_of: date | None, cases: Sequence[Case], terms: Mapping[str, str]) -> None:
    words = vocabulary()
    owners = "、".join(words.label("bearers", kind) for kind in rule.owed_by)
    print(f"{rule.label}（{rule.id}）")
    rows = [("承担者", owners)]
    rows += [("由谁办", rule.acts)] if rule.acts else []
    rows += [("领域表", "、".join(rule.refs))] if rule.refs else []
    rows += [("下级可自定", "、".join(sorted(rule.free)))] if rule.free else []
    if not rule.versions:
        rows.append(("适用", "由地方采用后才作要求"))
    print(table([(f"  {name}", text) for name, text in rows]))
    versions = rule.versions or rule.written
    chosen = [v for v in versions if as_of is None or v.covers(as_of)]
    if not chosen:
        print(f"  {as_of} 没有有效的版本，最早从 {versions[0].from_} 起")
    for version in chosen:
        _show_version(version, terms)
    _show_cases(cases)


def _show_version(version: Version, terms: Mapping[str, str]) -> None:
    words, basis = vocabulary(), version.basis
    until = f"到 {version.to}（不含）" if version.to else "至今"
    print(f"  {version.from_} 起，{until}")
    mark = words.label("confidences", basis.confidence)
    checked = f"，{basis.checked_on} 核对" if basis.checked_on else ""
    rows = [
        ("大意", basis.gist),
        ("依据", f"{basis.cite}"),
        ("可信程度", f"{mark}{checked}"),
        ("何时", frequency(version)),
        ("要求", requirement_text(version.require)),
        ("力度", words.label("forces", version.force)),
        *limits(version),
        ("写在", place_text(version.place)),
    ]
    rows += [("条件", in_words(version.when.text, terms))] if version.when else []
    rows += [("计入条件", in_words(version.only_if.text))] if version.only_if else []
    rows += [("计入时说明", version.remark.say)] if version.remark else []
    rows += [("存疑", basis.doubt)] if basis.doubt else []
    rows += [("下级改动", "、".join(version.changed_by))] if version.changed_by else []
    print(table([(f"    {name}", text) for name, text in rows]))


def _show_formula(formula: Formula, cases: Sequence[Case], *, as_json: bool) -> None:
    description = describe_question(formula.id, formula.label, formula.inputs, formula.outputs)
    versions = [
        {
            "from": version.from_.isoformat(),
            "to": version.to.isoformat() if version.to else None,
            "gist": version.basis.gist,
            "cite": {"text": version.basis.cite.text, "article": version.basis.cite.article},
            "confidence": version.basis.confidence,
            "doubt": version.basis.doubt,
            "numbers": {name: number_text(number) for name, number in version.numbers.items()},
            "steps": {name: expression.text for name, expression in version.steps},
        }
        for version in formula.versions
    ]
    if as_json:
        print_json(description | {"versions": versions, "cases": [_case_json(c) for c in cases]})
        return
    print(f"{formula.label}（{formula.id}）")
    for version in formula.versions:
        mark = vocabulary().label("confidences", version.basis.confidence)
        rows = [
            ("自", str(version.from_)),
            ("大意", version.basis.gist),
            ("依据", f"{version.basis.cite}（{mark}）"),
            *[(name, number_text(number)) for name, number in version.numbers.items()],
            *[(name, expression.text) for name, expression in version.steps],
            ("写在", place_text(version.place)),
        ]
        rows += [("存疑", version.basis.doubt)] if version.basis.doubt else []
        print(table([(f"  {name}", text) for name, text in rows]))
    _show_cases(cases)


def _show_cases(cases: Sequence[Case]) -> None:
    print(f"  案例 {len(cases)} 个")
    rows = [(f"    {case.id or '—'}", case.name, f"{case.file} 第{case.line}行") for case in cases]
    print(table(rows))


def _cases_about(name: str, packs: Sequence[str]) -> list[Case]:
    stacks = [stack_of(pack) for pack in dict.fromkeys((*shipped_packs(), *packs))]
    return [
        case
        for stack in stacks
        for case in stack.cases
        if name in {case.ask, case.expect.get("duty")}
    ]


def _case_json(case: Case) -> dict[str, Any]:
    return {"id": case.id, "name": case.name, "file": case.file, "line": case.line}


def _rule_json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "label": rule.label,
        "owed_by": list(rule.owed_by),
        "refs": list(rule.refs),
        "in_force": bool(rule.versions),
        "versions": [_version_json(version) for version in rule.versions or rule.written],
    }


def _version_json(version: Version) -> dict[str, Any]:
    basis = version.basis
    return {
        "from": version.from_.isoformat(),
        "to": version.to.isoformat() if version.to else None,
        "every": frequency(version),
        "require": requirement_text(version.require),
        "limits": dict(limits(version)),
        "when": version.when.text if version.when else None,
        "only_if": version.only_if.text if version.only_if else None,
        "force": version.force,
        "gist": basis.gist,
        "cite": {"text": basis.cite.text, "article": basis.cite.article},
        "confidence": basis.confidence,
        "checked_on": basis.checked_on.isoformat() if basis.checked_on else None,
        "doubt": basis.doubt,
        "changed_by": list(version.changed_by),
        "file": version.place.file,
        "line": version.place.line,
    }


__all__ = ["EXIT_WRONG_USE", "all_questions", "list_questions", "list_rules", "show_rule"]
