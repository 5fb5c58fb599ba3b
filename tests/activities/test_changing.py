"""Correcting, confirming, sending back and taking back, each on the version that was read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from mingdeng.activities.models import Activity
from mingdeng.activities.services import (
    Hosting,
    Invalid,
    Item,
    Locked,
    Record,
    Stale,
    confirm,
    correct,
    record,
    remove,
    send_back,
    withdraw,
)
from mingdeng.journal.models import Entry
from mingdeng.journal.services import Actor
from mingdeng.journal.verifying import first_break
from tests.house import NOW, SYSTEM, tree

pytestmark = pytest.mark.django_db
State = Activity.State


@pytest.fixture
def said(db: None) -> Record:  # noqa: ARG001
    here = tree()
    hosts = (Hosting(here.first.id, None, 20, 19),)
    return Record(("members_meeting",), date(2026, 9, 10), hosts, agenda=(Item("学习党章"),))


def deeds(made: Activity, said: Record, version: int) -> list[Callable[[], object]]:
    which = (SYSTEM, made.id, version)
    return [
        partial(correct, *which, replace(said, place="五楼")),
        partial(confirm, *which),
        partial(send_back, *which, "缺少签名"),
        partial(withdraw, *which, "误录"),
        partial(remove, *which),
    ]


def written(action: str) -> dict[str, Any]:
    """What the journal says of the one act of a name."""
    body: dict[str, Any] = Entry.objects.get(action=action).detail.body or {}
    return body


def test_a_correction_replaces_what_was_said_and_keeps_both_dates(said: Record) -> None:
    made = record(SYSTEM, said)
    later = Actor(None, None, NOW + timedelta(days=3))
    better = replace(said, place="五楼", agenda=(Item("学习条例"),), source="别处")
    corrected = correct(later, made.id, 1, better)
    assert (corrected.place, corrected.version) == ("五楼", 2)
    assert (corrected.held_on, corrected.recorded_at) == (said.held_on, NOW)
    assert corrected.source == said.source
    assert [item.text for item in corrected.agenda.all()] == ["学习条例"]
    body = written("activity.correct")
    assert body["before"]["agenda"][0]["text"] == "学习党章"
    assert body["after"]["agenda"][0]["text"] == "学习条例"


def test_the_day_does_not_change(said: Record) -> None:
    made = record(SYSTEM, said)
    with pytest.raises(Invalid) as raised:
        correct(SYSTEM, made.id, 1, replace(said, held_on=date(2026, 9, 11)))
    assert set(raised.value.problems) == {"held_on"}


def test_moving_a_record_to_another_branch_is_written_under_both(said: Record) -> None:
    here = tree()
    made = record(SYSTEM, said)
    correct(SYSTEM, made.id, 1, replace(said, hosts=(Hosting(here.second.id),)))
    written = Entry.objects.filter(action="activity.correct")
    assert {e.organization for e in written} == {said.hosts[0].organization, here.second.id}


def test_a_stale_deed_shows_the_current_record_and_changes_nothing(said: Record) -> None:
    made = record(SYSTEM, said)
    correct(SYSTEM, made.id, 1, replace(said, place="先到"))
    entries = Entry.objects.count()
    for deed in deeds(made, said, 1):
        with pytest.raises(Stale) as raised:
            deed()
        assert (raised.value.current.place, raised.value.current.version) == ("先到", 2)
    assert Entry.objects.count() == entries
    assert Activity.objects.get().place == "先到"


@pytest.mark.parametrize("lock", [confirm, partial(withdraw, reason="误录")])
def test_what_is_confirmed_or_taken_back_stands(
    said: Record, lock: Callable[[Actor, object, int], None]
) -> None:
    made = record(SYSTEM, said)
    lock(SYSTEM, made.id, 1)
    for deed in deeds(made, said, 2):
        with pytest.raises(Locked):
            deed()
    assert Activity.objects.get().version == 2


def test_what_was_sent_back_is_held_again_once_it_is_corrected(said: Record) -> None:
    made = record(SYSTEM, said)
    send_back(SYSTEM, made.id, 1, "缺少签名")
    assert Activity.objects.get().state == State.RETURNED
    assert correct(SYSTEM, made.id, 2, said).state == State.HELD
    assert written("activity.return") == {"reason": "缺少签名"}


def test_a_removed_record_is_gone_and_the_journal_says_what_it_was(said: Record) -> None:
    made = record(SYSTEM, said)
    remove(SYSTEM, made.id, 1)
    assert not Activity.objects.exists()
    body = written("activity.remove")
    assert body["agenda"][0]["text"] == "学习党章"
    assert first_break() is None
