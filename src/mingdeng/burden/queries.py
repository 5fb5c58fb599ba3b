"""What was asked, as far as a viewer may see it: by organization, month and form."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.burden.estimating import table
from mingdeng.burden.models import Tally
from mingdeng.burden.registry import registry
from mingdeng.burden.reminding import reminders


@dataclass(slots=True)
class Load:
    """What was asked of one organization, or of all, in some months."""

    times: int = 0
    typed: int = 0
    kept: int = 0
    files: int = 0
    reminders: int | None = None
    forms: dict[str, int] = field(default_factory=dict)

    @property
    def minutes(self) -> Decimal:
        """The estimate: how often, times the published table."""
        return table().minutes(self.forms.items(), self.files, self.reminders or 0)

    def add(self, form: str, times: int, typed: int, kept: int, files: int) -> None:
        """Add what one form was sent."""
        self.times, self.typed = self.times + times, self.typed + typed
        self.kept, self.files = self.kept + kept, self.files + files
        self.forms[form] = self.forms.get(form, 0) + times


def loads_by_place(viewer: Viewer, first: str, last: str) -> Mapping[uuid.UUID, Load]:
    """The loads of the organizations the viewer may see, from one month to another."""
    found: dict[uuid.UUID, Load] = {}
    for place, form, *numbers in _summed(viewer, first, last, "organization_id"):
        found.setdefault(place, Load()).add(form, *numbers)
    _with_reminders(found, viewer, (first, last))
    return found


def loads_by_month(
    viewer: Viewer, organization: uuid.UUID, first: str, last: str
) -> Mapping[str, Load]:
    """The loads of one organization, by month."""
    found: dict[str, Load] = {}
    for month, form, *numbers in _summed(viewer, first, last, "month", organization):
        found.setdefault(month, Load()).add(form, *numbers)
    counted = reminders([organization], first, last)
    for (_, month), number in (counted or {}).items():
        found.setdefault(month, Load())
        found[month].reminders = number
    if counted is not None:
        for load in found.values():
            load.reminders = load.reminders or 0
    return found


def loads_by_form(
    viewer: Viewer, organization: uuid.UUID, first: str, last: str
) -> Mapping[str, Load]:
    """The loads of one organization by form, in the order of the registry."""
    found: dict[str, Load] = {}
    for _, form, *numbers in _summed(viewer, first, last, "organization_id", organization):
        found.setdefault(form, Load()).add(form, *numbers)
    return {form: found[form] for form in registry().forms if form in found}


def _summed(
    viewer: Viewer, first: str, last: str, by: str, organization: uuid.UUID | None = None
) -> Iterable[tuple[Any, ...]]:
    """(what it is summed by, form, times, typed, kept, files)."""
    seen: QuerySet[Tally] = Tally.objects.filter(
        within(scope(viewer, "read", "burden"), "organization_id"), month__range=(first, last)
    )
    if organization is not None:
        seen = seen.filter(organization_id=organization)
    names = ("times", "typed", "kept", "files")
    grouped = seen.order_by().values_list(by, "form")
    return grouped.annotate(**{f"all_{name}": Sum(name) for name in names})


def _with_reminders(found: dict[uuid.UUID, Load], viewer: Viewer, months: tuple[str, str]) -> None:
    places = scope(viewer, "read", "burden").organizations
    counted = reminders(places, *months)
    if counted is None:
        return
    for (place, _), number in counted.items():
        load = found.setdefault(place, Load())
        load.reminders = (load.reminders or 0) + number
    for load in found.values():
        load.reminders = load.reminders or 0
