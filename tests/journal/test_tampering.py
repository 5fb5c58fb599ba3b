"""Whoever changes history behind the back of the program is found out, a thousand times."""

import random
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from mingdeng.journal.models import Detail, Entry, Head
from mingdeng.journal.services import Actor, Thing, entry_digest, purge, write
from mingdeng.journal.verifying import Signed, current_head, first_break
from tests.house import NOW, SYSTEM

LENGTH, TIMES = 24, 1_000
ANY = random.Random(20260930)
ENTRY_COLUMNS = (
    *("id", "at", "account", "post", "action", "object_kind", "object_id", "organization"),
    *("detail_digest", "previous", "digest", "number"),
)
pytestmark = pytest.mark.django_db
Tampering = Callable[[], int]
"""Tampers, and answers the number of the entry where it must be found at the latest."""


class Undo(Exception):
    """Ends a transaction so that nothing of it remains."""


def test_a_thousand_tamperings_are_all_found() -> None:
    _fill()
    kept = [Signed(LENGTH, current_head().digest)]
    assert first_break(kept) is None
    for time in range(TIMES):
        tampering = ANY.choice(TAMPERINGS)
        try:
            with transaction.atomic():
                at_latest = tampering()
                found = first_break(kept)
                assert found is not None, (time, tampering.__name__)
                assert found.number <= at_latest, (time, tampering.__name__, found)
                raise Undo
        except Undo:
            pass
    assert first_break(kept) is None


@pytest.mark.parametrize("column", ENTRY_COLUMNS)
def test_every_column_of_an_entry_is_bound(column: str) -> None:
    _fill()
    entry = Entry.objects.get(number=7)
    _edit(entry, column)
    found = first_break()
    assert found is not None
    assert found.number == 7


def test_a_database_that_was_set_back_is_found_by_the_heads_kept_elsewhere() -> None:
    _fill()
    kept = [current_head()]
    _set_back(10)
    assert first_break() is None, "by itself a chain that was set back is whole"
    found = first_break(kept)
    assert found is not None
    assert found.number == 11


def test_a_history_written_anew_is_found_by_the_heads_kept_elsewhere() -> None:
    _fill()
    kept = [current_head()]
    _write_anew(8)
    assert first_break() is None, "by itself a chain that was written anew is whole"
    assert first_break(kept) is not None


def _fill() -> None:
    for turn in range(LENGTH - 1):
        actor = Actor(uuid.uuid4(), uuid.uuid4(), NOW + timedelta(seconds=turn))
        thing = Thing("activity", uuid.uuid4(), uuid.uuid4())
        entry = write(actor, f"activity.act{turn % 3}", thing, {"turn": turn, "who": "程萍红"})
        if turn == 3:
            purge(SYSTEM, entry)


def _any_entry() -> Entry:
    return Entry.objects.get(number=ANY.randint(1, LENGTH))


def _edit(entry: Entry, column: str) -> None:
    was = getattr(entry, column)
    now: object = uuid.uuid4()
    if column == "at":
        now = was + timedelta(microseconds=1)
    elif column in {"action", "object_kind"}:
        now = was + "x"
    elif column in {"detail_digest", "previous", "digest"}:
        now = "f" * 64
    elif column == "number":
        now = LENGTH + 1_000
    rows = Entry.objects.filter(number=entry.number)
    if column == "number":
        Detail.objects.filter(entry=entry).delete()
    rows.update(**{column: now})


def _edit_any() -> int:
    entry = _any_entry()
    _edit(entry, ANY.choice(ENTRY_COLUMNS))
    return entry.number


def _empty_any() -> int:
    column = ANY.choice(("account", "post", "object_id", "organization"))
    entry = Entry.objects.exclude(**{column: None}).order_by("?").first()
    assert entry is not None
    Entry.objects.filter(number=entry.number).update(**{column: None})
    return entry.number


def _delete_any() -> int:
    entry = _any_entry()
    Detail.objects.filter(entry=entry).delete()
    Entry.objects.filter(number=entry.number).delete()
    return entry.number


def _insert() -> int:
    number = ANY.choice((0, LENGTH + 1, LENGTH + 7))
    entry = Entry(
        number=number,
        at=NOW,
        action="activity.record",
        object_kind="activity",
        detail_digest="0" * 64,
        previous=current_head().digest,
    )
    entry.digest = entry_digest(entry)
    entry.save(force_insert=True)
    Detail.objects.create(entry=entry, salt="", body={})
    return LENGTH + 1


def _cut_tail() -> int:
    after = ANY.randint(0, LENGTH - 1)
    Detail.objects.filter(entry_id__gt=after).delete()
    Entry.objects.filter(number__gt=after).delete()
    return after + 1


def _set_back(after: int) -> None:
    Detail.objects.filter(entry_id__gt=after).delete()
    Entry.objects.filter(number__gt=after).delete()
    last = Entry.objects.get(number=after)
    Head.objects.update(number=after, digest=last.digest)


def _set_back_any() -> int:
    after = ANY.randint(5, LENGTH - 1)
    _set_back(after)
    return LENGTH


def _write_anew(first: int) -> None:
    previous = Entry.objects.get(number=first - 1).digest
    for entry in Entry.objects.filter(number__gte=first).order_by("number"):
        entry.action = "activity.other" if entry.number == first else entry.action
        entry.previous = previous
        entry.digest = previous = entry_digest(entry)
        entry.save()
    Head.objects.update(digest=previous)


def _write_any_anew() -> int:
    _write_anew(ANY.randint(6, LENGTH - 1))
    return LENGTH


def _change_details() -> int:
    detail = Detail.objects.filter(purged_at=None).order_by("?").first()
    assert detail is not None
    change = ANY.choice(({"body": {"turn": -1}}, {"salt": "0" * 32}, {"body": None}))
    Detail.objects.filter(entry=detail.entry).update(**change)
    return detail.entry_id


def _delete_details() -> int:
    entry = _any_entry()
    Detail.objects.filter(entry=entry).delete()
    return entry.number


def _feign_purge() -> int:
    entry = _any_entry()
    Detail.objects.filter(entry=entry).update(body=None, salt="", purged_at=NOW + timedelta(1))
    return entry.number


def _move_head() -> int:
    change = ANY.choice(({"number": LENGTH - 1}, {"number": LENGTH + 1}, {"digest": "e" * 64}))
    Head.objects.update(**change)
    return LENGTH + 1


def _drop_head() -> int:
    Head.objects.all().delete()
    return LENGTH + 1


TAMPERINGS: tuple[Tampering, ...] = (
    *(_edit_any, _edit_any, _edit_any, _empty_any, _delete_any, _insert, _cut_tail),
    *(_set_back_any, _write_any_anew, _change_details, _change_details, _delete_details),
    *(_feign_purge, _move_head, _drop_head),
)
