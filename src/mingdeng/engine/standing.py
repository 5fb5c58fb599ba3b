"""Standing duties: something that must be so at all times, with an allowance to put it right."""

from collections.abc import Sequence
from datetime import date

from mingdeng.engine.inputs import Bearer, Records, Waiver
from mingdeng.engine.knowing import condition_on
from mingdeng.engine.steps import shifted
from mingdeng.engine.tables import StandingRule, Tables
from mingdeng.engine.verdicts import DUE, MET, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict, Why
from mingdeng.rulebook.errors import MissingFact
from mingdeng.rulebook.expressions import Expression
from mingdeng.rulebook.model import Fact


def judge_standing(tables: Tables, bearer: Bearer, records: Records) -> list[Verdict]:
    """A verdict for each standing duty in force as of the day."""
    as_of = tables.clocks.as_of
    return [
        _judge(tables, rule, bearer, records)
        for rule in tables.standing.get(bearer.kind, ())
        if rule.version.covers(as_of)
    ]


def _judge(tables: Tables, rule: StandingRule, bearer: Bearer, records: Records) -> Verdict:
    requirement = rule.version.require
    assert isinstance(requirement, Fact)  # noqa: S101 - checked by the loader
    as_of = tables.clocks.as_of

    def verdict(state: str, since: date, why: Why | None = None) -> Verdict:
        failing = state in {DUE, OVERDUE}
        return Verdict(
            bearer=bearer,
            rule=rule.rule,
            version=rule.version,
            period=since.isoformat(),
            state=state,
            required=1,
            counted=int(state == MET),
            due_on=shifted(since, rule.within) if failing else None,
            still_possible=True if failing else None,
            why=why,
            since=since,
        )

    start = bearer.founded or as_of
    waiver = _waiver(records.waivers, rule.rule.id, as_of)
    if waiver is not None:
        return verdict(NOT_APPLICABLE, waiver.first, Why("waived", waiver=waiver))
    if bearer.dissolved is not None and bearer.dissolved <= as_of:
        return verdict(NOT_APPLICABLE, bearer.dissolved, Why("dissolved"))
    condition = rule.version.when
    try:
        if condition is not None and not condition_on(condition, bearer, as_of, tables.read):
            return verdict(NOT_APPLICABLE, start, Why("condition"))
        if condition_on(requirement.condition, bearer, as_of, tables.read):
            return verdict(MET, start)
    except MissingFact as missing:
        return verdict(UNKNOWN, start, Why("fact", missing.name))
    since = _failing_since(tables, bearer, condition, requirement.condition)
    due_on = shifted(since, rule.within)
    return verdict(DUE if as_of <= due_on else OVERDUE, since)


def _failing_since(
    tables: Tables, bearer: Bearer, condition: Expression | None, required: Expression
) -> date:
    """The first day of the unbroken span up to as-of in which the duty applied and was not met."""
    names = required.names | (condition.names if condition else frozenset())
    as_of = tables.clocks.as_of
    changes = {start for name in names for start, _ in bearer.facts.get(name, ())}
    founded = bearer.founded or as_of
    days = sorted({max(day, founded) for day in changes if day <= as_of} | {founded})
    since = days[-1] if days else as_of
    for day in reversed(days):
        if not _fails(tables, bearer, day, condition, required):
            break
        since = day
    return since


def _fails(
    tables: Tables,
    bearer: Bearer,
    day: date,
    condition: Expression | None,
    required: Expression,
) -> bool:
    try:
        applies = condition is None or condition_on(condition, bearer, day, tables.read)
        return applies and not condition_on(required, bearer, day, tables.read)
    except MissingFact:
        return False


def _waiver(waivers: Sequence[Waiver], rule: str, as_of: date) -> Waiver | None:
    for waiver in waivers:
        if waiver.rule == rule and waiver.first <= as_of <= waiver.last:
            return waiver
    return None
