"""Whether the chain is whole, and the heads that leave the machine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingdeng.journal.models import Detail, Entry, Head
from mingdeng.journal.services import detail_digest, entry_digest, plain_of

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Signed:
    """A head as it was kept elsewhere: how many entries there were, and the last digest."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that is not as it was written, and what is wrong with it."""

    number: int
    problem: str


def current_head() -> Signed:
    """Where the chain ends now."""
    head = Head.objects.filter(id=1).first()
    return Signed(head.number, head.digest) if head else Signed(0, START)


def first_break(kept: Sequence[Signed] = ()) -> Break | None:
    """The first entry that was edited, inserted, deleted or cut off; None where all is whole.

    `kept` are heads that were stored elsewhere: they show a cut tail and a database
    that was set back.
    """
    elsewhere = {signed.number: signed.digest for signed in kept}
    number, previous = 0, START
    for entry, detail in _entries():
        number += 1
        problem = _problem(entry, detail, number, previous)
        if problem is None and elsewhere.get(number, entry.digest) != entry.digest:
            problem = "与另存的链头不一致"
        if problem:
            return Break(min(number, entry.number), problem)
        previous = entry.digest
    if current_head() != Signed(number, previous):
        return Break(number + 1, "末尾的记录被删去")
    if any(n > number for n in elsewhere):
        return Break(number + 1, "末尾的记录被删去，或数据库被退回到以前")
    return None


def _entries() -> Iterator[tuple[Entry, Detail | None]]:
    details = Detail.objects.in_bulk  # in pieces: a chain may be long
    batch: list[Entry] = []
    for entry in Entry.objects.order_by("number").iterator(chunk_size=500):
        batch.append(entry)
        if len(batch) == 500:
            found = details([e.number for e in batch])
            yield from ((e, found.get(e.number)) for e in batch)
            batch = []
    found = details([e.number for e in batch])
    yield from ((e, found.get(e.number)) for e in batch)


def _problem(entry: Entry, detail: Detail | None, number: int, previous: str) -> str | None:
    if entry.number != number:
        return "缺少这一条"
    if entry.previous != previous:
        return "与前一条接不上"
    if entry_digest(entry) != entry.digest:
        return "这一条被改动"
    if detail is None:
        return "内容被删去"
    if (
        detail.purged_at is None
        and detail_digest(detail.salt, plain_of(detail.body)) != entry.detail_digest
    ):
        return "内容被改动"
    return None
