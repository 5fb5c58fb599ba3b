"""导入: what was uploaded, what the files say line by line, what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from mingdeng.access.queries import organizations
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.queries import (
    Counted,
    attention_first,
    counts,
    lines_of,
    outcome_of,
    places_of,
    unknown_names,
    uploads,
)
from mingdeng.intake.services import may_take
from mingdeng.web.pages.importwords import Change, changes_in, where
from mingdeng.web.visit import Visit

PER_PAGE, UPLOADS_PER_PAGE = 50, 30
FILTERS = ("show", "kind", "state", "done", "q", "page")
FINDINGS = "findings"
State = Line.State
STATES = (State.NEW, State.CHANGED, State.CONFLICT, State.ERROR, State.SAME)
SEVERITIES = {"error": "没有采用", "warning": "请核对", "notice": "说明"}
# What can be decided for a line: nothing, take or not, keep or replace, only correct or leave.
NOTHING, TAKE, REPLACE, MOVE, CORRECT = "", "take", "replace", "move", "correct"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the preview, or of the result."""

    line: Line
    kind: str
    state: str
    where: str
    changes: Sequence[Change]
    notes: Sequence[str]
    control: str
    taken: bool
    left: bool
    edit: str
    made: str


@dataclass(frozen=True, slots=True)
class Tally:
    """One kind of things, and how many lines of it have each state."""

    label: str
    cells: Sequence[tuple[int, str, bool]]


@dataclass(frozen=True, slots=True)
class Told:
    """One finding of the reader."""

    severity: str
    label: str
    where: str
    message: str
    remedy: str
    place: Mapping[str, Any]
    edit: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name nothing stands for."""

    name: str
    lines: int


@dataclass(frozen=True, slots=True)
class Preview:
    """An upload as it stands, one page of its lines or of its findings."""

    upload: Upload
    tallies: Sequence[Tally]
    heads: Sequence[str]
    rows: Sequence[Row]
    told: Sequence[Told]
    page: "Page[Any]"
    wanted: Mapping[str, str]
    kinds: Sequence[tuple[str, str]]
    states: Sequence[tuple[str, str]]
    tabs: Sequence[tuple[str, str, bool]]
    hidden: Sequence[Told]
    refused: Sequence[Told]
    names: Sequence[Name]
    places: Sequence[tuple[str, str]]
    open: int
    newer: str
    older: str
    deciding: bool
    decide: str


def uploads_page(visit: Visit, given: QueryDict) -> "Page[Upload]":
    """The uploads the viewer may see, latest first."""
    return Paginator(uploads(visit.viewer), UPLOADS_PER_PAGE).get_page(given.get("page") or 1)


def roots(visit: Visit) -> list[tuple[str, str]]:
    """Where the viewer may import to: first the organizations of the own posts."""
    own = {one.organization for one in visit.viewer.standings if one.post is not None}
    found = organizations(visit.viewer, "create", "import").filter(dissolved=None)
    ordered = sorted(found, key=lambda one: one.id not in own)
    return [(str(one.id), one.name) for one in ordered]


def preview(visit: Visit, upload: Upload, given: QueryDict) -> Preview:
    """What an upload says, narrowed as the viewer wishes."""
    wanted = {name: given.get(name, "").strip() for name in FILTERS}
    _check(wanted)
    findings = wanted["show"] == FINDINGS or upload.state == Upload.State.FAILED
    counted = counts(upload)
    found: Any = upload.findings if findings else _lines(upload, wanted)
    known = None if findings or wanted["q"] or wanted["done"] else _number(counted, wanted)
    page = _Paginator(found, known).get_page(wanted["page"] or 1)
    deciding = upload.state == Upload.State.PREVIEWED
    shown = [told(upload, one) for one in page] if findings else []
    edits = _edits(visit, upload, shown)
    names = unknown_names(upload) if deciding else {}
    return Preview(
        upload=upload,
        tallies=_tallies(visit, upload, wanted, counted),
        heads=_heads(upload),
        rows=[] if findings else _rows(visit, upload, page.object_list, deciding=deciding),
        told=[_with_edit(one, edits) for one in shown],
        page=page,
        wanted=wanted,
        kinds=[one for one in Line.Kind.choices if one[0] != Line.Kind.ENTRY],
        states=[(state.value, state.label) for state in STATES],
        tabs=_tabs(visit, upload, findings=findings, count=len(upload.findings)),
        hidden=[told(upload, one) for one in upload.findings if one["code"] in HIDDEN_CODES],
        refused=[told(upload, one) for one in upload.findings if _is_refused(upload, one)],
        names=[Name(*one) for one in names.items()],
        places=places_of(upload) if names else [],
        open=sum(one.lines for one in counted if one.undecided),
        newer=_turn(visit, upload, wanted, page.previous_page_number())
        if page.has_previous()
        else "",
        older=_turn(visit, upload, wanted, page.next_page_number()) if page.has_next() else "",
        deciding=deciding,
        decide=_address(visit, upload, "web:import-decide", wanted),
    )


class _Paginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Pages of something whose number may be known already."""

    def __init__(self, found: Any, known: int | None) -> None:
        super().__init__(found, PER_PAGE)
        self.known = known

    @cached_property
    def count(self) -> int:
        """How many there are."""
        if self.known is not None:
            return self.known
        found: Any = self.object_list
        return int(found.count()) if isinstance(found, QuerySet) else len(found)


def _number(counted: Sequence[Counted], wanted: Mapping[str, str]) -> int:
    return sum(
        one.lines
        for one in counted
        if wanted["kind"] in {"", one.kind} and wanted["state"] in {"", one.state}
    )


HIDDEN, REFUSED = "隐藏的内容", "没有读取的文件"
HIDDEN_CODES = frozenset(
    {"hidden-rows", "hidden-columns", "hidden-sheet-taken", "hidden-sheet-repeats"}
)


def told(upload: Upload, one: Mapping[str, Any]) -> Told:
    """A finding in words; one about a whole file says that it was not read."""
    label = SEVERITIES.get(one["severity"], "")
    if one["code"] in HIDDEN_CODES:
        label = HIDDEN
    elif _is_refused(upload, one):
        label = REFUSED
    return Told(one["severity"], label, where(one), one["message"], one["remedy"], one)


def _is_refused(upload: Upload, one: Mapping[str, Any]) -> bool:
    return bool(one["file"]) and one["file"] not in upload.files


def _check(wanted: Mapping[str, str]) -> None:
    allowed: dict[str, Sequence[str]] = {
        "show": (FINDINGS,),
        "kind": Line.Kind.values,
        "state": Line.State.values,
        "done": ("written", "left"),
    }
    for name, values in allowed.items():
        if wanted[name] and wanted[name] not in values:
            raise BadRequest(f"“{wanted[name][:20]}”不是这里的选项。")


def _lines(upload: Upload, wanted: Mapping[str, str]) -> "QuerySet[Line]":
    found = lines_of(upload)
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    if wanted["state"]:
        found = found.filter(state=wanted["state"])
    if wanted["done"]:
        left = found.filter(done=Line.Done.NOTHING).exclude(state=State.SAME)
        found = found.exclude(done=Line.Done.NOTHING) if wanted["done"] == "written" else left
    if wanted["q"]:
        found = found.filter(title__contains=wanted["q"][:60])
    return attention_first(found) if upload.state == Upload.State.PREVIEWED else found


def _rows(visit: Visit, upload: Upload, lines: Iterable[Line], *, deciding: bool) -> list[Row]:
    """The lines with what reading said about the row each stands in."""
    lines = list(lines)
    rows = {line.source.get("row") for line in lines}
    notes: dict[str, list[str]] = {}
    for one in upload.findings if deciding else ():
        if one["row"] in rows and one["row"] and one["severity"] != "notice":
            notes.setdefault(where({**one, "column": None}), []).append(one["message"])
    return [
        _row(visit, line, notes.get(where({**line.source, "column": None}), ()), deciding=deciding)
        for line in lines
    ]


def _row(visit: Visit, line: Line, notes: Sequence[str], *, deciding: bool) -> Row:
    control = _control(line) if deciding else NOTHING
    by_default = line.state == State.NEW
    editable = deciding and line.kind in EDITABLE and line.state != State.SAME
    edit = reverse("web:import-line", args=(line.upload_id, line.id)) if editable else ""
    return Row(
        line=line,
        kind=line.get_kind_display(),
        state=line.get_state_display() if not line.done else line.get_done_display(),
        where=where(line.source),
        changes=changes_in(line),
        notes=notes if line.kind in EDITABLE and line.state not in OPEN else (),
        control=control,
        taken=by_default if line.taken is None else line.taken,
        left=line.taken is False or (line.taken is None and line.state == State.CHANGED),
        edit=visit.link(edit) if edit else "",
        made=_made(visit, line) if line.done else "",
    )


OPEN = frozenset({State.CONFLICT, State.ERROR})
EDITABLE = frozenset({Line.Kind.PERSON, Line.Kind.ACTIVITY, Line.Kind.ORGANIZATION})


def _control(line: Line) -> str:
    if line.state == State.SAME:
        return NOTHING
    if line.state == State.NEW:
        return TAKE
    if not may_take(line):
        return CORRECT
    if line.state == State.CONFLICT and line.kind == Line.Kind.PERSON and line.target:
        return MOVE
    return REPLACE


def _made(visit: Visit, line: Line) -> str:
    """Where the record stands that a line became."""
    names = {
        Line.Kind.ORGANIZATION: "web:organization",
        Line.Kind.PERSON: "web:person",
        Line.Kind.ACTIVITY: "web:activity",
    }
    name = names.get(Line.Kind(line.kind))
    gone = line.upload.state == Upload.State.UNDONE
    return "" if name is None or gone else visit.link(reverse(name, args=(line.made,)))


def _heads(upload: Upload) -> list[str]:
    if upload.state in {Upload.State.CONFIRMED, Upload.State.UNDONE}:
        return [Line.Done.CREATED.label, "已更新", "未导入"]
    return [state.label for state in STATES]


def _tallies(
    visit: Visit, upload: Upload, wanted: Mapping[str, str], counted: Sequence[Counted]
) -> list[Tally]:
    if upload.state in {Upload.State.CONFIRMED, Upload.State.UNDONE}:
        done = outcome_of(upload)
        return [
            Tally(
                label,
                [
                    (done.get((kind, Line.Done.CREATED), 0), "", False),
                    (
                        done.get((kind, Line.Done.CHANGED), 0)
                        + done.get((kind, Line.Done.MOVED), 0),
                        "",
                        False,
                    ),
                    (done.get((kind, ""), 0), "", False),
                ],
            )
            for kind, label in Line.Kind.choices
            if any(one == kind for one, _ in done)
        ]
    found: dict[tuple[str, str], int] = {}
    for one in counted:
        found[one.kind, one.state] = found.get((one.kind, one.state), 0) + one.lines
    here = reverse("web:import", args=(upload.id,))
    return [
        Tally(
            label,
            [
                (
                    found.get((kind, state), 0),
                    visit.link(here, kind=kind, state=state.value),
                    (wanted["kind"], wanted["state"]) == (kind, state.value),
                )
                for state in STATES
            ],
        )
        for kind, label in Line.Kind.choices
        if any(place == kind for place, _ in found)
    ]


def _tabs(
    visit: Visit, upload: Upload, *, findings: bool, count: int
) -> list[tuple[str, str, bool]]:
    here = reverse("web:import", args=(upload.id,))
    return [
        ("逐行内容", visit.link(here), not findings),
        (f"读取时的提示 {count} 条", visit.link(here, show=FINDINGS), findings),
    ]


def _edits(visit: Visit, upload: Upload, shown: Sequence[Told]) -> dict[str, str]:
    """For findings about a row that has a line of its own: where to correct it."""
    rows = {one.place["row"] for one in shown if one.place.get("row")}
    if upload.state != Upload.State.PREVIEWED or not rows:
        return {}
    lines = lines_of(upload).filter(kind__in=EDITABLE, source__row__in=sorted(rows))
    return {
        where({**line.source, "column": None}): visit.link(
            reverse("web:import-line", args=(upload.id, line.id))
        )
        for line in lines
    }


def _with_edit(one: Told, edits: Mapping[str, str]) -> Told:
    return replace(one, edit=edits.get(where({**one.place, "column": None}), ""))


def _turn(visit: Visit, upload: Upload, wanted: Mapping[str, str], number: int) -> str:
    return _address(visit, upload, "web:import", {**wanted, "page": str(number)})


def _address(visit: Visit, upload: Upload, name: str, wanted: Mapping[str, str]) -> str:
    return visit.link(reverse(name, args=(upload.id,)), **wanted)
