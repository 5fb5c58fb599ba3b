"""Own record: what is held about me, who opened it, a copy of it, asking for a correction."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.journal.services import Actor
from mingdeng.roster.models import Person
from mingdeng.subjects.services import Asked, ask_correction
from mingdeng.web.asking import LONG, ONE, TEXT, Ask, blank
from mingdeng.web.deeds import Deed, perform
from mingdeng.web.frame import show
from mingdeng.web.pages.own_record import (
    copy_as_json,
    copy_as_workbook,
    own_page,
    own_person,
    subjects_of,
)
from mingdeng.web.views.editing import BOTH
from mingdeng.web.views.exports import handed_out
from mingdeng.web.visit import Visit, page


@require_safe
@page()
def me(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is held about the viewer."""
    person = own_person(visit)
    content: dict[str, object] = {
        "own": own_page(visit, person) if person else None,
        "days": settings.CORRECTION_DAYS,
    }
    return show(request, visit, "web/me.html", content)


@require_safe
@page("read", "person")
def copy_json(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """Everything held about the viewer, for a program."""
    return handed_out(copy_as_json(visit, _own(visit)), "application/json")


@require_safe
@page("read", "person")
def copy_xlsx(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001
    """Everything held about the viewer, to read."""
    return handed_out(copy_as_workbook(visit, _own(visit)))


@require_http_methods(BOTH)
@page("create", "correction")
def correct(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask that something held about the viewer be corrected."""
    person = own_person(visit)
    if person is None:
        raise Http404
    held = own_page(visit, person).held
    asks = [
        Ask("subject", "哪一项有误", ONE, required=True, choices=subjects_of(held)),
        Ask("wanted", "应当是", TEXT, required=True, most=200),
        Ask("reason", "理由", LONG, required=True, most=1_000, hint="如依据的材料"),
    ]
    note = f"支部书记或机关党委办公室在 {settings.CORRECTION_DAYS} 个工作日内答复，并说明理由。"
    words = ("要求更正", person.name, visit.link(reverse("web:me")), "回本人信息", "提出")
    deed = Deed(*words, blank(asks), "correction.ask", (note,), done="已提出。")

    def act(actor: Actor, said: dict[str, Any]) -> str:
        now = dict(held.fields).get(said["subject"], "")
        asked = Asked(said["subject"], now, said["wanted"], said["reason"])
        made = ask_correction(actor, person, asked, settings.CORRECTION_DAYS)
        return reverse("web:correction", args=(made.id,))

    return perform(request, visit, deed, Actor(visit.account.id, None, visit.now), act)


def _own(visit: Visit) -> Person:
    person = own_person(visit)
    if person is None:
        raise Http404
    return person
