"""Imports as they are sent and answered: what files say, line by line, and what became of it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from mingdeng.api.shapes.records import Kind
from mingdeng.api.shapes.types import (
    Clock,
    Count,
    Day,
    Id,
    Named,
    Paged,
    Reference,
    Sent,
    Step,
    line,
    text,
)
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.queries import Counted
from mingdeng.roster.models import Person, organization_kinds

PlaceKind = Literal[tuple(kind for kind, _ in organization_kinds())]  # type: ignore[valid-type]
Gender = Literal["", "男", "女"]
Status = Literal[("", *Person.Status.values)]  # type: ignore[valid-type]
MOST_CHOICES, MOST_PACKS = 500, 20
# What a line refers to: the id of an organization or group, or the `ref` of another line.
Ref = line(60, 1)
OF_KIND: Mapping[str, Sequence[str]] = {
    Line.Kind.PERSON: (
        *("name", "branch", "gender", "birth", "id_number", "status", "joined", "converted"),
    ),
    Line.Kind.ACTIVITY: (
        *("held_on", "kinds", "organization", "group", "start", "end", "place", "chair"),
        *("recorder", "topic", "expected", "present"),
    ),
    Line.Kind.ORGANIZATION: (
        *("same_as", "name", "full_name", "kind", "parent", "unit", "founded", "elected"),
    ),
}


# ---- sent ----


class ImportSent(Sent):
    """For which organization, and all below it, files are read."""

    organization: Id


class LinesAsked(Paged):
    """Which lines."""

    kind: Literal[tuple(Line.Kind.values)] | None = None  # type: ignore[valid-type]
    state: Literal[tuple(Line.State.values)] | None = None  # type: ignore[valid-type]
    done: Literal["written", "left"] | None = None


class Chosen(Sent):
    """What is chosen for a line; `take` of null forgets what was chosen before."""

    line: Id
    take: bool | None
    moved_on: Day | None = Field(None, description="划转的从哪天起在新的支部")


class ChoicesSent(Step):
    """What is chosen for some lines."""

    choices: list[Chosen] = Field(min_length=1, max_length=MOST_CHOICES)


class NameSettled(Step):
    """Which organization an unknown name means; null sets up a branch of that name."""

    name: line(60, 1)  # type: ignore[valid-type]
    to: Ref | None  # type: ignore[valid-type]


class LineChanged(Step):
    """What a line should say; what is left out stays."""

    name: line(60, 1) = None  # type: ignore[valid-type]
    branch: Ref | None = None  # type: ignore[valid-type]
    gender: Gender | None = None
    birth: Day | None = None
    id_number: line(18) = None  # type: ignore[valid-type]
    status: Status | None = None
    joined: Day | None = None
    converted: Day | None = None
    held_on: Day = None  # type: ignore[assignment]
    kinds: Annotated[list[Kind], Field(min_length=1, max_length=10)] = None  # type: ignore[assignment]
    organization: Ref = None  # type: ignore[valid-type]
    group: Ref | None = None  # type: ignore[valid-type]
    start: Clock | None = None
    end: Clock | None = None
    place: line(100) = None  # type: ignore[valid-type]
    chair: line(60) = None  # type: ignore[valid-type]
    recorder: line(60) = None  # type: ignore[valid-type]
    topic: line(500) = None  # type: ignore[valid-type]
    expected: Count | None = None
    present: Count | None = None
    same_as: Id | None = None
    full_name: line(120, 1) = None  # type: ignore[valid-type]
    kind: PlaceKind = None  # type: ignore[valid-type]
    parent: Ref | None = None  # type: ignore[valid-type]
    unit: line(120) = None  # type: ignore[valid-type]
    founded: Day | None = None
    elected: Day | None = None

    def said(self) -> dict[str, Any]:
        """The fields that were sent."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"version"}}


class PackChosen(Sent):
    """A rule pack that holds from a day on, or always."""

    pack: line(60, 1)  # type: ignore[valid-type]
    since: Day | None = None


class ImportConfirmed(Step):
    """That what was previewed is written, all or nothing."""

    only_good: bool = Field(False, description="没有决定的行不导入")
    packs: list[PackChosen] = Field(default=[], max_length=MOST_PACKS)


class ImportUndone(Step):
    """Why an import is taken back."""

    reason: text(200, 1)  # type: ignore[valid-type]


# ---- answered ----


class ImportLine(BaseModel):
    """An import in the list."""

    id: uuid.UUID
    version: int
    state: Literal[tuple(Upload.State.values)]  # type: ignore[valid-type]
    organization: Reference
    files: list[str]
    at: datetime
    confirmed_at: datetime | None
    undone_at: datetime | None


class CountedTold(BaseModel):
    """How many lines of a kind compare so, and were chosen so."""

    kind: str
    state: str
    taken: bool | None
    lines: int
    undecided: bool


class WrittenTold(BaseModel):
    """How many lines of a kind were written so; empty: not imported."""

    kind: str
    done: str
    lines: int


class UnknownName(BaseModel):
    """A name nothing stands for, and in how many lines."""

    name: str
    lines: int


class ImportTold(ImportLine):
    """One import: waiting (`reading`), its preview, or its result."""

    counted: list[CountedTold]
    undecided: int = Field(description="还有多少行需要先选择")
    written: list[WrittenTold]
    unknown_names: list[UnknownName]
    findings: int = Field(description="读取时的提示有几条")


class SourceTold(BaseModel):
    """Where in the files something stands."""

    file: str | None
    sheet: str | None
    row: int | None
    place: str | None


class Difference(BaseModel):
    """One field: how it is held, how the file says it."""

    field: str
    held: Any
    said: Any


class LineTold(BaseModel):
    """One line of a preview or a result."""

    id: uuid.UUID
    number: int
    kind: str
    ref: str
    title: str
    state: str
    problem: str
    taken: bool | None
    moved_on: date | None
    target: uuid.UUID | None = Field(description="对应的现有记录")
    done: str
    made: uuid.UUID | None = Field(description="所成的记录")
    source: SourceTold
    said: dict[str, Any] = Field(description="文件所写的，可以改正的各项")
    changes: list[Difference]
    hidden: list[str] = Field(description="这个令牌不能看的字段")


class FindingTold(BaseModel):
    """Something the reader says of the files."""

    severity: str
    code: str
    file: str
    sheet: str | None
    row: int | None
    column: int | None
    place: str | None
    message: str
    remedy: str


def import_line(one: Upload) -> ImportLine:
    """An import in the list."""
    return ImportLine(**_plain(one))


def import_told(
    one: Upload,
    counted: Sequence[Counted],
    written: Mapping[tuple[str, str], int],
    names: Mapping[str, int],
) -> ImportTold:
    """An import with its lines counted."""
    return ImportTold(
        **_plain(one),
        counted=[CountedTold(**row._asdict(), undecided=row.undecided) for row in counted],
        undecided=sum(row.lines for row in counted if row.undecided),
        written=[WrittenTold(kind=k, done=d, lines=n) for (k, d), n in written.items()],
        unknown_names=[UnknownName(name=name, lines=lines) for name, lines in names.items()],
        findings=len(one.findings),
    )


def line_told(one: Line, hidden: frozenset[str]) -> LineTold:
    """A line, without what is hidden."""
    plain = ("id", "number", "kind", "ref", "title", "state", "problem", "taken", "moved_on")
    fields = [name for name in OF_KIND.get(one.kind, ()) if name not in hidden]
    pairs = {name: pair for name, pair in one.changes.items() if name not in hidden}
    return LineTold(
        **{name: getattr(one, name) for name in (*plain, "target", "done", "made")},
        source=_source(one.source),
        said={name: one.data.get(name) for name in fields},
        changes=[Difference(field=n, held=pair[0], said=pair[1]) for n, pair in pairs.items()],
        hidden=sorted(hidden) if one.kind == Line.Kind.PERSON else [],
    )


def place_named(one: tuple[str, str]) -> Named:
    """What a line may be put under."""
    return Named(id=one[0], label=one[1])


def _source(said: Mapping[str, Any]) -> SourceTold:
    return SourceTold(**{name: said.get(name) for name in SourceTold.model_fields})


def _plain(one: Upload) -> dict[str, Any]:
    names = ("id", "version", "state", "files", "at", "confirmed_at", "undone_at")
    place = Reference(id=one.root_id, name=one.root.name)
    return {"organization": place, **{name: getattr(one, name) for name in names}}
