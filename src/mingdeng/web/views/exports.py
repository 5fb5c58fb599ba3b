"""Lists handed out as files: attachments that no browser opens by itself."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mingdeng.access.queries import organizations
from mingdeng.documents.ruletexts import packs_for
from mingdeng.web.pages.exporting import (
    Download,
    duties,
    ledger,
    posts,
    roster,
    rules,
    tree,
    whole_roster,
)
from mingdeng.web.pages.journal import FILTERS as JOURNAL
from mingdeng.web.pages.listexports import (
    account_list,
    correction_list,
    import_list,
    journal_list,
    plan_list,
    said_list,
)
from mingdeng.web.pages.listing import FILTERS
from mingdeng.web.pages.tree import place_page
from mingdeng.web.views.duties import board_of
from mingdeng.web.visit import Visit, found_or_404, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SANDBOX = "default-src 'none'; sandbox"


@require_safe
@page("read", "activity", takes=[name for name in FILTERS if name != "page"])
def records(request: HttpRequest, visit: Visit) -> HttpResponse:
    """纪实 as shown, as a ledger."""
    return handed_out(ledger(visit, request.GET))


@require_safe
@page("read", "organization")
def organization_list(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """The organizations."""
    return handed_out(tree(visit))


@require_safe
@page("read", "person")
def everyone(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """The rosters of all organizations in one list."""
    return handed_out(whole_roster(visit))


@require_safe
@page("read", "organization")
def organization(
    request: HttpRequest,  # noqa: ARG001 - every view is given it
    visit: Visit,
    organization_id: uuid.UUID,
) -> HttpResponse:
    """The roster of one organization, as far as the viewer may see it."""
    found = found_or_404(organizations(visit.viewer).filter(id=organization_id))
    return handed_out(roster(visit, place_page(visit, found)))


@require_safe
@page("read", "post")
def terms(
    request: HttpRequest,  # noqa: ARG001 - every view is given it
    visit: Visit,
    organization_id: uuid.UUID,
) -> HttpResponse:
    """Who held which post when, in an organization and all under it."""
    found = found_or_404(organizations(visit.viewer).filter(id=organization_id))
    if not visit.may("read", "post", organization_id):
        raise PermissionDenied
    return handed_out(posts(visit, found))


@require_safe
@page("read", "board")
def board(
    request: HttpRequest,  # noqa: ARG001 - every view is given it
    visit: Visit,
    organization_id: uuid.UUID,
) -> HttpResponse:
    """A board with everything on it."""
    shown = board_of(visit, organization_id)
    return handed_out(duties(visit, shown.page, shown.below))


@require_safe
@page("read", "rule", takes=("q",))
def rule_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The rules as listed."""
    query = request.GET.get("q", "").strip()[:60]
    return handed_out(rules(visit, packs_for(visit.viewer, visit.as_of), query))


@require_safe
@page("read", "activity")
def plans(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """What is planned."""
    return handed_out(plan_list(visit))


@require_safe
@page("read", "import")
def imports(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """The history of imports."""
    return handed_out(import_list(visit))


@require_safe
@page("read", "board")
def said(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """Statements, objections and waivers."""
    return handed_out(said_list(visit))


@require_safe
@page("answer", "correction")
def corrections(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """The requests of others."""
    return handed_out(correction_list(visit))


@require_safe
@page("read", "account", takes=("q",))
def accounts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The accounts."""
    return handed_out(account_list(visit, request.GET))


@require_safe
@page("read", "journal", takes=[name for name in JOURNAL if name != "page"])
def journal(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The journal as filtered."""
    return handed_out(journal_list(visit, request.GET))


def handed_out(file: Download, content_type: str = XLSX) -> HttpResponse:
    """A file as an attachment."""
    response = HttpResponse(file.content, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
