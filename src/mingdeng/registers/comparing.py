"""What differs between two periods' versions of a register, as the viewer sees it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingdeng.access.policy import Viewer
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import Wanted, carried_from, entries
from mingdeng.registers.texts import carried_on, texts_of_all
from mingdeng.registers.values import Text
from mingdeng.rulebook.registers import Register

MOST = 1000


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that says something else now."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Differing:
    """An entry that stands in both versions, and in what they differ."""

    entry: Entry
    fields: Sequence[Changed]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions beside each other."""

    added: Sequence[Entry]
    removed: Sequence[Entry]
    changed: Sequence[Differing]
    same: int


def difference(
    viewer: Viewer, register: Register, organization: uuid.UUID, before: str, after: str
) -> Difference:
    """What an organization's register of one period says otherwise than that of another."""
    old = _version(viewer, register, organization, before)
    new = _version(viewer, register, organization, after)
    texts = texts_of_all(viewer, register, [*old, *new]) if old or new else {}
    pairs, changed = _pairs(old, new), []
    for one, other in pairs:
        moved = carried_on(register, texts[one.id], before, after)
        fields = _changed(register, texts[one.id], moved, texts[other.id])
        changed += [Differing(other, fields)] if fields else []
    known = {one.id for pair in pairs for one in pair}
    return Difference(
        added=[one for one in new if one.id not in known],
        removed=[one for one in old if one.id not in known],
        changed=changed,
        same=len(pairs) - len(changed),
    )


def periods_kept(viewer: Viewer, register: Register, organization: uuid.UUID) -> list[str]:
    """The periods of which an organization has entries, the latest first."""
    found = entries(viewer, register, Wanted(organization=organization)).order_by("-period")
    return list(found.values_list("period", flat=True).distinct())


def _version(
    viewer: Viewer, register: Register, organization: uuid.UUID, period: str
) -> list[Entry]:
    wanted = Wanted(organization=organization, period=period)
    found = entries(viewer, register, wanted).select_related("parent").prefetch_related("people")
    return list(found.order_by("recorded_at", "id")[:MOST])


def _pairs(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[Entry, Entry]]:
    """Which entry is which one of before: carried on, over however many periods; else by title."""
    first = carried_from({one.id for one in new})
    known = {one.id: one for one in old}
    pairs: list[tuple[Entry, Entry]] = []
    rest: list[Entry] = []
    for one in new:
        origin = _origin(one.id, first, known)
        if origin is None:
            rest.append(one)
        else:
            pairs.append((known.pop(origin), one))
    titles = {one.title: one for one in reversed(known.values())}
    pairs += [(titles.pop(one.title), one) for one in rest if one.title in titles]
    return pairs


def _origin(
    one: uuid.UUID, first: Mapping[uuid.UUID, uuid.UUID], known: Mapping[uuid.UUID, Entry]
) -> uuid.UUID | None:
    at: uuid.UUID | None = first.get(one)
    while at is not None and at not in known:
        at = first.get(at)
    return at


def _changed(
    register: Register,
    before: Mapping[str, Text],
    moved: Mapping[str, Text],
    after: Mapping[str, Text],
) -> list[Changed]:
    """What is asked anew in each period, and a day that only moved on with it, is no change."""
    return [
        Changed(one.label, _plain(before[one.id]), _plain(after[one.id]))
        for one in register.fields
        if one.id in moved and one.id in after and moved[one.id] != after[one.id]
    ]


def _plain(text: Text) -> str:
    return text if isinstance(text, str) else "、".join(text)
