"""The templates someone may see, and the one a paper of an organization is made from."""

import hashlib
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.roster.models import Above
from mingdeng.stationery.models import Template


def templates(viewer: Viewer) -> QuerySet[Template]:
    """The templates the viewer may see."""
    seen = within(scope(viewer, "read", "stationery"), "organization_id")
    return Template.objects.filter(seen).select_related("organization")


def templates_for(organization: uuid.UUID) -> dict[str, Template]:
    """For each kind of paper the nearest template, at the organization or above it.

    Whoever may have the paper may have it on the organ's own page: nobody is asked for more.
    """
    over = Above.objects.filter(organization_id=organization).order_by("distance")
    order = {one: place for place, one in enumerate(over.values_list("ancestor_id", flat=True))}
    found = Template.objects.filter(organization_id__in=list(order)).select_related("organization")
    nearest: dict[str, Template] = {}
    for one in sorted(found, key=lambda one: order[one.organization_id]):
        nearest.setdefault(one.kind, one)
    return nearest


def template_of(organizations: Iterable[uuid.UUID], kind: str) -> Template | None:
    """The template of a paper: that of the first organization it is of."""
    first = next(iter(organizations), None)
    return templates_for(first).get(kind) if first else None


def content_of(template: Template) -> bytes | None:
    """The file as it was kept; None where it is gone or no longer what it was."""
    try:
        with template.file.open("rb") as stored:
            content: bytes = stored.read()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == template.digest else None
