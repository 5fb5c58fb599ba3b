"""What the operations on statements, objections and waivers share."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Status

from mingdeng.access.queries import names_of
from mingdeng.api.caller import Caller
from mingdeng.api.doing import What, only_once
from mingdeng.api.door import Needs
from mingdeng.api.paging import listed
from mingdeng.api.shapes.said import Names
from mingdeng.api.shapes.types import Done, Listed, Paged
from mingdeng.assessments.models import Waiver
from mingdeng.documents.verdict import Found, found_for
from mingdeng.journal.services import Actor

T = TypeVar("T")


def named(
    request: HttpRequest,
    found: QuerySet[Any],
    asked: Paged,
    shape: type[Listed[T]],
    show: Callable[[Any, Names], T],
) -> Listed[T]:
    """A page with the names of who said it, asked for once."""
    part = listed(request, found, asked, Listed[Any], lambda one: one)
    names = names_of(_by(one) for one in part.items)
    return shape(items=[show(one, names) for one in part.items], next=part.next)


def verdicts(caller: Caller, organization: uuid.UUID, of: str, needs: Needs) -> Found:
    """The verdicts something is said to. Raises Http404, PermissionDenied."""
    if not caller.may("read", "board", organization):
        raise Http404
    if not caller.may(*needs.right, organization):
        raise PermissionDenied
    found = found_for(caller.viewer, caller.clocks(None), organization, of)
    if found is None:
        raise Http404
    return found


def made(
    caller: Caller,
    needs: Needs,
    organization: uuid.UUID,
    what: What,
    act: Callable[[Actor], uuid.UUID],
) -> Status[Done]:
    """Something said, once per key."""
    actor = caller.actor(*needs.right, organization)
    return Status(201, only_once(actor, what, lambda: act(actor)))


def done(caller: Caller, needs: Needs, one: Any, what: What, act: Callable[[Actor], Any]) -> Done:
    """Something done to what was said, once per key. Raises PermissionDenied."""
    actor = caller.actor(*needs.right, one.organization_id)

    def deed() -> uuid.UUID:
        act(actor)
        return uuid.UUID(str(one.id))

    return only_once(actor, what, deed)


def seen(found: QuerySet[Any], wanted: uuid.UUID) -> Any:
    """One of what the caller sees. Raises Http404."""
    one = found.filter(id=wanted).first()
    if one is None:
        raise Http404
    return one


def _by(one: Any) -> uuid.UUID | None:
    found: uuid.UUID | None = one.requested_by if isinstance(one, Waiver) else one.account
    return found
