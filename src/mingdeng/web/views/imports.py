"""导入: files in, preview, choices, confirmed as a whole, undone while nothing followed."""

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingdeng.access.queries import organizations
from mingdeng.burden.services import Effort, Work, count, counting
from mingdeng.intake.amending import as_data
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.queries import lines_of, uploads
from mingdeng.intake.services import (
    Choice,
    Outdated,
    Refused,
    amend,
    begin,
    choose,
    discard,
    receive,
    remove_old_files,
    settle_name,
)
from mingdeng.intake.uploads import too_large_in
from mingdeng.journal.services import Actor, KeyUsedOtherwise
from mingdeng.roster.models import Organization
from mingdeng.web.asking import Sheet, answers, blank, typed
from mingdeng.web.deeds import Deed
from mingdeng.web.effort import in_texts, work
from mingdeng.web.frame import is_part, show
from mingdeng.web.pages.importing import (
    CHANGED_MEANWHILE,
    STATE_GONE,
    asked_again,
    chosen,
    new_page,
    problem_with,
    shown,
    status_of,
    waiting,
)
from mingdeng.web.pages.imports import EDITABLE, FILTERS, preview, uploads_page
from mingdeng.web.pages.importwords import asks_for, values_of, where
from mingdeng.web.visit import Visit, found_or_404, id_in, page

BOTH = ["GET", "HEAD", "POST"]
State = Upload.State


@require_safe
@page("read", "import", takes=("page",))
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The history of imports."""
    return show(request, visit, "web/imports.html", {"page": uploads_page(visit, request.GET)})


@require_http_methods(BOTH)
@page("create", "import", takes=("organization",))
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose files; what was sent is kept and read."""
    if request.method != "POST":
        content = new_page(visit, request.GET.get("organization", ""))
        return show(request, visit, "web/import_new.html", content)
    root = _root(visit, request.POST.get("organization", ""))
    files = request.FILES.getlist("files")
    problem, status = problem_with(request.POST, request.FILES, too_large_in(request))
    if problem:
        content = new_page(visit, str(root.id), problem)
        return show(request, visit, "web/import_new.html", content, status=status)
    actor = visit.actor("create", "import", root.id)
    remove_old_files(visit.now)
    try:
        asked = work(visit, "import.receive", actor, Effort(typed=1, files=len(files)))
        answer = receive(actor, root, files, uuid.UUID(request.POST["key"]), lambda: count(asked))
    except KeyUsedOtherwise:
        content = new_page(visit, str(root.id), "表单已用过，请重新选择文件。")
        return show(request, visit, "web/import_new.html", content, status=400)
    return _read(request, visit, actor, uuid.UUID(answer["upload"]))


def _read(request: HttpRequest, visit: Visit, actor: Actor, upload_id: uuid.UUID) -> HttpResponse:
    """Start reading and wait a little: most files are read before anyone looks up."""
    thread = begin(actor, upload_id)
    if thread is not None:
        thread.join(settings.INTAKE_WAIT_SECONDS)
    upload = found_or_404(uploads(visit.viewer).filter(id=upload_id))
    if upload.state == State.FAILED:
        return shown_as(request, visit, upload, status=status_of(upload))
    return redirect(visit.link(reverse("web:import", args=(upload_id,))))


@require_safe
@page("read", "import", takes=FILTERS)
def detail(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """One import: waiting, preview or result."""
    upload = upload_for(visit, upload_id)
    if upload.state == State.READING:
        content: dict[str, object] = {"upload": upload, "wait": waiting(visit, upload)}
        template = "web/import_waiting_part.html" if is_part(request) else "web/import_waiting.html"
        return show(request, visit, template, content)
    if is_part(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return shown_as(request, visit, upload)


def shown_as(
    request: HttpRequest, visit: Visit, upload: Upload, problem: str = "", status: int = 200
) -> HttpResponse:
    """An import with what was wrong with the last step."""
    content: dict[str, object] = {
        "page": preview(visit, upload, request.GET),
        "may_change": visit.may("create", "import", upload.root_id),
        "problem": problem,
    }
    return show(request, visit, "web/import.html", content, status=status)


@require_POST
@page("create", "import")
def again(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Read the files once more, where reading was cut off."""
    upload = upload_for(visit, upload_id)
    actor = visit.actor("create", "import", upload.root_id)
    count(work(visit, "import.again", actor))
    return _read(request, visit, actor, upload.id)


@require_POST
@page("create", "import", takes=FILTERS)
def decide(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Keep what was chosen for the lines of a page."""
    upload = upload_for(visit, upload_id)
    actor = visit.actor("create", "import", upload.root_id)
    version, choices = chosen(
        request.POST, list(lines_of(upload).filter(id__in=shown(request.POST)))
    )
    asked = work(visit, "import.choose", actor, Effort(typed=len(choices)))
    problem = _chosen(actor, upload, version, choices, asked)
    upload = upload_for(visit, upload_id)
    if is_part(request):
        content: dict[str, object] = {"upload": upload, "problem": problem}
        return show(request, visit, "web/import_kept.html", content, status=409 if problem else 200)
    if problem:
        return shown_as(request, visit, upload, problem, status=409)
    if "next" in request.POST:
        return redirect(visit.link(reverse("web:import-confirm", args=(upload_id,))))
    messages.success(request, "选择已记下，还没有导入。")
    return redirect(visit.link(reverse("web:import", args=(upload_id,)), **_kept(request)))


def _chosen(
    actor: Actor,
    upload: Upload,
    version: int,
    choices: Mapping[uuid.UUID, Choice | None],
    asked: Work,
) -> str:
    try:
        with counting(asked):
            choose(actor, upload, version, choices)
    except Outdated:
        return CHANGED_MEANWHILE
    except Refused as refused:
        return str(refused)
    return ""


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in FILTERS if request.GET.get(name)}


@require_POST
@page("create", "import")
def name(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Say which organization an unknown name means."""
    upload = upload_for(visit, upload_id)
    actor = visit.actor("create", "import", upload.root_id)
    version, unknown, to = asked_again(request.POST, ("name", "to"))
    if not to:
        return shown_as(request, visit, upload, f"请选择“{unknown[:60]}”是哪个组织。", status=400)
    try:
        with counting(work(visit, "import.name", actor, in_texts(to))):
            lines = settle_name(actor, upload, version, unknown, None if to == "new" else to)
    except Outdated:
        return shown_as(request, visit, upload_for(visit, upload_id), CHANGED_MEANWHILE, status=409)
    except Refused as refused:
        return shown_as(request, visit, upload, str(refused), status=409)
    messages.success(request, f"“{unknown}”已对应，{lines} 行重新比对过。")
    return redirect(visit.link(reverse("web:import", args=(upload_id,))))


@require_http_methods(BOTH)
@page("create", "import")
def line(
    request: HttpRequest, visit: Visit, upload_id: uuid.UUID, line_id: uuid.UUID
) -> HttpResponse:
    """Correct what a line says before it is imported."""
    upload = upload_for(visit, upload_id)
    actor = visit.actor("create", "import", upload.root_id)
    found = found_or_404(lines_of(upload).filter(id=line_id, kind__in=EDITABLE))
    back = visit.link(reverse("web:import", args=(upload_id,)))
    if upload.state != State.PREVIEWED:
        return shown_as(request, visit, upload, STATE_GONE, status=409)
    asks = asks_for(upload, found)
    if request.method != "POST":
        sheet = blank(asks, values_of(found, asks), upload.version)
        return _line(request, visit, found, sheet, back)
    sheet = typed(asks, request.POST)
    said = answers(sheet)
    if said is None or not sheet.version.isdecimal():
        return _line(request, visit, found, sheet, back, status=400)
    try:
        changes = as_data(found, said)
        with counting(work(visit, "import.amend", actor, Effort(typed=len(changes)))):
            after = amend(actor, found, int(sheet.version), changes) if changes else found
    except (Outdated, Refused) as error:
        sheet.problems["deed"] = str(error) or CHANGED_MEANWHILE
        sheet.version = str(upload_for(visit, upload_id).version)
        return _line(request, visit, found, sheet, back, status=409)
    messages.success(request, _now(after))
    return redirect(back)


def _now(after: Line) -> str:
    said = f"“{after.title}”已改正，重新比对为“{after.get_state_display()}”"
    return f"{said}：{after.problem}" if after.problem else f"{said}。"


def _line(
    request: HttpRequest, visit: Visit, found: Line, sheet: Sheet, back: str, status: int = 200
) -> HttpResponse:
    notes = [note for note in (where(found.source), found.problem) if note]
    deed = Deed(
        "改正", found.title, back, "不改了，回预览", "改正并重新比对", sheet, "import.amend", notes
    )
    return show(request, visit, "web/deed.html", {"deed": deed}, status=status)


@require_POST
@page("create", "import")
def give_up(request: HttpRequest, visit: Visit, upload_id: uuid.UUID) -> HttpResponse:
    """Give a preview up."""
    upload = upload_for(visit, upload_id)
    actor = visit.actor("create", "import", upload.root_id)
    (version,) = asked_again(request.POST, ())
    try:
        with counting(work(visit, "import.discard", actor)):
            discard(actor, upload, version)
    except Outdated:
        return shown_as(request, visit, upload_for(visit, upload_id), CHANGED_MEANWHILE, status=409)
    except Refused as refused:
        return shown_as(request, visit, upload, str(refused), status=409)
    messages.success(request, "已放弃这次上传，没有写入任何内容，文件已删除。")
    return redirect(visit.link(reverse("web:imports")))


def upload_for(visit: Visit, upload_id: uuid.UUID) -> Upload:
    """The import, where the viewer may see it. Raises Http404."""
    found: Upload = found_or_404(uploads(visit.viewer).filter(id=upload_id))
    return found


def _root(visit: Visit, text: str) -> Organization:
    wanted = id_in(text)
    found = organizations(visit.viewer, "create", "import").filter(dissolved=None)
    root = found.filter(id=wanted).first() if wanted else None
    if root is None:
        raise Http404
    return root
