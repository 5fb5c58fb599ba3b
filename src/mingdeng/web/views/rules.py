"""规则: the list, and one rule."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.access.queries import organizations
from mingdeng.assessments.queries import packs_of
from mingdeng.web.frame import show
from mingdeng.web.pages.rulebook import NATIONAL, conflicts, rule_page, shelves
from mingdeng.web.visit import Visit, page


@require_safe
@page("read", "rule", takes=("q",))
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The duties that hold where the viewer belongs, searchable."""
    packs, query = _packs(visit), request.GET.get("q", "").strip()[:60]
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
    found = rule_page(_packs(visit), rule_id, visit.as_of)
    if found is None:
        raise Http404
    return show(request, visit, "web/rule.html", {"page": found})


def _packs(visit: Visit) -> tuple[str, ...]:
    """The packs in force anywhere the viewer may see the duties."""
    places = organizations(visit.viewer, "read", "board").values_list("id", flat=True)
    every = {pack for packs in packs_of(places, visit.as_of).values() for pack in packs}
    return (*NATIONAL, *sorted(every - set(NATIONAL)))
