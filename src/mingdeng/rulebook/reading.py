"""Reading nodes of a pack against what is allowed, collecting every flaw on the way."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from mingdeng.rulebook.errors import Flaw
from mingdeng.rulebook.expressions import Expression, parse_expression
from mingdeng.rulebook.functions import PLAIN
from mingdeng.rulebook.model import CONFIDENCES, Basis, Cite, Offset, Place
from mingdeng.rulebook.numbers import Number, parse_number
from mingdeng.rulebook.yamltree import Node

T = TypeVar("T")
OFFSET_UNITS = ("years", "months", "days", "working_days")
BASIS_KEYS = ("cite", "confidence", "checked_on", "gist", "doubt")


class Unreadable(Exception):
    """The entry at hand cannot be read; its flaw has been noted."""


class PackReader:
    """Reads one file of a pack. Flaws are noted; what depends on them raises Unreadable."""

    def __init__(self, pack: str, file: str, title: str | None = None) -> None:
        self.pack, self.file, self.title = pack, file, title
        self.flaws: list[Flaw] = []
        # Paths a lower pack has changed, with that pack: their numbers are its own.
        self.changed_paths: dict[str, str] = {}

    def place(self, node: Node) -> Place:
        return Place(self.pack, self.file, node.line)

    def note(self, node: Node, problem: str, remedy: str) -> None:
        self.flaws.append(Flaw(self.file, node.line, problem, remedy))

    def fail(self, node: Node, problem: str, remedy: str) -> Unreadable:
        self.note(node, problem, remedy)
        return Unreadable(problem)

    def each(self, node: Node | None, read: Callable[[Node], T]) -> list[T]:
        """Read every entry of a list; an unreadable one is noted and left out."""
        results: list[T] = []
        for child in self.children(node):
            try:
                results.append(read(child))
            except Unreadable:
                continue
        return results

    def children(self, node: Node | None) -> list[Node]:
        value = None if node is None else node.value
        if node is None or value is None:
            return []
        if not isinstance(value, list):
            raise self.fail(node, "这里应是一列内容。", "请每项前加“- ”。")
        return value

    def mapping(
        self, node: Node, *, required: Iterable[str] = (), optional: Iterable[str] = ()
    ) -> dict[str, Node]:
        """Entries of a mapping; unknown and missing keys are flaws."""
        value = node.value
        if not isinstance(value, dict):
            raise self.fail(node, "这里应是“名称: 内容”。", "请按 docs/rulebook.md 的格式填写。")
        required, allowed = tuple(required), {*required, *optional}
        for key in value.keys() - allowed:
            self.note(
                value[key],
                f"不认识“{key}”。",
                f"可用的有：{'、'.join(sorted(allowed))}。",
            )
        missing = [key for key in required if key not in value]
        if missing:
            raise self.fail(node, f"缺少“{'、'.join(missing)}”。", "请补上。")
        return value

    def text(self, node: Node | None) -> str:
        """A text that must be there."""
        value = None if node is None else node.value
        if not isinstance(value, str):
            raise self.fail(node or Node([1, None]), "这里应是文字。", "请填写。")
        return value.strip()

    def optional_text(self, node: Node | None) -> str | None:
        return None if node is None or node.value is None else self.text(node)

    def texts(self, node: Node | None) -> tuple[str, ...]:
        """One text or a list of them."""
        if node is not None and isinstance(node.value, str):
            return (self.text(node),)
        return tuple(self.text(child) for child in self.children(node))

    def flag(self, node: Node | None) -> bool:
        if node is None:
            return False
        return self.choice(node, ("true", "false")) == "true"

    def choice(self, node: Node, allowed: Iterable[str]) -> str:
        value, allowed = self.text(node), tuple(allowed)
        if value not in allowed:
            raise self.fail(node, f"“{value}”不能用在这里。", f"可用的有：{'、'.join(allowed)}。")
        return value

    def day(self, node: Node) -> date:
        value = self.text(node)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.fail(node, f"“{value}”不是日期。", "请写作 2018-10-28。") from None

    def optional_day(self, node: Node | None) -> date | None:
        return None if node is None or node.value is None else self.day(node)

    def number(self, node: Node, key: str) -> Number:
        value = self.text(node)
        try:
            return parse_number(value, self.owned(key))
        except (ValueError, ZeroDivisionError):
            raise self.fail(node, f"“{value}”不是数。", "请写作 7、3000.01 或 4/5。") from None

    def whole(self, node: Node, key: str) -> Number:
        number = self.number(node, key)
        if number.value.denominator != 1:
            raise self.fail(node, f"“{number.text}”不是整数。", "请写作 1、6 或 12。")
        return number

    def owned(self, key: str) -> str:
        """The key of a number, under the pack that set it."""
        stem, _, path = key.partition(":")
        for changed, pack in self.changed_paths.items():
            if path == changed or path.startswith(f"{changed}."):
                return f"{pack}/{stem.partition('/')[2]}:{path}"
        return key

    def expression(self, node: Node, key: str, names: Iterable[str] | None) -> Expression:
        """A condition or formula that may speak only of `names` (None: checked by the caller)."""
        try:
            expression = parse_expression(self.text(node), self.owned(key))
        except ValueError as error:
            raise self.fail(node, f"{error}。", "可用的写法见 docs/rulebook.md。") from None
        if names is not None:
            self.check_names(node, expression, names)
            strange = sorted(expression.calls - PLAIN.keys())
            if strange:
                problem = f"没有“{'、'.join(strange)}”这个函数。"
                raise self.fail(node, problem, f"可用的有：{'、'.join(sorted(PLAIN))}。")
        return expression

    def check_names(self, node: Node, expression: Expression, names: Iterable[str]) -> None:
        unknown = sorted(expression.names - set(names))
        if unknown:
            raise self.fail(
                node,
                f"词汇表中没有“{'、'.join(unknown)}”。",
                "请用词汇表（rulebook/vocabulary.yaml）里的名称，或先在那里登记。",
            )

    def offset(self, node: Node | None, key: str) -> Offset:
        """`{years: 3}` or a list of such steps, taken in order."""
        if node is None or node.value is None:
            return ()
        value = node.value
        parts = value if isinstance(value, list) else [node]
        return tuple(step for part in parts for step in self._steps(part, key))

    def _steps(self, node: Node, key: str) -> list[tuple[str, Number]]:
        entries = self.mapping(node, optional=OFFSET_UNITS)
        return [(unit, self.whole(child, f"{key}.{unit}")) for unit, child in entries.items()]

    def basis(self, entries: Mapping[str, Node], node: Node) -> Basis:
        """cite, confidence, checked_on, gist, doubt of a dated text."""
        missing = [key for key in ("cite", "confidence", "gist") if key not in entries]
        if missing:
            raise self.fail(
                node,
                f"缺少“{'、'.join(missing)}”。",
                "每个版本都要写明出处（cite）、可信程度（confidence）和条文大意（gist）。",
            )
        return Basis(
            cite=self._cite(entries["cite"]),
            confidence=self.choice(entries["confidence"], CONFIDENCES),
            checked_on=self.optional_day(entries.get("checked_on")),
            gist=self.text(entries["gist"]),
            doubt=self.optional_text(entries.get("doubt")),
        )

    def _cite(self, node: Node) -> Cite:
        entries = self.mapping(node, optional=("text", "article"))
        title = self.optional_text(entries.get("text")) or self.title
        if not title:
            raise self.fail(node, "没有写明依据的名称。", "请写 cite: {text: …, article: …}。")
        return Cite(title, self.optional_text(entries.get("article")))
