"""A line's data as the values the services of the rooms take."""

import uuid
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any

from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.intake.matching import Data
from mingdeng.roster.services import NewOrganization, NewPerson

Resolve = Callable[[str], uuid.UUID | None]
TEXTS = ("place", "chair", "recorder", "lecturer", "topic", "for_period", "source")
VOTES = ("votes_for", "votes_against", "abstentions")


def day(text: str | None) -> date | None:
    """A day that was stored as text."""
    return date.fromisoformat(text) if text else None


def organization_of(data: Data, parent: uuid.UUID) -> NewOrganization:
    """An organization to be set up under its parent."""
    return NewOrganization(
        kind=data["kind"],
        name=data["name"],
        full_name=data["full_name"],
        parent=parent,
        unit=data["unit"] or "",
        position=data["position"],
        founded=day(data["founded"]),
        elected=day(data["elected"]),
    )


def person_of(data: Data) -> NewPerson:
    """A person to be put on the roster."""
    return NewPerson(
        name=data["name"],
        gender=data["gender"] or "",
        birth=day(data["birth"]),
        id_number=data["id_number"] or "",
        status=data["status"] or "",
        joined=day(data["joined"]),
        converted=day(data["converted"]),
    )


def changes_of(changes: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Changed fields with values of their types: days are days."""
    days = {"founded", "elected", "birth", "joined", "converted"}
    return {name: day(value) if name in days else value for name, value in changes}


def record_of(data: Data, resolve: Resolve) -> Record:
    """An activity to be recorded. Raises ValueError for what is no day, time or number."""
    organization = resolve(data["organization"])
    if organization is None:
        raise ValueError(data["organization"])
    host = Hosting(
        organization=organization,
        group=resolve(data["group"]) if data["group"] else None,
        expected=data["expected"],
        present=data["present"],
        absent=tuple(_absent(one, resolve) for one in data["absent"]),
    )
    return Record(
        kinds=tuple(data["kinds"]),
        held_on=date.fromisoformat(data["held_on"]),
        hosts=(host,),
        held_to=day(data["held_to"]),
        start=_time(data["start"]),
        end=_time(data["end"]),
        hours=Decimal(data["hours"]) if data["hours"] else None,
        agenda=tuple(_item(one) for one in data["agenda"]),
        guests=tuple(data["guests"]),
        **{name: data[name] for name in TEXTS},
    )


def _absent(one: Data, resolve: Resolve) -> Absent:
    person = resolve(one["person"]) if one["person"] else None
    return Absent(one["name"], one["reason"], person)


def _item(one: Data) -> Item:
    return Item(one["text"], (), one["decision"], **{name: one[name] for name in VOTES})


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
