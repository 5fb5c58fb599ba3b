"""台账: the index, one register, what is late, what is mine; entries written and changed."""

import uuid
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.access.policy import Target
from mingdeng.daycount import Cycle, period_of
from mingdeng.journal.services import Actor
from mingdeng.registers import services
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import THING, entry, may_change, only_own
from mingdeng.registers.shelves import shelf_of
from mingdeng.registers.turns import fields_to_change, may_work
from mingdeng.registers.values import read_entry
from mingdeng.rulebook.registers import Register, Shelf
from mingdeng.web.asking import LONG, Ask, blank
from mingdeng.web.deeds import Deed, perform
from mingdeng.web.frame import show
from mingdeng.web.pages.entry import (
    ask_of,
    asks_entry,
    continued,
    entry_page,
    form_of,
    id_of,
    typed_texts,
)
from mingdeng.web.pages.entry_life import acts_of, life_of, register_acts
from mingdeng.web.pages.registers import (
    FILTERS,
    entry_url,
    index_page,
    keeping,
    late_page,
    list_page,
    mine_page,
    register_or_404,
)
from mingdeng.web.views.editing import BOTH
from mingdeng.web.visit import Visit, id_in, page

KEPT = "撤回后不再列出，也不再计入任何一项履责；日志中仍然留有原来的内容。"


@require_safe
@page("read", THING)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The registers one may use, grouped as users speak of them."""
    used, unused = index_page(visit)
    return show(request, visit, "web/registers.html", {"used": used, "unused": unused})


@require_safe
@page("read", THING)
def late(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is open after the day it is due."""
    content: dict[str, object] = {"found": late_page(visit), "title": "过期未办结"}
    return show(request, visit, "web/registers_some.html", content)


@require_safe
@page("read", THING)
def mine(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What one answers for, and what is about oneself."""
    content: dict[str, object] = {"found": mine_page(visit), "title": "与我有关"}
    return show(request, visit, "web/registers_some.html", content)


@require_safe
@page("read", THING, takes=FILTERS)
def register(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """The entries of one register; the filters stand in the address and survive Back."""
    found = list_page(visit, register_or_404(visit, name), request.GET)
    acts = register_acts(visit, found.register, id_in(found.wanted["organization"]))
    return show(request, visit, "web/register.html", {"page": found, "acts": acts})


@require_safe
@page("read", THING, takes=FILTERS)
def detail(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """One entry in full."""
    shelf = shelf_of(visit.viewer)
    one, kept_in = entry_in(visit, shelf, entry_id)
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    back = visit.link(reverse("web:register", args=(kept_in.id,)), **chosen)
    life = life_of(visit, kept_in, one)
    acts = acts_of(visit, kept_in, one, life)
    shown = entry_page(visit, shelf, one, back)
    return show(request, visit, "web/entry.html", {"page": shown, "life": life, "acts": acts})


@require_http_methods(BOTH)
@page("create", THING, takes=("organization", "parent", "from"))
def new(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Write an entry: every field once; one of a later period begins as the one before."""
    kept_in = register_or_404(visit, name)
    places = keeping(visit, kept_in)
    if not places:
        raise PermissionDenied
    source = _source(visit, kept_in, request)
    places = [one for one in places if source is None or one.id == source.organization_id]
    if not places:
        raise PermissionDenied
    asks = asks_entry(visit, kept_in, places)
    values = _beginning(visit, kept_in, request, [str(one.id) for one in places])
    values |= continued(visit, kept_in, source) if source else {}
    back = visit.link(reverse("web:register", args=(kept_in.id,)))
    words = (f"记入{kept_in.label}", kept_in.label, back, "回列表", "记入")
    deed = Deed(*words, blank(asks, values), "entry.enter", (kept_in.gist,), done="已记入。")
    wanted = request.POST.get("organization") or values["organization"]
    place = next((one for one in places if str(one.id) == wanted), places[0])
    deed.place = place.id

    def act(actor: Actor, said: dict[str, Any]) -> str:
        given = read_entry(kept_in, typed_texts(kept_in, said), str(said.get("period", "")))
        there = next(one for one in places if one.id == id_of(said, places))
        if only_own(visit.viewer, kept_in, there.id):
            given = replace(given, owner=visit.viewer.person)
        ledger = services.Ledger(kept_in, there)
        if source is None:
            return entry_url(services.enter(actor, ledger, given).id)
        return entry_url(services.carry(actor, ledger, source.id, given).id)

    actor = visit.actor_for("create", THING, Target(place.id, visit.viewer.person))
    return perform(request, visit, deed, actor, act)


@require_http_methods(BOTH)
@page("edit", THING)
def change(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Change an entry that is still open: the fields one may see."""
    one, kept_in = to_change(visit, entry_id)
    values = form_of(visit, kept_in, one)
    asks = [ask_of(visit, field) for field in fields_to_change(visit.viewer, kept_in, one)]
    deed = _deed(visit, one, ("修改", "保存", "entry.revise"), blank(asks, values, one.version))

    def act(actor: Actor, said: dict[str, Any]) -> str:
        given = read_entry(kept_in, typed_texts(kept_in, said), one.period)
        ledger = services.Ledger(kept_in, one.organization)
        services.revise(actor, ledger, (one.id, int(deed.sheet.version)), given)
        return entry_url(one.id)

    return perform(request, visit, deed, actor_on(visit, one, "edit"), act)


@require_http_methods(BOTH)
@page("edit", THING)
def withdraw(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Take back an entry that should not stand."""
    one, kept_in = to_change(visit, entry_id)
    asks = [Ask("reason", "为什么撤回", LONG, required=True, most=500)]
    deed = _deed(visit, one, ("撤回", "撤回", "entry.withdraw"), blank(asks, {}, one.version), KEPT)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        services.withdraw(actor, (one.id, int(deed.sheet.version)), said["reason"])
        return reverse("web:register", args=(kept_in.id,))

    return perform(request, visit, deed, actor_on(visit, one, "edit"), act)


def entry_or_404(visit: Visit, entry_id: uuid.UUID) -> tuple[Entry, Register]:
    """An entry the viewer may see, with its register. Raises Http404."""
    return entry_in(visit, shelf_of(visit.viewer), entry_id)


def entry_in(visit: Visit, shelf: Shelf, entry_id: uuid.UUID) -> tuple[Entry, Register]:
    """The same, of registers read already. Raises Http404."""
    try:
        one = entry(visit.viewer, shelf.registers, entry_id)
    except Entry.DoesNotExist:
        raise Http404 from None
    return one, shelf.registers[one.register]


def to_change(visit: Visit, entry_id: uuid.UUID) -> tuple[Entry, Register]:
    """An entry the viewer may write. Raises Http404, PermissionDenied."""
    one, kept_in = entry_or_404(visit, entry_id)
    if not may_change(visit.viewer, kept_in, one):
        raise PermissionDenied
    return one, kept_in


def actor_on(visit: Visit, one: Entry, action: str) -> Actor:
    """The viewer acting on an entry that may be their own. Raises PermissionDenied."""
    return visit.actor_for(action, THING, Target(one.organization_id, visit.viewer.person))


def _source(visit: Visit, kept_in: Register, request: HttpRequest) -> Entry | None:
    """The entry of an earlier period that is carried on, where one is named. Raises Http404."""
    number = id_in(request.GET.get("from", ""))
    if number is None:
        return None
    one, register = entry_or_404(visit, number)
    if register.id != kept_in.id or not kept_in.every:
        raise Http404
    if not may_work(visit.viewer, register, one):
        raise PermissionDenied
    return one


def _beginning(
    visit: Visit, kept_in: Register, request: HttpRequest, places: list[str]
) -> dict[str, Any]:
    """What a new entry begins with: the place, the period, today where a day must be said."""
    home = next((str(one.organization) for one in visit.viewer.standings if one.post), "")
    wanted = request.GET.get("organization", "")
    place = next((one for one in (wanted, home) if one in places), places[0])
    values: dict[str, Any] = {"organization": place, "parent": request.GET.get("parent", "")}
    if kept_in.every:
        values["period"] = period_of(visit.today, Cycle(kept_in.every)).label
    day = kept_in.field("day")
    return {**values, "day": visit.today} if day and day.required else values


def _deed(visit: Visit, one: Entry, words: tuple[str, str, str], sheet: Any, *notes: str) -> Deed:
    title, button, action = words
    back, place = visit.link(entry_url(one.id)), one.organization_id
    return Deed(title, one.title, back, "返回", button, sheet, action, notes, place=place)
