"""Statements, objections and waivers: said from the panel, answered by another, and kept."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from mingdeng.activities.models import Activity
from mingdeng.activities.services import withdraw
from mingdeng.assessments.models import Objection, Statement, Waiver
from tests.web.conftest import Enter
from tests.web.world import SYSTEM, TODAY, World

# This month is open, and one that is over is made so by taking its record back.
NOW = f"theme-day~{TODAY.year}-{TODAY.month:02}"


@pytest.fixture
def missed(world: World) -> str:
    """A month that is over and in which nothing was held, by its key."""
    if TODAY.month < 3:
        pytest.skip("no month of this year is over and closed")
    past = Activity.objects.filter(hosts__organization=world.branch, held_on__year=TODAY.year)
    for one in past.filter(held_on__month=TODAY.month - 2):
        withdraw(SYSTEM, one.id, one.version, "记错了")
    return f"theme-day~{TODAY.year}-{TODAY.month - 2:02}"


def text(response: Any) -> str:
    return unescape(response.content.decode())


def why(client: Client, world: World, of: str) -> str:
    return text(client.get(f"/duties/{world.branch.id}/why/", {"of": of}))


def say(client: Client, world: World, what: str, of: str, **given: str) -> Any:
    data = {"of": of, "key": str(uuid4()), **given}
    return client.post(f"/duties/{world.branch.id}/{what}/", data, follow=True)


def test_a_statement_takes_the_item_off_today_without_making_it_met(
    world: World, enter: Enter, missed: str
) -> None:
    client = enter("secretary")
    wants = f"of={missed}".replace("~", "(?:~|%7E)")
    assert re.search(wants, text(client.get("/")))
    page = text(say(client, world, "statement", missed, text="当月支部换届，合并到下月开展。"))
    assert "已保存情况说明" in page
    assert "合并到下月开展" in page
    assert "未履行" in page
    assert not re.search(wants, text(client.get("/")))
    one = Statement.objects.get()
    client.post(f"/statements/{one.id}/withdraw/", {"version": "1"})
    assert re.search(wants, text(client.get("/")))


def test_a_second_statement_is_refused(world: World, enter: Enter, missed: str) -> None:
    client = enter("secretary")
    say(client, world, "statement", missed, text="原因")
    again = say(client, world, "statement", missed, text="别的原因")
    assert again.status_code == 400
    assert "已经有情况说明" in text(again)
    assert "别的原因" in text(again)


def test_a_member_objects_and_another_person_answers(
    world: World, enter: Enter, missed: str
) -> None:
    member, secretary = enter("member"), enter("secretary")
    page = text(say(member, world, "objection", missed, text="二月开过，我参加了。"))
    assert "待答复" in page
    one = Objection.objects.get()
    assert one.shown["state"] == "未履行"
    assert "异议待答复" in text(secretary.get("/"))
    assert "异议待答复" not in text(member.get("/"))
    url = f"/objections/{one.id}/"
    answer = {"key": str(uuid4()), "version": "1", "outcome": "upheld", "answer": "已请支部补记。"}
    assert member.post(url, answer).status_code == 403
    assert secretary.post(url, answer).status_code == 302
    shown = text(member.get(url))
    assert "异议成立" in shown
    assert "已请支部补记。" in shown
    assert "林一帆" in shown
    assert "二月开过，我参加了。" in why(member, world, missed)
    assert "异议待答复" not in text(secretary.get("/"))


def test_nobody_answers_their_own_objection(world: World, enter: Enter, missed: str) -> None:
    client = enter("secretary")
    say(client, world, "objection", missed, text="不对")
    one = Objection.objects.get()
    data = {"key": str(uuid4()), "version": "1", "outcome": "upheld", "answer": "对"}
    response = client.post(f"/objections/{one.id}/", data)
    assert response.status_code == 400
    assert "提出人以外的人" in text(response)


def test_an_answer_without_a_reason_is_refused_and_what_was_typed_stays(
    world: World, enter: Enter, missed: str
) -> None:
    say(enter("member"), world, "objection", missed, text="不对")
    one = Objection.objects.get()
    data = {"key": str(uuid4()), "version": "1", "outcome": "", "answer": "写了一半"}
    response = enter("secretary").post(f"/objections/{one.id}/", data)
    assert response.status_code == 400
    assert "请选择答复结论" in text(response)
    assert "写了一半" in text(response)


def test_a_waiver_is_approved_by_another_until_a_day(world: World, enter: Enter) -> None:
    client, office = enter("secretary"), enter("office")
    last = f"{TODAY.year}-12-31"
    given = {"text": "全员驻村抗洪", "first": f"{TODAY.year}-01-01", "last": last, "bearer": ""}
    assert "待批准" in text(say(client, world, "waiver", NOW, **given))
    one = Waiver.objects.get()
    url = f"/waivers/{one.id}/"
    deed = {
        "key": str(uuid4()),
        "version": "1",
        "deed": "approve",
        "decision": "同意",
        "last": last,
    }
    assert client.post(url, deed).status_code == 403
    assert "例外待批准" in text(office.get("/"))
    assert office.post(url, deed).status_code == 302
    assert "已批准" in text(client.get(url))
    assert "不适用" in why(client, world, NOW)
    assert "全员驻村抗洪" in why(client, world, NOW)


def test_the_one_who_asks_does_not_approve(world: World, enter: Enter) -> None:
    office = enter("office")
    given = {"first": f"{TODAY.year}-01-01", "last": f"{TODAY.year}-12-31", "bearer": ""}
    say(office, world, "waiver", NOW, text="理由", **given)
    one = Waiver.objects.get()
    data = {"key": str(uuid4()), "version": "1", "deed": "approve", "decision": "同意"}
    response = office.post(f"/waivers/{one.id}/", {**data, "last": f"{TODAY.year}-12-31"})
    assert response.status_code == 400
    assert "申请人不能审批自己的申请" in text(response)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "理由", "first": "", "last": "", "bearer": ""}, "请填写日期"),
        ({"text": "", "first": "2026-01-01", "last": "2026-02-01", "bearer": ""}, "请写明理由"),
        (
            {"text": "理由", "first": "2026-01-01", "last": "2029-02-01", "bearer": ""},
            "一次最长一年",
        ),
        (
            {"text": "理由", "first": "2026-01-01", "last": "2026-02-01", "bearer": "person:x"},
            "请选择对象",
        ),
    ],
)
def test_what_cannot_stand_is_said_and_nothing_is_kept(
    world: World, enter: Enter, given: dict[str, str], said: str
) -> None:
    response = say(enter("secretary"), world, "waiver", NOW, **given)
    assert response.status_code == 400
    assert said in text(response)
    assert not Waiver.objects.exists()


def test_the_panel_offers_only_what_one_may(world: World, enter: Enter, missed: str) -> None:
    offered = {
        role: [word for word in ("写情况说明", "提出异议", "申请例外") if word in page]
        for role in ("secretary", "member", "office", "viewer")
        if (page := why(enter(role), world, missed))
    }
    assert offered == {
        "secretary": ["写情况说明", "提出异议", "申请例外"],
        "member": ["提出异议"],
        "office": ["写情况说明", "提出异议", "申请例外"],
        "viewer": [],
    }


def test_nothing_is_said_to_another_day(world: World, enter: Enter, missed: str) -> None:
    url = f"/duties/{world.branch.id}/statement/"
    day = f"{TODAY.year}-03-31"
    assert enter("secretary").get(url, {"of": missed, "as_of": day}).status_code == 400


def test_the_list_shows_what_was_said(world: World, enter: Enter, missed: str) -> None:
    say(enter("member"), world, "objection", missed, text="二月开过。")
    assert "二月开过。" in text(enter("secretary").get("/said/"))
    assert "二月开过。" not in text(enter("viewer").get("/said/"))
