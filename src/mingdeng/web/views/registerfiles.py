"""What goes out of a register as a file."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.registers.queries import THING
from mingdeng.web.pages.registerfiles import entry_word, list_word, listed
from mingdeng.web.pages.registerfiles import template as empty
from mingdeng.web.pages.registers import FILTERS, register_or_404
from mingdeng.web.views.exports import handed_out
from mingdeng.web.views.papers import DOCX
from mingdeng.web.views.registers import entry_or_404
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


@require_safe
@page("read", THING, takes=NARROWED)
def word(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """The list as filtered, on paper."""
    return handed_out(list_word(visit, register_or_404(visit, name), request.GET), DOCX)


@require_safe
@page("read", THING)
def entry(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """One entry on paper."""
    one, register = entry_or_404(visit, entry_id)
    return handed_out(entry_word(visit, register, one), DOCX)
