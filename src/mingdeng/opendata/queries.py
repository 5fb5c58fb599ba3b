"""What an installation holds, read in order and in pieces; whether it holds anything yet."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Q

from mingdeng.opendata.table import Kind, open_format
from mingdeng.opendata.values import dumped, written
from mingdeng.roster.models import Above, Organization

PIECE = 500
# What a first start leaves in the journal before anyone has done anything.
START_CODE = "start.code"


def rows(kind: Kind) -> Iterator[dict[str, Any]]:
    """The records of a kind as they stand in its file, in order of their key."""
    columns = [(one, one.field.attname) for one in kind.columns]
    found = kind.model._default_manager.order_by(kind.key_column.field.attname)  # noqa: SLF001
    for values in found.values_list(*(stored for _, stored in columns)).iterator(chunk_size=PIECE):
        yield {
            one.name: written(one, value) for (one, _), value in zip(columns, values, strict=True)
        }


def line(row: dict[str, Any]) -> bytes:
    """A record as one line."""
    return f"{dumped(row)}\n".encode()


def named(text: str) -> list[Organization]:
    """The organizations of that name, full name, code or id."""
    plain = Q(name=text) | Q(full_name=text) | Q(code=text)
    found = list(Organization.objects.filter(plain).order_by("id") if text else ())
    return found or [one for one in Organization.objects.order_by("id") if str(one.id) == text]


def of_others(organization: Organization) -> list[str]:
    """Organizations outside of it with people or activities of their own, by name.

    What stands above it, and bodies that only hold posts, are the frame it stands in.
    """
    below = Above.objects.filter(ancestor=organization).values("organization_id")
    outside = Organization.objects.exclude(id__in=below).annotate(
        members=Count("memberships", distinct=True), held=Count("hosted", distinct=True)
    )
    found = outside.filter(Q(members__gt=0) | Q(held__gt=0)).order_by("position", "id")
    return list(found.values_list("name", flat=True))


def holds() -> Sequence[str]:
    """What an installation already holds, by label; a first start that was begun is nothing."""
    return [kind.label for kind in open_format().kinds.values() if _counts(kind)]


def _counts(kind: Kind) -> bool:
    found = kind.model._default_manager.all()  # noqa: SLF001 - documented
    if kind.name == "journal":
        found = found.exclude(action=START_CODE, account=None)
    if kind.name == "journal_details":
        found = found.exclude(entry__action=START_CODE, entry__account=None)
    return found.exists()
