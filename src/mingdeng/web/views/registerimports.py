"""Importing into a register: a workbook in, preview, choices, written as a whole, taken back."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingdeng.burden.services import Effort, Work, count, counting
from mingdeng.intake.models import Upload
from mingdeng.intake.queries import lines_of
from mingdeng.intake.services import (
    EntryReader,
    Outdated,
    Refused,
    Undecided,
    begin,
    choose,
    choose_changed,
    confirm_entries,
    discard,
    receive,
    remove_old_files,
    undo_entries,
)
from mingdeng.intake.uploads import too_large_in
from mingdeng.journal.services import Actor, KeyUsedOtherwise
from mingdeng.registers.queries import THING
from mingdeng.rulebook.registers import Register
from mingdeng.web.asking import LONG, Ask, answers, blank, is_uuid, typed
from mingdeng.web.deeds import DEED, Deed
from mingdeng.web.effort import in_texts, work
from mingdeng.web.frame import is_part, show
from mingdeng.web.pages.importing import CHANGED_MEANWHILE, CSRF, STATE_GONE, shown, version_in
from mingdeng.web.pages.registerimports import (
    FILTERS,
    actor_of,
    chosen,
    may_import,
    new_page,
    preview,
    problem_with,
    root_of,
    upload_or_404,
    waiting,
    writing_of,
)
from mingdeng.web.pages.registers import register_or_404
from mingdeng.web.views.editing import BOTH
from mingdeng.web.visit import Visit, page, refuse_unknown

State = Upload.State
NEW, ONE = "web/register_import.html", "web/register_upload.html"
WAIT, PART = "web/register_waiting.html", "web/register_waiting_part.html"


@require_http_methods(BOTH)
@page("create", THING)
def new(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Choose a workbook; it is kept and read."""
    register = register_or_404(visit, name)
    reach = may_import(visit, register)
    if request.method != "POST":
        return show(request, visit, NEW, new_page(visit, register, reach))
    problem, status = problem_with(request.POST, request.FILES, too_large_in(request))
    if not problem and not is_uuid(request.POST.get("key", "")):
        problem, status = "表单不完整，请重新选择文件。", 400
    if problem:
        content = new_page(visit, register, reach, problem)
        return show(request, visit, NEW, content, status=status)
    files = request.FILES.getlist("files")
    root = root_of(reach)
    actor = actor_of(visit, register, root.id)
    remove_old_files(visit.now)
    asked = work(visit, "import.receive", actor, Effort(files=len(files)), root.id)
    try:
        key = uuid.UUID(request.POST["key"])
        answer = receive(actor, root, files, key, lambda: count(asked), register.id)
    except KeyUsedOtherwise:
        content = new_page(visit, register, reach, "表单已用过，请重新选择文件。")
        return show(request, visit, NEW, content, status=400)
    return _read(request, visit, register, actor, uuid.UUID(answer["upload"]))


def _read(
    request: HttpRequest, visit: Visit, register: Register, actor: Actor, upload_id: uuid.UUID
) -> HttpResponse:
    thread = begin(actor, upload_id, EntryReader(may_import(visit, register)))
    if thread is not None:
        thread.join(settings.INTAKE_WAIT_SECONDS)
    upload, register = upload_or_404(visit, upload_id)
    if upload.state == State.FAILED:
        return _shown(request, visit, upload, register, status=400)
    return redirect(visit.link(reverse("web:register-upload", args=(upload_id,))))


@require_safe
@page("create", THING, takes=FILTERS)
def detail(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """One import: how far reading is, the preview, the result."""
    upload, register = upload_or_404(visit, upload_id)
    if upload.state == State.READING:
        content = {**waiting(visit, upload), "register": register}
        return show(request, visit, PART if is_part(request) else WAIT, content)
    if is_part(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _shown(request, visit, upload, register)


def _shown(
    request: HttpRequest,
    visit: Visit,
    upload: Upload,
    register: Register,
    *problems: str,
    status: int = 200,
) -> HttpResponse:
    content = {"page": preview(visit, upload, register, request.GET), "problems": problems}
    return show(request, visit, ONE, content, status=status)


def _again(
    request: HttpRequest, visit: Visit, upload: Upload, *problems: str, status: int = 409
) -> HttpResponse:
    """The page with why nothing was done, as the upload stands now."""
    upload, register = upload_or_404(visit, upload.id)
    return _shown(request, visit, upload, register, *problems, status=status)


@require_POST
@page("create", THING)
def again(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Read the files once more, where reading was cut off."""
    upload, register = upload_or_404(visit, upload_id)
    may_import(visit, register)
    actor = actor_of(visit, register, upload.root_id)
    count(work(visit, "import.again", actor))
    return _read(request, visit, register, actor, upload.id)


@require_POST
@page("create", THING, takes=FILTERS)
def decide(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Keep what was chosen for the rows of a page."""
    upload, register = upload_or_404(visit, upload_id)
    lines = list(lines_of(upload).filter(id__in=shown(request.POST)))
    version, choices = chosen(request.POST, lines)
    actor = actor_of(visit, register, upload.root_id)

    def act() -> None:
        choose(actor, upload, version, choices)

    asked = work(visit, "import.choose", actor, Effort(typed=len(choices)))
    further = reverse("web:register-confirm", args=(upload.id,)) if "next" in request.POST else ""
    said = "" if further else "选择已记下，还没有写入。"
    return _done(request, visit, upload, said, lambda: _counted(asked, act), further)


@require_POST
@page("create", THING)
def changed(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Take, or leave, every row that differs from what is held."""
    upload, register = upload_or_404(visit, upload_id)
    refuse_unknown(request.POST, (CSRF, "version", "take"))
    actor = actor_of(visit, register, upload.root_id)
    take = bool(request.POST.get("take"))

    def act() -> None:
        choose_changed(actor, upload, version_in(request.POST), take=take)

    asked = work(visit, "import.choose", actor, Effort(typed=1))
    said = "有变化的都改用文件的。" if take else "有变化的都保留现在的。"
    return _done(request, visit, upload, said, lambda: _counted(asked, act))


@require_http_methods(BOTH)
@page("create", THING)
def confirm(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """How much will be written; then write it, all or nothing."""
    upload, register = upload_or_404(visit, upload_id)
    reach = may_import(visit, register)
    if request.method != "POST":
        if upload.state != State.PREVIEWED:
            return _again(request, visit, upload, STATE_GONE)
        content: dict[str, object] = {"page": preview(visit, upload, register, request.GET)}
        return show(request, visit, "web/register_confirm.html", content)
    refuse_unknown(request.POST, (CSRF, "key", "version", "only_good"))
    if not is_uuid(request.POST.get("key", "")):
        return _again(request, visit, upload, "表单不完整，请重新确认。", status=400)
    key, version = uuid.UUID(request.POST["key"]), version_in(request.POST)
    asked = work(visit, "import.confirm", actor_of(visit, register, upload.root_id))

    def act() -> None:
        confirm_entries(
            writing_of(visit, register, reach),
            upload,
            version,
            key,
            only_good="only_good" in request.POST,
            also=lambda: count(asked),
        )

    return _done(request, visit, upload, "已写入台账。", act)


@require_http_methods(BOTH)
@page("create", THING)
def undo(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Take an import back; refused with the reasons once something was edited later."""
    upload, register = upload_or_404(visit, upload_id)
    reach = may_import(visit, register)
    if upload.state != State.CONFIRMED:
        said = f"这次上传{upload.get_state_display()}，没有可以撤销的。"
        return _again(request, visit, upload, said)
    asks = [Ask("reason", "撤销的原因", LONG, required=True, most=200)]
    back = visit.link(reverse("web:register-upload", args=(upload.id,)))
    notes = ["新增的条目撤回，更新的条目改回原样，日志里留有记录。后来改动过的，不能撤销。"]
    words = ("撤销导入", "、".join(upload.files)[:120], back, "不撤销了", "撤销")
    deed = Deed(*words, blank(asks, version=upload.version), "import.undo", notes)
    if request.method != "POST":
        return show(request, visit, DEED, {"deed": deed})
    deed.sheet = typed(asks, request.POST)
    said_by = answers(deed.sheet)
    if said_by is None or not deed.sheet.version.isdecimal():
        return show(request, visit, DEED, {"deed": deed}, status=400)
    reason, version = said_by["reason"], int(deed.sheet.version)
    asked = work(visit, "import.undo", actor_of(visit, register, upload.root_id), in_texts(reason))

    def act() -> None:
        undo_entries(writing_of(visit, register, reach), upload, version, reason)

    return _done(request, visit, upload, "已撤销这次导入。", lambda: _counted(asked, act))


@require_POST
@page("create", THING)
def give_up(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Give a preview up."""
    upload, register = upload_or_404(visit, upload_id)
    refuse_unknown(request.POST, (CSRF, "version"))
    actor = actor_of(visit, register, upload.root_id)
    asked = work(visit, "import.discard", actor)
    version = version_in(request.POST)
    said = "已放弃这次上传，没有写入任何内容，文件已删除。"
    return _done(
        request,
        visit,
        upload,
        said,
        lambda: _counted(asked, lambda: discard(actor, upload, version)),
        reverse("web:register", args=(register.id,)),
    )


def _counted(asked: Work, act: Callable[[], None]) -> None:
    with counting(asked):
        act()


def _done(
    request: HttpRequest,
    visit: Visit,
    upload: Upload,
    said: str,
    act: Callable[[], None],
    url: str = "",
) -> HttpResponse:
    """Do one step, or say why it was not done; nothing was written then."""
    try:
        act()
    except Undecided as open_lines:
        return _again(request, visit, upload, f"{open_lines}不写入它们的，请勾选。", status=400)
    except Outdated:
        return _again(request, visit, upload, CHANGED_MEANWHILE)
    except Refused as refused:
        return _again(request, visit, upload, *refused.reasons)
    except KeyUsedOtherwise:
        return _again(request, visit, upload, "表单已用过，请刷新后再确认。", status=400)
    if said:
        messages.success(request, said)
    return redirect(visit.link(url or reverse("web:register-upload", args=(upload.id,))))
