"""减负: what was asked of whom, the table of minutes, where each field goes."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.access.queries import reaches
from mingdeng.burden.estimating import table
from mingdeng.burden.queries import complaints_counted
from mingdeng.web.frame import show
from mingdeng.web.pages.burden import estimates, one_place, overview, place_seen
from mingdeng.web.pages.burdenexports import (
    fields_list,
    minutes_list,
    overview_list,
    place_list,
)
from mingdeng.web.pages.fieldmap import field_map
from mingdeng.web.views.exports import handed_out
from mingdeng.web.visit import Visit, page


@require_safe
@page("read", "burden", takes=("month",))
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was asked in a month, by organization."""
    year = visit.as_of.year
    content: dict[str, object] = {
        "page": overview(visit, request.GET.get("month", "")),
        "counted": complaints_counted(visit.viewer, year, visit.today),
        "counted_year": year,
        "may_demand": reaches(visit.viewer, "read", "demand"),
    }
    return show(request, visit, "web/burden.html", content)


@require_safe
@page("read", "burden", takes=("year",))
def place(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """What was asked of one organization in a year."""
    found = place_seen(visit, organization_id)
    if found is None:
        raise Http404
    content: dict[str, object] = {"page": one_place(visit, found, request.GET.get("year", ""))}
    return show(request, visit, "web/burden_place.html", content)


@require_safe
@page("read", "burden")
def minutes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The published table of minutes."""
    content: dict[str, object] = {"estimates": estimates(), "version": table().version}
    return show(request, visit, "web/burden_minutes.html", content)


@require_safe
@page("read", "burden")
def fields(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Which field feeds what."""
    return show(request, visit, "web/burden_fields.html", {"forms": field_map()})


@require_safe
@page("read", "burden", takes=("month",))
def export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was asked in a month, as a workbook."""
    return handed_out(overview_list(visit, request.GET.get("month", "")))


@require_safe
@page("read", "burden", takes=("year",))
def place_export(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """What was asked of one organization, as a workbook."""
    found = place_seen(visit, organization_id)
    if found is None:
        raise Http404
    return handed_out(place_list(visit, found, request.GET.get("year", "")))


@require_safe
@page("read", "burden")
def minutes_export(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """The published table of minutes, as a workbook."""
    return handed_out(minutes_list(visit))


@require_safe
@page("read", "burden")
def fields_export(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """Which field feeds what, as a workbook."""
    return handed_out(fields_list(visit))
