"""What is held about someone includes the entries that name them, as far as they may see them."""

import pytest

from mingdeng.registers.services import withdraw
from mingdeng.subjects.named import entries_naming
from tests.house import SYSTEM, TODAY, someone, tree
from tests.registers.samples import entered, holder, register

pytestmark = pytest.mark.django_db
TALK = {"title": "日常谈心", "day": "2026-09-01", "content": "家里有困难"}


def test_the_two_of_a_talk_have_what_was_said_in_their_copy() -> None:
    house = tree()
    talker = holder("赵书记", house.first, house.first, "secretary")
    subject = someone("钱同志", house.first)
    entered(register("heart-talks"), house.first, **TALK, owner="赵书记", about="钱同志")
    for person, role in ((talker, "谈话人"), (subject, "谈话对象")):
        (row,) = entries_naming(person, TODAY)
        assert list(row[:4]) == ["谈心谈话", "第一支部", "日常谈心", role]
        assert "家里有困难" in str(row[6])
    assert list(entries_naming(someone("孙同志", house.first), TODAY)) == []


def test_of_an_entry_they_may_not_see_only_that_there_is_one_is_said() -> None:
    house = tree()
    one = register("practical-matters")
    helper = next(field for field in one.fields if field.type == "people")
    given = {"title": "记录不全", "owner": "某人", "day": "2026-09-01", "due": "2026-09-30"}
    member = someone("周同志", house.other)
    made = entered(one, house.first, **given, **{helper.id: "周同志"})
    made.people.filter(field=helper.id).update(person=member)
    (row,) = entries_naming(member, TODAY)
    assert row[:3] == [one.label, "", "写到本人的1条，不在本人能看的范围内"]
    assert "记录不全" not in str(row)
    withdraw(SYSTEM, (made.id, 1), "重复")
    assert list(entries_naming(member, TODAY)) == []
