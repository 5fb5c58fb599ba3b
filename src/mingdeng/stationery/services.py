"""Keeping a template, and taking it away: the standard page holds again."""

import hashlib
import uuid
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from mingdeng.files.text import without_control
from mingdeng.files.worker import Worker
from mingdeng.journal.services import Actor, Body, Thing, once, write
from mingdeng.roster.models import Organization
from mingdeng.stationery.fields import known
from mingdeng.stationery.models import Template

LONGEST_NAME = 150
NOTHING_KNOWN = "模板里没有能填的占位符，没有保存。请照本页列出的写法写上占位符，如 {{时间}}。"


class Refused(Exception):
    """A template that is not kept, and why, in words."""


class Stale(Exception):
    """Another template was kept or taken away since the page was opened."""


def keep(
    actor: Actor,
    organization: Organization,
    kind: str,
    file: tuple[Path, str],
    key: uuid.UUID,
    replaces: uuid.UUID | None = None,
) -> Body:
    """Keep a file as the template of a kind of paper, once per key; answers its id.

    `replaces` is the template that was there when the file was chosen. Raises Refused, Stale.
    """
    path, name = file
    shown = without_control(Path(name).name)[-LONGEST_NAME:].strip()
    names = _read(path, shown)
    if not set(names) & set(known(kind)):
        raise Refused(NOTHING_KNOWN)

    def act() -> Body:
        return _keep(actor, organization, kind, (path.read_bytes(), shown, names), replaces)

    return once(actor, key, "stationery.keep", act)


def _read(path: Path, name: str) -> list[str]:
    """The placeholders of a file, read in the process for hostile ones. Raises Refused."""
    with Worker() as worker:
        outcome = worker.read_template(str(path.absolute()), name)
    if outcome.findings or not outcome.was_read:
        raise Refused("".join(f"{one.message}{one.remedy}" for one in outcome.findings[:1]))
    return outcome.placeholders


def _keep(
    actor: Actor,
    organization: Organization,
    kind: str,
    read: tuple[bytes, str, list[str]],
    replaces: uuid.UUID | None,
) -> Body:
    content, name, names = read
    # Two who replace at the same moment: the organization's row is the gate.
    Organization.objects.select_for_update().get(id=organization.id)
    held = Template.objects.filter(organization=organization, kind=kind).first()
    if (held.id if held else None) != replaces:
        raise Stale
    if held is not None:
        _drop(actor, held)
    kept = Template(
        organization=organization,
        kind=kind,
        name=name,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        placeholders=names,
        added_by=actor.account,
        added_at=actor.at,
    )
    # Nothing of its own name, so that nothing in it can steer a path.
    kept.file.save(uuid.uuid4().hex, ContentFile(content), save=False)
    kept.save(force_insert=True)
    _tell(actor, "stationery.keep", kept)
    return {"template": str(kept.id)}


@transaction.atomic
def remove(actor: Actor, template: Template) -> None:
    """Take a template away. Raises Stale where it is gone already."""
    held = Template.objects.select_for_update().filter(id=template.id).first()
    if held is None:
        raise Stale
    _drop(actor, held)


def _drop(actor: Actor, held: Template) -> None:
    _tell(actor, "stationery.remove", held)
    storage, stored = held.file.storage, str(held.file.name)
    held.delete()
    transaction.on_commit(lambda: storage.delete(stored))


def _tell(actor: Actor, action: str, one: Template) -> None:
    body = {"kind": one.kind, "name": one.name, "size": one.size, "digest": one.digest}
    write(actor, action, Thing("stationery", one.id, one.organization_id), body)
