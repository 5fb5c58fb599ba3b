"""Whether the chain is whole, and the heads that leave the machine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mingdeng.journal.models import Detail, Entry, Head
from mingdeng.journal.services import PURGE, detail_digest, entry_digest, plain_of

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
    gone: list[tuple[Entry, Detail]] = []
    number, previous = 0, START
    for entry, detail in _entries():
        number += 1
        problem = _link_problem(entry, number, previous) or _detail_problem(entry, detail)
        if problem is None and elsewhere.get(number, entry.digest) != entry.digest:
            problem = "与另存的链头不一致"
        if problem:
            return Break(min(number, entry.number), problem)
        if detail is not None and detail.purged_at is not None:
            gone.append((entry, detail))
        previous = entry.digest
    return _end_problem(Signed(number, previous), elsewhere) or _purge_problem(gone)


def _end_problem(end: Signed, elsewhere: Mapping[int, str]) -> Break | None:
    if current_head() != end:
        return Break(end.number + 1, "末尾的记录被删去")
    if any(number > end.number for number in elsewhere):
        return Break(end.number + 1, "末尾的记录被删去，或数据库被退回到以前")
    return None


def _purge_problem(gone: Sequence[tuple[Entry, Detail]]) -> Break | None:
    """Details that are gone though the chain, which is whole, does not say so."""
    purges = dict(Entry.objects.filter(action=PURGE).values_list("object_id", "at"))
    for entry, detail in gone:
        if detail.body is not None or detail.salt or purges.get(entry.id) != detail.purged_at:
            return Break(entry.number, "内容被改动")
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


def _link_problem(entry: Entry, number: int, previous: str) -> str | None:
    if entry.number != number:
        return "缺少这一条"
    if entry.previous != previous:
        return "与前一条接不上"
    return None if entry_digest(entry) == entry.digest else "这一条被改动"


def _detail_problem(entry: Entry, detail: Detail | None) -> str | None:
    if detail is None:
        return "内容被删去"
    if detail.purged_at is not None:
        return None  # judged at the end: only a whole chain can say what was purged
    whole = detail_digest(detail.salt, plain_of(detail.body)) == entry.detail_digest
    return None if whole else "内容被改动"
