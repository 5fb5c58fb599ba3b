"""Conditions: a small language, unknown facts are not false."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.rulebook.errors import MissingFact
from mingdeng.rulebook.expressions import Scope, evaluate, parse_expression
from mingdeng.rulebook.numbers import WatchingReader, read_plain


def value(text: str, **values: object) -> object:
    return evaluate(parse_expression(text, "k").tree, Scope(values, {"ceil": round}, read_plain))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 >= 7", True),
        ("1/3 + 1/6", Fraction(1, 2)),
        ("3000.01 - 3000", Fraction(1, 100)),
        ("3 <= n <= 7", True),
        ("3 <= n <= 4", False),
        ("not (n == 5)", False),
        ("'a' if n > 4 else 'b'", "a"),
        ("n in [4, 5]", True),
        ("true and false", False),
    ],
)
def test_it_answers(text: str, expected: object) -> None:
    assert value(text, n=5) == expected


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').path",
        "n.real",
        "[x for x in n]",
        "lambda: 1",
        "n ** 9",
        "f(n=1)",
        "n if",
        "n := 3",
        "{1: 2}",
        "f'{n}'",
        "n is None",
        "n << 2",
        "-n",
        "(" * 300,
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        parse_expression(text, "k")


def test_calls_are_named_so_that_the_loader_can_refuse_them() -> None:
    assert parse_expression("exec('x') + n", "k").calls == {"exec"}


@pytest.mark.parametrize(
    ("text", "expected"), [("a or b", True), ("b or a", True), ("not a and b", False)]
)
def test_the_known_side_decides(text: str, expected: bool) -> None:
    assert value(text, a=True, b=None) is expected


@pytest.mark.parametrize("text", ["a and b", "b", "b > 3", "not b", "(not a) or b"])
def test_what_hangs_on_a_missing_fact_names_it(text: str) -> None:
    with pytest.raises(MissingFact) as missing:
        value(text, a=True, b=None)
    assert missing.value.name == "b"


@given(st.integers(0, 1000), st.integers(1, 1000))
def test_fractions_are_exact(present: int, expected: int) -> None:
    at_least_half = value("present / expected >= 1/2", present=present, expected=expected)
    assert at_least_half == (2 * present >= expected)


def test_a_fraction_is_one_number_and_reading_it_is_noticed() -> None:
    expression = parse_expression("n >= 4/5 and n <= 1", "rule:only_if")
    assert [number.key for number in expression.numbers] == ["rule:only_if#1", "rule:only_if#2"]
    reader = WatchingReader()
    evaluate(expression.tree, Scope({"n": Fraction(1, 2)}, {}, reader))
    assert reader.seen == {"rule:only_if#1"}


def test_a_stepped_number_is_read_in_its_place() -> None:
    expression = parse_expression("n >= 4/5", "k")
    reader = WatchingReader(expression.numbers[0])
    assert evaluate(expression.tree, Scope({"n": Fraction(4, 5)}, {}, reader)) is False
