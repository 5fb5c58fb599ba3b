"""Defined terms of a pack: a condition several rules share, with its own source."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mingdeng.rulebook.expressions import Expression
from mingdeng.rulebook.model import Basis, Place
from mingdeng.rulebook.numbers import Number
from mingdeng.rulebook.reading import BASIS_KEYS, PackReader
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.rulebook.yamltree import Node


class Definition(NamedTuple):
    """What a term means, and what to say where it does not hold."""

    id: str
    label: str
    otherwise: str
    means: Expression
    basis: Basis
    place: Place


Definitions = Mapping[str, Definition]


class Expanded(NamedTuple):
    """A condition with its defined terms written out, and what to say where it does not hold."""

    expression: Expression | None
    otherwise: str | None


def read_definition(reader: PackReader, node: Node) -> Definition:
    """The defined term of an entry under `definitions`."""
    entries = reader.mapping(
        node, required=("id", "label", "otherwise", "means"), optional=BASIS_KEYS
    )
    name = reader.text(entries["id"])
    return Definition(
        id=name,
        label=reader.text(entries["label"]),
        otherwise=reader.text(entries["otherwise"]),
        means=reader.expression(
            entries["means"], f"{reader.pack}/{name}:definition", vocabulary().facts
        ),
        basis=reader.basis(entries, node),
        place=reader.place(node),
    )


def expand(expression: Expression, definitions: Definitions) -> Expanded:
    """The expression with every defined term replaced by what it means."""
    used = [definitions[name] for name in sorted(expression.names) if name in definitions]
    if not used:
        return Expanded(expression, None)
    plain = expression.names - definitions.keys()
    meanings = [term.means for term in used]
    full = Expression(
        text=expression.text,
        tree=_replace(expression.tree, definitions),
        names=plain.union(*(meaning.names for meaning in meanings)),
        calls=expression.calls.union(*(meaning.calls for meaning in meanings)),
        numbers=expression.numbers + tuple(n for meaning in meanings for n in meaning.numbers),
    )
    return Expanded(full, ";".join(term.otherwise for term in used))


def _replace(tree: tuple[Any, ...], definitions: Definitions) -> tuple[Any, ...]:
    if tree[0] == "name" and tree[1] in definitions:
        return definitions[tree[1]].means.tree
    return tuple(_replace(part, definitions) if _is_tree(part) else part for part in tree)


def _is_tree(part: Any) -> bool:
    return isinstance(part, tuple) and not isinstance(part, Number)
