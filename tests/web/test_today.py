"""今天: what waits for an answer, what was planned and is over, and each lapse once."""

from datetime import timedelta

import pytest

from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import plan
from mingdeng.journal.services import Actor
from mingdeng.subjects.models import Correction
from mingdeng.subjects.services import Asked, Said, answer_correction, appeal, ask_correction
from tests.web.conftest import Enter
from tests.web.world import NOW, SYSTEM, TODAY, World

pytestmark = pytest.mark.django_db


def today(enter: Enter, role: str) -> str:
    return enter(role).get("/").content.decode()


def asked_by_member(world: World) -> Correction:
    actor = Actor(world.accounts["member"].id, None, NOW)
    about = Asked("入党日期", "2005-06-01", "2005-07-01", "见志愿书")
    return ask_correction(actor, world.people[19], about, 15)


def test_a_request_waits_on_the_desk_of_who_answers_until_it_is_answered(
    world: World, enter: Enter
) -> None:
    one = asked_by_member(world)
    for role in ("secretary", "office"):
        assert f'href="/corrections/{one.id}/"' in today(enter, role)
    for role in ("member", "leading", "discipline", "viewer"):
        assert str(one.id) not in today(enter, role)
    secretary = Actor(world.accounts["secretary"].id, None, NOW)
    answer_correction(secretary, (one.id, 1), Said("refused", "志愿书所写相同"), [world.branch.id])
    assert str(one.id) not in today(enter, "secretary")
    assert str(one.id) not in today(enter, "office")


def test_an_appeal_waits_one_level_up_only(world: World, enter: Enter) -> None:
    one = asked_by_member(world)
    secretary = Actor(world.accounts["secretary"].id, None, NOW)
    answer_correction(secretary, (one.id, 1), Said("refused", "志愿书所写相同"), [world.branch.id])
    appeal(Actor(world.accounts["member"].id, None, NOW), (one.id, 2), "请再核对一次")
    assert "待答复申诉" in today(enter, "office")
    assert str(one.id) not in today(enter, "secretary")


def test_a_plan_whose_day_is_over_waits_for_what_came_of_it(world: World, enter: Enter) -> None:
    def planned(days: int) -> str:
        day = TODAY + timedelta(days=days)
        host = (Hosting(world.branch.id),)
        return str(plan(SYSTEM, Record(kinds=("theme_day",), held_on=day, hosts=host)).id)

    over, this_day = planned(-1), planned(0)
    page = today(enter, "secretary")
    assert f'href="/records/{over}/"' in page
    assert this_day not in page
    for role in ("member", "office", "leading"):
        assert over not in today(enter, role)
