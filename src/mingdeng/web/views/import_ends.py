"""The end of an import: written as a whole, or taken back as a whole."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from mingdeng.burden.services import Effort, count, counting
from mingdeng.intake.models import Upload
from mingdeng.intake.services import (
    Beside,
    Outdated,
    Refused,
    Undecided,
    choices_of,
    confirm,
    undo,
)
from mingdeng.journal.services import KeyUsedOtherwise
from mingdeng.roster import services as roster
from mingdeng.web.asking import LONG, Ask, answers, blank, is_uuid, typed
from mingdeng.web.deeds import DEED, KEY_USED, Deed
from mingdeng.web.effort import in_texts, work
from mingdeng.web.frame import show
from mingdeng.web.pages.importing import (
    CHANGED_MEANWHILE,
    CSRF,
    STATE_GONE,
    back_to,
    summary,
    version_in,
)
from mingdeng.web.pages.packs import shelf
from mingdeng.web.views.imports import BOTH, shown_as, upload_for
from mingdeng.web.visit import Visit, day_in, page, refuse_unknown

CONFIRM = "web/import_confirm.html"
FIELDS = (CSRF, "key", "version", "only_good", "packs", "since")


@require_http_methods(BOTH)
@page("create", "import")
def confirming(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """What will be written; then write it, all or nothing."""
    upload = upload_for(visit, upload_id)
    actor = visit.actor("create", "import", upload.root_id)
    if request.method != "POST":
        if upload.state != Upload.State.PREVIEWED:
            return shown_as(request, visit, upload, STATE_GONE, status=409)
        return _confirm_page(request, visit, upload)
    refuse_unknown(request.POST, FIELDS)
    if not is_uuid(request.POST.get("key", "")):
        return _confirm_page(request, visit, upload, ["表单不完整，请重新确认。"], 400)
    key, version = uuid.UUID(request.POST["key"]), version_in(request.POST)
    choices = choices_of(upload, only_good="only_good" in request.POST)
    try:
        packs = packs_in(request.POST)
        asked = work(visit, "import.confirm", actor, Effort(typed=len(packs)))
        confirm(actor, upload, version, choices, key, Beside(packs, lambda: count(asked)))
    except Undecided as open_lines:
        reasons = [str(open_lines), "请回到预览选择，或者勾选只导入其余的。"]
        return _confirm_page(request, visit, upload, reasons, 400)
    except Outdated:
        return shown_as(request, visit, upload_for(visit, upload_id), CHANGED_MEANWHILE, 409)
    except (Refused, roster.Refused) as refused:
        reasons = getattr(refused, "reasons", [str(refused)])
        return _confirm_page(request, visit, upload_for(visit, upload_id), reasons, 409)
    except KeyUsedOtherwise:
        return _confirm_page(request, visit, upload, [KEY_USED], 400)
    messages.success(request, "已导入。")
    return redirect(back_to(visit, upload))


def packs_in(given: QueryDict) -> Mapping[str, date | None]:
    """The packs chosen, and from which day they hold. Raises BadRequest."""
    known = {one.id for one in shelf()}
    since = day_in(given.get("since", ""))
    return {pack: since for pack in given.getlist("packs") if pack in known}


def _confirm_page(
    request: HttpRequest,
    visit: Visit,
    upload: Upload,
    reasons: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    content: dict[str, object] = {
        "page": summary(visit, upload),
        "reasons": reasons,
        "only_good": "only_good" in request.POST,
        "chosen": request.POST.getlist("packs"),
        "back": back_to(visit, upload),
    }
    return show(request, visit, CONFIRM, content, status=status)


@require_http_methods(BOTH)
@page("create", "import")
def undoing(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Take an import back; refused with the reasons once something was edited later."""
    upload = upload_for(visit, upload_id)
    actor = visit.actor("create", "import", upload.root_id)
    asks = [Ask("reason", "撤销的原因", LONG, required=True, most=200)]
    if upload.state != Upload.State.CONFIRMED:
        said = f"这次上传{upload.get_state_display()}，没有可以撤销的。"
        return shown_as(request, visit, upload, said, status=409)
    sheet = blank(asks, version=upload.version)
    notes = ["撤销后，这次导入写入的内容全部去掉，日志里留有记录。导入之后改动过的，不能撤销。"]
    files = "、".join(upload.files)[:120]
    back = back_to(visit, upload)
    deed = Deed("撤销导入", files, back, "不撤销了", "撤销", sheet, "import.undo", notes)
    if request.method != "POST":
        return show(request, visit, DEED, {"deed": deed})
    deed.sheet = typed(asks, request.POST)
    said_by = answers(deed.sheet)
    if said_by is None or not deed.sheet.version.isdecimal():
        return show(request, visit, DEED, {"deed": deed}, status=400)
    try:
        with counting(work(visit, "import.undo", actor, in_texts(said_by["reason"]))):
            undo(actor, upload, int(deed.sheet.version), said_by["reason"])
    except Outdated:
        return shown_as(request, visit, upload_for(visit, upload_id), CHANGED_MEANWHILE, 409)
    except Refused as refused:
        content: dict[str, object] = {"reasons": refused.reasons, "back": back, "upload": upload}
        return show(request, visit, "web/import_undo_refused.html", content, status=409)
    messages.success(request, "已撤销，这次导入的内容都已去掉。")
    return redirect(back)
