"""The quick record through its form: errors at the field, once only, nobody's text lost."""

import re
from typing import Any, cast
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from mingdeng.activities.models import Activity
from tests.web.conftest import Enter
from tests.web.world import TODAY, World


def typed(world: World, **given: Any) -> dict[str, Any]:
    absent = [str(person.id) for person in world.people[5:8]]
    return {
        "organization": str(world.branch.id),
        "key": str(uuid4()),
        "kinds": ["members_meeting", "theme_day"],
        "held_on": TODAY.isoformat(),
        "start": "15:00",
        "end": "16:00",
        "place": "六楼会议室",
        "chair": "林一帆",
        "recorder": "郑文博",
        "absent": absent,
        "reason": "出差",
        "agenda-0-text": "学习党章",
        "agenda-0-topic": "first_topic",
        "agenda-1-text": "讨论计划",
        "agenda-1-decision": "同意",
        "agenda-1-for": "17",
        **given,
    }


def post(client: Client, data: dict[str, Any]) -> HttpResponse:
    return cast(HttpResponse, client.post("/records/new/", data))


def test_what_was_typed_is_what_is_kept(world: World, enter: Enter) -> None:
    client = enter("secretary")
    response = post(client, typed(world))
    assert response.status_code == 302
    made = Activity.objects.get(held_on=TODAY)
    host = made.hosts.get()
    assert made.kinds == ["members_meeting", "theme_day"]
    assert (host.expected, host.present) == (20, 17)
    assert {(one.name, one.reason) for one in host.absences.all()} == {
        (person.name, "出差") for person in world.people[5:8]
    }
    assert [
        (item.text, item.topics, item.decision, item.votes_for) for item in made.agenda.all()
    ] == [("学习党章", ["first_topic"], "", None), ("讨论计划", [], "同意", 17)]
    shown = client.get(response.headers["Location"]).content.decode()
    assert "应到 20 人，实到 17 人" in shown
    assert "林一帆 记录" in shown


def test_the_same_request_again_has_no_second_effect(world: World, enter: Enter) -> None:
    client, data = enter("secretary"), typed(world)
    first, second = post(client, data), post(client, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Activity.objects.filter(held_on=TODAY).count() == 1


def test_a_key_of_nobody_s_making_is_refused(world: World, enter: Enter) -> None:
    assert post(enter("secretary"), typed(world, key="")).status_code == 400
    assert not Activity.objects.filter(held_on=TODAY).exists()


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("held_on", "", "请填写日期"),
        ("held_on", "2999-01-01", "日期还没有到"),
        ("end", "14:00", "结束时间应晚于开始时间"),
        ("start", "下午", "不能识别"),
        ("hours", "两个", "不能识别"),
        ("agenda-1-for", "多数", "票数请填整数"),
    ],
)
def test_an_error_stands_at_its_field_and_the_rest_stays(
    world: World, enter: Enter, field: str, text: str, said: str
) -> None:
    response = post(enter("secretary"), typed(world, **{field: text}))
    page = response.content.decode()
    assert response.status_code == 400
    assert said in page
    for kept in ("学习党章", "六楼会议室", "讨论计划"):
        assert kept in page
    assert len(re.findall(r'name="absent" value="[^"]*" checked', page)) == 3
    assert not Activity.objects.filter(held_on=TODAY).exists()


def test_without_a_kind_it_says_so(world: World, enter: Enter) -> None:
    response = post(enter("secretary"), typed(world, kinds=[]))
    assert response.status_code == 400
    assert "请选择会议类别" in response.content.decode()


def test_a_field_the_form_does_not_have_is_refused(world: World, enter: Enter) -> None:
    assert post(enter("secretary"), typed(world, state="confirmed")).status_code == 400


def test_nobody_records_for_another_branch(world: World, enter: Enter) -> None:
    data = typed(world, organization=str(world.neighbour.id))
    assert post(enter("secretary"), data).status_code == 404
    assert post(enter("leading"), data).status_code == 403
    assert post(enter("member"), data).status_code == 403


def test_it_says_what_it_will_serve(world: World, enter: Enter) -> None:
    page = enter("secretary").post("/records/live/", typed(world)).content.decode()
    assert "应到 20 人，实到 17 人，缺席 3 人" in page
    assert "党员大会" in page
    assert "成为已履行" in page
    assert not Activity.objects.filter(held_on=TODAY).exists()


def test_a_committee_meeting_asks_only_for_the_committee(world: World, enter: Enter) -> None:
    client = enter("secretary")
    data = typed(world, kinds=["branch_committee_meeting"], absent=[])
    page = client.post("/records/live/", data).content.decode()
    assert "应到 5 人" in page
    post(client, data)
    assert Activity.objects.get(held_on=TODAY).hosts.get().expected == 5


def edited(world: World, **given: Any) -> dict[str, Any]:
    data = typed(world, kinds=["theme_day"], version=str(world.own.version), **given)
    for name in ("key", "held_on"):
        del data[name]
    return data


def test_a_correction_keeps_the_days(world: World, enter: Enter) -> None:
    client = enter("secretary")
    response = client.post(f"/records/{world.own.id}/edit/", edited(world, place="礼堂"))
    assert response.status_code == 302
    now = Activity.objects.get(id=world.own.id)
    assert (now.place, now.held_on, now.recorded_at) == (
        "礼堂",
        world.own.held_on,
        world.own.recorded_at,
    )


def test_who_comes_second_sees_both_texts(world: World, enter: Enter) -> None:
    url = f"/records/{world.own.id}/edit/"
    assert enter("office").post(url, edited(world, place="礼堂")).status_code == 302
    second = enter("secretary")
    response = second.post(url, edited(world, place="会客室"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "别人刚刚改过这条记录" in page
    assert "<td>礼堂</td><td>会客室</td>" in page
    assert Activity.objects.get(id=world.own.id).place == "礼堂"
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    again = second.post(url, edited(world, place="会客室") | {"version": version[1]})
    assert again.status_code == 302
    assert Activity.objects.get(id=world.own.id).place == "会客室"


def test_reasons_and_heads_survive_a_correction_that_does_not_touch_them(
    world: World, enter: Enter
) -> None:
    client = enter("secretary")
    page = client.get(f"/records/{world.own.id}/edit/").content.decode()
    absent = re.findall(r'name="absent" value="([^"]*)" checked', page)
    assert absent == [str(world.people[3].id)]
    assert "<option selected>出差</option>" in page
    assert 'name="expected" inputmode="numeric" value="20"' in page
