"""YAML as a tree of texts with line numbers.

Every scalar stays the text a person wrote: 3000.01 never becomes a float, `no`
never becomes false.  The schema decides what a text means.  The tree can be
written to and read from JSON, so that a second start need not parse YAML.
"""

from collections.abc import Iterator
from typing import Any

from mingdeng.rulebook.errors import Flaw, PackError

NULL_TEXTS = {"", "~", "null"}


Plain = list[Any]
"""[line, value] where the value is a text, None, a list of such, or a mapping of them: as JSON."""


class Node:
    """A view of one place in the tree: its line, and a text, a list or mapping of nodes, or None.

    Children become nodes when they are looked at: most of a pack is not, when only
    one question is asked.
    """

    __slots__ = ("_plain", "line")

    def __init__(self, plain: Plain) -> None:
        self._plain = plain
        self.line: int = plain[0]

    @property
    def value(self) -> "str | list[Node] | dict[str, Node] | None":
        """What stands here."""
        value = self._plain[1]
        if isinstance(value, dict):
            return {key: Node(child) for key, child in value.items()}
        if isinstance(value, list):
            return [Node(child) for child in value]
        text: str | None = value
        return text

    @property
    def plain(self) -> Plain:
        """The JSON form."""
        return self._plain

    def items(self) -> Iterator[tuple[str, "Node"]]:
        """Entries of a mapping; nothing for anything else."""
        value = self.value
        if isinstance(value, dict):
            yield from value.items()

    def with_value(self, value: "str | list[Node] | dict[str, Node] | None") -> "Node":
        """The same place with other content."""
        if isinstance(value, dict):
            return Node([self.line, {key: child.plain for key, child in value.items()}])
        if isinstance(value, list):
            return Node([self.line, [child.plain for child in value]])
        return Node([self.line, value])


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
        return Node([1, None])
    flaws: list[Flaw] = []
    plain = _convert(root, file, flaws, set())
    if flaws:
        raise PackError(flaws)
    return Node(plain)


def _not_yaml(file: str, line: int) -> Flaw:
    return Flaw(file, line, "不是可以读取的 YAML。", "请检查缩进、冒号和引号；不要使用制表符。")


def _convert(node: Any, file: str, flaws: list[Flaw], seen: set[int]) -> Plain:
    import yaml

    line = node.start_mark.line + 1
    if id(node) in seen:
        flaws.append(Flaw(file, line, "使用了 YAML 引用（& 和 *）。", "请把内容写在用到的地方。"))
        return [line, None]
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return [line, _convert_mapping(node, file, flaws, seen)]
    if isinstance(node, yaml.SequenceNode):
        return [line, [_convert(child, file, flaws, seen) for child in node.value]]
    plain = not node.style  # quoted and block texts are never null
    return [line, None if plain and node.value in NULL_TEXTS else node.value]


def _convert_mapping(node: Any, file: str, flaws: list[Flaw], seen: set[int]) -> dict[str, Plain]:
    entries: dict[str, Plain] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in entries:
            line = key.start_mark.line + 1
            flaws.append(
                Flaw(file, line, f"“{name}”在同一处写了两次。", "请只保留一个，或改正写错的名称。")
            )
        entries[name] = _convert(value, file, flaws, seen)
    return entries
