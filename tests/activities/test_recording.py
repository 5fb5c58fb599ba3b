"""An activity is entered once, whole, with its journal entry; what cannot stand is named."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial

import pytest
from django.db.models import CharField
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingdeng.activities import checking
from mingdeng.activities.models import Absence, Activity, AgendaItem, Guest, Host
from mingdeng.activities.services import (
    Absent,
    Hosting,
    Invalid,
    Item,
    Record,
    cover,
    record,
    snapshot,
    uncover,
)
from mingdeng.journal.models import Entry
from mingdeng.journal.services import Actor
from mingdeng.journal.verifying import first_break
from mingdeng.roster.services import create_group
from tests.house import SYSTEM, TODAY, Tree, someone, tree

pytestmark = pytest.mark.django_db
MEETING = "members_meeting"


def meeting(here: Tree) -> Record:
    absent = someone("胡超艳", here.first)
    return Record(
        kinds=(MEETING, "party_lecture"),
        held_on=date(2026, 9, 10),
        start=time(15, 0),
        end=time(16, 30),
        place="四楼会议室",
        chair="吕刚静",
        recorder="唐杰芳",
        lecturer="吕刚静",
        topic="学习条例",
        hours=Decimal("1.5"),
        hosts=(Hosting(here.first.id, None, 20, 19, (Absent("胡超艳", "出差", absent.id),)),),
        agenda=(
            Item("学习党章", ("integrity",)),
            Item("表决", (), "同意", 18, 1, 0),
        ),
        guests=("列席者",),
    )


def test_everything_said_is_kept() -> None:
    here = tree()
    said = meeting(here)
    stored = Activity.objects.get(id=record(SYSTEM, said).id)
    for name in ("held_on", "start", "end", "place", "chair", "recorder", "lecturer", "topic"):
        assert getattr(stored, name) == getattr(said, name)
    assert stored.kinds == list(said.kinds)
    assert stored.hours == said.hours
    assert stored.recorded_at == SYSTEM.at
    host = stored.hosts.get()
    assert (host.organization, host.expected, host.present) == (here.first, 20, 19)
    assert list(host.absences.values_list("name", "reason")) == [("胡超艳", "出差")]
    assert [item.text for item in stored.agenda.all()] == ["学习党章", "表决"]
    assert list(stored.guests.values_list("name", flat=True)) == ["列席者"]
    last = snapshot(stored)["agenda"][1]
    assert (last["votes_for"], last["votes_against"], last["abstentions"]) == (18, 1, 0)


def test_each_host_keeps_its_own_attendance_and_its_own_entry() -> None:
    here = tree()
    hosts = (Hosting(here.first.id, None, 20, 19), Hosting(here.second.id, None, 8, 8))
    made = record(SYSTEM, Record((MEETING,), TODAY, hosts))
    assert {(h.organization_id, h.expected, h.present) for h in made.hosts.all()} == {
        (here.first.id, 20, 19),
        (here.second.id, 8, 8),
    }
    entries = Entry.objects.filter(action="activity.record", object_id=made.id)
    assert {entry.organization for entry in entries} == {here.first.id, here.second.id}
    assert first_break() is None


def test_what_cannot_stand_is_named_at_its_field_and_nothing_is_kept() -> None:
    here = tree()
    good = meeting(here)
    host = good.hosts[0]
    elsewhere = create_group(SYSTEM, here.second, "第一党小组", 1)
    wrong = {
        "kinds": [replace(good, kinds=()), replace(good, kinds=("unknown",))],
        "held_on": [replace(good, held_on=date(2026, 10, 1))],
        "held_to": [replace(good, held_to=date(2026, 9, 9))],
        "end": [replace(good, end=time(15, 0)), replace(good, end=time(9, 0))],
        "hosts": [replace(good, hosts=()), replace(good, hosts=(host, host))],
        "present": [_hosted(good, present=21), _hosted(good, present=-1)],
        "expected": [_hosted(good, expected=-20, present=None)],
        "absent": [_hosted(good, absent=(Absent("长" * 61),))],
        "group": [
            replace(good, kinds=("group_meeting",)),
            _hosted(good, group=elsewhere.id),
        ],
        "place": [replace(good, place="长" * 101)],
        "topic": [replace(good, topic="长" * 501)],
        "hours": [replace(good, hours=Decimal(-1)), replace(good, hours=Decimal(10_000))],
        "guests": [replace(good, guests=("长" * 61,))],
        "agenda": [
            replace(good, agenda=(Item("长" * 1_001),)),
            replace(good, agenda=(Item("题", ("unknown",)),)),
            replace(good, agenda=(Item("题", votes_for=-1),)),
        ],
    }
    for field, records in wrong.items():
        for said in records:
            with pytest.raises(Invalid) as raised:
                record(SYSTEM, said)
            assert set(raised.value.problems) == {field}
    assert not Activity.objects.exists()
    assert not Entry.objects.filter(action="activity.record").exists()


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(Invalid) as raised:
        record(SYSTEM, Record((), date(2027, 1, 1), ()))
    assert set(raised.value.problems) == {"kinds", "held_on", "hosts"}


def test_a_meeting_over_midnight_of_two_days_may_end_earlier_by_the_clock() -> None:
    said = replace(meeting(tree()), held_to=date(2026, 9, 11), end=time(9, 0))
    record(SYSTEM, said)
    with pytest.raises(Invalid):
        record(SYSTEM, replace(said, held_to=said.held_on))


def test_today_is_the_day_in_china() -> None:
    here = tree()
    early = Actor(None, None, datetime(2026, 9, 30, 23, 30, tzinfo=UTC))  # 1 October, 07:30
    said = Record((MEETING,), date(2026, 10, 1), (Hosting(here.first.id),))
    record(early, said)
    with pytest.raises(Invalid):
        record(early, replace(said, held_on=date(2026, 10, 2)))


def test_texts_are_as_long_as_the_columns() -> None:
    columns = {
        *((Activity, field, most) for field, most in checking.LENGTHS.items()),
        *((AgendaItem, field, checking.TEXT) for field in ("text", "decision")),
        *((model, "name", checking.NAME) for model in (Absence, Guest)),
        (Absence, "reason", checking.REASON),
    }
    for model, field, most in columns:
        column = model._meta.get_field(field)
        assert isinstance(column, CharField)
        assert column.max_length == most


def test_what_is_covered_is_written_and_can_be_taken_back() -> None:
    here = tree()
    covered = cover(SYSTEM, here.first, [MEETING], date(2026, 1, 1), None, "台账")
    uncover(SYSTEM, covered)
    actions = Entry.objects.filter(organization=here.first.id).order_by("number")
    assert [e.action for e in actions][-2:] == ["records.cover", "records.uncover"]


numbers = st.none() | st.integers(0, 60)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    kinds=st.sets(st.sampled_from([MEETING, "theme_day", "group_meeting", "nothing"])),
    day=st.dates(date(2026, 9, 25), date(2026, 10, 5)),
    pairs=st.lists(st.tuples(numbers, numbers), max_size=2),
    text=st.text(max_size=120),
)
def test_a_record_is_kept_whole_or_refused_whole(
    kinds: set[str], day: date, pairs: list[tuple[int | None, int | None]], text: str
) -> None:
    here = tree()
    places = (here.first.id, here.second.id)
    hosts = tuple(Hosting(place, None, *pair) for place, pair in zip(places, pairs, strict=False))
    said = Record(tuple(kinds), day, hosts, place=text)
    before = (Activity.objects.count(), Host.objects.count(), Entry.objects.count())
    attempt = partial(record, SYSTEM, said)
    sound = (
        bool(kinds)
        and not kinds & {"nothing", "group_meeting"}
        and day <= TODAY
        and bool(hosts)
        and all(e is None or p is None or p <= e for e, p in pairs)
        and len(text) <= 100
    )
    if sound:
        made = attempt()
        assert snapshot(made)["place"] == text
        assert Host.objects.count() == before[1] + len(hosts)
    else:
        with pytest.raises(Invalid):
            attempt()
        after = (Activity.objects.count(), Host.objects.count(), Entry.objects.count())
        assert after == before


def _hosted(said: Record, **changes: object) -> Record:
    return replace(said, hosts=(replace(said.hosts[0], **changes),))  # type: ignore[arg-type]
