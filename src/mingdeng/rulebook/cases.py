"""Cases: small questions with expected answers, beside the rules they pin down."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mingdeng.rulebook.errors import Flaw, PackError, QuestionError
from mingdeng.rulebook.fields import Field, field_named
from mingdeng.rulebook.numbers import Reader, WatchingReader
from mingdeng.rulebook.reading import PackReader, Unreadable
from mingdeng.rulebook.treecache import parse_file
from mingdeng.rulebook.yamltree import Node


class Case(NamedTuple):
    """One question with its expected answer; `id` ties it to a worked case of the domain tables."""

    id: str | None
    name: str
    ask: str
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    file: str
    line: int


class Result(NamedTuple):
    """How a case came out: the differences, empty when it passed, and the numbers it read."""

    case: Case
    differences: tuple[str, ...]
    numbers: frozenset[str]

    @property
    def passed(self) -> bool:
        """Whether the answer was as expected."""
        return not self.differences


Outputs = tuple[Mapping[str, Any], Sequence[Field]]
Responder = Callable[[Mapping[str, Any], Mapping[str, Any], Reader], Outputs]
"""Answers a question (given, expected, reader): outputs by name, and the fields they belong to.

What is expected only says which of several answers is meant, e.g. which period.
"""


def read_cases(path: Path, name: str) -> list[Case]:
    """The cases of a file. Raises PackError with file, line and remedy."""
    try:
        tree, _ = parse_file(path, name)
    except (OSError, UnicodeDecodeError):
        raise PackError([_unreadable(name)]) from None
    reader = PackReader("", name)
    try:
        cases = reader.each(tree, lambda node: _case(reader, node))
    except Unreadable:
        cases = []
    if reader.flaws:
        raise PackError(reader.flaws)
    return cases


def run_case(case: Case, responders: Mapping[str, Responder], reader: WatchingReader) -> Result:
    """Ask the case's question and compare what was expected, and only that."""
    responder = responders.get(case.ask)
    if responder is None:
        problem = f"没有名为“{case.ask}”的问题；见 mingdeng rules questions"
        return Result(case, (problem,), frozenset())
    try:
        outputs, fields = responder(case.given, case.expect, reader)
        differences = _differences(case, outputs, fields)
    except QuestionError as error:
        differences = () if case.expect == {"error": "true"} else (str(error),)
    return Result(case, tuple(differences), frozenset(reader.seen))


def plain(node: Node) -> Any:
    """The texts of a node without their lines."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return value


def _case(reader: PackReader, node: Node) -> Case:
    entries = reader.mapping(node, required=("name", "ask", "given", "expect"), optional=("id",))
    return Case(
        id=reader.optional_text(entries.get("id")),
        name=reader.text(entries["name"]),
        ask=reader.text(entries["ask"]),
        given=_mapping(reader, entries["given"]),
        expect=_mapping(reader, entries["expect"]),
        file=reader.file,
        line=node.line,
    )


def _mapping(reader: PackReader, node: Node) -> dict[str, Any]:
    value = node.value
    if not isinstance(value, dict):
        raise reader.fail(node, "这里应是“名称: 内容”。", "请写成几行“名称: 值”，或 {名称: 值}。")
    return {key: plain(child) for key, child in value.items()}


def _differences(
    case: Case, outputs: Mapping[str, Any], fields: Sequence[Field]
) -> tuple[str, ...]:
    found: list[str] = []
    for name, expected in case.expect.items():
        field = field_named(fields, name)
        wanted, got = field.read(expected), outputs.get(name)
        if field.show(wanted) != field.show(got):
            found.append(f"{name}：应为 {field.show(wanted)}，得到 {field.show(got)}")
    return tuple(found)


def _unreadable(name: str) -> Flaw:
    return Flaw(name, 1, "案例文件不能读取。", "请确认文件存在并另存为 UTF-8 文本。")
