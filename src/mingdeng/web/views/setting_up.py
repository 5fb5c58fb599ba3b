"""The first real start: a code from the terminal, and three administrators."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mingdeng.accounts.services import TooSoon, code_of, forgive, try_once
from mingdeng.administration.services import Closed, Invalid, first_start_is_open, set_up
from mingdeng.web.addresses import address_of
from mingdeng.web.pages.administrators import ADMINISTRATORS, asked_names
from mingdeng.web.views.signing import TOKEN, slowed
from mingdeng.web.visit import open_to_all, refuse_unknown

TEMPLATE = "web/setup.html"
KINDS = tuple(one.kind for one in ADMINISTRATORS)


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """There only while there is no administrator."""
    if request.method == "POST":
        return _set_up(request)
    if not first_start_is_open():
        raise Http404
    refuse_unknown(request.GET, ())
    return render(request, TEMPLATE, {"asked": asked_names({}, {})})


def _set_up(request: HttpRequest) -> HttpResponse:
    refuse_unknown(request.GET, ())
    refuse_unknown(request.POST, (*KINDS, "code", TOKEN))
    now, address = datetime.now(UTC), address_of(request)
    typed = {kind: request.POST.get(kind, "").strip() for kind in KINDS}
    code = request.POST.get("code", "")
    problems: dict[str, str] = {}
    try:
        try_once(now, address=address)
        made = set_up(code, typed, now)
    except Closed:
        raise Http404 from None
    except TooSoon as error:
        return slowed(request, TEMPLATE, error, {"asked": asked_names(typed, {}), "code": code})
    except Invalid as error:
        problems = error.problems
        if "code" not in problems:
            forgive(now, address=address)
    else:
        forgive(now, address=address)
        shown = [(one.user.get_kind_display(), one.user.username, code_of(one)) for one in made]
        activation = request.build_absolute_uri("/activate/")
        return render(request, "web/setup_done.html", {"made": shown, "address": activation})
    shown_problems = {"problems": problems, "asked": asked_names(typed, problems), "code": code}
    return render(request, TEMPLATE, shown_problems, status=400)
