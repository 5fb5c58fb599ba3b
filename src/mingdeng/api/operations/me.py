"""本人: who the token speaks for, and what is held about them."""

import uuid
from datetime import date, datetime

from django.http import Http404, HttpRequest
from ninja import Router
from pydantic import BaseModel

from mingdeng.access.queries import history, memberships_of, posts_held, posts_of, role_labels
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.door import Needs, operation
from mingdeng.api.operations.places import held_about
from mingdeng.api.shapes.places import PersonTold, PostTold, post_told
from mingdeng.api.shapes.types import Reference
from mingdeng.roster.models import Person
from mingdeng.subjects.queries import attendance, corrections

router = Router(tags=["本人"])


class TokenTold(BaseModel):
    """The token of this request."""

    name: str
    scopes: list[str]
    expires_on: date


class Me(BaseModel):
    """Whom the token speaks for, and in which posts they may act."""

    person: Reference | None
    roles: list[str]
    posts: list[PostTold]
    acting: uuid.UUID | None
    token: TokenTold
    today: date


class AbsentDay(BaseModel):
    """A day someone was missing."""

    day: date
    reason: str


class YearTold(BaseModel):
    """One year in one's branches."""

    year: int
    held: int
    attended: int
    absent: list[AbsentDay]
    unnamed: int
    hours: str


class ActTold(BaseModel):
    """Who did what to one's record, when."""

    at: datetime
    action: str
    who: str


class OwnRecord(BaseModel):
    """Everything held about whoever the token speaks for."""

    held: PersonTold
    years: list[YearTold]
    acts: list[ActTold]


@operation(router, "GET /me", "令牌代表谁，能以哪些职务办理", Me, Needs())
def read_me(request: HttpRequest) -> Me:
    """Whom the token speaks for."""
    caller = caller_of(request)
    person: Person | None = getattr(caller.account, "person", None)
    token = caller.token
    return Me(
        person=Reference(id=person.id, name=person.name) if person else None,
        roles=role_labels(caller.viewer),
        posts=[post_told(one, one.organization, one.person) for one in posts_held(caller.viewer)],
        acting=caller.viewer.acting,
        token=TokenTold(name=token.name, scopes=token.scopes, expires_on=token.expires_on),
        today=caller.today,
    )


@operation(router, "GET /me/record", "关于本人的全部内容", OwnRecord, Needs("read", "person"))
def read_own_record(request: HttpRequest) -> OwnRecord:
    """Everything held about oneself."""
    caller = caller_of(request)
    person = own_person(caller)
    belonged, held = list(memberships_of(person)), list(posts_of(person))
    asked = corrections(caller.viewer).filter(person=person).values_list("id", flat=True)
    ids = [person.id, *(post.id for post in held), *asked]
    years = attendance(person, caller.today, belonged, held)
    return OwnRecord(
        held=held_about(caller, person),
        years=[
            YearTold(
                year=one.year,
                held=one.held,
                attended=one.attended,
                absent=[AbsentDay(day=day, reason=reason) for day, reason in one.absent],
                unnamed=one.unnamed,
                hours=f"{one.hours.normalize():f}",
            )
            for one in years
        ],
        acts=[
            ActTold(at=act.at, action=act.action, who=act.who)
            for act in history(caller.viewer, ids)
        ],
    )


def own_person(caller: Caller) -> Person:
    """Who the token speaks for. Raises Http404."""
    person: Person | None = getattr(caller.account, "person", None)
    if person is None or not caller.may("read", "person", None, person.id):
        raise Http404
    return person
