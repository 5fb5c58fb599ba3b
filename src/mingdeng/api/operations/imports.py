"""导入: files sent, their preview read, what is chosen, corrected and settled in it."""

import re
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import File, Form, Query, Router, Status, UploadedFile

from mingdeng.access.policy import Target, hidden_fields
from mingdeng.access.queries import organizations
from mingdeng.access.table import grants
from mingdeng.accounts.services import SENSITIVE
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.door import Needs, operation
from mingdeng.api.paging import listed
from mingdeng.api.problems import Wrong
from mingdeng.api.shapes.imports import (
    OF_KIND,
    ChoicesSent,
    FindingTold,
    ImportLine,
    ImportSent,
    ImportTold,
    LineChanged,
    LinesAsked,
    LineTold,
    NameSettled,
    import_line,
    import_told,
    line_told,
    place_named,
)
from mingdeng.api.shapes.types import Done, Key, Listed, Named, Paged
from mingdeng.intake.amending import as_data
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.queries import (
    attention_first,
    counts,
    lines_of,
    outcome_of,
    places_of,
    unknown_names,
    uploads,
)
from mingdeng.intake.services import (
    Choice,
    amend,
    begin,
    choose,
    receive,
    remove_old_files,
    settle_name,
)
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Organization

router = Router(tags=["导入"])
READ, WRITE = Needs("read", "import"), Needs("create", "import", "imports:write")
ONE = "/imports/{uuid:import_id}"
QUOTED = re.compile("“[^”]*”")
NO_LINE, NOT_HERE = "这次导入没有这一行。", "这一行没有这一项。"
NO_SENSITIVE = "这个令牌不能看的字段，也不能改。"


@operation(router, "GET /imports", "导入，最近的在前", Listed[ImportLine], READ)
def list_imports(request: HttpRequest, asked: Query[Paged]) -> Listed[ImportLine]:
    """The imports the caller sees."""
    found = uploads(caller_of(request).viewer)
    return listed(request, found, asked, Listed[ImportLine], import_line)


@operation(router, "POST /imports", "上传文件，读成预览", Done, WRITE, status=201)
def create_import(
    request: HttpRequest, sent: Form[ImportSent], files: File[list[UploadedFile]], key: Key
) -> Status[Done]:
    """Keep files and read them, once per key; the preview is ready once `state` says so."""
    caller = caller_of(request)
    root = _root(caller, sent.organization)
    actor = caller.actor(*WRITE.right, root.id)
    remove_old_files(caller.now)
    answer = receive(actor, root, files, key)
    read_now(actor, uuid.UUID(answer["upload"]))
    return Status(201, Done(id=answer["upload"]))


@operation(router, f"GET {ONE}", "一次导入：正在读取、预览或结果", ImportTold, READ)
def read_import(request: HttpRequest, import_id: uuid.UUID) -> ImportTold:
    """One import with its lines counted."""
    return told(caller_of(request), import_id)


@operation(router, f"GET {ONE}/lines", "逐行内容，需要处理的在前", Listed[LineTold], READ)
def list_import_lines(
    request: HttpRequest, import_id: uuid.UUID, asked: Query[LinesAsked]
) -> Listed[LineTold]:
    """What the files say, line by line."""
    caller = caller_of(request)
    upload = import_seen(caller, import_id)
    hidden = _hidden(caller, upload)
    show = partial(line_told, hidden=hidden)
    return listed(request, _lines(upload, asked), asked, Listed[LineTold], show)


@operation(router, f"GET {ONE}/findings", "读取时的提示", Listed[FindingTold], READ)
def list_import_findings(
    request: HttpRequest, import_id: uuid.UUID, asked: Query[Paged]
) -> Listed[FindingTold]:
    """What the reader says of the files."""
    caller = caller_of(request)
    upload = import_seen(caller, import_id)
    # A cell may be quoted that holds a birthday.
    quoting = not _hidden(caller, upload)

    def show(one: Mapping[str, Any]) -> FindingTold:
        message = one["message"] if quoting else QUOTED.sub("“…”", one["message"])
        return FindingTold.model_validate({**one, "message": message})

    return listed(request, upload.findings, asked, Listed[FindingTold], show)


@operation(router, f"GET {ONE}/places", "行可以归到的组织：文件里的和现有的", Listed[Named], READ)
def list_import_places(
    request: HttpRequest, import_id: uuid.UUID, asked: Query[Paged]
) -> Listed[Named]:
    """What a line may be put under."""
    upload = import_seen(caller_of(request), import_id)
    return listed(request, places_of(upload), asked, Listed[Named], place_named)


@operation(router, f"PUT {ONE}/choices", "选择哪些行导入", ImportTold, WRITE)
def choose_import_lines(
    request: HttpRequest, import_id: uuid.UUID, sent: ChoicesSent
) -> ImportTold:
    """Keep which lines are to be taken and which left."""
    caller = caller_of(request)
    upload, actor = import_to_change(caller, import_id)
    choices = {
        one.line: None if one.take is None else Choice(one.take, moved_on=one.moved_on)
        for one in sent.choices
    }
    there = set(lines_of(upload).filter(id__in=choices).values_list("id", flat=True))
    for place, one in enumerate(sent.choices):
        if one.line not in there:
            raise Wrong(422, {f"choices.{place}.line": NO_LINE})
    choose(actor, upload, sent.version, choices)
    return told(caller, import_id)


@operation(router, f"PUT {ONE}/names", "说明不认识的名称是哪个组织", ImportTold, WRITE)
def settle_import_name(request: HttpRequest, import_id: uuid.UUID, sent: NameSettled) -> ImportTold:
    """Say which organization an unknown name means."""
    caller = caller_of(request)
    upload, actor = import_to_change(caller, import_id)
    settle_name(actor, upload, sent.version, sent.name, sent.to)
    return told(caller, import_id)


@operation(router, f"PUT {ONE}/lines/{{uuid:line_id}}", "改正一行", LineTold, WRITE)
def change_import_line(
    request: HttpRequest, import_id: uuid.UUID, line_id: uuid.UUID, sent: LineChanged
) -> LineTold:
    """Correct what a line says before it is imported; it is compared anew."""
    caller = caller_of(request)
    upload, actor = import_to_change(caller, import_id)
    found = lines_of(upload).filter(id=line_id, kind__in=list(OF_KIND)).first()
    if found is None:
        raise Http404
    hidden, said = _hidden(caller, upload), sent.said()
    beyond = dict.fromkeys(said.keys() - set(OF_KIND[found.kind]), NOT_HERE)
    if beyond:
        raise Wrong(422, beyond)
    if said.keys() & hidden:
        raise PermissionDenied(NO_SENSITIVE)
    said = {name: str(one) if isinstance(one, uuid.UUID) else one for name, one in said.items()}
    return line_told(amend(actor, found, sent.version, as_data(found, said)), hidden)


def read_now(actor: Actor, import_id: uuid.UUID) -> None:
    """Start reading and wait a little: most files are read by then."""
    thread = begin(actor, import_id)
    if thread is not None:
        thread.join(settings.INTAKE_WAIT_SECONDS)


def told(caller: Caller, import_id: uuid.UUID) -> ImportTold:
    """An import as it stands."""
    upload = import_seen(caller, import_id)
    ended = upload.state in {Upload.State.CONFIRMED, Upload.State.UNDONE}
    names = unknown_names(upload) if upload.state == Upload.State.PREVIEWED else {}
    return import_told(upload, counts(upload), outcome_of(upload) if ended else {}, names)


def import_seen(caller: Caller, import_id: uuid.UUID) -> Upload:
    """An import the caller sees. Raises Http404."""
    found = uploads(caller.viewer).filter(id=import_id).first()
    if found is None:
        raise Http404
    return found


def import_to_change(caller: Caller, import_id: uuid.UUID) -> tuple[Upload, Actor]:
    """An import the caller goes on with. Raises Http404, PermissionDenied."""
    upload = import_seen(caller, import_id)
    return upload, caller.actor(*WRITE.right, upload.root_id)


def _hidden(caller: Caller, upload: Upload) -> frozenset[str]:
    if not caller.has(SENSITIVE):
        return grants().sensitive["person"]
    return hidden_fields(caller.viewer, "person", Target(upload.root_id))


def _lines(upload: Upload, asked: LinesAsked) -> "QuerySet[Line]":
    found = lines_of(upload)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.done == "written":
        found = found.exclude(done=Line.Done.NOTHING)
    elif asked.done:
        found = found.filter(done=Line.Done.NOTHING).exclude(state=Line.State.SAME)
    return attention_first(found) if upload.state == Upload.State.PREVIEWED else found


def _root(caller: Caller, organization: uuid.UUID) -> Organization:
    """Where the caller may import to. Raises Http404, PermissionDenied."""
    found = organizations(caller.viewer, *WRITE.right).filter(dissolved=None)
    root = found.filter(id=organization).first()
    if root is None:
        if organizations(caller.viewer).filter(id=organization).exists():
            raise PermissionDenied
        raise Http404
    return root
