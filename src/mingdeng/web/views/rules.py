"""规则: the list, one rule, calculators, packs, what is unsure."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.documents.ruletexts import conflicts, packs_for, rule_page, shelves
from mingdeng.web.frame import show
from mingdeng.web.pages.calculators import (
    calculation_page,
    formula_named,
    inputs_of,
    shelves_of,
)
from mingdeng.web.pages.doubts import doubts_page, packs_page
from mingdeng.web.visit import ANY, AS_OF, Visit, page, refuse_unknown


@require_safe
@page("read", "rule", takes=("q",))
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The duties that hold where the viewer belongs, searchable."""
    packs, query = packs_for(visit.viewer, visit.as_of), request.GET.get("q", "").strip()[:60]
    content: dict[str, object] = {
        "shelves": shelves(packs, visit.as_of, query),
        "query": query,
        "conflicts": conflicts(packs),
    }
    return show(request, visit, "web/rules.html", content)


@require_safe
@page("read", "rule")
def packs(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The packs in force, where they conflict, whom no rule speaks of."""
    return show(request, visit, "web/rule_packs.html", {"page": packs_page(visit)})


@require_safe
@page("read", "rule")
def unsure(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What in the packs is unsure."""
    return show(request, visit, "web/unsure.html", {"page": doubts_page(visit)})


@require_safe
@page("read", "rule")
def calculators(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every question the packs answer by calculation."""
    return show(request, visit, "web/calculators.html", {"shelves": shelves_of(visit)})


@require_safe
@page("read", "rule", takes=ANY)
def calculator(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """One question: a form that stands in the address, and its answer."""
    formula = formula_named(visit, name)
    refuse_unknown(request.GET, (AS_OF, *(inputs_of(formula) if formula else ())))
    if formula is None:
        raise Http404
    found = calculation_page(visit, formula, request.GET)
    wrong = found.problem or any(blank.problem for blank in found.blanks)
    status = 400 if wrong else 200
    return show(request, visit, "web/calculator.html", {"page": found}, status=status)


@require_safe
@page("read", "rule")
def detail(request: HttpRequest, visit: Visit, rule_id: str) -> HttpResponse:
    """One rule with its versions and cases."""
    found = rule_page(packs_for(visit.viewer, visit.as_of), rule_id, visit.as_of)
    if found is None:
        raise Http404
    return show(request, visit, "web/rule.html", {"page": found})
