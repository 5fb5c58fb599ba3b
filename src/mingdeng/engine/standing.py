"""Standing duties: something that must be so at all times, with an allowance to put it right."""

from collections.abc import Sequence
from datetime import date

from mingdeng.engine.inputs import Bearer, Waiver
from mingdeng.engine.knowing import Known
from mingdeng.engine.steps import shifted
from mingdeng.engine.tables import Matter, StandingRule, Tables
from mingdeng.engine.verdicts import (
    DUE,
    MET,
    NOT_APPLICABLE,
    OVERDUE,
    UNKNOWN,
    Verdict,
    Why,
    missing,
)


def judge_standing(tables: Tables, known: Known) -> list[Verdict]:
    """A verdict for each standing duty in force as of the day."""
    return [_judge(tables, rule, known) for rule in tables.standing.get(known.bearer.kind, ())]


def _judge(tables: Tables, rule: StandingRule, known: Known) -> Verdict:
    bearer, as_of, holds = known.bearer, tables.clocks.as_of, tables.conditions_met.on_day
    start = bearer.founded or as_of
    if known.waivers:
        waiver = _waiver(known.waivers, rule.rule.id, as_of)
        if waiver is not None:
            why = Why("waived", waiver=waiver)
            return _verdict(rule, bearer, NOT_APPLICABLE, waiver.first, why)
    if bearer.dissolved is not None and bearer.dissolved <= as_of:
        return _verdict(rule, bearer, NOT_APPLICABLE, bearer.dissolved, Why("dissolved"))
    condition = rule.version.when
    applies = True if condition is None else holds(condition, bearer, as_of)
    if applies is False:
        return _verdict(rule, bearer, NOT_APPLICABLE, start, Why("condition"))
    fulfilled = holds(rule.fact, bearer, as_of) if applies is True else applies
    if isinstance(fulfilled, str):
        return _verdict(rule, bearer, UNKNOWN, start, missing("fact", fulfilled))
    if fulfilled:
        return _verdict(rule, bearer, MET, start, None)
    since = _failing_since(tables, bearer, rule)
    state = DUE if as_of <= shifted(since, rule.within) else OVERDUE
    return _verdict(rule, bearer, state, since, None)


def _verdict(
    rule: StandingRule, bearer: Bearer, state: str, since: date, why: Why | None
) -> Verdict:
    due_on = shifted(since, rule.within) if state in {DUE, OVERDUE} else None
    matter = Matter(rule.rule, rule.version, since.isoformat(), due_on, True)
    counted = 1 if state == MET else 0
    return Verdict(bearer, matter, state, 1, counted, None, why, None, None, since)


def _failing_since(tables: Tables, bearer: Bearer, rule: StandingRule) -> date:
    """The first day of the unbroken span up to as-of in which the duty applied and was not met."""
    when = rule.version.when
    names = rule.fact.names | (when.names if when else frozenset())
    as_of = tables.clocks.as_of
    changes = {start for name in names for start, _ in bearer.facts.get(name, ())}
    founded = bearer.founded or as_of
    days = sorted({max(day, founded) for day in changes if day <= as_of} | {founded})
    since = days[-1]
    for day in reversed(days):
        if not _fails(tables, bearer, day, rule):
            break
        since = day
    return since


def _fails(tables: Tables, bearer: Bearer, day: date, rule: StandingRule) -> bool:
    holds, when = tables.conditions_met.on_day, rule.version.when
    applies = when is None or holds(when, bearer, day) is True
    return applies and holds(rule.fact, bearer, day) is False


def _waiver(waivers: Sequence[Waiver], rule: str, as_of: date) -> Waiver | None:
    for waiver in waivers:
        if waiver.rule == rule and waiver.first <= as_of <= waiver.last:
            return waiver
    return None
