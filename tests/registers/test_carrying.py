"""Carrying entries into the next period: only what is new is asked."""

import pytest

from mingdeng.journal.models import Entry as Act
from mingdeng.registers.models import Entry, Link, Reserved
from mingdeng.registers.services import Ledger, carry
from mingdeng.registers.texts import prefill
from mingdeng.registers.values import Text, read_entry
from mingdeng.roster.services import Refused
from tests.house import SYSTEM, Tree, someone, tree
from tests.registers.lists import listed, lists
from tests.registers.samples import holder, viewer

pytestmark = pytest.mark.django_db
MONTHLY = "monthly-report"
ROW: dict[str, Text] = {
    "title": "党员活动室",
    "owner": "赵六（第一支部）",
    "helpers": "李四、社区张主任",
    "place": "三楼",
    "kind": "甲",
    "tags": ["学习", "宣传"],
    "rooms": "2",
    "area": "35.5",
    "cost": "1200.00",
    "open": "是",
    "phone": "13800000000",
    "result": "九月正常",
}


def september(house: Tree) -> Entry:
    someone("赵六", house.first)
    someone("赵六", house.second)
    return listed(MONTHLY, house.first, "2026-09", **ROW)


def test_the_next_entry_begins_as_the_last_one_except_what_is_asked_anew() -> None:
    house = tree()
    first = september(house)
    office = viewer(holder("李办公室", house.second, house.organ, "committee_office"))
    texts = prefill(office, lists(MONTHLY), first)
    assert texts == {name: text for name, text in ROW.items() if name != "result"}


def test_what_one_may_not_see_is_not_shown_but_carried_on_all_the_same() -> None:
    house = tree()
    first = september(house)
    secretary = viewer(holder("孙书记", house.first, house.first, "secretary"))
    texts = prefill(secretary, lists(MONTHLY), first)
    assert "phone" not in texts
    said = read_entry(lists(MONTHLY), {**texts, "result": "十月漏水"}, "2026-10")
    second = carry(SYSTEM, Ledger(lists(MONTHLY), house.first), first.id, said)
    second.refresh_from_db()
    assert Reserved.objects.get(entry=second).facts == {"phone": "13800000000"}
    assert second.facts == {**first.facts, "result": "十月漏水"}
    same = ("field", "name", "person_id")
    assert list(second.people.values_list(*same)) == list(first.people.values_list(*same))
    assert Link.objects.get().kind == "carried"
    assert Act.objects.filter(object_id=first.id, action="entry.carry").exists()


def test_an_entry_is_carried_once_and_only_forward() -> None:
    house = tree()
    first, ledger = september(house), Ledger(lists(MONTHLY), house.first)
    with pytest.raises(Refused, match="之后"):
        carry(SYSTEM, ledger, first.id, read_entry(ledger.register, {"result": "正常"}, "2026-09"))
    said = read_entry(ledger.register, {"result": "正常"}, "2026-10")
    carry(SYSTEM, ledger, first.id, said)
    with pytest.raises(Refused, match="已经续填过"):
        carry(SYSTEM, ledger, first.id, said)
