"""Which registers there are for whom: the definitions of the packs in force where they stand."""

from collections.abc import Iterable
from dataclasses import replace

from mingdeng.access.policy import Viewer, scope
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


def readable(viewer: Viewer, shelf: Shelf) -> list[Register]:
    """The registers of which the viewer may see or write entries at all, in the packs' order."""
    shelved = shelf.registers.values()
    able = {roles for roles in {one.readers for one in shelved} if _reads(viewer, roles)}
    return [one for one in shelved if one.readers in able or _writes(viewer, one)]


def _reads(viewer: Viewer, roles: tuple[str, ...]) -> bool:
    found = scope(as_one_of(viewer, roles), "read", "entry")
    return found.everything or bool(found.organizations)


def _writes(viewer: Viewer, register: Register) -> bool:
    """Whether the viewer may write entries of a register, be it only of themselves."""
    able = as_one_of(viewer, register.writers)
    found = scope(able, "create", "entry")
    at_home = any(one.organization is not None for one in able.standings)
    return bool(found.organizations) or (found.person is not None and at_home)
