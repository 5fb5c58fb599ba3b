"""Counting what a form asked: in the transaction of what it did, once, about nobody.

A tally has no journal entry of its own: the act has one, and a second beside it would tie a
number of typed fields to a person and a minute.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F

from mingdeng.burden.models import Tally
from mingdeng.burden.registry import registry


@dataclass(frozen=True, slots=True)
class Effort:
    """What one sending of a form took: values typed or changed, kept as filled in, files."""

    typed: int = 0
    kept: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """Which form was sent, for which organization, on which day, with what effort.

    `organization` is None for who acts for none, as administrators do; that is not counted.
    """

    form: str
    organization: uuid.UUID | None
    day: date
    effort: Effort = Effort()


@contextmanager
def counting(work: Work) -> Iterator[None]:
    """Count a form with what is done in the block: both stand, or neither does."""
    with transaction.atomic():
        yield
        count(work)


@transaction.atomic
def count(work: Work) -> None:
    """Add one sending of a form.

    One the registry does not know counts too: what it asks is asked, and nobody's saving fails
    for a line missing in a file. A test finds the line missing.
    """
    form = registry().forms.get(work.form)
    if work.organization is None or (form is not None and not form.counted):
        return
    month = f"{work.day:%Y-%m}"
    effort = work.effort
    row, _ = Tally.objects.get_or_create(
        organization_id=work.organization, month=month, form=work.form
    )
    Tally.objects.filter(id=row.id).update(
        times=F("times") + 1,
        typed=F("typed") + effort.typed,
        kept=F("kept") + effort.kept,
        files=F("files") + effort.files,
    )
