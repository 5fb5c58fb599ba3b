"""Dated obligations: opened by an event, due so long after it, met by evidence in between.

They stand beside the grid of periods: one comparison each.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from mingdeng.daycount import add_years
from mingdeng.engine.conditions import Answer
from mingdeng.engine.inputs import Bearer, Evidence, Waiver
from mingdeng.engine.knowing import Known
from mingdeng.engine.matching import fits
from mingdeng.engine.steps import back, shifted
from mingdeng.engine.tables import DatedRule, Matter, Tables
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


class Obligation(NamedTuple):
    """One thing owed: what opened it and when, when it is due, until when evidence counts."""

    opened: date
    due_on: date
    counts_until: date


def judge_dated(tables: Tables, known: Known) -> list[Verdict]:
    """A verdict for each obligation that falls into the window or is still open."""
    verdicts: list[Verdict] = []
    for rule in tables.dated.get(known.bearer.kind, ()):
        for obligation in _obligations(tables, rule, known):
            verdict = _judge(tables, rule, known, obligation)
            if verdict is not None:
                verdicts.append(verdict)
    return verdicts


def _obligations(tables: Tables, rule: DatedRule, known: Known) -> Iterator[Obligation]:
    """One for each event up to as-of; a yearly one for each anniversary in the window."""
    events = set(_events(tables, rule, known))
    if not events:
        return
    if rule.yearly:
        events = {day for event in events for day in _anniversaries(tables, event)}
    days = sorted(day for day in events if _in_force(rule, day))
    for place, day in enumerate(days, start=1):
        until = days[place] - date.resolution if place < len(days) else date.max
        yield Obligation(back(day, rule.lead), shifted(day, rule.within), until)


def _events(tables: Tables, rule: DatedRule, known: Known) -> Iterator[date]:
    days = (
        known.bearer.events.get(rule.event, ())
        if rule.event is not None
        else (item.held_to for item in known.evidence.get(rule.kind or "", ()))
    )
    return (day for day in days if day <= tables.clocks.as_of)


def _in_force(rule: DatedRule, day: date) -> bool:
    """Whether the version speaks of what happened on a day; the first one also of all before it."""
    first = rule.rule.versions[:1] or rule.rule.written[:1]
    return rule.version.covers(day) or (rule.version in first and day < rule.version.from_)


def _anniversaries(tables: Tables, event: date) -> list[date]:
    years = range(max(tables.first.year, event.year + 1), tables.last.year + 1)
    return [add_years(event, year - event.year) for year in years]


def _judge(tables: Tables, rule: DatedRule, known: Known, obligation: Obligation) -> Verdict | None:
    as_of = tables.clocks.as_of
    matching = known.of_kinds(rule.measure.kinds)
    answers = [item for item in matching if _answers(tables, rule, obligation, item)]
    met = len(answers) >= rule.at_least
    last = answers[rule.at_least - 1] if met else None
    state, why = _state(tables, rule, known, (obligation, met))
    past = obligation.due_on < tables.first
    if past and state != OVERDUE:
        return None
    matter = Matter(
        rule.rule, rule.version, obligation.due_on.isoformat(), obligation.due_on, mendable=True
    )
    return Verdict(
        bearer=known.bearer,
        matter=matter,
        state=state,
        required=rule.at_least,
        counted=len(answers),
        latest=last,
        why=why,
        since=obligation.opened,
        late=last is not None and last.held_from > obligation.due_on <= as_of,
    )


def _answers(tables: Tables, rule: DatedRule, obligation: Obligation, item: Evidence) -> bool:
    only_if = rule.version.only_if
    return (
        obligation.opened <= item.held_from <= obligation.counts_until
        and fits(rule.measure, item)
        and (only_if is None or tables.conditions_met.of_evidence(only_if, item) is not False)
    )


def _state(
    tables: Tables, rule: DatedRule, known: Known, found: tuple[Obligation, bool]
) -> tuple[str, Why | None]:
    obligation, met = found
    bearer, as_of = known.bearer, tables.clocks.as_of
    waiver = _waiver(known.waivers, rule.rule.id, obligation, as_of)
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
        return UNKNOWN, missing("fact", applies)
    first = max(obligation.opened, bearer.founded or obligation.opened)
    last = max(first, min(obligation.due_on, as_of))
    kind = known.sources.missing(rule.measure.sources(), first, last)
    if kind is not None:
        return UNKNOWN, missing("source", kind)
    return (DUE if as_of <= obligation.due_on else OVERDUE), None


def _waiver(
    waivers: Sequence[Waiver], rule: str, obligation: Obligation, as_of: date
) -> Waiver | None:
    """A waiver over the due day puts it off until its own last day has passed."""
    for waiver in waivers:
        if waiver.rule == rule and waiver.first <= obligation.due_on <= waiver.last >= as_of:
            return waiver
    return None


def _applies(tables: Tables, rule: DatedRule, bearer: Bearer, obligation: Obligation) -> Answer:
    """Whether the condition holds when it opens and when due; else the missing fact."""
    when = rule.version.when
    if when is None:
        return True
    as_of, holds = tables.clocks.as_of, tables.conditions_met.on_day
    answers = [
        holds(when, bearer, min(day, as_of)) for day in (obligation.opened, obligation.due_on)
    ]
    return False if False in answers else next((a for a in answers if a is not True), True)
