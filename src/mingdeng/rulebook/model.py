"""The checked objects a pack becomes: rules, their versions, formulas, settings."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from mingdeng.daycount import Cycle
from mingdeng.rulebook.expressions import Expression
from mingdeng.rulebook.fields import Field
from mingdeng.rulebook.numbers import Number, Reader

LEVELS = ("national", "kind", "province", "city", "organ")
FORCES = ("generally", "shall", "must")
# Which period evidence counts for: that of its day, the one before it (reports on what
# is over), or the one it states itself (dues of a month).
COUNTS = ("in-period", "after-period", "stated-period")
CONFIDENCES = ("seen", "secondary", "local", "memory", "article")
UNSURE = frozenset({"secondary", "local", "memory", "article"})


# Sources that are described and have no title of their own.
DESCRIBED = (
    *("本软件", "一地", "地方通行", "地方做法", "地方办事", "地方考核", "地方第一议题"),
    *("地方青年", "年度组织生活会", "国务院办公厅放假", "组电明字"),
)


class Cite(NamedTuple):
    """Source and article a rule rests on."""

    text: str
    article: str | None

    def __str__(self) -> str:
        if self.text.startswith(DESCRIBED):
            return f"{self.text}{self.place}"
        return f"《{self.text}》{self.place}"

    @property
    def place(self) -> str:
        """Article or chapter as people write it, empty where it is not known."""
        if not self.article or set(self.article) & {"条", "章"}:
            return self.article or ""
        return f"第{self.article}条"


TABLE_MARK = re.compile(r"[（(](?:[DX]\d+|(?:BL|LS)-[A-Z]+-?\d+)[)）]")


class Place(NamedTuple):
    """Where in the packs something stands."""

    pack: str
    file: str
    line: int


class Basis(NamedTuple):
    """What a dated text rests on: source, confidence, gist, doubt."""

    cite: Cite
    confidence: str
    checked_on: date | None
    gist: str
    doubt: str | None = None

    @property
    def doubt_for_readers(self) -> str:
        """The doubt without the marks of our own tables (D06, BL-EVA-09); empty where none."""
        return TABLE_MARK.sub("", self.doubt or "")


Offset = tuple[tuple[str, Number], ...]
"""Steps in the order written, each (years | months | days | working_days, number)."""


class Every(NamedTuple):
    """Owed in every period: a calendar unit, or several years counted from a first year."""

    unit: str
    years: Number | None = None
    first_year: Number | None = None

    def cycle(self, read: Reader) -> Cycle:
        """The cycle as the days are counted."""
        if self.years is None or self.first_year is None:
            return Cycle(self.unit)
        return Cycle(self.unit, int(read(self.years)), int(read(self.first_year)))


class After(NamedTuple):
    """Owed once after each event.

    The event is a date of the bearer (`event`), each evidence of a kind (`kind`), or
    the due day of whichever other rule
    the bearer is under (`due_of`).  `within` leads from it to the due day;
    a yearly one comes back on each anniversary.  Evidence counts from `lead` before
    the event on.
    """

    event: str | None
    kind: str | None
    due_of: tuple[str, ...]
    within: Offset
    yearly: bool = False
    lead: Offset = ()


class Always(NamedTuple):
    """A standing duty on facts: to be put right within an allowance since it began to fail."""

    within: Offset = ()


class Season(NamedTuple):
    """The months of each year, both included, in which alone a periodic rule is owed.

    From November to March leads over the turn of the year.
    """

    first: Number
    last: Number

    def months(self, read: Reader) -> frozenset[int]:
        """The months by number."""
        first, last = int(read(self.first)), int(read(self.last))
        last += 12 if last < first else 0
        return frozenset((month - 1) % 12 + 1 for month in range(first, last + 1))


class Share(NamedTuple):
    """A bound drawn from other evidence: `share` of what `of` counts in the same period."""

    share: Number
    of: "Measure"


Bound = Number | Share | str
"""A number of the pack, a share of another slot, or the name of a fact of the bearer."""


class Measure(NamedTuple):
    """What is counted or summed in a period: evidence of kinds, with topic, role and flags."""

    kinds: tuple[str, ...]
    amount: str | None = None
    topic: str | None = None
    role: str | None = None
    flag: str | None = None

    def sources(self) -> tuple[str, ...]:
        """What a source must record before this can be said to be missing.

        Kinds, each with the topic where one is asked for: a ledger of meetings does not
        yet tell which topics were not on the agenda.
        """
        if self.topic is None:
            return self.kinds
        return tuple(f"{kind}:{self.topic}" for kind in self.kinds)


class Comparison(NamedTuple):
    """A measure against a bound; `run` looks back over so many periods together."""

    measure: Measure
    at_least: Bound | None
    at_most: Bound | None = None
    run: Number | None = None


class Remark(NamedTuple):
    """What to say about evidence for which a condition holds, though it counts."""

    when: Expression
    say: str


class Fact(NamedTuple):
    """A condition on the bearer's own facts, for standing duties."""

    condition: Expression


class AnyOf(NamedTuple):
    """One of them is enough."""

    options: "tuple[Requirement, ...]"


class AllOf(NamedTuple):
    """All of them together."""

    parts: "tuple[Requirement, ...]"


Requirement = Comparison | Fact | AnyOf | AllOf


class Version(NamedTuple):
    """A rule as it stood from a date on."""

    from_: date
    to: date | None
    timing: Every | After | Always
    season: Season | None
    require: Requirement
    when: Expression | None
    otherwise: str | None
    only_if: Expression | None
    remark: Remark | None
    due: Offset
    counts: str
    postponed_with: str | None
    force: str
    basis: Basis
    place: Place
    changed_by: tuple[str, ...] = ()

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.to is None or day < self.to)


class Rule(NamedTuple):
    """A duty: who owes it, and its dated versions, oldest first.

    `written` are the versions as the pack has them, `versions` those in force under
    the chosen stack: none for an optional rule that no lower pack has adopted.
    """

    id: str
    label: str
    owed_by: tuple[str, ...]
    refs: tuple[str, ...]
    acts: str | None
    optional: bool
    free: frozenset[str]
    place: Place
    written: tuple[Version, ...]
    versions: tuple[Version, ...]

    def version_on(self, day: date) -> Version | None:
        """The version in force on a day, if any."""
        return next((version for version in self.versions if version.covers(day)), None)


class FormulaVersion(NamedTuple):
    """A formula as it stood from a date on: its numbers, then its steps in order."""

    from_: date
    to: date | None
    numbers: Mapping[str, Any]
    steps: tuple[tuple[str, Expression], ...]
    basis: Basis
    place: Place

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.to is None or day < self.to)


class Formula(NamedTuple):
    """A question with an answer by calculation: inputs, outputs, dated versions."""

    id: str
    label: str
    refs: tuple[str, ...]
    inputs: tuple[Field, ...]
    outputs: tuple[Field, ...]
    dated_by: str | None
    uses_calendar: bool
    place: Place
    versions: tuple[FormulaVersion, ...]


class Setting(NamedTuple):
    """A number of the product's own conduct that an organ may set."""

    id: str
    label: str
    number: Number
    gist: str
    place: Place


class Conflict(NamedTuple):
    """A lower pack tried what it may not; the higher rule holds."""

    place: Place
    rule: str
    path: str
    problem: str


class Pack(NamedTuple):
    """A system of work: its level and what it is."""

    id: str
    label: str
    level: str
    binds: str
    folder: str


class Rulebook(NamedTuple):
    """Everything that holds under a chosen stack of packs."""

    packs: tuple[Pack, ...]
    rules: Mapping[str, Rule]
    formulas: Mapping[str, Formula]
    settings: Mapping[str, Setting]
    definitions: Mapping[str, Any]
    conflicts: tuple[Conflict, ...]
    fingerprint: str
    later: tuple[tuple[str, str], ...] = ()
