"""Files that belong to an activity: checked by content and name, kept under random names."""

import hashlib
import uuid
from pathlib import Path

from django.core.files.base import File
from django.db import transaction

from mingdeng.activities.models import Activity, Attachment
from mingdeng.files import attachment_format
from mingdeng.files.text import without_control
from mingdeng.journal.services import Actor, Thing, write

MOST_FILES, LONGEST_NAME = 20, 150


class Refused(Exception):
    """A file that is not kept, and why, in words."""


@transaction.atomic
def attach(actor: Actor, activity_id: uuid.UUID, path: Path, name: str) -> Attachment:
    """Keep a file with an activity. Raises Refused."""
    activity = Activity.objects.select_for_update().get(id=activity_id)
    shown = without_control(Path(name).name)[-LONGEST_NAME:].strip()
    kind, told = attachment_format(path, shown)
    if kind is None:
        raise Refused(f"“{shown[:60]}”没有保存：{told}")
    if activity.attachments.count() >= MOST_FILES:
        raise Refused(f"一次活动最多 {MOST_FILES} 个附件，“{shown[:60]}”没有保存。")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if activity.attachments.filter(digest=digest).exists():
        raise Refused(f"“{shown[:60]}”已经在附件里，没有重复保存。")
    kept = _keep(actor, activity, (shown, kind, digest), path)
    body = {"name": shown, "size": kept.size, "digest": digest}
    _tell(actor, "attachment.add", activity, body)
    return kept


@transaction.atomic
def detach(actor: Actor, attachment_id: uuid.UUID) -> None:
    """Take a file away; the journal keeps its name and digest."""
    kept = Attachment.objects.select_related("activity").get(id=attachment_id)
    storage, stored = kept.file.storage, str(kept.file.name)
    body = {"name": kept.name, "size": kept.size, "digest": kept.digest}
    activity = kept.activity
    kept.delete()
    _tell(actor, "attachment.remove", activity, body)
    transaction.on_commit(lambda: storage.delete(stored))


def _keep(actor: Actor, activity: Activity, what: tuple[str, str, str], path: Path) -> Attachment:
    name, kind, digest = what
    kept = Attachment(
        activity=activity,
        name=name,
        format=kind,
        size=path.stat().st_size,
        digest=digest,
        added_by=actor.account,
        added_at=actor.at,
    )
    with path.open("rb") as bytes_in:
        # Nothing of its own name, so that nothing in it can steer a path.
        kept.file.save(uuid.uuid4().hex, File(bytes_in), save=False)
    kept.save(force_insert=True)
    return kept


def _tell(actor: Actor, action: str, activity: Activity, body: dict[str, object]) -> None:
    for host in activity.hosts.all():
        write(actor, action, Thing("activity", activity.id, host.organization_id), body)
