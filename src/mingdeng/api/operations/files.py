"""附件: what belongs to a record or a plan: listed, kept, handed out, taken away."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Query, Router, Status, UploadedFile

from mingdeng.activities.models import Activity, Attachment
from mingdeng.activities.queries import attachment, attachments
from mingdeng.activities.services import attach, detach
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.doing import only_once, told_before
from mingdeng.api.door import operation
from mingdeng.api.operations.records import EDIT, READ, acting, seen
from mingdeng.api.paging import listed
from mingdeng.api.shapes.records import FileTold, file_told
from mingdeng.api.shapes.types import Done, Key, Listed, Paged
from mingdeng.intake.uploads import on_disk

router = Router(tags=["附件"])
BYTES = "application/octet-stream"
ONE = "/files/{uuid:file_id}"
OF_RECORD = "/records/{uuid:record_id}/files"


@operation(router, f"GET {OF_RECORD}", "一条纪实或计划的附件", Listed[FileTold], READ)
def list_files(request: HttpRequest, record_id: uuid.UUID, asked: Query[Paged]) -> Listed[FileTold]:
    """The files of a record, in the order they came."""
    try:
        found = attachments(caller_of(request).viewer, record_id)
    except Activity.DoesNotExist:
        raise Http404 from None
    return listed(request, found, asked, Listed[FileTold], file_told)


@operation(router, f"POST {OF_RECORD}", "加一个附件，不超过 20 兆字节", Done, EDIT, status=201)
def add_file(
    request: HttpRequest, record_id: uuid.UUID, file: File[UploadedFile], key: Key
) -> Status[Done]:
    """Keep a file with a record, once per key."""
    caller = caller_of(request)
    found = seen(caller, record_id)
    actor = acting(caller, EDIT, found)

    def act() -> uuid.UUID:
        with on_disk(file) as path:
            return attach(actor, found.id, path, file.name or "").id

    return Status(201, only_once(actor, ("attachment.add", key), act))


@operation(router, f"GET {ONE}", "一个附件的内容", BYTES, READ)
def read_file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """The bytes, never to be shown within a page."""
    kept = _kept(caller_of(request), file_id)
    with kept.file.open("rb") as stored:
        response = HttpResponse(stored.read(), content_type=BYTES)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, kept.name))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@operation(router, f"POST {ONE}/remove", "移去一个附件", Done, EDIT)
def remove_file(request: HttpRequest, file_id: uuid.UUID, key: Key) -> Done:
    """Take a file away; the journal keeps its name and digest."""
    caller, what = caller_of(request), ("attachment.remove", key)
    before = told_before(caller, what)
    if before is not None:
        return before
    kept = _kept(caller, file_id)
    actor = acting(caller, EDIT, seen(caller, kept.activity_id))

    def act() -> uuid.UUID:
        try:
            detach(actor, kept.id)
        except Attachment.DoesNotExist:  # someone was faster
            raise Http404 from None
        return file_id

    return only_once(actor, what, act)


def _kept(caller: Caller, file_id: uuid.UUID) -> Attachment:
    try:
        return attachment(caller.viewer, file_id)
    except Attachment.DoesNotExist:
        raise Http404 from None
