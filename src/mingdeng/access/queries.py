"""What the roster holds, as far as a viewer may see it: every list starts from the policy."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet, Value

from mingdeng.access.policy import MEMBER, Viewer, scope, within
from mingdeng.access.table import ALL, SELF, grants
from mingdeng.accounts.models import User
from mingdeng.journal.models import Entry
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import (
    Above,
    Delegation,
    Group,
    Membership,
    Organization,
    PackAdoption,
    Person,
    Post,
)
from mingdeng.roster.services import LOOK

# The two databases disagree on where an unknown day stands unless they are told.
LATEST = F("since").desc(nulls_last=True)
# The pack that always holds.
NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a record's history: when, by whom, what."""

    at: datetime
    action: str
    who: str
    object_kind: str
    body: Mapping[str, Any] = field(default_factory=dict)


def reaches(viewer: Viewer, action: str, thing: str) -> bool:
    """Whether the viewer may do something to anything of a kind at all."""
    reached = ((one, grants().reach(one.role, action, thing)) for one in viewer.standings)
    return any(
        reach is not None and (reach in {ALL, SELF} or one.organization is not None)
        for one, reach in reached
    )


def above_member(viewer: Viewer) -> bool:
    """Whether the viewer may do more than any member: such an account needs a second factor."""
    return any(one.role != MEMBER for one in viewer.standings)


def role_labels(viewer: Viewer, post: uuid.UUID | None = None) -> list[str]:
    """The roles held, as the table of grants calls them; that of one post only, where named."""
    roles = dict.fromkeys(one.role for one in viewer.standings if post in {None, one.post})
    return [grants().roles[role].label for role in roles]


def organizations(
    viewer: Viewer, action: str = "read", thing: str = "organization"
) -> QuerySet[Organization]:
    """The organizations to which the viewer may do something."""
    return Organization.objects.filter(within(scope(viewer, action, thing), "id"))


class Named(NamedTuple):
    """A group or an organization by name, as a form offers it."""

    id: uuid.UUID
    name: str


def groups_and_others(
    viewer: Viewer, organization: Organization, kinds: Iterable[str], action: str
) -> tuple[list[Named], list[Named]]:
    """The groups of an organization, and the other organizations of some kinds for which the
    viewer may do something to activities; both in one question."""
    columns = ("id", "name")
    groups = organization.groups.filter(dissolved=None).order_by()
    others = organizations(viewer, action, "activity").filter(dissolved=None, kind__in=kinds)
    others = others.exclude(id=organization.id).order_by()
    rows = groups.values_list(*columns, F("number"), Value(0)).union(
        others.values_list(*columns, F("position"), Value(1)), all=True
    )
    ordered = sorted(rows, key=lambda row: (row[3], row[2] is None, row[2], str(row[0])))
    found: tuple[list[Named], list[Named]] = ([], [])
    for number, name, _, which in ordered:
        found[which].append(Named(number, name))
    return found


def below(organization: uuid.UUID) -> list[uuid.UUID]:
    """The ids of an organization and of all under it."""
    found = Above.objects.filter(ancestor_id=organization)
    return list(found.values_list("organization_id", flat=True))


def packs_above(viewer: Viewer, organization: Organization) -> QuerySet[PackAdoption]:
    """The packs adopted by an organization the viewer sees, or by any above it."""
    seen = organizations(viewer).filter(id=organization.id)
    above = Above.objects.filter(organization__in=seen).values("ancestor_id")
    found = PackAdoption.objects.filter(organization_id__in=above)
    return found.select_related("organization").order_by(LATEST, "-id")


def packs_of(ids: Iterable[uuid.UUID], day: date) -> dict[uuid.UUID, tuple[str, ...]]:
    """The packs in force for each organization: adopted by it or by any above it."""
    under = "organization__below__organization_id"
    found: dict[uuid.UUID, set[str]] = {one: set() for one in ids}
    adopted = PackAdoption.objects.filter(in_force(day), **{f"{under}__in": list(found)})
    for organization, pack in adopted.values_list(under, "pack"):
        found[organization].add(pack)
    return {one: (NATIONAL, *sorted(names - {NATIONAL})) for one, names in found.items()}


def packs_in_reach(viewer: Viewer) -> tuple[str, ...]:
    """The packs in force anywhere the viewer stands: adopted there, above or below."""
    homes = list(viewer.under)
    near = Q(organization__above__ancestor_id__in=homes)
    near |= Q(organization__below__organization_id__in=homes)
    found = PackAdoption.objects.filter(in_force(viewer.day), near)
    names = set(found.values_list("pack", flat=True))
    return (NATIONAL, *sorted(names - {NATIONAL}))


def members(viewer: Viewer, organization: Organization, day: date) -> QuerySet[Membership]:
    """Who belongs to an organization on a day, in the roster's order."""
    seen = within(scope(viewer, "read", "person"), "branch_id", "person_id")
    found = Membership.objects.filter(seen, in_force(day), branch=organization)
    return found.select_related("person", "group")


def all_members(viewer: Viewer, day: date) -> QuerySet[Membership]:
    """Everyone the viewer may see on a day, in the roster's order."""
    seen = within(scope(viewer, "read", "person"), "branch_id", "person_id")
    found = Membership.objects.filter(seen, in_force(day))
    return found.select_related("person", "group", "branch")


def roll(viewer: Viewer, organization: Organization, day: date) -> QuerySet[Membership]:
    """The roll of an organization the viewer records meetings for."""
    seen = within(scope(viewer, "create", "activity"), "branch_id")
    found = Membership.objects.filter(seen, in_force(day), branch=organization)
    return found.select_related("person", "group")


def roll_of_many(
    viewer: Viewer, organizations: list[uuid.UUID], day: date
) -> dict[uuid.UUID, dict[str, list[uuid.UUID]]]:
    """The people of some organizations the viewer records meetings for, by name."""
    seen = within(scope(viewer, "create", "activity"), "branch_id")
    found = Membership.objects.filter(seen, in_force(day), branch_id__in=organizations)
    rolls: dict[uuid.UUID, dict[str, list[uuid.UUID]]] = {one: {} for one in organizations}
    for branch, name, person in found.values_list("branch_id", "person__name", "person_id"):
        rolls[branch].setdefault(name, []).append(person)
    return rolls


def posts(viewer: Viewer, organization: Organization, day: date) -> QuerySet[Post]:
    """Who holds which post in an organization on a day; who inspects stands apart."""
    seen = within(scope(viewer, "read", "post"), "organization_id")
    found = Post.objects.filter(seen, in_force(day), organization=organization)
    found = found.exclude(kind=Post.Kind.INSPECTOR)
    return found.select_related("person", "group")


def memberships_between(
    viewer: Viewer, organization: Organization, first: date, last: date
) -> QuerySet[Membership]:
    """Who belonged to an organization on any day between two, in the roster's order."""
    seen = within(scope(viewer, "read", "person"), "branch_id", "person_id")
    begun = Q(since=None) | Q(since__lte=last)
    not_ended = Q(until=None) | Q(until__gt=first)
    found = Membership.objects.filter(seen, begun, not_ended, branch=organization)
    return found.select_related("person", "group")


def terms(viewer: Viewer, organizations: Iterable[uuid.UUID]) -> QuerySet[Post]:
    """All posts ever held in some organizations, as far as the viewer sees them."""
    seen = within(scope(viewer, "read", "post"), "organization_id")
    found = Post.objects.filter(seen, organization_id__in=list(organizations))
    found = found.exclude(kind=Post.Kind.INSPECTOR)
    return found.select_related("person", "organization", "group")


def inspections(viewer: Viewer) -> QuerySet[Post]:
    """The inspections of what the viewer may know about, opened there or above; latest first."""
    seen = scope(viewer, "read", "inspection").organizations
    over = Above.objects.filter(organization_id__in=seen).values("ancestor_id")
    found = Post.objects.filter(kind=Post.Kind.INSPECTOR, organization_id__in=over)
    return found.select_related("person", "organization").order_by("-until", "id")


def looks_of(post: Post, limit: int = 500) -> list[tuple[datetime, uuid.UUID]]:
    """When an inspector looked at what, the latest first; `post` comes from `inspections`."""
    found = Entry.objects.filter(post=post.id, action=LOOK).order_by("-number")
    rows = found.values_list("at", "object_id")[:limit]
    return [(at, about) for at, about in rows if about is not None]


def posts_to(viewer: Viewer, action: str) -> QuerySet[Post]:
    """All posts to which the viewer may do something."""
    seen = within(scope(viewer, action, "post"), "organization_id")
    return Post.objects.filter(seen).select_related("person", "organization", "group")


def lent_posts(viewer: Viewer, organization: Organization, day: date) -> QuerySet[Delegation]:
    """The posts of an organization that are lent now or later."""
    seen = within(scope(viewer, "read", "post"), "post__organization_id")
    found = Delegation.objects.filter(seen, post__organization=organization, revoked_at=None)
    return found.filter(until__gte=day).select_related("post", "deputy").order_by("since", "id")


def lent_to(viewer: Viewer, action: str) -> QuerySet[Delegation]:
    """The delegations of posts to which the viewer may do something."""
    seen = within(scope(viewer, action, "post"), "post__organization_id")
    return Delegation.objects.filter(seen, revoked_at=None).select_related("post", "deputy")


def groups_of(viewer: Viewer, action: str) -> QuerySet[Group]:
    """The groups in force of the organizations to which the viewer may do something."""
    seen = within(scope(viewer, action, "organization"), "branch_id")
    return Group.objects.filter(seen, dissolved=None).select_related("branch")


def named(viewer: Viewer, name: str) -> list[tuple[Person, str]]:
    """The people of that name the viewer may see, each with the branch they belong to."""
    found = people(viewer).filter(name=name).prefetch_related("memberships__branch")
    return [
        (one, next((m.branch.name for m in one.memberships.all() if m.until is None), ""))
        for one in found[:50]
    ]


def people(viewer: Viewer) -> QuerySet[Person]:
    """The people of whom the viewer may see more than the name."""
    found = scope(viewer, "read", "person")
    homes = Membership.objects.filter(within(found, "branch_id"), until=None)
    seen = Q(id__in=homes.values("person_id"))
    if found.everything:
        return Person.objects.all()
    return Person.objects.filter(seen | Q(id=found.person))


def memberships_of(person: Person) -> QuerySet[Membership]:
    """All branches someone belonged to, the latest first; `person` comes from `people`."""
    return person.memberships.select_related("branch", "group").order_by(LATEST, "-id")


def posts_held(viewer: Viewer) -> QuerySet[Post]:
    """The posts the viewer may act in: their own, and those lent to them."""
    return Post.objects.filter(id__in=viewer.posts).select_related("organization", "person")


def posts_of(person: Person) -> QuerySet[Post]:
    """All posts someone held; `person` comes from `people`."""
    return person.posts.select_related("organization").order_by(LATEST, "kind")


def history(viewer: Viewer, ids: list[uuid.UUID], limit: int = 50) -> list[Act]:
    """Who changed or opened these records of the viewer's own; the latest first."""
    if viewer.person is None or not reaches(viewer, "history", "person"):
        return []
    return acts_on(ids, limit)


def acts_on(ids: list[uuid.UUID], limit: int | None = 50) -> list[Act]:
    """The acts on some records, the latest first; the caller has seen to it that they are seen."""
    found = Entry.objects.filter(object_id__in=ids).select_related("detail")
    entries = list(found.order_by("-number")[:limit])
    accounts = {entry.account for entry in entries if entry.account}
    users = User.objects.filter(id__in=accounts).select_related("person")
    names = {user.id: _name(user) for user in users}
    return [
        Act(
            entry.at,
            entry.action,
            names.get(entry.account, "系统") if entry.account else "系统",
            entry.object_kind,
            _body(entry),
        )
        for entry in entries
    ]


def _body(entry: Entry) -> Mapping[str, Any]:
    """What an act said in full; nothing any more where that was purged."""
    detail = getattr(entry, "detail", None)
    return detail.body or {} if detail is not None and detail.purged_at is None else {}


def names_of(accounts: Iterable[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """Who stands behind accounts, as pages name them; the caller shows only what is seen."""
    wanted = {one for one in accounts if one is not None}
    users = User.objects.filter(id__in=wanted).select_related("person")
    return {None: "系统", **{user.id: _name(user) for user in users}}


def _name(user: User) -> str:
    person = getattr(user, "person", None)
    return person.name if person else user.get_kind_display()


def namesakes(names: Iterable[str], day: date) -> list[tuple[uuid.UUID, str, str]]:
    """Who has some names on a day, anywhere: person, name, branch's name."""
    found = Membership.objects.filter(in_force(day), person__name__in=list(names)).order_by("id")
    return list(found.values_list("person_id", "person__name", "branch__name"))


def roll_of_organ(
    organization: uuid.UUID, names: Iterable[str], day: date
) -> list[tuple[uuid.UUID, str, uuid.UUID, str]]:
    """Who of some names belongs on a day to the organ an organization is part of.

    Person, name, branch, branch's name. The organ reaches up to below the work committee.
    """
    above = Above.objects.filter(organization_id=organization)
    tops = above.exclude(ancestor__kind="work_committee").order_by("-distance")
    top = tops.values_list("ancestor_id", flat=True).first() or organization
    here = Above.objects.filter(ancestor_id=top).values("organization_id")
    found = Membership.objects.filter(in_force(day), branch_id__in=here, person__name__in=names)
    columns = ("person_id", "person__name", "branch_id", "branch__name")
    return list(found.order_by("position", "id").values_list(*columns))
