"""重复报送的答复: noted, put in words, sent, its end noted; the list, also as a workbook."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.access.editing import refuse
from mingdeng.access.queries import organizations
from mingdeng.burden import services
from mingdeng.burden.citing import cited_for
from mingdeng.burden.models import Demand
from mingdeng.burden.queries import demands
from mingdeng.journal.services import Actor
from mingdeng.web.asking import DAY, ONE, Ask, Sheet, blank
from mingdeng.web.deeds import Deed, perform
from mingdeng.web.frame import show
from mingdeng.web.pages.demands import (
    asks_demand,
    asks_place,
    asks_reply,
    demand_list,
    demand_page,
    demand_workbook,
    letter_of,
    wanted_of,
)
from mingdeng.web.views.editing import BOTH
from mingdeng.web.views.exports import handed_out
from mingdeng.web.visit import Visit, found_or_404, page

THING = "demand"
NOTE = "平台里已有的内容，不用再填一遍。写下谁要什么，这里列出已经在哪里，并写好答复。"
SENT = "发出以后，答复不再更改。"
BY_MISTAKE = "记错的才撤回；撤回后仍在列表中，注明已撤回。"


@require_safe
@page("read", THING)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The requests, the latest first."""
    may = organizations(visit.viewer, "create", THING).exists()
    content: dict[str, object] = {"found": demand_list(visit), "may_note": may}
    return show(request, visit, "web/demands.html", content)


@require_safe
@page("read", THING)
def export(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """The same as a workbook."""
    return handed_out(demand_workbook(visit))


@require_http_methods(BOTH)
@page("create", THING)
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Note a request; the letter is written from what the platform holds."""
    asks = [*asks_place(visit), *asks_demand()]
    places = [name for name, _ in asks[0].choices]
    if not places:
        raise Http404
    home = next((str(o.organization) for o in visit.viewer.standings if o.post), "")
    values = {"organization": home if home in places else places[0], "received_on": visit.today}
    back = visit.link(reverse("web:demands"))
    words = ("记一件重复报送的要求", "减负", back, "回列表", "写好答复")
    deed = Deed(*words, blank(asks, values), "demand.note", (NOTE,), done="已记下，请看一遍答复。")
    wanted = request.POST.get("organization", "")
    place = uuid.UUID(wanted if wanted in places else places[0])

    def act(actor: Actor, said: dict[str, Any]) -> str:
        organization = organizations(visit.viewer, "create", THING).get(id=said["organization"])
        given = wanted_of(said)
        cited = [one.id for one in cited_for("duplicate")]
        reply = letter_of(visit, organization, given)
        return _url(services.note_demand(actor, organization.id, given, reply, cited).id)

    return perform(request, visit, deed, visit.actor("create", THING, place), act)


@require_safe
@page("read", THING)
def detail(request: HttpRequest, visit: Visit, demand_id: uuid.UUID) -> HttpResponse:
    """One request: where it stands already, the letter, what became of it."""
    one = found_or_404(demands(visit.viewer).filter(id=demand_id))
    return show(request, visit, "web/demand.html", {"page": demand_page(visit, one)})


@require_http_methods(BOTH)
@page("edit", THING)
def change(request: HttpRequest, visit: Visit, demand_id: uuid.UUID) -> HttpResponse:
    """Change a request not answered yet, or the words of the letter."""
    one = _to_edit(visit, demand_id)
    asks = [*asks_demand(), *asks_reply()]
    sheet = blank(asks, {ask.name: getattr(one, ask.name) for ask in asks}, one.version)
    deed = _deed(visit, one, ("修改", "保存", "demand.revise"), sheet)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        which = (one.id, int(deed.sheet.version))
        return _url(services.revise_demand(actor, which, wanted_of(said), said["reply"]).id)

    return perform(request, visit, deed, _actor(visit, one), act)


@require_http_methods(BOTH)
@page("edit", THING)
def answer(request: HttpRequest, visit: Visit, demand_id: uuid.UUID) -> HttpResponse:
    """Note that the letter went out."""
    one = _to_edit(visit, demand_id)
    asks = [Ask("on", "答复日期", DAY, required=True)]
    sheet = blank(asks, {"on": visit.today}, one.version)
    deed = _deed(visit, one, ("记为已答复", "已答复", "demand.answer"), sheet, SENT)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        return _url(services.answer_demand(actor, (one.id, int(deed.sheet.version)), said["on"]).id)

    return perform(request, visit, deed, _actor(visit, one), act)


@require_http_methods(BOTH)
@page("edit", THING)
def end(request: HttpRequest, visit: Visit, demand_id: uuid.UUID) -> HttpResponse:
    """Note what became of it."""
    one = _to_edit(visit, demand_id)
    asks = [Ask("outcome", "结果", ONE, required=True, choices=Demand.Outcome.choices)]
    sheet = blank(asks, {"outcome": one.outcome}, one.version)
    deed = _deed(visit, one, ("记下结果", "保存", "demand.end"), sheet)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        which = (one.id, int(deed.sheet.version))
        return _url(services.end_demand(actor, which, said["outcome"]).id)

    return perform(request, visit, deed, _actor(visit, one), act)


@require_http_methods(BOTH)
@page("edit", THING)
def withdraw(request: HttpRequest, visit: Visit, demand_id: uuid.UUID) -> HttpResponse:
    """Take back what was noted by mistake."""
    one = _to_edit(visit, demand_id)
    words = ("撤回", "撤回", "demand.withdraw")
    deed = _deed(visit, one, words, blank((), version=one.version), BY_MISTAKE)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        del said
        return _url(services.withdraw_demand(actor, (one.id, int(deed.sheet.version))).id)

    return perform(request, visit, deed, _actor(visit, one), act)


def _to_edit(visit: Visit, demand_id: uuid.UUID) -> Demand:
    """A request the viewer may change. Raises Http404, PermissionDenied."""
    found = demands(visit.viewer, "edit").filter(id=demand_id).first()
    if found is None:
        refuse(demands(visit.viewer).filter(id=demand_id))
        raise Http404
    return found


def _deed(
    visit: Visit, one: Demand, words: tuple[str, str, str], sheet: Sheet, *notes: str
) -> Deed:
    title, button, action = words
    back = visit.link(_url(one.id))
    return Deed(title, f"{one.asked_by}：{one.asked}", back, "返回", button, sheet, action, notes)


def _actor(visit: Visit, one: Demand) -> Actor:
    return visit.actor("edit", THING, one.organization_id)


def _url(demand: uuid.UUID) -> str:
    return reverse("web:demand", args=(demand,))
