"""The steps of an import around its preview: choosing files, waiting, deciding, confirming."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.urls import reverse

from mingdeng.access.queries import NATIONAL, packs_above
from mingdeng.files.guard import MAX_FILE
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.queries import Counted, counts
from mingdeng.intake.services import Choice
from mingdeng.web.asking import is_uuid
from mingdeng.web.pages.imports import PER_PAGE, roots
from mingdeng.web.pages.packs import Shelf, shelf
from mingdeng.web.visit import Visit, day_in

CHANGED_MEANWHILE = "有内容在您打开这一页之后改过，已重新比对。请再看一遍，您刚才的这一步没有做。"
STATE_GONE = "这次上传已经不在待确认的状态，不能再改。"
PATIENCE = timedelta(seconds=60)
OURS = "our-own-list"
TOO_MUCH = frozenset(
    (
        *("file-too-large", "unpacks-too-large", "unpacks-too-much", "too-many-entries"),
        *("sheet-too-large", "table-too-large", "document-too-long", "took-too-long"),
        *("needs-too-much-memory", "too-much-content"),
    )
)
CSRF = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the waiting page says."""

    files: Sequence[str]
    late: bool
    may_again: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What confirming will write."""

    upload: Upload
    new: Sequence[tuple[str, int]]
    replaced: int
    left: int
    conflicts: int
    unread: int
    packs: Sequence[Shelf]
    key: str
    year: str


def new_page(visit: Visit, wanted: str, problem: str = "") -> dict[str, object]:
    """Where one may import to, and how much at once."""
    places = roots(visit)
    return {
        "places": places,
        "wanted": wanted or (places[0][0] if places else ""),
        "problem": problem,
        "key": str(uuid.uuid4()),
        "most_file": MAX_FILE >> 20,
        "most_bytes": settings.UPLOAD_MOST_BYTES >> 20,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }


def problem_with(
    given: QueryDict, files: Mapping[str, Any], too_large: Sequence[str]
) -> tuple[str, int]:
    """Why what was sent is not taken, and the status that says so; an empty text where it is."""
    for name in (*given, *files):
        if name not in {CSRF, "key", "organization", "files"}:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
    if too_large:
        names = "、".join(name[:60] for name in too_large[:5])
        return f"“{names}”超过 {MAX_FILE >> 20} 兆字节，这次上传的文件都没有接收。", 413
    if not files:
        return "请选择要上传的文件。", 400
    if not is_uuid(given.get("key", "")):
        return "表单不完整，请重新选择文件。", 400
    return "", 200


def status_of(upload: Upload) -> int:
    """The status that says why nothing came of an upload."""
    codes = {one["code"] for one in upload.findings}
    if codes & TOO_MUCH:
        return 413
    if codes == {OURS}:  # nothing was wrong with it: it says what it is
        return 200
    return 400 if upload.files else 415


def waiting(visit: Visit, upload: Upload) -> Waiting:
    """Reading that takes more than a minute may have been cut off with the server."""
    late = visit.now - upload.at > PATIENCE
    return Waiting(upload.files, late, visit.may("create", "import", upload.root_id))


def shown(given: QueryDict) -> list[uuid.UUID]:
    """The lines a page of choices showed. Raises BadRequest for more than one page."""
    ids = given.getlist("shown")
    if len(ids) > PER_PAGE:
        raise BadRequest("表单里的行太多，请刷新后重新提交。")
    return [uuid.UUID(one) for one in ids if is_uuid(one)]


def chosen(given: QueryDict, lines: Sequence[Line]) -> tuple[int, dict[uuid.UUID, Choice | None]]:
    """The version and the choices of a page of lines. Raises BadRequest."""
    by_id = {str(line.id): line for line in lines}
    allowed = {CSRF, "version", "shown", "take", "next"}
    taken = set(given.getlist("take"))
    for name in given:
        lead, _, of = name.partition(".")
        if name not in allowed and not (lead in {"keep", "moved"} and of in by_id):
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
    choices: dict[uuid.UUID, Choice | None] = {}
    for one, line in by_id.items():
        choices[line.id] = _choice(given, line, taken=one in taken)
    return version_in(given), choices


def _choice(given: QueryDict, line: Line, *, taken: bool) -> Choice | None:
    if line.state == Line.State.NEW:
        return Choice(take=taken)
    said = given.get(f"keep.{line.id}", "")
    if said not in {"", "take", "leave"}:
        raise BadRequest("请从列出的选项中选择。")
    if not said:
        return None
    return Choice(take=said == "take", moved_on=day_in(given.get(f"moved.{line.id}", "")))


def asked_again(given: QueryDict, names: Sequence[str]) -> tuple[Any, ...]:
    """The version and some fields of a small form. Raises BadRequest."""
    for name in given:
        if name not in {CSRF, "version", *names}:
            raise BadRequest(f"表单中有这个页面没有的内容“{name[:40]}”。")
    return (version_in(given), *(given.get(name, "").strip() for name in names))


def version_in(given: QueryDict) -> int:
    """The version a form was made for. Raises BadRequest."""
    text = given.get("version", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadRequest("表单不完整，请刷新后重新提交。")
    return int(text)


def summary(visit: Visit, upload: Upload) -> Summary:
    """What confirming will write, and what is still open."""
    counted = counts(upload)
    kept = [one for one in counted if one.state == Line.State.NEW and one.taken is not False]
    new = [
        (label, sum(one.lines for one in kept if one.kind == kind))
        for kind, label in Line.Kind.choices
    ]
    changed = (Line.State.CHANGED, Line.State.CONFLICT)
    held = {one.pack for one in packs_above(visit.viewer, upload.root) if one.until is None}
    return Summary(
        upload=upload,
        new=[(label, count) for label, count in new if count],
        replaced=sum(one.lines for one in counted if one.taken and one.state in changed),
        left=sum(one.lines for one in counted if one.taken is False),
        conflicts=_open(counted, Line.State.CONFLICT),
        unread=_open(counted, Line.State.ERROR),
        packs=[one for one in shelf() if one.id != NATIONAL and one.id not in held],
        key=str(uuid.uuid4()),
        year=f"{visit.today.year}-01-01",
    )


def _open(counted: Sequence[Counted], state: str) -> int:
    return sum(one.lines for one in counted if one.undecided and one.state == state)


def back_to(visit: Visit, upload: Upload) -> str:
    """The address of an import."""
    return visit.link(reverse("web:import", args=(upload.id,)))
