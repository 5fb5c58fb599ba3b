"""What was asked, as far as a viewer may see it: by organization, month and form."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.burden.estimating import table
from mingdeng.burden.models import Complaint, Demand, Tally
from mingdeng.burden.registry import registry
from mingdeng.burden.reminding import reminders
from mingdeng.roster.models import Above, Organization, Post

# Of fewer complaints nothing is told but how many there are.
FEW = 5


@dataclass(slots=True)
class Load:
    """What was asked of one organization, or of all, in some months."""

    times: int = 0
    typed: int = 0
    kept: int = 0
    files: int = 0
    reminders: int = 0
    forms: dict[str, int] = field(default_factory=dict)

    @property
    def minutes(self) -> Decimal:
        """The estimate: how often, times the published table."""
        return table().minutes(self.forms.items(), self.files, self.reminders)

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
    places = scope(viewer, "read", "burden").organizations
    for (place, _), number in reminders(viewer, places, first, last).items():
        found.setdefault(place, Load()).reminders += number
    return found


def loads_by_month(
    viewer: Viewer, organization: uuid.UUID, first: str, last: str
) -> Mapping[str, Load]:
    """The loads of one organization, by month."""
    found: dict[str, Load] = {}
    for month, form, *numbers in _summed(viewer, first, last, "month", organization):
        found.setdefault(month, Load()).add(form, *numbers)
    for (_, month), number in reminders(viewer, [organization], first, last).items():
        found.setdefault(month, Load()).reminders += number
    return found


def loads_by_form(
    viewer: Viewer, organization: uuid.UUID, first: str, last: str
) -> Mapping[str, Load]:
    """The loads of one organization by form, in the order of the registry."""
    found: dict[str, Load] = {}
    for _, form, *numbers in _summed(viewer, first, last, "organization_id", organization):
        found.setdefault(form, Load()).add(form, *numbers)
    known = [form for form in registry().forms if form in found]
    return {form: found[form] for form in dict.fromkeys((*known, *found))}


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


def demands(viewer: Viewer, action: str = "read") -> QuerySet[Demand]:
    """The requests from above to which the viewer may do something, the latest first."""
    seen = within(scope(viewer, action, "demand"), "organization_id")
    return Demand.objects.filter(seen).select_related("organization")


def complaints(viewer: Viewer, today: date) -> QuerySet[Complaint]:
    """The viewer's own complaints, and those they answer: at their office, or below it where
    the answer is overdue or an appeal was made. Nobody with a post in what a complaint is about
    sees it."""
    offices = scope(viewer, "read", "complaint").organizations
    late = Q(due__lt=today) & (Q(outcome="") | Q(answered_on__gt=F("due")))
    theirs = Q(office_id__in=offices) | Q(above_id__in=offices) & (late | ~Q(appeal=""))
    concerned = Post.objects.filter(id__in=viewer.posts).order_by().values("organization_id")
    found = Complaint.objects.filter(theirs).exclude(about_id__in=concerned)
    own = Q(account=viewer.account, account__isnull=False)
    return Complaint.objects.filter(Q(id__in=found.values("id")) | own).select_related(
        "about", "office", "above"
    )


def answerable(viewer: Viewer, today: date) -> QuerySet[Complaint]:
    """The complaints the viewer may answer: not their own, and not answered yet."""
    if not scope(viewer, "answer", "complaint").organizations:
        return Complaint.objects.none()
    others = ~Q(account=viewer.account) | Q(account=None)
    return complaints(viewer, today).filter(others, outcome="")


def to_decide(viewer: Viewer, today: date) -> QuerySet[Complaint]:
    """The appeals the viewer may answer: in the office above, as who did not answer before."""
    offices = scope(viewer, "answer", "complaint").organizations
    if not offices:
        return Complaint.objects.none()
    open_appeals = complaints(viewer, today).filter(above_id__in=offices, final_outcome="")
    mine = Q(account=viewer.account, account__isnull=False) | Q(answered_by=viewer.account)
    return open_appeals.exclude(appeal="").exclude(mine)


def complaint_by_receipt(digest: str) -> Complaint | None:
    """The complaint of a receipt: whoever holds it may see it."""
    found = Complaint.objects.filter(receipt=digest)
    return found.select_related("about", "office", "above").first()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many complaints a year brought, and how they stand; by kind only where many."""

    received: int
    answered: int
    late: int
    kinds: tuple[tuple[str, int], ...]


def complaints_counted(viewer: Viewer, year: int, today: date) -> Counted:
    """The complaints of a year answered at or above the viewer's part of the tree."""
    places = scope(viewer, "read", "burden").organizations
    above = Above.objects.filter(organization_id__in=places).values("ancestor_id")
    found = Complaint.objects.filter(office_id__in=above, received_on__year=year)
    rows = list(found.order_by().values_list("kind", "outcome", "due"))
    kinds: dict[str, int] = {}
    for kind, _, _ in rows:
        kinds[kind] = kinds.get(kind, 0) + 1
    labels = Complaint.Kind.choices if len(rows) >= FEW else ()
    return Counted(
        received=len(rows),
        answered=sum(1 for _, outcome, _ in rows if outcome),
        late=sum(1 for _, outcome, due in rows if not outcome and due and due < today),
        kinds=tuple((label, kinds[kind]) for kind, label in labels if kind in kinds),
    )


def places_to_complain_of(viewer: Viewer) -> list[Organization]:
    """Where the viewer stands and all above, the nearest first: whoever can ask something of
    them. The topmost are left out: nobody above them would answer."""
    homes = [one.organization for one in viewer.standings if one.organization is not None]
    above = Above.objects.filter(organization_id__in=homes).order_by("distance", "ancestor_id")
    found: dict[uuid.UUID, Organization] = {}
    for one in above.select_related("ancestor"):
        if one.ancestor.parent_id is not None and one.ancestor.dissolved is None:
            found.setdefault(one.ancestor_id, one.ancestor)
    return list(found.values())
