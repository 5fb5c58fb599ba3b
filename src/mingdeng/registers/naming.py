"""Names written in an entry, as the people of the organ they mean."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from mingdeng.access.queries import roll_of_organ
from mingdeng.files.text import bracketed, plain, without_brackets
from mingdeng.registers.models import Involved


class Known(NamedTuple):
    """A person by id, with the branch they belong to."""

    person: uuid.UUID
    branch: uuid.UUID
    branch_name: str


class Ambiguous(Exception):
    """Several people of the organ have that name; nothing says which is meant."""


class Names:
    """The people of the organ an organization belongs to, asked once for many names."""

    def __init__(self, organization: uuid.UUID, names: Iterable[str], day: date) -> None:
        self._home = organization
        self._known: Mapping[str, list[Known]] = defaultdict(list)
        wanted = {bare(name) for name in names}
        found = roll_of_organ(organization, wanted, day) if wanted else ()
        for person, name, branch, label in found:
            self._known[name].append(Known(person, branch, label))

    def person(self, written: str) -> uuid.UUID | None:
        """Who is meant; None for someone not on the roster. Raises Ambiguous.

        王平（第一支部） says which of two; else the one of the entry's own organization is.
        """
        found: Collection[Known] = self._known.get(bare(written), ())
        aside = "".join(bracketed(plain(written)))
        if aside:
            found = [one for one in found if aside in one.branch_name]
        elif len(found) > 1:
            found = [one for one in found if one.branch == self._home] or found
        if len(found) > 1:
            raise Ambiguous(written)
        return next((one.person for one in found), None)


class Told:
    """People of entries as they are written so that `Names` finds the same ones again."""

    def __init__(self, organization: uuid.UUID, people: Iterable[Involved], day: date) -> None:
        self._homes: Mapping[str, dict[uuid.UUID, str]] = defaultdict(dict)
        wanted = {one.name for one in people if one.person_id}
        if wanted:
            for person, name, _, label in roll_of_organ(organization, wanted, day):
                self._homes[name][person] = label

    def name(self, one: Involved) -> str:
        """The name; with the branch behind it where several of the organ have that name."""
        homes = self._homes.get(one.name, {})
        if one.person_id in homes and len(homes) > 1:
            return f"{one.name}（{homes[one.person_id]}）"
        return one.name


def bare(written: str) -> str:
    """A name without what was added to tell it from another: 王平（第一支部） is 王平."""
    return without_brackets(plain(written)).strip()
