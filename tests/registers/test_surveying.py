"""Satisfaction: asked by a link that works once, ends, and of which only a digest is kept."""

from datetime import timedelta

import pytest

from mingdeng.accounts.services import TooSoon
from mingdeng.journal.models import Entry as Act
from mingdeng.registers.models import Entry, Survey
from mingdeng.registers.services import (
    NoSurvey,
    SurveyOver,
    answer_survey,
    close,
    issue_survey,
    question_of,
    withdraw,
)
from mingdeng.roster.services import Refused
from tests.house import NOW, SYSTEM, TODAY, tree
from tests.registers.lists import listed, lists

pytestmark = pytest.mark.django_db
HERE = "192.0.2.1"


def a_matter() -> Entry:
    """A practical matter that was done."""
    given = {"title": "为楼道装扶手", "owner": "王小明", "day": "2026-09-01", "due": "2026-12-31"}
    matters = lists("matters")
    one = listed("matters", tree().first, **given)
    return close(SYSTEM, matters, (one.id, 1), "", TODAY)


def issued(one: Entry) -> str:
    return issue_survey(SYSTEM, lists("matters"), one.id, 30)


def test_the_link_asks_about_the_matter_and_takes_one_answer() -> None:
    one = a_matter()
    token = issued(one)
    asked = question_of(token, HERE, NOW)
    assert (asked.title, asked.organization) == ("为楼道装扶手", "第一支部")
    answer_survey(asked.survey, "satisfied", "谢谢", NOW)
    kept = Survey.objects.get()
    assert (kept.grade, kept.words, kept.answered_on) == ("satisfied", "谢谢", TODAY)
    with pytest.raises(SurveyOver):
        answer_survey(asked.survey, "not", "", NOW)
    with pytest.raises(SurveyOver):
        question_of(token, HERE, NOW)
    told = Act.objects.get(action="survey.answer")
    assert (told.account, told.object_id) == (None, one.id)
    assert "谢谢" not in str(told.detail.body)


def test_nothing_kept_here_opens_the_link_again() -> None:
    token = issued(a_matter())
    kept = Survey.objects.get()
    body = Act.objects.get(action="survey.issue").detail.body
    assert token not in f"{kept.__dict__}{body}"


def test_the_link_ends_with_its_day_and_with_the_matter() -> None:
    one = a_matter()
    token = issued(one)
    assert question_of(token, HERE, NOW + timedelta(days=30))
    with pytest.raises(SurveyOver):
        question_of(token, HERE, NOW + timedelta(days=31))
    withdraw(SYSTEM, (one.id, 2), "重复")
    with pytest.raises(SurveyOver):
        question_of(token, HERE, NOW)


def test_a_new_link_voids_the_one_before_and_none_follows_an_answer() -> None:
    one = a_matter()
    first, second = issued(one), issued(one)
    with pytest.raises(SurveyOver):
        question_of(first, HERE, NOW)
    answer_survey(question_of(second, HERE, NOW).survey, "basically", "", NOW)
    with pytest.raises(Refused, match="已经评价过"):
        issued(one)


def test_an_invented_link_is_none_and_who_invents_many_waits() -> None:
    for _ in range(21):
        with pytest.raises(NoSurvey):
            question_of("invented", HERE, NOW)
    with pytest.raises(TooSoon):
        question_of("invented", HERE, NOW)
    token = issued(a_matter())
    assert question_of(token, HERE, NOW)


def test_it_is_asked_only_when_done_and_only_where_the_register_asks() -> None:
    house = tree()
    given = {"title": "修路灯", "owner": "王小明", "due": "2026-12-31"}
    task = listed("tasks", house.first, **given)
    with pytest.raises(Refused, match="不征求"):
        issue_survey(SYSTEM, lists("tasks"), task.id, 30)
    matter = listed("matters", house.first, day="2026-09-01", **given)
    with pytest.raises(Refused, match="办结以后"):
        issued(matter)


def test_an_answer_that_is_none_of_the_three_is_not_kept() -> None:
    asked = question_of(issued(a_matter()), HERE, NOW)
    with pytest.raises(ValueError, match="excellent"):
        answer_survey(asked.survey, "excellent", "", NOW)
