"""What a page or a text about the check shows, worked out once for all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from mingdeng.engine.reasons import day_name, period_name, reason
from mingdeng.engine.verdicts import Verdict
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import (
    DUE,
    MET,
    NOT_APPLICABLE,
    OVERDUE,
    UNKNOWN,
    Missing,
    Outcome,
    is_below,
    missing_of,
)
from mingdeng.rulebook.model import UNSURE, Always
from mingdeng.rulebook.vocabulary import vocabulary

SYMBOLS = {MET: "●", DUE: "○", OVERDUE: "▲", NOT_APPLICABLE: "—", UNKNOWN: "?"}


@dataclass(frozen=True)
class Line:
    """One thing that is open: what, for which period, why, by which rule."""

    rule_id: str
    label: str
    period: str
    due: str
    reason: str
    cite: str
    mark: str
    force: str
    still_possible: bool


@dataclass(frozen=True)
class OrganizationView:
    """What is open for one organization, in the order one would read it."""

    organization: Organization
    overdue: Sequence[Line]
    soon: Sequence[Line]
    due: Sequence[Line]
    missing: Sequence[Missing]
    met: int

    @property
    def all_met(self) -> bool:
        """Whether everything that could be judged is in order."""
        return self.met > 0 and not (self.overdue or self.soon or self.due)


def organization_view(outcome: Outcome, organization: Organization) -> OrganizationView:
    """The open lines of one organization; below it one line per duty and period, with a count."""
    verdicts = outcome.verdicts_of(organization)
    started = [v for v in verdicts if v.state == DUE and _has_begun(outcome, v)]
    soon = [v for v in started if outcome.is_soon(v)]
    return OrganizationView(
        organization=organization,
        overdue=list(_lines(organization, verdicts, [v for v in verdicts if v.state == OVERDUE])),
        soon=list(_lines(organization, verdicts, soon)),
        due=list(_lines(organization, verdicts, [v for v in started if v not in soon])),
        missing=missing_of(verdicts),
        met=sum(v.state == MET for v in verdicts),
    )


def mark_of(verdict: Verdict) -> str:
    """A visible mark where the rule was not read in its own text."""
    confidence = verdict.version.basis.confidence
    return vocabulary().label("confidences", confidence) if confidence in UNSURE else ""


def cite_of(verdict: Verdict) -> str:
    """Source and article of a verdict's rule."""
    return str(verdict.version.basis.cite)


def _has_begun(outcome: Outcome, verdict: Verdict) -> bool:
    """Whether the period of a duty has begun; later ones need not be shown yet."""
    if verdict.test is not None:
        leaf = verdict.test.leaf
        position = verdict.test.last_slot - leaf.base
        return leaf.days.periods[position].start <= outcome.as_of
    return verdict.since is None or verdict.since <= outcome.as_of


def _lines(
    organization: Organization, everyone: Sequence[Verdict], chosen: Sequence[Verdict]
) -> Iterator[Line]:
    for verdict in chosen:
        if not is_below(verdict, organization):
            yield _line(verdict, reason(verdict))
    below = [v for v in chosen if is_below(v, organization)]
    for _, group in groupby(sorted(below, key=_duty_and_period), key=_duty_and_period):
        members = list(group)
        yield _line(members[0], _count_below(members, everyone))


def _duty_and_period(verdict: Verdict) -> tuple[str, str]:
    """Obligations with a day of their own are counted together per duty."""
    own_day = verdict.test is None
    return (verdict.rule.id, "" if own_day else verdict.period)


def _count_below(members: Sequence[Verdict], everyone: Sequence[Verdict]) -> str:
    first = members[0]
    kind = vocabulary().label("bearers", first.bearer.kind)
    same = [v for v in everyone if _duty_and_period(v) == _duty_and_period(first)]
    owing = len({v.bearer.id for v in same if v.state != NOT_APPLICABLE})
    state = vocabulary().label("states", first.state)
    names = ""
    if first.bearer.kind == "party_group":
        names = f"（{'、'.join(v.bearer.name.removeprefix('') for v in members)}）"
    return f"{kind} {owing} 个中 {len(members)} 个{state}{names}"


def _line(verdict: Verdict, why: str) -> Line:
    standing = isinstance(verdict.version.timing, Always)
    return Line(
        rule_id=verdict.rule.id,
        label=verdict.rule.label,
        period="" if standing else period_name(verdict.period),
        due=day_name(verdict.due_on) if verdict.due_on else "",
        reason=why,
        cite=cite_of(verdict),
        mark=mark_of(verdict),
        force=vocabulary().label("forces", verdict.version.force),
        still_possible=bool(verdict.still_possible),
    )
