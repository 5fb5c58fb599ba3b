"""Formulas: questions answered by calculation, their numbers and steps read from the packs."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from mingdeng.daycount import CalendarMissing, WorkCalendar, default_calendar
from mingdeng.rulebook.definitions import Definitions
from mingdeng.rulebook.errors import MissingFact, QuestionError
from mingdeng.rulebook.expressions import Scope, evaluate
from mingdeng.rulebook.fields import TYPES, Field, field_named
from mingdeng.rulebook.functions import KNOWN_FUNCTIONS, functions_for
from mingdeng.rulebook.model import Formula, FormulaVersion, Rulebook, Version
from mingdeng.rulebook.numbers import Number, Reader, read_plain
from mingdeng.rulebook.reading import BASIS_KEYS, PackReader
from mingdeng.rulebook.rules import in_order
from mingdeng.rulebook.walk import numbers_of_version, path_of
from mingdeng.rulebook.yamltree import Node

FIELD_KEYS = ("unit", "many", "optional", "default", "choices", "note")
FORMULA_KEYS = ("refs", "dated_by", "calendar")
# Every question may be asked of the text in force on a day.
ON = Field("on", "按哪一天有效的条文", "date", optional=True, note="不填为最新条文")
CALENDAR_INPUTS = (
    Field("days_off", "另行给定的放假日", "date", many=True, optional=True),
    Field("workdays", "另行给定的调休上班日", "date", many=True, optional=True),
)


class Borrowed(NamedTuple):
    """A number that belongs to a rule or to another formula: no number has two owners."""

    owner: str
    id: str
    path: str


class Answer(NamedTuple):
    """What a question came to: outputs by name (None: not known), why not, by which version."""

    outputs: Mapping[str, Any]
    notes: tuple[str, ...]
    version: FormulaVersion


class _Note(NamedTuple):
    """Why an output is not known, and the input that was missing for it."""

    text: str
    missing: str | None = None


def read_formula(reader: PackReader, node: Node, definitions: Definitions) -> Formula:
    """The formula of an entry under `formulas`. Raises Unreadable once its flaws are noted."""
    entries = reader.mapping(
        node,
        required=("id", "label", "inputs", "outputs", "versions"),
        optional=FORMULA_KEYS,
    )
    formula_id = reader.text(entries["id"])
    inputs = _fields(reader, entries["inputs"])
    outputs = _fields(reader, entries["outputs"])
    versions = reader.each(
        entries["versions"],
        lambda child: _read_version(reader, child, formula_id, definitions),
    )
    formula = Formula(
        id=formula_id,
        label=reader.text(entries["label"]),
        refs=reader.texts(entries.get("refs")),
        inputs=inputs,
        outputs=outputs,
        dated_by=reader.optional_text(entries.get("dated_by")),
        uses_calendar=reader.flag(entries.get("calendar")),
        place=reader.place(node),
        versions=in_order(reader, node, versions),
    )
    for version in formula.versions:
        _check_steps(reader, node, formula, version)
    return formula


def answer(
    formula: Formula,
    given: Mapping[str, Any],
    rulebook: Rulebook,
    read: Reader = read_plain,
) -> Answer:
    """The answer to a question. Raises QuestionError: unknown input, wrong value, nothing known.

    `given` holds texts or JSON values by input name. An output that depends on a
    missing input or a missing year of the calendar of working days is None, with a note.
    """
    values = {name: field_named(askable(formula), name).read(raw) for name, raw in given.items()}
    version = _version_for(formula, values)
    calendar = _calendar(values)
    named = {**_defaults(formula), **{k: v for k, v in values.items() if v is not None}}
    named |= {k: _resolve(v, version, rulebook) for k, v in version.numbers.items()}
    outputs, notes = _take_steps(
        formula, version, Scope(named, functions_for(calendar, read), read)
    )
    if all(outputs[field.name] is None for field in formula.outputs):
        why = "；".join(dict.fromkeys(note.text for note in notes))
        raise QuestionError(f"“{formula.id}”没有得出结果：{why}")
    optional = {field.name for field in formula.inputs if field.optional}
    said = [note.text for note in notes if note.missing not in optional]
    shown = {field.name: outputs[field.name] for field in formula.outputs}
    return Answer(shown, tuple(dict.fromkeys(said)), version)


def askable(formula: Formula) -> tuple[Field, ...]:
    """Every input a question takes, those common to all included."""
    return (*formula.inputs, *(CALENDAR_INPUTS if formula.uses_calendar else ()), ON)


def borrowed_numbers(formula: Formula) -> list[tuple[str, Borrowed]]:
    """The numbers a formula borrows, with the name it gives them."""
    found: list[tuple[str, Borrowed]] = []
    for version in formula.versions:
        found += [(name, part) for name, value in version.numbers.items() for part in _loans(value)]
    return found


def find_number(rulebook: Rulebook, loan: Borrowed, day: date | None) -> Number:
    """The number a formula borrows, from the text in force on `day` (None: the newest).

    Raises QuestionError where there is none.
    """
    if loan.owner == "formula":
        formula = rulebook.formulas.get(loan.id)
        value = formula.versions[-1].numbers.get(loan.path) if formula else None
        if isinstance(value, Number):
            return value
        raise QuestionError(f"“{loan.id}”中没有“{loan.path}”这个数")
    for number in numbers_of_version(_lender(rulebook, loan, day)):
        if path_of(number) == loan.path:
            return number
    raise QuestionError(f"规则“{loan.id}”中没有“{loan.path}”这个数")


def _lender(rulebook: Rulebook, loan: Borrowed, day: date | None) -> Version:
    rule = rulebook.rules.get(loan.id)
    if rule is None:
        raise QuestionError(f"没有规则“{loan.id}”")
    versions = rule.versions or rule.written
    return next((v for v in versions if day is not None and v.covers(day)), versions[-1])


def _loans(value: Any) -> list[Borrowed]:
    if isinstance(value, Borrowed):
        return [value]
    children = value.values() if isinstance(value, dict) else value
    return [loan for child in children for loan in _loans(child)] if _nests(value) else []


def _nests(value: Any) -> bool:
    return isinstance(value, dict | list)


def _fields(reader: PackReader, node: Node) -> tuple[Field, ...]:
    return tuple(_field(reader, name, child) for name, child in node.items())


def _field(reader: PackReader, name: str, node: Node) -> Field:
    entries = reader.mapping(node, required=("label", "type"), optional=FIELD_KEYS)
    choices = entries["choices"].items() if "choices" in entries else ()
    return Field(
        name=name,
        label=reader.text(entries["label"]),
        type=reader.choice(entries["type"], sorted(TYPES)),
        unit=reader.optional_text(entries.get("unit")),
        many=reader.flag(entries.get("many")),
        optional=reader.flag(entries.get("optional")) or "default" in entries,
        default=reader.optional_text(entries.get("default")),
        choices=tuple((key, reader.text(child)) for key, child in choices),
        note=reader.optional_text(entries.get("note")),
    )


def _read_version(
    reader: PackReader, node: Node, formula_id: str, definitions: Definitions
) -> FormulaVersion:
    entries = reader.mapping(
        node, required=("from", "steps"), optional=("to", "numbers", *BASIS_KEYS)
    )
    start = reader.day(entries["from"])
    key = f"{reader.pack}/{formula_id}@{start}"
    numbers = entries["numbers"].items() if "numbers" in entries else ()
    return FormulaVersion(
        from_=start,
        to=reader.optional_day(entries.get("to")),
        numbers={
            name: _numbers(reader, child, f"{key}:{name}", definitions) for name, child in numbers
        },
        steps=tuple(
            (name, reader.expression(child, f"{key}:{name}", None))
            for name, child in entries["steps"].items()
        ),
        basis=reader.basis(entries, node),
        place=reader.place(node),
    )


def _numbers(reader: PackReader, node: Node, key: str, definitions: Definitions) -> Any:
    """A number, a table of them, or a loan from a rule or a definition."""
    value = node.value
    if isinstance(value, list):
        return [
            _numbers(reader, child, f"{key}.{place}", definitions)
            for place, child in enumerate(value, start=1)
        ]
    if isinstance(value, dict):
        loan = _loan(reader, value)
        if loan is not None:
            return loan
        if value.keys() == {"definition"}:
            return _defined(reader, value["definition"], definitions)
        return {
            name: _numbers(reader, child, f"{key}.{name}", definitions)
            for name, child in value.items()
        }
    return None if value is None else reader.number(node, key)


def _loan(reader: PackReader, entries: Mapping[str, Node]) -> Borrowed | None:
    for owner, place in (("rule", "path"), ("formula", "name")):
        if entries.keys() == {owner, place}:
            return Borrowed(owner, reader.text(entries[owner]), reader.text(entries[place]))
    return None


def _defined(reader: PackReader, node: Node, definitions: Definitions) -> Number:
    name = reader.text(node)
    numbers = definitions[name].means.numbers if name in definitions else ()
    if len(numbers) != 1:
        raise reader.fail(node, f"“{name}”不是只含一个数的定义。", "请写 definitions 中的名称。")
    return numbers[0]


def _check_steps(reader: PackReader, node: Node, formula: Formula, version: FormulaVersion) -> None:
    """Steps may use inputs, numbers and earlier steps; every output must be a step."""
    known = {field.name for field in askable(formula)} | version.numbers.keys()
    for name, expression in version.steps:
        unknown = (expression.names - known) | (expression.calls - KNOWN_FUNCTIONS)
        if unknown:
            reader.note(
                node,
                f"“{formula.id}”的“{name}”用到了没有的名称：{'、'.join(sorted(unknown))}。",
                "只能用输入、numbers 中的数、前面的步骤和 docs/rulebook.md 列出的函数。",
            )
        known.add(name)
    missing = {field.name for field in formula.outputs} - known
    if missing:
        reader.note(
            node,
            f"“{formula.id}”没有算出：{'、'.join(sorted(missing))}。",
            "每个 outputs 都要在 steps 里有同名的一步。",
        )


def _version_for(formula: Formula, values: Mapping[str, Any]) -> FormulaVersion:
    day = values.get("on") or (values.get(formula.dated_by) if formula.dated_by else None)
    if day is None:
        return formula.versions[-1]
    for version in formula.versions:
        if version.covers(day):
            return version
    raise QuestionError(
        f"“{formula.id}”在 {day} 没有有效的条文，最早从 {formula.versions[0].from_} 起"
    )


def _calendar(values: Mapping[str, Any]) -> WorkCalendar:
    calendar = default_calendar()
    off, work = values.get("days_off") or (), values.get("workdays") or ()
    return calendar.with_exceptions(off, work) if off or work else calendar


def _defaults(formula: Formula) -> dict[str, Any]:
    return {f.name: f.read(f.default) for f in formula.inputs if f.default is not None}


def _resolve(value: Any, version: FormulaVersion, rulebook: Rulebook) -> Any:
    if isinstance(value, Borrowed):
        return find_number(rulebook, value, version.to and version.from_)
    if isinstance(value, dict):
        return {key: _resolve(child, version, rulebook) for key, child in value.items()}
    if isinstance(value, list):
        return [_resolve(child, version, rulebook) for child in value]
    return value


def _take_steps(
    formula: Formula, version: FormulaVersion, scope: Scope
) -> tuple[dict[str, Any], list[_Note]]:
    values = dict(scope.values)
    labels = {field.name: field.label for field in formula.inputs}
    notes: list[_Note] = []
    for name, expression in version.steps:
        try:
            values[name] = evaluate(expression.tree, Scope(values, scope.functions, scope.read))
        except MissingFact as missing:
            values[name] = None
            if missing.name in labels:
                text = f"缺少“{missing.name}”（{labels[missing.name]}）"
                notes.append(_Note(text, missing.name))
        except CalendarMissing as missing_year:
            values[name] = None
            notes.append(_Note(str(missing_year)))
        except (TypeError, ZeroDivisionError, OverflowError, ValueError) as error:
            raise QuestionError(f"“{formula.id}”的“{name}”无法计算：请检查给出的值") from error
    return values, notes
