"""Entries: entered whole, in their types; revised in one version; taken back with a reason."""

from datetime import date

import pytest

from mingdeng.journal.models import Entry as Act
from mingdeng.registers.models import Entry, Reserved
from mingdeng.registers.services import Ledger, enter, revise, withdraw
from mingdeng.registers.values import Invalid, read_entry
from mingdeng.roster.services import Refused, Stale
from tests.house import SYSTEM, someone, tree
from tests.registers.samples import entered, register

pytestmark = pytest.mark.django_db
MATTER = {
    "title": "为楼道装扶手",
    "owner": "王小明",
    "helpers": "李四、社区张主任",
    "day": "2026年3月2日",
    "due": "2026/6/30",
    "way": "限期办理",
}


def test_what_was_typed_is_kept_in_its_types_and_people_are_known() -> None:
    place = tree().first
    person = someone("王小明", place)
    entry = entered(register("practical-matters"), place, **MATTER)
    entry.refresh_from_db()
    assert (entry.title, entry.day, entry.due) == (
        *("为楼道装扶手", date(2026, 3, 2), date(2026, 6, 30)),
    )
    assert entry.facts == {"way": "限期办理"}
    named = entry.people.values_list("field", "name", "person_id")
    assert list(named) == [
        ("helpers", "李四", None),
        ("helpers", "社区张主任", None),
        ("owner", "王小明", person.id),
    ]
    for word in ("扶手", "王小明", "社区张主任", "限期办理"):
        assert word in entry.words
    assert Act.objects.get(object_id=entry.id).action == "entry.enter"


def test_everything_that_cannot_stand_is_named_at_its_field_and_nothing_is_kept() -> None:
    given = {**MATTER, "owner": "", "due": "六月底前", "way": "尽快"}
    with pytest.raises(Invalid) as caught:
        read_entry(register("practical-matters"), given)
    assert set(caught.value.problems) == {"owner", "due", "way"}
    assert "马上就办、限期办理、分步办理" in caught.value.problems["way"]
    assert not Entry.objects.exists()


def test_a_missing_field_that_is_required_is_named() -> None:
    said = read_entry(register("practical-matters"), {"title": "装扶手"})
    with pytest.raises(Invalid) as caught:
        enter(SYSTEM, Ledger(register("practical-matters"), tree().first), said)
    assert set(caught.value.problems) == {"owner", "day", "due"}


def test_two_people_of_one_name_have_to_be_told_apart_by_branch() -> None:
    house = tree()
    meant = someone("赵六", house.first)
    someone("赵六", house.second)
    given = {**MATTER, "owner": "赵六（第一支部）"}
    entry = entered(register("practical-matters"), house.organ, **given)
    owner = entry.people.get(field="owner")
    assert (owner.person_id, owner.name) == (meant.id, "赵六")
    with pytest.raises(Invalid, match="有两名以上党员叫“赵六”"):
        entered(register("practical-matters"), house.organ, **{**MATTER, "owner": "赵六"})


def test_what_only_some_may_see_lies_apart_and_not_in_the_words_or_the_journal() -> None:
    given = {**MATTER, "contact": "13800000000"}
    entry = entered(register("practical-matters"), tree().first, **given)
    entry.refresh_from_db()
    assert Reserved.objects.get(entry=entry).facts == {"contact": "13800000000"}
    body = Act.objects.get(object_id=entry.id).detail.body
    assert body is not None
    assert "13800000000" not in f"{entry.words}{entry.facts}{body}"
    assert body["also"] == ["contact"]


def test_only_the_fields_given_change_and_an_old_version_changes_nothing() -> None:
    place = tree().first
    entry = entered(register("practical-matters"), place, **MATTER)
    ledger = Ledger(register("practical-matters"), place)
    said = read_entry(ledger.register, {"due": "2026-07-31", "helpers": ""})
    revise(SYSTEM, ledger, (entry.id, 1), said)
    entry.refresh_from_db()
    assert (entry.due, entry.version, entry.facts) == (date(2026, 7, 31), 2, {"way": "限期办理"})
    assert [one.name for one in entry.people.all()] == ["王小明"]
    with pytest.raises(Stale) as caught:
        revise(SYSTEM, ledger, (entry.id, 1), said)
    assert caught.value.current["due"] == date(2026, 7, 31)


def test_an_entry_is_taken_back_with_a_reason_and_then_does_not_change() -> None:
    place = tree().first
    entry = entered(register("practical-matters"), place, **MATTER)
    with pytest.raises(Refused, match="理由"):
        withdraw(SYSTEM, (entry.id, 1), " ")
    withdraw(SYSTEM, (entry.id, 1), "重复")
    with pytest.raises(Refused, match="已经撤回"):
        withdraw(SYSTEM, (entry.id, 2), "重复")


def test_an_organization_that_does_not_keep_a_register_cannot_write_in_it() -> None:
    with pytest.raises(Refused, match="没有“办实事清单”这本台账"):
        entered(register("practical-matters"), tree().top, **MATTER)


def test_nothing_is_written_under_an_entry_of_a_body_beside() -> None:
    house = tree()
    team = {"title": "青山村工作队", "owner": "王小明", "day": "2026-01-05", "role": "第一书记"}
    theirs = entered(register("village-teams"), house.other, **team)
    ours = entered(register("village-teams"), house.organ, **team)
    kinds = register("village-days").field("kind")
    assert kinds is not None
    given = {"title": "在村", "owner": "王小明", "days": "20", "kind": kinds.choices[0]}
    with pytest.raises(Invalid, match="没有找到"):
        entered(register("village-days"), house.organ, "2026-01", **given, parent=str(theirs.id))
    one = entered(register("village-days"), house.organ, "2026-01", **given, parent=str(ours.id))
    assert one.parent == ours
