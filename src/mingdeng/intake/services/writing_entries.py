"""Writing a preview into a register, and taking it back: whole, in pieces that fit in memory."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mingdeng.intake.comparing import Comparer, Reach, may_take_entry
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.services.confirming import Undecided
from mingdeng.intake.services.planning import COMPARED, PIECE, store, take_up
from mingdeng.intake.services.refusals import Outdated, Refused, nothing
from mingdeng.journal.services import Actor, Body, Thing, once, together, write
from mingdeng.registers.models import Entry
from mingdeng.registers.services import Ledger, revise
from mingdeng.registers.services.many import (
    Acts,
    Batch,
    enter_many,
    touched,
    used_since,
    withdraw_many,
)
from mingdeng.registers.values import Invalid, Said, read_entry
from mingdeng.roster import services as roster
from mingdeng.roster.models import Organization

State, Done = Line.State, Line.Done
TAKEN_BACK = "撤销导入"
MOST = 20  # reasons named
WRITTEN = ("done", "made", "made_version", "data")


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes for which organization, and how far they may."""

    acts: Acts
    reach: Reach


def confirm_entries(
    writing: Writing,
    upload: Upload,
    version: int,
    key: uuid.UUID,
    *,
    only_good: bool,
    also: Callable[[], None] = nothing,
) -> Body:
    """Write what is taken of an upload once, all or nothing.

    Answers how many lines had which outcome. Raises Undecided, Refused; Outdated where
    entries were changed since the preview, which then shows how things stand.
    """

    def act() -> Body:
        also()
        return _confirm(writing, upload, version, only_good=only_good)

    try:
        return once(writing.acts(upload.root_id), key, "import.confirm", act)
    except Outdated:
        with transaction.atomic():
            _compare_again(writing.reach, upload)
        raise


def _confirm(writing: Writing, upload: Upload, version: int, *, only_good: bool) -> Body:
    acts, reach = writing.acts, writing.reach
    upload = take_up(upload.id, version, Upload.State.PREVIEWED)
    if _compare_again(reach, upload):
        raise Outdated
    open_lines = upload.lines.filter(taken=None, state__in=(State.CONFLICT, State.ERROR))
    if not only_good and open_lines.exists():
        raise Undecided(list(open_lines))
    outcome: Counter[str] = Counter()
    for lines in _pieces(upload):
        _write(acts, reach, lines)
        outcome.update(str(one.done or one.state) for one in lines)
        store(lines, WRITTEN)
    actor = acts(upload.root_id)
    upload.state, upload.confirmed_at = Upload.State.CONFIRMED, actor.at
    upload.save(update_fields=["state", "confirmed_at"])
    body = {**outcome, "register": upload.register}
    write(actor, "import.confirm", Thing("import", upload.id, upload.root_id), body)
    return body


def _write(acts: Acts, reach: Reach, lines: Sequence[Line]) -> None:
    taken = [one for one in lines if _is_taken(one)]
    try:
        _write_new(acts, reach, [one for one in taken if one.target is None])
        with together():
            for line in taken:
                if line.target is not None:
                    _change(acts, reach, line)
    except (roster.Refused, Invalid) as error:
        raise Refused([str(error)]) from error
    except roster.Stale as error:
        raise Outdated from error
    hidden = {one.id for one in reach.register.fields if one.restricted}
    for line in lines:  # what only some may see is kept once, with the entry
        given = {name: text for name, text in line.data["given"].items() if name not in hidden}
        line.data = {**line.data, "given": given}


def _is_taken(line: Line) -> bool:
    if not may_take_entry(line):
        return False
    return line.taken if line.taken is not None else line.state == State.NEW


def _write_new(acts: Acts, reach: Reach, lines: Sequence[Line]) -> None:
    items = [(_place(reach, one), _said(reach, one)) for one in lines]
    made = enter_many(Batch(reach.register, acts, items)) if items else []
    for line, entry in zip(lines, made, strict=True):
        line.done, line.made, line.made_version = Done.CREATED, entry.id, entry.version


def _change(acts: Acts, reach: Reach, line: Line) -> None:
    given = {name: pair[1] for name, pair in line.changes.items()}
    place = _place(reach, line)
    said = read_entry(reach.register, given, line.data["period"])
    which = (_target(line), line.target_version or 0)
    entry = revise(acts(place.id), Ledger(reach.register, place), which, said)
    line.done, line.made, line.made_version = Done.CHANGED, entry.id, entry.version


def _place(reach: Reach, line: Line) -> Organization:
    place = reach.places.get(uuid.UUID(line.data["organization"]))
    if place is None:
        raise Refused([f"“{line.title}”：这个组织的台账现在不由您填写。"])
    return place


def _target(line: Line) -> uuid.UUID:
    if line.target is None:
        raise ValueError(line.ref)
    return line.target


def _said(reach: Reach, line: Line) -> Said:
    return read_entry(reach.register, line.data["given"], line.data["period"])


def _compare_again(reach: Reach, upload: Upload) -> bool:
    """Compare the stored lines with what is held now; whether any comes out otherwise."""
    comparer, changed = Comparer(reach), False
    for lines in _pieces(upload):
        before = [_compared(one) for one in lines]
        comparer.compare(lines)
        other = [one for one, was in zip(lines, before, strict=True) if _compared(one) != was]
        if other:
            changed = True
            store(other, (*COMPARED, "data"))
    return changed


def _compared(line: Line) -> tuple[Any, ...]:
    return tuple(getattr(line, name) for name in COMPARED)


def _pieces(upload: Upload, found: Mapping[str, Any] | None = None) -> Iterator[list[Line]]:
    """The lines in their order, some at a time."""
    last = 0
    some = upload.lines.filter(**(found or {}))
    while lines := list(some.filter(number__gt=last)[:PIECE]):
        last = lines[-1].number
        yield lines


@transaction.atomic
def choose_changed(actor: Actor, upload: Upload, version: int, *, take: bool) -> None:
    """Take every line that differs from what is held, or leave them. Raises Refused, Outdated."""
    upload = take_up(upload.id, version, Upload.State.PREVIEWED)
    count = upload.lines.filter(state=State.CHANGED).update(taken=take)
    body = {"changed": count, "taken": take}
    write(actor, "import.choose", Thing("import", upload.id, upload.root_id), body)


@transaction.atomic
def undo_entries(writing: Writing, upload: Upload, version: int, reason: str) -> None:
    """Take back all an import wrote. Raises Refused naming what was edited later."""
    acts, reach = writing.acts, writing.reach
    upload = take_up(upload.id, version, Upload.State.CONFIRMED)
    edited: list[str] = []
    for lines in _pieces(upload, {"done__in": (Done.CREATED, Done.CHANGED)}):
        edited += _edited(lines)
        if edited:
            raise Refused(edited[:MOST])
        created = {_made(one): one.made_version or 0 for one in lines if one.done == Done.CREATED}
        try:
            withdraw_many(acts, created, f"{TAKEN_BACK}：{reason}"[:500])
            for line in lines:
                if line.done == Done.CHANGED:
                    _back(acts, reach, line)
        except (roster.Refused, roster.Stale, Invalid) as error:
            raise Refused([str(error)]) from error
    actor = acts(upload.root_id)
    upload.state, upload.undone_at = Upload.State.UNDONE, actor.at
    upload.save(update_fields=["state", "undone_at"])
    write(actor, "import.undo", Thing("import", upload.id, upload.root_id), {"reason": reason})


def _edited(lines: Sequence[Line]) -> list[str]:
    found = Entry.objects.in_bulk([_made(one) for one in lines])
    said = [
        f"“{line.title}”{why}"
        for line in lines
        if (why := touched(found[_made(line)], line.made_version or 0))
    ]
    created = [_made(one) for one in lines if one.done == Done.CREATED]
    return said + [f"“{title}”后来又办理过，或者有别的条目连着。" for title in used_since(created)]


def _made(line: Line) -> uuid.UUID:
    if line.made is None:
        raise ValueError(line.ref)
    return line.made


def _back(acts: Acts, reach: Reach, line: Line) -> None:
    given = {name: pair[0] for name, pair in line.changes.items()}
    place = _place(reach, line)
    said = read_entry(reach.register, given, line.data["period"])
    which = (_made(line), line.made_version or 0)
    revise(acts(place.id), Ledger(reach.register, place), which, said)
