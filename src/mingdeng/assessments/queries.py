"""Which packs hold, and what was said to verdicts, as far as the viewer may see it."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.assessments.models import Folded, Objection, Statement, Waiver
from mingdeng.engine.verdicts import OVERDUE
from mingdeng.facts.evidence import group_id
from mingdeng.journal.models import Entry
from mingdeng.roster.models import Above, Group, Organization, Person

BRANCH = "branch"
FOLDED = ("organization_id", "key", "body")


class Item(NamedTuple):
    """A duty, named: shown under which organization, by which rule, in which period."""

    organization: str
    rule: str
    period: str


def in_view_of(ids: Iterable[uuid.UUID]) -> list[uuid.UUID]:
    """Everything under those of the organizations that are no branches."""
    above_branches = Organization.objects.filter(id__in=list(ids)).exclude(kind=BRANCH)
    below = Above.objects.filter(ancestor__in=above_branches.values("id"))
    return list(below.values_list("organization_id", flat=True))


def every_board(day: date) -> list[uuid.UUID]:
    """Every organization that exists on a day, for work that is done ahead for all of them."""
    there = Organization.objects.filter(Q(dissolved=None) | Q(dissolved__gt=day))
    return list(there.values_list("id", flat=True))


def versions_of(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The number of the last act on each organization or on anything under it."""
    acts = Entry.objects.filter(organization=OuterRef("organization_id"))
    latest = Subquery(acts.order_by("-number").values("number")[:1])
    below = Above.objects.filter(ancestor_id__in=list(ids)).annotate(latest=latest)
    versions: dict[uuid.UUID, int] = {}
    for one, number in below.values_list("ancestor_id", "latest"):
        versions[one] = max(versions.get(one, 0), number or 0)
    return versions


def stored_folds(ids: Iterable[uuid.UUID], fold: str) -> dict[uuid.UUID, tuple[str, Any]]:
    """What is stored of a fold for some organizations: the key it was made from, and the body."""
    found = Folded.objects.filter(organization_id__in=list(ids), fold=fold)
    return {one: (key, body) for one, key, body in found.values_list(*FOLDED)}


def waivers(viewer: Viewer) -> QuerySet[Waiver]:
    """The waivers the viewer may see, the latest first."""
    seen = within(scope(viewer, "read", "waiver"), "organization_id", "person_id")
    return Waiver.objects.filter(seen).select_related("organization", "group", "person")


def statements(viewer: Viewer) -> QuerySet[Statement]:
    """The statements in force the viewer may see."""
    seen = within(scope(viewer, "read", "statement"), "organization_id")
    return Statement.objects.filter(seen, withdrawn_at=None).select_related("organization")


def objections(viewer: Viewer) -> QuerySet[Objection]:
    """The objections the viewer may see: those of the own, and those that are to be answered."""
    seen = within(scope(viewer, "read", "objection"), "organization_id", "person_id")
    return Objection.objects.filter(seen).select_related("organization", "person")


def objections_of(person: Person) -> QuerySet[Objection]:
    """What someone objected to, the earliest first; the caller has seen to it who may know."""
    return Objection.objects.filter(person=person)


def waivers_of(person: Person) -> QuerySet[Waiver]:
    """What was asked for and approved for someone alone, the latest first; likewise."""
    return Waiver.objects.filter(person=person)


def stated(ids: Iterable[uuid.UUID]) -> frozenset[Item]:
    """The duties of some organizations to which a statement stands."""
    found = Statement.objects.filter(organization_id__in=list(ids), withdrawn_at=None)
    rows = found.values_list("organization_id", "rule", "period")
    return frozenset(Item(str(home), rule, period) for home, rule, period in rows)


def group_of(organization: uuid.UUID, bearer: str) -> uuid.UUID | None:
    """The group of an organization the engine calls so."""
    for group in Group.objects.filter(branch_id=organization):
        if group_id(str(organization), group.number or group.name) == bearer:
            return group.id
    return None


def is_settled(item: Item, state: str, *, mendable: bool, said: frozenset[Item]) -> bool:
    """Whether a missed duty wants nobody any more: it is over, and someone said why.

    What can still be done stays on 今天 whatever was said.
    """
    return state == OVERDUE and not mendable and item in said
