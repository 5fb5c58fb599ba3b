"""YAML as a tree of texts with line numbers.

Every scalar stays the text a person wrote: 3000.01 never becomes a float, `no`
never becomes false.  The schema decides what a text means.  The tree can be
written to and read from JSON, so that a second start need not parse YAML.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mingdeng.rulebook.errors import Flaw, PackError

NULL_TEXTS = {"", "~", "null"}


@dataclass(frozen=True, slots=True)
class Node:
    """A text, a list of nodes, a mapping of nodes, or None, with its line."""

    line: int
    value: "str | list[Node] | dict[str, Node] | None"

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Entries of a mapping; nothing for anything else."""
        if isinstance(self.value, dict):
            yield from self.value.items()

    def to_plain(self) -> list[Any]:
        """JSON form: [line, value]."""
        if isinstance(self.value, list):
            return [self.line, [child.to_plain() for child in self.value]]
        if isinstance(self.value, dict):
            return [self.line, {key: child.to_plain() for key, child in self.value.items()}]
        return [self.line, self.value]

    @staticmethod
    def from_plain(plain: list[Any]) -> "Node":
        """The node `to_plain` was made from."""
        line, value = plain
        if isinstance(value, list):
            return Node(line, [Node.from_plain(child) for child in value])
        if isinstance(value, dict):
            return Node(line, {key: Node.from_plain(child) for key, child in value.items()})
        return Node(line, value)


def parse(text: str, file: str) -> Node:
    """The tree of one YAML document. Raises PackError: not YAML, a duplicate key, an alias."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise PackError([_not_yaml(file, mark.line + 1 if mark else 1)]) from None
    except yaml.YAMLError:
        raise PackError([_not_yaml(file, 1)]) from None
    if root is None:
        return Node(1, None)
    flaws: list[Flaw] = []
    tree = _convert(root, file, flaws, set())
    if flaws:
        raise PackError(flaws)
    return tree


def _not_yaml(file: str, line: int) -> Flaw:
    return Flaw(file, line, "不是可以读取的 YAML。", "请检查缩进、冒号和引号；不要使用制表符。")


def _convert(node: Any, file: str, flaws: list[Flaw], seen: set[int]) -> Node:
    import yaml

    line = node.start_mark.line + 1
    if id(node) in seen:
        flaws.append(Flaw(file, line, "使用了 YAML 引用（& 和 *）。", "请把内容写在用到的地方。"))
        return Node(line, None)
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return Node(line, _convert_mapping(node, file, flaws, seen))
    if isinstance(node, yaml.SequenceNode):
        return Node(line, [_convert(child, file, flaws, seen) for child in node.value])
    plain = not node.style  # quoted and block texts are never null
    return Node(line, None if plain and node.value in NULL_TEXTS else node.value)


def _convert_mapping(node: Any, file: str, flaws: list[Flaw], seen: set[int]) -> "dict[str, Node]":
    entries: dict[str, Node] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in entries:
            line = key.start_mark.line + 1
            flaws.append(
                Flaw(file, line, f"“{name}”在同一处写了两次。", "请只保留一个，或改正写错的名称。")
            )
        entries[name] = _convert(value, file, flaws, seen)
    return entries
