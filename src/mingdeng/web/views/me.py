"""Own record: what is held about me, and who changed it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mingdeng.access.queries import history, people
from mingdeng.web.frame import show
from mingdeng.web.pages.acts import told
from mingdeng.web.pages.tree import held_about
from mingdeng.web.visit import Visit, page


@require_safe
@page()
def me(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is held about the viewer."""
    own = people(visit.viewer).filter(account=visit.account).first()
    held = held_about(visit, own) if own else None
    ids = [own.id, *(post.id for post in held.posts)] if own and held else []
    content: dict[str, object] = {"held": held, "acts": told(history(visit.viewer, ids))}
    return show(request, visit, "web/me.html", content)
