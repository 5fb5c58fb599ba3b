"""Finding, within what the viewer may see: rights are asked now, never when indexing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Case, Model, OuterRef, Q, QuerySet, Subquery, Value, When

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.access.queries import organizations, people
from mingdeng.activities.models import Activity, Host
from mingdeng.activities.queries import Wanted, activities
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import entries_of_all
from mingdeng.roster.models import FormerName, Membership, Organization, Person
from mingdeng.rulebook.registers import Register
from mingdeng.search.folding import PAIR, telling

EARLIEST = date(1900, 1, 1)
# A database joins only so many tables; the text decides anyway.
MOST_JOINED = 8
M = TypeVar("M", bound=Model)


def found_activities(viewer: Viewer, terms: Sequence[str], until: date) -> QuerySet[Activity]:
    """What took place until a day and says every word, the latest first."""
    seen = activities(viewer, Wanted(first=EARLIEST, last=until)).prefetch_related(None)
    hosts = Host.objects.filter(
        within(scope(viewer, "read", "activity"), "organization_id"), activity=OuterRef("pk")
    )
    named = seen.annotate(host=Subquery(hosts.order_by("id").values("organization__name")[:1]))
    return _saying(named, terms).prefetch_related("agenda")


def found_people(viewer: Viewer, terms: Sequence[str]) -> QuerySet[Person]:
    """People whose name has every word in it, or is typed so."""
    homes = Membership.objects.filter(until=None, person=OuterRef("pk"))
    named = people(viewer).annotate(home=Subquery(homes.values("branch__name")[:1]))
    return _saying(named, terms).order_by("name", "id")


def found_organizations(viewer: Viewer, terms: Sequence[str]) -> QuerySet[Organization]:
    """Organizations that are or were called so, or are typed so."""
    names = FormerName.objects.filter(organization=OuterRef("pk")).order_by("-until", "-id")
    named = organizations(viewer).annotate(former=Subquery(names.values("name")[:1]))
    return _saying(named, terms)


def found_entries(
    viewer: Viewer, registers: Iterable[Register], terms: Sequence[str]
) -> QuerySet[Entry]:
    """Entries of the viewer's registers that say every word, the latest first.

    `label` is what the register of each is called.
    """
    known = list(registers)
    labels = [When(register=one.id, then=Value(one.label)) for one in known]
    named = entries_of_all(viewer, known).annotate(label=Case(*labels, default=Value("")))
    return _saying(named, terms).select_related("organization")


def too_short(terms: Sequence[str]) -> bool:
    """Whether a word is a single character: names are found by it, records are not."""
    return any(len(term) < PAIR for term in terms)


def _saying(found: QuerySet[M], terms: Sequence[str]) -> QuerySet[M]:
    """Narrow to what says every word: a few pairs find candidates, the text decides."""
    most = max(MOST_JOINED // max(len(terms), 1), 1)
    for term in terms:
        says = Q(indexed__text__contains=term)
        if term.isascii():
            says |= Q(indexed__spelled__contains=f"\n{term}")
        found = found.filter(says)
        for pair in telling(term, most):
            found = found.filter(indexed__tokens__pair=pair)
    return found if terms else found.none()
