"""履责 of one organization: its year as a matrix, and what has no calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from mingdeng.documents.check_text import missing_text
from mingdeng.documents.check_view import organization_view
from mingdeng.documents.matrix import YearMatrix, is_calendar, year_matrices
from mingdeng.documents.matters import matter_of, matters_of
from mingdeng.documents.wording import NOTHING_JUDGED, SYMBOLS
from mingdeng.engine.verdicts import NOT_APPLICABLE, UNKNOWN, Verdict
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome, is_below
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.matters import Button, SeenMatter, button_of, seen_by
from mingdeng.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Board:
    """One organization's duties."""

    organization: Organization
    kind: str
    matrices: Sequence[YearMatrix]
    open: Sequence[tuple[SeenMatter, Button]]
    standing: Sequence[SeenMatter]
    missing: Sequence[str]
    lead: str
    symbols: Sequence[tuple[str, str, str]]
    packs: str
    why: str


def board_page(
    visit: Visit, outcome: Outcome, organization: Organization, *, may_record: bool
) -> Board:
    """Everything the board of one organization shows."""
    view = organization_view(outcome, organization)
    open_now = [seen_by(visit, one) for one in matters_of(outcome, organization)]
    words = vocabulary()
    return Board(
        organization=organization,
        kind=words.label("bearers", organization.kind),
        matrices=year_matrices(outcome, organization),
        open=[(one, button_of(visit, one, may_record=may_record)) for one in open_now],
        standing=[
            seen_by(visit, matter_of(outcome, organization, [v]))
            for v in outcome.verdicts_of(organization)
            if _stands_apart(v, organization)
        ],
        missing=[missing_text(entry) for entry in view.missing],
        lead=_lead(open_now, view.all_met_text if view.met else NOTHING_JUDGED),
        symbols=[(SYMBOLS[state], state, words.label("states", state)) for state in SYMBOLS],
        packs="、".join(pack.label for pack in outcome.rulebook.packs),
        why=reverse("web:why", args=(organization.id,)),
    )


def _stands_apart(verdict: Verdict, organization: Organization) -> bool:
    """Duties of the organization itself that no column of a year can show."""
    if is_below(verdict, organization) or is_calendar(verdict):
        return False
    return verdict.state not in {UNKNOWN, NOT_APPLICABLE}


def _lead(open_now: Sequence[SeenMatter], otherwise: str) -> str:
    """The whole board in one line."""
    counts: dict[str, int] = {}
    for matter in open_now:
        counts[matter.word] = counts.get(matter.word, 0) + 1
    if not counts:
        return f"{otherwise}。"
    return "，".join(f"{word} {count} 项" for word, count in counts.items()) + "。"
