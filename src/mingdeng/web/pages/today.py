"""今天: what wants the viewer now, in order of date, what is next, and how it stands below."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from mingdeng.access.policy import scope
from mingdeng.access.queries import organizations
from mingdeng.assessments.outcomes import outcomes_of
from mingdeng.engine.verdicts import OVERDUE
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome
from mingdeng.web.pages.matters import SOON, Button, Matter, button_of, matters_of
from mingdeng.web.visit import Visit

# How long what was missed below stays on 今天; after that it stands under 履责.
RECENT = timedelta(days=45)
NEXT = 8
NAMED = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that wants the viewer, with its one button."""

    matter: Matter
    button: Button
    organization: str


@dataclass(frozen=True, slots=True)
class Below:
    """One duty of one period over several organizations under the viewer."""

    label: str
    word: str
    symbol: str
    state: str
    period: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Today:
    """The page."""

    now: Sequence[Row]
    later: Sequence[Row]
    lapsed: Sequence[Row]
    below: Sequence[Below]
    records_for: Sequence[tuple[str, str]]
    oversees: bool
    works_here: bool


def today_page(visit: Visit) -> Today:
    """Everything 今天 shows the viewer."""
    writable = scope(visit.viewer, "create", "activity").organizations
    own = _own(visit, writable)
    outcomes = outcomes_of(visit.viewer, _watched(visit), visit.clocks)
    mine: list[Row] = []
    below: dict[tuple[str, str, str], list[Matter]] = {}
    for outcome in outcomes:
        for organization in outcome.organ.organizations:
            if organization.id in own:
                mine += _rows(visit, outcome, organization, writable)
            else:
                for matter in _telling(visit, outcome, organization):
                    key = (matter.rule_id, matter.period, matter.state)
                    below.setdefault(key, []).append(matter)
    mine += _personal(visit, outcomes)
    mine.sort(key=lambda row: row.matter.order)
    return Today(
        now=[row for row in mine if _wants(row)],
        later=[row for row in mine if _is_later(row)][:NEXT],
        lapsed=[row for row in mine if row.matter.state == OVERDUE and not row.matter.mendable],
        below=[_below(visit, group) for group in sorted(below.values(), key=_group_order)],
        records_for=_records_for(visit, own, writable),
        oversees=bool(_overseen(visit)),
        works_here=not visit.account.is_administrator,
    )


def _own(visit: Visit, writable: Iterable[uuid.UUID]) -> set[str]:
    """Where the viewer does the work: posts with the right to record."""
    posts = {one.organization for one in visit.viewer.standings if one.post}
    return {str(one) for one in posts if one in set(writable)}


def _watched(visit: Visit) -> list[uuid.UUID]:
    seen = organizations(visit.viewer, "read", "board").filter(dissolved=None)
    return list(seen.values_list("id", flat=True))


def _overseen(visit: Visit) -> list[str]:
    """Roles that look after organizations below them."""
    return [one.role for one in visit.viewer.standings if one.role in OVERSEERS]


OVERSEERS = frozenset({"office", "leading", "discipline", "viewer"})


def _rows(
    visit: Visit, outcome: Outcome, organization: Organization, writable: Iterable[uuid.UUID]
) -> list[Row]:
    may_record = uuid.UUID(organization.id) in set(writable)
    return [
        Row(matter, button_of(visit, matter, may_record=may_record), organization.name)
        for matter in matters_of(visit, outcome, organization)
    ]


def _personal(visit: Visit, outcomes: Sequence[Outcome]) -> list[Row]:
    """What the viewer owes as a member; it is answered in study, not recorded here."""
    person = str(visit.viewer.person) if visit.viewer.person else None
    if person is None:
        return []
    return [
        Row(matter, button_of(visit, matter, may_record=False), "本人")
        for outcome in outcomes
        for organization in outcome.organ.organizations
        for matter in matters_of(visit, outcome, organization, person=person)
    ]


def _telling(visit: Visit, outcome: Outcome, organization: Organization) -> list[Matter]:
    """What an overseer should hear of: missed of late, or due soon; not every open line."""
    if not _overseen(visit):
        return []
    recent = visit.as_of - RECENT
    return [
        matter
        for matter in matters_of(visit, outcome, organization)
        if matter.state == SOON
        or (matter.state == OVERDUE and (matter.mendable or matter.order >= recent))
    ]


def _wants(row: Row) -> bool:
    return row.matter.mendable and row.matter.state in {OVERDUE, SOON}


def _is_later(row: Row) -> bool:
    return row.matter.mendable and row.matter.state not in {OVERDUE, SOON}


def _group_order(group: Sequence[Matter]) -> tuple[object, ...]:
    return (group[0].order, group[0].label)


def _below(visit: Visit, group: Sequence[Matter]) -> Below:
    first = group[0]
    names = tuple(dict.fromkeys(matter.organization_name for matter in group))
    base = reverse("web:duties")
    return Below(
        label=first.label,
        word=first.word,
        symbol=first.symbol,
        state=first.state,
        period=first.period,
        text=_named(names),
        url=first.why if len(names) == 1 else visit.link(base, rule=first.rule_id),
    )


def _named(names: tuple[str, ...]) -> str:
    """A few organizations by name, many by number."""
    if len(names) <= NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:NAMED])}等 {len(names)} 个组织"


def _records_for(
    visit: Visit, own: Iterable[str], writable: Iterable[uuid.UUID]
) -> list[tuple[str, str]]:
    """Where quick records can be made from here: the name, and the address."""
    chosen = {uuid.UUID(one) for one in own} & set(writable)
    named = organizations(visit.viewer).filter(id__in=chosen).values_list("id", "name")
    base = reverse("web:record")
    return [(name, visit.link(base, organization=one)) for one, name in named]
