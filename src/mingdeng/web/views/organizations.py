"""组织: the tree, one organization, one person."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.access.policy import scope
from mingdeng.access.queries import organizations, people
from mingdeng.web.frame import show
from mingdeng.web.pages.own_record import note_opening
from mingdeng.web.pages.tree import held_about, place_page, tree_page
from mingdeng.web.visit import Visit, found_or_404, page


@require_safe
@page("read", "organization")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The tree."""
    content: dict[str, object] = {
        "nodes": tree_page(visit),
        "rosters": bool(scope(visit.viewer, "read", "person").organizations),
        "inspections": bool(scope(visit.viewer, "read", "inspection").organizations),
    }
    return show(request, visit, "web/organizations.html", content)


@require_safe
@page("read", "organization", takes=("order",))
def detail(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """One organization: posts, groups, roster."""
    organization = found_or_404(organizations(visit.viewer).filter(id=organization_id))
    content: dict[str, object] = {
        "page": place_page(visit, organization, request.GET.get("order", ""))
    }
    return show(request, visit, "web/organization.html", content)


@require_safe
@page("read", "person")
def person(request: HttpRequest, visit: Visit, person_id: uuid.UUID) -> HttpResponse:
    """What is held about someone, as far as the viewer may read it."""
    found = found_or_404(people(visit.viewer).filter(id=person_id))
    held = held_about(visit, found)
    note_opening(visit, found, sensitive=held.sensitive)
    return show(request, visit, "web/person.html", {"held": held})
