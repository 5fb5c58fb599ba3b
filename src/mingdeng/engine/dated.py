"""Dated obligations: opened by an event, due so long after it, met by evidence in between.

They stand beside the grid of periods: one comparison each.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from mingdeng.daycount import add_years
from mingdeng.engine.inputs import Bearer, Evidence, Records, Waiver
from mingdeng.engine.knowing import condition_on, uncovered_kind
from mingdeng.engine.matching import fits, satisfies
from mingdeng.engine.steps import back, shifted
from mingdeng.engine.tables import DatedRule, Tables
from mingdeng.engine.verdicts import DUE, MET, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict, Why
from mingdeng.rulebook.errors import MissingFact


class Obligation(NamedTuple):
    """One thing owed: what opened it and when, when it is due, until when evidence counts."""

    opened: date
    due_on: date
    counts_until: date


def judge_dated(
    tables: Tables, bearer: Bearer, records: Records, evidence: Sequence[Evidence]
) -> list[Verdict]:
    """A verdict for each obligation that falls into the window or is still open."""
    verdicts: list[Verdict] = []
    for rule in tables.dated.get(bearer.kind, ()):
        for obligation in _obligations(tables, rule, bearer, evidence):
            verdict = _judge(tables, rule, bearer, records, (obligation, evidence))
            if verdict is not None:
                verdicts.append(verdict)
    return verdicts


def _obligations(
    tables: Tables, rule: DatedRule, bearer: Bearer, evidence: Sequence[Evidence]
) -> Iterator[Obligation]:
    """One for each event up to as-of; a yearly one for each anniversary in the window."""
    events = set(_events(tables, rule, bearer, evidence))
    if rule.yearly:
        events = {day for event in events for day in _anniversaries(tables, event)}
    days = sorted(day for day in events if _in_force(rule, day))
    for place, day in enumerate(days, start=1):
        until = days[place] - date.resolution if place < len(days) else date.max
        yield Obligation(back(day, rule.lead), shifted(day, rule.within), until)


def _events(
    tables: Tables, rule: DatedRule, bearer: Bearer, evidence: Sequence[Evidence]
) -> Iterator[date]:
    days = (
        bearer.events.get(rule.event, ())
        if rule.event is not None
        else (item.held_to for item in evidence if item.kind == rule.kind)
    )
    return (day for day in days if day <= tables.clocks.as_of)


def _in_force(rule: DatedRule, day: date) -> bool:
    """Whether the version speaks of what happened on a day; the first one also of all before it."""
    first = rule.rule.versions[:1] or rule.rule.written[:1]
    return rule.version.covers(day) or (rule.version in first and day < rule.version.from_)


def _anniversaries(tables: Tables, event: date) -> list[date]:
    years = range(max(tables.first.year, event.year + 1), tables.last.year + 1)
    return [add_years(event, year - event.year) for year in years]


def _judge(
    tables: Tables,
    rule: DatedRule,
    bearer: Bearer,
    records: Records,
    matter: tuple[Obligation, Sequence[Evidence]],
) -> Verdict | None:
    obligation, evidence = matter
    as_of = tables.clocks.as_of
    answers = [item for item in evidence if _answers(tables, rule, obligation, item)]
    met = len(answers) >= rule.at_least
    last = answers[rule.at_least - 1] if met else None
    state, why = _state(tables, rule, bearer, records, (obligation, met))
    past = obligation.due_on < tables.first
    if past and state != OVERDUE:
        return None
    return Verdict(
        bearer=bearer,
        rule=rule.rule,
        version=rule.version,
        period=obligation.due_on.isoformat(),
        state=state,
        required=rule.at_least,
        counted=len(answers),
        due_on=obligation.due_on,
        still_possible=True if state in {DUE, OVERDUE} else None,
        latest=last,
        why=why,
        since=obligation.opened,
        late=last is not None and last.held_from > obligation.due_on <= as_of,
    )


def _answers(tables: Tables, rule: DatedRule, obligation: Obligation, item: Evidence) -> bool:
    return (
        item.kind in rule.measure.kinds
        and obligation.opened <= item.held_from <= obligation.counts_until
        and fits(rule.measure, item)
        and (rule.version.only_if is None or satisfies(rule.version.only_if, item, tables.read))
    )


def _state(
    tables: Tables,
    rule: DatedRule,
    bearer: Bearer,
    records: Records,
    found: tuple[Obligation, bool],
) -> tuple[str, Why | None]:
    obligation, met = found
    as_of = tables.clocks.as_of
    waiver = _waiver(records.waivers, rule.rule.id, obligation, as_of)
    if waiver is not None:
        return NOT_APPLICABLE, Why("waived", waiver=waiver)
    if bearer.dissolved is not None and bearer.dissolved <= min(as_of, obligation.due_on):
        return NOT_APPLICABLE, Why("dissolved")
    applies = _applies(tables, rule, bearer, obligation)
    if applies is False:
        return NOT_APPLICABLE, Why("condition")
    if met:
        return MET, None
    if isinstance(applies, str):
        return UNKNOWN, Why("fact", applies)
    kind = uncovered_kind(
        tables.clocks, bearer, records, rule.measure, (obligation.opened, obligation.due_on)
    )
    if kind is not None:
        return UNKNOWN, Why("source", kind)
    return (DUE if as_of <= obligation.due_on else OVERDUE), None


def _waiver(
    waivers: Sequence[Waiver], rule: str, obligation: Obligation, as_of: date
) -> Waiver | None:
    """A waiver over the due day puts it off until its own last day has passed."""
    for waiver in waivers:
        if waiver.rule == rule and waiver.first <= obligation.due_on <= waiver.last >= as_of:
            return waiver
    return None


def _applies(tables: Tables, rule: DatedRule, bearer: Bearer, obligation: Obligation) -> bool | str:
    """Whether the condition holds when it opens and when due; else the missing fact."""
    when = rule.version.when
    if when is None:
        return True
    as_of = tables.clocks.as_of
    days = (min(obligation.opened, as_of), min(obligation.due_on, as_of))
    try:
        return all(condition_on(when, bearer, day, tables.read) for day in days)
    except MissingFact as missing:
        return missing.name
