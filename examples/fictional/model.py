"""What is true of a fictional organ, before any office writes it down.

Everything here is plain data: the files and `truth.json` are two renderings of
the same objects, so neither can drift away from the other.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

MEMBERS_MEETING = "members_meeting"
COMMITTEE_MEETING = "branch_committee_meeting"
GROUP_MEETING = "group_meeting"
LECTURE = "party_lecture"
THEME_DAY = "theme_day"
LIFE_MEETING = "organizational_life_meeting"
APPRAISAL = "democratic_appraisal"


@dataclass(frozen=True)
class Person:
    """A member; `post` is empty for most, `full_on` is missing while on probation."""

    name: str
    branch: str
    sex: str
    nation: str
    id_number: str
    birth: date
    education: str
    joined: date
    full_on: date | None
    post: str
    leads_group: bool
    group: int | None
    phone: str
    base: Decimal
    retired: bool

    def is_full(self, on: date) -> bool:
        return self.full_on is not None and self.full_on <= on


@dataclass(frozen=True)
class Branch:
    """`name` is the short name of the truth; `alias` is what colleagues say."""

    name: str
    alias: str
    founded: date
    elected: date
    groups: int
    retired: bool
    upper: str
    members: tuple[Person, ...]

    @property
    def committee(self) -> tuple[Person, ...]:
        posts = [p for p in self.members if p.post]
        return tuple(posts) if len(posts) > 1 else ()

    @property
    def secretary(self) -> Person:
        return next(p for p in self.members if p.post == "书记")

    def on_roll(self, on: date, group: int | None = None) -> list[Person]:
        here = [p for p in self.members if p.joined <= on]
        return here if group is None else [p for p in here if p.group == group]

    def voters(self, on: date) -> int:
        return sum(p.is_full(on) for p in self.members)


@dataclass(frozen=True)
class Organization:
    """A line of the register: the branches and everything above them."""

    full_name: str
    name: str
    kind: str
    upper: str
    founded: date
    elected: date | None
    secretary: str
    groups: int


@dataclass(frozen=True)
class Organ:
    """The organ over its whole period, from `since` to `as_of`."""

    name: str
    since: date
    as_of: date
    branches: tuple[Branch, ...]
    above: tuple[Organization, ...]

    @property
    def years(self) -> range:
        return range(self.since.year, self.as_of.year + 1)

    @property
    def people(self) -> list[Person]:
        return [person for branch in self.branches for person in branch.members]

    def branch(self, name: str) -> Branch:
        return next(branch for branch in self.branches if branch.name == name)


@dataclass(frozen=True)
class Absence:
    """One person who should have come, and why not."""

    person: Person
    reason: str


@dataclass(frozen=True)
class Activity:
    """A meeting that took place; `group` is None when the whole branch met."""

    branch: Branch
    kinds: tuple[str, ...]
    on: date
    group: int | None
    should: int
    absent: tuple[Absence, ...]
    chair: Person
    recorder: Person
    place: str
    topic: str
    start: time

    @property
    def present(self) -> int:
        return self.should - len(self.absent)


@dataclass(frozen=True)
class Lapse:
    """A duty that is planned to be missed; `slot` is a month or a quarter, 0 for the year."""

    branch: str
    kind: str
    year: int
    slot: int
    group: int | None = None
    below_half: bool = False
