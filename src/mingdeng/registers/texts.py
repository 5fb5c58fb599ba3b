"""What an entry says as texts: as they were typed, and as `read_entry` takes them again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mingdeng.access.policy import Viewer
from mingdeng.registers.models import Entry, Involved, Reserved
from mingdeng.registers.naming import Told
from mingdeng.registers.queries import fields_seen, reserved_facts
from mingdeng.registers.values import Text, shown
from mingdeng.rulebook.registers import CHOOSING, PARENT, Field, Register


def texts_of(viewer: Viewer, register: Register, one: Entry) -> dict[str, Text]:
    """Every field of an entry the viewer may see, as text; choices as a list."""
    reserved = reserved_facts(viewer, register, [one]).get(one.id, {})
    return _texts(fields_seen(viewer, register, one), one, reserved, viewer.day)


def prefill(viewer: Viewer, register: Register, one: Entry) -> dict[str, Text]:
    """What the next entry begins with: what this one says, except what is asked anew."""
    fresh = {field.id for field in register.fields if field.fresh}
    texts = texts_of(viewer, register, one)
    return {name: text for name, text in texts.items() if name not in fresh}


def whole_texts(register: Register, one: Entry, day: date) -> dict[str, Text]:
    """Every field of an entry that is not asked anew, whoever looks: for carrying it on."""
    kept = Reserved.objects.filter(entry=one).first()
    fields = [field for field in register.fields if not field.fresh]
    return _texts(fields, one, kept.facts if kept else {}, day)


def _texts(
    fields: Iterable[Field], one: Entry, reserved: Mapping[str, Any], day: date
) -> dict[str, Text]:
    people: dict[str, list[Involved]] = {}
    for named in one.people.all():
        people.setdefault(named.field, []).append(named)
    told = Told(one.organization_id, one.people.all(), day) if people else None
    found: dict[str, Text] = {}
    for field in fields:
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
