"""A request that is sent again gets its first answer and has no second effect."""

import threading
import uuid
from collections import Counter
from collections.abc import Mapping

import pytest
from django.db import connection, transaction

from mingdeng.journal.models import Answer, Entry
from mingdeng.journal.services import Actor, KeyUsedOtherwise, NoAccount, Thing, once, write
from mingdeng.journal.verifying import first_break
from tests.house import NOW

TIMES = 50
ME = Actor(uuid.UUID(int=1), None, NOW)
THING = Thing("activity", None)


def _act() -> Mapping[str, object]:
    entry = write(ME, "activity.record", THING, {})
    return {"made": entry.id}


@pytest.mark.django_db
def test_fifty_identical_requests_have_one_effect() -> None:
    key = uuid.uuid4()
    answers = [once(ME, key, "activity.record", _act) for _ in range(TIMES)]
    assert Entry.objects.count() == 1
    assert answers == [{"made": str(Entry.objects.get().id)}] * TIMES


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_requests_at_once_have_one_effect() -> None:
    key, start, answers = uuid.uuid4(), threading.Barrier(TIMES), []

    def request() -> None:
        start.wait()
        try:
            answers.append(str(once(ME, key, "activity.record", _act)))
        finally:
            connection.close()

    threads = [threading.Thread(target=request) for _ in range(TIMES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {str({"made": str(Entry.objects.get().id)}): TIMES}
    assert first_break() is None


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_whole_chain() -> None:
    def work() -> None:
        try:
            for _ in range(20):
                with transaction.atomic():
                    write(ME, "activity.record", THING, {})
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.count() == 160
    assert first_break() is None


@pytest.mark.django_db
def test_another_key_or_another_account_is_another_request() -> None:
    key, other = uuid.uuid4(), Actor(uuid.UUID(int=2), None, NOW)
    once(ME, key, "activity.record", _act)
    once(ME, uuid.uuid4(), "activity.record", _act)
    once(other, key, "activity.record", _act)
    assert Entry.objects.count() == 3


@pytest.mark.django_db
def test_a_key_belongs_to_one_action() -> None:
    key = uuid.uuid4()
    once(ME, key, "activity.record", _act)
    with pytest.raises(KeyUsedOtherwise):
        once(ME, key, "activity.withdraw", _act)
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_what_failed_may_be_tried_again_with_the_same_key() -> None:
    key = uuid.uuid4()

    def fail() -> Mapping[str, object]:
        _act()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once(ME, key, "activity.record", fail)
    assert not Answer.objects.exists()
    once(ME, key, "activity.record", _act)
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_nobody_repeats_a_request_without_an_account() -> None:
    with pytest.raises(NoAccount):
        once(Actor(None, None, NOW), uuid.uuid4(), "activity.record", _act)
