"""Which organization a page begins with, and the others one may go to."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from mingdeng.access.policy import Standing, scope
from mingdeng.access.queries import organizations
from mingdeng.roster.models import Organization
from mingdeng.web.visit import Visit

BRANCH = "branch"
MANY = 40
NIL = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Choice:
    """One organization of a list to choose from."""

    name: str
    url: str
    current: bool
    depth: int


def main_board(visit: Visit) -> uuid.UUID | None:
    """The organization of a post, one above branches first for those who look after them."""
    seen = {one.id: one for one in organizations(visit.viewer, "read", "board")}
    standings = sorted(visit.viewer.standings, key=lambda one: _rank(one, seen))
    own = (one.organization for one in standings if one.organization in seen)
    return next(own, next(iter(seen), None))


def _rank(standing: Standing, seen: dict[uuid.UUID, Organization]) -> tuple[bool, bool]:
    """Posts before membership; a committee with branches before a body without."""
    place = seen.get(standing.organization) if standing.organization else None
    kind = place.kind if place else ""
    return (standing.post is None, kind == "leading_group")


def boards_of(visit: Visit, current: uuid.UUID) -> list[Choice]:
    """The boards the viewer may open, as the tree orders them.

    Of many, those that are no branches: branches are reached from the board above them.
    """
    found = organizations(visit.viewer, "read", "board").filter(dissolved=None)
    if len(scope(visit.viewer, "read", "board").organizations) > MANY:
        found = found.exclude(kind=BRANCH) | found.filter(id=current)
    board = addresses("web:board")
    return [
        Choice(
            name=one.name,
            url=visit.keep(board(one.id)),
            current=one.id == current,
            depth=depth,
        )
        for one, depth in in_tree(list(found))
    ]


def addresses(name: str) -> Callable[[object], str]:
    """The addresses of one kind of page by id; working each out anew costs more than showing it."""
    path = reverse(name, args=(NIL,))
    return lambda one: path.replace(NIL, str(one))


def in_tree(seen: Sequence[Organization]) -> list[tuple[Organization, int]]:
    """Organizations in the order of the tree, each with its depth among those seen."""
    ids = {one.id for one in seen}
    under: dict[uuid.UUID | None, list[Organization]] = {}
    for one in seen:
        under.setdefault(one.parent_id if one.parent_id in ids else None, []).append(one)
    found: list[tuple[Organization, int]] = []
    waiting = [(one, 0) for one in reversed(under.get(None, []))]
    while waiting:
        one, depth = waiting.pop()
        found.append((one, depth))
        waiting += [(child, depth + 1) for child in reversed(under.get(one.id, []))]
    return found
