"""情况说明, 异议 and 例外: said from the 为什么 panel, answered and decided by another person."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingdeng.assessments import services
from mingdeng.assessments.queries import group_of, statements
from mingdeng.assessments.services import About, Asked, Invalid, Refused, Stale
from mingdeng.burden.services import counting
from mingdeng.documents.verdict import Found, about_of, found_for
from mingdeng.documents.wording import state_text
from mingdeng.engine.reasons import reason
from mingdeng.journal.services import KeyUsedOtherwise, once
from mingdeng.web.effort import in_texts, work
from mingdeng.web.frame import show
from mingdeng.web.pages.saying import all_said
from mingdeng.web.visit import Visit, day_in, page

ANYWAY = frozenset({"csrfmiddlewaretoken", "key", "version", "of"})
CHANGED = "别人刚刚办理过这一项，您填写的内容没有保存。请看过现在的情况再办。"
USED = "表单已用过，请刷新后重新填写。"
NO_DAY = "请填写日期，如 2026-11-22。"


@require_safe
@page("read", "board")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everything said that the viewer may see."""
    return show(request, visit, "web/said_list.html", {"said": all_said(visit)})


@require_http_methods(["GET", "HEAD", "POST"])
@page("create", "statement", takes=("of",))
def state(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Say why a duty was not met; the verdict stays."""
    found, of = _about(request, visit, organization_id, ("create", "statement"), {"text"})
    form = _Form(request, "情况说明", {"text": ""})
    form.note = "写下原因以后，这一项不再列在今天里；结论不变，仍是未履行。"

    def act() -> Mapping[str, Any]:
        actor = visit.actor("create", "statement", organization_id)
        made = services.state(actor, _verdict(found, organization_id), form.values["text"])
        return {"id": made.id}

    return form.answer(visit, found, of, ("statement.make", "已保存情况说明。"), act)


@require_http_methods(["GET", "HEAD", "POST"])
@page("create", "objection", takes=("of",))
def object_to(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Say that a verdict is wrong."""
    found, of = _about(request, visit, organization_id, ("create", "objection"), {"text"})
    form = _Form(request, "提出异议", {"text": ""})
    form.note = "由提出人以外的人答复；您写的和得到的答复都会保留。"
    verdict = found.of_person(visit.viewer.person)

    def act() -> Mapping[str, Any]:
        actor = visit.actor("create", "objection", organization_id)
        about = About(organization_id, verdict.bearer.id, verdict.rule.id, verdict.period)
        shown = {
            "state": state_text(verdict),
            "sentence": reason(verdict),
            "bearer": verdict.bearer.name,
            "as_of": visit.as_of.isoformat(),
        }
        made = services.object_to(actor, about, form.values["text"], shown)
        return {"id": made.id, "to": reverse("web:objection", args=(made.id,))}

    return form.answer(visit, found, of, ("objection.make", "已提出异议，请等待答复。"), act)


@require_http_methods(["GET", "HEAD", "POST"])
@page("request", "waiver", takes=("of",))
def waive(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """Ask that a rule need not be met for some time."""
    fields = {"first", "last", "text", "bearer"}
    found, of = _about(request, visit, organization_id, ("request", "waiver"), fields)
    form = _Form(request, "申请例外", {"text": "", "first": "", "last": "", "bearer": ""})
    form.note = "由另一位有权审批的人批准后，在起止日期之内不作要求；一次最长一年。"
    form.bearers = _bearers(found)

    def act() -> Mapping[str, Any]:
        actor = visit.actor("request", "waiver", organization_id)
        made = services.request_waiver(actor, _asked(form, found, organization_id))
        return {"id": made.id, "to": reverse("web:waiver", args=(made.id,))}

    return form.answer(visit, found, of, ("waiver.request", "已提出申请，请等待批准。"), act)


@require_POST
@page("create", "statement")
def unstate(request: HttpRequest, visit: Visit, statement_id: uuid.UUID) -> HttpResponse:
    """Take a statement back."""
    refuse_others(request.POST, ())
    one = statements(visit.viewer).filter(id=statement_id).first()
    if one is None:
        raise Http404
    actor = visit.actor("create", "statement", one.organization_id)
    try:
        with counting(work(visit, "statement.withdraw", actor)):
            services.withdraw_statement(actor, one.id, version_in(request))
        messages.success(request, "已撤回情况说明。")
    except (Refused, Stale) as error:
        messages.error(request, str(error))
    why = reverse("web:why", args=(one.organization_id,))
    return redirect(visit.link(why, of=f"{one.rule}~{one.period}"))


# ---- one form on one verdict ----


class _Form:
    """What is typed about a verdict, and what is wrong with it."""

    def __init__(self, request: HttpRequest, title: str, values: dict[str, str]) -> None:
        self.request, self.title, self.values = request, title, values
        self.note = ""
        self.bearers: list[tuple[str, str]] = []
        self.problems: dict[str, str] = {}
        if request.method == "POST":
            self.values = {name: request.POST.get(name, "").strip() for name in values}

    def answer(
        self,
        visit: Visit,
        found: Found,
        of: str,
        names: tuple[str, str],
        act: Callable[[], Mapping[str, Any]],
    ) -> HttpResponse:
        """Show the form, or do what it asks, once."""
        if self.request.method != "POST":
            return self._show(visit, found, of)
        action, said = names
        home = uuid.UUID(found.organization.id)
        try:
            actor = visit.actor(*RIGHTS[action], home)
            asked = work(visit, action, actor, in_texts(*self.values.values()), home)

            def counted() -> Mapping[str, Any]:
                with counting(asked):
                    return act()

            answer = once(actor, key_in(self.request), action, counted)
        except Invalid as error:
            self.problems = dict(error.problems)
        except Refused as error:
            self.problems = {"text": str(error)}
        except KeyUsedOtherwise:
            self.problems = {"text": USED}
        else:
            messages.success(self.request, said)
            why = visit.link(reverse("web:why", args=(home,)), of=of)
            return redirect(visit.link(answer["to"]) if "to" in answer else why)
        return self._show(visit, found, of, 400)

    def _show(self, visit: Visit, found: Found, of: str, status: int = 200) -> HttpResponse:
        content: dict[str, object] = {
            "form": self,
            "organization": found.organization,
            "about": about_of(found.first.rule.id, found.first.period),
            "sentence": found.sentence,
            "of": of,
            "back": visit.link(reverse("web:why", args=(found.organization.id,)), of=of),
            "key": self.request.POST.get("key") or uuid.uuid4(),
        }
        return show(self.request, visit, "web/say.html", content, status=status)


RIGHTS = {
    "statement.make": ("create", "statement"),
    "objection.make": ("create", "objection"),
    "waiver.request": ("request", "waiver"),
}


def _about(
    request: HttpRequest,
    visit: Visit,
    organization_id: uuid.UUID,
    right: tuple[str, str],
    fields: set[str],
) -> tuple[Found, str]:
    """The verdicts something is said to. Raises Http404, PermissionDenied, BadRequest."""
    if not visit.may("read", "board", organization_id):
        raise Http404
    if not visit.may(*right, organization_id):
        raise PermissionDenied
    if visit.previewing:
        raise BadRequest("说明、异议和例外只能就今天的结论提出，请先回到今天。")
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        refuse_others(given, fields)
    of = given.get("of", "")
    found = found_for(visit.viewer, visit.clocks, organization_id, of)
    if found is None:
        raise Http404
    return found, of


def _verdict(found: Found, organization_id: uuid.UUID) -> About:
    first = found.first
    return About(organization_id, first.bearer.id, first.rule.id, first.period)


def _bearers(found: Found) -> list[tuple[str, str]]:
    """Whom a waiver may be for: the organization, or one of those below it that owe the duty."""
    below = [v.bearer for v in found.verdicts if v.bearer.id != found.organization.id]
    if not below:
        return [("", found.organization.name)]
    kinds = {"member": "person", "party_group": "group"}
    return [(f"{kinds.get(one.kind, '')}:{one.id}", one.name) for one in below if one.kind in kinds]


def _asked(form: _Form, found: Found, organization_id: uuid.UUID) -> Asked:
    """The waiver as typed. Raises Invalid."""
    problems, days = {}, {}
    for name in ("first", "last"):
        days[name] = day_or_none(form.values[name])
        if days[name] is None:
            problems[name] = NO_DAY
    kind, _, whose = form.values["bearer"].partition(":")
    if form.values["bearer"] not in {value for value, _ in form.bearers}:
        problems["bearer"] = "请选择对象。"
    if not form.values["text"]:
        problems["reason"] = "请写明理由。"
    first, last = days["first"], days["last"]
    if problems or first is None or last is None:
        raise Invalid(problems)
    return Asked(
        organization=organization_id,
        rule=found.first.rule.id,
        first=first,
        last=last,
        reason=form.values["text"],
        group=_group_of(organization_id, whose) if kind == "group" else None,
        person=uuid.UUID(whose) if kind == "person" else None,
    )


def _group_of(organization_id: uuid.UUID, bearer: str) -> uuid.UUID | None:
    return group_of(organization_id, bearer)


def day_or_none(text: str) -> date | None:
    """A day as typed, None where it is none."""
    try:
        return day_in(text)
    except BadRequest:
        return None


def key_in(request: HttpRequest) -> uuid.UUID:
    """The key of a form. Raises BadRequest."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadRequest("表单不完整，请刷新后重新填写。") from None


def version_in(request: HttpRequest) -> int:
    """The version a form was made from. Raises BadRequest."""
    version = request.POST.get("version", "")
    if not version.isdecimal():
        raise BadRequest("表单不完整，请刷新后重新填写。")
    return int(version)


def refuse_others(given: QueryDict, fields: Any) -> None:
    """Raise BadRequest for a field the form does not have."""
    for name in given:
        if name not in ANYWAY and name not in fields:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
