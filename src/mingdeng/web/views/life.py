"""What happens to an activity: announced, confirmed, returned, taken back; its files."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mingdeng.activities.models import Activity, Attachment
from mingdeng.activities.queries import activity, attachment
from mingdeng.activities.services import (
    Invalid,
    Locked,
    Refused,
    Stale,
    announce,
    attach,
    confirm,
    detach,
    send_back,
    withdraw,
)
from mingdeng.burden.services import Effort, Work, counting
from mingdeng.intake.uploads import on_disk, too_large_in
from mingdeng.journal.services import Actor, once
from mingdeng.web.effort import in_texts, work
from mingdeng.web.visit import Visit, page

FIELDS = frozenset({"csrfmiddlewaretoken", "version", "reason", "key", "file"})
# A link to a file opens for so many seconds, in the session it was made in.
LINK_SECONDS = 300
SALT = "attachment"
CHANGED = "别人刚刚改过这条记录，这一步没有办理。请看过现在的内容再办。"
LOCKED = "这条记录已经确认或撤回，这一步没有办理。"
TOO_LARGE = "文件超过 20 兆字节，没有保存。"
NO_FILE = "请选择文件。"
EXPIRED = "这个下载链接已过期，请回到记录页面重新点开。"
ONE_FILE = Effort(files=1)
Deed = Callable[[Actor, Activity, int, str], None]


@require_POST
@page("confirm", "activity")
def confirmed(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:
    """Accept the minutes."""

    def deed(actor: Actor, one: Activity, version: int, _: str) -> None:
        confirm(actor, one.id, version)

    return _do(request, visit, activity_id, ("confirm", "activity.confirm", "已确认。"), deed)


@require_POST
@page("confirm", "activity")
def returned(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:
    """Ask for a better record."""

    def deed(actor: Actor, one: Activity, version: int, reason: str) -> None:
        send_back(actor, one.id, version, reason)

    return _do(request, visit, activity_id, ("confirm", "activity.return", "已退回补充。"), deed)


@require_POST
@page("edit", "activity")
def withdrawn(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:
    """Take a record or a plan back."""

    def deed(actor: Actor, one: Activity, version: int, reason: str) -> None:
        withdraw(actor, one.id, version, reason)

    return _do(request, visit, activity_id, ("edit", "activity.withdraw", "已撤回。"), deed)


@require_POST
@page("create", "activity")
def announced(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:
    """Note that the notice went out."""

    def deed(actor: Actor, one: Activity, version: int, _: str) -> None:
        announce(actor, one.id, version)

    what = ("create", "activity.announce", "已记下通知已发。")
    return _do(request, visit, activity_id, what, deed)


@require_POST
@page("edit", "activity")
def add_file(request: HttpRequest, visit: Visit, activity_id: uuid.UUID) -> HttpResponse:
    """Keep a file with an activity."""
    _refuse_unknown(request)
    found = _seen(visit, activity_id)
    actor = _actor(visit, "edit", found)
    file = request.FILES.get("file")
    if too_large_in(request):
        messages.error(request, TOO_LARGE)
    elif not isinstance(file, UploadedFile):
        messages.error(request, NO_FILE)
    else:
        _attach(request, actor, found, file, work(visit, "activity.attach", actor, ONE_FILE))
    return redirect(visit.link(reverse("web:activity", args=(found.id,))))


@require_safe
@page("read", "activity")
def file(request: HttpRequest, visit: Visit, attachment_id: uuid.UUID) -> HttpResponse:
    """To a link for this session that soon expires."""
    _file_seen(visit, attachment_id)
    token = _signer(request).sign(str(attachment_id))
    return redirect(reverse("web:download", args=(token,)))


@require_safe
@page("read", "activity")
def download(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """The bytes, always as a download, never shown within the site."""
    try:
        wanted = uuid.UUID(_signer(request).unsign(token, max_age=LINK_SECONDS))
    except (signing.BadSignature, ValueError):
        raise BadRequest(EXPIRED) from None
    kept = _file_seen(visit, wanted)
    with kept.file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, kept.name))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@page("edit", "activity")
def remove_file(request: HttpRequest, visit: Visit, attachment_id: uuid.UUID) -> HttpResponse:
    """Take a file away."""
    _refuse_unknown(request)
    kept = _file_seen(visit, attachment_id)
    found = _seen(visit, kept.activity_id)
    actor = _actor(visit, "edit", found)
    with counting(work(visit, "activity.detach", actor)):
        detach(actor, kept.id)
    messages.success(request, "附件已移去。")
    return redirect(visit.link(reverse("web:activity", args=(found.id,))))


def _do(
    request: HttpRequest,
    visit: Visit,
    activity_id: uuid.UUID,
    what: tuple[str, str, str],
    deed: Deed,
) -> HttpResponse:
    """One step, once: whoever comes second is told, and nothing happens twice."""
    _refuse_unknown(request)
    right, name, said = what
    found = _seen(visit, activity_id)
    actor = _actor(visit, right, found)
    version, key = request.POST.get("version", ""), request.POST.get("key", "")
    if not version.isdecimal():
        raise BadRequest("表单不完整，请刷新后再办。")
    try:
        reason = request.POST.get("reason", "").strip()
        asked = work(visit, name, actor, in_texts(reason))
        given = (int(version), reason)
        once(actor, _key(key), name, lambda: _done(deed, actor, found, given, asked))
        messages.success(request, said)
    except Invalid as error:
        messages.error(request, "".join(error.problems.values()))
    except Stale:
        messages.error(request, CHANGED)
    except Locked:
        messages.error(request, LOCKED)
    gone = name == "activity.withdraw" and not _still_there(visit, activity_id)
    back = reverse("web:records") if gone else reverse("web:activity", args=(activity_id,))
    return redirect(visit.link(back))


def _done(
    deed: Deed, actor: Actor, one: Activity, said: tuple[int, str], asked: Work
) -> dict[str, str]:
    with counting(asked):
        deed(actor, one, *said)
    return {"activity": str(one.id)}


def _attach(
    request: HttpRequest, actor: Actor, found: Activity, file: "UploadedFile[bytes]", asked: Work
) -> None:
    try:
        with on_disk(file) as path, counting(asked):
            attach(actor, found.id, path, file.name or "")
        messages.success(request, "附件已保存。")
    except Refused as refusal:
        messages.error(request, str(refusal))


def _refuse_unknown(request: HttpRequest) -> None:
    for name in (*request.POST, *request.FILES):
        if name not in FIELDS:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise BadRequest("表单不完整，请刷新后再办。") from None


def _seen(visit: Visit, activity_id: uuid.UUID) -> Activity:
    try:
        return activity(visit.viewer, activity_id)
    except Activity.DoesNotExist:
        raise Http404 from None


def _still_there(visit: Visit, activity_id: uuid.UUID) -> bool:
    try:
        activity(visit.viewer, activity_id)
    except Activity.DoesNotExist:
        return False
    return True


def _file_seen(visit: Visit, attachment_id: uuid.UUID) -> Attachment:
    try:
        return attachment(visit.viewer, attachment_id)
    except Attachment.DoesNotExist:
        raise Http404 from None


def _actor(visit: Visit, right: str, found: Activity) -> Actor:
    """The viewer acting for the host for which they may. Raises PermissionDenied."""
    for host in found.hosts.all():
        if visit.may(right, "activity", host.organization_id):
            return visit.actor(right, "activity", host.organization_id)
    raise PermissionDenied


def _signer(request: HttpRequest) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"{SALT}:{request.session.session_key}")
