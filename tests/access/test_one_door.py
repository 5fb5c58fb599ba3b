"""Records are reached through services and queries only: everything else asks them."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "mingdeng"
# Files, or folders of that name, that may speak to the database.
DOORS = {"services", "queries", "models", "records", "policy", "verifying", "migrations"}
# The start of the server has no viewer yet; whoever gives it services takes it off this list.
WAITING = {"cli/demo_people.py"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def test_nothing_else_speaks_to_the_database() -> None:
    assert sorted(_beyond()) == []


def test_the_test_sees_what_it_should(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text("class A:\n    objects = 1\nA.objects.all()\nb = A._default_manager\n")
    assert sorted(_reached(page)) == [3, 4]


def _beyond() -> Iterator[str]:
    for path in SOURCE.rglob("*.py"):
        inside = path.relative_to(SOURCE)
        if str(inside) not in WAITING and not DOORS & {*inside.parent.parts, inside.stem}:
            yield from (f"{inside}:{line}" for line in _reached(path))


def _reached(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield node.lineno
