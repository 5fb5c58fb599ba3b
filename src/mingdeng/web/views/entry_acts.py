"""What is done about an entry until it is closed, and after: one short form for each act."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from mingdeng.access.policy import Viewer
from mingdeng.journal.services import Actor
from mingdeng.registers import services
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import THING, may_close
from mingdeng.registers.turns import Turn, may_confirm, may_decide, may_extend, may_work, may_write
from mingdeng.registers.values import Invalid
from mingdeng.roster.services import Refused
from mingdeng.rulebook.registers import OWNER, Register
from mingdeng.web.asking import DAY, LONG, ONE, Ask, Sheet, blank
from mingdeng.web.deeds import Deed, perform
from mingdeng.web.pages.entry_life import Life, acts_of, life_of
from mingdeng.web.pages.registers import entry_url
from mingdeng.web.views.editing import BOTH
from mingdeng.web.views.registers import actor_on, entry_or_404
from mingdeng.web.visit import Visit, page

YES, NO = "yes", "no"
SEEN_BY_ALL = "看得到这一条的人都看得到这里写的。"
Right = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Door:
    """An entry someone may do something about: the entry, its register, what became of it."""

    visit: Visit
    one: Entry
    register: Register
    life: Life

    def deed(self, words: tuple[str, str, str], sheet: Sheet, *notes: str) -> Deed:
        """A short form about the entry: title, button, action."""
        title, button, action = words
        back, place = self.visit.link(entry_url(self.one.id)), self.one.organization_id
        deed = Deed(title, self.one.title, back, "返回", button, sheet, action, notes)
        deed.place = place
        return deed


def door(
    request: HttpRequest,
    visit: Visit,
    entry_id: uuid.UUID,
    right: Right,
    apart: Right | None = None,
) -> Door:
    """An entry to do something about; `apart` refuses one's own doing.

    A form opens where its button stands. What was sent goes on to the service, which says
    what became of the entry since; sent twice, it gets its first answer.
    Raises Http404, PermissionDenied.
    """
    one, kept_in = entry_or_404(visit, entry_id)
    if not right(visit.viewer, kept_in, one):
        raise PermissionDenied
    life = life_of(visit, kept_in, one)
    if request.method != "POST":
        if apart is not None and not apart(visit.viewer, kept_in, one, life.turn):
            raise PermissionDenied
        urls = {url for _, url in acts_of(visit, kept_in, one, life)}
        if visit.link(request.path) not in urls:
            raise Http404
    return Door(visit, one, kept_in, life)


@require_http_methods(BOTH)
@page("edit", THING)
def note(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Say how it goes."""
    here = door(request, visit, entry_id, may_work)
    sheet = blank([_words("进展", required=True), _day("日期")], {"on": visit.today})
    deed = here.deed(("记进展", "记下", "entry.note"), sheet, SEEN_BY_ALL)
    return perform_on(
        request,
        here,
        deed,
        lambda actor, said: services.note(actor, here.one.id, said["text"], said["on"]),
    )


@require_http_methods(BOTH)
@page("edit", THING)
def ask(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Say that it is done and ask to have it confirmed."""
    here = door(request, visit, entry_id, may_work)
    sheet = blank([_day("办完的日期"), _words("办理情况")], {"on": visit.today})
    note = "由别人确认后才算办结。" + SEEN_BY_ALL
    deed = here.deed(("申请销号", "申请", "entry.ask"), sheet, note)
    return perform_on(
        request,
        here,
        deed,
        lambda actor, said: services.ask_closing(actor, here.one.id, said["text"], said["on"]),
    )


@require_http_methods(BOTH)
@page("edit", THING)
def close(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Confirm that it is done."""
    here = door(request, visit, entry_id, may_close, may_confirm)
    asked = here.life.turn.closing
    asks = [_day("办结日期"), _words("意见")]
    values = {"on": asked.day if asked and asked.day else visit.today}
    sheet = blank(asks, values, here.one.version)
    said = f"办理情况：{asked.text}" if asked and asked.text else ""
    deed = here.deed(("确认办结", "确认办结", "entry.close"), sheet, *filter(None, [said]))

    def act(actor: Actor, said: dict[str, Any]) -> object:
        which = (here.one.id, int(deed.sheet.version))
        return services.close(actor, here.register, which, said["text"], said["on"])

    return perform_on(request, here, deed, act)


@require_http_methods(BOTH)
@page("edit", THING)
def send_back(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Do not confirm it, and say why."""
    here = door(request, visit, entry_id, may_close)
    sheet = blank([_words("退回的理由", required=True)], {}, here.one.version)
    deed = here.deed(("退回", "退回", "entry.return"), sheet)

    def act(actor: Actor, said: dict[str, Any]) -> object:
        return services.send_back(actor, (here.one.id, int(deed.sheet.version)), said["text"])

    return perform_on(request, here, deed, act)


@require_http_methods(BOTH)
@page("edit", THING)
def extend(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Ask for a later due day."""
    here = door(request, visit, entry_id, may_work)
    asks = [Ask("due", "新的时限", DAY, required=True), _words("延期的理由", required=True)]
    note = f"现在的时限：{here.one.due}。由别人决定，同意后才改。"
    sheet = blank(asks, {}, here.one.version)
    deed = here.deed(("申请延期", "申请", "entry.extend"), sheet, note)

    def act(actor: Actor, said: dict[str, Any]) -> object:
        which = (here.one.id, int(deed.sheet.version))
        return services.ask_extension(actor, which, said["due"], said["text"])

    return perform_on(request, here, deed, act)


@require_http_methods(BOTH)
@page("edit", THING)
def extension(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Grant a later due day, or refuse it."""
    here = door(request, visit, entry_id, may_decide, _may_extend)
    asked = here.life.turn.extension
    choices = [(YES, "同意"), (NO, "不同意")]
    asks = [
        Ask("agree", "决定", ONE, required=True, choices=choices),
        _words("意见", hint="不同意的写明理由"),
    ]
    sheet = blank(asks, {}, here.one.version)
    note = f"现在的时限：{here.one.due}；申请延到：{asked.day}。{asked.text}" if asked else ""
    deed = here.deed(("决定延期", "决定", "entry.extension"), sheet, note)

    def act(actor: Actor, said: dict[str, Any]) -> object:
        which, agree = (here.one.id, int(deed.sheet.version)), said["agree"] == YES
        return services.decide_extension(actor, which, agree=agree, text=said["text"])

    return perform_on(request, here, deed, act)


@require_http_methods(BOTH)
@page("edit", THING)
def reopen(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Work on it again."""
    here = door(request, visit, entry_id, may_close)
    sheet = blank([_words("重新办理的理由", required=True)], {}, here.one.version)
    deed = here.deed(("重新办理", "重新办理", "entry.reopen"), sheet)

    def act(actor: Actor, said: dict[str, Any]) -> object:
        return services.reopen(actor, (here.one.id, int(deed.sheet.version)), said["text"])

    return perform_on(request, here, deed, act)


@require_http_methods(BOTH)
@page("create", THING)
def look_back(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Enter a second round on what was closed."""
    here = door(request, visit, entry_id, _may_look_back)
    asks = [Ask("title", "名称", required=True, most=200)]
    if here.register.field(OWNER) is not None:
        asks.append(Ask("owner", "责任人", required=True))
    if (due := here.register.field("due")) is not None:
        asks.append(Ask("due", due.label, DAY, required=due.required))
    sheet = blank(asks, {"title": f"回头看：{here.one.title}"[:200]})
    note = "第二轮另记一条，带出第一轮的内容，有自己的进展和结果。"
    deed = here.deed(("回头看", "记入第二轮", "entry.look_back"), sheet, note)
    made: list[uuid.UUID] = []

    def act(actor: Actor, said: dict[str, Any]) -> object:
        asked = services.Second(said["title"], said.get("owner", ""), said.get("due"))
        ledger = services.Ledger(here.register, here.one.organization)
        made.append(services.look_back(actor, ledger, here.one.id, asked).id)
        return made

    return perform_on(request, here, deed, act, "create", lambda: entry_url(made[0]))


def perform_on(
    request: HttpRequest,
    here: Door,
    deed: Deed,
    act: Callable[[Actor, dict[str, Any]], object],
    action: str = "edit",
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """Show or do a deed on an entry and go on to it; what cannot stand is said in words."""

    def done(actor: Actor, said: dict[str, Any]) -> str:
        try:
            act(actor, said)
        except Invalid as problem:
            raise Refused(str(problem)) from None
        return then() if then else entry_url(here.one.id)

    actor = actor_on(here.visit, here.one, action)
    return perform(request, here.visit, deed, actor, done)


def _may_extend(viewer: Viewer, register: Register, one: Entry, turn: Turn) -> bool:
    """Not who asked, nor whose it is; where nothing was asked there is no form at all."""
    return turn.extension is None or may_extend(viewer, register, one, turn)


def _may_look_back(viewer: Viewer, register: Register, one: Entry) -> bool:
    return may_write(viewer, register, one.organization_id)


def _words(label: str, *, required: bool = False, hint: str = "") -> Ask:
    return Ask("text", label, LONG, required=required, most=1000, hint=hint)


def _day(label: str) -> Ask:
    return Ask("on", label, DAY, required=True)
