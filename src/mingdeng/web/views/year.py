"""A year of an organization on paper: the handbook, the ledger, everything as one archive."""

import tempfile
import uuid
import weakref
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from mingdeng.access.queries import organizations
from mingdeng.documents.archive import archive, safe
from mingdeng.documents.branchyear import BranchYear, branch_year
from mingdeng.documents.ledger import lines_of
from mingdeng.documents.pdf.fonts import FontMissing
from mingdeng.documents.pdf.handbook import handbook
from mingdeng.documents.pdf.ledger import ledger_document
from mingdeng.documents.pdf.minutes import names_in
from mingdeng.documents.pdf.typesetting import Document, pdf
from mingdeng.roster.models import Organization
from mingdeng.web.frame import show
from mingdeng.web.pages.exporting import Download, open_list
from mingdeng.web.pages.year import year_in, year_page
from mingdeng.web.views.duties import board_of
from mingdeng.web.views.errors import cannot
from mingdeng.web.views.exports import SANDBOX, handed_out
from mingdeng.web.visit import Visit, found_or_404, page

PDF = "application/pdf"
NO_FONT = "缺少字体"
# Above this an archive is kept on disk while it is made.
IN_MEMORY = 4 << 20


def _typeset(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """A view that says which font is missing where one is: nothing is wrong with the request."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except FontMissing as missing:
            return cannot(request, NO_FONT, str(missing))

    return inner  # type: ignore[return-value]  # a file that streams is a response too


@require_safe
@page("read", "activity", takes=("year",))
def index(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Which papers there are of which year."""
    organization = _seen(visit, organization_id)
    year = year_in(request.GET.get("year", ""), visit)
    return show(request, visit, "web/year.html", {"page": year_page(visit, organization, year)})


@require_safe
@page("read", "activity", takes=("year",))
@_typeset
def handbook_paper(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """支部工作手册."""
    return _paper(handbook(_year(request, visit, organization_id)))


@require_safe
@page("read", "activity", takes=("year",))
@_typeset
def ledger_paper(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """The ledger of 三会一课."""
    of = _year(request, visit, organization_id)
    home = of.organization
    lines = [line for one in of.meetings for line in lines_of(one, {home.id}, home.id)]
    title = f"{home.name}“三会一课”及组织生活台账（{of.year}年）"
    return _paper(ledger_document(title, of.day, lines, names_in(of, of.meetings)))


@require_safe
@page("read", "activity", takes=("year",))
@_typeset
def whole(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponseBase:
    """Everything of the year as one archive; made whole before anything of it is sent."""
    of = _year(request, visit, organization_id)
    # Closed by the response when it has been sent.
    made = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    try:
        archive(of, made)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    name = f"{safe(of.organization.name)}{of.year}年归档（截至{of.day}）.zip"
    response = FileResponse(made, as_attachment=True, filename=name, content_type="application/zip")
    # Also where nobody reads the answer to its end.
    weakref.finalize(response, made.close)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


@require_safe
@page("read", "board")
@_typeset
def open_paper(
    request: HttpRequest,  # noqa: ARG001 - every view is given it
    visit: Visit,
    organization_id: uuid.UUID,
) -> HttpResponse:
    """What is open, of an organization and all under it, as a list to hand round."""
    shown = board_of(visit, organization_id)
    return _paper(open_list(visit, shown.page, shown.below))


def _paper(document: Document) -> HttpResponse:
    return handed_out(Download(f"{safe(document.title)}.pdf", pdf(document)), PDF)


def _year(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> BranchYear:
    organization = _seen(visit, organization_id)
    year = year_in(request.GET.get("year", ""), visit)
    return branch_year(visit.viewer, organization, year, visit.as_of)


def _seen(visit: Visit, organization_id: uuid.UUID) -> Organization:
    """The organization, where its records can be seen. Raises Http404, PermissionDenied."""
    recorded = organizations(visit.viewer, "read", "activity").filter(id=organization_id)
    organization = recorded.prefetch_related("groups").first()
    if organization is None:
        found_or_404(organizations(visit.viewer).filter(id=organization_id))
        raise PermissionDenied
    return organization
