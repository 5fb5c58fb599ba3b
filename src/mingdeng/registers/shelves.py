"""Which registers there are for whom: the definitions of the packs in force where they stand."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from mingdeng.access.policy import Scope, Viewer, scope
from mingdeng.access.queries import packs_in_reach, packs_of
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import Register, Shelf, load_registers


def shelf_of(viewer: Viewer) -> Shelf:
    """The registers of every pack in force anywhere the viewer stands."""
    return load_registers(packs_in_reach(viewer))


def shelf_at(organization: Organization, viewer: Viewer) -> Shelf:
    """The registers of the packs in force for an organization on the viewer's day."""
    return load_registers(packs_of([organization.id], viewer.day)[organization.id])


def as_one_of(viewer: Viewer, roles: Iterable[str]) -> Viewer:
    """The viewer only as far as they act in some roles."""
    wanted = frozenset(roles)
    stands = tuple(one for one in viewer.standings if one.role in wanted)
    return replace(viewer, standings=stands)


def reach_of(viewer: Viewer, action: str) -> Callable[[Iterable[str]], Scope]:
    """How far the viewer may do something to entries in some roles.

    Most definitions name other roles beside the viewer's own: what these reach is worked out
    once, and is one condition in a question.
    """
    own = viewer.roles()
    known: dict[frozenset[str], Scope] = {}

    def reach(roles: Iterable[str]) -> Scope:
        held = own & frozenset(roles)
        if held not in known:
            known[held] = scope(as_one_of(viewer, held), action, "entry")
        return known[held]

    return reach


def readable(viewer: Viewer, shelf: Shelf) -> list[Register]:
    """The registers of which the viewer may see or write entries at all, in the packs' order."""
    reads, writes = reach_of(viewer, "read"), reach_of(viewer, "create")
    own = viewer.person is not None and any(one.organization for one in viewer.standings)
    return [
        one
        for one in shelf.registers.values()
        if _anywhere(reads(one.readers))
        or _anywhere(writes(one.writers))
        or (own and _at_home(viewer, one, writes(one.writers)))
    ]


def _anywhere(found: Scope) -> bool:
    return found.everything or bool(found.organizations)


def _at_home(viewer: Viewer, register: Register, found: Scope) -> bool:
    """Whether the viewer may write entries of themselves, in the branch they belong to."""
    able = as_one_of(viewer, register.writers)
    return found.person is not None and any(one.organization for one in able.standings)
