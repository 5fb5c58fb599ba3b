"""Requests for correction: the list of who answers them, one request, answer and appeal."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.journal.services import Actor
from mingdeng.subjects.models import Correction
from mingdeng.subjects.queries import answers_in, corrections
from mingdeng.subjects.services import Said, answer_appeal, answer_correction
from mingdeng.subjects.services import appeal as appeal_to_above
from mingdeng.web.asking import LONG, ONE, Ask, blank
from mingdeng.web.deeds import Deed, perform
from mingdeng.web.frame import show
from mingdeng.web.pages.own_record import Asking, asking_page
from mingdeng.web.views.editing import BOTH
from mingdeng.web.visit import Visit, found_or_404, page

ANSWER = (
    Ask("outcome", "结论", ONE, required=True, choices=Correction.Outcome.choices),
    Ask("answer", "理由", LONG, required=True, most=1_000),
)
APPEAL = (Ask("appeal", "不同意的理由", LONG, required=True, most=1_000),)


@require_safe
@page("answer", "correction")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The requests of others the viewer may see, those that wait first."""
    found = list(corrections(visit.viewer).exclude(person__account=visit.account))
    found.sort(key=lambda one: not one.is_open)
    return show(request, visit, "web/corrections.html", {"found": found})


@require_safe
@page("read", "correction")
def detail(request: HttpRequest, visit: Visit, correction_id: uuid.UUID) -> HttpResponse:
    """One request with everything that was said."""
    return show(request, visit, "web/correction.html", {"page": _seen(visit, correction_id)})


@require_http_methods(BOTH)
@page("answer", "correction")
def answer(request: HttpRequest, visit: Visit, correction_id: uuid.UUID) -> HttpResponse:
    """The first answer."""
    seen = _seen(visit, correction_id)
    if not seen.may_answer:
        raise PermissionDenied
    note = "予以更正的，请接着在党员信息中改好；答复和理由本人能看到，不再更改。"
    deed = _deed(visit, seen.one, ("答复更正请求", "答复", "correction.answer"), ANSWER, note)
    deed.place = next(iter(answers_in(visit.viewer)), None)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        which = (seen.one.id, int(deed.sheet.version))
        answer_correction(actor, which, Said(**said), answers_in(visit.viewer))
        return _address(seen.one)

    return perform(request, visit, deed, _actor(visit), act)


@require_http_methods(BOTH)
@page("create", "correction")
def appeal(request: HttpRequest, visit: Visit, correction_id: uuid.UUID) -> HttpResponse:
    """Ask the level above to look again."""
    seen = _seen(visit, correction_id)
    if not seen.may_appeal:
        raise PermissionDenied
    note = "由第一次答复的组织的上一级组织答复。"
    deed = _deed(visit, seen.one, ("申诉", "提出申诉", "correction.appeal"), APPEAL, note)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        appeal_to_above(actor, (seen.one.id, int(deed.sheet.version)), said["appeal"])
        return _address(seen.one)

    return perform(request, visit, deed, _actor(visit), act)


@require_http_methods(BOTH)
@page("answer", "correction")
def decide(request: HttpRequest, visit: Visit, correction_id: uuid.UUID) -> HttpResponse:
    """The answer to an appeal, from the level above."""
    seen = _seen(visit, correction_id)
    if not seen.may_decide:
        raise PermissionDenied
    words = ("答复申诉", "答复", "correction.answer_appeal")
    deed = _deed(visit, seen.one, words, ANSWER)
    deed.place = next(iter(answers_in(visit.viewer)), None)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        which = (seen.one.id, int(deed.sheet.version))
        answer_appeal(actor, which, Said(**said), answers_in(visit.viewer))
        return _address(seen.one)

    return perform(request, visit, deed, _actor(visit), act)


def _seen(visit: Visit, correction_id: uuid.UUID) -> Asking:
    found: Correction = found_or_404(corrections(visit.viewer).filter(id=correction_id))
    return asking_page(visit, found)


def _deed(
    visit: Visit, one: Correction, words: tuple[str, str, str], asks: tuple[Ask, ...], *notes: str
) -> Deed:
    title, button, action = words
    back, sheet = visit.link(_address(one)), blank(asks, version=one.version)
    of = f"{one.person.name}：{one.subject}"
    return Deed(title, of, back, "回更正请求", button, sheet, action, notes)


def _actor(visit: Visit) -> Actor:
    return Actor(visit.account.id, None, visit.now)


def _address(one: Correction) -> str:
    return reverse("web:correction", args=(one.id,))
