"""履责: boards, and why."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingdeng.access.queries import below
from mingdeng.assessments.folding import folded, keys_seen
from mingdeng.assessments.outcomes import judge_kept, outcomes_of
from mingdeng.documents.standing import STANDING, Standing
from mingdeng.documents.why import why_of
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome
from mingdeng.web.frame import is_part, show
from mingdeng.web.pages.board import Board, board_page
from mingdeng.web.pages.choosing import boards_of, main_board
from mingdeng.web.pages.committee import committee_page
from mingdeng.web.pages.matters import LOOK, button_of, entering_button, seen_by
from mingdeng.web.pages.saying import saying_of
from mingdeng.web.visit import Visit, page


@require_safe
@page("read", "board", takes=("rule",))
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """To the board of the viewer's own place."""
    main = main_board(visit)
    if main is None:
        raise Http404
    rule = request.GET.get("rule", "")
    return redirect(visit.link(reverse("web:board", args=(main,)), rule=rule))


@dataclass(frozen=True, slots=True)
class Shown:
    """What a board shows: its own year, and how those below it stand."""

    page: Board
    below: Sequence[Standing]


@require_safe
@page("read", "board", takes=("rule",))
def board(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """One organization's year, and for a committee its branches."""
    shown, rule = board_of(visit, organization_id), request.GET.get("rule", "")
    content: dict[str, object] = {
        "page": shown.page,
        "boards": boards_of(visit, organization_id),
        "export": visit.link(reverse("web:board-export", args=(organization_id,))),
        "paper": visit.link(reverse("web:open-pdf", args=(organization_id,))),
    }
    if shown.below:
        content["committee"] = committee_page(visit, request.path, shown.below, rule)
    return show(request, visit, "web/board.html", content)


def board_of(visit: Visit, organization_id: uuid.UUID) -> Shown:
    """A board as page and file show it. Raises Http404, PermissionDenied."""
    _see(visit, organization_id)
    under = [one for one in below(organization_id) if one != organization_id]
    keys = keys_seen(visit.viewer, [organization_id, *under], visit.clocks)
    own = {organization_id: keys.pop(organization_id)}
    outcome, organization = _own(judge_kept(own, visit.clocks), organization_id)
    may_record = visit.may("create", "activity", organization_id)
    page = board_page(visit, outcome, organization, may_record=may_record)
    if not under:
        return Shown(page, ())
    return Shown(page, folded(keys, visit.clocks, STANDING, store=not visit.previewing))


@require_safe
@page("read", "board", takes=("of",))
def why(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """The panel beside the board; a page of its own without JavaScript."""
    _see(visit, organization_id)
    outcomes = outcomes_of(visit.viewer, [organization_id], visit.clocks)
    outcome, organization = _own(outcomes, organization_id)
    may_record = visit.may("create", "activity", organization_id)
    of = request.GET.get("of", "")
    found = why_of(visit.viewer, outcome, organization, of)
    if found is None:
        raise Http404
    button = button_of(visit, seen_by(visit, found.matter), may_record=may_record)
    template = "web/why_panel.html" if is_part(request) else "web/why.html"
    content: dict[str, object] = {
        "page": found,
        "saying": saying_of(visit, found, of),
        "button": button if button.verb != LOOK else entering_button(visit, found),
    }
    return show(request, visit, template, content)


def _see(visit: Visit, organization_id: uuid.UUID) -> None:
    """Raises Http404 where the organization cannot be seen, PermissionDenied where its board."""
    if visit.may("read", "board", organization_id):
        return
    if visit.may("read", "organization", organization_id):
        raise PermissionDenied
    raise Http404


def _own(outcomes: list[Outcome], organization_id: uuid.UUID) -> tuple[Outcome, Organization]:
    for outcome in outcomes:
        for organization in outcome.organ.organizations:
            if organization.id == str(organization_id):
                return outcome, organization
    raise Http404
