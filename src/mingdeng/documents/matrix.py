"""A year of one organization as a matrix: duties down, months across."""

from collections.abc import Iterable, Iterator, Sequence
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

# Several of these are told in one month: that in which they end.
FINER = {"week": 1, "ten-days": 1}
MONTHS = {**FINER, "month": 1, "quarter": 3, "half-year": 6, "year": 12}
SOON = "，将到期"


@dataclass(frozen=True)
class Cell:
    """One duty in one period: so many months wide, its state, and the sentence behind it.

    Without a period it fills months in which nothing is asked.
    """

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
    """The duties of one year that recur by week to year, told by month."""

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
    """Whether a duty recurs by week, ten days, month, quarter, half-year or year."""
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
    ordered = sorted(verdicts, key=lambda v: (_column(v), v.period))
    reached = 0
    for period, group in groupby(ordered, key=_column):
        members = list(group)
        before = _months_before(period, _width(members[0]))
        yield from _nothing_asked(members[0], range(reached, before))
        reached = before + _width(members[0])
        if _is_finer(members[0]):
            yield _cell_of_several(outcome, period, members)
        else:
            yield _cell_below(outcome, period, members) if below else _cell(outcome, members[0])
    yield from _nothing_asked(ordered[-1], range(reached, MONTHS["year"]))


def _is_finer(verdict: Verdict) -> bool:
    timing = verdict.version.timing
    return isinstance(timing, Every) and timing.unit in FINER


def _column(verdict: Verdict) -> str:
    """The period a verdict is told in; of a week or ten days the month it ends in."""
    if not _is_finer(verdict) or verdict.due_on is None:
        return verdict.period
    year = verdict.period[:4]
    # The last week of a year may end in the next.
    return f"{verdict.due_on:%Y-%m}" if verdict.due_on.year == int(year) else f"{year}-12"


def _cell_of_several(outcome: Outcome, month: str, members: Sequence[Verdict]) -> Cell:
    """The weeks of a month in one cell: the worst of them, and how many are met."""
    worst, soon = worst_of(members), any(outcome.is_soon(v) for v in members)
    counts: dict[str, int] = {}
    for verdict in members:
        counts[state_text(verdict)] = counts.get(state_text(verdict), 0) + 1
    told = "，".join(f"{word} {count}" for word, count in counts.items())
    name = f"{worst.rule.label}，{period_name(month)}"
    return Cell(
        period=worst.period,
        months=1,
        state=worst.state,
        symbol=SYMBOLS[worst.state],
        count=_count(worst.state, members),
        sentence=f"{name}：共 {len(members)} 期，{told}{SOON if soon else ''}。",
        soon=soon,
    )


def _months_before(period: str, width: int) -> int:
    """How many months of its year lie before a period: 2026-Q2 -> 3, 2026-05 -> 4."""
    part = period.partition("-")[2].lstrip("QH")
    return (int(part) - 1) * width if part else 0


def _nothing_asked(verdict: Verdict, months: Iterable[int]) -> Iterator[Cell]:
    """Months in which a rule asks for nothing: outside its season, or before it held."""
    for before in months:
        sentence = f"{verdict.rule.label}，{verdict.period[:4]}年{before + 1}月：不作要求。"
        yield Cell("", 1, NOT_APPLICABLE, SYMBOLS[NOT_APPLICABLE], "", sentence, soon=False)


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
