"""Who sees which entry and which of its fields."""

import pytest

from mingdeng.registers.models import Entry
from mingdeng.registers.queries import (
    Wanted,
    entries,
    entry,
    fields_seen,
    may_close,
    may_enter,
    only_own,
    reserved_facts,
)
from mingdeng.rulebook.registers import Register
from tests.house import Tree, someone, tree
from tests.registers.samples import entered, holder, register, viewer

pytestmark = pytest.mark.django_db
CONTENT = "家里有困难"


def talk(house: Tree) -> tuple[Register, Entry]:
    talks = register("heart-talks")
    given = {"title": "日常谈心", "day": "2026-09-01", "owner": "赵书记", "about": "钱同志"}
    return talks, entered(talks, house.first, **given, content=CONTENT)


def test_what_was_talked_about_is_seen_by_the_two_and_by_nobody_else() -> None:
    house = tree()
    talker = holder("赵书记", house.first, house.first, "secretary")
    subject = someone("钱同志", house.first)
    others = [
        holder("孙书记", house.first, house.first, "secretary"),
        holder("李办公室", house.second, house.organ, "committee_office"),
        holder("周党组", house.second, house.organ, "leading_group_secretary"),
    ]
    talks, one = talk(house)
    for person in (talker, subject):
        facts = reserved_facts(viewer(person), talks, [one])
        assert facts[one.id] == {"content": CONTENT}
        assert "content" in {field.id for field in fields_seen(viewer(person), talks, one)}
    for person in others:
        assert entries(viewer(person), talks).exists()
        assert reserved_facts(viewer(person), talks, [one])[one.id] == {}
        assert "content" not in {field.id for field in fields_seen(viewer(person), talks, one)}


def test_who_is_in_neither_role_nor_party_does_not_see_that_there_was_a_talk() -> None:
    house = tree()
    holder("赵书记", house.first, house.first, "secretary")
    someone("钱同志", house.first)
    talks, one = talk(house)
    for person in (
        someone("吴同志", house.first),
        holder("郑纪检", house.second, house.organ, "discipline_officer"),
    ):
        assert not entries(viewer(person), talks).exists()
        with pytest.raises(Entry.DoesNotExist):
            entry(viewer(person), {talks.id: talks}, one.id)


def test_the_one_talked_to_confirms_and_nobody_for_them() -> None:
    house = tree()
    talker = holder("赵书记", house.first, house.first, "secretary")
    subject = someone("钱同志", house.first)
    talks, one = talk(house)
    assert may_close(viewer(subject), talks, one)
    assert not may_close(viewer(talker), talks, one)


def test_a_branch_writes_its_own_and_the_office_for_all_below() -> None:
    house = tree()
    matters = register("problem-list")
    secretary = viewer(holder("赵书记", house.first, house.first, "secretary"))
    office = viewer(holder("李办公室", house.second, house.organ, "committee_office"))
    member = viewer(someone("吴同志", house.first))
    able = {
        name: [
            may_enter(who, matters, place.id) for place in (house.first, house.second, house.other)
        ]
        for name, who in (("secretary", secretary), ("office", office), ("member", member))
    }
    assert able == {
        "secretary": [True, False, False],
        "office": [True, True, False],
        "member": [False, False, False],
    }


def test_a_member_writes_only_of_themselves_where_members_write() -> None:
    house = tree()
    talks = register("heart-talks")
    member = viewer(someone("吴同志", house.first))
    assert may_enter(member, talks, house.first.id)
    assert only_own(member, talks, house.first.id)
    assert not may_enter(member, talks, house.second.id)


def test_a_list_is_narrowed_by_place_text_and_what_is_late() -> None:
    house = tree()
    office = viewer(holder("李办公室", house.second, house.organ, "committee_office"))
    matters = register("practical-matters")
    given = {"owner": "王小明", "day": "2026-03-02"}
    late = entered(matters, house.first, title="修路灯", due="2026-06-30", **given)
    entered(matters, house.second, title="装扶手", due="2026-12-31", **given)
    assert entries(office, matters).count() == 2
    assert entries(office, matters, Wanted(text="路灯")).get() == late
    assert entries(office, matters, Wanted(organization=house.first.id)).get() == late
    assert entries(office, matters, Wanted(late_on=office.day)).get() == late
