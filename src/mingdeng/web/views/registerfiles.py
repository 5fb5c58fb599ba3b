"""What goes out of a register as a file."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.registers.queries import THING
from mingdeng.web.pages.registerfiles import listed
from mingdeng.web.pages.registerfiles import template as empty
from mingdeng.web.pages.registers import FILTERS, register_or_404
from mingdeng.web.views.exports import handed_out
from mingdeng.web.visit import Visit, page

NARROWED = tuple(name for name in FILTERS if name != "page")


@require_safe
@page("create", THING)
def template(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:  # noqa: ARG001
    """An empty workbook to be filled in."""
    return handed_out(empty(visit, register_or_404(visit, name)))


@require_safe
@page("read", THING, takes=NARROWED)
def export(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """The list as filtered."""
    return handed_out(listed(visit, register_or_404(visit, name), request.GET))
