"""Satisfaction: the link, shown once to be handed over, and the page the person served sees."""

import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mingdeng.access.policy import Viewer
from mingdeng.accounts.services import TooSoon
from mingdeng.burden.services import counting
from mingdeng.journal.services import KeyUsedOtherwise, once
from mingdeng.registers.models import Entry, Survey
from mingdeng.registers.queries import THING, may_close
from mingdeng.registers.services import (
    NoSurvey,
    Question,
    SurveyOver,
    answer_survey,
    issue_survey,
    question_of,
)
from mingdeng.registers.turns import may_work
from mingdeng.roster.services import Refused
from mingdeng.rulebook.registers import Register
from mingdeng.web.addresses import address_of
from mingdeng.web.asking import is_uuid
from mingdeng.web.deeds import KEY_USED
from mingdeng.web.effort import work
from mingdeng.web.frame import show
from mingdeng.web.pages.surveys import issue_page
from mingdeng.web.views.editing import BOTH
from mingdeng.web.views.entry_acts import Door, door
from mingdeng.web.views.registers import actor_on
from mingdeng.web.visit import Visit, open_to_all, page, refuse_unknown

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
PUBLIC = "web/survey.html"
GONE = (
    "这个链接不能用了：可能已经评价过，已经过期，或者换了新的链接。需要评价的，请联系办理的单位。"
)
NONE = "没有这个链接，请核对是否抄写完整。"
INSIDE = (
    "您已经登录本系统，不能在这里评价。评价由服务对象本人填写，办理的单位和其他工作人员都不能代填。"
)
WRONG = "请在三项中选一项；意见不超过500字。您填写的内容都在，还没有提交。"
ONCE = "链接只显示一次，已经显示过了。没有抄下的，请重新开具。"


@require_http_methods(BOTH)
@page("edit", THING)
def issue(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Make a link for the person served; it is shown once, in the answer to this form."""
    here = door(request, visit, entry_id, _may_ask)
    if request.method != "POST":
        return _shown(request, here)
    refuse_unknown(request.POST, (TOKEN, "key"))
    key = request.POST.get("key", "")
    if not is_uuid(key):
        raise BadRequest("表单不完整，请刷新后重新填写。")
    try:
        token = _issued(here, uuid.UUID(key))
    except KeyUsedOtherwise:
        return _shown(request, here, problem=KEY_USED)
    except Refused as refused:
        return _shown(request, here, problem=str(refused))
    if not token:
        return _shown(request, here, problem=ONCE)
    path = reverse("web:survey", args=(token,))
    return _shown(request, here, address=request.build_absolute_uri(path))


@open_to_all
@require_http_methods(BOTH)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The one page of the person served: what was done for them, and how it was."""
    refuse_unknown(request.GET, ())
    refuse_unknown(request.POST, ("grade", "words", TOKEN))
    if request.user.is_authenticated:
        return render(request, PUBLIC, {"problem": INSIDE}, status=403)
    now = datetime.now(UTC)
    try:
        asked = question_of(token, address_of(request), now)
        return _answered(request, asked, now)
    except NoSurvey:
        return render(request, PUBLIC, {"problem": NONE}, status=404)
    except SurveyOver:
        return render(request, PUBLIC, {"problem": GONE}, status=410)
    except TooSoon as error:
        problem = f"试得太多了，请过 {error.seconds} 秒再试。"
        response = render(request, PUBLIC, {"problem": problem}, status=429)
        response.headers["Retry-After"] = str(error.seconds)
        return response


def _answered(request: HttpRequest, asked: Question, now: datetime) -> HttpResponse:
    content: dict[str, object] = {"asked": asked, "grades": Survey.Grade.choices}
    if request.method != "POST":
        return render(request, PUBLIC, content)
    grade, words = request.POST.get("grade", ""), request.POST.get("words", "").strip()
    try:
        answer_survey(asked.survey, grade, words, now)
    except ValueError:
        content |= {"wrong": WRONG, "grade": grade, "words": words}
        return render(request, PUBLIC, content, status=400)
    return render(request, PUBLIC, {"thanks": True})


def _issued(here: Door, key: uuid.UUID) -> str:
    """The link, made once for a form; nothing for a repeat. Raises KeyUsedOtherwise, Refused."""
    actor, made = actor_on(here.visit, here.one, "edit"), list[str]()

    def act() -> dict[str, str]:
        with counting(work(here.visit, "survey.issue", actor, place=here.one.organization_id)):
            made.append(issue_survey(actor, here.register, here.one.id, settings.SURVEY_DAYS))
        return {}

    once(actor, key, "survey.issue", act)
    return made[0] if made else ""


def _shown(
    request: HttpRequest, here: Door, *, problem: str = "", address: str = ""
) -> HttpResponse:
    """The page, with the link where it was just made; 409 says why there is none."""
    found = issue_page(here.visit, here.register, here.one, problem=problem, address=address)
    status = 409 if problem else 200
    return show(request, here.visit, "web/survey_link.html", {"page": found}, status=status)


def _may_ask(viewer: Viewer, register: Register, one: Entry) -> bool:
    return may_work(viewer, register, one) or may_close(viewer, register, one)
