"""Minutes pasted or dropped on the quick record: read, and the form filled with them."""

import tempfile
from pathlib import Path

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mingdeng.files import PASTED, Finding, Proposal, read_minutes
from mingdeng.intake.uploads import too_large_in
from mingdeng.roster.models import Organization
from mingdeng.web.frame import show
from mingdeng.web.pages.reading import form_of_minutes, sealed, unsealed
from mingdeng.web.pages.recording import fresh_form, recording_page
from mingdeng.web.views.record import FORM, writable
from mingdeng.web.visit import Visit, page

FIELDS = frozenset(
    {"csrfmiddlewaretoken", "organization", "kind", "text", "file", "reading", "meeting"}
)
MOST_TEXT = 200_000
NOTHING = "没有看出会议的内容。请写明会议名称、时间、地点、主持人等，或者直接填写下面的表。"
EMPTY = "请粘贴会议记录的文字，或者选择一个 .docx 文件。"
TOO_LONG = "文字超过 20 万字，没有读取。请只粘贴一次会议的记录。"
TOO_LARGE = "文件超过 20 兆字节，没有读取。请删去照片等附件后再试，或者粘贴文字。"


@require_POST
@page("create", "activity")
def read(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Fill the form from minutes; of several meetings ask which. Nothing is saved."""
    for name in (*request.POST, *request.FILES):
        if name not in FIELDS:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
    organization = writable(visit, request.POST)
    if request.POST.get("reading"):
        return _chosen(request, visit, organization)
    if too_large_in(request):
        return _refused(request, visit, organization, TOO_LARGE, 413)
    text, file = request.POST.get("text", "").strip(), request.FILES.get("file")
    if not text and not isinstance(file, UploadedFile):
        return _refused(request, visit, organization, EMPTY)
    if len(text) > MOST_TEXT:
        return _refused(request, visit, organization, TOO_LONG, 413)
    found, findings = _read_file(file) if isinstance(file, UploadedFile) else _read_text(text)
    if not found:
        told = "".join(f"{one.message}{one.remedy}" for one in findings[:1]) or NOTHING
        return _refused(request, visit, organization, told)
    if len(found) > 1:
        content: dict[str, object] = {
            "organization": organization,
            "meetings": list(enumerate(found, start=1)),
            "reading": sealed(found),
        }
        return show(request, visit, "web/record_choose.html", content)
    return _filled(request, visit, organization, found[0])


def _chosen(request: HttpRequest, visit: Visit, organization: Organization) -> HttpResponse:
    found, number = unsealed(request.POST["reading"]), request.POST.get("meeting", "")
    if not number.isdecimal() or not 1 <= int(number) <= len(found):
        raise BadRequest("请从列出的会议中选择一次。")
    return _filled(request, visit, organization, found[int(number) - 1])


def _filled(
    request: HttpRequest, visit: Visit, organization: Organization, one: Proposal
) -> HttpResponse:
    form = form_of_minutes(visit, organization, one)
    return show(request, visit, FORM, {"page": recording_page(visit, organization, form)})


def _refused(
    request: HttpRequest, visit: Visit, organization: Organization, told: str, status: int = 400
) -> HttpResponse:
    """The page again with what was wrong; what was pasted stays."""
    form = fresh_form(visit, organization, request.POST.get("kind", ""), "")
    content: dict[str, object] = {
        "page": recording_page(visit, organization, form),
        "pasted": request.POST.get("text", ""),
        "unread": told,
    }
    return show(request, visit, FORM, content, status=status)


def _read_text(text: str) -> tuple[list[Proposal], list[Finding]]:
    """Pasted text goes the way of files: what reads it has limits and may die."""
    with tempfile.NamedTemporaryFile(suffix=".txt") as kept:
        kept.write(text.encode("utf-8", "replace"))
        kept.flush()
        return read_minutes(Path(kept.name), PASTED)


def _read_file(file: "UploadedFile[bytes]") -> tuple[list[Proposal], list[Finding]]:
    with tempfile.NamedTemporaryFile() as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return read_minutes(Path(kept.name), Path(file.name or "").name)
