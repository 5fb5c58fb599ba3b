"""The pages about reminders: one's own list and ways, the office's rules, the calendar."""

import json
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

import icalendar
import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from mingdeng.accounts.services import suspend
from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import plan
from mingdeng.journal.models import Detail, Entry
from mingdeng.notify.models import Choice, Clock, Delivery, Feed, Notice, Robot, Setting
from mingdeng.notify.queries import rules_of
from mingdeng.notify.rules import week_of
from tests.web.conftest import Enter
from tests.web.world import NOW, SYSTEM, TODAY, World

pytestmark = pytest.mark.django_db
RULES = {"days_before": "5", "opens": "08:30", "closes": "17:00", "rest_days": "no", "budget": "1"}
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim"


def text(response: Any) -> str:
    return unescape(response.content.decode())


def send(client: Client, url: str, **given: str) -> Any:
    return client.post(url, {"key": str(uuid4()), "version": "0", **given})


def send_robot(client: Client, url: str, **given: str) -> Any:
    return client.post(url, {"key": str(uuid4()), **given})


def notice(world: World, role: str, state: str = "failed") -> Delivery:
    line = {
        "key": "1", "standing": False, "personal": False, "organization": str(world.branch.id),
        "where": world.branch.name, "rule": "theme-day", "of": "theme-day~x",
        "label": "主题党日", "period": "2026年11月", "due": "2026-11-30",
    }  # fmt: skip
    person = world.accounts[role].person
    made = Notice.objects.create(
        person=person, home=world.branch, kind="deadline", day=TODAY, week=week_of(TODAY),
        number=1, lines=[line], decided_at=NOW,
    )  # fmt: skip
    return Delivery.objects.create(
        notice=made, channel="mail", state=state, next_at=NOW, ended_at=NOW, error="smtp-550"
    )


def test_one_sees_what_one_was_told_and_nobody_else_does(world: World, enter: Enter) -> None:
    notice(world, "secretary")
    page = text(enter("secretary").get("/notices/"))
    assert "主题党日（2026年11月），最迟2026年11月30日" in page
    assert "电子邮件：没有送到" in page
    assert "没有提醒" in text(enter("office").get("/notices/"))


def test_looking_leaves_no_trace(world: World, enter: Enter) -> None:
    notice(world, "secretary")
    client = enter("secretary")
    before = (Entry.objects.count(), list(Notice.objects.values()))
    client.get("/notices/")
    assert (Entry.objects.count(), list(Notice.objects.values())) == before


def test_everyone_chooses_for_themselves_and_can_switch_it_off(world: World, enter: Enter) -> None:
    client = enter("member")
    assert send(client, "/notices/choices/", by_mail="yes", mail="a@b.example").status_code == 302
    choice = Choice.objects.get()
    assert choice.by_mail
    assert "a@b.example" not in choice.mail
    assert "a@b.example" in text(client.get("/notices/choices/"))
    given = {"by_mail": "no", "mail": "", "version": "1"}
    assert send(client, "/notices/choices/", **given).status_code == 302
    assert (Choice.objects.get().by_mail, Choice.objects.get().mail) == (False, "")
    said = [json.dumps(one) for one in Detail.objects.values_list("body", flat=True)]
    assert not [one for one in said if "a@b.example" in one]
    assert world.accounts["member"].person.reminding == Choice.objects.get()


@pytest.mark.parametrize("mail", ["", "a", "a@b", "a b@c.example", "a@b.example\nBcc: x@y.example"])
def test_an_address_that_is_none_is_said_and_nothing_kept(
    world: World, enter: Enter, mail: str
) -> None:
    response = send(enter("member"), "/notices/choices/", by_mail="yes", mail=mail)
    assert response.status_code in {400, 409}
    assert not Choice.objects.exists()
    assert world


def test_the_office_sets_the_rules_and_they_hold_below(world: World, enter: Enter) -> None:
    office, url = enter("office"), f"/organizations/{world.committee.id}/reminding/"
    assert send(office, url, **RULES).status_code == 302
    assert rules_of([world.branch.id])[world.branch.id].budget == 1
    assert Entry.objects.filter(action="reminding.set", object_id=world.committee.id).count() == 1
    stale = send(office, url, **{**RULES, "budget": "3"})
    assert stale.status_code == 409
    assert "每人每周最多几次" in text(stale)
    changed = send(office, url, **{**RULES, "budget": "3", "version": "1"})
    assert changed.status_code == 302
    assert Setting.objects.get().budget == 3
    wrong = send(office, url, **{**RULES, "budget": "9", "version": "2"})
    assert "请填 0 至 3" in text(wrong)
    assert "每周最多 3 次" in text(enter("secretary").get("/notices/"))


def test_the_address_of_a_robot_is_never_shown_nor_logged(world: World, enter: Enter) -> None:
    office, url = enter("office"), f"/organizations/{world.branch.id}/robot/"
    assert send_robot(office, url, kind="wecom", address=ROBOT, secret="").status_code == 302
    assert "geheim" not in text(office.get(url))
    assert "geheim" not in Robot.objects.get().address
    said = [json.dumps(one) for one in Detail.objects.values_list("body", flat=True)]
    assert not [one for one in said if "geheim" in one]
    refused = send_robot(office, url, kind="wecom", address="https://10.0.0.1/x", secret="")
    assert refused.status_code == 409
    assert send_robot(office, url, kind="no", address="", secret="").status_code == 302
    assert not Robot.objects.exists()


def test_the_administrator_sees_ids_and_reasons_and_sends_again(world: World, enter: Enter) -> None:
    one = notice(world, "secretary")
    system = enter("system")
    page = text(system.get("/deliveries/"))
    assert str(one.id) in page
    assert "smtp-550" in page
    assert not [name for name in ("林一帆", "主题党日", world.branch.name) if name in page]
    assert system.post(f"/deliveries/{one.id}/again/").status_code == 302
    assert Delivery.objects.get().state == "waiting"
    assert Entry.objects.filter(action="delivery.again").count() == 1


def test_a_clock_that_stopped_the_reminders_is_confirmed(enter: Enter) -> None:
    Clock.objects.create(last_at=NOW + timedelta(days=9), halted_at=NOW)
    system = enter("system")
    assert "提醒已暂停" in text(system.get("/deliveries/"))
    assert system.post("/deliveries/clock/").status_code == 302
    assert Clock.objects.get().halted_at is None
    assert "提醒已暂停" not in text(system.get("/deliveries/"))


def issued(client: Client) -> str:
    page = text(client.post("/notices/calendar/", {"key": str(uuid4()), "deed": "issue"}))
    found = re.search(r'value="http://testserver(/calendars/[^"]+)"', page)
    assert found, page
    return found.group(1)


def test_the_address_of_a_calendar_is_shown_once_and_kept_as_a_digest(
    world: World, enter: Enter
) -> None:
    client = enter("secretary")
    key = str(uuid4())
    first = text(client.post("/notices/calendar/", {"key": key, "deed": "issue"}))
    assert "/calendars/" in first
    again = client.post("/notices/calendar/", {"key": key, "deed": "issue"})
    assert again.status_code == 302
    assert Feed.objects.count() == 1
    assert "/calendars/" not in text(client.get("/notices/calendar/"))
    token = re.findall(r"/calendars/([\w-]+)\.ics", first)[0]
    assert token not in json.dumps([str(one) for one in Feed.objects.values()])
    assert world


def test_a_calendar_program_reads_deadlines_and_plans_over_the_network(
    world: World, enter: Enter, live_server: LiveServer
) -> None:
    day = TODAY + timedelta(days=3)
    start = datetime(2026, 1, 1, 14, 30).time()
    plan(
        SYSTEM,
        Record(
            ("theme_day",), day, (Hosting(world.branch.id),), start=start, place="六楼会议室",
            chair=world.people[0].name,
        ),
    )  # fmt: skip
    path = issued(enter("secretary"))
    raw, headers = fetched(live_server.url + path)
    assert headers["Content-Type"].startswith("text/calendar")
    assert headers["Cache-Control"] == "no-store"
    found = icalendar.Calendar.from_ical(raw)
    events = {str(one["SUMMARY"]): one for one in found.walk("VEVENT")}
    timed = next(one for name, one in events.items() if name.startswith("主题党日 ·"))
    assert timed.decoded("DTSTART").utcoffset() == timedelta(hours=8)
    assert timed["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert [str(one["TZID"]) for one in found.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    whole = next(one for name, one in events.items() if name.startswith("最迟：主题党日"))
    assert whole["DTSTART"].params["VALUE"] == "DATE"
    assert whole.decoded("DTEND") - whole.decoded("DTSTART") == timedelta(days=1)
    assert not [one.name for one in world.people if one.name in raw.decode()]
    again = icalendar.Calendar.from_ical(fetched(live_server.url + path)[0])
    assert uids(found) == uids(again)
    assert len(uids(found)) == len(events)


def fetched(url: str) -> tuple[bytes, Any]:
    with urlopen(url) as response:  # noqa: S310 - our own server
        return response.read(), response.headers


def uids(found: Any) -> set[str]:
    return {str(one["UID"]) for one in found.walk("VEVENT")}


def test_an_address_ends_when_revoked_replaced_or_the_rights_are_over(
    world: World, enter: Enter
) -> None:
    client, anyone = enter("secretary"), Client()
    first = issued(client)
    assert anyone.get(first).status_code == 200
    assert anyone.get(f"{first}?as_of=2026-01-01").status_code == 400
    second = issued(client)
    assert anyone.get(first).status_code == 404
    client.post("/notices/calendar/", {"deed": "revoke"})
    assert anyone.get(second).status_code == 404
    third = issued(client)
    world.people[0].posts.update(until=TODAY)
    assert anyone.get(third).status_code == 404
    world.people[0].posts.update(until=None)
    assert anyone.get(third).status_code == 200
    suspend(world.accounts["secretary"])
    gone = anyone.get(third)
    assert gone.status_code == 404
    assert gone.content == anyone.get("/calendars/never-there.ics").content
    actions = Entry.objects.filter(action__startswith="feed.").values_list("action", flat=True)
    assert sorted(actions) == ["feed.issue"] * 3 + ["feed.revoke"]
