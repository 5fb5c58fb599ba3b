"""意见箱: handing in, with or without a name; looking at the answer; answering."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingdeng.burden.models import Complaint
from mingdeng.burden.queries import complaint_by_receipt, complaints
from mingdeng.burden.services import (
    Said,
    answer_appeal,
    answer_complaint,
    appeal_complaint,
    complain,
    counting,
)
from mingdeng.burden.services.complaints import receipt_of
from mingdeng.journal.services import Actor, KeyUsedOtherwise, once
from mingdeng.roster.services import Refused, Stale
from mingdeng.web.asking import LONG, ONE, Ask, Sheet, answers, blank, is_uuid, typed
from mingdeng.web.deeds import KEY_USED, Deed, perform
from mingdeng.web.effort import in_texts, work
from mingdeng.web.frame import show
from mingdeng.web.pages.complaints import (
    ANONYMOUS,
    about_of,
    asks_complaint,
    complaint_list,
    complaint_page,
    days,
    home_of,
)
from mingdeng.web.views.editing import BOTH
from mingdeng.web.visit import Visit, found_or_404, page

THING = "complaint"
ANSWER = (
    Ask("outcome", "结论", ONE, required=True, choices=Complaint.Outcome.choices),
    Ask("answer", "答复", LONG, required=True, most=1_000),
)
FINAL = (
    Ask("final_outcome", "结论", ONE, required=True, choices=Complaint.Outcome.choices),
    Ask("final_answer", "答复", LONG, required=True, most=1_000),
)
APPEAL = (Ask("appeal", "申诉的理由", LONG, required=True, most=1_000),)
RECEIPT = (Ask("code", "回执", required=True, hint="提意见以后显示的那一串"),)
CHANGED = "别人刚刚答复过，您填写的内容没有保存。"
NO_RECEIPT = "没有这个回执，请核对后再试。"


@require_safe
@page("read", THING)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One's own complaints, and those one answers."""
    content: dict[str, object] = {"found": complaint_list(visit), "days": days()}
    return show(request, visit, "web/complaints.html", content)


@require_http_methods(BOTH)
@page("create", THING)
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Complain. An anonymous complaint goes nowhere that keeps who sent it."""
    asks = asks_complaint(visit)
    if request.method != "POST":
        return _form(request, visit, blank(asks))
    sheet = typed(asks, request.POST)
    given = answers(sheet)
    if given is None:
        return _form(request, visit, sheet, 400)
    key, anonymous = uuid.UUID(sheet.key), given["named"] == ANONYMOUS
    said = Said(given["kind"], given["text"], home_of(visit), about_of(given["about"]))
    actor = Actor(visit.account.id, None, visit.now)
    try:
        made = complain(actor, said, key, days(), anonymous=anonymous)
    except Refused as refused:
        sheet.problems["deed"] = str(refused)
        return _form(request, visit, sheet, 409)
    if anonymous:
        # Shown with the answer to the form itself: no message, no address, nothing in the session.
        return show(request, visit, "web/complaint_kept.html", {"one": made, "code": str(key)})
    messages.success(request, "已提出。")
    return redirect(visit.link(reverse("web:complaint", args=(made.id,))))


@require_http_methods(BOTH)
@page("create", THING)
def receipt(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The answer to an anonymous complaint, for who has its receipt."""
    if request.method != "POST":
        return show(request, visit, "web/complaint_receipt.html", {"sheet": blank(RECEIPT)})
    sheet = typed(RECEIPT, request.POST)
    try:
        found = complaint_by_receipt(receipt_of(uuid.UUID(sheet.values["code"])))
    except ValueError:
        found = None
    if found is None:
        sheet.problems["code"] = NO_RECEIPT
        content: dict[str, object] = {"sheet": sheet}
        return show(request, visit, "web/complaint_receipt.html", content, status=404)
    return _by_receipt(request, visit, found, sheet.values["code"])


@require_POST
@page("create", THING)
def receipt_appeal(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Appeal by the receipt: nothing of who does it is kept, so a repeat changes nothing."""
    sheet = typed((*RECEIPT, *APPEAL), request.POST)
    said = answers(sheet)
    code = sheet.values["code"]
    found = complaint_by_receipt(receipt_of(uuid.UUID(code))) if is_uuid(code) else None
    if found is None:
        sheet = blank(RECEIPT)
        sheet.problems["code"] = NO_RECEIPT
        return show(request, visit, "web/complaint_receipt.html", {"sheet": sheet}, status=404)
    if said is None or not sheet.version.isdecimal():
        return _by_receipt(request, visit, found, code, sheet, 400)
    actor, which = Actor(None, None, visit.now), (found.id, int(sheet.version))
    try:
        appeal_complaint(actor, which, said["appeal"], days(), receipt=True)
    except (Refused, Stale) as error:
        sheet.problems["appeal"] = str(error)
        return _by_receipt(request, visit, found, code, sheet, 409)
    found.refresh_from_db()
    return _by_receipt(request, visit, found, code)


def _by_receipt(
    request: HttpRequest,
    visit: Visit,
    found: Complaint,
    code: str,
    sheet: Sheet | None = None,
    status: int = 200,
) -> HttpResponse:
    content: dict[str, object] = {
        "page": complaint_page(visit, found, receipt=True),
        "code": code,
        "appeal": sheet or blank(APPEAL),
    }
    return show(request, visit, "web/complaint.html", content, status=status)


@require_http_methods(BOTH)
@page("create", THING)
def appeal(request: HttpRequest, visit: Visit, complaint_id: uuid.UUID) -> HttpResponse:
    """Ask the level above to look again, as who complained."""
    one = found_or_404(complaints(visit.viewer, visit.today).filter(id=complaint_id))
    if one.account != visit.account.id:
        raise PermissionDenied
    deed = _deed(visit, one, ("申诉", "申诉", "complaint.appeal"), blank(APPEAL, {}, one.version))
    deed.notes = ("由办理单位的上一级答复，只能申诉一次。",)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        which = (one.id, int(deed.sheet.version))
        appeal_complaint(actor, which, said["appeal"], days())
        return reverse("web:complaint", args=(one.id,))

    return perform(request, visit, deed, Actor(visit.account.id, None, visit.now), act)


@require_http_methods(BOTH)
@page("answer", THING)
def decide(request: HttpRequest, visit: Visit, complaint_id: uuid.UUID) -> HttpResponse:
    """Answer an appeal, in the office above."""
    one = found_or_404(complaints(visit.viewer, visit.today).filter(id=complaint_id))
    actor = visit.actor("answer", THING, one.above_id)
    if not one.final_outcome and not complaint_page(visit, one).may_decide:
        raise PermissionDenied
    words = ("答复申诉", "答复", "complaint.decide")
    deed = _deed(visit, one, words, blank(FINAL, {}, one.version))

    def act(who: Actor, said: dict[str, Any]) -> str:
        which = (one.id, int(deed.sheet.version))
        answer_appeal(who, which, said["final_outcome"], said["final_answer"])
        return reverse("web:complaint", args=(one.id,))

    return perform(request, visit, deed, actor, act)


def _deed(visit: Visit, one: Complaint, words: tuple[str, str, str], sheet: Sheet) -> Deed:
    back, (title, button, action) = reverse("web:complaint", args=(one.id,)), words
    of = str(one.get_kind_display())
    return Deed(title, of, visit.link(back), "回这件意见", button, sheet, action)


@require_http_methods(BOTH)
@page("read", THING)
def detail(request: HttpRequest, visit: Visit, complaint_id: uuid.UUID) -> HttpResponse:
    """One complaint, with its answer or the form to answer it."""
    one = found_or_404(complaints(visit.viewer, visit.today).filter(id=complaint_id))
    sheet, status = blank(ANSWER, version=one.version), 200
    if request.method == "POST":
        sheet, status = _answer(request, visit, one)
        if status == 200:
            messages.success(request, "已答复。")
            return redirect(visit.link(reverse("web:complaint", args=(one.id,))))
        one.refresh_from_db()
    content: dict[str, object] = {"page": complaint_page(visit, one), "sheet": sheet}
    return show(request, visit, "web/complaint.html", content, status=status)


def _answer(request: HttpRequest, visit: Visit, one: Complaint) -> tuple[Sheet, int]:
    """Answer; the form as typed with what is wrong, and the status that says so."""
    if not complaint_page(visit, one).may_answer and not one.outcome:
        raise PermissionDenied
    sheet = typed(ANSWER, request.POST)
    given = answers(sheet)
    if given is None or not sheet.version.isdecimal():
        return sheet, 400
    actor = visit.actor("answer", THING, _office_of(visit, one))
    which = (one.id, int(sheet.version))

    def act() -> dict[str, uuid.UUID]:
        with counting(work(visit, "complaint.answer", actor, in_texts(*given.values()))):
            answer_complaint(actor, which, given["outcome"], given["answer"])
        return {"complaint": one.id}

    try:
        once(actor, uuid.UUID(sheet.key), "complaint.answer", act)
    except KeyUsedOtherwise:
        sheet.problems["answer"] = KEY_USED
    except Refused as refused:
        sheet.problems["answer"] = str(refused)
    except Stale:
        sheet.problems["answer"] = CHANGED
    else:
        return sheet, 200
    return sheet, 409


def _office_of(visit: Visit, one: Complaint) -> uuid.UUID | None:
    """The organization for which the viewer answers: the first, else the one above it."""
    places = (one.office_id, one.above_id)
    return next((place for place in places if visit.may("answer", THING, place)), None)


def _form(request: HttpRequest, visit: Visit, sheet: Sheet, status: int = 200) -> HttpResponse:
    content: dict[str, object] = {"deed": {"sheet": sheet, "button": "提出"}, "days": days()}
    return show(request, visit, "web/complaint_new.html", content, status=status)
