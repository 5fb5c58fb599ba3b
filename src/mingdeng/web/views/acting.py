"""以何身份: someone with several posts chooses in which of them they act."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from mingdeng.access.queries import posts_held
from mingdeng.web.frame import show
from mingdeng.web.visit import ACTING, Visit, id_in, page, refuse_unknown

FIELDS = ("csrfmiddlewaretoken", "post")


@require_http_methods(["GET", "HEAD", "POST"])
@page()
def acting(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The posts to choose from; the choice lasts as long as the session."""
    if request.method != "POST":
        content: dict[str, object] = {"posts": posts_held(visit.viewer)}
        return show(request, visit, "web/acting.html", content)
    refuse_unknown(request.POST, FIELDS)
    chosen = id_in(request.POST.get("post", ""))
    if chosen is not None and chosen not in visit.viewer.posts:
        raise BadRequest("您现在没有这个职务，仍按原来的身份。")
    request.session[ACTING] = str(chosen or "")
    return redirect("web:today")
