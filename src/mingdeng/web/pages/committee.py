"""履责 of a committee: branches × duties, the roll-up, and the list of what is open, by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from mingdeng.assessments.wanting import SOON
from mingdeng.documents.standing import Standing, Year
from mingdeng.documents.wording import SYMBOLS
from mingdeng.engine.verdicts import NOT_APPLICABLE, OVERDUE
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.choosing import addresses
from mingdeng.web.pages.matters import SeenMatter, seen_by
from mingdeng.web.visit import Visit

# What is open is read by its date; whoever wants all of one duty chooses its column.
SHOWN = 100
BRANCHES = frozenset({"branch", "general_branch"})


@dataclass(frozen=True, slots=True)
class Square:
    """One branch and one duty over the year: the worst state and how many are in it."""

    rule_id: str
    label: str
    state: str
    symbol: str
    count: str
    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One branch: its line of the table, and the duties it has missed."""

    drawn: str
    missed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Column:
    """One duty, with how many branches have missed it."""

    rule_id: str
    label: str
    missed: int
    url: str


@dataclass(frozen=True, slots=True)
class Committee:
    """The page's part about the branches."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    open: Sequence[SeenMatter]
    more: int
    rule: str
    rule_label: str
    missed: int
    branches: int


def committee_page(visit: Visit, base: str, standings: Sequence[Standing], rule: str) -> Committee:
    """The branches under an organization; `rule` narrows the list of what is open."""
    branches = [one for one in standings if one.kind in BRANCHES]
    rules = {year.rule_id: year.label for one in branches for year in one.years if year.speaks}
    board = addresses("web:board")
    lines = [_line(visit, one, rules, board(one.id)) for one in branches]
    open_now = [
        matter
        for one in branches
        for matter in one.matters
        if (not rule and matter.state in {OVERDUE, SOON}) or matter.rule_id == rule
    ]
    open_now.sort(key=lambda one: one.order)
    return Committee(
        columns=[_column(visit, base, rule_id, label, lines) for rule_id, label in rules.items()],
        lines=lines,
        open=[seen_by(visit, one) for one in open_now[:SHOWN]],
        more=max(0, len(open_now) - SHOWN),
        rule=rule,
        rule_label=rules.get(rule, ""),
        missed=sum(bool(line.missed & rules.keys()) for line in lines),
        branches=len(lines),
    )


def _line(visit: Visit, standing: Standing, rules: Mapping[str, str], path: str) -> Line:
    """Drawn once for all who look: two hundred lines are most of what the page costs."""
    url = visit.keep(path)
    years = {year.rule_id: year for year in standing.years}
    drawn = standing.drawn.get((url, *rules))
    if drawn is None:
        squares = [
            _square(standing, rule_id, label, years.get(rule_id), url)
            for rule_id, label in rules.items()
        ]
        line = {"name": standing.name, "url": url, "squares": squares}
        drawn = standing.drawn[(url, *rules)] = render_to_string("web/board_line.html", line)
    missed = {one.rule_id for one in standing.years if one.counts and one.counts[0][0] == OVERDUE}
    return Line(drawn, frozenset(missed))


def _square(standing: Standing, rule_id: str, label: str, year: Year | None, url: str) -> Square:
    counts = year.counts if year else ()
    state, _, count = counts[0] if counts else (NOT_APPLICABLE, "", 0)
    told = "，".join(f"{word} {number}" for _, word, number in counts)
    return Square(
        rule_id=rule_id,
        label=label,
        state=state,
        symbol=SYMBOLS[state],
        count=str(count) if state == OVERDUE else "",
        sentence=f"{standing.name}，{label}：{told or vocabulary().label('states', state)}",
        url=f"{url}#{rule_id}",
    )


def _column(visit: Visit, base: str, rule_id: str, label: str, lines: Sequence[Line]) -> Column:
    return Column(
        rule_id=rule_id,
        label=label,
        missed=sum(rule_id in line.missed for line in lines),
        url=f"{visit.link(base, rule=rule_id)}#open",
    )
