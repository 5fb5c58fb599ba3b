"""A whole yearly register: copied into the next period, and two periods beside each other."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.access.policy import Target
from mingdeng.journal.services import Actor
from mingdeng.registers import services
from mingdeng.registers.queries import THING
from mingdeng.registers.texts import said_anew
from mingdeng.registers.turns import may_write
from mingdeng.registers.values import Invalid, Text, is_period, next_period, read_entry
from mingdeng.roster.models import Organization
from mingdeng.roster.services import Refused
from mingdeng.rulebook.registers import Register
from mingdeng.web.asking import DAY, ONE, Ask, blank
from mingdeng.web.deeds import Deed, perform
from mingdeng.web.frame import show
from mingdeng.web.pages.comparing import compare_page, periods_of
from mingdeng.web.pages.entry_life import may_copy
from mingdeng.web.pages.registers import keeping, register_or_404
from mingdeng.web.views.editing import BOTH
from mingdeng.web.visit import Visit, id_in, page

YEAR = "year"


@require_safe
@page("read", THING, takes=("organization", "first", "second"))
def compare(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """What two years' versions of a list say otherwise."""
    found = compare_page(visit, _yearly(visit, name), request.GET)
    return show(request, visit, "web/register_compare.html", {"page": found})


@require_http_methods(BOTH)
@page("create", THING, takes=("organization",))
def copy(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Begin the next period's version with everything of the one before."""
    register = _yearly(visit, name)
    places = [one for one in keeping(visit, register) if may_write(visit.viewer, register, one.id)]
    if not places:
        raise PermissionDenied
    if visit.previewing or not may_copy(register):
        raise Http404
    place = _place(request, visit, places)
    periods = periods_of(visit, register, place.id)
    before = periods[0] if periods else str(visit.today.year)
    once = said_anew(register)
    asks = [
        Ask("organization", "组织", ONE, required=True, choices=[(str(place.id), place.name)]),
        Ask("before", "从哪一期", required=True, most=10),
        Ask("after", "到哪一期", required=True, most=10),
        *(Ask(one.id, one.label, DAY, required=True, hint="各条相同") for one in once),
    ]
    values = {"organization": str(place.id), "before": before}
    sheet = blank(asks, {**values, "after": next_period(YEAR, before)})
    back = visit.link(reverse("web:register", args=(register.id,)))
    note = "每条各复制一次，时限顺延一年；写明每期另填的内容空着。已经复制过的不再复制。"
    words = ("复制到下一期", register.label, back, "回列表", "复制")
    deed = Deed(*words, sheet, "register.copy", (note,), done="已复制。", place=place.id)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        _check(said)
        try:
            ledger = services.Ledger(register, place)
            given: dict[str, Text] = {one.id: said[one.id].isoformat() for one in once}
            anew = read_entry(register, given, said["after"])
            services.copy_period(actor, ledger, said["before"], anew)
        except Invalid as problem:
            raise Refused(str(problem)) from None
        return f"{reverse('web:register', args=(register.id,))}?period={said['after']}"

    actor = visit.actor_for("create", THING, Target(place.id, visit.viewer.person))
    return perform(request, visit, deed, actor, act)


def _check(said: dict[str, Any]) -> None:
    for text in (said["before"], said["after"]):
        if not is_period(YEAR, text):
            raise Refused(f"“{text[:20]}”不是年份，请写作 2026。")


def _yearly(visit: Visit, name: str) -> Register:
    register = register_or_404(visit, name)
    if register.every != YEAR:
        raise Http404
    return register


def _place(request: HttpRequest, visit: Visit, places: Sequence[Organization]) -> Organization:
    """For which organization: the one named, else where the viewer holds a post."""
    wanted = id_in(request.POST.get("organization", "") or request.GET.get("organization", ""))
    homes = {one.organization for one in visit.viewer.standings if one.post}
    if wanted is None:
        return next((one for one in places if one.id in homes), places[0])
    found = next((one for one in places if one.id == wanted), None)
    if found is None:
        raise Http404
    return found
