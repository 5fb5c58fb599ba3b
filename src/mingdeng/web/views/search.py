"""查找: one box for records, people, organizations and rules."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.web.frame import show
from mingdeng.web.pages.finding import PARAMETERS, finding_page
from mingdeng.web.visit import Visit, page


@require_safe
@page(takes=PARAMETERS)
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the viewer may see and what says these words; the words stand in the address."""
    content: dict[str, object] = {"page": finding_page(visit, request.GET)}
    return show(request, visit, "web/search.html", content)
