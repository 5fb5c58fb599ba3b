"""Making the preview: what the files say, compared with what is held."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Max, QuerySet

from mingdeng.activities.checking import Invalid, check
from mingdeng.daycount import local_day
from mingdeng.facts.organ import Organ
from mingdeng.facts.reporting import about_cell
from mingdeng.files.rows import WARNING, Finding, Reading
from mingdeng.intake.matching import CONFLICT, Data, Judged, Lined, Matcher
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.queries import HOME, known_under, member_rows, organization_rows, without_place
from mingdeng.intake.records import record_of
from mingdeng.intake.said import KNOWN, Told, activity_title, plain, told_in
from mingdeng.intake.services.refusals import Outdated, Refused
from mingdeng.intake.terms import elected_otherwise
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import Group, Organization

PIECE = 500
LONGEST_NAME = 60
COMPARED = ("state", "target", "target_version", "changes", "problem")
AMENDABLE = {
    "person": frozenset(
        ("name", "gender", "birth", "id_number", "status", "joined", "converted", "branch")
    ),
    "activity": frozenset(
        (
            *("held_on", "held_to", "start", "end", "place", "chair", "recorder", "lecturer"),
            *("topic", "hours", "expected", "present", "group", "kinds", "organization"),
        )
    ),
    "organization": frozenset(
        ("name", "full_name", "unit", "founded", "elected", "kind", "parent", "same_as")
    ),
}
# Fields that name another line or a record, and of which kind that is.
REFERS = {
    "branch": "organization",
    "organization": "organization",
    "parent": "organization",
    "group": "group",
}


@transaction.atomic
def plan(actor: Actor, root: Organization, reading: Reading) -> Upload:
    """Store what files say, compared with what is held at and below a root."""
    upload = Upload.objects.create(
        root=root, files=list(reading.files_read), account=actor.account, at=actor.at
    )
    _fill(actor, upload, reading)
    return upload


@transaction.atomic
def fill(actor: Actor, upload_id: uuid.UUID, version: int, reading: Reading) -> Upload:
    """Store what was read of files that were received. Raises Refused, Outdated."""
    upload = take_up(upload_id, version, Upload.State.READING)
    upload.files = list(reading.files_read)
    _fill(actor, upload, reading)
    return upload


def _fill(actor: Actor, upload: Upload, reading: Reading) -> None:
    told = told_in(*_with_known(upload.root, reading))
    records = (reading.organizations, reading.members, reading.activities, reading.unread)
    lines = _lines(upload, told) if any((*records, reading.posts)) else []
    _compare(upload, lines, local_day(actor.at))
    Line.objects.bulk_create(lines, batch_size=PIECE)
    findings = (*_findings(told.organ, reading), *_elections(upload, reading))
    upload.findings = [plain(asdict(one)) for one in findings]
    upload.state = Upload.State.PREVIEWED if lines else Upload.State.FAILED
    upload.save(update_fields=["state", "files", "findings"])
    thing = Thing("import", upload.id, upload.root_id)
    write(actor, "import.plan", thing, {"files": upload.files, "lines": len(lines)})


@transaction.atomic
def amend(actor: Actor, line: Line, version: int, changes: Mapping[str, Any]) -> Line:
    """Correct what a line says before it is imported. Raises Refused, Outdated."""
    beyond = changes.keys() - AMENDABLE.get(line.kind, frozenset())
    if beyond:
        raise Refused([f"“{line.title}”的这些内容不能在这里改：{'、'.join(sorted(beyond))}"])
    upload = take_up(line.upload_id, version, Upload.State.PREVIEWED)
    _check_references(upload, line, changes)
    fresh = Line.objects.get(id=line.id)
    before = {name: fresh.data.get(name) for name in changes}
    said = fresh.data | plain(dict(changes))
    home = HOME.get(fresh.kind)
    _rewrite(fresh, said, _place_name(upload, said[home]) if home else "")
    fresh.save(update_fields=["data", "title"])
    compare_again(upload, local_day(actor.at))
    body = {"line": line.ref, "before": before, "after": plain(dict(changes))}
    write(actor, "import.amend", Thing("import", upload.id, upload.root_id), body)
    return Line.objects.get(id=line.id)


@transaction.atomic
def settle_name(actor: Actor, upload: Upload, version: int, name: str, to: str | None) -> int:
    """Say which organization an unknown name means; None sets up a branch of that name.

    Answers how many lines that was the answer for. Raises Refused, Outdated.
    """
    upload = take_up(upload.id, version, Upload.State.PREVIEWED)
    lines = list(without_place(upload, name))
    if not lines or len(name) > LONGEST_NAME:
        raise Refused([f"预览中没有对不上的名称“{name[:LONGEST_NAME]}”。"])
    ref = _added_branch(upload, name) if to is None else to
    _check_references(upload, lines[0], {HOME[lines[0].kind]: ref})
    place = _place_name(upload, ref)
    for line in lines:
        _rewrite(line, {HOME[line.kind]: ref}, place)
    store(lines, ("data", "title"))
    compare_again(upload, local_day(actor.at))
    body = {"name": name, "to": ref, "lines": len(lines)}
    write(actor, "import.settle", Thing("import", upload.id, upload.root_id), body)
    return len(lines)


def _added_branch(upload: Upload, name: str) -> str:
    """A line for a branch nobody lists, under the only committee of the upload, else the root."""
    places = upload.lines.filter(kind=Line.Kind.ORGANIZATION)
    above = [line.ref for line in places if line.data["kind"] == "organ_committee"]
    number = (upload.lines.aggregate(Max("number"))["number__max"] or 0) + 1
    plainly = dict.fromkeys(("unit", "founded", "elected"))
    data = {
        "kind": "branch",
        "name": name,
        "full_name": name,
        "parent": above[0] if len(above) == 1 else None,
        "position": number,
        **plainly,
    }
    line = Line(upload=upload, number=number, kind=Line.Kind.ORGANIZATION, data=data)
    line.ref, line.title, line.state = f"added-{number}", name, Line.State.NEW
    line.save(force_insert=True)
    return line.ref


def _rewrite(line: Line, changes: Mapping[str, Any], place: str) -> None:
    """Put corrected values into a line, and let its title say them."""
    line.data = {**line.data, **changes}
    if line.kind == Line.Kind.ACTIVITY and isinstance(line.data["kinds"], list):
        line.title = activity_title(line.data, place)
    elif line.kind == Line.Kind.PERSON:
        line.title = f"{line.data['name']}（{place or '支部不明'}）"[:300]
    elif line.kind == Line.Kind.ORGANIZATION:
        line.title = str(line.data["name"])[:300]


def _place_name(upload: Upload, ref: str | None) -> str:
    if ref is None:
        return ""
    named = upload.lines.filter(kind=Line.Kind.ORGANIZATION, ref=ref).first()
    if named is not None:
        return str(named.data["name"])
    held = _held(upload).filter(id=ref).first() if is_id(ref) else None
    return held.name if held else ""


def _check_references(upload: Upload, line: Line, changes: Mapping[str, Any]) -> None:
    """Raise Refused where a line is to refer to what is neither in the files nor under the root."""
    for name, value in changes.items():
        kind = REFERS.get(name)
        if name == "same_as" and value and not (is_id(value) and _held(upload, value).exists()):
            raise Refused([f"“{line.title}”所选的组织不在导入的范围内。"])
        if kind is None or value is None:
            continue
        known = upload.lines.filter(kind=kind, ref=value).exclude(id=line.id).exists()
        if not known and kind == "organization":
            known = is_id(value) and _held(upload, value).exists()
        if not known and kind == "group":
            under = {"branch__above__ancestor_id": upload.root_id}
            known = is_id(value) and Group.objects.filter(id=value, **under).exists()
        if not known:
            raise Refused([f"“{line.title}”所选的组织不在导入的范围内。"])


def _held(upload: Upload, one: str | None = None) -> QuerySet[Organization]:
    below = Organization.objects.filter(above__ancestor_id=upload.root_id, dissolved=None)
    return below.filter(id=one) if one else below


def is_id(ref: object) -> bool:
    """Whether a reference is the id of a record, not the number of a line."""
    try:
        uuid.UUID(str(ref))
    except ValueError:
        return False
    return True


def take_up(upload_id: uuid.UUID, version: int, state: str) -> Upload:
    """An upload in the state and version that was read, now ours to go on with.

    Raises Refused where it is in another state, Outdated where it has another version.
    """
    here = Upload.objects.filter(id=upload_id)
    if not here.filter(version=version, state=state).update(version=F("version") + 1):
        current = here.get()
        if current.state != state:
            raise Refused([f"这次上传{current.get_state_display()}。"])
        raise Outdated
    return here.get()


def compare_again(upload: Upload, today: date) -> list[Line]:
    """Compare the stored lines with what is held now; the lines that come out otherwise."""
    lines = list(upload.lines.all())
    before = [_compared(line) for line in lines]
    _compare(upload, parents_first(lines), today)
    changed = [line for line, was in zip(lines, before, strict=True) if _compared(line) != was]
    store(changed, COMPARED)
    return changed


def store(lines: Sequence[Line], fields: Sequence[str]) -> None:
    """Write some fields of many lines; several times faster than telling each row apart."""
    Line.objects.bulk_create(
        lines, batch_size=PIECE, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def parents_first(lines: Sequence[Line]) -> list[Line]:
    """The lines with each organization after the one it stands under."""
    organizations = {line.ref: line for line in lines if line.kind == Line.Kind.ORGANIZATION}
    ordered: dict[str, Line] = {}

    def add(line: Line, path: frozenset[str]) -> None:
        parent = line.data["parent"]
        if parent in organizations and parent not in path and parent not in ordered:
            add(organizations[parent], path | {line.ref})
        ordered.setdefault(line.ref, line)

    for line in organizations.values():
        add(line, frozenset({line.ref}))
    return [*ordered.values(), *(line for line in lines if line.ref not in organizations)]


def _with_known(root: Organization, reading: Reading) -> tuple[Reading, dict[str, str]]:
    """A reading with the organizations and people held where the files name none of their own."""
    known: dict[str, str] = {}
    # What the platform itself wrote does not vouch for days and kinds it has no records of.
    reading = replace(reading, tables=tuple(one for one in reading.tables if not one.ours))
    if not reading.organizations:
        rows = organization_rows(root.id)
        reading = replace(reading, organizations=tuple(rows))
        known = {row.name: row.source.place or "" for row in rows}
    if not reading.members:
        reading = replace(reading, members=tuple(member_rows(root.id)))
    return reading, known


def _findings(organ: Organ, reading: Reading) -> Iterable[Finding]:
    yield from (one for one in organ.findings if one.file != KNOWN)
    if reading.dues:
        said = f"党费台账有{len(reading.dues)}行，这次不导入，文件请留存。"
        first = reading.dues[0]
        yield about_cell(
            replace(first.source, row=None), {}, None, (WARNING, "dues-not-imported", said, "")
        )


def _elections(upload: Upload, reading: Reading) -> Iterable[Finding]:
    if reading.posts:
        yield from elected_otherwise(
            reading.posts, known_under(upload.root_id, (), ()).organizations
        )


def _lines(upload: Upload, told: Told) -> list[Line]:
    return [
        Line(
            upload=upload,
            number=number,
            kind=said.kind,
            ref=said.ref,
            title=said.title[:300],
            data=said.data,
            source=said.source,
        )
        for number, said in enumerate(told.lines, start=1)
    ]


def _compare(upload: Upload, lines: Sequence[Line], today: date) -> None:
    days = [line.data["held_on"] for line in lines if _has_day(line)]
    numbers = [line.data["id_number"] for line in lines if line.kind == Line.Kind.PERSON]
    terms = any(line.kind == Line.Kind.TERM for line in lines)
    known = known_under(upload.root_id, days, numbers, with_terms=terms)
    matcher = Matcher(known, lambda data: _problem(data, today))
    for line in lines:
        try:
            judged = matcher.judge(Lined(line.kind, line.ref, line.data))
        except (ValueError, TypeError, KeyError):  # a correction that is no such value
            judged = Judged(CONFLICT, problem="改过的内容读不出来，请再核对。")
        _put(line, judged)


def _has_day(line: Line) -> bool:
    """Whether a line is an activity of a day there is; a correction may name none."""
    try:
        return line.kind == Line.Kind.ACTIVITY and bool(date.fromisoformat(line.data["held_on"]))
    except (ValueError, TypeError):
        return False


def _put(line: Line, judged: Judged) -> None:
    line.state = judged.state
    line.target = uuid.UUID(judged.target) if judged.target else None
    line.target_version = judged.version
    line.changes, line.problem = dict(judged.changes), judged.problem[:500]


def _compared(line: Line) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in COMPARED)


def _problem(data: Data, today: date) -> str:
    """Why an activity could not be recorded as it is said; empty where it can."""
    said = record_of(data, _stand_in)
    branches = {host.group: host.organization for host in said.hosts if host.group}
    try:
        check(said, today, branches)
    except Invalid as invalid:
        return str(invalid)
    return ""


def _stand_in(ref: str) -> uuid.UUID:
    """An id for what is yet to be made: only whether there is one counts here."""
    return uuid.uuid5(uuid.NAMESPACE_OID, ref)
