"""Importing into a register: what was read, how it compares, what to do with each row."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from mingdeng.access.policy import post_for
from mingdeng.access.queries import organizations
from mingdeng.files.guard import MAX_FILE
from mingdeng.intake.comparing import Reach, may_take_entry, reach_of
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.queries import attention_first, counts, lines_of, register_uploads
from mingdeng.intake.services import Choice, Writing
from mingdeng.journal.services import Actor
from mingdeng.registers.queries import THING
from mingdeng.registers.shelves import as_one_of, shelf_of
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import Register
from mingdeng.web.pages.importing import CSRF, PATIENCE, version_in
from mingdeng.web.pages.imports import Told, told
from mingdeng.web.pages.importwords import where
from mingdeng.web.visit import Visit, found_or_404

PER_PAGE, RECENT = 100, 5
FILTERS = ("state", "page")
State = Line.State
STATES = (State.NEW, State.CHANGED, State.CONFLICT, State.ERROR, State.SAME)
NOTHING, TAKE, ANYWAY = "", "take", "anyway"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: how it compares, every bad cell of it, whether it is taken."""

    line: Line
    state: str
    where: str
    place: str
    changes: Sequence[tuple[str, str, str]]
    bad: Sequence[Sequence[str]]
    control: str
    taken: bool
    made: str


@dataclass(frozen=True, slots=True)
class Preview:
    """An upload as it stands, one page of its rows."""

    upload: Upload
    register: Register
    tallies: Sequence[tuple[str, str, int, str, bool]]
    rows: Sequence[Row]
    told: Sequence[Told]
    page: "Page[Any]"
    state: str
    deciding: bool
    open: int
    changed: int
    writes: int
    newer: str
    older: str
    key: str


def may_import(visit: Visit, register: Register) -> Reach:
    """What the viewer may import into a register. Raises PermissionDenied."""
    reach = reach_of(visit.viewer, register)
    if not reach.places:
        raise PermissionDenied
    return reach


def new_page(visit: Visit, register: Register, reach: Reach, problem: str = "") -> dict[str, Any]:
    """What may be uploaded; the last uploads, to go on with."""
    recent = register_uploads(visit.viewer).filter(register=register.id)
    return {
        "register": register,
        "problem": problem,
        "places": [one.name for one in reach.places.values()],
        "key": str(uuid.uuid4()),
        "most_file": MAX_FILE >> 20,
        "most_bytes": settings.UPLOAD_MOST_BYTES >> 20,
        "recent": recent[:RECENT],
    }


def problem_with(
    given: QueryDict, files: Mapping[str, Any], too_large: Sequence[str]
) -> tuple[str, int]:
    """Why what was sent is not taken, and the status that says so. Raises BadRequest."""
    for name in (*given, *files):
        if name not in {CSRF, "key", "files"}:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
    if too_large:
        names = "、".join(name[:60] for name in too_large[:5])
        return f"“{names}”超过 {MAX_FILE >> 20} 兆字节，没有接收。", 413
    return ("", 200) if files else ("请选择要上传的文件。", 400)


def actor_of(visit: Visit, register: Register, organization: uuid.UUID) -> Actor:
    """The viewer writing in a register for an organization, in the post that allows it."""
    able = as_one_of(visit.viewer, register.writers)
    post = post_for(able, "create", THING, organization)
    return Actor(visit.account.id, post, visit.now)


def writing_of(visit: Visit, register: Register, reach: Reach) -> Writing:
    """The viewer writing what they import, for each organization in its post."""
    return Writing(lambda place: actor_of(visit, register, place), reach)


def root_of(reach: Reach) -> Organization:
    """The organization an upload is kept under: the one over the others."""
    places = list(reach.places.values())
    return next((one for one in places if one.parent_id not in reach.places), places[0])


def upload_or_404(visit: Visit, upload_id: uuid.UUID) -> tuple[Upload, Register]:
    """An upload of the viewer into a register they still use. Raises Http404."""
    upload: Upload = found_or_404(register_uploads(visit.viewer).filter(id=upload_id))
    register = shelf_of(visit.viewer).registers.get(upload.register)
    if register is None:
        raise Http404
    return upload, register


def waiting(visit: Visit, upload: Upload) -> dict[str, Any]:
    """How far reading is; after a minute without an end it may have been cut off."""
    return {
        "upload": upload,
        "late": visit.now - upload.at > PATIENCE,
        "share": min(100, upload.rows_read * 100 // upload.rows) if upload.rows else 0,
    }


def preview(visit: Visit, upload: Upload, register: Register, given: QueryDict) -> Preview:
    """What an upload says, narrowed to rows that compare alike where the viewer wishes."""
    state = given.get("state", "")
    if state and state not in State.values:
        raise BadRequest(f"“{state[:20]}”不是这里的选项。")
    counted = counts(upload)
    found = lines_of(upload).filter(**({"state": state} if state else {}))
    known = sum(one.lines for one in counted if state in {"", one.state})
    page = _Paginator(attention_first(found), PER_PAGE, known).get_page(given.get("page") or 1)
    deciding = upload.state == Upload.State.PREVIEWED
    number: dict[str, int] = {}
    for one in counted:
        number[one.state] = number.get(one.state, 0) + one.lines
    taken = {one.state: 0 for one in counted}
    for one in counted:
        by_default = one.taken is None and one.state == State.NEW
        taken[one.state] += one.lines if one.taken or by_default else 0
    names = dict(_names(visit, list(page.object_list)))
    return Preview(
        upload=upload,
        register=register,
        tallies=[
            (one.value, str(one.label), number.get(one, 0), _turn(visit, upload, one), one == state)
            for one in STATES
        ],
        rows=[_row(visit, register, one, names, deciding=deciding) for one in page.object_list],
        told=[told(upload, one) for one in upload.findings],
        page=page,
        state=state,
        deciding=deciding,
        open=sum(one.lines for one in counted if one.undecided),
        changed=number.get(State.CHANGED, 0),
        writes=sum(taken.values()),
        newer=_turn(visit, upload, state, page.number - 1) if page.has_previous() else "",
        older=_turn(visit, upload, state, page.number + 1) if page.has_next() else "",
        key=str(uuid.uuid4()),
    )


class _Paginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Pages of lines whose number is known already."""

    def __init__(self, found: Any, each: int, known: int) -> None:
        super().__init__(found, each)
        self.known = known

    @cached_property
    def count(self) -> int:
        """How many there are."""
        return self.known


def _names(visit: Visit, lines: Sequence[Line]) -> Sequence[tuple[str, str]]:
    ids = {line.data.get("organization") for line in lines} - {"", None}
    found = organizations(visit.viewer).filter(id__in=ids).values_list("id", "name")
    return [(str(number), name) for number, name in found]


def _row(
    visit: Visit, register: Register, line: Line, names: Mapping[str, str], *, deciding: bool
) -> Row:
    labels = {one.id: one.label for one in register.fields}
    able = deciding and may_take_entry(line)
    anyway = line.state == State.CONFLICT
    by_default = line.state == State.NEW
    made = reverse("web:entry", args=(line.made,)) if line.made and line.done else ""
    gone = line.upload.state == Upload.State.UNDONE
    return Row(
        line=line,
        state=line.get_done_display() if line.done else str(line.get_state_display()),
        where=where(line.source),
        place=names.get(line.data.get("organization", ""), ""),
        changes=[(labels.get(name, name), *pair) for name, pair in line.changes.items()],
        bad=line.data.get("bad", ()),
        control=NOTHING if not able else ANYWAY if anyway else TAKE,
        taken=by_default if line.taken is None else line.taken,
        made="" if gone or not made else visit.link(made),
    )


def _turn(visit: Visit, upload: Upload, state: str, number: int = 1) -> str:
    url = reverse("web:register-upload", args=(upload.id,))
    return visit.link(url, state=state, page=number if number > 1 else "")


def chosen(given: QueryDict, lines: Sequence[Line]) -> tuple[int, dict[uuid.UUID, Choice | None]]:
    """The version and the choices of a page of rows. Raises BadRequest."""
    for name in given:
        if name not in {CSRF, "version", "shown", "take", "next"}:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
    taken = set(given.getlist("take"))
    return version_in(given), {one.id: Choice(take=str(one.id) in taken) for one in lines}
