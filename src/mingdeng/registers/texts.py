"""What entries say as texts: as they were typed, and as `read_entry` takes them again."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mingdeng.access.policy import Viewer
from mingdeng.daycount import Cycle, add_months, period_of
from mingdeng.registers.models import Entry, Involved
from mingdeng.registers.naming import Told
from mingdeng.registers.queries import fields_seen, reserved_facts
from mingdeng.registers.values import Text, first_day, next_period, shown
from mingdeng.rulebook.registers import CHOOSING, DAYS, PARENT, Field, Register


def texts_of(viewer: Viewer, register: Register, one: Entry) -> dict[str, Text]:
    """Every field of an entry the viewer may see, as text; choices as a list."""
    return texts_of_all(viewer, register, [one])[one.id]


def texts_of_all(
    viewer: Viewer, register: Register, found: Sequence[Entry]
) -> dict[uuid.UUID, dict[str, Text]]:
    """Likewise for several entries of one organization, with their people and parents read."""
    reserved = reserved_facts(viewer, register, found)
    told = _told(found, viewer.day)
    return {
        one.id: _texts(fields_seen(viewer, register, one), one, reserved.get(one.id, {}), told)
        for one in found
    }


def prefill(viewer: Viewer, register: Register, one: Entry) -> dict[str, Text]:
    """What the entry of the next period begins with: what this one says, but what is asked anew.

    Days of this period are those of the next. For registers that have periods.
    """
    texts = texts_of(viewer, register, one)
    return carried_on(register, texts, one.period, next_period(register.every or "", one.period))


def whole_texts(
    register: Register, one: Entry, reserved: Mapping[str, Any], period: str, day: date
) -> dict[str, Text]:
    """What follows in a period, whoever looks: for carrying an entry on."""
    texts = _texts(register.fields, one, reserved, _told([one], day))
    if one.parent_id and PARENT in texts:
        texts[PARENT] = str(one.parent_id)
    return carried_on(register, texts, one.period, period)


def carried_on(
    register: Register, texts: Mapping[str, Text], before: str, after: str
) -> dict[str, Text]:
    """Texts of one period as those of another: what is asked anew is not among them."""
    fresh = {field.id for field in register.fields if field.fresh}
    found = {name: text for name, text in texts.items() if name not in fresh}
    for name in DAYS:
        if isinstance(text := found.get(name), str) and text:
            found[name] = _moved(text, register.every or "", before, after)
    return found


def said_anew(register: Register) -> list[Field]:
    """What must be said of every entry anew in each period."""
    return [one for one in register.fields if one.fresh and one.required]


def _moved(text: str, every: str, before: str, after: str) -> str:
    """A day of one period, in another; a day outside of it stays what it is."""
    day, first, then = date.fromisoformat(text), first_day(before), first_day(after)
    if first is None or then is None or period_of(day, Cycle(every)).label != before:
        return text
    months = (then.year - first.year) * 12 + then.month - first.month
    return add_months(day, months).isoformat()


def _told(found: Sequence[Entry], day: date) -> Told | None:
    people = [named for one in found for named in one.people.all()]
    return Told(found[0].organization_id, people, day) if people else None


def _texts(
    fields: Iterable[Field], one: Entry, reserved: Mapping[str, Any], told: Told | None
) -> dict[str, Text]:
    people: dict[str, list[Involved]] = {}
    for named in one.people.all():
        people.setdefault(named.field, []).append(named)
    found: dict[str, Text] = {}
    for field in fields:
        if field.id == PARENT and one.parent_hidden:  # kept as it is, whatever else is changed
            continue
        if field.is_person:
            names = [told.name(p) for p in people.get(field.id, ())] if told else []
            found[field.id] = "、".join(names)
        else:
            found[field.id] = _text(field, one, reserved)
    return found


def _text(field: Field, one: Entry, reserved: Mapping[str, Any]) -> Text:
    if field.id == PARENT:
        return one.parent.title if one.parent else ""
    value = getattr(one, field.id) if field.is_column else one.facts.get(field.id)
    if field.restricted:
        value = reserved.get(field.id)
    if field.type in CHOOSING and isinstance(value, list):
        return [str(part) for part in value]
    return shown(field, value)
