"""No text shown to users mixes ASCII punctuation into Chinese."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.cli.running import badly_put, is_chinese

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TEMPLATES = sorted((ROOT / "src").rglob("*.html"))
LABELS = sorted([*(ROOT / "src").rglob("*.yaml"), *(ROOT / "packs").rglob("*.yaml")])
FILLED_IN = "\ufffc"  # stands for whatever an f-string puts there


class Text(NamedTuple):
    """A text of a file and the line it begins on."""

    line: int
    shown: str


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_messages_use_full_width_punctuation(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    texts = _literals(ast.parse(source), source)
    assert [text for text in texts if is_chinese(text.shown) and badly_put(text.shown)] == []


@pytest.mark.parametrize("path", LABELS, ids=_name)
def test_labels_and_gists_use_full_width_punctuation(path: Path) -> None:
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert [text for text in _scalars(root) if badly_put(text.shown)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_templates_use_full_width_punctuation(path: Path) -> None:
    assert badly_put(path.read_text(encoding="utf-8")) == []


def test_there_is_something_to_look_at() -> None:
    assert min(len(SOURCES), len(TEMPLATES), len(LABELS)) > 1


def test_a_mixed_message_would_be_found() -> None:
    source = 'raise E(f"“{name}”(姓名)应是一列值,如 3")'
    (text, *_) = _literals(ast.parse(source), source)
    assert badly_put(text.shown)


def _literals(tree: ast.AST, source: str) -> Iterator[Text]:
    """String literals that may be shown: no docstrings and no patterns."""
    passed_over = {id(node) for node in (*_docstrings(tree), *_patterns(tree))}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed_over.update(id(part) for part in node.values)
        if id(node) in passed_over or _is_pattern(node, source):
            continue
        if isinstance(node, ast.JoinedStr):
            yield Text(node.lineno, "".join(map(_piece, node.values)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Text(node.lineno, node.value)


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _patterns(tree: ast.AST) -> Iterator[ast.AST]:
    """Everything handed to the functions of re."""
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        module = called.value if isinstance(called, ast.Attribute) else None
        if isinstance(module, ast.Name) and module.id == "re":
            yield from ast.walk(node)


def _piece(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else FILLED_IN


def _is_pattern(node: ast.AST, source: str) -> bool:
    """A raw string, or one with the groups only a pattern has."""
    if not isinstance(node, ast.JoinedStr | ast.Constant):
        return False
    written = ast.get_source_segment(source, node) or ""
    return written.startswith(('r"', "r'", 'rf"', 'fr"')) or "(?" in written


def _scalars(node: yaml.Node | None) -> Iterator[Text]:
    if isinstance(node, yaml.ScalarNode):
        yield Text(node.start_mark.line + 1, node.value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
