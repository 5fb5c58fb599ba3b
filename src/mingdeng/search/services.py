"""Bringing the index up to date: whatever the journal says changed since the last time.

Rooms of records know nothing of search. Each of their acts stands in the journal under a
number, in the transaction of the act; the index remembers the last number it has seen.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, QuerySet, Subquery

from mingdeng.activities.models import Activity
from mingdeng.journal.models import Entry, Head
from mingdeng.registers.models import Entry as Kept
from mingdeng.roster.models import Organization, Person
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.search.folding import fold, tokens_of
from mingdeng.search.models import Indexed, Progress, Token
from mingdeng.search.spelling import initials_of, spelled_name

KINDS = ("activity", "person", "organization", "entry")
# So many acts in one transaction; a page that looks waits for at most so many of them.
BATCH, MOST_WAITED_FOR = 500, 3_000
ROWS = 400


@dataclass(frozen=True, slots=True)
class Findable:
    """What of a record can be found: its texts, and how its name is typed."""

    texts: tuple[str, ...]
    spelled: tuple[str, ...] = ()
    singles: bool = False


def catch_up(most: int | None = MOST_WAITED_FOR) -> int:
    """Index what changed; returns how many acts are still to be read (`most` None: none)."""
    seen, end = _seen_and_end()
    if seen > end:  # the records were taken back to an earlier day: begin anew
        start_again()
        seen = 0
    read = 0
    while seen < end and (most is None or read < most):
        seen, read = _step(seen), read + BATCH
    return max(end - seen, 0)


def _seen_and_end() -> tuple[int, int]:
    """The last act indexed and the last act written, in one question."""
    progress = Progress.objects.filter(id=1).values("number")
    heads = Head.objects.filter(id=1).annotate(seen=Subquery(progress))
    number, seen = heads.values_list("number", "seen").first() or (0, 0)
    return seen or 0, number


@transaction.atomic
def start_again() -> None:
    """Forget everything indexed; the next catching up reads the journal from its beginning."""
    Indexed.objects.all().delete()
    Progress.objects.update_or_create(id=1, defaults={"number": 0})


@transaction.atomic
def _step(seen: int) -> int:
    """Index one batch; where someone else just did, only look how far they came."""
    progress = Progress.objects.select_for_update().get_or_create(id=1)[0]
    if progress.number > seen:
        return progress.number
    entries = Entry.objects.filter(number__gt=seen).order_by("number")
    acts = list(entries.values_list("number", "object_kind", "object_id")[:BATCH])
    for kind in KINDS:
        changed = {one for _, kept, one in acts if kept == kind and one is not None}
        if changed:
            _index(kind, changed)
    progress.number = acts[-1][0] if acts else seen
    progress.save(update_fields=["number"])
    return progress.number


def _index(kind: str, ids: set[uuid.UUID]) -> None:
    """Write anew what is found of some records; of those that are gone nothing."""
    chosen = list(ids)
    for at in range(0, len(chosen), ROWS):
        part = chosen[at : at + ROWS]
        Token.objects.filter(**{f"indexed__{kind}__in": part}).delete()
        Indexed.objects.filter(**{f"{kind}__in": part}).delete()
        found = list(READ[kind](part))
        rows = [_row(kind, one, said) for one, said in found]
        Indexed.objects.bulk_create(rows, batch_size=ROWS)
        said_of = [(row, said) for row, (_, said) in zip(rows, found, strict=True)]
        Token.objects.bulk_create(_tokens(said_of), batch_size=2_000)


def _row(kind: str, record: Model, said: Findable) -> Indexed:
    return Indexed(
        **{f"{kind}_id": record.pk},
        text="\n".join(map(fold, said.texts)),
        spelled="".join(f"\n{one}" for one in said.spelled),
    )


def _tokens(rows: Sequence[tuple[Indexed, Findable]]) -> Iterator[Token]:
    for row, said in rows:
        lines = [*map(fold, said.texts), *said.spelled]
        for pair in sorted(tokens_of(lines, singles=said.singles)):
            yield Token(indexed=row, pair=pair)


def _activities(ids: Sequence[uuid.UUID]) -> Iterator[tuple[Activity, Findable]]:
    """Topic, agenda, decisions, place, kinds; nobody's absence and its reason."""
    kept: QuerySet[Activity] = Activity.objects.filter(id__in=ids)
    for one in kept.exclude(state=Activity.State.WITHDRAWN).prefetch_related("agenda"):
        kinds = (vocabulary().label("kinds", kind) for kind in one.kinds)
        agenda = (text for item in one.agenda.all() for text in (item.text, item.decision))
        yield one, Findable(tuple(filter(None, (*kinds, one.topic, one.place, *agenda))))


def _people(ids: Sequence[uuid.UUID]) -> Iterator[tuple[Person, Findable]]:
    """The name and how it is typed: no number, no birth, nothing else."""
    for one in Person.objects.filter(id__in=ids).only("id", "name"):
        yield one, Findable((one.name,), spelled_name(one.name), singles=True)


def _organizations(ids: Sequence[uuid.UUID]) -> Iterator[tuple[Organization, Findable]]:
    """Names of today and before; initials, of which any part is found."""
    for one in Organization.objects.filter(id__in=ids).prefetch_related("names"):
        names = _different(
            (one.name, one.full_name),
            *((former.name, former.full_name) for former in one.names.all()),
        )
        letters = _different(map(initials_of, names))
        yield one, Findable((*names, *letters), singles=True)


def _entries(ids: Sequence[uuid.UUID]) -> Iterator[tuple[Kept, Findable]]:
    """What everyone sees who sees an entry, and how the people in it are typed."""
    found = Kept.objects.filter(id__in=ids, withdrawn_at=None).prefetch_related("people")
    for one in found:
        spelled = _different(*(spelled_name(named.name) for named in one.people.all()))
        yield one, Findable((one.words,), spelled)


def _different(*several: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for texts in several for text in texts if text))


READ = {
    "activity": _activities,
    "person": _people,
    "organization": _organizations,
    "entry": _entries,
}
