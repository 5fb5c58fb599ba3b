"""One short form from door to deed: shown, read, done once, or shown again with what is wrong."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mingdeng.burden.services import Work, counting
from mingdeng.journal.services import Actor, KeyUsedOtherwise, once
from mingdeng.registers.values import Invalid
from mingdeng.roster.services import Refused, Stale
from mingdeng.web.asking import Sheet, answers, typed
from mingdeng.web.effort import in_sheet, work
from mingdeng.web.frame import show
from mingdeng.web.pages.conflict import NOTHING, Difference
from mingdeng.web.visit import Visit

DEED = "web/deed.html"
DONE = "已保存。"
KEY_USED = "表单已用过，请刷新后重新填写。"
# What is done with the answers; it gives the address to go to.
Act = Callable[[Actor, dict[str, Any]], str]


@dataclass
class Deed:
    """A page with one short form."""

    title: str
    of: str
    back: str
    back_label: str
    button: str
    sheet: Sheet
    action: str
    notes: Sequence[str] = ()
    conflict: Sequence[Difference] | None = None
    done: str = DONE
    template: str = DEED
    place: uuid.UUID | None = None  # for which organization it is done, where no post says it
    extra: Mapping[str, object] = field(default_factory=dict)

    def content(self) -> dict[str, object]:
        """What its template shows."""
        return {"deed": self, **self.extra}


def perform(request: HttpRequest, visit: Visit, deed: Deed, actor: Actor, act: Act) -> HttpResponse:
    """Show the form, or do the deed once and go on. 400, 409 keep what was typed."""
    if request.method != "POST":
        return show(request, visit, deed.template, deed.content())
    filled, fresh = deed.sheet, deed.sheet.version
    deed.sheet = typed(deed.sheet.asks, request.POST)
    said = answers(deed.sheet)
    if said is not None and fresh and not deed.sheet.version.isdecimal():
        deed.sheet.problems["version"] = "表单不完整，请刷新后重新填写。"
    if said is None or deed.sheet.problems:
        return show(request, visit, deed.template, deed.content(), status=400)
    asked = work(visit, deed.action, actor, in_sheet(filled, deed.sheet), deed.place)
    return _do(request, visit, deed, lambda: _once(deed, actor, asked, lambda: act(actor, said)))


def _once(deed: Deed, actor: Actor, asked: Work, act: Callable[[], str]) -> str:
    def counted() -> dict[str, str]:
        with counting(asked):
            return {"url": act()}

    return str(once(actor, uuid.UUID(deed.sheet.key), deed.action, counted)["url"])


def _do(request: HttpRequest, visit: Visit, deed: Deed, act: Callable[[], str]) -> HttpResponse:
    try:
        url = act()
    except Invalid as invalid:
        deed.sheet.problems.update(invalid.problems)
        deed.sheet.key = str(uuid.uuid4())
        return show(request, visit, deed.template, deed.content(), status=400)
    except KeyUsedOtherwise:
        deed.sheet.problems["key"] = KEY_USED
    except Refused as refused:
        deed.sheet.problems["deed"] = str(refused)
    except Stale as stale:
        deed.conflict = differences(deed, stale.current)
        deed.sheet.version = str(stale.current["version"])
    else:
        messages.success(request, deed.done)
        return redirect(visit.link(url))
    deed.sheet.key = str(uuid.uuid4())
    return show(request, visit, deed.template, deed.content(), status=409)


def differences(deed: Deed, current: Mapping[str, Any]) -> list[Difference]:
    """The fields in which what stands now differs from what was typed."""
    found = []
    for ask in deed.sheet.asks:
        if ask.name in current:
            theirs, yours = _plain(current[ask.name]), _plain(deed.sheet.values[ask.name])
            if theirs != yours:
                names = dict(ask.choices)
                theirs, yours = names.get(theirs, theirs), names.get(yours, yours)
                found.append(Difference(ask.label, theirs or NOTHING, yours or NOTHING))
    return found


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
