"""What a lower pack changes in a higher one: which rule, from when, which numbers."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from mingdeng.rulebook.model import Basis, Place
from mingdeng.rulebook.reading import BASIS_KEYS, PackReader
from mingdeng.rulebook.yamltree import Node

TARGETS = ("rule", "setting")


class Change(NamedTuple):
    """An entry under `changes`: `set` maps paths such as `require.at_least` to new content.

    Without `set` it adopts an optional rule as it stands.
    """

    target: str
    id: str
    from_: date
    to: date | None
    set: Mapping[str, Node]
    basis: Basis
    place: Place


def read_change(reader: PackReader, node: Node) -> Change:
    """The change of an entry. Raises Unreadable once its flaws are noted."""
    entries = reader.mapping(
        node, required=("from",), optional=("to", "set", *TARGETS, *BASIS_KEYS)
    )
    targets = [name for name in TARGETS if name in entries]
    if len(targets) != 1:
        raise reader.fail(node, "没有写明改哪一条。", "请写 rule 或 setting 中的一个。")
    new = entries.get("set")
    return Change(
        target=targets[0],
        id=reader.text(entries[targets[0]]),
        from_=reader.day(entries["from"]),
        to=reader.optional_day(entries.get("to")),
        set=dict(new.items()) if new else {},
        basis=reader.basis(entries, node),
        place=reader.place(node),
    )


def with_set(node: Node, path: str, content: Node) -> Node | None:
    """The node with `content` at the path; None where the path leads nowhere.

    Steps are keys, or places in a list counted from 1.
    """
    step, _, rest = path.partition(".")
    value = node.value
    if isinstance(value, list):
        place = int(step) - 1 if step.isdigit() else -1
        if not 0 <= place < len(value):
            return None
        child = with_set(value[place], rest, content) if rest else content
        return child and node.with_value([*value[:place], child, *value[place + 1 :]])
    if not isinstance(value, dict) or (rest and step not in value):
        return None
    child = with_set(value[step], rest, content) if rest else content
    return child and node.with_value({**value, step: child})
