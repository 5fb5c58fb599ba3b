"""Using an activation code: the first password, or a new one."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mingdeng.accounts.backends import ONE
from mingdeng.accounts.services import CodeInvalid, PasswordWeak, TooSoon, activation_owner
from mingdeng.administration.services import activate as use
from mingdeng.web.addresses import address_of
from mingdeng.web.views.signing import TOKEN, enter, slowed
from mingdeng.web.visit import open_to_all, refuse_unknown

TEMPLATE = "web/activate.html"
INVALID = "这个激活码不能用：可能抄错了、已经用过、已经过期，或者还在等安全管理员放行。"
DIFFERENT = "两次输入的口令不一样。"


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """Ask for the code, then for a password; only the password uses the code up.

    The code is never part of an address: addresses stand in the logs of servers and proxies.
    """
    refuse_unknown(request.GET, ())
    refuse_unknown(request.POST, ("code", "password", "again", TOKEN))
    code = request.POST.get("code", "")
    if not code:
        return render(request, TEMPLATE)
    now = datetime.now(UTC)
    try:
        account = activation_owner(code, address_of(request), now)
    except CodeInvalid:
        return render(request, TEMPLATE, {"problem": INVALID, "code": code[:40]}, status=400)
    except TooSoon as error:
        return slowed(request, TEMPLATE, error, {"code": code[:40]})
    if "password" not in request.POST:
        return render(request, TEMPLATE, {"account": account, "code": code})
    raw = request.POST["password"]
    reasons = [DIFFERENT] if raw != request.POST.get("again", "") else []
    try:
        if not reasons:
            return enter(request, use(code, raw, now), ONE, "activation", now)
    except PasswordWeak as error:
        reasons = error.reasons
    except CodeInvalid:
        return render(request, TEMPLATE, {"problem": INVALID}, status=400)
    shown = {"account": account, "code": code, "reasons": reasons}
    return render(request, TEMPLATE, shown, status=400)
