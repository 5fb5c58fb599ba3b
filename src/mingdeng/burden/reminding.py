"""How many reminders went out: asked of `notify`, which stands one floor below."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from mingdeng.daycount import Cycle, period_of
from mingdeng.notify.queries import counts_in


def reminders(
    organizations: Iterable[uuid.UUID], first: str, last: str
) -> Mapping[tuple[uuid.UUID, str], int] | None:
    """The reminders by organization and month (2026-11), of people and of the group chat."""
    begins = date.fromisoformat(f"{first}-01")
    ends = period_of(date.fromisoformat(f"{last}-01"), Cycle("month")).end
    found = counts_in(organizations, begins, ends)
    return {key: sent.people + sent.group for key, sent in found.items()}
