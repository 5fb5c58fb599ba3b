"""异议 and 例外 in full, with the form to answer or decide them: as another person."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mingdeng.access.queries import names_of
from mingdeng.assessments import services
from mingdeng.assessments.models import Objection, Waiver
from mingdeng.assessments.queries import objections, waivers
from mingdeng.assessments.services import Invalid, Refused, Stale
from mingdeng.burden.services import counting
from mingdeng.documents.verdict import about_of, rule_label
from mingdeng.journal.services import KeyUsedOtherwise, once
from mingdeng.roster.models import Organization
from mingdeng.web.effort import in_texts, work
from mingdeng.web.frame import show
from mingdeng.web.views.saying import (
    NO_DAY,
    USED,
    day_or_none,
    key_in,
    refuse_others,
    version_in,
)
from mingdeng.web.visit import Visit, page

CHANGED = "别人刚刚办理过这一项，您填写的内容没有保存。请看过现在的情况再办。"


@require_http_methods(["GET", "HEAD", "POST"])
@page("read", "objection")
def objection(request: HttpRequest, visit: Visit, objection_id: uuid.UUID) -> HttpResponse:
    """An objection, with its answer or the form to answer it."""
    one = objections(visit.viewer).filter(id=objection_id).first()
    if one is None:
        raise Http404
    values = {"outcome": "", "answer": ""}
    problems: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        refuse_others(request.POST, values)
        values = {name: request.POST.get(name, "") for name in values}
        problems, status = _answer(request, visit, one, values)
        if not problems:
            return redirect(visit.link(reverse("web:objection", args=(one.id,))))
        one.refresh_from_db()
    may = visit.may("answer", "objection", one.organization_id)
    content: dict[str, object] = {
        "one": one,
        "about": about_of(one.rule, one.period),
        "names": _names(one.account, one.answered_by),
        "why": _why(visit, one.organization, one.rule, one.period),
        "may_answer": may and not one.answered_at and one.account != visit.account.id,
        "outcomes": Objection.Outcome.choices,
        "values": values,
        "problems": problems,
        "key": uuid.uuid4(),
    }
    return show(request, visit, "web/objection.html", content, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@page("read", "waiver")
def waiver(request: HttpRequest, visit: Visit, waiver_id: uuid.UUID) -> HttpResponse:
    """A waiver, with its decision or the form to decide it."""
    one = waivers(visit.viewer).filter(id=waiver_id).first()
    if one is None:
        raise Http404
    values = {"deed": "", "last": one.last.isoformat(), "decision": ""}
    problems: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        refuse_others(request.POST, values)
        values = {name: request.POST.get(name, "") for name in values}
        problems, status = _decide(request, visit, one, values)
        if not problems:
            return redirect(visit.link(reverse("web:waiver", args=(one.id,))))
        one.refresh_from_db()
    may = visit.may("approve", "waiver", one.organization_id)
    content: dict[str, object] = {
        "one": one,
        "about": rule_label(one.rule),
        "names": _names(one.requested_by, one.decided_by),
        "may_decide": may
        and one.state == Waiver.State.REQUESTED
        and one.requested_by != visit.account.id,
        "own": one.requested_by == visit.account.id,
        "may_end": may and one.state == Waiver.State.APPROVED and one.last >= visit.today,
        "values": values,
        "problems": problems,
        "key": uuid.uuid4(),
    }
    return show(request, visit, "web/waiver.html", content, status=status)


# ---- answering and deciding ----


def _answer(
    request: HttpRequest, visit: Visit, one: Objection, values: Mapping[str, str]
) -> tuple[dict[str, str], int]:
    """Answer an objection; what is wrong where it cannot be."""
    actor = visit.actor("answer", "objection", one.organization_id)

    def act() -> Mapping[str, Any]:
        said = (values["outcome"], values["answer"].strip())
        with counting(work(visit, "objection.answer", actor, in_texts(*said))):
            services.answer_objection(actor, one.id, version_in(request), *said)
        return {"id": one.id}

    return _tried(
        request, "已答复。", lambda: once(actor, key_in(request), "objection.answer", act)
    )


def _decide(
    request: HttpRequest, visit: Visit, one: Waiver, values: Mapping[str, str]
) -> tuple[dict[str, str], int]:
    """Approve, refuse or end a waiver; what is wrong where it cannot be."""
    actor = visit.actor("approve", "waiver", one.organization_id)
    deed, said, last = values["deed"], values["decision"].strip(), day_or_none(values["last"])
    if deed not in {"approve", "refuse", "end"}:
        raise BadRequest("请选择批准或不批准。")
    if deed != "refuse" and last is None:
        return {"last": NO_DAY}, 400

    def act() -> Mapping[str, Any]:
        version = version_in(request)
        with counting(work(visit, "waiver.decide", actor, in_texts(deed, said))):
            if deed == "approve":
                services.approve_waiver(actor, one.id, version, said, last)
            elif deed == "refuse":
                services.refuse_waiver(actor, one.id, version, said)
            else:
                services.end_waiver(actor, one.id, version, last or one.last, said)
        return {"id": one.id}

    return _tried(request, "已办理。", lambda: once(actor, key_in(request), f"waiver.{deed}", act))


def _tried(
    request: HttpRequest, done: str, act: Callable[[], object]
) -> tuple[dict[str, str], int]:
    try:
        act()
    except Invalid as error:
        return dict(error.problems), 400
    except Refused as error:
        return {"decision": str(error), "answer": str(error)}, 400
    except Stale:
        return {"decision": CHANGED, "answer": CHANGED}, 409
    except KeyUsedOtherwise:
        return {"decision": USED, "answer": USED}, 400
    messages.success(request, done)
    return {}, 200


def _names(*accounts: uuid.UUID | None) -> list[str]:
    names = names_of(accounts)
    return [names.get(one, "系统") for one in accounts]


def _why(visit: Visit, organization: Organization, rule: str, period: str) -> str:
    if not visit.may("read", "board", organization.id):
        return ""
    return visit.link(reverse("web:why", args=(organization.id,)), of=f"{rule}~{period}")
