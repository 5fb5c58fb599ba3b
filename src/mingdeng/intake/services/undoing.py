"""Undoing an import: only while nothing it made was touched or used by anyone since."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from mingdeng.activities import services as activities
from mingdeng.activities.models import Activity, Covered
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.records import changes_of, day
from mingdeng.intake.services.planning import parents_first, take_up
from mingdeng.intake.services.refusals import Refused
from mingdeng.journal.services import Actor, Thing, together, write
from mingdeng.roster import services as roster
from mingdeng.roster.models import Group, Organization, PackAdoption, Person, Post

Done = Line.Done
MOST = 20  # reasons named; the first few are enough to see what happened


@transaction.atomic
def undo(actor: Actor, upload: Upload, version: int, reason: str) -> None:
    """Take back everything an import made. Raises Refused naming what was edited later."""
    upload = take_up(upload.id, version, Upload.State.CONFIRMED)
    written = parents_first(list(upload.lines.exclude(done=Done.NOTHING)))
    lines = written[::-1]  # what refers to another goes before it
    edited = [f"“{line.title}”{why}" for line in lines if (why := _edited(line))]
    if edited:
        raise Refused(edited[:MOST])
    with together():
        for line in lines:
            try:
                _take_back(actor, line)
            except (roster.Refused, roster.Stale, activities.Stale, activities.Locked) as error:
                raise Refused([f"“{line.title}”：{error}"]) from error
    for adoption in PackAdoption.objects.filter(id__in=upload.packs, until=None):
        roster.remove_pack(actor, adoption)
    upload.state, upload.undone_at = Upload.State.UNDONE, actor.at
    upload.save(update_fields=["state", "undone_at"])
    write(actor, "import.undo", Thing("import", upload.id, upload.root_id), {"reason": reason})


def _edited(line: Line) -> str:
    """Why a line cannot be taken back; empty where nobody touched what it made."""
    if line.done == Done.MOVED:
        return "已经划转，请再办理转出。"
    model = MODELS[line.kind]
    found = model.objects.filter(id=line.made).first()
    if found is None:
        return "导入后已被删除。"
    if line.made_version is not None and found.version != line.made_version:
        return "导入后又修改过。"
    if line.kind == Line.Kind.TERM:
        return "" if _as_made(line, found) else "导入后又更改过。"
    if isinstance(found, Post) and found.until is not None:
        return "导入后已经免职。"
    return ""


def _as_made(line: Line, post: Post) -> bool:
    """Whether a post still has the days the import gave it."""
    said = line.data if line.done == Done.CREATED else {n: p[1] for n, p in line.changes.items()}
    days = {name: day(said[name]) for name in ("since", "until") if name in said}
    return all(getattr(post, name) == made for name, made in days.items())


def _take_back(actor: Actor, line: Line) -> None:
    found: Any = MODELS[line.kind].objects.get(id=line.made)
    if line.done == Done.CREATED:
        REMOVE[line.kind](actor, found)
        return
    before = {name: pair[0] for name, pair in line.changes.items()}
    if line.kind == Line.Kind.ORGANIZATION:
        roster.change_organization(actor, found, found.version, changes_of(before.items()))
    elif line.kind == Line.Kind.PERSON:
        roster.change_person(actor, found, found.version, changes_of(before.items()))
    elif line.kind == Line.Kind.TERM:
        days = {name: day(value) for name, value in before.items()}
        since, until = days.get("since", found.since), days.get("until", found.until)
        roster.correct_term(actor, found, since, until)
    else:
        raise roster.Refused("已按文件更新过，请直接更正这条活动。")


def _remove_activity(actor: Actor, found: Activity) -> None:
    activities.remove(actor, found.id, found.version)


MODELS: Mapping[str, Any] = {
    Line.Kind.ORGANIZATION: Organization,
    Line.Kind.GROUP: Group,
    Line.Kind.PERSON: Person,
    Line.Kind.POST: Post,
    Line.Kind.ACTIVITY: Activity,
    Line.Kind.COVERED: Covered,
    Line.Kind.TERM: Post,
}
REMOVE: Mapping[str, Callable[[Actor, Any], None]] = {
    Line.Kind.ORGANIZATION: lambda actor, one: roster.remove_organization(actor, one, one.version),
    Line.Kind.GROUP: roster.remove_group,
    Line.Kind.PERSON: lambda actor, one: roster.remove_person(actor, one, one.version),
    Line.Kind.POST: roster.remove_post,
    Line.Kind.ACTIVITY: _remove_activity,
    Line.Kind.COVERED: activities.uncover,
    Line.Kind.TERM: roster.remove_post,
}
