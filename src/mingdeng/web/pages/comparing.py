"""Two years' versions of a list beside each other."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404

from mingdeng.registers.comparing import Difference, difference, periods_kept
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import Register
from mingdeng.web.pages.registers import places_of
from mingdeng.web.visit import Visit, id_in


@dataclass(frozen=True, slots=True)
class Compared:
    """The page: which versions of whose list, and what differs."""

    register: Register
    organization: Organization
    organizations: Sequence[Organization]
    periods: Sequence[str]
    first: str
    second: str
    found: Difference | None


def compare_page(visit: Visit, register: Register, given: Mapping[str, str]) -> Compared:
    """The two latest versions, or those asked for. Raises Http404."""
    places = places_of(visit, register)
    place = _place(visit, places, id_in(given.get("organization", "")))
    periods = periods_of(visit, register, place.id)
    second = given.get("second", "") or (periods[0] if periods else "")
    first = given.get("first", "") or (periods[1] if len(periods) > 1 else "")
    whole = bool(first and second)
    if not {first, second} - {""} <= set(periods):
        raise Http404
    return Compared(
        register=register,
        organization=place,
        organizations=places,
        periods=periods,
        first=first,
        second=second,
        found=difference(visit.viewer, register, place.id, first, second) if whole else None,
    )


def periods_of(visit: Visit, register: Register, organization: uuid.UUID) -> list[str]:
    """The periods of which an organization has a version, the latest first."""
    return periods_kept(visit.viewer, register, organization)


def _place(visit: Visit, places: Sequence[Organization], wanted: uuid.UUID | None) -> Organization:
    homes = {one.organization for one in visit.viewer.standings if one.post}
    if wanted is None:
        found = next((one for one in places if one.id in homes), next(iter(places), None))
    else:
        found = next((one for one in places if one.id == wanted), None)
    if found is None:
        raise Http404
    return found
