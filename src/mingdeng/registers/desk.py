"""Which entries want someone: to be confirmed, more time to be decided, their own gone late."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from mingdeng.access.policy import Scope, Target, Viewer, may, within
from mingdeng.registers.models import Entry, Step
from mingdeng.registers.queries import PARTY, THING, with_turns
from mingdeng.registers.records import being_worked_on
from mingdeng.registers.shelves import as_one_of, reach_of, readable
from mingdeng.registers.turns import CLOSING, EXTENDING
from mingdeng.rulebook.registers import ABOUT, OWNER, Register, load_registers

CONFIRM, EXTEND, LATE, RETURNED = "confirm", "extend", "late", "returned"
WORDS: Mapping[str, str] = {
    CONFIRM: "待确认办结",
    EXTEND: "待决定延期",
    LATE: "已过时限",
    RETURNED: "已退回",
}
MOST = 100
Kind = Step.Kind


@dataclass(frozen=True, slots=True)
class Wanting:
    """One entry that wants the viewer, and for what."""

    what: str
    entry: Entry
    register: Register


def entries_wanting(viewer: Viewer, day: date, packs: Iterable[str]) -> list[Wanting]:
    """What waits for the viewer's word, and what is theirs and late or sent back.

    What is due first comes first; nobody hears of what is in time.
    """
    shelf = load_registers(packs)
    registers = {one.id: one for one in readable(viewer, shelf) if one.tracked}
    if not registers or viewer.person is None:
        return []
    # What asks for the viewer is theirs or lies where they decide; whether they read there is
    # looked at below, which is one long condition less to plan.
    found = with_turns(viewer, being_worked_on(registers), CLOSING, EXTENDING)
    reads = reach_of(viewer, "read")
    late = Q(owned=True) & (Q(due__lt=day) | Q(closing=Kind.RETURNED))
    found = found.filter(_asked(viewer, registers.values()) | late)
    listed = found.select_related("organization").order_by("due", "recorded_at", "id")
    return [
        Wanting(what, one, registers[one.register])
        for one in listed[:MOST]
        if _is_seen(registers[one.register], one, reads)
        and (what := _what(viewer, registers[one.register], one, day))
    ]


def _is_seen(register: Register, one: Any, reads: Callable[[Iterable[str]], Scope]) -> bool:
    """Whether the viewer sees an entry: it is theirs or about them, or they read there."""
    theirs = one.owned or one.concerned
    return bool(theirs) or one.organization_id in reads(register.readers).organizations


def _asked(viewer: Viewer, registers: Iterable[Register]) -> Q:
    """What was asked where the viewer decides, and talks with them that they did not see yet."""
    alike: dict[Scope, list[str]] = {}
    parties: list[Register] = []
    reach = {action: reach_of(viewer, action) for action in ("confirm", "edit")}
    for one in registers:
        named, action = _deciding(one)
        alike.setdefault(reach[action](named), []).append(one.id)
        parties += [one] if set(one.closed_by) & set(PARTY) else []
    here = Q(pk__in=())
    for reached, names in alike.items():
        here |= Q(register__in=names) & within(reached, "organization_id")
    asked = Q(closing=Kind.ASKED_CLOSING) | Q(extending=Kind.ASKED_EXTENSION)
    own = [one.id for one in parties if OWNER in one.closed_by]
    about = [one.id for one in parties if ABOUT in one.closed_by]
    party = Q(register__in=own, owned=True) & asked | Q(register__in=about, concerned=True)
    return here & asked | party


def _deciding(register: Register) -> tuple[tuple[str, ...], str]:
    """Who decides by role: whom the definition names; else, or where parties confirm, writers."""
    named = tuple(name for name in register.closed_by if name not in PARTY)
    return (named, "confirm") if named else (register.writers, "edit")


def _what(viewer: Viewer, register: Register, one: Any, day: date) -> str:
    """For what it wants the viewer now; nothing where it waits for someone else."""
    roles, action = _deciding(register)
    decides = may(as_one_of(viewer, roles), action, THING, Target(one.organization_id))
    asked = one.extending == Kind.ASKED_EXTENSION and one.extending_by != viewer.account
    if asked and decides and not one.owned:
        return EXTEND
    if _waits(register, one) and _confirms(viewer, register, one, decides=decides):
        return CONFIRM
    if not one.owned or one.closing == Kind.ASKED_CLOSING:
        return ""
    if one.closing == Kind.RETURNED:
        return RETURNED
    return LATE if one.due is not None and one.due < day else ""


def _waits(register: Register, one: Any) -> bool:
    """Whether it was handed to who confirms: a talk is, as soon as it is written down."""
    talk = ABOUT in register.closed_by and one.closing != Kind.RETURNED
    return talk or bool(one.closing == Kind.ASKED_CLOSING)


def _confirms(viewer: Viewer, register: Register, one: Any, *, decides: bool) -> bool:
    """Whether confirming is the viewer's: a party's own word, else of what is not their doing."""
    if one.owned and OWNER in register.closed_by:
        return True
    if one.concerned and ABOUT in register.closed_by:
        return True
    only_parties = bool(register.closed_by) and set(register.closed_by) <= set(PARTY)
    apart = not register.closed_by or (not one.owned and one.closing_by != viewer.account)
    return decides and not only_parties and apart
