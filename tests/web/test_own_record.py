"""Own record: all that is held, who opened it, a copy, corrections answered and appealed."""

import json
import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.test import Client

from mingdeng.activities.said import Absent, Hosting, Record
from mingdeng.activities.services import record
from mingdeng.journal.models import Entry
from mingdeng.roster.models import Person, Post
from mingdeng.roster.services import appoint, change_person
from mingdeng.subjects.models import Correction
from mingdeng.subjects.services import due_on
from tests.cli.running import say
from tests.house import with_account
from tests.web.conftest import Enter
from tests.web.world import FOUNDED, SYSTEM, TODAY, World

NUMBER = "110101198001011234"
REQUEST = {"subject": "入党日期", "wanted": "2004年6月1日", "reason": "档案中的志愿书"}


def me(client: Client) -> str:
    return client.get("/me/").content.decode()


def send(client: Client, path: str, **said: str) -> int:
    form = client.get(path)
    assert form.status_code == 200, path
    hidden = dict(re.findall(r'name="(key|version)" value="([^"]*)"', form.content.decode()))
    return client.post(path, {**hidden, **said}).status_code


def ask(enter: Enter) -> Correction:
    assert send(enter("member"), "/me/correct/", **REQUEST) == 302
    return Correction.objects.get()


def test_everything_held_is_shown_to_the_person_sensitive_fields_included(
    enter: Enter, world: World
) -> None:
    change_person(SYSTEM, world.people[19], world.people[19].version, {"id_number": NUMBER})
    page = me(enter("member"))
    assert NUMBER in page
    assert world.branch.name in page


def test_attendance_and_hours_follow_from_the_records(enter: Enter, world: World) -> None:
    own = world.people[19]
    before = me(enter("member"))
    held = int(re.search(rf"{TODAY.year}年</th><td>应参加 (\d+) 次", before)[1])  # type: ignore[index]
    there = Hosting(world.branch.id, None, 20, 20)
    away = Hosting(world.branch.id, None, 20, 19, (Absent(own.name, "病假", own.id),))
    record(SYSTEM, Record(("training",), TODAY, (there,), hours=Decimal("2.5")))
    record(SYSTEM, Record(("training",), TODAY, (away,), hours=Decimal(4)))
    page = me(enter("member"))
    assert f"{TODAY.year}年</th><td>应参加 {held + 2} 次" in page
    assert "2.5 学时" in page
    assert f"{TODAY:%m-%d}（病假）" in page


def test_committee_meetings_are_expected_only_of_the_committee(enter: Enter, world: World) -> None:
    def years(role: str) -> list[str]:
        return re.findall(r"应参加 \d+ 次", me(enter(role)))

    before, of_secretary = years("member"), years("secretary")
    host = Hosting(world.branch.id, None, 5, 5)
    record(SYSTEM, Record(("branch_committee_meeting",), TODAY, (host,)))
    assert years("member") == before
    assert years("secretary") != of_secretary


def test_who_opened_the_page_is_written_once_a_day_and_told(enter: Enter, world: World) -> None:
    url = f"/people/{world.people[19].id}/"
    for _ in range(3):
        enter("secretary").get(url)
        enter("leading").get(url)
    enter("member").get(url)
    assert Entry.objects.filter(object_id=world.people[19].id, object_kind="reading").count() == 2
    page = me(enter("member"))
    assert "林一帆 查看含敏感字段的信息" in page
    assert "何雨桐 查看信息" in page


def test_a_page_one_may_not_open_is_not_written_down(enter: Enter, world: World) -> None:
    enter("discipline").get(f"/people/{world.people[19].id}/")
    assert not Entry.objects.filter(object_kind="reading").exists()


def test_opening_a_page_is_written_again_the_next_day(enter: Enter, world: World) -> None:
    url = f"/people/{world.people[19].id}/"
    with time_machine.travel(f"{TODAY.year + 1}-03-02T10:00:00+08:00", tick=False):
        enter("leading").get(url)
        enter("leading").get(url)
    with time_machine.travel(f"{TODAY.year + 1}-03-03T00:30:00+08:00", tick=False):
        enter("leading").get(url)
    assert Entry.objects.filter(object_kind="reading").count() == 2


def test_opening_the_form_of_a_person_is_written_down_too(enter: Enter, world: World) -> None:
    enter("office").get(f"/people/{world.people[5].id}/edit/")
    (entry,) = Entry.objects.filter(object_kind="reading")
    assert (entry.action, entry.object_id) == ("person.read_sensitive", world.people[5].id)


def test_the_copy_holds_what_the_page_shows(enter: Enter, world: World) -> None:
    change_person(SYSTEM, world.people[19], world.people[19].version, {"id_number": NUMBER})
    ask(enter)
    given = enter("member").get("/me/copy.json")
    assert given.headers["Content-Disposition"].startswith("attachment")
    told = json.loads(given.content)
    assert told["基本信息"]["身份证号"] == NUMBER
    assert told["组织关系"][0]["支部"] == world.branch.name
    assert told["更正请求"][0]["应当是"] == REQUEST["wanted"]
    assert told["出勤和学时"]
    assert any(one["做了什么"] == "要求更正" for one in told["谁改动或查看过"])
    book = openpyxl.load_workbook(BytesIO(enter("member").get("/me/copy.xlsx").content))
    assert book.sheetnames == list(told)
    assert world.people[5].name not in str(told)


def test_the_command_on_the_server_writes_the_same_copy(enter: Enter, world: World) -> None:
    ask(enter)
    page = json.loads(enter("member").get("/me/copy.json").content)
    told = say("subject-export", world.people[19].id, "--json").json
    assert told == page


def test_a_request_is_answered_with_a_reason_and_both_are_kept(enter: Enter, world: World) -> None:
    made = ask(enter)
    assert made.held == "2005年6月1日"
    assert made.due == due_on(TODAY, 15)
    assert "有 1 项更正请求等待答复" in me(enter("secretary"))
    said = {"outcome": "refused", "answer": "志愿书上是 2005 年"}
    assert send(enter("secretary"), f"/corrections/{made.id}/answer/", **said) == 302
    made.refresh_from_db()
    assert (made.outcome, made.wanted, made.answered_in) == (
        "refused",
        REQUEST["wanted"],
        world.branch,
    )
    page = enter("member").get(f"/corrections/{made.id}/").content.decode()
    assert "志愿书上是 2005 年" in page
    assert REQUEST["reason"] in page
    assert "更正请求等待答复" not in me(enter("secretary"))


def test_an_answer_needs_a_reason_and_is_given_once(enter: Enter) -> None:
    made, client = ask(enter), enter("secretary")
    path = f"/corrections/{made.id}/answer/"
    assert send(client, path, outcome="refused", answer="") == 400
    assert send(client, path, outcome="perhaps", answer="x") == 400
    assert send(client, path, outcome="accepted", answer="已核对") == 302
    assert client.get(path).status_code == 403


def test_an_appeal_is_answered_one_level_up_by_someone_else(enter: Enter) -> None:
    made = ask(enter)
    refused = {"outcome": "refused", "answer": "志愿书上是 2005 年"}
    appeal, decide = (f"/corrections/{made.id}/{deed}/" for deed in ("appeal", "decide"))
    assert enter("member").get(appeal).status_code == 403
    send(enter("secretary"), f"/corrections/{made.id}/answer/", **refused)
    assert send(enter("member"), appeal, appeal="志愿书看错了") == 302
    assert enter("member").get(appeal).status_code == 403
    assert enter("secretary").get(decide).status_code == 403
    assert send(enter("office"), decide, outcome="accepted", answer="已复核") == 302
    made.refresh_from_db()
    assert (made.outcome, made.final_outcome) == ("refused", "accepted")
    actions = set(Entry.objects.filter(object_id=made.id).values_list("action", flat=True))
    assert len(actions) == 4


def test_an_answer_of_the_office_is_not_heard_by_the_same_level(enter: Enter, world: World) -> None:
    made = ask(enter)
    send(enter("office"), f"/corrections/{made.id}/answer/", outcome="refused", answer="不符")
    send(enter("member"), f"/corrections/{made.id}/appeal/", appeal="不同意")
    colleague = Person.objects.get(name="吕方正")
    appoint(SYSTEM, colleague, world.committee, Post.Kind.OFFICE, "干事", FOUNDED)
    client = Client()
    client.force_login(with_account(colleague))
    assert client.get(f"/corrections/{made.id}/decide/").status_code == 403
    above = Person.objects.get(name="秦朗")
    appoint(SYSTEM, above, world.work, Post.Kind.OFFICE, "干事", FOUNDED)
    said = {"outcome": "refused", "answer": "维持"}
    assert send(enter("viewer"), f"/corrections/{made.id}/decide/", **said) == 302


@pytest.mark.parametrize("role", ["leading", "discipline", "viewer", "neighbour"])
def test_a_request_is_not_there_for_anyone_else(enter: Enter, role: str) -> None:
    made = ask(enter)
    assert enter(role).get(f"/corrections/{made.id}/").status_code == 404


def test_a_repeated_request_is_made_once(enter: Enter) -> None:
    client = enter("member")
    form = client.get("/me/correct/").content.decode()
    hidden = dict(re.findall(r'name="(key)" value="([^"]*)"', form))
    for _ in range(3):
        assert client.post("/me/correct/", {**hidden, **REQUEST}).status_code == 302
    assert Correction.objects.count() == 1


def test_nobody_s_own_request_is_theirs_to_answer(enter: Enter) -> None:
    assert send(enter("secretary"), "/me/correct/", **REQUEST) == 302
    made = Correction.objects.get()
    assert enter("secretary").get(f"/corrections/{made.id}/answer/").status_code == 403
