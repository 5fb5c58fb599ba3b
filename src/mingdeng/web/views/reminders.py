"""提醒: what one was told, one's own ways of being told, and one's calendar."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.daycount import local_day
from mingdeng.documents.standing import SOURCES
from mingdeng.journal.services import Actor, KeyUsedOtherwise, once
from mingdeng.notify.calendar import calendar_of
from mingdeng.notify.queries import choice_of, feed_in_use
from mingdeng.notify.services import choose, feed_viewer, issue_feed, mail_of, revoke_feed
from mingdeng.roster.models import Person
from mingdeng.web.asking import ONE, TEXT, Ask, blank, is_uuid
from mingdeng.web.deeds import Deed, perform
from mingdeng.web.frame import show
from mingdeng.web.pages.reminders import NO, YES, YES_NO, calendar_page, reminders_page
from mingdeng.web.views.editing import BOTH
from mingdeng.web.visit import Visit, open_to_all, page, refuse_unknown

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


@require_safe
@page()
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What the viewer was told; whether they have read it is not recorded."""
    return show(request, visit, "web/reminders.html", {"page": reminders_page(visit)})


@require_http_methods(BOTH)
@page()
def choices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How the viewer wants to be told beside in the pages."""
    person = _person(visit)
    choice = choice_of(person.id)
    asks = [
        Ask("by_mail", "用电子邮件提醒", ONE, required=True, choices=YES_NO),
        Ask("mail", "邮箱", TEXT, most=254, hint="只用来发提醒，加密保存，别人看不到"),
    ]
    given = {"by_mail": YES if choice and choice.by_mail else NO, "mail": mail_of(choice)}
    notes = ["页面里的提醒一直都有。邮件里只有事项、组织和日期，没有别人的姓名。"]
    if not settings.SMTP_HOST:
        notes.append("本系统还没有配置邮件服务，选了也暂时不发。")
    back = visit.link(reverse("web:reminders"))
    words = ("提醒方式", person.name, back, "回提醒", "保存")
    sheet = blank(asks, given)
    sheet.version = str(choice.version if choice else 0)
    deed = Deed(*words, sheet, "reminding.choose", notes)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        version = int(deed.sheet.version)
        choose(actor, person, version, by_mail=said["by_mail"] == YES, mail=said["mail"])
        return reverse("web:reminders")

    return perform(request, visit, deed, _actor(visit), act)


@require_http_methods(BOTH)
@page()
def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The secret address of the viewer's calendar: issued, shown once, revoked."""
    person = _person(visit)
    address = ""
    if request.method == "POST":
        refuse_unknown(request.POST, (TOKEN, "key", "deed"))
        if request.POST.get("deed") != "issue":
            revoke_feed(_actor(visit), person)
            return redirect("web:calendar-feed")
        address = _issued(request, visit, person)
        if not address:
            return redirect("web:calendar-feed")
    content: dict[str, object] = {"page": calendar_page(feed_in_use(visit.viewer), address)}
    return show(request, visit, "web/calendar_feed.html", content)


def _issued(request: HttpRequest, visit: Visit, person: Person) -> str:
    """A new address; empty where this form has had one already: it is shown once."""
    key, made = request.POST.get("key", ""), list[str]()
    if not is_uuid(key):
        raise BadRequest("表单不完整，请刷新后重新填写。")

    def act() -> dict[str, str]:
        made.append(issue_feed(_actor(visit), person, visit.viewer))
        return {}

    try:
        once(_actor(visit), UUID(key), "feed.issue", act)
    except KeyUsedOtherwise:
        return ""
    path = reverse("web:calendar-file", args=(made[0],)) if made else ""
    return request.build_absolute_uri(path) if path else ""


@require_safe
@open_to_all
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar, for whoever has its secret address; a calendar program has no session."""
    now = datetime.now(UTC)
    viewer = feed_viewer(token, local_day(now))
    if viewer is None:
        raise Http404
    refuse_unknown(request.GET, ())
    made = HttpResponse(
        calendar_of(viewer, now, SOURCES), content_type="text/calendar; charset=utf-8"
    )
    made.headers["Content-Disposition"] = 'attachment; filename="mingdeng.ics"'
    return made


def _person(visit: Visit) -> Person:
    person: Person | None = getattr(visit.account, "person", None)
    if person is None or visit.account.is_administrator:
        raise Http404
    return person


def _actor(visit: Visit) -> Actor:
    return Actor(visit.account.id, None, visit.now)
