"""Administrators: the first organization and its first office."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingdeng.access.queries import reaches
from mingdeng.administration.models import Founding, root_kinds
from mingdeng.administration.queries import foundings
from mingdeng.administration.services import (
    Invalid,
    NewFounding,
    Refused,
    confirm_founding,
    propose_founding,
    refuse_founding,
    withdraw_founding,
)
from mingdeng.journal.services import KeyUsedOtherwise, once
from mingdeng.web.frame import show
from mingdeng.web.pages.administrators import foundings_page
from mingdeng.web.views.signing import TOKEN
from mingdeng.web.visit import Visit, found_or_404, id_in, page, refuse_unknown

FIELDS = ("kind", "name", "full_name", "unit", "person_name", "title")
FRESH = {"kind": "organ_committee", "title": "机关党委办公室主任"}


@require_safe
@page("read", "founding")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was proposed, and what became of it."""
    content: dict[str, object] = {
        "foundings": foundings_page(visit),
        "may_propose": reaches(visit.viewer, "create", "founding"),
        "may_confirm": reaches(visit.viewer, "approve", "founding"),
    }
    return show(request, visit, "web/foundings.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
@page("create", "founding")
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Propose one."""
    if request.method != "POST":
        return _form(request, visit, dict(FRESH), {})
    refuse_unknown(request.POST, (*FIELDS, "key", TOKEN))
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    key = id_in(request.POST.get("key", ""))
    if key is None:
        raise BadRequest("表单不完整，请刷新后再试。")
    actor = visit.actor("create", "founding", None)
    try:
        once(
            actor,
            key,
            "founding.propose",
            lambda: {"founding": propose_founding(actor, NewFounding(**typed)).id},
        )
    except Invalid as error:
        return _form(request, visit, typed, error.problems, 400)
    except KeyUsedOtherwise:
        raise BadRequest("这张表单已经用过，请刷新后重新填写。") from None
    messages.success(request, "已提出，等安全管理员确认。")
    return redirect("web:foundings")


@require_POST
@page("approve", "founding")
def confirm(request: HttpRequest, visit: Visit, founding_id: uuid.UUID) -> HttpResponse:
    """Agree: the organization, the person and the post come into being."""
    founding, actor = _found(visit, founding_id), visit.actor("approve", "founding", None)
    done = "已确认。系统管理员现在可以给这个人开账号。"
    return _decide(request, lambda: confirm_founding(actor, founding), done)


@require_POST
@page("approve", "founding")
def refuse(request: HttpRequest, visit: Visit, founding_id: uuid.UUID) -> HttpResponse:
    """Do not agree, and say why."""
    founding, actor = _found(visit, founding_id), visit.actor("approve", "founding", None)
    reason = request.POST.get("reason", "")
    done = "已退回，理由会显示给系统管理员。"
    return _decide(request, lambda: refuse_founding(actor, founding, reason), done)


@require_POST
@page("create", "founding")
def withdraw(request: HttpRequest, visit: Visit, founding_id: uuid.UUID) -> HttpResponse:
    """Take it back before it is decided."""
    founding, actor = _found(visit, founding_id), visit.actor("create", "founding", None)
    return _decide(request, lambda: withdraw_founding(actor, founding), "已撤回。")


def _found(visit: Visit, founding_id: uuid.UUID) -> Founding:
    found: Founding = found_or_404(foundings(visit.viewer).filter(id=founding_id))
    return found


def _decide(request: HttpRequest, act: Callable[[], object], done: str) -> HttpResponse:
    refuse_unknown(request.POST, ("reason", TOKEN))
    try:
        act()
    except (Refused, Invalid) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("web:foundings")


def _form(
    request: HttpRequest,
    visit: Visit,
    typed: dict[str, str],
    problems: dict[str, str],
    status: int = 200,
) -> HttpResponse:
    content: dict[str, object] = {
        "typed": typed,
        "problems": problems,
        "kinds": root_kinds(),
        "key": uuid.uuid4(),
    }
    return show(request, visit, "web/founding_new.html", content, status)
