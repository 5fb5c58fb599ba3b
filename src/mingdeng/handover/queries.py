"""The handovers a viewer may see, and between whom a post can change hands."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.handover.models import Handover
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import Person, Post

# How long after its end a post is still proposed to be handed over.
AFTERWARDS = timedelta(days=180)


def handovers(viewer: Viewer, action: str = "read") -> QuerySet[Handover]:
    """The handovers the viewer may see: as one of the two, or as the office above."""
    found = scope(viewer, action, "handover")
    seen = within(found, "organization_id", "predecessor_id")
    seen |= within(found, "organization_id", "successor_id")
    names = ("post", "organization", "predecessor", "successor", "witness", "refused_by")
    return Handover.objects.filter(seen).select_related(*names)


def posts_to_hand_over(viewer: Viewer) -> QuerySet[Post]:
    """The posts for which the viewer may begin a handover: the own, those of organizations."""
    seen = within(scope(viewer, "create", "handover"), "organization_id", "person_id")
    return Post.objects.filter(seen).select_related("person", "organization")


def waiting_posts(viewer: Viewer, day: date) -> QuerySet[Post]:
    """Those held by the viewer, and those that ended of late; none with a handover in hand."""
    begun = Handover.objects.filter(post=OuterRef("pk")).exclude(state=Handover.State.REFUSED)
    ended = Q(until__lte=day, until__gte=day - AFTERWARDS)
    own = Q(person_id=viewer.person) & (in_force(day) | ended)
    found = posts_to_hand_over(viewer).filter(own | ended)
    return found.filter(~Exists(begun)).order_by("organization__position", "id")


def successors(post: Post, day: date) -> Sequence[Person]:
    """Who may take a post over: those of the organization and those with a post in it."""
    members = Q(memberships__in=post.organization.memberships.filter(in_force(day)))
    holders = Q(posts__in=post.organization.posts.filter(in_force(day)))
    found = Person.objects.filter(members | holders).exclude(id=post.person_id)
    return list(found.distinct().order_by("initials", "name", "id"))


def handovers_of(person: Person) -> QuerySet[Handover]:
    """All in which someone has a part; the caller has seen to it who may know."""
    part = Q(predecessor=person) | Q(successor=person) | Q(witness=person) | Q(refused_by=person)
    return Handover.objects.filter(part).select_related("post", "organization")
