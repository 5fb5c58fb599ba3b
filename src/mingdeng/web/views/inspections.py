"""检查: the list, one with what was looked at, opening one, ending one early."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.access.queries import inspections, organizations
from mingdeng.journal.services import Actor
from mingdeng.roster import services as roster
from mingdeng.roster.models import Person, Post
from mingdeng.web.asking import blank
from mingdeng.web.deeds import Deed, perform
from mingdeng.web.frame import show
from mingdeng.web.pages.inspections import (
    OUTSIDE,
    asks_inspection,
    inspection_page,
    inspections_page,
)
from mingdeng.web.pages.roster import person_named
from mingdeng.web.views.editing import BOTH
from mingdeng.web.visit import Visit, found_or_404, page

THING = "inspection"


@require_safe
@page("read", THING)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Who may look at what, and until when."""
    content: dict[str, object] = {
        "found": inspections_page(visit),
        "may_open": bool(organizations(visit.viewer, "create", THING)[:1]),
    }
    return show(request, visit, "web/inspections.html", content)


@require_safe
@page("read", THING)
def detail(request: HttpRequest, visit: Visit, post_id: uuid.UUID) -> HttpResponse:
    """One inspection with what was looked at."""
    content: dict[str, object] = {"page": inspection_page(visit, _seen(visit, post_id))}
    return show(request, visit, "web/inspection.html", content)


@require_http_methods(BOTH)
@page("create", THING)
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Open an inspection."""
    asks = asks_inspection(visit)
    words = ("开放检查", "", _list(visit), "回检查", "开放")
    deed = Deed(*words, blank(asks, {"since": visit.today}), "inspection.open", NOTES)
    deed.done = "已开放。检查人员要有账号才能登录，请系统管理员开账号。"

    def act(actor: Actor, said: dict[str, Any]) -> str:
        place = organizations(visit.viewer, "create", THING).get(id=said["organization"])
        person = _person(visit, actor, said)
        days = (said["since"], said["until"])
        roster.open_inspection(actor, person, place, said["purpose"], days)
        return _list(visit)

    return perform(request, visit, deed, _actor(visit, request), act)


@require_http_methods(BOTH)
@page("create", THING)
def end(request: HttpRequest, visit: Visit, post_id: uuid.UUID) -> HttpResponse:
    """End an inspection before its last day."""
    post = _seen(visit, post_id)
    if not visit.may("create", THING, post.organization_id):
        raise PermissionDenied
    words = ("提前结束检查", f"{post.person.name}，{post.title}", _list(visit), "回检查", "结束")
    deed = Deed(*words, blank(()), "inspection.end", ("立即生效，以后再看不到。",))

    def act(actor: Actor, said: dict[str, Any]) -> str:
        del said
        roster.end_post(actor, post, max(visit.today, post.since or visit.today))
        return _list(visit)

    return perform(request, visit, deed, visit.actor("create", THING, post.organization_id), act)


NOTES = (
    "检查人员在这些天里能看这个组织和下级的履责、纪实、说明和文件，不能看党员的个人信息，不能改任何内容，"
    "到期自动失效。看过什么逐项记下，被检查的组织都能看到。不需要支部另外准备材料。",
)


def _person(visit: Visit, actor: Actor, said: dict[str, Any]) -> Person:
    if said["outside"] == OUTSIDE:
        return roster.add_person(actor, roster.NewPerson(name=said["person"]), None, None)
    return person_named(visit, said["person"])


def _actor(visit: Visit, request: HttpRequest) -> Actor:
    """The office of the organization chosen; before one is, of any it may open one for."""
    places = organizations(visit.viewer, "create", THING)
    chosen = request.POST.get("organization", "")
    known = {str(one): one for one in places.values_list("id", flat=True)}
    place = known.get(chosen) or next(iter(known.values()), None)
    return visit.actor("create", THING, place)


def _seen(visit: Visit, post_id: uuid.UUID) -> Post:
    found: Post = found_or_404(inspections(visit.viewer).filter(id=post_id))
    return found


def _list(visit: Visit) -> str:
    return visit.link(reverse("web:inspections"))
