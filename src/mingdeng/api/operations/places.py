"""组织和名册, read."""

import uuid
from datetime import date
from functools import partial

from django.db.models import Q
from django.http import Http404, HttpRequest
from ninja import Query, Router

from mingdeng.access.policy import Target, hidden_fields, scope
from mingdeng.access.queries import (
    lent_posts,
    members,
    memberships_of,
    organizations,
    people,
    posts,
    posts_of,
)
from mingdeng.access.table import grants
from mingdeng.accounts.services import SENSITIVE
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.door import Needs, operation
from mingdeng.api.paging import listed
from mingdeng.api.shapes.places import (
    DayAsked,
    ListAsked,
    MemberTold,
    PersonTold,
    PlaceLine,
    PlaceTold,
    member_told,
    person_told,
    place_line,
    place_told,
)
from mingdeng.api.shapes.types import Listed
from mingdeng.roster.models import Organization, Person
from mingdeng.subjects.services import note_reading

router = Router(tags=["组织"])
PLACE, PERSON = Needs("read", "organization"), Needs("read", "person")


@operation(router, "GET /organizations", "看得到的组织，按排列", Listed[PlaceLine], PLACE)
def list_organizations(request: HttpRequest, asked: Query[ListAsked]) -> Listed[PlaceLine]:
    """The organizations of a day."""
    caller = caller_of(request)
    day = asked.as_of or caller.today
    there = organizations(caller.viewer).filter(Q(dissolved=None) | Q(dissolved__gt=day))
    show = partial(place_line, seen=scope(caller.viewer, *PLACE.right).organizations)
    return listed(request, there.order_by("position", "id"), asked, Listed[PlaceLine], show)


@operation(
    router,
    "GET /organizations/{uuid:organization_id}",
    "一个组织，党小组和任职",
    PlaceTold,
    PLACE,
)
def read_organization(
    request: HttpRequest, organization_id: uuid.UUID, asked: Query[DayAsked]
) -> PlaceTold:
    """One organization with its groups and posts."""
    caller = caller_of(request)
    day, place = asked.as_of or caller.today, place_for(caller, organization_id)
    return told_of_place(caller, place, day)


@operation(
    router,
    "GET /organizations/{uuid:organization_id}/people",
    "一个组织的名册，看得到的人",
    Listed[MemberTold],
    PLACE,
)
def list_people(
    request: HttpRequest, organization_id: uuid.UUID, asked: Query[ListAsked]
) -> Listed[MemberTold]:
    """Who belongs to an organization on a day."""
    caller = caller_of(request)
    place = place_for(caller, organization_id)
    found = members(caller.viewer, place, asked.as_of or caller.today)
    return listed(request, found, asked, Listed[MemberTold], member_told)


@operation(router, "GET /people/{uuid:person_id}", "一个人的信息", PersonTold, PERSON)
def read_person(request: HttpRequest, person_id: uuid.UUID) -> PersonTold:
    """What is held about someone; that it was opened is written down."""
    caller = caller_of(request)
    person = people(caller.viewer).filter(id=person_id).first()
    if person is None:
        raise Http404
    return held_about(caller, person)


def held_about(caller: Caller, person: Person) -> PersonTold:
    """What is held about someone, as far as the caller and the token may read it."""
    belonged = list(memberships_of(person))
    home = next((one.branch_id for one in belonged if one.until is None), None)
    hidden = hidden_fields(caller.viewer, "person", Target(home, person.id))
    if not caller.has(SENSITIVE):
        hidden = grants().sensitive["person"]
    if person.id != caller.viewer.person:
        note_reading(caller.oneself, person, sensitive=not hidden)
    return person_told(person, belonged, list(posts_of(person)), hidden)


def told_of_place(caller: Caller, place: Organization, day: date) -> PlaceTold:
    """An organization with its groups and posts of a day."""
    seen = scope(caller.viewer, *PLACE.right).organizations
    held, lent = posts(caller.viewer, place, day), lent_posts(caller.viewer, place, day)
    return place_told(place, seen, held, lent, day)


def place_for(caller: Caller, organization_id: uuid.UUID) -> Organization:
    """An organization the caller sees. Raises Http404."""
    found = organizations(caller.viewer).filter(id=organization_id).first()
    if found is None:
        raise Http404
    return found
