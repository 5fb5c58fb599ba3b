"""规则: the list, and one rule."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.web.frame import show
from mingdeng.web.pages.rulebook import conflicts, packs_for, rule_page, shelves
from mingdeng.web.visit import Visit, page


@require_safe
@page("read", "rule", takes=("q",))
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The duties that hold where the viewer belongs, searchable."""
    packs, query = packs_for(visit), request.GET.get("q", "").strip()[:60]
    content: dict[str, object] = {
        "shelves": shelves(packs, visit.as_of, query),
        "query": query,
        "conflicts": conflicts(packs),
    }
    return show(request, visit, "web/rules.html", content)


@require_safe
@page("read", "rule")
def detail(request: HttpRequest, visit: Visit, rule_id: str) -> HttpResponse:
    """One rule with its versions and cases."""
    found = rule_page(packs_for(visit), rule_id, visit.as_of)
    if found is None:
        raise Http404
    return show(request, visit, "web/rule.html", {"page": found})
