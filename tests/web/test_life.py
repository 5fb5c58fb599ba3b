"""From plan to confirmed minutes: each step by whom it belongs to, once, and in the history."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingdeng.activities.models import Activity, Attachment
from tests.files.filemaking import document, workbook
from tests.web.conftest import Enter
from tests.web.test_recording import typed
from tests.web.world import TODAY, World

SOON = TODAY + timedelta(days=6)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
PDF = b"%PDF-1.7\n" + b"0" * 40


def planned(world: World, client: Client, **given: Any) -> Activity:
    data = {
        "organization": str(world.branch.id),
        "key": str(uuid4()),
        "kinds": ["members_meeting"],
        "held_on": SOON.isoformat(),
        "start": "15:00",
        "place": "六楼会议室",
        "chair": "林一帆",
        "agenda-0-text": "讨论发展对象",
        **given,
    }
    response = client.post("/records/plan/", data)
    assert response.status_code == 302, response.content.decode()
    return Activity.objects.get(id=response.headers["Location"].strip("/").split("/")[-1])


def shown(client: Client, one: Activity) -> str:
    return unescape(client.get(f"/records/{one.id}/").content.decode())


def step(client: Client, one: Activity, deed: str, **given: str) -> Any:
    version = Activity.objects.get(id=one.id).version
    data = {"version": str(version), "key": str(uuid4()), **given}
    return client.post(f"/records/{one.id}/{deed}/", data, follow=True)


def test_a_plan_counts_for_nothing_and_gives_its_notice(world: World, enter: Enter) -> None:
    client = enter("secretary")
    one = planned(world, client)
    page = shown(client, one)
    assert f"兹定于{SOON.year}年{SOON.month}月{SOON.day}日" in page
    assert "15:00在六楼会议室召开党员大会，请全体党员准时参加" in page
    assert "1．讨论发展对象" in page
    assert str(one.id) not in client.get("/records/").content.decode()
    assert str(one.id) in client.get("/records/plans/").content.decode()
    step(client, one, "announce")
    assert Activity.objects.get(id=one.id).notified_at is not None
    assert "记下通知已发" in shown(client, one)


def test_a_plan_can_be_changed_and_then_be_held(world: World, enter: Enter) -> None:
    client = enter("secretary")
    one = planned(world, client, held_on=TODAY.isoformat())
    form = {
        "organization": str(world.branch.id),
        "version": "1",
        "kinds": ["members_meeting"],
        "held_on": TODAY.isoformat(),
        "place": "礼堂",
        "agenda-0-text": "讨论发展对象",
    }
    assert client.post(f"/records/{one.id}/plan/", form).status_code == 302
    page = unescape(client.get(f"/records/{one.id}/done/").content.decode())
    assert 'value="礼堂"' in page
    assert "应到 20 人，实到 20 人" in page
    data = {**form, "version": "2", "absent": [str(world.people[5].id)], "reason": "出差"}
    response = client.post(f"/records/{one.id}/done/", data)
    assert response.status_code == 302
    now = Activity.objects.get(id=one.id)
    host = now.hosts.get()
    assert (now.state, now.place, host.expected, host.present) == ("held", "礼堂", 20, 19)
    assert now.recorded_at > one.recorded_at
    assert str(one.id) in client.get("/records/").content.decode()
    assert client.post(f"/records/{one.id}/done/", data).status_code == 404


def test_a_stale_plan_is_refused_and_what_was_typed_stays(world: World, enter: Enter) -> None:
    client = enter("secretary")
    one = planned(world, client)
    step(client, one, "announce")
    form = {
        "organization": str(world.branch.id),
        "version": "1",
        "kinds": ["members_meeting"],
        "held_on": SOON.isoformat(),
        "place": "会客室",
    }
    response = client.post(f"/records/{one.id}/plan/", form)
    assert response.status_code == 409
    assert "会客室" in response.content.decode()
    assert Activity.objects.get(id=one.id).place == "六楼会议室"


def test_who_holds_the_right_confirms_and_then_nothing_changes(world: World, enter: Enter) -> None:
    assert step(enter("secretary"), world.own, "confirm").status_code == 403
    page = step(enter("office"), world.own, "confirm").content.decode()
    assert "已确认" in page
    assert Activity.objects.get(id=world.own.id).state == "confirmed"
    assert "/edit/" not in shown(enter("secretary"), world.own)
    again = step(enter("office"), world.own, "confirm").content.decode()
    assert "已经确认或撤回" in again


def test_returned_minutes_say_what_is_missing(world: World, enter: Enter) -> None:
    office, secretary = enter("office"), enter("secretary")
    assert "请写明理由" in step(office, world.own, "return", reason=" ").content.decode()
    step(office, world.own, "return", reason="请补记表决结果")
    page = shown(secretary, world.own)
    assert "退回补充" in page
    assert "请补记表决结果" in page


def test_a_step_on_an_old_version_has_no_effect(world: World, enter: Enter) -> None:
    data = {"version": "7", "key": str(uuid4())}
    page = enter("office").post(f"/records/{world.own.id}/confirm/", data, follow=True)
    assert "别人刚刚改过" in page.content.decode()
    assert Activity.objects.get(id=world.own.id).state == "held"


def test_what_is_withdrawn_is_gone_with_its_reason_kept(world: World, enter: Enter) -> None:
    client = enter("secretary")
    page = step(client, world.own, "withdraw", reason="记重了").content.decode()
    assert "已撤回" in page
    assert client.get(f"/records/{world.own.id}/").status_code == 404
    assert Activity.objects.get(id=world.own.id).remark == "记重了"


def test_a_correction_shows_who_when_and_which_field(world: World, enter: Enter) -> None:
    client = enter("secretary")
    data = typed(world, kinds=["theme_day"], version=str(world.own.version), place="礼堂")
    for name in ("key", "held_on"):
        del data[name]
    assert client.post(f"/records/{world.own.id}/edit/", data).status_code == 302
    page = shown(client, world.own)
    assert "林一帆 更正" in page
    assert "地点：<del>六楼会议室</del>" in page
    assert "<ins>礼堂</ins>" in page
    held = world.own.held_on
    assert f"{held.year}年{held.month}月{held.day}日开展，" in page


# ---- several hosts ----


def test_several_hosts_each_with_its_attendance(world: World, enter: Enter) -> None:
    client, other = enter("office"), str(world.neighbour.id)
    data = typed(world) | {
        "cohosts": [other],
        f"expected-{other}": "8",
        f"present-{other}": "7",
        f"names-{other}": "邻建国（出差）",
    }
    response = client.post("/records/new/", data)
    assert response.status_code == 302, response.content.decode()
    made = Activity.objects.get(held_on=TODAY)
    hosts = {host.organization_id: host for host in made.hosts.all()}
    there = hosts[world.neighbour.id]
    assert (there.expected, there.present) == (8, 7)
    [absence] = there.absences.all()
    assert (absence.name, absence.reason) == ("邻建国", "出差")
    assert absence.person_id is not None
    assert "养老服务支部：应到 8 人，实到 7 人" in shown(client, made)


def test_a_secretary_s_correction_leaves_the_other_host_as_it_is(
    world: World, enter: Enter
) -> None:
    other = str(world.neighbour.id)
    data = typed(world) | {"cohosts": [other], f"expected-{other}": "8", f"present-{other}": "8"}
    enter("office").post("/records/new/", data)
    made = Activity.objects.get(held_on=TODAY)
    mine = typed(world, version="1", place="礼堂")
    for name in ("key", "held_on"):
        del mine[name]
    assert enter("secretary").post(f"/records/{made.id}/edit/", mine).status_code == 302
    heads = {one.organization_id: one.present for one in made.hosts.all()}
    assert heads == {world.branch.id: 17, world.neighbour.id: 8}


def test_nobody_names_a_host_they_do_not_record_for(world: World, enter: Enter) -> None:
    data = typed(world) | {"cohosts": [str(world.neighbour.id)]}
    assert enter("secretary").post("/records/new/", data).status_code == 302
    assert Activity.objects.get(held_on=TODAY).hosts.count() == 1


# ---- files ----


def sent(client: Client, world: World, name: str, content: bytes) -> str:
    file = SimpleUploadedFile(name, content)
    url = f"/records/{world.own.id}/files/"
    return unescape(client.post(url, {"file": file}, follow=True).content.decode())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("签到表.pdf", PDF),
        ("照片.PNG", PNG),
        ("照片.jpg", b"\xff\xd8\xff\xe0 jpeg"),
        ("记录.docx", document("会议记录")),
        ("名单.xlsx", workbook({"一": [["姓名"]]})),
    ],
)
def test_a_file_is_kept_outside_under_another_name(
    world: World, enter: Enter, name: str, content: bytes
) -> None:
    client = enter("secretary")
    assert name in sent(client, world, name, content)
    kept = Attachment.objects.get()
    assert name.split(".", maxsplit=1)[0] not in str(kept.file.name)
    response = client.get(f"/files/{kept.id}/", follow=True)
    assert response.content == content
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("页面.html", b"<html>", "只收"),
        ("图.svg", b"<svg>", "只收"),
        ("签到表.pdf", b"<html>", "与扩展名不符"),
        ("照片.png", PDF, "与扩展名不符"),
        ("记录.docx", PDF, "与扩展名不符"),
        ("宏.docm", b"PK", "只收"),
    ],
)
def test_a_file_of_another_kind_is_not_kept(
    world: World, enter: Enter, name: str, content: bytes, said: str
) -> None:
    page = sent(enter("secretary"), world, name, content)
    assert said in page
    assert not Attachment.objects.exists()


def test_a_link_to_a_file_is_for_one_session_and_five_minutes(world: World, enter: Enter) -> None:
    client = enter("secretary")
    sent(client, world, "签到表.pdf", PDF)
    kept = Attachment.objects.get()
    with time_machine.travel(kept.added_at, tick=False) as clock:
        link = client.get(f"/files/{kept.id}/").headers["Location"]
        assert client.get(link).status_code == 200
        assert enter("office").get(link).status_code == 400
        clock.shift(timedelta(seconds=301))
        assert client.get(link).status_code == 400


def test_a_file_is_seen_by_whom_the_record_is_seen(world: World, enter: Enter) -> None:
    client = enter("secretary")
    sent(client, world, "签到表.pdf", PDF)
    kept = Attachment.objects.get()
    assert enter("neighbour").get(f"/files/{kept.id}/").status_code == 404
    assert enter("member").get(f"/files/{kept.id}/", follow=True).status_code == 200
    assert enter("member").post(f"/files/{kept.id}/remove/").status_code == 403
    link = client.get(f"/files/{kept.id}/").headers["Location"]
    world.people[0].posts.update(until=world.own.held_on)
    world.people[0].memberships.update(until=world.own.held_on)
    assert client.get(link).status_code in {403, 404}


def test_a_file_taken_away_leaves_its_name_in_the_history(
    world: World, enter: Enter, django_capture_on_commit_callbacks: Any
) -> None:
    client = enter("secretary")
    sent(client, world, "签到表.pdf", PDF)
    kept = Attachment.objects.get()
    stored = kept.file.storage.path(str(kept.file.name))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/files/{kept.id}/remove/")
    assert not Attachment.objects.exists()
    assert re.search("移去附件：签到表.pdf", shown(client, world.own))
    with pytest.raises(FileNotFoundError), open(stored):  # noqa: PTH123
        pass


# ---- a decision that is to become a task ----


def test_a_decision_can_be_marked_as_a_task_to_come(world: World, enter: Enter) -> None:
    client = enter("secretary")
    client.post("/records/new/", typed(world) | {"agenda-1-task": "1"})
    made = Activity.objects.get(held_on=TODAY)
    assert [item.becomes_task for item in made.agenda.all()] == [False, True]
    assert "转为任务" in shown(client, made)
