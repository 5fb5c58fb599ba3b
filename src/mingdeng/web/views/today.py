"""今天."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from mingdeng.web.frame import first_page_of, show
from mingdeng.web.pages.saying import asks_of
from mingdeng.web.pages.today import today_page
from mingdeng.web.visit import Visit, page


@require_safe
@page()
def today(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What wants the viewer now, and what is next; administrators have work of another kind."""
    if visit.account.is_administrator:
        return redirect(first_page_of(visit))
    found = today_page(visit)
    content: dict[str, object] = {"page": found, "asks": asks_of(visit, found.packs)}
    return show(request, visit, "web/today.html", content)
