"""What is planned: written, announced, and made a record once it was held."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.access.queries import organizations
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import activity, plans
from mingdeng.activities.services import Invalid, Locked, Stale, hold, plan, replan
from mingdeng.burden.services import counting
from mingdeng.journal.services import KeyUsedOtherwise, once
from mingdeng.roster.models import Organization
from mingdeng.web.effort import in_record, work
from mingdeng.web.forms import RecordForm, form_from, form_of, is_id, record_of
from mingdeng.web.frame import show
from mingdeng.web.pages.cohosts import cohosts, with_stored_hosts
from mingdeng.web.pages.recording import fresh_form, participants, recording_page
from mingdeng.web.views.record import writable
from mingdeng.web.visit import Visit, page

PLAN, HOLD, LIST = "web/plan.html", "web/hold.html", "web/plans.html"
PLANNED, HELD = "已存为计划。", "已记为开展，计划完成。"
NO_PLAN = "这项计划已经开展或撤回，不能再改。您填写的内容没有保存。"
CHANGED = "别人刚刚改过这项计划。请回计划页面看过现在的内容再改；您填写的内容在下面，没有保存。"


@require_safe
@page("read", "activity")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is planned, the nearest first."""
    found = list(plans(visit.viewer)[:200])
    content: dict[str, object] = {
        "plans": [(one, one.held_on < visit.today) for one in found],
        "may_plan": _may_plan(visit),
    }
    return show(request, visit, LIST, content)


@require_http_methods(["GET", "HEAD", "POST"])
@page("create", "activity", takes=("organization", "kind"))
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Plan something."""
    if request.method == "POST":
        return _save(request, visit)
    organization = writable(visit, request.GET)
    form = _fresh(visit, organization, request.GET.get("kind", ""))
    return _form(request, visit, organization, form)


@require_http_methods(["GET", "HEAD", "POST"])
@page("create", "activity")
def change(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:
    """Change a plan."""
    stored, organization = _stored(visit, activity_id)
    if request.method != "POST":
        return _form(request, visit, organization, _stored_form(stored, organization), stored)
    form = form_of(request.POST)
    others = cohosts(visit, organization, form)
    given = record_of(form, organization.id, (), others)
    version = form.values["version"]
    if given is None or not version.isdecimal():
        return _form(request, visit, organization, form, stored, 400)
    actor = visit.actor("create", "activity", organization.id)
    try:
        effort = in_record(_stored_form(stored, organization), form)
        with counting(work(visit, "activity.replan", actor, effort)):
            replan(actor, stored.id, int(version), given)
    except (Invalid, Locked, Stale) as error:
        return _form(request, visit, organization, form, stored, _told(form, error))
    messages.success(request, PLANNED)
    return redirect(visit.link(reverse("web:activity", args=(stored.id,))))


@require_http_methods(["GET", "HEAD", "POST"])
@page("create", "activity")
def done(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:
    """Record what a plan became: everything planned is filled in, everyone was there."""
    stored, organization = _stored(visit, activity_id)
    if request.method != "POST":
        form = _planned_form(visit, stored, organization)
        return _held(request, visit, organization, form, stored)
    form = form_of(request.POST)
    people, others = participants(visit, organization, form), cohosts(visit, organization, form)
    given = record_of(form, organization.id, people, others)
    version = form.values["version"]
    if given is None or not version.isdecimal():
        return _held(request, visit, organization, form, stored, 400)
    actor = visit.actor("create", "activity", organization.id)
    try:
        effort = in_record(_planned_form(visit, stored, organization), form)
        with counting(work(visit, "activity.hold", actor, effort)):
            hold(actor, stored.id, int(version), given)
    except (Invalid, Locked, Stale) as error:
        return _held(request, visit, organization, form, stored, _told(form, error))
    messages.success(request, HELD)
    return redirect(visit.link(reverse("web:activity", args=(stored.id,))))


def _save(request: HttpRequest, visit: Visit) -> HttpResponse:
    organization = writable(visit, request.POST)
    form = form_of(request.POST)
    actor = visit.actor("create", "activity", organization.id)
    given = record_of(form, organization.id, (), cohosts(visit, organization, form))
    if not is_id(form.values["key"]):
        form.problems["key"] = "表单不完整，请刷新后重新填写。"
    if given is None or form.problems:
        return _form(request, visit, organization, form, status=400)
    key = uuid.UUID(form.values["key"])
    effort = in_record(_fresh(visit, organization, ""), form)

    def act() -> dict[str, uuid.UUID]:
        with counting(work(visit, "activity.plan", actor, effort)):
            return {"activity": plan(actor, given).id}

    try:
        answer = once(actor, key, "activity.plan", act)
    except (Invalid, KeyUsedOtherwise) as error:
        form.problems |= getattr(error, "problems", {"key": "表单已用过，请刷新后重新填写。"})
        return _form(request, visit, organization, form, status=400)
    messages.success(request, PLANNED)
    return redirect(visit.link(reverse("web:activity", args=(answer["activity"],))))


def _fresh(visit: Visit, organization: Organization, kind: str) -> RecordForm:
    """A new plan: as the last time, but for the day."""
    form = fresh_form(visit, organization, kind, "")
    form.values["held_on"] = ""
    return form


def _stored_form(stored: Activity, organization: Organization) -> RecordForm:
    return with_stored_hosts(form_from(stored, organization.id), stored, organization.id)


def _planned_form(visit: Visit, stored: Activity, organization: Organization) -> RecordForm:
    """What was planned, as what took place on that day at the latest."""
    form = _stored_form(stored, organization)
    held_on = min(stored.held_on, visit.today).isoformat()
    form.values |= {"plan": str(stored.id), "held_on": held_on}
    return form


def _told(form: RecordForm, error: Exception) -> int:
    """Say at the form what is wrong; the status that goes with it."""
    if isinstance(error, Invalid):
        form.problems |= error.problems
        return 400
    form.problems["version"] = NO_PLAN if isinstance(error, Locked) else CHANGED
    return 409


def _form(
    request: HttpRequest,
    visit: Visit,
    organization: Organization,
    form: RecordForm,
    stored: Activity | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = replace(recording_page(visit, organization, form), planning=True)
    return show(request, visit, PLAN, {"page": shown, "stored": stored}, status=status)


def _held(
    request: HttpRequest,
    visit: Visit,
    organization: Organization,
    form: RecordForm,
    stored: Activity,
    status: int = 200,
) -> HttpResponse:
    content: dict[str, object] = {
        "page": recording_page(visit, organization, form),
        "stored": stored,
    }
    return show(request, visit, HOLD, content, status=status)


def _stored(visit: Visit, activity_id: uuid.UUID) -> tuple[Activity, Organization]:
    """A plan and the host for which the viewer may write."""
    try:
        found = activity(visit.viewer, activity_id)
    except Activity.DoesNotExist:
        raise Http404 from None
    if found.state != Activity.State.PLANNED:
        raise Http404
    hosts = [host.organization for host in found.hosts.all()]
    mine = (one for one in hosts if visit.may("create", "activity", one.id))
    organization = next(mine, None)
    if organization is None:
        raise PermissionDenied
    return found, organization


def _may_plan(visit: Visit) -> bool:
    return organizations(visit.viewer, "create", "activity").exists()
