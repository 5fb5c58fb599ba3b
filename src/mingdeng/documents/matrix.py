"""A year of one organization as a matrix: duties down, months across."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mingdeng.documents.check_view import mark_of
from mingdeng.documents.wording import SYMBOLS, state_text, told_below, worst_of
from mingdeng.engine.reasons import period_name, reason
from mingdeng.engine.verdicts import DUE, MET, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict, looks_back
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome, is_below
from mingdeng.rulebook.model import Every
from mingdeng.rulebook.vocabulary import vocabulary

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
SOON = "，将到期"


@dataclass(frozen=True)
class Cell:
    """One duty in one period: so many months wide, its state, and the sentence behind it."""

    period: str
    months: int
    state: str
    symbol: str
    count: str
    sentence: str
    soon: bool


@dataclass(frozen=True)
class MatrixRow:
    """One duty over a year."""

    rule_id: str
    label: str
    who: str
    mark: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class YearMatrix:
    """The duties of one year that recur by month, quarter, half-year or year."""

    year: int
    rows: Sequence[MatrixRow]


def year_matrices(outcome: Outcome, organization: Organization) -> list[YearMatrix]:
    """A matrix for each year judged; duties of which nothing is known stand elsewhere."""
    verdicts = [v for v in outcome.verdicts_of(organization) if is_calendar(v)]
    years = range(outcome.tables.first.year, outcome.as_of.year + 1)
    matrices = [
        YearMatrix(year, list(_rows(outcome, organization, verdicts, year))) for year in years
    ]
    return [matrix for matrix in matrices if matrix.rows]


def is_calendar(verdict: Verdict) -> bool:
    """Whether a duty recurs by month, quarter, half-year or year."""
    timing = verdict.version.timing
    return isinstance(timing, Every) and timing.unit in MONTHS and timing.years is None


def _rows(
    outcome: Outcome, organization: Organization, verdicts: Sequence[Verdict], year: int
) -> Iterator[MatrixRow]:
    of_year = [v for v in verdicts if v.period.startswith(str(year))]
    for rule_id in dict.fromkeys(v.rule.id for v in of_year):
        own = [v for v in of_year if v.rule.id == rule_id]
        states = {v.state for v in own}
        below = is_below(own[0], organization)
        if _says_nothing(own, states, below=below):
            continue
        who = vocabulary().label("bearers", own[0].bearer.kind) if below else ""
        yield MatrixRow(
            rule_id=rule_id,
            label=own[0].rule.label,
            who=who,
            mark=mark_of(own[-1]),
            cells=list(_cells(outcome, own, below=below)),
        )


def _says_nothing(verdicts: Sequence[Verdict], states: set[str], *, below: bool) -> bool:
    """Rows left out: nothing known, whom it concerns not known, or a lapse that did not happen."""
    if states == {UNKNOWN} or (looks_back(verdicts[0]) and OVERDUE not in states):
        return True
    if not below:
        return False
    concern_unknown = any(v.why is not None and v.why.code == "fact" for v in verdicts)
    return concern_unknown or states <= {UNKNOWN, NOT_APPLICABLE}


def _cells(outcome: Outcome, verdicts: Sequence[Verdict], *, below: bool) -> Iterator[Cell]:
    ordered = sorted(verdicts, key=lambda v: v.period)
    for period, group in groupby(ordered, key=lambda v: v.period):
        members = list(group)
        yield _cell_below(outcome, period, members) if below else _cell(outcome, members[0])


def _width(verdict: Verdict) -> int:
    timing = verdict.version.timing
    return MONTHS[timing.unit] if isinstance(timing, Every) else 1


def _cell(outcome: Outcome, verdict: Verdict) -> Cell:
    soon = outcome.is_soon(verdict)
    state = f"{state_text(verdict)}{SOON if soon else ''}"
    name = f"{verdict.rule.label}，{period_name(verdict.period)}"
    return Cell(
        period=verdict.period,
        months=_width(verdict),
        state=verdict.state,
        symbol=SYMBOLS[verdict.state],
        count="",
        sentence=f"{name}：{state}。{reason(verdict)}。",
        soon=soon,
    )


def _cell_below(outcome: Outcome, period: str, members: Sequence[Verdict]) -> Cell:
    """Several groups or members in one cell: the worst state, and how many have met it."""
    worst = worst_of(members)
    soon = any(outcome.is_soon(v) for v in members)
    name = f"{worst.rule.label}，{period_name(period)}"
    return Cell(
        period=period,
        months=_width(worst),
        state=worst.state,
        symbol=SYMBOLS[worst.state],
        count=_count(worst.state, members),
        sentence=f"{name}：{told_below(members)}{SOON if soon else ''}。",
        soon=soon,
    )


def _count(state: str, members: Sequence[Verdict]) -> str:
    """Shown only where some have not met it: what is in order needs no number."""
    met = sum(v.state == MET for v in members)
    owing = sum(v.state != NOT_APPLICABLE for v in members)
    return f"{met}/{owing}" if state == OVERDUE or (state == DUE and met) else ""
