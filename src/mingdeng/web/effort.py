"""What one sending of a form took: worked out here from what was sent and what was filled in.

The browser is not asked: nothing in a page watches anyone type.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from mingdeng.burden.services import Effort, Work
from mingdeng.journal.services import Actor
from mingdeng.web.asking import Sheet
from mingdeng.web.forms import LINE_PARTS, Line, RecordForm
from mingdeng.web.visit import Visit

# What a record form carries without anyone filling it in.
CARRIED = frozenset({"organization", "key", "version", "roll", "reading", "plan"})


def work(
    visit: Visit,
    form: str,
    actor: Actor,
    effort: Effort = Effort(),  # noqa: B008 - frozen
    place: uuid.UUID | None = None,
) -> Work:
    """The sending of a form, for the organization in whose post the actor acts.

    Whoever acts in no post does so as a member of their branch. `place` says otherwise.
    """
    return Work(form, place or _acts_for(visit, actor), visit.today, effort)


def in_sheet(before: Sheet, after: Sheet) -> Effort:
    """A short form: what differs from what it was filled with was typed."""
    pairs = ((before.values.get(ask.name), after.values.get(ask.name)) for ask in after.asks)
    return _counted(pairs)


def in_record(before: RecordForm, after: RecordForm) -> Effort:
    """A record form; minutes that were read into it count as a file."""
    found = _counted(_pairs(before, after))
    files = 1 if after.values["reading"] else 0
    return Effort(found.typed, found.kept, files)


def in_texts(*texts: str) -> Effort:
    """What was typed into empty fields."""
    return Effort(typed=sum(1 for text in texts if text))


def _acts_for(visit: Visit, actor: Actor) -> uuid.UUID | None:
    standings = visit.viewer.standings
    own = (one.organization for one in standings if one.post == actor.post)
    return next((one for one in own if one is not None), None)


def _pairs(before: RecordForm, after: RecordForm) -> Iterable[tuple[Any, Any]]:
    for name in set(after.values) - CARRIED:
        yield before.values.get(name), after.values[name]
    yield sorted(before.kinds), sorted(after.kinds)
    for one in {*before.absent, *after.absent}:
        yield one in before.absent, one in after.absent
    for one in after.absent:
        yield before.reasons.get(one), after.reasons.get(one)
    for one in {*before.cohosts, *after.cohosts}:
        yield one in before.cohosts, one in after.cohosts
    for name, head in after.heads.items():
        yield before.heads.get(name), head
    for place, line in enumerate(after.agenda):
        there = before.agenda[place] if place < len(before.agenda) else Line(place)
        yield from zip(_parts(there), _parts(line), strict=True)


def _parts(line: Line) -> list[Any]:
    """The parts of a line of the agenda, in the order of the form."""
    own = {"text": line.text, "topic": line.topic, "decision": line.decision}
    own["task"] = "1" if line.becomes_task else ""
    return [own.get(part, line.votes.get(part, "")) for part in LINE_PARTS]


def _counted(pairs: Iterable[tuple[Any, Any]]) -> Effort:
    """Typed is what differs, also what was emptied; kept is what stands as it was filled in."""
    typed = kept = 0
    for before, after in pairs:
        if (before or None) != (after or None):
            typed += 1
        elif after:
            kept += 1
    return Effort(typed, kept)
