"""One's own way of signing in: password and second factor."""

from django.contrib import messages
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.access.queries import above_member
from mingdeng.accounts.backends import DEMO, ONE, TWO
from mingdeng.accounts.services import (
    FactorWrong,
    PasswordWeak,
    PasswordWrong,
    TooSoon,
    enter_with_password,
    has_factor,
    password_is_old,
    prepare_factor,
    waiting_secret,
)
from mingdeng.administration.services import change_password, enrol
from mingdeng.web.addresses import address_of
from mingdeng.web.frame import show
from mingdeng.web.middleware import SIGNED_IN
from mingdeng.web.pages.enrolling import picture, secret_in_groups
from mingdeng.web.views.signing import TOKEN, begin_session
from mingdeng.web.visit import Visit, page, refuse_unknown

# Until when the password given for a new device is believed, in seconds of the clock.
RENEWING, BELIEVED = "renewing", 10 * 60
WRONG = "现在的口令不对，没有改动。"
DIFFERENT = "两次输入的新口令不一样，没有改动。"
WRONG_CODE = "验证码不对。请核对手机上的时间，用最新出现的 6 位数字再试。"
CHANGED = "口令已更换，其他设备上的登录已经退出。"


@require_http_methods(["GET", "HEAD", "POST"])
@page(own=True)
def password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Change the own password."""
    content: dict[str, object] = {
        "old": password_is_old(visit.account, visit.now),
        "by_link": _way(request) == DEMO,
    }
    if request.method != "POST" or content["by_link"]:
        return show(request, visit, "web/password.html", content)
    refuse_unknown(request.POST, ("current", "password", "again", TOKEN))
    problem, status = _change(request, visit)
    if not problem:
        messages.success(request, CHANGED)
        return redirect("web:me")
    return show(request, visit, "web/password.html", {**content, "problem": problem}, status)


@require_http_methods(["GET", "HEAD", "POST"])
@page(own=True)
def second_factor(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enrol an authenticator; a new one in place of another after giving the password."""
    way, there = _way(request), has_factor(visit.account)
    if way == ONE and there:  # enrolled meanwhile from elsewhere: come in by both
        logout(request)
        return redirect("web:sign-in")
    refuse_unknown(request.POST, ("code", "password", TOKEN))
    if way == DEMO:
        return show(request, visit, "web/second_factor.html", {"by_link": True})
    if _may_enrol(request, visit):
        return _enrol(request, visit) if "code" in request.POST else _asked(request, visit, {})
    if "password" in request.POST:
        return _renew(request, visit)
    return show(request, visit, "web/second_factor.html", {"there": there})


@require_safe
@page(own=True)
def qr(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The secret that waits, as a picture for the authenticator's camera."""
    secret = waiting_secret(visit.account) if _may_enrol(request, visit) else None
    if secret is None:
        raise Http404
    return HttpResponse(picture(secret, visit.account.username), content_type="image/svg+xml")


def _change(request: HttpRequest, visit: Visit) -> tuple[str, int]:
    """Change the password: what is wrong, and the status; nothing wrong is an empty text."""
    raw, way = request.POST.get("password", ""), _way(request)
    account = visit.account
    try:
        given = request.POST.get("current", "")
        enter_with_password(account.username, given, address_of(request), visit.now)
        if raw != request.POST.get("again", ""):
            return DIFFERENT, 400
        change_password(account, raw, visit.now)
    except PasswordWrong:
        return WRONG, 400
    except PasswordWeak as error:
        return "".join(error.reasons), 400
    except TooSoon as error:
        return f"试得太多了，请过 {error.seconds} 秒再试。", 429
    _go_on(request, visit, way)
    return "", 200


def _renew(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The password is asked for before another device takes the place of the first."""
    given, status = request.POST.get("password", ""), 400
    try:
        enter_with_password(visit.account.username, given, address_of(request), visit.now)
    except PasswordWrong:
        problem = WRONG
    except TooSoon as error:
        problem, status = f"试得太多了，请过 {error.seconds} 秒再试。", 429
    else:
        request.session[RENEWING] = visit.now.timestamp() + BELIEVED
        return redirect("web:second-factor")
    content: dict[str, object] = {"there": True, "problem": problem}
    return show(request, visit, "web/second_factor.html", content, status)


def _enrol(request: HttpRequest, visit: Visit) -> HttpResponse:
    try:
        codes = enrol(visit.account, "".join(request.POST["code"].split()), visit.now)
    except FactorWrong:
        return _asked(request, visit, {"problem": WRONG_CODE}, 400)
    _go_on(request, visit, TWO)
    return show(request, visit, "web/recovery_codes.html", {"codes": codes})


def _asked(
    request: HttpRequest, visit: Visit, content: dict[str, object], status: int = 200
) -> HttpResponse:
    secret = prepare_factor(visit.account)
    content |= {"enrolling": True, "secret": secret_in_groups(secret)}
    content["must"] = above_member(visit.viewer) and _way(request) == ONE
    return show(request, visit, "web/second_factor.html", content, status)


def _go_on(request: HttpRequest, visit: Visit, way: str) -> None:
    """Other sessions ended, and so would this one; signing in was no later for it."""
    since = request.session.get(SIGNED_IN, visit.now.timestamp())
    begin_session(request, visit.account, way, since)


def _may_enrol(request: HttpRequest, visit: Visit) -> bool:
    """Whoever has none may; whoever has one and gave the password a moment ago."""
    if not has_factor(visit.account):
        return _way(request) != DEMO
    return bool(request.session.get(RENEWING, 0) > visit.now.timestamp())


def _way(request: HttpRequest) -> str:
    return str(request.session.get(BACKEND_SESSION_KEY, ""))
