"""What someone chose for the lines of a preview, kept until it is confirmed."""

import uuid
from collections.abc import Mapping

from django.db import transaction

from mingdeng.intake.comparing import may_take_entry
from mingdeng.intake.matching import ELSEWHERE, NO_BRANCH
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.services.planning import PIECE, take_up
from mingdeng.intake.services.refusals import Choice, Refused
from mingdeng.journal.services import Actor, Thing, write

CHOSEN = ("taken", "moved_on")


@transaction.atomic
def choose(
    actor: Actor, upload: Upload, version: int, choices: Mapping[uuid.UUID, Choice | None]
) -> Upload:
    """Keep which lines are to be taken and which left; None forgets. Raises Refused, Outdated."""
    upload = take_up(upload.id, version, Upload.State.PREVIEWED)
    lines = list(upload.lines.filter(id__in=list(choices)))
    refused = [line for line in lines if _beyond(line, choices[line.id])]
    if refused:
        raise Refused([f"“{line.title}”需要先改正，或者不导入。" for line in refused])
    for line in lines:
        choice = choices[line.id]
        line.taken = choice.take if choice else None
        line.moved_on = choice.moved_on if choice else None
    Line.objects.bulk_update(lines, CHOSEN, batch_size=PIECE)
    body = {"lines": {line.ref: line.taken for line in lines}}
    write(actor, "import.choose", Thing("import", upload.id, upload.root_id), body)
    return upload


def may_take(line: Line) -> bool:
    """Whether a line can be imported as it stands, where someone wants it."""
    if line.state == Line.State.ERROR:
        return False
    if line.kind == Line.Kind.TERM and line.state == Line.State.CONFLICT:
        return False
    if line.kind == Line.Kind.ENTRY:
        return may_take_entry(line)
    return line.state != Line.State.CONFLICT or line.problem not in {NO_BRANCH, ELSEWHERE}


def choices_of(upload: Upload, *, only_good: bool) -> dict[uuid.UUID, Choice]:
    """What was chosen; with `only_good` what nobody decided is left."""
    chosen = {
        line.id: Choice(take=bool(line.taken), moved_on=line.moved_on)
        for line in upload.lines.exclude(taken=None)
    }
    if only_good:
        open_lines = (Line.State.CONFLICT, Line.State.ERROR)
        undecided = upload.lines.filter(taken=None, state__in=open_lines)
        left = {one: Choice(take=False) for one in undecided.values_list("id", flat=True)}
        return {**left, **chosen}
    return chosen


def _beyond(line: Line, choice: Choice | None) -> bool:
    return choice is not None and choice.take and not may_take(line)
