"""Word papers: each from its page, to whoever may open that page, as an attachment."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.access.queries import organizations, people
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import activity
from mingdeng.web.pages.exporting import Download
from mingdeng.web.pages.listing import FILTERS
from mingdeng.web.pages.own_record import note_opening, own_person
from mingdeng.web.pages.papers import (
    minutes_of,
    notice_of_plan,
    open_of,
    records_of,
    roster_of,
    sheet_of,
    sign_in_of,
    terms_of,
)
from mingdeng.web.pages.tree import held_about, place_page
from mingdeng.web.views.duties import board_of
from mingdeng.web.views.exports import handed_out
from mingdeng.web.visit import Visit, found_or_404, page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@page("read", "activity")
def minutes(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001 - every view is given it
    """会议记录 of what took place."""
    found = _seen(visit, activity_id)
    if found.state == Activity.State.PLANNED:
        raise Http404
    return _word(minutes_of(visit, found))


@require_safe
@page("create", "activity")
def sign_in(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """签到表, for whoever keeps the roll of a host."""
    found = _seen(visit, activity_id)
    if not any(visit.may("create", "activity", one.organization_id) for one in found.hosts.all()):
        raise PermissionDenied
    return _word(sign_in_of(visit, found))


@require_safe
@page("read", "activity")
def notice(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """会议通知 of what is planned."""
    found = _seen(visit, activity_id)
    if found.state != Activity.State.PLANNED:
        raise Http404
    return _word(notice_of_plan(visit, found))


@require_safe
@page("read", "board")
def open_duties(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """未履行和将到期事项."""
    shown = board_of(visit, organization_id)
    place = organizations(visit.viewer, "read", "board").filter(id=organization_id).first()
    whose = place.full_name if place else shown.page.organization.name
    return _word(open_of(visit, shown.page, shown.below, whose))


@require_safe
@page("read", "organization")
def roster(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """党员名册, as far as the viewer may see it."""
    found = found_or_404(organizations(visit.viewer).filter(id=organization_id))
    return _word(roster_of(visit, place_page(visit, found)))


@require_safe
@page("read", "organization")
def terms(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """任期台账 of an organization and those under it."""
    found = found_or_404(organizations(visit.viewer).filter(id=organization_id))
    return _word(terms_of(visit, found))


@require_safe
@page("read", "person")
def member_sheet(request: HttpRequest, visit: Visit, person_id: uuid.UUID) -> HttpResponse:  # noqa: ARG001
    """党员信息表, as far as the viewer may read it; that it was opened is written down."""
    found = found_or_404(people(visit.viewer).filter(id=person_id))
    held = held_about(visit, found)
    note_opening(visit, found, sensitive=held.sensitive)
    return _word(sheet_of(visit, held))


@require_safe
@page("read", "person")
def own_sheet(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """党员信息表 of the viewer."""
    person = own_person(visit)
    if person is None:
        raise Http404
    return _word(sheet_of(visit, held_about(visit, person)))


@require_safe
@page("read", "activity", takes=[name for name in FILTERS if name != "page"])
def records(request: HttpRequest, visit: Visit) -> HttpResponse:
    """纪实 as listed."""
    return _word(records_of(visit, request.GET))


def _word(file: Download) -> HttpResponse:
    return handed_out(file, DOCX)


def _seen(visit: Visit, activity_id: uuid.UUID) -> Activity:
    try:
        return activity(visit.viewer, activity_id)
    except Activity.DoesNotExist:
        raise Http404 from None
