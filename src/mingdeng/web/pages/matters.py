"""What is open for an organization, one line per duty and period, for pages and their buttons."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.urls import reverse

from mingdeng.assessments.wanting import SOON, Open, key_of, open_groups, open_of
from mingdeng.documents.check_view import cite_of, count_below, mark_of
from mingdeng.documents.wording import SYMBOLS, state_text
from mingdeng.engine.reasons import reason
from mingdeng.engine.verdicts import Verdict
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome, is_below
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.visit import Visit

RECORD, LOOK = "记录", "查看"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Open):
    """One thing that is open, in words."""

    symbol: str
    word: str
    sentence: str
    cite: str
    mark: str
    force: str
    why: str


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing a row asks for."""

    verb: str
    url: str
    name: str


def matters_of(outcome: Outcome, organization: Organization) -> list[Matter]:
    """What is overdue or due in a period that has begun, in order of date."""
    groups = open_groups(outcome, organization)
    found = (matter_of(outcome, organization, members) for members in groups)
    return sorted(found, key=lambda one: one.order)


def seen_by(visit: Visit, matter: Matter) -> Matter:
    """A matter with addresses that keep the day asked about."""
    return replace(matter, why=visit.keep(matter.why)) if visit.previewing else matter


def matter_of(outcome: Outcome, organization: Organization, members: Sequence[Verdict]) -> Matter:
    """One line for one verdict, or for several of one duty and period below the organization."""
    first = members[0]
    found = open_of(outcome, organization, members)
    base = reverse("web:why", args=(organization.id,))
    return Matter(
        **{one.name: getattr(found, one.name) for one in fields(found)},
        symbol=SYMBOLS[first.state],
        word="将到期" if found.state == SOON else state_text(first),
        sentence=_sentence(outcome, organization, members),
        cite=cite_of(first),
        mark=mark_of(first),
        force=vocabulary().label("forces", first.version.force),
        why=f"{base}?{urlencode({'of': key_of(first)})}",
    )


def _sentence(outcome: Outcome, organization: Organization, members: Sequence[Verdict]) -> str:
    first = members[0]
    below = is_below(first, organization)
    if below and len(members) > 1:
        return count_below(members, outcome.verdicts_of(organization))
    if below and first.bearer.kind != "member":
        return f"{first.bearer.name}：{reason(first)}"
    return reason(first)


def button_of(visit: Visit, matter: Matter, *, may_record: bool) -> Button:
    """记录 where a record would answer it and the viewer may write one, else 查看."""
    named = f"{matter.organization_name}{matter.label}，{matter.period}"
    if may_record and matter.mendable and matter.kinds:
        query = {"organization": matter.organization, "kind": matter.kinds[0]}
        url = visit.link(reverse("web:record"), **query, group=matter.group)
        return Button(RECORD, url, f"{RECORD}：{named}")
    return Button(LOOK, visit.keep(matter.why), f"{LOOK}：{named}")
