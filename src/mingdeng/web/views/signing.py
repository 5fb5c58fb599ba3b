"""Signing in by a one-time link, and out."""

from datetime import UTC, datetime

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingdeng.accounts.services import LinkInvalid, redeem_link
from mingdeng.web.visit import refuse_unknown

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """How one gets in; someone signed in already is let through."""
    refuse_unknown(request.GET, ())
    if request.user.is_authenticated:
        return redirect("web:today")
    return render(request, "web/sign_in.html")


@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """A button to press: previews of the link in a chat open it and must not use it up."""
    refuse_unknown(request.GET, ())
    if request.method != "POST":
        return render(request, "web/use_link.html")
    try:
        account = redeem_link(token, datetime.now(UTC))
    except LinkInvalid:
        return render(request, "web/use_link.html", {"invalid": True}, status=400)
    login(request, account, backend=BACKEND)
    return redirect("web:today")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("web:sign-in")
