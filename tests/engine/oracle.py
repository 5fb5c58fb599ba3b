"""The oracle: the compiler's tables and the facts as SQL relations, judged by DuckDB.

Written apart from the executors: conditions become SQL, months are DuckDB's own,
sources are merged with window functions.  It answers the same columns, so that
two implementations of one meaning can be compared row for row.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from mingdeng.engine.inputs import Bearer, Records
from mingdeng.engine.tables import DatedRule, Limit, StandingRule, Tables
from mingdeng.rulebook.expressions import Expression, Tree
from mingdeng.rulebook.model import Measure
from mingdeng.rulebook.vocabulary import vocabulary

SQL = Path(__file__).with_name("oracle.sql")
FACTS = tuple(vocabulary().facts)
AMOUNTS = (
    *("present", "expected", "hours", "days", "months"),
    *("minutes", "metres", "gap"),
)
SIGNS = {"==": "="}
FAR = date(9999, 12, 31)
LONG_AGO = date(1, 1, 1)
Subject = tuple[Bearer, Records]


def judge_in_sql(tables: Tables, subjects: Sequence[Subject]) -> list[tuple[Any, ...]]:
    """Rows: bearer, rule, period, state, required, counted, due_on, still_possible, latest, why."""
    with duckdb.connect() as connection:
        connection.execute("set threads to 1")
        for name, columns, rows in relations(tables, subjects):
            connection.execute(f"create table {name} ({columns})")
            if rows:
                marks = ",".join("?" * len(rows[0]))
                connection.executemany(f"insert into {name} values ({marks})", rows)
        return connection.execute(query(tables)).fetchall()


def query(tables: Tables) -> str:
    """The SQL with this stack's conditions written into it."""
    as_of = tables.clocks.as_of
    return SQL.read_text(encoding="utf-8").format(
        as_of=f"date '{as_of}'",
        known_on=f"date '{min(tables.clocks.known_on, FAR)}'",
        first=f"date '{tables.first}'",
        partial=_number(tables.partial_share),
        fact_columns=", ".join(
            f"arg_max(f.value, f.start) filter (f.name = '{name}') as {name}" for name in FACTS
        ),
        conditions=_cases("condition", list(enumerate(tables.conditions)), tables),
        leaf_only_if=_cases(
            "leaf",
            [(leaf.number, leaf.only_if) for leaf in tables.leaves if leaf.only_if],
            tables,
            "true",
        ),
        dated_only_if=_cases(
            "dated_id",
            [(n, rule.version.only_if) for n, rule in _dated(tables) if rule.version.only_if],
            tables,
            "true",
        ),
        dated_when=_cases(
            "dated_id",
            [(n, rule.version.when) for n, rule in _dated(tables) if rule.version.when],
            tables,
            "true",
        ),
        dated_due=_dates("dated_id", [(n, rule.within) for n, rule in _dated(tables)], "day", 1),
        dated_opened=_dates("dated_id", [(n, rule.lead) for n, rule in _dated(tables)], "day", -1),
        standing_when=_cases(
            "standing_id",
            [(n, rule.version.when) for n, rule in _standing(tables) if rule.version.when],
            tables,
            "true",
        ),
        standing_fact=_cases(
            "standing_id",
            [(n, rule.fact) for n, rule in _standing(tables)],
            tables,
        ),
        standing_due=_dates(
            "standing_id", [(n, rule.within) for n, rule in _standing(tables)], "since", 1
        ),
    )


def relations(
    tables: Tables, subjects: Sequence[Subject]
) -> Iterator[tuple[str, str, list[tuple[Any, ...]]]]:
    """Every table the SQL reads: name, columns, rows."""
    yield from _rule_relations(tables)
    yield from _dated_relations(tables)
    yield (
        "bearers",
        "bearer text, kind text, founded date, dissolved date, covered boolean",
        [(b.id, b.kind, b.founded, b.dissolved, r.coverage is None) for b, r in subjects],
    )
    yield (
        "facts",
        "bearer text, name text, start date, value bigint",
        [
            (b.id, name, max(start, LONG_AGO), _code(value))
            for b, _ in subjects
            for name, steps in b.facts.items()
            for start, value in steps
        ],
    )
    yield (
        "events",
        "bearer text, name text, day date",
        [(b.id, name, day) for b, _ in subjects for name, days in b.events.items() for day in days],
    )
    columns = ", ".join(f"{name} decimal(18,4)" for name in AMOUNTS)
    yield (
        "evidence",
        "id text, bearer text, kind text, held_from date, held_to date, topics text[],"
        f" role text, for_period text, flags text[], recorded_on date, {columns}",
        [_evidence(item) for _, r in subjects for item in r.evidence],
    )
    yield (
        "waivers",
        "bearer text, rule text, first date, last date",
        [(w.bearer, w.rule, w.first, w.last) for _, r in subjects for w in r.waivers],
    )
    yield (
        "coverage",
        "bearer text, kind text, first date, last date",
        [
            (c.bearer, c.kind, max(c.first, LONG_AGO), min(c.last, FAR))
            for _, r in subjects
            for c in r.coverage or ()
        ],
    )


def _rule_relations(tables: Tables) -> Iterator[tuple[str, str, list[tuple[Any, ...]]]]:
    rows, tests = [], []
    numbered = ((kind, row) for kind, rows_ in tables.rows.items() for row in rows_)
    for row_id, (kind, row) in enumerate(numbered):
        rows.append(
            (
                *(
                    row_id,
                    kind,
                    row.matter.rule.id,
                    row.period.label,
                    row.period.start,
                    row.period.end,
                ),
                *(row.due_on, row.if_unmet, row.condition, row.holds_first, row.holds_last),
                *(row.long_period, row.matter.mendable),
            )
        )
        for option, parts in enumerate(row.options):
            for place, test in enumerate(parts):
                bound, leaf = test.bound, test.leaf
                begin = leaf.days.periods[test.first_slot - leaf.base].start
                tests.append(
                    (
                        *(row_id, option, place, leaf.number, test.first_slot, test.last_slot),
                        *(test.at_least, _float(bound.number), bound.fact, _float(bound.share)),
                        *(bound.first_slot, bound.last_slot, begin, list(leaf.sources)),
                    )
                )
    yield (
        "rows_",
        "row_id int, kind text, rule text, period text, start date, finish date, due_on date,"
        " if_unmet text, condition int, holds_first date, holds_last date, long_period boolean,"
        " mendable boolean",
        rows,
    )
    yield (
        "tests",
        "row_id int, option int, place int, leaf int, first_slot int, last_slot int,"
        " at_least boolean, number double, fact text, share double, other_first int,"
        " other_last int, begin date, kinds text[]",
        tests,
    )
    cycles = {leaf.days.cycle: place for place, leaf in enumerate(tables.leaves)}
    yield (
        "leaves",
        "leaf int, kinds text[], amount text, topic text, role text, flag text, counts text,"
        " postponed_with text, base int, cycle int",
        [
            (
                *(leaf.number, list(leaf.measure.kinds), leaf.measure.amount, leaf.measure.topic),
                *(leaf.measure.role, leaf.measure.flag, leaf.counts, leaf.postponed_with),
                *(leaf.base, cycles[leaf.days.cycle]),
            )
            for leaf in tables.leaves
        ],
    )
    yield (
        "periods",
        "cycle int, position int, label text, start date, finish date",
        [
            (number, position, period.label, period.start, period.end)
            for cycle, number in cycles.items()
            for leaf in [next(one for one in tables.leaves if one.days.cycle == cycle)]
            for position, period in enumerate(leaf.days.periods)
        ],
    )


def _dated_relations(tables: Tables) -> Iterator[tuple[str, str, list[tuple[Any, ...]]]]:
    kinds = {n: kind for kind, rules in tables.dated.items() for n in _numbers(tables.dated, kind)}
    yield (
        "dated",
        "dated_id int, kind text, rule text, event text, event_kind text, yearly boolean,"
        " at_least int, kinds text[], topic text, role text, flag text, from_ date, to_ date,"
        " is_first boolean, sources text[]",
        [
            (
                *(n, kinds[n], rule.rule.id, rule.event, rule.kind, rule.yearly, rule.at_least),
                *_measure(rule.measure),
                *(rule.version.from_, rule.version.to),
                rule.version in (rule.rule.versions[:1] or rule.rule.written[:1]),
                list(rule.measure.sources()),
            )
            for n, rule in _dated(tables)
        ],
    )
    kinds = {n: k for k in tables.standing for n in _numbers(tables.standing, k)}
    yield (
        "standing",
        "standing_id int, kind text, rule text, names text[], from_ date, to_ date",
        [
            (n, kinds[n], rule.rule.id, _names(rule), rule.version.from_, rule.version.to)
            for n, rule in _standing(tables)
        ],
    )


def _names(rule: StandingRule) -> list[str]:
    when = rule.version.when
    return sorted(rule.fact.names | (when.names if when else frozenset()))


def _measure(measure: Measure) -> tuple[Any, ...]:
    return (list(measure.kinds), measure.topic, measure.role, measure.flag)


def _dated(tables: Tables) -> list[tuple[int, DatedRule]]:
    return list(enumerate(rule for rules in tables.dated.values() for rule in rules))


def _standing(tables: Tables) -> list[tuple[int, StandingRule]]:
    return list(enumerate(rule for rules in tables.standing.values() for rule in rules))


def _numbers(groups: Any, kind: str) -> range:
    start = 0
    for name, rules in groups.items():
        if name == kind:
            return range(start, start + len(rules))
        start += len(rules)
    raise KeyError(kind)


def _evidence(item: Any) -> tuple[Any, ...]:
    amounts = (item.amounts.get(name) for name in AMOUNTS)
    return (
        *(item.id, item.bearer, item.kind, item.held_from, item.held_to, sorted(item.topics)),
        *(item.role, item.for_period, sorted(item.flags), item.recorded_on),
        *(None if amount is None else float(amount) for amount in amounts),
    )


def _code(value: bool | int | str) -> int:
    """Texts as numbers, so that facts of every type stand in one column."""
    return zlib.crc32(value.encode()) if isinstance(value, str) else int(value)


def _float(value: int | Fraction | None) -> float | None:
    return None if value is None else float(value)


def _number(value: Fraction) -> str:
    return f"({value.numerator}::double / {value.denominator})"


def _cases(
    column: str,
    choices: Iterable[tuple[int, Expression]],
    tables: Tables,
    otherwise: str = "null::boolean",
) -> str:
    """A CASE over the number of a rule, each with its own condition."""
    whens = [f"when {column} = {n} then {_sql(e.tree, tables)}" for n, e in choices]
    return f"(case {' '.join(whens)} else {otherwise} end)" if whens else otherwise


def _sql(tree: Tree, tables: Tables) -> str:
    match tree:
        case ("name" | "number" | "bool" | "text", _):
            return _leaf(tree, tables)
        case ("compare", parts):
            said = [(_sql(a, tables), SIGNS.get(op, op), _sql(b, tables)) for op, a, b in parts]
            return " and ".join(f"({' '.join(part)})" for part in said)
        case ("and" | "or" as word, sides):
            return "(" + f" {word} ".join(_sql(side, tables) for side in sides) + ")"
        case ("not", side):
            return f"(not {_sql(side, tables)})"
        case ("call", "either", sides):
            return f"coalesce({', '.join(_sql(side, tables) for side in sides)})"
        case ("call", "smallest_reaching", (whole, ("number", number))):
            share = tables.conditions_met.read(number)
            return f"ceil({_sql(whole, tables)} * {share.numerator} / {share.denominator}::double)"
    raise NotImplementedError(tree)


def _leaf(tree: Tree, tables: Tables) -> str:
    match tree:
        case ("number", number):
            return _number(tables.conditions_met.read(number))
        case ("name", "attendance"):
            return "(present::double / nullif(expected, 0)::double)"
        case ("name", name):
            return str(name) if name in AMOUNTS else _fact(str(name))
        case ("bool", value):
            return str(value).lower()
    return str(_code(tree[1]))


def _fact(name: str) -> str:
    boolean = vocabulary().facts[name].type == "boolean"
    return f"({name} <> 0)" if boolean else name


def _dates(column: str, choices: Iterable[tuple[int, Limit]], start: str, sign: int) -> str:
    """A CASE over the number of a rule that follows its limit, step by step."""
    whens = []
    for n, limit in choices:
        day = start
        for unit, amount in limit.steps:
            day = f"({day} + interval ({sign * amount}) {unit.removesuffix('s')})::date"
        whens.append(f"when {column} = {n} then {day}")
    return f"(case {' '.join(whens)} end)" if whens else start
