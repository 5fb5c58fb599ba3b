"""An act and its entry stand or fall together."""

import uuid
from datetime import datetime, timedelta, timezone

import pytest
from django.db import transaction

from mingdeng.journal.models import Detail, Entry, Head
from mingdeng.journal.services import Actor, NotInTransaction, Thing, purge, write
from mingdeng.journal.verifying import current_head, first_break
from tests.house import NOW, SYSTEM

THING = Thing("activity", uuid.uuid4(), uuid.uuid4())


@pytest.mark.django_db(transaction=True)
def test_no_entry_is_written_outside_a_transaction() -> None:
    with pytest.raises(NotInTransaction):
        write(SYSTEM, "activity.record", THING, {})
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_with_the_transaction_it_was_written_in() -> None:
    with transaction.atomic():
        write(SYSTEM, "activity.record", THING, {})
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert not Head.objects.exclude(number=0).exists()
    with transaction.atomic():
        write(SYSTEM, "activity.record", THING, {})
    assert first_break() is None


@pytest.mark.django_db
def test_the_chain_is_whole_whatever_zone_the_clock_was_read_in() -> None:
    china = timezone(timedelta(hours=8))
    for at in (NOW, NOW.astimezone(china), datetime(2026, 1, 1, 8, 0, 0, 17, tzinfo=china)):
        write(Actor(None, None, at), "activity.record", THING, {"at": at})
    assert first_break() is None


@pytest.mark.django_db
def test_the_chain_is_whole_whatever_was_said() -> None:
    bodies = [
        {},
        {"人": "阿依古丽·买买提"},
        {2: 1, 10: 2},
        {"n": None, "x": [1.5, True, {"y": ()}]},
    ]
    for body in bodies:
        write(SYSTEM, "activity.record", THING, body)  # type: ignore[arg-type]
    assert first_break() is None
    assert current_head().number == len(bodies)


@pytest.mark.django_db
def test_purged_details_are_gone_and_the_chain_is_whole() -> None:
    entry = write(SYSTEM, "person.add", THING, {"name": "程萍红"})
    write(SYSTEM, "person.add", THING, {"name": "别人"})
    purge(SYSTEM, entry)
    purge(SYSTEM, entry)
    assert first_break() is None
    assert "程萍红" not in str(list(Detail.objects.values()))
    assert Entry.objects.filter(action="journal.purge").count() == 1


@pytest.mark.django_db
def test_details_that_only_look_purged_are_a_break() -> None:
    entry = write(SYSTEM, "person.add", THING, {"name": "程萍红"})
    Detail.objects.update(body=None, salt="", purged_at=NOW)
    found = first_break()
    assert found is not None
    assert found.number == entry.number


@pytest.mark.django_db
def test_the_same_words_never_have_the_same_digest_twice() -> None:
    for _ in range(5):
        write(SYSTEM, "vote", THING, {"choice": "赞成"})
    assert len(set(Entry.objects.values_list("detail_digest", flat=True))) == 5


@pytest.mark.django_db
def test_an_empty_chain_is_whole() -> None:
    assert first_break() is None
