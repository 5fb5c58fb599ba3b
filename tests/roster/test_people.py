"""People: corrections with versions, moves with dates, one number only once."""

from datetime import date, timedelta
from functools import partial

import pytest

from mingdeng.journal.models import Entry
from mingdeng.roster.models import Membership, Person, Post
from mingdeng.roster.services import (
    NewPerson,
    Refused,
    Stale,
    add_person,
    appoint,
    appoint_group_leader,
    change_person,
    create_group,
    dissolve_organization,
    end_post,
    give_account,
    move_person,
    remove_person,
)
from tests.house import SYSTEM, TODAY, place, someone, tree

pytestmark = pytest.mark.django_db
NUMBER = "419999198209283390"


def test_a_correction_made_on_an_old_version_shows_how_it_stands() -> None:
    person = someone("程萍红", place("第一支部"))
    change_person(SYSTEM, person, 1, {"name": "程平红"})
    with pytest.raises(Stale) as raised:
        change_person(SYSTEM, person, 1, {"name": "程苹红"})
    assert raised.value.current == {"name": "程平红", "version": 2}
    assert Person.objects.get(id=person.id).name == "程平红"


def test_a_corrected_name_is_found_by_its_initials() -> None:
    person = someone("单田芳")
    assert person.initials == "stf"
    assert change_person(SYSTEM, person, 1, {"name": "曾国强"}).initials == "zgq"


def test_only_fields_made_for_it_are_corrected() -> None:
    person = someone("程萍红")
    for field in ("account", "account_id", "version", "id", "initials"):
        with pytest.raises(ValueError, match=field):
            change_person(SYSTEM, person, 1, {field: None})


def test_a_number_is_carried_by_one_person_and_nothing_is_said_about_the_other() -> None:
    someone("程强峰", place("第一支部"), id_number=NUMBER)
    other = someone("别人", place("第二支部"))
    for attempt in (
        partial(someone, "又一人", None, id_number=NUMBER),
        partial(change_person, SYSTEM, other, 1, {"id_number": NUMBER}),
    ):
        with pytest.raises(Refused) as raised:
            attempt()
        assert "程强峰" not in str(raised.value)
        assert "第一支部" not in str(raised.value)


def test_many_people_may_have_no_number() -> None:
    branch = place("第一支部")
    assert {someone("程萍红", branch).id_number, someone("程强峰", branch).id_number} == {""}


def test_moving_ends_the_posts_in_the_branch_left_and_no_others() -> None:
    here = tree()
    person = someone("程强峰", here.first)
    appoint(SYSTEM, person, here.first, Post.Kind.SECRETARY, "书记", None)
    appoint(SYSTEM, person, here.organ, Post.Kind.OFFICE, "办公室主任", None)
    move_person(SYSTEM, person, here.second, None, TODAY)
    posts = dict(person.posts.values_list("title", "until"))
    assert posts == {"书记": TODAY, "办公室主任": None}
    homes = dict(person.memberships.values_list("branch__name", "until"))
    assert homes == {"第一支部": TODAY, "第二支部": None}


def test_moving_to_another_group_ends_only_the_post_in_the_group_left() -> None:
    branch = place("第一支部")
    one, other = (create_group(SYSTEM, branch, f"第{n}党小组", None) for n in "一二")
    person = someone("程强峰", branch, one)
    appoint(SYSTEM, person, branch, Post.Kind.COMMITTEE, "组织委员", None)
    appoint_group_leader(SYSTEM, person, one, None)
    move_person(SYSTEM, person, branch, other, TODAY)
    posts = dict(person.posts.values_list("title", "until"))
    assert posts == {"组织委员": None, "第一党小组组长": TODAY}


def test_someone_belongs_to_one_branch_on_every_day() -> None:
    here = tree()
    person = someone("程强峰", here.first)
    move_person(SYSTEM, person, here.second, None, TODAY)
    with pytest.raises(Refused, match="不能更早"):
        move_person(SYSTEM, person, here.first, None, TODAY - timedelta(days=1))
    move_person(SYSTEM, person, here.first, None, TODAY + timedelta(days=9))
    for shift in range(-3, 15):
        day = TODAY + timedelta(days=shift)
        on_day = [
            one
            for one in Membership.objects.filter(person=person)
            if (one.since is None or one.since <= day) and (one.until is None or day < one.until)
        ]
        assert len(on_day) == 1


def test_nobody_joins_a_dissolved_branch_or_a_group_of_another() -> None:
    here = tree()
    person = someone("程强峰", here.first)
    elsewhere = create_group(SYSTEM, here.first, "第一党小组", 1)
    with pytest.raises(Refused, match="不是第二支部的党小组"):
        move_person(SYSTEM, person, here.second, elsewhere, TODAY)
    dissolve_organization(SYSTEM, here.second, 1, TODAY)
    for attempt in (
        partial(move_person, SYSTEM, person, here.second, None, TODAY),
        partial(add_person, SYSTEM, NewPerson("新人"), here.second, None),
        partial(appoint, SYSTEM, person, here.second, Post.Kind.SECRETARY, "书记", None),
    ):
        with pytest.raises(Refused, match="已经撤销"):
            attempt()


def test_a_post_does_not_end_before_it_began() -> None:
    branch = place("第一支部")
    post = appoint(
        SYSTEM, someone("程强峰", branch), branch, Post.Kind.SECRETARY, "书记", date(2026, 1, 1)
    )
    with pytest.raises(Refused, match="不能更早"):
        end_post(SYSTEM, post, date(2025, 12, 31))


def test_a_person_has_one_account() -> None:
    person = someone("程强峰", place("第一支部"))
    account = give_account(SYSTEM, person, "qiangfeng")
    assert person.account == account
    with pytest.raises(Refused, match="已经有账号"):
        give_account(SYSTEM, person, "again")


def test_only_someone_without_other_records_is_removed() -> None:
    branch = place("第一支部")
    mistaken, kept = someone("误录", branch), someone("程强峰", branch)
    appoint(SYSTEM, kept, branch, Post.Kind.SECRETARY, "书记", None)
    remove_person(SYSTEM, mistaken, 1)
    with pytest.raises(Refused, match="已有其他记录"):
        remove_person(SYSTEM, kept, 1)
    assert list(Person.objects.all()) == [kept]
    assert kept.memberships.count() == 1


def test_what_is_corrected_stands_in_the_journal_before_and_after() -> None:
    branch = place("第一支部")
    person = someone("程萍红", branch)
    change_person(SYSTEM, person, 1, {"joined": date(2001, 7, 1)})
    entry = Entry.objects.get(action="person.change")
    assert entry.organization == branch.id
    assert entry.detail.body == {"before": {"joined": None}, "after": {"joined": "2001-07-01"}}
