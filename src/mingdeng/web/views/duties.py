"""履责: boards, and why."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingdeng.access.queries import below, organizations
from mingdeng.assessments.outcomes import outcomes_of
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome
from mingdeng.web.frame import is_part, show
from mingdeng.web.pages.board import Board, board_page
from mingdeng.web.pages.choosing import boards_of, main_board
from mingdeng.web.pages.committee import Committee, committee_page
from mingdeng.web.pages.why import why_page
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
    """What a board shows: its own year and, for a committee, its branches."""

    page: Board
    committee: Committee | None


@require_safe
@page("read", "board", takes=("rule",))
def board(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """One organization's year, and for a committee its branches."""
    shown = board_of(request, visit, organization_id)
    if shown is None:
        raise Http404
    rule = request.GET.get("rule", "")
    content: dict[str, object] = {
        "page": shown.page,
        "boards": boards_of(visit, organization_id),
        "export": visit.link(reverse("web:board-export", args=(organization_id,)), rule=rule),
    }
    if shown.committee:
        content["committee"] = shown.committee
    return show(request, visit, "web/board.html", content)


def board_of(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> Shown | None:
    """A board as page and file show it; None where it is not visible."""
    if not _visible(visit, organization_id):
        return None
    under = [one for one in below(organization_id) if one != organization_id]
    outcomes = outcomes_of(visit.viewer, [organization_id, *under], visit.clocks)
    outcome, organization = _own(outcomes, organization_id)
    may_record = visit.may("create", "activity", organization_id)
    shown = board_page(visit, outcome, organization, may_record=may_record)
    if not under:
        return Shown(shown, None)
    rule, base = request.GET.get("rule", ""), reverse("web:board", args=(organization_id,))
    return Shown(shown, committee_page(visit, base, outcomes, rule))


@require_safe
@page("read", "board", takes=("of",))
def why(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """The panel beside the board; a page of its own without JavaScript."""
    if not _visible(visit, organization_id):
        raise Http404
    outcomes = outcomes_of(visit.viewer, [organization_id], visit.clocks)
    outcome, organization = _own(outcomes, organization_id)
    may_record = visit.may("create", "activity", organization_id)
    of = request.GET.get("of", "")
    found = why_page(visit, outcome, organization, of, may_record=may_record)
    if found is None:
        raise Http404
    template = "web/why_panel.html" if is_part(request) else "web/why.html"
    return show(request, visit, template, {"page": found})


def _visible(visit: Visit, organization_id: uuid.UUID) -> bool:
    """Whether the board can be seen; 403 where only the organization can."""
    if organizations(visit.viewer, "read", "board").filter(id=organization_id).exists():
        return True
    if organizations(visit.viewer).filter(id=organization_id).exists():
        raise PermissionDenied
    return False


def _own(outcomes: list[Outcome], organization_id: uuid.UUID) -> tuple[Outcome, Organization]:
    for outcome in outcomes:
        for organization in outcome.organ.organizations:
            if organization.id == str(organization_id):
                return outcome, organization
    raise Http404
