"""Acts of one block go into the chain together: the same chain, or none of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import transaction

from mingdeng.journal.models import Detail, Entry
from mingdeng.journal.services import NotInTransaction, Thing, together, write
from mingdeng.journal.verifying import first_break
from tests.house import SYSTEM

pytestmark = pytest.mark.django_db


def act(number: int) -> None:
    write(SYSTEM, f"act.{number}", Thing("thing", uuid4()), {"number": number})


@contextmanager
def one_go() -> Iterator[None]:
    with transaction.atomic(), together():
        yield


def fail() -> None:
    with one_go():
        act(0)
        raise ValueError("no")


def test_they_stand_in_their_order_between_what_came_before_and_after() -> None:
    act(0)
    with one_go():
        for number in range(1, 1_200):
            act(number)
    act(1_200)
    said = list(Entry.objects.order_by("number").values_list("action", flat=True))
    assert said == [f"act.{number}" for number in range(1_201)]
    assert Detail.objects.count() == 1_201
    assert first_break() is None


def test_a_block_within_a_block_keeps_the_order() -> None:
    with one_go():
        act(0)
        with together():
            act(1)
        act(2)
    said = list(Entry.objects.order_by("number").values_list("action", flat=True))
    assert said == ["act.0", "act.1", "act.2"]


def test_of_a_block_that_fails_nothing_stands() -> None:
    with pytest.raises(ValueError, match="no"):
        fail()
    act(1)
    assert [one.action for one in Entry.objects.all()] == ["act.1"]
    assert first_break() is None


@pytest.mark.django_db(transaction=True)
def test_there_is_no_block_outside_of_a_transaction() -> None:
    with pytest.raises(NotInTransaction), together():
        pass
    assert not Entry.objects.exists()
