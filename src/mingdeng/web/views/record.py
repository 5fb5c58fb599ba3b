"""The quick record: a new one, a correction, and what it will serve while it is typed."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mingdeng.access.queries import organizations
from mingdeng.activities.checking import Invalid
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import activity
from mingdeng.activities.services import Locked, Stale, correct, record, said_of
from mingdeng.burden.services import counting
from mingdeng.journal.services import KeyUsedOtherwise, once
from mingdeng.roster.models import Organization
from mingdeng.web.effort import in_record, work
from mingdeng.web.forms import RecordForm, form_from, form_of, is_id, record_of
from mingdeng.web.frame import show
from mingdeng.web.pages.cohosts import cohosts, kept_hosts, with_stored_hosts
from mingdeng.web.pages.conflict import conflict_of
from mingdeng.web.pages.reading import filled_before, with_words
from mingdeng.web.pages.recording import fresh_form, participants, recording_page
from mingdeng.web.visit import Visit, day_in, id_in, page

SAVED = "已保存。"
LOCKED = "这条记录已经确认或撤回，不能再改。您填写的内容没有保存。"
FORM, EDIT = "web/record.html", "web/edit.html"


@require_http_methods(["GET", "HEAD", "POST"])
@page("create", "activity", takes=("organization", "kind", "group", "day"))
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Record something that took place."""
    if request.method == "POST":
        return _save(request, visit)
    organization = writable(visit, request.GET)
    kind, group = request.GET.get("kind", ""), request.GET.get("group", "")
    number = organization.groups.filter(number=group).first() if group.isdecimal() else None
    form = fresh_form(visit, organization, kind, str(number.id) if number else "")
    day = day_in(request.GET.get("day", ""))
    if day is not None and day <= visit.today:
        form.values["held_on"] = day.isoformat()
    return _form(request, visit, organization, form)


@require_POST
@page("create", "activity")
def live(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the record will serve, and who takes part; nothing is saved."""
    organization = writable(visit, request.POST)
    form = with_words(visit, organization, form_of(request.POST))
    shown = recording_page(visit, organization, form)
    # The list is exchanged only when it is another one: a tap meanwhile must not get lost.
    changed = form.values["roll"] != shown.roll
    content: dict[str, object] = {"page": shown, "people_changed": changed}
    return show(request, visit, "web/record_live.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
@page("edit", "activity")
def edit(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:
    """Correct a record; who comes second sees both texts."""
    stored = _stored(visit, activity_id)
    host = next((h for h in stored.hosts.all() if _may_edit(visit, h.organization_id)), None)
    if host is None:
        raise PermissionDenied
    if request.method != "POST":
        form = with_stored_hosts(
            form_from(stored, host.organization_id), stored, host.organization_id
        )
        return _form(request, visit, host.organization, form, stored)
    return _correct(request, visit, stored, host.organization)


def _save(request: HttpRequest, visit: Visit) -> HttpResponse:
    organization = writable(visit, request.POST)
    form = with_words(visit, organization, form_of(request.POST))
    actor = visit.actor("create", "activity", organization.id)
    people, others = participants(visit, organization, form), cohosts(visit, organization, form)
    given = record_of(form, organization.id, people, others)
    if not is_id(form.values["key"]):
        form.problems["key"] = "表单不完整，请刷新后重新填写。"
    if given is None or form.problems:
        return _form(request, visit, organization, form, status=400)
    key = uuid.UUID(form.values["key"])
    effort = in_record(filled_before(visit, organization, form), form)

    def act() -> dict[str, uuid.UUID]:
        with counting(work(visit, "activity.record", actor, effort)):
            return {"activity": record(actor, given).id}

    try:
        answer = once(actor, key, "activity.record", act)
    except (Invalid, KeyUsedOtherwise) as error:
        form.problems |= getattr(error, "problems", {"key": "表单已用过，请刷新后重新填写。"})
        return _form(request, visit, organization, form, status=400)
    messages.success(request, SAVED)
    return redirect(visit.link(reverse("web:activity", args=(answer["activity"],))))


def _correct(
    request: HttpRequest, visit: Visit, stored: Activity, organization: Organization
) -> HttpResponse:
    form, filled = form_of(request.POST), form_from(stored, organization.id)
    actor = visit.actor("edit", "activity", organization.id)
    form.values["held_on"] = stored.held_on.isoformat()  # shown, never asked again
    form.extra = filled.extra
    people, others = participants(visit, organization, form), cohosts(visit, organization, form)
    given = record_of(form, organization.id, people, others)
    version = form.values["version"]
    if given is None or not version.isdecimal():
        return _form(request, visit, organization, form, stored, status=400)
    try:
        # What the form does not show stays as it is.
        hosts = kept_hosts(said_of(stored).hosts, given.hosts, others)
        kept = replace(given, for_period=stored.for_period, hosts=hosts)
        with counting(work(visit, "activity.correct", actor, in_record(filled, form))):
            correct(actor, stored.id, int(version), kept)
    except Invalid as error:
        form.problems |= error.problems
        return _form(request, visit, organization, form, stored, status=400)
    except Locked:
        form.problems["version"] = LOCKED
        return _form(request, visit, organization, form, stored, status=409)
    except Stale as error:
        return _conflict(request, visit, organization, form, error.current)
    messages.success(request, SAVED)
    return redirect(visit.link(reverse("web:activity", args=(stored.id,))))


def _conflict(
    request: HttpRequest,
    visit: Visit,
    organization: Organization,
    form: RecordForm,
    current: Activity,
) -> HttpResponse:
    """Both texts side by side; saving again knowingly writes the second over the first."""
    theirs = form_from(activity(visit.viewer, current.id), organization.id)
    people = participants(visit, organization, form)
    content: dict[str, object] = {
        "page": recording_page(visit, organization, form),
        "activity": current,
        "conflict": conflict_of(theirs, form, people),
    }
    form.values["version"] = str(current.version)
    return show(request, visit, EDIT, content, status=409)


def _form(
    request: HttpRequest,
    visit: Visit,
    organization: Organization,
    form: RecordForm,
    stored: Activity | None = None,
    status: int = 200,
) -> HttpResponse:
    content: dict[str, object] = {
        "page": recording_page(visit, organization, form),
        "activity": stored,
    }
    return show(request, visit, EDIT if stored else FORM, content, status=status)


def writable(visit: Visit, given: QueryDict) -> Organization:
    """The organization recorded for; the first the viewer may write for where none is named."""
    wanted = id_in(given.get("organization", ""))
    found = organizations(visit.viewer, "create", "activity")
    if wanted is None:
        first = found.filter(id__in=[one.organization for one in visit.viewer.standings]).first()
        if first is None:
            raise Http404
        return first
    organization = found.filter(id=wanted).first()
    if organization is None and organizations(visit.viewer).filter(id=wanted).exists():
        raise PermissionDenied
    if organization is None:
        raise Http404
    return organization


def _stored(visit: Visit, activity_id: uuid.UUID) -> Activity:
    try:
        return activity(visit.viewer, activity_id)
    except Activity.DoesNotExist:
        raise Http404 from None


def _may_edit(visit: Visit, organization_id: uuid.UUID) -> bool:
    return visit.may("edit", "activity", organization_id)
