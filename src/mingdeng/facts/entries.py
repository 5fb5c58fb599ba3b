"""Entries of registers as what is judged: some are evidence, some are bearers themselves.

An entry under a charge (a patrol of a river chief) is the charge's evidence; any other is
that of its organization and of its owner, where that is one of the organization's members.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from mingdeng.engine.inputs import LONG_AGO, Bearer, Coverage, Evidence
from mingdeng.facts.organ import Entry, Organ, people_by_home

# How many days lie between an entry and the one before it of the same bearer and kind.
GAP = "gap"


def charges_of(organ: Organ, organization: str) -> Iterator[Bearer]:
    """The bearers that are entries of an organization, shown under it."""
    for charge in organ.charges:
        if charge.organization == organization:
            yield Bearer(
                id=charge.id,
                kind=charge.kind,
                name=charge.title,
                organization=organization,
                founded=charge.first,
                dissolved=None if charge.last is None else charge.last + timedelta(days=1),
                facts={name: ((LONG_AGO, value),) for name, value in charge.facts.items()},
            )


def evidence_of_entries(organ: Organ) -> Iterator[Evidence]:
    """Every entry for each bearer it counts for, with the days since the one before."""
    homes = {person.id: person.organization for person in organ.people}
    ended: dict[tuple[str, str], date] = {}
    for entry in sorted(organ.entries, key=lambda one: (one.held_from, one.id)):
        for bearer in _bearers(entry, homes):
            last = ended.get((bearer, entry.kind))
            yield _evidence(entry, bearer, last)
            ended[bearer, entry.kind] = max(entry.held_to, last or entry.held_to)


def coverage_of_entries(organ: Organ) -> Iterator[Coverage]:
    """From the day a register was first used there its entries also say what was not done.

    A charge was entered to be judged: for it that day is no later than its being recorded.
    """
    used: dict[tuple[str, str], date] = {}
    for use in organ.uses:
        known = used.get((use.organization, use.kind), use.first)
        used[use.organization, use.kind] = min(known, use.first)
    for charge in organ.charges:
        for kind in sorted(charge.judged_by):
            first = used.get((charge.organization, kind), charge.recorded_on)
            yield Coverage(charge.id, kind, min(first, charge.recorded_on), date.max)
    yield from _coverage_of_organizations(organ)


def _coverage_of_organizations(organ: Organ) -> Iterator[Coverage]:
    people = people_by_home(organ)
    founded = {item.id: item.founded for item in organ.organizations}
    for use in organ.uses:
        if not use.all_of_it:
            continue
        yield Coverage(use.organization, use.kind, use.first, date.max)
        # Before the branch was founded its members answered elsewhere.
        first = max(use.first, founded.get(use.organization) or use.first)
        for person in people.get(use.organization, ()):
            yield Coverage(person.id, use.kind, first, date.max)


def _bearers(entry: Entry, homes: Mapping[str, str | None]) -> tuple[str, ...]:
    if entry.charge is not None:
        return (entry.charge,)
    # What a committee enters of a branch's member is not seen where the branch is judged alone.
    if entry.owner is None or homes.get(entry.owner) != entry.organization:
        return (entry.organization,)
    return (entry.organization, entry.owner)


def _evidence(entry: Entry, bearer: str, last: date | None) -> Evidence:
    gap = {} if last is None else {GAP: max((entry.held_from - last).days, 0)}
    return Evidence(
        id=entry.id,
        bearer=bearer,
        kind=entry.kind,
        held_from=entry.held_from,
        held_to=entry.held_to,
        for_period=entry.for_period,
        amounts={**entry.amounts, **gap},
        flags=entry.flags,
        source=entry.id,
        recorded_on=entry.recorded_on,
    )
