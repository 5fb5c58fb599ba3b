"""功能声明, for anyone signed in: outsiders learn nothing beyond the page to sign in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.access.queries import reaches
from mingdeng.web.frame import show
from mingdeng.web.pages.features import statement_page
from mingdeng.web.visit import Visit, page


@require_safe
@page()
def statement(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the software does and does not do."""
    content: dict[str, object] = {
        "page": statement_page(),
        "may_map": reaches(visit.viewer, "read", "burden"),
        "may_complain": reaches(visit.viewer, "create", "complaint"),
    }
    return show(request, visit, "web/features.html", content)
