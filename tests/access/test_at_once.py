"""What a post or a membership allowed is over from the day it ends."""

from datetime import date, timedelta

import pytest

from mingdeng.access.policy import Target, hidden_fields, may, viewer_of
from mingdeng.roster.models import Person, Post
from mingdeng.roster.services import (
    appoint,
    delegate,
    end_post,
    move_organization,
    move_person,
    revoke,
)
from tests.house import SYSTEM, TODAY, Tree, place, someone, tree, with_account

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def reads(person: Person, organization: object, day: date = TODAY) -> bool:
    viewer = viewer_of(with_account(person), day)
    return may(viewer, "read", "activity", Target(getattr(organization, "id")))  # noqa: B009


def secretary(here: Tree) -> tuple[Person, Post]:
    person = someone("程强峰", here.second)
    post = appoint(SYSTEM, person, here.first, Post.Kind.SECRETARY, "书记", date(2026, 1, 1))
    return person, post


def test_a_post_acts_from_its_first_day_to_the_day_before_it_ends() -> None:
    here = tree()
    person, post = secretary(here)
    assert not reads(person, here.first, date(2025, 12, 31))
    assert reads(person, here.first, date(2026, 1, 1))
    end_post(SYSTEM, post, TODAY)
    assert reads(person, here.first, TODAY - DAY)
    assert not reads(person, here.first)


def test_leaving_a_branch_acts_on_the_very_day() -> None:
    here = tree()
    person = someone("程萍红", here.first)
    assert reads(person, here.first)
    move_person(SYSTEM, person, here.second, None, TODAY)
    assert not reads(person, here.first)
    assert reads(person, here.second)


def test_moving_an_organization_acts_on_the_next_question() -> None:
    here = tree()
    office = someone("办公室")
    appoint(SYSTEM, office, here.organ, Post.Kind.OFFICE, "主任", None)
    assert reads(office, here.first)
    move_organization(SYSTEM, here.first, 1, here.other, TODAY)
    assert not reads(office, here.first)


def test_a_suspended_account_may_nothing() -> None:
    here = tree()
    person, _ = secretary(here)
    account = with_account(person)
    account.is_active = False
    assert not viewer_of(account, TODAY).standings


@pytest.mark.parametrize(("shift", "allowed"), [(-1, False), (0, True), (4, True), (5, False)])
def test_a_lent_post_acts_only_between_its_days(shift: int, allowed: bool) -> None:
    here = tree()
    _, post = secretary(here)
    deputy = someone("副手", here.second)
    delegate(SYSTEM, post, deputy, TODAY, TODAY + 4 * DAY)
    assert reads(deputy, here.first, TODAY + shift * DAY) is allowed


def test_a_lent_post_ends_when_it_is_taken_back() -> None:
    here = tree()
    _, post = secretary(here)
    deputy = someone("副手", here.second)
    lent = delegate(SYSTEM, post, deputy, TODAY, TODAY + DAY)
    revoke(SYSTEM, lent)
    assert not reads(deputy, here.first)


def test_a_lent_post_ends_with_the_post() -> None:
    here = tree()
    _, post = secretary(here)
    deputy = someone("副手", here.second)
    delegate(SYSTEM, post, deputy, TODAY - DAY, TODAY + DAY)
    end_post(SYSTEM, post, TODAY)
    assert not reads(deputy, here.first)


def test_a_lent_post_cannot_be_lent_on() -> None:
    here = tree()
    _, post = secretary(here)
    deputy, third = someone("副手", here.second), someone("第三人", here.second)
    delegate(SYSTEM, post, deputy, TODAY, TODAY)
    own = appoint(SYSTEM, deputy, here.second, Post.Kind.COMMITTEE, "委员", None)
    delegate(SYSTEM, own, third, TODAY, TODAY)
    assert not reads(third, here.first)


def test_someone_without_a_branch_still_sees_the_own_record() -> None:
    person, other = someone("已转出"), someone("别人")
    viewer = viewer_of(with_account(person), TODAY)
    assert may(viewer, "read", "person", Target(None, person.id))
    assert not may(viewer, "read", "person", Target(None, other.id))


def test_sensitive_fields_are_hidden_from_who_only_reads() -> None:
    here = tree()
    member = someone("程萍红", here.first)
    leading = someone("党组书记")
    appoint(SYSTEM, leading, here.organ, Post.Kind.LEADING_SECRETARY, "党组书记", None)
    target = Target(here.first.id, member.id)
    assert hidden_fields(viewer_of(with_account(leading), TODAY), "person", target) == {
        "id_number",
        "birth",
    }
    assert not hidden_fields(viewer_of(with_account(member), TODAY), "person", target)


def test_two_trees_of_like_names_do_not_see_each_other() -> None:
    one, other = place("第一支部"), place("第一支部")
    person = someone("程萍红", one)
    assert reads(person, one)
    assert not reads(person, other)
