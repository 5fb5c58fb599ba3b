"""Registers and entries as JSON: the definition says which fields there are."""

import uuid
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from mingdeng.api.shapes.types import Id, Paged, Reference, Sent, Version, line
from mingdeng.registers.models import Entry
from mingdeng.rulebook.registers import Field as Asked
from mingdeng.rulebook.registers import Register

MOST_FIELDS, LONGEST = 60, 5_000
Texts = Annotated[
    dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=LONGEST)]],
    Field(
        max_length=MOST_FIELDS,
        description="字段和内容，都写成文字，与页面上填的一样；空的文字是清空",
    ),
]


class FieldTold(BaseModel):
    """One field of a register."""

    id: str
    label: str
    type: str
    required: bool
    choices: list[str]
    restricted: bool = Field(description="只有少数身份看得到")
    of: str | None = Field(description="写的是哪一本台账的条目")


class RegisterTold(BaseModel):
    """A register the caller may use, with the fields of its entries."""

    id: str
    label: str
    group: str
    gist: str
    every: str | None = Field(description="month、quarter、year：按期填写")
    tracked: bool = Field(description="条目是否要办结")
    fields: list[FieldTold]


class EntriesAsked(Paged):
    """Which entries."""

    organization: Id | None = None
    state: Literal["open", "closed", "late"] | None = None
    period: Annotated[str, Field(max_length=10)] = ""
    q: Annotated[str, Field(max_length=60)] = ""


class EntryTold(BaseModel):
    """An entry with the fields the caller may see that say something."""

    id: uuid.UUID
    register_id: str
    organization: Reference
    title: str
    period: str
    state: str
    closed_on: date | None
    withdrawn: bool
    version: int
    fields: dict[str, str]


class EntrySent(Sent):
    """A new entry."""

    organization: Id
    period: line(10) = ""  # type: ignore[valid-type]
    fields: Texts


class EntryChanged(Sent):
    """What is changed of an entry, and from which version."""

    version: Version
    fields: Texts


def register_told(one: Register) -> RegisterTold:
    """A definition as programs need it."""
    fields = [_field(field) for field in one.fields]
    return RegisterTold(
        id=one.id,
        label=one.label,
        group=one.group,
        gist=one.gist,
        every=one.every,
        tracked=one.tracked,
        fields=fields,
    )


def _field(one: Asked) -> FieldTold:
    return FieldTold(
        id=one.id,
        label=one.label,
        type=one.type,
        required=one.required,
        choices=list(one.choices),
        restricted=bool(one.restricted),
        of=one.of,
    )


def entry_told(one: Entry, fields: dict[str, str]) -> EntryTold:
    """An entry with some of its fields."""
    return EntryTold(
        id=one.id,
        register_id=one.register,
        organization=Reference(id=one.organization_id, name=one.organization.name),
        title=one.title,
        period=one.period,
        state=one.state,
        closed_on=one.closed_on,
        withdrawn=one.withdrawn_at is not None,
        version=one.version,
        fields={name: text for name, text in fields.items() if text},
    )
