"""One task for several: handed down to units, put beside a business task, checked together."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from mingdeng.access.queries import organizations
from mingdeng.journal.services import Actor
from mingdeng.registers import services
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import THING, may_close, to_pair
from mingdeng.registers.shelves import shelf_of
from mingdeng.registers.turns import may_work
from mingdeng.roster.models import Organization
from mingdeng.web.asking import DAY, LONG, MANY, ONE, Ask, blank
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.pages.entry_life import units_of
from mingdeng.web.views.editing import BOTH
from mingdeng.web.views.entry_acts import SEEN_BY_ALL, Door, door, perform_on
from mingdeng.web.visit import Visit, page

MOST = 200


@require_http_methods(BOTH)
@page("create", THING)
def hand_down(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Give a task, or a part of it, to several below; each answers in an entry of its own."""
    here = door(request, visit, entry_id, may_work)
    units = _units(here)
    asks = [
        Ask("units", "下达给", MANY, required=True, choices=[(str(x.id), x.name) for x in units]),
        Ask("title", "任务", required=True, most=200, hint="分解的，写明这一部分"),
    ]
    values: dict[str, Any] = {"title": here.one.title, "due": here.one.due}
    if (due := here.register.field("due")) is not None:
        asks.append(Ask("due", due.label, DAY, required=due.required))
    note = "每个单位各有一条，在自己的那一条里记进展、申请销号；全部办结后，这一条才能办结。"
    deed = here.deed(("分解下达", "下达", "entry.hand_down"), blank(asks, values), note)

    def act(actor: Actor, said: dict[str, Any]) -> object:
        chosen = [one for one in units if str(one.id) in said["units"]]
        task = services.Task(said["title"], said.get("due"))
        return services.hand_down(actor, here.register, here.one.id, chosen, task)

    return perform_on(request, here, deed, act)


@require_http_methods(BOTH)
@page("edit", THING)
def pair(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Put a Party task and a business task together."""
    here = door(request, visit, entry_id, may_work)
    registers = shelf_of(visit.viewer).registers
    found = list(to_pair(visit.viewer, registers.values(), here.one)[:MOST])
    choices = [(str(x.id), f"{registers[x.register].label}：{x.title}") for x in found]
    ask = Ask("other", "业务任务", ONE, required=True, choices=choices)
    note = "结对以后一次检查记在两条上。可以选同一组织其他台账里办理中的任务。"
    deed = here.deed(("与业务任务结对", "结对", "entry.pair"), blank([ask]), note)

    def act(actor: Actor, said: dict[str, Any]) -> object:
        services.pair(actor, here.one.id, uuid.UUID(said["other"]))
        return None

    return perform_on(request, here, deed, act)


@require_http_methods(BOTH)
@page("edit", THING)
def check(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Note what a check found, of this entry and of what it is paired with."""
    here = door(request, visit, entry_id, may_close)
    others = _paired(here)
    asks = [
        Ask("text", "检查情况", LONG, required=True, most=1000),
        Ask("on", "检查日期", DAY, required=True),
    ]
    notes = [f"同时记在“{other.title}”上。" for other in others]
    sheet = blank(asks, {"on": visit.today})
    deed = here.deed(("记检查", "记下", "entry.check"), sheet, *notes, SEEN_BY_ALL)

    def act(actor: Actor, said: dict[str, Any]) -> object:
        both = [here.one.id, *(other.id for other in others)]
        return services.check(actor, both, said["text"], said["on"])

    return perform_on(request, here, deed, act)


def _units(here: Door) -> list[Organization]:
    """The organizations below that keep the register and in which the viewer may write."""
    seen = organizations(here.visit.viewer).filter(dissolved=None)
    seen = seen.filter(kind__in=here.register.kept_by, above__ancestor=here.one.organization_id)
    found = seen.exclude(id=here.one.organization_id).distinct()
    listed = [one for one, _ in in_tree(list(found))]
    return units_of(here.visit, here.register, listed)


def _paired(here: Door) -> list[Entry]:
    """What the entry is paired with and the viewer may write about too."""
    registers = shelf_of(here.visit.viewer).registers
    links = [link for link in here.life.links if link.kind == "paired"]
    others = [link.second if link.first_id == here.one.id else link.first for link in links]
    viewer = here.visit.viewer
    return [
        one
        for one in others
        if one.withdrawn_at is None and (register := registers.get(one.register)) is not None
        if may_work(viewer, register, one) or may_close(viewer, register, one)
    ]
