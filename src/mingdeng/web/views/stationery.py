"""Word 模板: the office keeps a template for a kind of paper, tries it, and takes it away."""

import tempfile
import uuid
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mingdeng.access.queries import organizations
from mingdeng.burden.services import Effort, counting
from mingdeng.intake.uploads import too_large_in
from mingdeng.journal.services import Actor, KeyUsedOtherwise
from mingdeng.roster.models import Organization
from mingdeng.stationery.models import Template
from mingdeng.stationery.queries import templates
from mingdeng.stationery.services import Refused, Stale, keep, remove
from mingdeng.web.effort import work
from mingdeng.web.frame import show
from mingdeng.web.pages.stationery import example_of, sample_of, stationery_page
from mingdeng.web.views.exports import handed_out
from mingdeng.web.views.papers import DOCX
from mingdeng.web.visit import Visit, found_or_404, id_in, page

FIELDS = frozenset({"csrfmiddlewaretoken", "key", "version", "file"})
TOO_LARGE = "文件超过 20 兆字节，没有保存。"
NO_FILE = "没有选择文件，什么也没有保存。"
STALE = "打开本页以后模板已经换过或者停用，这次没有保存。请看过现在的模板再上传。"
USED = "表单已用过，请重新选择文件。"


@require_safe
@page("read", "stationery")
def index(request: HttpRequest, visit: Visit, organization_id: uuid.UUID) -> HttpResponse:
    """The templates of an organization."""
    found = _seen(visit, organization_id)
    return _shown(request, visit, found)


@require_POST
@page("edit", "stationery")
def keep_file(
    request: HttpRequest, visit: Visit, organization_id: uuid.UUID, kind: str
) -> HttpResponse:
    """Keep a file as the template of a kind of paper; what is wrong with it stands on the page."""
    found = _seen(visit, organization_id)
    _check_form(request, kind)
    actor = visit.actor("edit", "stationery", found.id)
    file = request.FILES.get("file")
    if too_large_in(request):
        return _shown(request, visit, found, (kind, TOO_LARGE), 413)
    if not isinstance(file, UploadedFile):
        return _shown(request, visit, found, (kind, NO_FILE), 400)
    try:
        with counting(work(visit, "stationery.keep", actor, Effort(files=1))):
            _keep(request, actor, found, kind, file)
    except Refused as refused:
        return _shown(request, visit, found, (kind, str(refused)), 415)
    except Stale:
        return _shown(request, visit, found, (kind, STALE), 409)
    except KeyUsedOtherwise:
        return _shown(request, visit, found, (kind, USED), 400)
    label = Template.Kind(kind).label
    messages.success(request, f"{label}的模板已保存，请下载样张看一遍。")
    return redirect(visit.link(reverse("web:stationery", args=(found.id,))))


@require_POST
@page("edit", "stationery")
def remove_file(request: HttpRequest, visit: Visit, template_id: uuid.UUID) -> HttpResponse:
    """Take a template away: the next one above holds, or the standard page."""
    held = templates(visit.viewer).filter(id=template_id).first()
    if held is None:
        raise Http404
    if set(request.POST) - FIELDS:
        raise BadRequest("表单中有这个页面没有的内容。")
    actor = visit.actor("edit", "stationery", held.organization_id)
    try:
        with counting(work(visit, "stationery.remove", actor)):
            remove(actor, held)
        messages.success(request, f"{held.get_kind_display()}的模板已停用。")
    except Stale:
        messages.error(request, STALE)
    return redirect(visit.link(reverse("web:stationery", args=(held.organization_id,))))


@require_safe
@page("read", "stationery")
def sample_paper(
    request: HttpRequest,  # noqa: ARG001 - every view is given it
    visit: Visit,
    organization_id: uuid.UUID,
    kind: str,
) -> HttpResponse:
    """The template that holds, filled with invented contents."""
    found = _seen(visit, organization_id)
    made = sample_of(visit, found, _known(kind))
    if made is None:
        raise Http404
    return handed_out(made, DOCX)


@require_safe
@page("read", "stationery")
def example_file(
    request: HttpRequest,  # noqa: ARG001 - every view is given it
    visit: Visit,
    organization_id: uuid.UUID,
    kind: str,
) -> HttpResponse:
    """A template to begin with."""
    _seen(visit, organization_id)
    return handed_out(example_of(visit, _known(kind)), DOCX)


def _keep(
    request: HttpRequest,
    actor: Actor,
    found: Organization,
    kind: str,
    file: "UploadedFile[bytes]",
) -> None:
    key, held = id_in(request.POST.get("key", "")), id_in(request.POST.get("version", ""))
    if key is None:
        raise BadRequest("表单不完整，请刷新后再上传。")
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        keep(actor, found, kind, (Path(kept.name), file.name or ""), key, held)


def _shown(
    request: HttpRequest,
    visit: Visit,
    found: Organization,
    wrong: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HttpResponse:
    content: dict[str, object] = {"page": stationery_page(visit, found, *wrong)}
    return show(request, visit, "web/stationery.html", content, status=status)


def _seen(visit: Visit, organization_id: uuid.UUID) -> Organization:
    found: Organization = found_or_404(organizations(visit.viewer).filter(id=organization_id))
    if not visit.may("read", "stationery", found.id):
        raise PermissionDenied
    return found


def _known(kind: str) -> str:
    if kind not in Template.Kind.values:
        raise Http404
    return kind


def _check_form(request: HttpRequest, kind: str) -> None:
    _known(kind)
    for name in (*request.POST, *request.FILES):
        if name not in FIELDS:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
