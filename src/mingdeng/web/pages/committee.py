"""履责 of a committee: branches × duties, the roll-up, and the list of what is open, by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from mingdeng.documents.check_view import has_begun
from mingdeng.documents.matrix import is_calendar
from mingdeng.documents.wording import SYMBOLS, WORST_FIRST, state_text
from mingdeng.engine.verdicts import DUE, NOT_APPLICABLE, OVERDUE, UNKNOWN, Verdict, looks_back
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.matters import Matter, matters_of
from mingdeng.web.visit import Visit

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
    """One branch."""

    name: str
    url: str
    squares: Sequence[Square]


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
    open: Sequence[Matter]
    rule: str
    rule_label: str
    missed: int
    branches: int


def committee_page(visit: Visit, base: str, outcomes: Sequence[Outcome], rule: str) -> Committee:
    """The branches under an organization; `rule` narrows the list of what is open."""
    pairs = [(o, item) for o in outcomes for item in o.organ.organizations if _is_branch(item)]
    rules = _rules(pairs)
    lines = [_line(visit, outcome, item, rules) for outcome, item in pairs]
    open_now = [
        matter
        for outcome, item in pairs
        for matter in matters_of(visit, outcome, item)
        if (not rule and matter.state in {OVERDUE, "soon"}) or matter.rule_id == rule
    ]
    open_now.sort(key=lambda one: one.order)
    return Committee(
        columns=[_column(visit, base, rule_id, label, lines) for rule_id, label in rules.items()],
        lines=lines,
        open=open_now,
        rule=rule,
        rule_label=rules.get(rule, ""),
        missed=sum(any(s.state == OVERDUE for s in line.squares) for line in lines),
        branches=len(lines),
    )


def _is_branch(organization: Organization) -> bool:
    return organization.kind in BRANCHES


def _rules(pairs: Sequence[tuple[Outcome, Organization]]) -> dict[str, str]:
    """The recurring duties of which anything is known in any branch, in the packs' order."""
    found: dict[str, str] = {}
    for outcome, item in pairs:
        for verdict in outcome.verdicts_of(item):
            if is_calendar(verdict) and _says_something(verdict):
                found.setdefault(verdict.rule.id, verdict.rule.label)
    return found


def _says_something(verdict: Verdict) -> bool:
    if looks_back(verdict):
        return verdict.state == OVERDUE
    return verdict.state not in {UNKNOWN, NOT_APPLICABLE}


def _has_come(outcome: Outcome, verdict: Verdict) -> bool:
    """A month that has not begun says nothing about a branch."""
    return verdict.state != DUE or has_begun(outcome, verdict)


def _line(
    visit: Visit, outcome: Outcome, organization: Organization, rules: dict[str, str]
) -> Line:
    url = visit.link(reverse("web:board", args=(organization.id,)))
    squares = []
    for rule_id, label in rules.items():
        own = [
            v
            for v in outcome.verdicts_of(organization)
            if v.rule.id == rule_id and is_calendar(v) and _has_come(outcome, v)
        ]
        squares.append(_square(organization, rule_id, label, own, url))
    return Line(organization.name, url, squares)


def _square(
    organization: Organization, rule_id: str, label: str, own: Sequence[Verdict], url: str
) -> Square:
    by_state = {state: [v for v in own if v.state == state] for state in WORST_FIRST}
    state = next((state for state in WORST_FIRST if by_state[state]), NOT_APPLICABLE)
    told = "，".join(f"{state_text(group[0])} {len(group)}" for group in by_state.values() if group)
    count = len(by_state[state])
    return Square(
        rule_id=rule_id,
        label=label,
        state=state,
        symbol=SYMBOLS[state],
        count=str(count) if state == OVERDUE else "",
        sentence=f"{organization.name}，{label}：{told or vocabulary().label('states', state)}",
        url=f"{url}#{rule_id}",
    )


def _column(visit: Visit, base: str, rule_id: str, label: str, lines: Sequence[Line]) -> Column:
    squares = [square for line in lines for square in line.squares if square.rule_id == rule_id]
    return Column(
        rule_id=rule_id,
        label=label,
        missed=sum(square.state == OVERDUE for square in squares),
        url=f"{visit.link(base, rule=rule_id)}#open",
    )
