"""Administrators: the accounts of others."""

import uuid
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingdeng.accounts.models import Activation, User
from mingdeng.accounts.services import code_of
from mingdeng.administration import queries
from mingdeng.administration.services import (
    Invalid,
    Refused,
    close_sessions,
    give_account,
    issue_anew,
    let_in_again,
    let_nobody_in,
    release,
)
from mingdeng.journal.services import Actor, KeyUsedOtherwise, once
from mingdeng.web.frame import show
from mingdeng.web.pages.administrators import FILTERS, accounts_page
from mingdeng.web.views.signing import TOKEN
from mingdeng.web.visit import Visit, found_or_404, id_in, page, refuse_unknown

DONE = "web/account_code.html"
KEY_USED = "这张表单已经用过，请刷新后重新填写。"


@require_safe
@page("read", "account", takes=FILTERS)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The accounts, and what waits for a second administrator."""
    content: dict[str, object] = {"page": accounts_page(visit, request.GET)}
    return show(request, visit, "web/accounts.html", content)


@require_http_methods(["GET", "HEAD", "POST"])
@page("create", "account", takes=("q",))
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Find someone of the roster by name, and give them an account."""
    if request.method == "POST":
        return _create(request, visit)
    return _search(request, visit, request.GET.get("q", ""), {})


@require_POST
@page("create", "account")
def code(request: HttpRequest, visit: Visit, account_id: uuid.UUID) -> HttpResponse:
    """Another activation code for an account."""
    account: User = found_or_404(queries.accounts(visit.viewer).filter(id=account_id))
    actor = visit.actor("create", "account", None)
    try:
        issued = _once(request, actor, "account.code", lambda: issue_anew(actor, account))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("web:accounts")
    return _told(request, visit, issued)


@require_POST
@page("suspend", "account")
def suspend(request: HttpRequest, visit: Visit, account_id: uuid.UUID) -> HttpResponse:
    """Let nobody in as this account, from the next request on."""
    return _act(request, visit, account_id, let_nobody_in, "已停用，正在进行的登录已经中断。")


@require_POST
@page("suspend", "account")
def restore(request: HttpRequest, visit: Visit, account_id: uuid.UUID) -> HttpResponse:
    """Let its holder in again."""
    return _act(request, visit, account_id, let_in_again, "已恢复，本人可以重新登录。")


@require_POST
@page("suspend", "account")
def end_sessions(request: HttpRequest, visit: Visit, account_id: uuid.UUID) -> HttpResponse:
    """End all its sessions."""
    return _act(request, visit, account_id, close_sessions, "这个账号的登录已经全部退出。")


@require_POST
@page("approve", "account")
def let_go(request: HttpRequest, visit: Visit, activation_id: uuid.UUID) -> HttpResponse:
    """Release a code for an account that is in use already."""
    refuse_unknown(request.POST, (TOKEN,))
    waiting = queries.waiting_activations(visit.viewer)
    activation: Activation = found_or_404(waiting.filter(id=activation_id))
    actor = visit.actor("approve", "account", None)
    _say(request, lambda: release(actor, activation), "已放行，激活码现在可以使用。")
    return redirect("web:accounts")


def _create(request: HttpRequest, visit: Visit) -> HttpResponse:
    refuse_unknown(request.POST, ("person", "username", "key", "q", TOKEN))
    wanted = id_in(request.POST.get("person", ""))
    person = queries.person_without_account(visit.viewer, wanted) if wanted else None
    if wanted and person is None:
        raise Http404
    actor, username = visit.actor("create", "account", None), request.POST.get("username", "")
    try:
        if person is None:
            raise Invalid({"person": "请选择一个人。"})
        issued = _once(
            request, actor, "account.give", lambda: give_account(actor, person, username)
        )
    except Invalid as error:
        return _search(request, visit, request.POST.get("q", ""), error.problems, 400)
    return _told(request, visit, issued)


def _search(
    request: HttpRequest,
    visit: Visit,
    query: str,
    problems: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    query = query.strip()[:60]
    content: dict[str, object] = {
        "query": query,
        "short": 0 < len(query) < queries.FEWEST_LETTERS,
        "found": queries.without_account(visit.viewer, query),
        "problems": problems,
        "chosen": request.POST.get("person", ""),
        "username": request.POST.get("username", ""),
        "key": uuid.uuid4(),
    }
    return show(request, visit, "web/account_new.html", content, status)


def _once(
    request: HttpRequest, actor: Actor, action: str, act: Callable[[], Activation]
) -> uuid.UUID:
    """Issue a code once per form: a second click shows the code of the first."""
    refuse_unknown(request.POST, ("person", "username", "key", "q", TOKEN))
    key = id_in(request.POST.get("key", ""))
    if key is None:
        raise BadRequest("表单不完整，请刷新后再试。")
    try:
        answer = once(actor, key, action, lambda: {"activation": act().id})
    except KeyUsedOtherwise:
        raise BadRequest(KEY_USED) from None
    return uuid.UUID(str(answer["activation"]))


def _told(request: HttpRequest, visit: Visit, issued: uuid.UUID) -> HttpResponse:
    """The code, this once: it is computed, not kept."""
    activation = queries.fresh_activation(visit.viewer, issued, visit.now)
    if activation is None:
        messages.info(request, "这个激活码已经给出过，不再显示。需要时请重发一个。")
        return redirect("web:accounts")
    content: dict[str, object] = {
        "activation": activation,
        "code": code_of(activation),
        "address": request.build_absolute_uri(reverse("web:activate")),
    }
    return show(request, visit, DONE, content)


def _act(
    request: HttpRequest,
    visit: Visit,
    account_id: uuid.UUID,
    act: Callable[[Actor, User], None],
    done: str,
) -> HttpResponse:
    refuse_unknown(request.POST, (TOKEN,))
    account: User = found_or_404(queries.accounts(visit.viewer).filter(id=account_id))
    actor = visit.actor("suspend", "account", None)
    _say(request, lambda: act(actor, account), done)
    return redirect("web:accounts")


def _say(request: HttpRequest, act: Callable[[], None], done: str) -> None:
    """Act, and tell on the next page how it went."""
    try:
        act()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
