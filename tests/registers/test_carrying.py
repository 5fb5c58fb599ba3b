"""Carrying entries into the next period: only what is new is asked."""

from datetime import date

import pytest

from mingdeng.journal.models import Entry as Act
from mingdeng.registers.comparing import difference, periods_kept
from mingdeng.registers.models import Entry, Link, Reserved
from mingdeng.registers.services import (
    Ledger,
    Second,
    carry,
    close,
    copy_period,
    look_back,
    revise,
    withdraw,
)
from mingdeng.registers.texts import prefill
from mingdeng.registers.values import Invalid, Said, Text, read_entry
from mingdeng.roster.models import Organization
from mingdeng.roster.services import Refused
from tests.house import SYSTEM, TODAY, Tree, someone, tree
from tests.registers.lists import acting, listed, lists
from tests.registers.samples import entered, holder, register, viewer

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


YEARLY = "yearly-duties"
NEXT = Said({}, {}, "2027")


def duties(place: Organization, *titles: str) -> list[Entry]:
    """A yearly version of a list."""
    given = {"owner": "王小明", "due": "2026-12-31", "standard": "按规定", "result": "好"}
    return [listed(YEARLY, place, "2026", title=title, **given) for title in titles]


def test_a_list_is_copied_into_the_next_year_with_its_days_but_without_its_results() -> None:
    place = tree().first
    duties(place, "抓学习", "抓组织", "抓作风")
    ledger = Ledger(lists(YEARLY), place)
    made = copy_period(SYSTEM, ledger, "2026", NEXT)
    assert [one.title for one in made] == ["抓学习", "抓组织", "抓作风"]
    assert {(one.period, one.due, one.state) for one in made} == {
        ("2027", date(2027, 12, 31), "open")
    }
    assert {tuple(one.facts) for one in made} == {("standard",)}
    with pytest.raises(Refused, match="没有还没复制的"):
        copy_period(SYSTEM, ledger, "2026", NEXT)


def test_what_came_later_is_copied_later_and_nothing_twice() -> None:
    place = tree().first
    duties(place, "抓学习")
    ledger = Ledger(lists(YEARLY), place)
    copy_period(SYSTEM, ledger, "2026", NEXT)
    duties(place, "抓作风")
    assert [one.title for one in copy_period(SYSTEM, ledger, "2026", NEXT)] == ["抓作风"]


def test_a_day_asked_anew_is_said_once_for_the_whole_list() -> None:
    house, duty = tree(), register("responsibility-list")
    given = {"title": "抓学习", "tier": "党支部", "owner": "某人", "day": "2026-01-10"}
    entered(duty, house.first, "2026", **given)
    ledger = Ledger(duty, house.first)
    with pytest.raises(Invalid, match="请填写制定日期"):
        copy_period(SYSTEM, ledger, "2026", NEXT)
    (made,) = copy_period(SYSTEM, ledger, "2026", read_entry(duty, {"day": "2027-01-08"}, "2027"))
    assert made.day == date(2027, 1, 8)


def test_what_only_the_parties_saw_does_not_go_on_to_others() -> None:
    house = tree()
    someone("王小明", house.first)
    given = {"title": "家访", "owner": "王小明", "content": "家里有困难"}
    first = listed("monthly-visits", house.first, "2026-09", **given)
    ledger = Ledger(lists("monthly-visits"), house.first)
    other = read_entry(ledger.register, {"owner": "李四"}, "2026-10")
    second = carry(SYSTEM, ledger, first.id, other)
    assert not Reserved.objects.filter(entry=second).exists()
    withdraw(SYSTEM, (second.id, 1), "写错了人")
    third = carry(SYSTEM, ledger, first.id, read_entry(ledger.register, {}, "2026-10"))
    assert Reserved.objects.get(entry=third).facts == {"content": "家里有困难"}


def test_what_is_asked_anew_each_time_cannot_be_copied_blindly() -> None:
    house = tree()
    september(house)
    ledger = Ledger(lists(MONTHLY), house.first)
    with pytest.raises(Refused, match="本月情况"):
        copy_period(SYSTEM, ledger, "2026-09", Said({}, {}, "2026-10"))


def test_two_years_beside_each_other_say_what_is_new_gone_and_changed() -> None:
    house = tree()
    duties(house.first, "抓学习", "抓组织", "抓作风")
    ledger = Ledger(lists(YEARLY), house.first)
    same, renamed, gone = copy_period(SYSTEM, ledger, "2026", NEXT)
    said = read_entry(ledger.register, {"title": "抓组织建设", "standard": "一季度一次"}, "2027")
    revise(SYSTEM, ledger, (renamed.id, 1), said)
    withdraw(SYSTEM, (gone.id, 1), "不再列入")
    listed(YEARLY, house.first, "2027", title="抓服务", owner="王小明")
    office = viewer(holder("李办公室", house.second, house.organ, "committee_office"))
    found = difference(office, ledger.register, house.first.id, "2026", "2027")
    assert [one.title for one in found.added] == ["抓服务"]
    assert [one.title for one in found.removed] == ["抓作风"]
    assert [
        (one.entry.id, [(f.label, f.before, f.after) for f in one.fields]) for one in found.changed
    ] == [(renamed.id, [("责任", "抓组织", "抓组织建设"), ("标准", "按规定", "一季度一次")])]
    assert found.same == 1
    assert periods_kept(office, ledger.register, house.first.id) == ["2027", "2026"]
    assert same.title == "抓学习"


def test_a_second_round_looks_back_on_what_was_closed_and_has_its_own_result() -> None:
    house = tree()
    office = holder("李办公室", house.second, house.organ, "committee_office")
    given = {"title": "修路灯", "owner": "王小明", "due": "2026-08-31", "phone": "13800000000"}
    first, ledger = listed("tasks", house.first, **given), Ledger(lists("tasks"), house.first)
    asked = Second("回头看：修路灯", "李办公室", date(2026, 11, 30))
    with pytest.raises(Refused, match="办结以后"):
        look_back(SYSTEM, ledger, first.id, asked)
    close(acting(office), ledger.register, (first.id, 1), "", TODAY)
    second = look_back(SYSTEM, ledger, first.id, asked)
    assert (second.title, second.due, second.state) == (
        *("回头看：修路灯", date(2026, 11, 30), "open"),
    )
    assert [one.name for one in second.people.all()] == ["李办公室"]
    assert list(second.earlier.values_list("kind", "first")) == [("look_back", first.id)]
