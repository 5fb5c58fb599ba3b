"""The sample ledgers, read once, and importing them."""

import uuid
from functools import cache
from pathlib import Path

from mingdeng.files.folder import read_folder
from mingdeng.files.rows import Reading
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.services import Choice, confirm, plan
from mingdeng.journal.services import Actor, Body
from mingdeng.roster.models import Organization
from tests.house import place

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"


@cache
def ledgers() -> Reading:
    """Everything in tests/data/ledgers."""
    return read_folder(LEDGERS)


def organ() -> Organization:
    """Where an organ begins that has entered nothing yet."""
    return place("市人大常委会机关", kind="organ")


def leave_conflicts(upload: Upload) -> dict[uuid.UUID, Choice]:
    """Every line in conflict or not readable, left."""
    found = upload.lines.filter(state=Line.State.CONFLICT)
    return leave_unread(upload) | {line.id: Choice(take=False) for line in found}


def leave_unread(upload: Upload) -> dict[uuid.UUID, Choice]:
    """Every line that cannot be read, left."""
    found = upload.lines.filter(state=Line.State.ERROR)
    return {line.id: Choice(take=False) for line in found}


def import_ledgers(actor: Actor, root: Organization) -> Upload:
    """Plan and confirm the sample, leaving what is in conflict."""
    upload = plan(actor, root, ledgers())
    confirm(actor, upload, 1, leave_conflicts(upload), uuid.uuid4())
    return Upload.objects.get(id=upload.id)


def confirm_all(actor: Actor, upload: Upload, choices: dict[uuid.UUID, Choice]) -> Body:
    """Confirm an upload in the version it has; what cannot be read is left."""
    upload.refresh_from_db()
    return confirm(actor, upload, upload.version, leave_unread(upload) | choices, uuid.uuid4())


def states(upload: Upload) -> dict[tuple[str, str], int]:
    """How many lines of each kind have each state."""
    found: dict[tuple[str, str], int] = {}
    for line in upload.lines.all():
        found[line.kind, line.state] = found.get((line.kind, line.state), 0) + 1
    return found
