"""A year of one organization as its records tell it, as far as a reader may see them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mingdeng.access.policy import Target, Viewer, may, scope
from mingdeng.access.queries import memberships_between, organizations, terms
from mingdeng.activities.models import Activity, Host
from mingdeng.activities.queries import Wanted, activities
from mingdeng.assessments.models import Statement, Waiver
from mingdeng.assessments.outcomes import outcomes_of
from mingdeng.assessments.queries import statements, waivers
from mingdeng.engine.inputs import Clocks
from mingdeng.facts import organ as facts
from mingdeng.facts.outcome import Outcome
from mingdeng.roster.models import Membership, Organization, Post
from mingdeng.subjects.queries import Year, attendance_of_many

ORDER = {kind: place for place, kind in enumerate(Post.Kind.values)}


@dataclass(frozen=True)
class Sees:
    """Which kinds of records of the organization the reader may see."""

    people: bool
    posts: bool
    board: bool
    statements: bool
    waivers: bool


@dataclass(frozen=True)
class BranchYear:
    """Everything, in the order in which it is told."""

    organization: Organization
    year: int
    day: date
    sees: Sees
    parent: str
    posts: Sequence[Post]
    homes: Sequence[Membership]
    meetings: Sequence[Activity]
    attendance: Mapping[uuid.UUID, Year]
    judged: tuple[Outcome, facts.Organization] | None
    statements: Sequence[Statement]
    waivers: Sequence[Waiver]
    named: frozenset[uuid.UUID]

    @property
    def first(self) -> date:
        """The first day of the year."""
        return date(self.year, 1, 1)

    @property
    def members(self) -> list[Membership]:
        """Who belonged to it on the day."""
        return [one for one in self.homes if _holds(one, self.day)]

    @property
    def holders(self) -> list[Post]:
        """Who held a post on the day, the secretary first."""
        now = [one for one in self.posts if _holds(one, self.day)]
        return sorted(now, key=lambda one: ORDER[one.kind])

    def titles(self) -> dict[uuid.UUID, str]:
        """What everyone was on the day."""
        found: dict[uuid.UUID, list[str]] = {}
        for post in self.holders:
            found.setdefault(post.person_id, []).append(post.title)
        return {person: "、".join(some) for person, some in found.items()}

    def hosts_of(self, activity: Activity) -> list[Host]:
        """As what the organization hosted an activity: itself, or groups of it."""
        home = self.organization.id
        return [host for host in activity.hosts.all() if host.organization_id == home]


def day_of(year: int, as_of: date) -> date:
    """The day a year is told of: its last, or the day asked about within it."""
    return min(as_of, date(year, 12, 31))


def branch_year(viewer: Viewer, organization: Organization, year: int, as_of: date) -> BranchYear:
    """The year; the caller has seen to it that the reader sees the organization."""
    day, first = day_of(year, as_of), date(year, 1, 1)
    sees = _sees(viewer, organization)
    posts = list(terms(viewer, [organization.id]))
    homes = list(memberships_between(viewer, organization, first, day))
    meetings = _meetings(viewer, organization, first, day)
    hosts = [
        host
        for one in meetings
        for host in one.hosts.all()
        if host.organization_id == organization.id
    ]
    return BranchYear(
        organization=organization,
        year=year,
        day=day,
        sees=sees,
        parent=_parent(viewer, organization),
        posts=posts,
        homes=homes,
        meetings=meetings,
        attendance=attendance_of_many(hosts, homes, posts),
        judged=_judged(viewer, organization, day) if sees.board else None,
        statements=_statements(viewer, organization, year),
        waivers=_waivers(viewer, organization, first, day),
        named=scope(viewer, "read", "activity").organizations,
    )


def _sees(viewer: Viewer, organization: Organization) -> Sees:
    things = ("person", "post", "board", "statement", "waiver")
    target = Target(organization.id)
    return Sees(*(may(viewer, "read", thing, target) for thing in things))


def _holds(one: Membership | Post, day: date) -> bool:
    begun = one.since is None or one.since <= day
    return begun and (one.until is None or day < one.until)


def _parent(viewer: Viewer, organization: Organization) -> str:
    above = organizations(viewer).filter(children=organization).first()
    return above.full_name if above else ""


def _meetings(viewer: Viewer, organization: Organization, first: date, day: date) -> list[Activity]:
    """What was held, the earliest first, with everything that was said of it."""
    found = activities(viewer, Wanted(organization.id, first=first, last=day))
    full = found.prefetch_related("hosts__absences", "agenda", "guests", "attachments")
    # An unknown hour comes first on both databases.
    return sorted(full, key=lambda one: (one.held_on, str(one.start or ""), one.recorded_at))


def _judged(
    viewer: Viewer, organization: Organization, day: date
) -> tuple[Outcome, facts.Organization] | None:
    for outcome in outcomes_of(viewer, [organization.id], Clocks(day)):
        for one in outcome.organ.organizations:
            if one.id == str(organization.id):
                return outcome, one
    return None


def _statements(viewer: Viewer, organization: Organization, year: int) -> list[Statement]:
    found = statements(viewer).filter(organization=organization, period__startswith=str(year))
    return list(found.order_by("period", "rule", "id"))


def _waivers(viewer: Viewer, organization: Organization, first: date, day: date) -> list[Waiver]:
    """Those approved that held on a day of the year, not those of single members."""
    found = waivers(viewer).filter(organization=organization, state=Waiver.State.APPROVED)
    held = found.filter(person=None, first__lte=day, last__gt=first - timedelta(days=1))
    return list(held.order_by("first", "rule", "id"))
