"""What is open for an organization, one line per duty and period, for pages and their buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from mingdeng.documents.check_view import cite_of, count_below, has_begun, mark_of
from mingdeng.documents.wording import SYMBOLS, state_text
from mingdeng.engine.reasons import period_text, reason
from mingdeng.engine.verdicts import DUE, OVERDUE, Verdict, looks_back
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome, is_below
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.kinds import recordable
from mingdeng.web.visit import Visit

SOON = "soon"
FAR = date.max
RECORD, LOOK = "记录", "查看"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is open, with its one button."""

    organization: str
    organization_name: str
    rule_id: str
    label: str
    of: str
    period: str
    due: date | None
    state: str
    symbol: str
    word: str
    sentence: str
    cite: str
    mark: str
    force: str
    mendable: bool
    kinds: tuple[str, ...]
    group: str
    bearer: str
    why: str

    @property
    def order(self) -> date:
        """What comes first wants something first."""
        return self.due or FAR


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing a row asks for."""

    verb: str
    url: str
    name: str


def key_of(verdict: Verdict) -> str:
    """How a verdict is named in an address: rule, period, and whose it is where below."""
    return f"{verdict.rule.id}~{verdict.period}"


def matters_of(outcome: Outcome, organization: Organization) -> list[Matter]:
    """What is overdue or due in a period that has begun, in order of date."""
    open_now = open_verdicts(outcome, organization)
    return sorted(_grouped(outcome, organization, open_now), key=lambda one: one.order)


def open_verdicts(outcome: Outcome, organization: Organization) -> list[Verdict]:
    """The verdicts of an organization that are overdue, or due in a period that has begun."""
    return [v for v in outcome.verdicts_of(organization) if _is_open(outcome, v)]


def seen_by(visit: Visit, matter: Matter) -> Matter:
    """A matter with addresses that keep the day asked about."""
    return replace(matter, why=visit.keep(matter.why)) if visit.previewing else matter


def _is_open(outcome: Outcome, verdict: Verdict) -> bool:
    if verdict.state == OVERDUE:
        return True
    return verdict.state == DUE and not looks_back(verdict) and has_begun(outcome, verdict)


def _grouped(
    outcome: Outcome, organization: Organization, verdicts: Sequence[Verdict]
) -> Iterator[Matter]:
    """The organization's own lines; below it one line per duty and period."""
    groups: dict[tuple[str, str, str, str], list[Verdict]] = {}
    for verdict in verdicts:
        whose = "" if is_below(verdict, organization) else verdict.bearer.id
        groups.setdefault((verdict.rule.id, verdict.period, verdict.state, whose), []).append(
            verdict
        )
    for members in groups.values():
        yield matter_of(outcome, organization, members)


def matter_of(outcome: Outcome, organization: Organization, members: Sequence[Verdict]) -> Matter:
    """One line for one verdict, or for several of one duty and period below the organization."""
    first = members[0]
    below = is_below(first, organization)
    soon = any(outcome.is_soon(v) for v in members)
    alike = outcome.verdicts_of(organization)
    sentence = count_below(members, alike) if below and len(members) > 1 else reason(first)
    if below and len(members) == 1 and first.bearer.kind != "member":
        sentence = f"{first.bearer.name}：{sentence}"
    base = reverse("web:why", args=(organization.id,))
    return Matter(
        organization=organization.id,
        organization_name=organization.name,
        rule_id=first.rule.id,
        label=first.rule.label,
        of=key_of(first),
        period=period_text(first),
        due=first.due_on,
        state=SOON if soon else first.state,
        symbol=SYMBOLS[first.state],
        word="将到期" if soon else state_text(first),
        sentence=sentence,
        cite=cite_of(first),
        mark=mark_of(first),
        force=vocabulary().label("forces", first.version.force),
        mendable=bool(first.still_possible),
        kinds=recordable(first, organization.kind),
        group=str(first.bearer.group) if len(members) == 1 and first.bearer.group else "",
        bearer=first.bearer.id if len(members) == 1 else "",
        why=f"{base}?{urlencode({'of': key_of(first)})}",
    )


def button_of(visit: Visit, matter: Matter, *, may_record: bool) -> Button:
    """记录 where a record would answer it and the viewer may write one, else 查看."""
    named = f"{matter.organization_name}{matter.label}，{matter.period}"
    if may_record and matter.mendable and matter.kinds:
        query = {"organization": matter.organization, "kind": matter.kinds[0]}
        url = visit.link(reverse("web:record"), **query, group=matter.group)
        return Button(RECORD, url, f"{RECORD}：{named}")
    return Button(LOOK, visit.keep(matter.why), f"{LOOK}：{named}")
