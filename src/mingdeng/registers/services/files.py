"""Files added to an entry, never a condition of it: checked by content and name, kept under
random names."""

import hashlib
import uuid
from pathlib import Path

from django.core.files.base import File
from django.db import transaction

from mingdeng.files import attachment_format
from mingdeng.files.text import without_control
from mingdeng.journal.services import Actor, write
from mingdeng.registers.models import Entry, EntryFile
from mingdeng.registers.services.entering import thing
from mingdeng.roster.services import Refused

MOST_FILES, LONGEST_NAME = 20, 150


@transaction.atomic
def add_file(actor: Actor, entry_id: uuid.UUID, path: Path, name: str) -> EntryFile:
    """Keep a file with an entry. Raises Refused."""
    entry = Entry.objects.select_for_update().get(id=entry_id)
    shown = without_control(Path(name).name)[-LONGEST_NAME:].strip()
    kind, told = attachment_format(path, shown)
    if kind is None:
        raise Refused(f"“{shown[:60]}”没有保存：{told}")
    if entry.withdrawn_at is not None:
        raise Refused("这一条已经撤回，不能再加附件。")
    if entry.files.count() >= MOST_FILES:
        raise Refused(f"一个条目最多 {MOST_FILES} 个附件，“{shown[:60]}”没有保存。")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if entry.files.filter(digest=digest).exists():
        raise Refused(f"“{shown[:60]}”已经在附件里，没有重复保存。")
    kept = EntryFile(entry=entry, name=shown, format=kind, digest=digest)
    kept.size, kept.added_by, kept.added_at = path.stat().st_size, actor.account, actor.at
    with path.open("rb") as bytes_in:
        # Nothing of its own name, so that nothing in it can steer a path.
        kept.file.save(uuid.uuid4().hex, File(bytes_in), save=False)
    kept.save(force_insert=True)
    body = {"name": shown, "size": kept.size, "digest": digest}
    write(actor, "entry.add_file", thing(entry), body)
    return kept


@transaction.atomic
def remove_file(actor: Actor, file_id: uuid.UUID) -> None:
    """Take a file away; the journal keeps its name and digest. Raises EntryFile.DoesNotExist."""
    kept = EntryFile.objects.select_related("entry").get(id=file_id)
    storage, stored = kept.file.storage, str(kept.file.name)
    body = {"name": kept.name, "size": kept.size, "digest": kept.digest}
    kept.delete()
    write(actor, "entry.remove_file", thing(kept.entry), body)
    transaction.on_commit(lambda: storage.delete(stored))
