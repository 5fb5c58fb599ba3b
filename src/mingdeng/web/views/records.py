"""纪实: the list, the calendar, one record."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.activities.models import Activity
from mingdeng.activities.queries import activity
from mingdeng.web.frame import show
from mingdeng.web.pages.calendar import calendar_page
from mingdeng.web.pages.life import life_page
from mingdeng.web.pages.listing import FILTERS, detail_page, listing_page
from mingdeng.web.visit import Visit, page


@require_safe
@page("read", "activity", takes=FILTERS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What took place, latest first; the filters stand in the address and survive Back."""
    return show(request, visit, "web/records.html", {"page": listing_page(visit, request.GET)})


@require_safe
@page("read", "activity", takes=[name for name in FILTERS if name != "page"])
def month(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same as a month by days, or a year by kinds and months."""
    content: dict[str, object] = {"page": calendar_page(visit, request.GET)}
    return show(request, visit, "web/calendar.html", content)


@require_safe
@page("read", "activity", takes=FILTERS)
def detail(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:
    """One record in full."""
    try:
        found = activity(visit.viewer, activity_id, files=True)
    except Activity.DoesNotExist:
        raise Http404 from None
    content: dict[str, object] = {
        "page": detail_page(visit, found, request.GET),
        "life": life_page(visit, found),
    }
    return show(request, visit, "web/activity.html", content)
