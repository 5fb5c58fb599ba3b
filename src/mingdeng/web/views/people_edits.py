"""People and posts in the hands of the office: every change dated."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mingdeng.access.editing import delegation_to_edit, person_to_edit, place_to_edit, post_to_edit
from mingdeng.access.policy import Target, hidden_fields
from mingdeng.journal.services import Actor
from mingdeng.roster import services as roster
from mingdeng.roster.models import Organization, Post
from mingdeng.web.asking import DAY, ONE, Ask, blank
from mingdeng.web.deeds import perform
from mingdeng.web.pages.own_record import note_opening
from mingdeng.web.pages.roster import (
    asks_lending,
    asks_person,
    asks_post,
    groups_in,
    home_in,
    homes,
    person_named,
)
from mingdeng.web.views.editing import BOTH, dated, deed_about, deed_on
from mingdeng.web.visit import Visit, page


def _person(person: uuid.UUID) -> str:
    return reverse("web:person", args=(person,))


def _place(place: uuid.UUID) -> str:
    return reverse("web:organization", args=(place,))


@require_http_methods(BOTH)
@page("edit", "person")
def add(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Put someone on the roster of a branch."""
    branch: Organization = place_to_edit(visit.viewer, organization_id, "person")
    groups = groups_in(branch)
    asks = [
        *asks_person(),
        *([Ask("group", "党小组", ONE, choices=groups)] if groups else []),
        Ask("since", "从哪天起在这个支部", DAY, hint="不知道的不填，算作一直在"),
    ]
    deed = deed_on(visit, branch, ("加入名册", "加入", "person.add"), blank(asks))

    def act(actor: Actor, said: dict[str, Any]) -> str:
        since, group = said.pop("since"), said.pop("group", "")
        into = branch.groups.get(id=group) if group else None
        given = roster.NewPerson(**said)
        return _person(roster.add_person(actor, given, branch, into, LAST, since).id)

    return perform(request, visit, deed, visit.actor("edit", "person", branch.id), act)


LAST = 100_000  # behind everyone the roster puts in order


@require_http_methods(BOTH)
@page("edit", "person")
def change(request: HttpRequest, visit: Visit, person_id: uuid.UUID) -> HttpResponse:
    """Correct what is held about someone."""
    person, home = person_to_edit(visit.viewer, person_id)
    hidden = hidden_fields(visit.viewer, "person", Target(home, person.id))
    note_opening(visit, person, sensitive=not hidden)
    asks = asks_person(hidden)
    sheet = blank(asks, {ask.name: getattr(person, ask.name) for ask in asks}, person.version)
    deed = deed_about(visit, person, ("更改信息", "保存", "person.change"), sheet)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        return _person(roster.change_person(actor, person, int(deed.sheet.version), said).id)

    return perform(request, visit, deed, visit.actor("edit", "person", home), act)


@require_http_methods(BOTH)
@page("edit", "person")
def move(request: HttpRequest, visit: Visit, person_id: uuid.UUID) -> HttpResponse:
    """From a day on someone belongs to another branch or group."""
    person, home = person_to_edit(visit.viewer, person_id)
    asks = [
        Ask("to", "转到", ONE, required=True, choices=homes(visit)),
        Ask("on", "从哪天起", DAY, required=True),
    ]
    sheet = blank(asks, {"on": visit.today}, person.version)
    words = ("转接组织关系", "转接", "person.move")
    deed = deed_about(visit, person, words, sheet, "在原支部担任的职务同时免去。")

    def act(actor: Actor, said: dict[str, Any]) -> str:
        roster.check_fresh(person, int(deed.sheet.version))
        branch, group = home_in(visit, said["to"])
        roster.move_person(actor, person, branch, group, said["on"])
        return _person(person.id)

    return perform(request, visit, deed, visit.actor("edit", "person", home), act)


@require_http_methods(BOTH)
@page("edit", "person")
def leave(request: HttpRequest, visit: Visit, person_id: uuid.UUID) -> HttpResponse:
    """From a day on someone belongs to an organization elsewhere."""
    person, home = person_to_edit(visit.viewer, person_id)
    asks = [
        Ask("to", "转到哪里", required=True, most=120),
        Ask("on", "从哪天起", DAY, required=True),
    ]
    sheet = blank(asks, {"on": visit.today}, person.version)
    note = "转出本系统后，这里不再算他的党员人数；以前的记录都保留。"
    words = ("转出", "转出", "person.leave")
    deed = deed_about(visit, person, words, sheet, note)
    deed.back, deed.back_label = visit.link(_place(home)), "回支部"

    def act(actor: Actor, said: dict[str, Any]) -> str:
        roster.check_fresh(person, int(deed.sheet.version))
        roster.leave(actor, person, said["on"], said["to"])
        return _place(home)

    return perform(request, visit, deed, visit.actor("edit", "person", home), act)


@require_http_methods(BOTH)
@page("edit", "post")
def appoint(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Give someone a post."""
    place: Organization = place_to_edit(visit.viewer, organization_id, "post")
    sheet = blank(asks_post(place), {"since": visit.today})
    deed = deed_on(visit, place, ("任职", "任职", "post.appoint"), sheet)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        person, kind = person_named(visit, said["person"]), said["kind"]
        if kind != Post.Kind.GROUP_LEADER:
            title = said["title"] or Post.Kind(kind).label
            roster.appoint(actor, person, place, kind, title, said["since"])
        elif not said.get("group"):
            raise roster.Refused("请选择是哪个党小组的组长。")
        else:
            group = place.groups.get(id=said["group"])
            roster.appoint_group_leader(actor, person, group, said["since"])
        return _place(place.id)

    return perform(request, visit, deed, visit.actor("edit", "post", place.id), act)


@require_http_methods(BOTH)
@page("edit", "post")
def end(request: HttpRequest, visit: Visit, post_id: uuid.UUID) -> HttpResponse:
    """End a post from a day on."""
    post = post_to_edit(visit.viewer, post_id)
    words = (f"免职：{post.person.name} {post.title}", "免职", "post.end")
    note = "从这一天起，这个职务带来的权限不再有效。"
    deed = deed_on(visit, post.organization, words, dated(visit, "免职日期"), note)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        roster.end_post(actor, post, said["on"])
        return _place(post.organization_id)

    return perform(request, visit, deed, visit.actor("edit", "post", post.organization_id), act)


@require_http_methods(BOTH)
@page("edit", "post")
def lend(request: HttpRequest, visit: Visit, post_id: uuid.UUID) -> HttpResponse:
    """Lend a post to someone for some days."""
    post = post_to_edit(visit.viewer, post_id)
    sheet = blank(asks_lending(), {"since": visit.today})
    words = (f"委托代行：{post.person.name} {post.title}", "委托", "post.delegate")
    note = "这些天里，代行的人有这个职务的权限，不能再转委托。"
    deed = deed_on(visit, post.organization, words, sheet, note)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        deputy = person_named(visit, said["deputy"])
        roster.delegate(actor, post, deputy, said["since"], said["until"])
        return _place(post.organization_id)

    return perform(request, visit, deed, visit.actor("edit", "post", post.organization_id), act)


@require_http_methods(BOTH)
@page("edit", "post")
def take_back(request: HttpRequest, visit: Visit, delegation_id: uuid.UUID) -> HttpResponse:
    """Take a lent post back at once."""
    lent = delegation_to_edit(visit.viewer, delegation_id)
    home = lent.post.organization
    words = (f"收回委托：{lent.deputy.name} 代行{lent.post.title}", "收回", "post.revoke")
    deed = deed_on(visit, home, words, blank(()), "收回后立即生效。")

    def act(actor: Actor, said: dict[str, Any]) -> str:
        del said
        roster.revoke(actor, lent)
        return _place(home.id)

    return perform(request, visit, deed, visit.actor("edit", "post", home.id), act)
