"""From rows of registers, rosters and ledgers to the organ's organizations."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mingdeng.facts.naming import Directory, key, kind_of, short_names
from mingdeng.facts.organ import Organization
from mingdeng.files.rows import (
    COLUMN,
    ActivityRow,
    Group,
    MemberRow,
    OrganizationRow,
    Reading,
)

BRANCH = "branch"
NOT_ONE = re.compile("各党?支部|所属党?支部|下属党?支部|全体党?支部|^(?:本|该)?党?支部$")


def organizations_in(reading: Reading) -> list[Organization]:
    """The organizations of a register, in its order; without one, those the other files name."""
    if reading.organizations:
        found = _registered(reading.organizations)
    else:
        found = _named_elsewhere(reading)
    named = _groups_named(reading, directory_of(found))
    return [_with_groups(organization, named.get(organization.id, ())) for organization in found]


def directory_of(organizations: Sequence[Organization]) -> Directory:
    """A directory of the spellings each organization may be found by."""
    return Directory((item.id, (item.name, item.full_name)) for item in organizations)


def main_unit(organizations: Sequence[Organization]) -> str:
    """The organ's name: the unit most organizations belong to, else the highest organization."""
    units = [item.unit for item in organizations if item.unit]
    if units:
        return Counter(units).most_common(1)[0][0]
    above = [item.name for item in organizations if item.kind != BRANCH]
    return above[0] if above else ""


def _registered(rows: Sequence[OrganizationRow]) -> list[Organization]:
    rows = _without_repeats(rows)
    derived = short_names([row.name for row in rows], [row.unit for row in rows])
    names = [row.short_name or name for row, name in zip(rows, derived, strict=True)]
    found = [
        Organization(
            id=f"organization-{place}",
            name=name,
            full_name=row.name,
            kind=row.kind or kind_of(row.name) or BRANCH,
            unit=row.unit,
            founded=row.founded,
            dissolved=row.dissolved,
            elected=row.elected,
            secretary=row.secretary,
            groups=tuple(range(1, (row.groups or 0) + 1)),
        )
        for place, (row, name) in enumerate(zip(rows, names, strict=True), start=1)
    ]
    directory = directory_of(found)
    return [
        replace(item, parent=directory.find(row.parent))
        for item, row in zip(found, rows, strict=True)
    ]


def _without_repeats(rows: Sequence[OrganizationRow]) -> list[OrganizationRow]:
    """The first row of each name; a second register of the same organ adds nothing."""
    first: dict[str, OrganizationRow] = {}
    for row in rows:
        first.setdefault(key(row.name), row)
    return list(first.values())


def _named_elsewhere(reading: Reading) -> list[Organization]:
    texts: dict[str, str] = {}
    for text in _branch_texts(reading):
        texts.setdefault(key(text), text)
    names = short_names(list(texts.values()), [None] * len(texts))
    return [
        Organization(
            id=f"organization-{place}", name=name, full_name=text, kind=kind_of(text) or BRANCH
        )
        for place, (text, name) in enumerate(zip(texts.values(), names, strict=True), start=1)
    ]


def _branch_texts(reading: Reading) -> Iterator[str]:
    """The names of branches: those of the roster, and only without one those of the ledgers.

    A ledger also says 各支部, or writes a branch in another way: that makes no new branch.
    """
    rows: Sequence[MemberRow | ActivityRow] = reading.members
    if not any(row.organization for row in rows):
        rows = reading.activities
    in_columns = [r.organization for r in rows if r.organization_from == COLUMN]
    elsewhere = [r.organization for r in rows if r.organization_from != COLUMN]
    for text in (*in_columns, *elsewhere):
        if text and kind_of(text) is not None and not NOT_ONE.search(text):
            yield text


def _groups_named(reading: Reading, directory: Directory) -> dict[str, dict[Group, None]]:
    """The groups the roster and the ledgers name, by organization."""
    named: dict[str, dict[Group, None]] = {}
    rows: list[MemberRow | ActivityRow] = [*reading.members, *reading.activities]
    for row in rows:
        home = None if row.group is None else directory.find(row.organization)
        if home is not None:
            named.setdefault(home, {}).setdefault(row.group)
    return named


def _with_groups(organization: Organization, named: Iterable[Group]) -> Organization:
    """The groups a register counts, and those named besides."""
    if organization.kind != BRANCH:
        return organization
    groups: dict[Group, None] = dict.fromkeys((*organization.groups, *named))
    return replace(organization, groups=tuple(sorted(groups, key=_group_order)))


def _group_order(group: Group) -> tuple[bool, int, str]:
    return (not isinstance(group, int), group if isinstance(group, int) else 0, str(group))
