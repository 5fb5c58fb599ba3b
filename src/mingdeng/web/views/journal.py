"""审计: the journal by ids and field names, and whether its chain holds."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.web.frame import show
from mingdeng.web.pages.journal import FILTERS, journal_page
from mingdeng.web.visit import Visit, page


@require_safe
@page("read", "journal", takes=(*FILTERS, "check"))
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The journal, the latest first."""
    content: dict[str, object] = {"page": journal_page(visit, request.GET)}
    return show(request, visit, "web/journal.html", content)
