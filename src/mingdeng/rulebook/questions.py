"""Every question the packs answer: the list, and one responder for each."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from mingdeng.rulebook.cases import Outputs, Responder
from mingdeng.rulebook.fields import Field
from mingdeng.rulebook.formulas import answer, askable
from mingdeng.rulebook.model import Formula, Rulebook
from mingdeng.rulebook.numbers import Reader


def responders(rulebook: Rulebook) -> dict[str, Responder]:
    """A responder for each formula of the stack, by the name of its question."""
    return {
        formula.id: partial(_respond, formula, rulebook) for formula in rulebook.formulas.values()
    }


def describe(rulebook: Rulebook) -> list[dict[str, Any]]:
    """Each question with label, inputs and outputs (name, type, unit, allowed values), as JSON."""
    return [
        describe_question(formula.id, formula.label, askable(formula), formula.outputs)
        | {"refs": list(formula.refs), "gist": formula.versions[-1].basis.gist}
        for formula in sorted(rulebook.formulas.values(), key=lambda formula: formula.id)
    ]


def describe_question(
    name: str, label: str, inputs: Sequence[Field], outputs: Sequence[Field]
) -> dict[str, Any]:
    """One question as JSON."""
    return {
        "name": name,
        "label": label,
        "inputs": [describe_field(field) for field in inputs],
        "outputs": [describe_field(field) for field in outputs],
    }


def describe_field(field: Field) -> dict[str, Any]:
    """An input or output as JSON; keys without content are left out."""
    described = {
        "name": field.name,
        "label": field.label,
        "type": field.type,
        "many": field.many or None,
        "unit": field.unit,
        "optional": field.optional or None,
        "default": field.default,
        "allowed": dict(field.choices) or None,
        "note": field.note,
    }
    return {key: value for key, value in described.items() if value is not None}


def _respond(
    formula: Formula,
    rulebook: Rulebook,
    given: Mapping[str, Any],
    expect: Mapping[str, Any],  # noqa: ARG001 - every responder is told what is expected
    read: Reader,
) -> Outputs:
    return answer(formula, given, rulebook, read).outputs, formula.outputs
