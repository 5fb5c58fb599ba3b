"""What an organ's files say about it: organizations, people, activities, dues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from mingdeng.engine.inputs import Value, Waiver
from mingdeng.files.rows import ActivityRow, Finding, Group, Source

DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Organization:
    """One Party organization, in the organ's own order; `name` is how the organ calls it."""

    id: str
    name: str
    full_name: str
    kind: str
    parent: str | None = None
    unit: str | None = None
    founded: date | None = None
    dissolved: date | None = None
    elected: date | None = None
    secretary: str | None = None
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the roster; `organization` is None where the branch is not known."""

    id: str
    name: str
    organization: str | None
    status: str | None
    joined: date | None
    converted: date | None
    posts: tuple[str, ...]
    group: Group
    source: Source


@dataclass(frozen=True, slots=True)
class Activity:
    """One meeting or activity of an organization, absent people matched as far as possible."""

    id: str
    organization: str
    group: Group
    kinds: tuple[str, ...]
    held_on: date
    expected: int | None
    present: int | None
    absent: tuple[str, ...]
    absent_people: tuple[str, ...]
    row: ActivityRow
    recorded_on: date | None = None
    for_period: str | None = None
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Payment:
    """Dues one person paid for one month."""

    person: str
    year: int
    month: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """Days for which the sources record some kinds of evidence of an organization."""

    organization: str
    kinds: frozenset[str]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a register that is evidence: of its charge, else of its organization and owner.

    `charge` is the entry above it that bears duties itself.
    """

    id: str
    organization: str
    kind: str
    held_from: date
    held_to: date
    charge: str | None = None
    owner: str | None = None
    for_period: str | None = None
    amounts: Mapping[str, int | Fraction] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """An entry of a register that bears duties: a river chief, a village official, a station.

    `judged_by` are the kinds of the entries that may stand under it.
    """

    id: str
    organization: str
    kind: str
    title: str
    first: date | None
    last: date | None
    facts: Mapping[str, Value]
    judged_by: frozenset[str]
    recorded_on: date


@dataclass(frozen=True, slots=True)
class Use:
    """From when on an organization has entries of a kind.

    `all_of_it` where nothing but the register records that kind, so that what does not
    stand there was not done.
    """

    organization: str
    kind: str
    first: date
    all_of_it: bool


@dataclass(frozen=True, slots=True)
class Organ:
    """Everything known of an organ, put together, with what did not fit.

    `posts_told_in` are the rosters (file, sheet) that tell posts: who has none there has none.
    `heads` are the people known to lead a committee or a leading group; None where only
    names tell. `waivers` come from the platform: files do not say what was approved.
    """

    name: str
    organizations: tuple[Organization, ...]
    people: tuple[Person, ...]
    activities: tuple[Activity, ...]
    payments: tuple[Payment, ...]
    ledgers: tuple[Span, ...]
    dues_months: Mapping[str, frozenset[tuple[int, int]]]
    posts_told_in: frozenset[tuple[str, str | None]]
    secretaries_known: bool
    findings: tuple[Finding, ...] = field(default=())
    heads: frozenset[str] | None = None
    waivers: tuple[Waiver, ...] = ()
    entries: tuple[Entry, ...] = ()
    charges: tuple[Charge, ...] = ()
    uses: tuple[Use, ...] = ()

    def organization(self, organization_id: str) -> Organization:
        """The organization of that id."""
        return next(item for item in self.organizations if item.id == organization_id)


def people_by_home(organ: Organ) -> dict[str, list[Person]]:
    """The members of each organization, in the roster's order."""
    found: dict[str, list[Person]] = {}
    for person in organ.people:
        if person.organization is not None:
            found.setdefault(person.organization, []).append(person)
    return found


def group_name(group: Group) -> str:
    """A Party group as people say it: 第二党小组, or its own name."""
    if not isinstance(group, int):
        return str(group or "党小组")
    tens, ones = divmod(group, 10)
    ten = "" if not tens else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return f"第{ten}{DIGITS[ones] if ones else ''}党小组"
