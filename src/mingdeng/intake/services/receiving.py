"""Taking files in: kept under random names, read in a process of their own, compared."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import close_old_connections, connections, transaction

from mingdeng.files.folder import read_files
from mingdeng.files.names import check_name
from mingdeng.files.refusal import Refused as Unreadable
from mingdeng.files.text import without_control
from mingdeng.intake.models import StoredFile, Upload
from mingdeng.intake.services.planning import fill, take_up
from mingdeng.intake.services.refusals import Outdated, Refused, nothing
from mingdeng.journal.services import Actor, Body, Thing, once, write
from mingdeng.roster.models import Organization

FOLDER = "intake"
LONGEST = 120


def receive(
    actor: Actor,
    root: Organization,
    files: "Sequence[UploadedFile[Any]]",
    key: uuid.UUID,
    also: Callable[[], None] = nothing,
    register: str = "",
) -> Body:
    """Keep files to be read for an organization; answers the id of the upload. Once per key.

    `also` is done with it, in the same transaction. `register` says into which they are read.
    """

    def act() -> Body:
        also()
        return _receive(actor, root, files, register)

    return once(actor, key, "import.receive", act)


def _receive(
    actor: Actor, root: Organization, received: "Sequence[UploadedFile[Any]]", register: str
) -> Body:
    names = [without_control(one.name or "")[-LONGEST:] for one in received]
    reading = {"state": Upload.State.READING, "files": names, "register": register}
    upload = Upload.objects.create(root=root, account=actor.account, at=actor.at, **reading)
    for name, one in zip(names, received, strict=True):
        _store(upload, name, one)
    write(actor, "import.receive", Thing("import", upload.id, root.id), {"files": names})
    return {"upload": upload.id}


def _store(upload: Upload, name: str, one: "UploadedFile[Any]") -> None:
    if not accepted(name):  # not kept at all: reading says why
        StoredFile.objects.create(upload=upload, name=name, size=0, digest="")
        return
    digest, size = sha256(), 0
    path = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", one)
    with default_storage.open(path) as stored:
        while piece := stored.read(1 << 16):
            digest.update(piece)
            size += len(piece)
    StoredFile.objects.create(
        upload=upload, name=name, path=path, size=size, digest=digest.hexdigest()
    )


def accepted(name: str) -> bool:
    """Whether files of this name are opened at all."""
    try:
        return check_name(name) is not None
    except Unreadable:
        return False


def begin(
    actor: Actor, upload_id: uuid.UUID, read: Callable[[Actor, uuid.UUID], None] | None = None
) -> Thread | None:
    """Start reading what was received; None where it was read before this returns.

    The thread belongs to this process: where that dies, `begin` is called again by whoever
    looks at the upload, and of two readings the first to end counts.
    """
    how = read or read_stored
    if settings.INTAKE_IN_REQUEST:
        how(actor, upload_id)
        return None
    thread = Thread(target=_in_thread, args=(actor, upload_id, how), daemon=True)
    thread.start()
    return thread


def _in_thread(
    actor: Actor, upload_id: uuid.UUID, read: Callable[[Actor, uuid.UUID], None]
) -> None:
    close_old_connections()
    try:
        read(actor, upload_id)
    except Upload.DoesNotExist:
        return
    finally:
        connections.close_all()


def read_stored(actor: Actor, upload_id: uuid.UUID) -> None:
    """Read the files of an upload and store the preview; nothing where someone was faster."""
    upload = Upload.objects.get(id=upload_id)
    if upload.state != Upload.State.READING:
        return
    reading = read_files([(path_of(one), one.name) for one in upload.stored.all()])
    try:
        fill(actor, upload.id, upload.version, reading)
    except (Refused, Outdated):
        return


def path_of(one: StoredFile) -> Path:
    """Where a file lies; nowhere where its name alone refused it."""
    return Path(default_storage.path(one.path or f"{FOLDER}/none"))


@transaction.atomic
def discard(actor: Actor, upload: Upload, version: int) -> None:
    """Give a preview up: its lines and files go, that it was there remains.

    Raises Refused, Outdated.
    """
    state = Upload.State.PREVIEWED if upload.state == Upload.State.PREVIEWED else upload.state
    if state not in {Upload.State.PREVIEWED, Upload.State.FAILED, Upload.State.READING}:
        raise Refused([f"这次上传{upload.get_state_display()}。"])
    upload = take_up(upload.id, version, state)
    upload.lines.all().delete()
    upload.state, upload.findings = Upload.State.DISCARDED, []
    upload.save(update_fields=["state", "findings"])
    write(actor, "import.discard", Thing("import", upload.id, upload.root_id), {})
    files = list(upload.stored.filter(removed_at=None))
    transaction.on_commit(lambda: _remove(files, actor.at))


def remove_old_files(now: datetime) -> int:
    """Delete the originals whose time is over; answers how many. Nothing where the clock went back.

    A clock that was set back more than a day would have the newest uploads lie in the future.
    """
    newest = Upload.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is None or newest > now + timedelta(days=1):
        return 0
    limit = now - timedelta(days=settings.INTAKE_KEEP_DAYS)
    old = list(StoredFile.objects.filter(removed_at=None, upload__at__lt=limit))
    _remove(old, now)
    return len(old)


def _remove(files: Iterable[StoredFile], now: datetime) -> None:
    for one in files:
        if one.path:
            default_storage.delete(one.path)
        StoredFile.objects.filter(id=one.id).update(removed_at=now, path="")
