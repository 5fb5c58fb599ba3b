"""Signing in with a password and a second factor, by a link of the demo, and out."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mingdeng.accounts.backends import DEMO, ONE, TWO
from mingdeng.accounts.models import User
from mingdeng.accounts.services import (
    FactorWrong,
    LinkInvalid,
    PasswordWrong,
    TooSoon,
    enter_with_code,
    enter_with_password,
    has_factor,
    redeem_link,
    user_of_session,
)
from mingdeng.administration.services import note_entering, note_leaving
from mingdeng.web.addresses import address_of
from mingdeng.web.middleware import SIGNED_IN
from mingdeng.web.visit import open_to_all, refuse_unknown

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field
# Whose password was right, between the two steps; the session is nobody's until the second.
ENTERING = "entering"
BETWEEN_STEPS = 5 * 60
WRONG = "登录名或口令不对，或者这个账号现在不能使用。没有登录。"
WRONG_CODE = "验证码不对，或者已经用过。请等下一个验证码出现再试。"
Shown = dict[str, Any]


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: login name and password."""
    refuse_unknown(request.GET, ())
    if request.method == "POST":
        return _first_step(request)
    if request.user.is_authenticated:
        return redirect("web:today")
    return render(request, "web/sign_in.html", {"demo": settings.DEMO})


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step: the code of the authenticator, or one of those on paper."""
    refuse_unknown(request.GET, ())
    now = datetime.now(UTC)
    account = _entering(request, now)
    if account is None:
        return redirect("web:sign-in")
    if request.method != "POST":
        return render(request, "web/sign_in_code.html")
    refuse_unknown(request.POST, ("code", TOKEN))
    try:
        how = enter_with_code(account, request.POST.get("code", ""), address_of(request), now)
    except FactorWrong:
        return render(request, "web/sign_in_code.html", {"problem": WRONG_CODE}, status=400)
    except TooSoon as error:
        return slowed(request, "web/sign_in_code.html", error, {})
    return enter(request, account, TWO, how, now)


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """A button to press: previews of the link in a chat open it and must not use it up."""
    if not settings.DEMO:
        raise Http404
    refuse_unknown(request.GET, ())
    if request.method != "POST":
        return render(request, "web/use_link.html")
    now = datetime.now(UTC)
    try:
        account = redeem_link(token, now)
    except LinkInvalid:
        return render(request, "web/use_link.html", {"invalid": True}, status=400)
    return enter(request, account, DEMO, "link", now)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, User):
        note_leaving(request.user, datetime.now(UTC))
    logout(request)
    return redirect("web:sign-in")


def enter(request: HttpRequest, account: User, way: str, how: str, now: datetime) -> HttpResponse:
    """Write down that someone enters, and let them in with a session of a new key."""
    note_entering(account, how, now)
    begin_session(request, account, way, now.timestamp())
    return redirect("web:today")


def begin_session(request: HttpRequest, account: User, way: str, since: float) -> None:
    """A session of a new key, signed in since a moment: the twelve hours run from there."""
    request.session.flush()
    login(request, account, backend=way)
    request.session[SIGNED_IN] = since


def slowed(request: HttpRequest, template: str, error: TooSoon, content: Shown) -> HttpResponse:
    """429: when the next try is heard; nothing is locked."""
    minutes, seconds = divmod(error.seconds, 60)
    wait = f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"
    problem = f"试得太多了，请过 {wait}再试。账号没有被锁定，到时间就能登录。"
    response = render(request, template, {**content, "problem": problem}, status=429)
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _first_step(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.POST, ("username", "password", TOKEN))
    username, raw = request.POST.get("username", ""), request.POST.get("password", "")
    now, typed = datetime.now(UTC), {"username": username[:60]}
    try:
        account = enter_with_password(username, raw, address_of(request), now)
    except PasswordWrong:
        return render(request, "web/sign_in.html", {**typed, "problem": WRONG}, status=400)
    except TooSoon as error:
        return slowed(request, "web/sign_in.html", error, typed)
    if not has_factor(account):
        return enter(request, account, ONE, "password", now)
    request.session.flush()
    request.session[ENTERING] = {
        "account": str(account.id),
        "hash": account.get_session_auth_hash(),
        "at": now.timestamp(),
    }
    return redirect("web:sign-in-code")


def _entering(request: HttpRequest, now: datetime) -> User | None:
    """Whose password was right a moment ago, if nothing about the account changed since."""
    kept = request.session.get(ENTERING)
    if kept is None or not 0 <= now.timestamp() - kept["at"] <= BETWEEN_STEPS:
        return None
    return user_of_session(kept["account"], kept["hash"])
