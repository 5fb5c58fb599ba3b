"""Setting reminders for an organization, and the outbox for who runs the system."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingdeng.access.editing import place_to_edit
from mingdeng.access.queries import reaches
from mingdeng.journal.services import Actor
from mingdeng.notify.queries import robot_of, rules_of, setting_of
from mingdeng.notify.services import (
    Chosen,
    confirm_clock,
    remove_robot,
    save_robot,
    save_setting,
    send_again,
)
from mingdeng.roster.models import Organization
from mingdeng.roster.services import Refused
from mingdeng.web.asking import blank
from mingdeng.web.deeds import perform
from mingdeng.web.frame import show
from mingdeng.web.pages.reminders import (
    NO,
    YES,
    asks_robot,
    asks_setting,
    outbox_page,
    setting_values,
)
from mingdeng.web.views.editing import BOTH, deed_on
from mingdeng.web.visit import Visit, page, refuse_unknown

SETTING = (
    "这里的设置用于本组织，和下级中没有自己设置的组织。",
    "按时的不提醒。已过期、可以补办的和等着批准、答复的，每周最多提醒一次；"
    "将到期的，到期前提醒一次，几项合在一起。只提醒能办的人。",
)
ROBOT = "群里只说组织的事项和日期，没有任何个人的内容，每周的次数与个人相同。"


@require_http_methods(BOTH)
@page("edit", "reminding")
def setting(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """When and how often people of an organization are reminded."""
    place: Organization = place_to_edit(visit.viewer, organization_id, "reminding")
    found, usual = setting_of(place), rules_of([place.id])[place.id]
    values = setting_values(found, usual)
    sheet = blank(asks_setting(), values)
    sheet.version = str(found.version if found else 0)
    deed = deed_on(visit, place, ("提醒设置", "保存", "reminding.set"), sheet, *SETTING)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        given = Chosen(**{**said, "rest_days": said["rest_days"] == YES})
        save_setting(actor, place, int(deed.sheet.version), given)
        return reverse("web:organization", args=(place.id,))

    return perform(request, visit, deed, visit.actor("edit", "reminding", place.id), act)


@require_http_methods(BOTH)
@page("edit", "reminding")
def robot(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """The robot of the organization's group chat."""
    place: Organization = place_to_edit(visit.viewer, organization_id, "reminding")
    found = robot_of(place)
    sheet = blank(asks_robot(found), {"kind": found.kind if found else NO})
    deed = deed_on(visit, place, ("群机器人", "保存", "robot.set"), sheet, ROBOT)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        if said["kind"] == NO:
            remove_robot(actor, place)
        else:
            save_robot(actor, place, said["kind"], said["address"], said["secret"])
        return reverse("web:organization", args=(place.id,))

    return perform(request, visit, deed, visit.actor("edit", "reminding", place.id), act)


@require_safe
@page("read", "delivery")
def outbox(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What went out and what did not: ids only."""
    return show(request, visit, "web/outbox.html", {"page": outbox_page(visit)})


@require_POST
@page("edit", "delivery")
def again(request: HttpRequest, visit: Visit, delivery_id: uuid.UUID) -> HttpResponse:
    """Send once more what did not arrive."""
    refuse_unknown(request.POST, ("csrfmiddlewaretoken",))
    try:
        send_again(_actor(visit), delivery_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已放回待发，下一轮发送。")
    return redirect("web:outbox")


@require_POST
@page("edit", "delivery")
def clock_is_right(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The clock was looked at and is right: reminders go on."""
    refuse_unknown(request.POST, ("csrfmiddlewaretoken",))
    confirm_clock(_actor(visit), visit.now)
    messages.success(request, "已继续提醒。")
    return redirect("web:outbox")


def _actor(visit: Visit) -> Actor:
    if not reaches(visit.viewer, "edit", "delivery"):
        raise PermissionDenied
    return Actor(visit.account.id, None, visit.now)
