"""Whose turn an entry is: who works on it, what was asked and not answered, who confirms."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from mingdeng.access.policy import Target, Viewer, may
from mingdeng.registers.models import Entry, Step
from mingdeng.registers.queries import PARTY, THING, fields_seen, is_named, may_close
from mingdeng.registers.shelves import as_one_of
from mingdeng.rulebook.registers import ABOUT, OWNER, PARTIES, Field, Register

Kind = Step.Kind
# What is asked, and what answers it.
CLOSING = (Kind.ASKED_CLOSING, Kind.CLOSED, Kind.RETURNED)
EXTENDING = (Kind.ASKED_EXTENSION, Kind.EXTENDED, Kind.REFUSED, Kind.CLOSED)


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked of an entry and waits for an answer; whether it was sent back since."""

    closing: Step | None = None
    extension: Step | None = None
    returned: Step | None = None


def turn_of(steps: Iterable[Step]) -> Turn:
    """What waits, of the steps of an entry in the order in which they were taken."""
    closing = extension = returned = None
    for step in steps:
        if step.kind in CLOSING:
            closing = step if step.kind == Kind.ASKED_CLOSING else None
            returned = step if step.kind == Kind.RETURNED else None
        if step.kind in EXTENDING:
            extension = step if step.kind == Kind.ASKED_EXTENSION else None
    return Turn(closing, extension, returned)


def may_work(viewer: Viewer, register: Register, one: Entry) -> bool:
    """Whether the viewer may say how it goes: whoever may change it, and whose task it is."""
    able = as_one_of(viewer, register.writers)
    if may(able, "edit", THING, Target(one.organization_id)):
        return True
    own = Target(None, viewer.person)
    return is_named(viewer, one, _workers(register)) and may(viewer, "edit", THING, own)


def may_write(viewer: Viewer, register: Register, organization: uuid.UUID) -> bool:
    """Whether the viewer may enter what is others' as well: a second round, a part, a copy."""
    able = as_one_of(viewer, register.writers)
    return may(able, "create", THING, Target(organization))


def may_confirm(viewer: Viewer, register: Register, one: Entry, turn: Turn) -> bool:
    """Whether the viewer may confirm now that it is done: not for what is their own doing."""
    if not may_close(viewer, register, one):
        return False
    return _is_apart(viewer, register, one, turn.closing)


def may_extend(viewer: Viewer, register: Register, one: Entry, turn: Turn) -> bool:
    """Whether the viewer may decide on more time: whoever confirms, never who asked or owns it."""
    asked = turn.extension
    if asked is None or asked.account == viewer.account or is_named(viewer, one, [OWNER]):
        return False
    return may_decide(viewer, register, one)


def may_decide(viewer: Viewer, register: Register, one: Entry) -> bool:
    """Whether deciding on more time is the viewer's at all, whoever asked.

    Where only the parties confirm, those decide who write the register.
    """
    if may_close(viewer, register, one):
        return True
    only_parties = set(register.closed_by) <= set(PARTY)
    able = as_one_of(viewer, register.writers)
    return only_parties and may(able, "edit", THING, Target(one.organization_id))


def steps_seen(viewer: Viewer, register: Register, one: Entry) -> bool:
    """Whether the viewer sees what was said of an entry: of a talk only the two do."""
    return not keeps_words(register) or is_named(viewer, one, PARTY)


def keeps_words(register: Register) -> bool:
    """Whether what is said in a register stays between the parties."""
    return any(PARTIES in field.restricted for field in register.fields)


def _workers(register: Register) -> list[str]:
    return [field.id for field in register.fields if field.is_person and field.id != ABOUT]


def _is_apart(viewer: Viewer, register: Register, one: Entry, asked: Step | None) -> bool:
    """Whether someone else did it than who confirms; where parties confirm, it is theirs to."""
    if not register.closed_by or is_named(viewer, one, set(register.closed_by) & set(PARTY)):
        return True
    return not is_named(viewer, one, [OWNER]) and (asked is None or asked.account != viewer.account)


def fields_to_change(viewer: Viewer, register: Register, one: Entry) -> list[Field]:
    """The fields of an entry the viewer may change.

    A day that was set is put off by asking, where somebody confirms that it was kept.
    """
    seen = fields_seen(viewer, register, one)
    if not register.closed_by or one.due is None or may_close(viewer, register, one):
        return seen
    return [field for field in seen if field.id != "due"]
