"""What of the registers wants someone on 今天: their word, or their own gone late; else silence."""

from datetime import date, timedelta

import pytest

from mingdeng.assessments.wanting import registered_for
from mingdeng.registers.models import Entry
from mingdeng.registers.services import ask_closing, ask_extension, send_back
from mingdeng.roster.models import Person
from tests.house import TODAY, Tree, someone, tree
from tests.registers.lists import acting, adopted, listed
from tests.registers.samples import holder, viewer

pytestmark = pytest.mark.django_db


def a_task(house: Tree, due: str = "2026-12-31") -> Entry:
    adopted(house.top)
    return listed("tasks", house.first, title="修路灯", owner="王小明", due=due)


def wanted(person: Person, day: date = TODAY) -> list[str]:
    return [one.what for one in registered_for(viewer(person), day)]


def test_what_is_in_time_and_unasked_wants_nobody() -> None:
    house = tree()
    owner = someone("王小明", house.first)
    office = holder("李办公室", house.second, house.organ, "committee_office")
    a_task(house)
    assert [wanted(owner), wanted(office)] == [[], []]


def test_what_was_asked_wants_who_may_decide_and_not_who_asked() -> None:
    house = tree()
    owner = someone("王小明", house.first)
    office = holder("李办公室", house.second, house.organ, "committee_office")
    secretary = holder("赵书记", house.first, house.first, "secretary")
    one = a_task(house)
    ask_closing(acting(owner), one.id, "", TODAY)
    assert [wanted(x) for x in (owner, office, secretary)] == [[], ["confirm"], []]
    send_back(acting(office), (one.id, 1), "还有两盏")
    assert [wanted(x) for x in (owner, office, secretary)] == [["returned"], [], []]
    ask_extension(acting(owner), (one.id, 1), date(2027, 1, 31), "等灯")
    assert wanted(office) == ["extend"]


def test_what_is_late_wants_its_owner_until_it_is_asked_to_be_closed() -> None:
    house = tree()
    owner, other = someone("王小明", house.first), someone("吴旁人", house.first)
    one = a_task(house, TODAY.isoformat())
    tomorrow = TODAY + timedelta(days=1)
    assert [wanted(owner), wanted(owner, tomorrow), wanted(other, tomorrow)] == [
        *([], ["late"], []),
    ]
    ask_closing(acting(owner), one.id, "", TODAY)
    assert wanted(owner, tomorrow) == []


def test_a_talk_wants_the_one_talked_to() -> None:
    house = tree()
    subject = someone("钱同志", house.first)
    talker = holder("赵书记", house.first, house.first, "secretary")
    adopted(house.top)
    given = {"title": "日常谈心", "day": "2026-09-01", "owner": "赵书记", "about": "钱同志"}
    listed("talks", house.first, **given)
    assert [wanted(subject), wanted(talker)] == [["confirm"], []]
