"""The files of an entry: added, downloaded, taken away; never a condition of it."""

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mingdeng.burden.services import counting
from mingdeng.intake.uploads import on_disk, too_large_in
from mingdeng.registers.models import EntryFile
from mingdeng.registers.queries import THING, files_of
from mingdeng.registers.services.files import add_file, remove_file
from mingdeng.roster.services import Refused
from mingdeng.web.effort import work
from mingdeng.web.pages.registers import entry_url
from mingdeng.web.views.life import NO_FILE, ONE_FILE, TOO_LARGE
from mingdeng.web.views.registers import actor_on, entry_or_404, to_change
from mingdeng.web.visit import Visit, found_or_404, page

FIELDS = frozenset({"csrfmiddlewaretoken", "file"})


@require_POST
@page("edit", THING)
def add(request: HttpRequest, visit: Visit, entry_id: uuid.UUID) -> HttpResponse:
    """Keep a file with an entry."""
    _refuse_unknown(request)
    one, _ = to_change(visit, entry_id)
    file, actor = request.FILES.get("file"), actor_on(visit, one, "edit")
    if too_large_in(request):
        messages.error(request, TOO_LARGE)
    elif not isinstance(file, UploadedFile):
        messages.error(request, NO_FILE)
    else:
        try:
            asked = work(visit, "entry.add_file", actor, ONE_FILE, one.organization_id)
            with on_disk(file) as path, counting(asked):
                add_file(actor, one.id, path, file.name or "")
            messages.success(request, "附件已保存。")
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect(visit.link(entry_url(one.id)))


@require_safe
@page("read", THING)
def download(
    request: HttpRequest,  # noqa: ARG001 - every view is given it
    visit: Visit,
    entry_id: uuid.UUID,
    file_id: uuid.UUID,
) -> HttpResponse:
    """The bytes, always as a download, never shown within the site."""
    kept = _seen(visit, entry_id, file_id)
    with kept.file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, kept.name))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
@page("edit", THING)
def remove(
    request: HttpRequest, visit: Visit, entry_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """Take a file away."""
    _refuse_unknown(request)
    one, _ = to_change(visit, entry_id)
    kept, actor = _seen(visit, entry_id, file_id), actor_on(visit, one, "edit")
    with counting(work(visit, "entry.remove_file", actor, place=one.organization_id)):
        remove_file(actor, kept.id)
    messages.success(request, "附件已移去。")
    return redirect(visit.link(entry_url(one.id)))


def _seen(visit: Visit, entry_id: uuid.UUID, file_id: uuid.UUID) -> EntryFile:
    one, register = entry_or_404(visit, entry_id)
    kept: EntryFile = found_or_404(files_of(visit.viewer, register, one).filter(id=file_id))
    return kept


def _refuse_unknown(request: HttpRequest) -> None:
    for name in (*request.POST, *request.FILES):
        if name not in FIELDS:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
