"""Conditions and formulas as small checked trees: parsed once, never `eval`.

The language: names of the vocabulary, numbers, texts, + - * /, comparisons,
and / or / not, `a if c else b`, lists and calls of the listed functions.
Unknown facts are not false: `or` and `and` answer as far as the known side
decides, everything else raises MissingFact.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from mingdeng.rulebook.errors import MissingFact
from mingdeng.rulebook.numbers import Number, Reader, parse_number

# A tree is a tuple of its tag and its parts: number, name, text, bool, binary (sign and two
# sides), compare (pairs in a row), and / or, not, if, list, call (name and arguments).
Tree = tuple[Any, ...]

BINARY: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
}
OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda a, b: a in b,
}


# Functions that are made for facts which may be missing; all others need every argument.
ACCEPTING_UNKNOWN = frozenset({"known", "either"})


class Expression(NamedTuple):
    """A checked expression: its text, its tree, and what it speaks of."""

    text: str
    tree: Tree
    names: frozenset[str]
    calls: frozenset[str]
    numbers: tuple[Number, ...]


class Scope(NamedTuple):
    """What an expression is evaluated in: values by name, functions, and how numbers are read.

    A name whose value is None is a missing fact.
    """

    values: Mapping[str, Any]
    functions: Mapping[str, Callable[..., Any]]
    read: Reader


def parse_expression(text: str, key: str) -> Expression:
    """The expression of a text. `key` becomes the stem of its numbers' keys. Raises ValueError."""
    try:
        body = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"“{text}”不是可以读取的条件或算式") from None
    return _Parser(text.strip(), key).parse(body)


def evaluate(tree: Tree, scope: Scope) -> Any:
    """The value of a tree. Raises MissingFact, or TypeError where a value has the wrong type."""
    return _EVALUATORS[tree[0]](tree, scope)


class _Parser:
    """Turns a Python syntax tree into ours, refusing everything not listed."""

    def __init__(self, text: str, key: str) -> None:
        self.text, self.key = text, key
        self.names: set[str] = set()
        self.calls: set[str] = set()
        self.numbers: list[Number] = []

    def parse(self, body: ast.expr) -> Expression:
        tree = self.visit(body)
        return Expression(
            self.text,
            tree,
            frozenset(self.names),
            frozenset(self.calls),
            tuple(self.numbers),
        )

    def visit(self, node: ast.expr) -> Tree:
        if self._is_fraction(node):
            return self._number(node)
        handler = getattr(self, f"visit_{type(node).__name__}", None)
        if handler is None:
            raise ValueError(f"“{self.text}”中有不能使用的写法：{ast.unparse(node)}")
        result: Tree = handler(node)
        return result

    def visit_Constant(self, node: ast.Constant) -> Tree:
        if isinstance(node.value, bool):
            return ("bool", node.value)
        if isinstance(node.value, str):
            return ("text", node.value)
        return self._number(node)

    def visit_Name(self, node: ast.Name) -> Tree:
        if node.id in {"true", "false"}:
            return ("bool", node.id == "true")
        self.names.add(node.id)
        return ("name", node.id)

    def visit_BinOp(self, node: ast.BinOp) -> Tree:
        sign = BINARY.get(type(node.op))
        if sign is None:
            raise ValueError(f"“{self.text}”中有不能使用的运算：{ast.unparse(node)}")
        return ("binary", sign, self.visit(node.left), self.visit(node.right))

    def visit_Compare(self, node: ast.Compare) -> Tree:
        operands = [node.left, *node.comparators]
        signs = [COMPARE.get(type(op)) for op in node.ops]
        if None in signs:
            raise ValueError(f"“{self.text}”中有不能使用的比较：{ast.unparse(node)}")
        trees = [self.visit(operand) for operand in operands]
        return ("compare", tuple(zip(signs, trees, trees[1:], strict=False)))

    def visit_BoolOp(self, node: ast.BoolOp) -> Tree:
        word = "and" if isinstance(node.op, ast.And) else "or"
        return (word, tuple(self.visit(value) for value in node.values))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Tree:
        if not isinstance(node.op, ast.Not):
            raise ValueError(f"“{self.text}”中有不能使用的写法：{ast.unparse(node)}")
        return ("not", self.visit(node.operand))

    def visit_IfExp(self, node: ast.IfExp) -> Tree:
        return ("if", self.visit(node.test), self.visit(node.body), self.visit(node.orelse))

    def visit_List(self, node: ast.List) -> Tree:
        return ("list", tuple(self.visit(element) for element in node.elts))

    def visit_Call(self, node: ast.Call) -> Tree:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise ValueError(f"“{self.text}”中有不能使用的调用：{ast.unparse(node)}")
        self.calls.add(node.func.id)
        return ("call", node.func.id, tuple(self.visit(argument) for argument in node.args))

    def _is_fraction(self, node: ast.expr) -> bool:
        """1/2 written out is one number of the pack, not two."""
        return (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Div)
            and all(
                isinstance(side, ast.Constant) and type(side.value) is int
                for side in (node.left, node.right)
            )
        )

    def _number(self, node: ast.expr) -> Tree:
        # The source text, not the parsed constant: 0.005 must not pass through a float.
        source = ast.get_source_segment(self.text, node) or ""
        number = parse_number(source, f"{self.key}#{len(self.numbers) + 1}")
        self.numbers.append(number)
        return ("number", number)


def _value_of_name(tree: Tree, scope: Scope) -> Any:
    value = scope.values.get(tree[1])
    if value is None:
        raise MissingFact(tree[1])
    return scope.read(value) if isinstance(value, Number) else value


def _compare(tree: Tree, scope: Scope) -> bool:
    return all(
        OPERATIONS[sign](evaluate(left, scope), evaluate(right, scope))
        for sign, left, right in tree[1]
    )


def _decide(tree: Tree, scope: Scope) -> bool:
    """`and` and `or` over sides that may be unknown: the known side decides where it can."""
    decisive = tree[0] == "or"
    missing: MissingFact | None = None
    for side in tree[1]:
        try:
            if bool(evaluate(side, scope)) is decisive:
                return decisive
        except MissingFact as unknown:
            missing = missing or unknown
    if missing:
        raise missing
    return not decisive


def _choose(tree: Tree, scope: Scope) -> Any:
    return evaluate(tree[2] if evaluate(tree[1], scope) else tree[3], scope)


def _call(tree: Tree, scope: Scope) -> Any:
    _, name, arguments = tree
    take = _possibly_unknown if name in ACCEPTING_UNKNOWN else evaluate
    return scope.functions[name](*(take(argument, scope) for argument in arguments))


def _possibly_unknown(tree: Tree, scope: Scope) -> Any:
    try:
        return evaluate(tree, scope)
    except MissingFact:
        return None


def _binary(tree: Tree, scope: Scope) -> Any:
    left, right = evaluate(tree[2], scope), evaluate(tree[3], scope)
    if not isinstance(left, Fraction | int) or not isinstance(right, Fraction | int):
        raise TypeError(f"“{tree[1]}”两边应为数")
    return OPERATIONS[tree[1]](Fraction(left), Fraction(right))


_EVALUATORS: dict[str, Callable[[Tree, Scope], Any]] = {
    "number": lambda tree, scope: scope.read(tree[1]),
    "name": _value_of_name,
    "text": lambda tree, _: tree[1],
    "bool": lambda tree, _: tree[1],
    "binary": _binary,
    "compare": _compare,
    "and": _decide,
    "or": _decide,
    "not": lambda tree, scope: not evaluate(tree[1], scope),
    "if": _choose,
    "list": lambda tree, scope: [evaluate(item, scope) for item in tree[1]],
    "call": _call,
}
