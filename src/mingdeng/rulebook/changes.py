"""What a lower pack changes in a higher one: which rule, from when, which numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mingdeng.rulebook.model import Basis, Place
from mingdeng.rulebook.reading import BASIS_KEYS, PackReader
from mingdeng.rulebook.yamltree import Node

TARGETS = ("rule", "setting")


@dataclass(frozen=True, slots=True)
class Change:
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
    if isinstance(node.value, list):
        place = int(step) - 1 if step.isdigit() else -1
        if not 0 <= place < len(node.value):
            return None
        child = with_set(node.value[place], rest, content) if rest else content
        return child and Node(node.line, [*node.value[:place], child, *node.value[place + 1 :]])
    if not isinstance(node.value, dict) or (rest and step not in node.value):
        return None
    child = with_set(node.value[step], rest, content) if rest else content
    return child and Node(node.line, {**node.value, step: child})
