"""交接: the list, beginning one, one with its pack, signing for it, sending it back."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mingdeng.access.policy import Target
from mingdeng.access.queries import posts_to
from mingdeng.handover.models import Handover
from mingdeng.handover.pack import pack_of
from mingdeng.handover.paper import handover_workbook
from mingdeng.handover.queries import handovers, posts_to_hand_over, successors, waiting_posts
from mingdeng.handover.services import begin as begin_handover
from mingdeng.handover.services import refuse as refuse_handover
from mingdeng.handover.services import sign as sign_handover
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Person, Post
from mingdeng.web.asking import LONG, ONE, Ask, blank
from mingdeng.web.deeds import Deed, perform
from mingdeng.web.frame import show
from mingdeng.web.pages.exporting import Download
from mingdeng.web.pages.handovers import SEND_BACK, SIGN, handover_page, signs_as
from mingdeng.web.pages.own_record import own_person
from mingdeng.web.views.editing import BOTH
from mingdeng.web.views.exports import handed_out
from mingdeng.web.visit import Visit, found_or_404, page

REASON = (Ask("reason", "退回的理由", LONG, required=True, most=500),)


@require_safe
@page("read", "handover")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The handovers one sees, and the posts for which one could be begun."""
    content: dict[str, object] = {
        "found": list(handovers(visit.viewer)[:200]),
        "waiting": list(waiting_posts(visit.viewer, visit.today)[:200]),
    }
    return show(request, visit, "web/handovers.html", content)


@require_safe
@page("read", "handover")
def detail(request: HttpRequest, visit: Visit, handover_id: uuid.UUID) -> HttpResponse:
    """One handover: the receipt and the pack as it was."""
    content: dict[str, object] = {"page": handover_page(visit, _seen(visit, handover_id))}
    return show(request, visit, "web/handover.html", content)


@require_safe
@page("read", "handover")
def export(
    request: HttpRequest,  # noqa: ARG001 - every view is given it
    visit: Visit,
    handover_id: uuid.UUID,
) -> HttpResponse:
    """The same as a workbook."""
    found = _seen(visit, handover_id)
    name = f"{found.organization.name}{found.post.title}交接单（截至{found.as_of}）.xlsx"
    return handed_out(Download(name, handover_workbook(found)))


@require_http_methods(BOTH)
@page("create", "handover")
def begin(request: HttpRequest, visit: Visit, post_id: uuid.UUID) -> HttpResponse:
    """Lay a pack before the two; by the holder, or by the office above."""
    post = _post(visit, post_id)
    people = {str(one.id): one for one in successors(post, visit.today)}
    choices = [(number, one.name) for number, one in people.items()]
    asks = [
        Ask("successor", "接收人", ONE, required=True, choices=choices),
        Ask("note", "移交说明", LONG, most=2_000, hint="钥匙、印章、纸质材料、口头的约定"),
    ]
    notes = (
        "没有完成的要求、办理中的事项、附件和导入的清单、现任职务由系统按今天的记录列出，不用填写。"
        "内容从此不变，双方各自登录签收；有误的可以退回，写明理由后重新开始。",
    )
    back = visit.link(reverse("web:handovers"))
    words = (f"交接{post.title}", f"{post.organization.name}，移交人{post.person.name}")
    deed = Deed(*words, back, "回交接", "开始交接", blank(asks), "handover.begin", notes)
    deed.done = "已开始，等待双方签收。"

    def act(actor: Actor, said: dict[str, Any]) -> str:
        pack = pack_of(post, visit.today, said["note"])
        return _address(begin_handover(actor, post, people[said["successor"]], pack))

    actor = visit.actor_for("create", "handover", Target(post.organization_id, post.person_id))
    return perform(request, visit, deed, actor, act)


@require_http_methods(BOTH)
@page("confirm", "handover")
def sign(request: HttpRequest, visit: Visit, handover_id: uuid.UUID) -> HttpResponse:
    """Sign for the pack, as one of the two or as the office."""
    found, person = _to_sign(visit, handover_id)
    part, mark = signs_as(found, person), found.digest[:16]
    note = f"您作为{part}签收。签收的是这份内容，摘要 {mark}…，不再更改。"
    deed = _deed(visit, found, (SIGN, "handover.sign", "已签收。"), (), note)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        del said
        return _address(sign_handover(actor, (found.id, int(deed.sheet.version)), person))

    return perform(request, visit, deed, _actor(visit, found), act)


@require_http_methods(BOTH)
@page("confirm", "handover")
def refuse(request: HttpRequest, visit: Visit, handover_id: uuid.UUID) -> HttpResponse:
    """Do not sign, and say why."""
    found, person = _to_sign(visit, handover_id)
    note = "退回以后这份交接不再签收，理由双方和办公室都看得到；改正以后重新开始一份。"
    deed = _deed(visit, found, (SEND_BACK, "handover.refuse", "已退回。"), REASON, note)

    def act(actor: Actor, said: dict[str, Any]) -> str:
        which = (found.id, int(deed.sheet.version))
        return _address(refuse_handover(actor, which, person, said["reason"]))

    return perform(request, visit, deed, _actor(visit, found), act)


def _deed(
    visit: Visit, found: Handover, words: tuple[str, str, str], asks: tuple[Ask, ...], *notes: str
) -> Deed:
    title, action, done = words
    of = f"{found.organization.name} {found.post.title}"
    sheet = blank(asks, version=found.version)
    back = visit.link(_address(found))
    return Deed(title, of, back, "回这份交接", title, sheet, action, notes, done=done)


def _seen(visit: Visit, handover_id: uuid.UUID) -> Handover:
    found: Handover = found_or_404(handovers(visit.viewer).filter(id=handover_id))
    return found


def _to_sign(visit: Visit, handover_id: uuid.UUID) -> tuple[Handover, Person]:
    found, person = _seen(visit, handover_id), own_person(visit)
    if person is None or not handovers(visit.viewer, "confirm").filter(id=found.id).exists():
        raise PermissionDenied
    return found, person


def _post(visit: Visit, post_id: uuid.UUID) -> Post:
    post = posts_to_hand_over(visit.viewer).filter(id=post_id).first()
    if post is None and posts_to(visit.viewer, "read").filter(id=post_id).exists():
        raise PermissionDenied
    if post is None:
        raise Http404
    return post


def _actor(visit: Visit, found: Handover) -> Actor:
    own = visit.viewer.person in {found.predecessor_id, found.successor_id}
    target = Target(found.organization_id, visit.viewer.person if own else None)
    return visit.actor_for("confirm", "handover", target)


def _address(found: Handover) -> str:
    return reverse("web:handover", args=(found.id,))
