"""组织 in the hands of the office: setting up, renaming, moving, merging, dissolving, packs."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mingdeng.access.editing import group_to_edit, place_to_edit
from mingdeng.access.queries import organizations, packs_above
from mingdeng.journal.services import Actor
from mingdeng.roster import services as roster
from mingdeng.roster.models import Organization
from mingdeng.web.asking import DAY, NUMBER, ONE, Ask, blank
from mingdeng.web.deeds import perform
from mingdeng.web.pages.packs import adopted, shelf
from mingdeng.web.pages.roster import asks_names, asks_new_place, asks_place, places_to
from mingdeng.web.views.editing import BOTH, dated, deed_on
from mingdeng.web.visit import Visit, found_or_404, page

THING = "organization"


def _url(place: uuid.UUID) -> str:
    return reverse("web:organization", args=(place,))


@require_http_methods(BOTH)
@page("edit", THING)
def add(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Set up an organization below another."""
    above = place_to_edit(visit.viewer, organization_id)
    words = ("设立下级组织", "设立", "organization.create")
    deed = deed_on(visit, above, words, blank(asks_new_place()))

    def act(actor: Actor, said: dict[str, Any]) -> str:
        given = {**said, "position": said["position"] or roster.behind_the_last(above)}
        new = roster.NewOrganization(parent=above.id, **given)
        return _url(roster.create_organization(actor, new).id)

    return perform(request, visit, deed, visit.actor("edit", THING, above.id), act)


@require_http_methods(BOTH)
@page("edit", THING)
def change(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Correct what is held about an organization."""
    place = place_to_edit(visit.viewer, organization_id)
    asks = asks_place()
    sheet = blank(asks, {ask.name: getattr(place, ask.name) for ask in asks}, place.version)
    deed = deed_on(visit, place, ("更改信息", "保存", "organization.change"), sheet)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        values = {**said, "position": said["position"] or 0}
        roster.change_organization(actor, place, int(deed.sheet.version), values)
        return _url(place.id)

    return perform(request, visit, deed, visit.actor("edit", THING, place.id), act)


@require_http_methods(BOTH)
@page("edit", THING)
def rename(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Give an organization another name from a day on."""
    place = place_to_edit(visit.viewer, organization_id)
    asks = [*asks_names(), Ask("on", "从哪天起", DAY, required=True)]
    values = {"name": place.name, "full_name": place.full_name, "on": visit.today}
    words = ("改名", "改名", "organization.rename")
    note = "原来的名称会保留，按原名也能对上。"
    deed = deed_on(visit, place, words, blank(asks, values, place.version), note)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        roster.rename_organization(actor, place, int(deed.sheet.version), **said)
        return _url(place.id)

    return perform(request, visit, deed, visit.actor("edit", THING, place.id), act)


@require_http_methods(BOTH)
@page("edit", THING)
def move(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Put an organization with all below it under another one."""
    place = place_to_edit(visit.viewer, organization_id)
    asks = [
        Ask("to", "划到", ONE, required=True, choices=places_to(visit, THING, place.id)),
        Ask("on", "从哪天起", DAY, required=True),
    ]
    sheet = blank(asks, {"on": visit.today}, place.version)
    words = ("划转", "划转", "organization.move")
    deed = deed_on(visit, place, words, sheet, "连同它下面的组织和党员一起划转。")

    def act(actor: Actor, said: dict[str, Any]) -> str:
        to = _chosen(visit, said["to"])
        roster.move_organization(actor, place, int(deed.sheet.version), to, said["on"])
        return _url(place.id)

    return perform(request, visit, deed, visit.actor("edit", THING, place.id), act)


@require_http_methods(BOTH)
@page("edit", THING)
def merge(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Make an organization part of another."""
    place = place_to_edit(visit.viewer, organization_id)
    same = organizations(visit.viewer, "edit", THING).filter(kind=place.kind, dissolved=None)
    choices = [(str(one.id), one.name) for one in same if one.id != place.id]
    asks = [
        Ask("into", "并入", ONE, required=True, choices=choices),
        Ask("on", "从哪天起", DAY, required=True),
    ]
    words = ("合并", "合并", "organization.merge")
    note = f"党员和下级组织转入所选的组织，{place.name}同时撤销，以前的记录都保留。"
    deed = deed_on(visit, place, words, blank(asks, {"on": visit.today}, place.version), note)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        into = _chosen(visit, said["into"])
        roster.merge_organizations(actor, place, int(deed.sheet.version), into, said["on"])
        return _url(into.id)

    return perform(request, visit, deed, visit.actor("edit", THING, place.id), act)


@require_http_methods(BOTH)
@page("edit", THING)
def dissolve(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Dissolve an organization nobody belongs to any more."""
    place = place_to_edit(visit.viewer, organization_id)
    words = ("撤销组织", "撤销", "organization.dissolve")
    note = "撤销后不能再新增和修改，以前的记录都保留。先转出党员，撤销或划转下级组织。"
    deed = deed_on(visit, place, words, dated(visit, "撤销日期", place.version), note)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        roster.dissolve_organization(actor, place, int(deed.sheet.version), said["on"])
        return _url(place.id)

    return perform(request, visit, deed, visit.actor("edit", THING, place.id), act)


@require_http_methods(BOTH)
@page("edit", THING)
def add_group(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Set up a Party group of a branch."""
    place = place_to_edit(visit.viewer, organization_id)
    asks = [
        Ask("name", "名称", required=True, most=40, hint="如“第三党小组”"),
        Ask("number", "序号", NUMBER),
    ]
    deed = deed_on(visit, place, ("设立党小组", "设立", "group.create"), blank(asks))

    def act(actor: Actor, said: dict[str, Any]) -> str:
        roster.create_group(actor, place, said["name"], said["number"])
        return _url(place.id)

    return perform(request, visit, deed, visit.actor("edit", THING, place.id), act)


@require_http_methods(BOTH)
@page("edit", THING)
def end_group(request: HttpRequest, visit: Visit, group_id: uuid.UUID) -> HttpResponse:
    """Dissolve a Party group."""
    group = group_to_edit(visit.viewer, group_id)
    words = (f"撤销{group.name}", "撤销", "group.dissolve")
    deed = deed_on(visit, group.branch, words, dated(visit, "撤销日期"))

    def act(actor: Actor, said: dict[str, Any]) -> str:
        roster.dissolve_group(actor, group, said["on"])
        return _url(group.branch_id)

    return perform(request, visit, deed, visit.actor("edit", THING, group.branch_id), act)


@require_http_methods(BOTH)
@page("edit", THING)
def packs(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Which rule packs hold here; another one holds from a day on."""
    place = place_to_edit(visit.viewer, organization_id)
    held = adopted(visit, place)
    there = {one.adoption.pack for one in held if not one.ended}
    choices = [
        (one.id, f"{one.label}（{one.level}）")
        for one in shelf()
        if one.level != "全国" and one.id not in there
    ]
    asks = [
        Ask("pack", "规则包", ONE, required=True, choices=choices),
        Ask("since", "从哪天起", DAY, required=True),
    ]
    words = ("规则包", "采用", "pack.adopt")
    note = "全国通用的规则总是适用。这里采用的，对这个组织和它下面的全部组织适用。"
    deed = deed_on(visit, place, words, blank(asks, {"since": visit.today}), note)
    deed.extra = {"adopted": held, "shelf": shelf()}
    deed.template = "web/packs.html"

    def act(actor: Actor, said: dict[str, Any]) -> str:
        roster.adopt_pack(actor, place, said["pack"], said["since"])
        return reverse("web:packs", args=(place.id,))

    return perform(request, visit, deed, visit.actor("edit", THING, place.id), act)


@require_http_methods(BOTH)
@page("edit", THING)
def end_pack(
    request: HttpRequest, visit: Visit, organization_id: uuid.UUID, adoption_id: int
) -> HttpResponse:
    """From a day on a rule pack no longer holds."""
    place = place_to_edit(visit.viewer, organization_id)
    own = packs_above(visit.viewer, place).filter(organization=place)
    adoption = found_or_404(own.filter(id=adoption_id))
    labels = {one.id: one.label for one in shelf()}
    words = (f"停用“{labels.get(adoption.pack, adoption.pack)}”", "停用", "pack.end")
    deed = deed_on(visit, place, words, dated(visit, "从哪天起停用"))
    deed.back, deed.back_label = visit.link(reverse("web:packs", args=(place.id,))), "回规则包"

    def act(actor: Actor, said: dict[str, Any]) -> str:
        roster.end_pack(actor, adoption, said["on"])
        return reverse("web:packs", args=(place.id,))

    return perform(request, visit, deed, visit.actor("edit", THING, place.id), act)


def _chosen(visit: Visit, text: str) -> Organization:
    return organizations(visit.viewer, "edit", THING).get(id=text)
