"""How many reminders went out: asked of `notify`, which stands one floor below."""

import uuid
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from mingdeng.access.policy import Viewer
from mingdeng.notify.queries import DEFAULT, budgets, sent_counts


def reminders(
    viewer: Viewer, organizations: Iterable[uuid.UUID], first: str, last: str
) -> Mapping[tuple[uuid.UUID, str], int]:
    """The reminders by organization and month (2026-11): to its people and its group chat."""
    year, month = _parts(last)
    until = date(year, month, monthrange(year, month)[1])
    counted = sent_counts(viewer, organizations, date(*_parts(first), 1), until)
    return {key: sent.people + sent.group for key, sent in counted.items()}


def budget_of(organization: uuid.UUID) -> int:
    """How many times a week someone of an organization is reminded at most."""
    return budgets([organization]).get(organization, DEFAULT.budget)


def _parts(month: str) -> tuple[int, int]:
    year, _, number = month.partition("-")
    return int(year), int(number)
