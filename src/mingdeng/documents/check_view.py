"""What a page or a text about the check shows, worked out once for all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingdeng.documents.wording import state_text, unit_below
from mingdeng.engine.reasons import day_name, period_text, reason
from mingdeng.engine.verdicts import DUE, MET, NOT_APPLICABLE, OVERDUE, Verdict, looks_back
from mingdeng.facts.organ import Organization, group_name
from mingdeng.facts.outcome import Missing, Outcome, has_begun, is_below, missing_of
from mingdeng.rulebook.model import UNSURE, Every
from mingdeng.rulebook.vocabulary import vocabulary


@dataclass(frozen=True)
class Line:
    """One thing that is open: what, for which period, why, by which rule."""

    rule_id: str
    label: str
    state: str
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

    @property
    def nothing_judged(self) -> bool:
        """Whether there is neither anything open nor anything met."""
        return not (self.overdue or self.soon or self.due or self.met)

    @property
    def all_met_text(self) -> str:
        """That in one line; what could not be judged for want of a source is not claimed."""
        subject = "能判断的" if self.missing else "应做的"
        return f"{subject} {self.met} 项都已做到"


def organization_view(outcome: Outcome, organization: Organization) -> OrganizationView:
    """The open lines of one organization; below it one line per duty and period, with a count."""
    verdicts = outcome.verdicts_of(organization)
    started = [v for v in verdicts if v.state == DUE and has_begun(outcome, v)]
    soon = [v for v in started if outcome.is_soon(v)]
    return OrganizationView(
        organization=organization,
        overdue=list(_lines(organization, verdicts, [v for v in verdicts if v.state == OVERDUE])),
        soon=list(_lines(organization, verdicts, soon)),
        due=list(_lines(organization, verdicts, [v for v in started if v not in soon])),
        missing=missing_of(verdicts),
        met=len({(v.rule.id, v.period) for v in verdicts if v.state == MET and not looks_back(v)}),
    )


def mark_of(verdict: Verdict) -> str:
    """A visible mark where the rule was not read in its own text."""
    confidence = verdict.version.basis.confidence
    return vocabulary().label("confidences", confidence) if confidence in UNSURE else ""


def cite_of(verdict: Verdict) -> str:
    """Source and article of a verdict's rule."""
    return str(verdict.version.basis.cite)


def _lines(
    organization: Organization, everyone: Sequence[Verdict], chosen: Sequence[Verdict]
) -> Iterator[Line]:
    for verdict in chosen:
        if not is_below(verdict, organization):
            yield _line(verdict, reason(verdict))
    below: dict[str, list[Verdict]] = {}
    for verdict in chosen:
        if is_below(verdict, organization):
            below.setdefault(verdict.rule.id, []).append(verdict)
    for members in below.values():
        yield _line(members[0], count_below(members, everyone))


def count_below(members: Sequence[Verdict], everyone: Sequence[Verdict]) -> str:
    """One duty of groups or members: how many of how many, and in which periods."""
    first = members[0]
    kind = vocabulary().label("bearers", first.bearer.kind)
    alike = [v for v in everyone if v.rule.id == first.rule.id]
    owing = {v.bearer.id for v in alike if v.state != NOT_APPLICABLE}
    count = len({v.bearer.id for v in members})
    periods = "、".join(_periods_below(run) for run in _runs(members, alike))
    unit = unit_below(first.bearer.kind)
    return f"{len(owing)} {unit}{kind}中 {count} {unit}{state_text(first)}：{periods}"


def _runs(members: Sequence[Verdict], alike: Sequence[Verdict]) -> list[list[list[Verdict]]]:
    """The periods; those that follow each other and concern the same bearers stand together."""
    order = {label: place for place, label in enumerate(sorted({v.period for v in alike}))}
    runs: list[list[list[Verdict]]] = []
    for group in _by_period(members):
        before = runs[-1][-1] if runs else None
        if before is not None and _continues(before, group, order):
            runs[-1].append(group)
        else:
            runs.append([group])
    return runs


def _continues(
    before: Sequence[Verdict], after: Sequence[Verdict], order: Mapping[str, int]
) -> bool:
    follows = order[after[0].period] == order[before[0].period] + 1
    same = [v.bearer.id for v in before] == [v.bearer.id for v in after]
    return isinstance(after[0].version.timing, Every) and follows and same


def _by_period(members: Sequence[Verdict]) -> list[list[Verdict]]:
    periods: dict[str, list[Verdict]] = {}
    for verdict in members:
        periods.setdefault(verdict.period, []).append(verdict)
    return [periods[label] for label in sorted(periods)]


def _periods_below(run: Sequence[Sequence[Verdict]]) -> str:
    """Periods with the numbers of their groups; the names of people are not spread over a list."""
    members = run[0]
    name = period_text(members[0])
    if len(run) > 1:
        year = f"{members[0].period[:4]}年"
        last = period_text(run[-1][0])
        name = f"{name}至{last.removeprefix(year) or last}"
    if members[0].bearer.kind == "party_group":
        return f"{name}（{'、'.join(group_name(v.bearer.group) for v in members)}）"
    return f"{name}（{len(members)} {unit_below(members[0].bearer.kind)}）"


def _line(verdict: Verdict, why: str) -> Line:
    return Line(
        rule_id=verdict.rule.id,
        label=verdict.rule.label,
        state=state_text(verdict),
        period=period_text(verdict),
        due=day_name(verdict.due_on) if verdict.due_on else "",
        reason=why,
        cite=cite_of(verdict),
        mark=mark_of(verdict),
        force=vocabulary().label("forces", verdict.version.force),
        still_possible=bool(verdict.still_possible),
    )
