"""访问令牌: what programs speak for the viewer; issued after signing in afresh, shown once."""

import time
import uuid
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mingdeng.accounts.backends import DEMO, TWO
from mingdeng.accounts.models import AccessToken
from mingdeng.accounts.services import SCOPES, NewToken, is_living, tokens_of
from mingdeng.administration.services import Invalid, Refused, issue_token, revoke_token
from mingdeng.journal.services import Actor, KeyUsedOtherwise, once
from mingdeng.web.asking import DAY, MANY, Ask, Sheet, answers, blank, typed
from mingdeng.web.deeds import KEY_USED, Deed
from mingdeng.web.frame import show
from mingdeng.web.middleware import SIGNED_IN
from mingdeng.web.visit import Visit, page, refuse_unknown

# So long after signing in a token is issued; later one signs in again first.
FRESH = 15 * 60
USUAL = timedelta(days=90)
TEMPLATE = "web/tokens.html"
ASKS = (
    Ask("name", "用在哪里", required=True, hint="如“办公室的统计表”"),
    Ask("scopes", "范围", MANY, required=True, choices=tuple(SCOPES.items())),
    Ask("expires_on", "有效至", DAY, required=True, hint="最长一年"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@page("read", "token")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The viewer's tokens, and the form for another one."""
    fresh = is_fresh(request)
    values = {"expires_on": visit.today + USUAL}
    deed = _deed(visit, blank(ASKS, values))
    if request.method != "POST":
        return _show(request, visit, deed, fresh=fresh)
    deed.sheet = typed(ASKS, request.POST)
    said = answers(deed.sheet)
    if said is None or not fresh:
        return _show(request, visit, deed, fresh=fresh, status=400 if fresh else 403)
    given = NewToken(two_factors=_way(request) in {TWO, DEMO}, **said)
    issued: list[tuple[AccessToken, str]] = []  # the secret is kept nowhere, not even as an answer

    def act() -> dict[str, object]:
        issued.append(issue_token(_actor(visit), visit.account, given))
        return {"token": issued[0][0].id}

    try:
        once(_actor(visit), uuid.UUID(deed.sheet.key), "token.issue", act)
    except (Invalid, KeyUsedOtherwise) as error:
        deed.sheet.problems |= getattr(error, "problems", {"key": KEY_USED})
        return _show(request, visit, deed, fresh=fresh, status=400)
    if not issued:
        messages.error(request, "这个令牌已经发出，只显示一次。没有抄下的，请停用它再发一个。")
        return redirect(reverse("web:tokens"))
    made, secret = issued[0]
    return show(request, visit, "web/token_secret.html", {"token": made, "secret": secret})


@require_POST
@page("create", "token")
def end(request: HttpRequest, visit: Visit, token_id: uuid.UUID) -> HttpResponse:
    """Let a token open nothing any more."""
    refuse_unknown(request.POST, ("csrfmiddlewaretoken",))
    try:
        revoke_token(_actor(visit), visit.account, token_id)
        messages.success(request, "已停用，使用它的程序从现在起不能再访问。")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(reverse("web:tokens"))


def is_fresh(request: HttpRequest) -> bool:
    """Whether the viewer signed in a moment ago; the links of the demo work only once."""
    since = request.session.get(SIGNED_IN, 0)
    return _way(request) == DEMO or 0 <= time.time() - since <= FRESH


def _show(
    request: HttpRequest, visit: Visit, deed: Deed, *, fresh: bool, status: int = 200
) -> HttpResponse:
    tokens = [
        (one, is_living(one, visit.today), [SCOPES.get(scope, scope) for scope in one.scopes])
        for one in tokens_of(visit.account)
    ]
    content: dict[str, object] = {**deed.content(), "tokens": tokens, "fresh": fresh}
    return show(request, visit, TEMPLATE, content, status=status)


def _deed(visit: Visit, sheet: Sheet) -> Deed:
    back = visit.link(reverse("web:me"))
    return Deed("访问令牌", "", back, "回本人信息", "发出", sheet, "token.issue")


def _actor(visit: Visit) -> Actor:
    return Actor(visit.account.id, None, visit.now)


def _way(request: HttpRequest) -> str:
    return str(request.session.get(BACKEND_SESSION_KEY, ""))
