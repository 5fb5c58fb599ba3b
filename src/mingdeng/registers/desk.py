"""Which entries want someone: to be confirmed, more time to be decided, their own gone late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.registers.models import Entry, Step
from mingdeng.registers.queries import PARTY, THING, entries_of_all
from mingdeng.registers.shelves import as_one_of, readable, shelf_of
from mingdeng.registers.turns import Turn, may_confirm, may_extend, turn_of
from mingdeng.rulebook.registers import ABOUT, OWNER, Register

CONFIRM, EXTEND, LATE, RETURNED = "confirm", "extend", "late", "returned"
ASKED = (Step.Kind.ASKED_CLOSING, Step.Kind.ASKED_EXTENSION)
MOST = 100
WORDS: Mapping[str, str] = {
    CONFIRM: "待确认办结",
    EXTEND: "待决定延期",
    LATE: "已过时限",
    RETURNED: "已退回",
}


@dataclass(frozen=True, slots=True)
class Wanting:
    """One entry that wants the viewer, and for what."""

    what: str
    entry: Entry
    register: Register


def entries_wanting(viewer: Viewer, day: date) -> list[Wanting]:
    """What waits for the viewer's word, and what is theirs and late or sent back.

    What is due first comes first; nobody hears of what is in time.
    """
    registers = {one.id: one for one in readable(viewer, shelf_of(viewer)) if one.tracked}
    if not registers or viewer.person is None:
        return []
    open_ones = entries_of_all(viewer, registers.values()).filter(state=Entry.State.OPEN)
    mine = Q(people__field=OWNER, people__person_id=viewer.person)
    late = mine & (Q(due__lt=day) | Q(steps__kind=Step.Kind.RETURNED))
    wanted = _confirmed(viewer, registers.values(), open_ones) | _of(open_ones, late)
    found = open_ones.filter(wanted).select_related("organization")
    found = found.prefetch_related("people", "steps").order_by("due", "recorded_at", "id")
    return [
        Wanting(what, one, registers[one.register])
        for one in found[:MOST]
        if (what := _what(viewer, registers[one.register], one, day))
    ]


def _confirmed(viewer: Viewer, registers: Iterable[Register], found: QuerySet[Entry]) -> Q:
    """What was asked where the viewer decides, and talks with them that they did not see yet."""
    alike: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for one in registers:
        way = (one.closed_by, "confirm") if one.closed_by else (one.writers, "edit")
        alike.setdefault(way, []).append(one.id)
    here = Q(pk__in=())
    for (named, action), names in alike.items():
        reached = scope(as_one_of(viewer, named), action, THING)
        here |= Q(register__in=names) & within(reached, "organization_id")
        parties = set(named) & set(PARTY)
        if parties:
            own = Q(people__field__in=parties, people__person_id=viewer.person)
            here |= Q(register__in=names) & _of(found, own)
    told = [one.id for one in registers if ABOUT in one.closed_by]
    return here & (_of(found, Q(steps__kind__in=ASKED)) | Q(register__in=told))


def _of(found: QuerySet[Entry], condition: Q) -> Q:
    """A condition on what belongs to entries, each entry once."""
    return Q(pk__in=found.order_by().filter(condition).values("pk"))


def _what(viewer: Viewer, register: Register, one: Entry, day: date) -> str:
    """For what it wants the viewer now; nothing where it waits for someone else."""
    turn = turn_of(one.steps.all())
    if may_extend(viewer, register, one, turn):
        return EXTEND
    if _is_shown(register, turn) and may_confirm(viewer, register, one, turn):
        return CONFIRM
    people = ((p.field, p.person_id) for p in one.people.all())
    if (OWNER, viewer.person) not in set(people) or turn.closing is not None:
        return ""
    if turn.returned is not None:
        return RETURNED
    return LATE if one.due is not None and one.due < day else ""


def _is_shown(register: Register, turn: Turn) -> bool:
    """Whether it was handed to who confirms: a talk is, as soon as it is written down."""
    if ABOUT in register.closed_by and turn.returned is None:
        return True
    return turn.closing is not None
