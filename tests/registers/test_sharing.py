"""One task for several units, each with its own answer; two tasks checked at once."""

from datetime import date

import pytest

from mingdeng.registers.models import Entry, Link, Reserved
from mingdeng.registers.services import (
    Task,
    ask_closing,
    check,
    close,
    hand_down,
    note,
    pair,
    paired_with,
    reopen,
    withdraw,
)
from mingdeng.roster.services import Refused
from tests.house import SYSTEM, TODAY, Tree, someone, tree
from tests.registers.lists import acting, listed, lists
from tests.registers.samples import holder

pytestmark = pytest.mark.django_db
TASK = Task("整改食堂", date(2026, 11, 30))


def above(house: Tree) -> Entry:
    given = {"title": "整改作风", "owner": "李办公室", "phone": "13800000000"}
    return listed("tasks", house.organ, due="2026-12-31", **given)


def test_a_task_for_several_units_is_one_entry_for_each_and_says_who_leads_there() -> None:
    house = tree()
    holder("赵书记", house.first, house.first, "secretary")
    task = above(house)
    made = hand_down(SYSTEM, lists("tasks"), task.id, [house.first, house.second], TASK)
    assert [(one.organization.name, one.title, one.due) for one in made] == [
        ("第一支部", "整改食堂", date(2026, 11, 30)),
        ("第二支部", "整改食堂", date(2026, 11, 30)),
    ]
    owners = [one.people.get(field="owner").name for one in made]
    assert owners == ["赵书记", "第二支部"]
    assert not Reserved.objects.filter(entry__in=made).exists()
    assert task.later.filter(kind=Link.Kind.HANDED_DOWN).count() == 2
    with pytest.raises(Refused, match="已经下达过“整改食堂”：第一支部"):
        hand_down(SYSTEM, lists("tasks"), task.id, [house.first], TASK)
    hand_down(SYSTEM, lists("tasks"), task.id, [house.first], Task("整改会风"))


def test_it_is_done_only_when_every_unit_is_and_says_which_are_not() -> None:
    house = tree()
    tasks, task = lists("tasks"), above(house)
    other = holder("孙干事", house.second, house.organ, "committee_office")
    first, second = hand_down(SYSTEM, tasks, task.id, [house.first, house.second], TASK)
    note(acting(other), first.id, "已开会", TODAY)
    close(acting(other), tasks, (first.id, 1), "", TODAY)
    for act in (
        lambda: close(acting(other), tasks, (task.id, 1), "", TODAY),
        lambda: ask_closing(acting(other), task.id, "", TODAY),
    ):
        with pytest.raises(Refused, match="还没有全部办结：第二支部。"):
            act()
    close(acting(other), tasks, (second.id, 1), "", TODAY)
    close(acting(other), tasks, (task.id, 1), "", TODAY)
    with pytest.raises(Refused, match="要先重新办理那一条"):
        reopen(acting(other), (second.id, 2), "没办好")


def test_a_unit_taken_off_the_task_does_not_keep_it_open() -> None:
    house = tree()
    tasks, task = lists("tasks"), above(house)
    other = holder("孙干事", house.second, house.organ, "committee_office")
    (only,) = hand_down(SYSTEM, tasks, task.id, [house.first], TASK)
    withdraw(SYSTEM, (only.id, 1), "该支部撤销")
    close(acting(other), tasks, (task.id, 1), "", TODAY)


def test_where_a_register_is_not_kept_nothing_is_handed_down() -> None:
    house = tree()
    with pytest.raises(Refused, match="没有“任务清单”这本台账"):
        hand_down(SYSTEM, lists("tasks"), above(house).id, [house.first, house.top], TASK)
    assert Entry.objects.count() == 1


def test_a_party_task_and_a_business_task_are_checked_with_one_note() -> None:
    house = tree()
    party, task = above(house), listed("business", house.organ, title="办证提速")
    office = someone("李办公室", house.first)
    pair(acting(office), party.id, task.id)
    assert (paired_with(party.id), paired_with(task.id)) == ([task.id], [party.id])
    with pytest.raises(Refused, match="已经结成一对"):
        pair(acting(office), task.id, party.id)
    check(acting(office), [party.id, *paired_with(party.id)], "两项都按进度", TODAY)
    for one in (party, task):
        step = one.steps.get()
        assert (step.kind, step.text, step.day) == ("checked", "两项都按进度", TODAY)


def test_two_tasks_of_one_register_are_no_pair() -> None:
    house = tree()
    with pytest.raises(Refused, match="另一本台账"):
        pair(SYSTEM, above(house).id, above(house).id)
