"""重复报送的答复, 意见箱 and 功能声明 as pages: from form to answer."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from mingdeng.burden.citing import subjects
from mingdeng.burden.models import Complaint, Demand, Tally
from mingdeng.burden.registry import registry
from mingdeng.journal.models import Entry
from tests.web.conftest import Enter
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db


def demand(world: World, **given: object) -> dict[str, object]:
    return {
        "key": str(uuid4()),
        "organization": str(world.branch.id),
        "asked_by": "市委组织部",
        "asked": "上年组织生活统计表",
        "subjects": ["activities", "roster"],
        "first": f"{TODAY.year - 1}-12-01",
        "last": f"{TODAY.year - 1}-12-31",
        "received_on": TODAY.isoformat(),
        "due": TODAY.isoformat(),
        **given,
    }


def complaint(world: World, **given: object) -> dict[str, object]:
    return {
        "key": str(uuid4()),
        "kind": "repeated",
        "about": str(world.branch.id),
        "text": "同一张表填了两遍",
        "named": "named",
        **given,
    }


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


# ---- 重复报送的答复 ----


def test_a_request_is_noted_with_a_letter_of_what_is_held(world: World, enter: Enter) -> None:
    client, data = enter("secretary"), demand(world)
    path = client.post("/demands/new/", data).headers["Location"]
    assert client.post("/demands/new/", data).headers["Location"] == path
    one = Demand.objects.get()
    assert "组织生活开展情况：这一期间有 1 条纪实" in one.reply
    assert "党员名册：在册 20 人" in one.reply
    assert "《政务移动互联网应用程序规范化管理办法》（国办函〔2026〕12号）" in one.reply
    shown = page(client, path)
    assert f'href="/records/?organization={world.branch.id}"' in shown
    assert "条号没有核对原文" in shown
    assert one.reply.splitlines()[0] in page(enter("office"), path)


def test_a_request_that_says_too_little_stays_as_typed(world: World, enter: Enter) -> None:
    response = enter("secretary").post("/demands/new/", demand(world, asked="", asked_by="甲"))
    assert response.status_code == 400
    assert 'value="甲"' in response.content.decode()
    assert not Demand.objects.exists()


def test_nobody_notes_a_request_for_an_organization_they_do_not_write_for(
    world: World, enter: Enter
) -> None:
    given = demand(world, organization=str(world.neighbour.id))
    assert enter("secretary").post("/demands/new/", given).status_code == 400
    assert not Demand.objects.exists()


def test_the_letter_is_put_in_words_sent_and_its_end_noted(world: World, enter: Enter) -> None:
    client = enter("secretary")
    path = client.post("/demands/new/", demand(world)).headers["Location"]
    first = {**demand(world), "version": "1", "reply": "改过的答复"}
    del first["organization"]
    assert client.post(f"{path}edit/", first).status_code == 302
    stale = client.post(f"{path}edit/", {**first, "key": str(uuid4()), "reply": "晚到的"})
    assert stale.status_code == 409
    assert "改过的答复" in stale.content.decode()
    assert "晚到的" in stale.content.decode()
    sent = {"key": str(uuid4()), "version": "2", "on": TODAY.isoformat()}
    assert client.post(f"{path}answer/", sent).status_code == 302
    ended = {"key": str(uuid4()), "version": "3", "outcome": "taken"}
    assert client.post(f"{path}end/", ended).status_code == 302
    one = Demand.objects.get()
    assert (one.state, one.outcome, one.reply) == ("answered", "taken", "改过的答复")
    assert set(Tally.objects.values_list("form", flat=True)) == {
        *("demand.note", "demand.revise", "demand.answer", "demand.end"),
    }


def test_the_list_leaves_as_a_workbook_in_which_texts_stay_texts(
    world: World, enter: Enter
) -> None:
    client = enter("secretary")
    client.post("/demands/new/", demand(world, asked="=1+1"))
    sheet = load_workbook(BytesIO(client.get("/demands/export/").content)).active
    assert sheet is not None
    row = [cell.value for cell in sheet[3]]
    assert row[0] == world.branch.full_name
    assert sheet["C3"].value == "=1+1"
    assert sheet["C3"].data_type == "s"


def test_what_is_often_asked_for_has_addresses(world: World) -> None:
    for one in subjects().values():
        for name in filter(None, (one.page, one.export)):
            narrowed = name in {"board", "board-export", "organization", "roster-export"}
            assert reverse(f"web:{name}", args=(world.branch.id,) if narrowed else ())


# ---- 意见箱 ----


def test_a_named_complaint_is_answered_by_the_office_and_seen_by_who_made_it(
    world: World, enter: Enter
) -> None:
    member, office = enter("member"), enter("office")
    path = member.post("/complaints/new/", complaint(world)).headers["Location"]
    assert "提意见" in page(member, "/complaints/new/")
    answer = {"key": str(uuid4()), "version": "1", "outcome": "changed", "answer": "已并成一张。"}
    assert member.post(path, answer).status_code == 403
    assert enter("secretary").get(path).status_code == 404
    assert office.post(path, {**answer, "answer": ""}).status_code == 400
    assert office.post(path, answer).status_code == 302
    assert office.post(path, answer).status_code == 302  # a repeat gets the first answer
    again = {**answer, "key": str(uuid4()), "version": "2", "answer": "另一种答复"}
    assert office.post(path, again).status_code == 409
    assert Complaint.objects.get().answer == "已并成一张。"
    assert "已并成一张。" in page(member, path)


def test_an_anonymous_complaint_shows_its_receipt_once_and_keeps_nothing_else(
    world: World, enter: Enter
) -> None:
    member, office = enter("member"), enter("office")
    member.get("/complaints/new/")
    sessions = {one.session_key: one.session_data for one in Session.objects.all()}
    data = complaint(world, named="anonymous")
    response = member.post("/complaints/new/", data)
    assert response.status_code == 200
    code = re.search(r"<code>([0-9a-f-]{36})</code>", response.content.decode())
    assert code
    assert sessions == {one.session_key: one.session_data for one in Session.objects.all()}
    assert not Tally.objects.exists()
    one = Complaint.objects.get()
    assert member.get(f"/complaints/{one.id}/").status_code == 404
    assert "同一张表填了两遍" not in page(member, "/complaints/")
    shown = page(office, f"/complaints/{one.id}/")
    assert "匿名" in shown
    assert world.people[19].name not in shown
    answer = {"key": str(uuid4()), "version": "1", "outcome": "changed", "answer": "已并成一张。"}
    office.post(f"/complaints/{one.id}/", answer)
    found = member.post("/complaints/receipt/", {"code": code[1]})
    assert "已并成一张。" in found.content.decode()
    for wrong in (str(uuid4()), "x"):
        assert member.post("/complaints/receipt/", {"code": wrong}).status_code == 404


def test_an_answer_is_appealed_and_the_office_above_answers(world: World, enter: Enter) -> None:
    member, office, above = enter("member"), enter("office"), enter("viewer")
    path = member.post("/complaints/new/", complaint(world)).headers["Location"]
    answer = {"key": str(uuid4()), "version": "1", "outcome": "explained", "answer": "照办。"}
    office.post(path, answer)
    assert above.get(path).status_code == 404
    assert "向上一级申诉" in page(member, path)
    assert "向上一级申诉" not in page(office, path)
    appeal = {"key": str(uuid4()), "version": "2", "appeal": ""}
    assert member.post(f"{path}appeal/", appeal).status_code == 400
    assert member.post(f"{path}appeal/", {**appeal, "appeal": "还是填两遍"}).status_code == 302
    assert "还是填两遍" in page(office, path)
    assert office.get(f"{path}decide/").status_code == 403
    final = {
        "key": str(uuid4()),
        "version": "3",
        "final_outcome": "changed",
        "final_answer": "改。",
    }
    assert "答复申诉" in page(above, path)
    for _ in range(2):
        assert above.post(f"{path}decide/", final).status_code == 302
    again = {**final, "key": str(uuid4()), "version": "4"}
    assert above.post(f"{path}decide/", again).status_code == 409
    shown = page(member, path)
    assert "改。" in shown
    assert "向上一级申诉" not in shown


def test_with_the_receipt_one_appeals_without_a_name(world: World, enter: Enter) -> None:
    member = enter("member")
    kept = member.post("/complaints/new/", complaint(world, named="anonymous")).content.decode()
    (code,) = re.findall(r"<code>([0-9a-f-]{36})</code>", kept)
    one = Complaint.objects.get()
    answer = {"key": str(uuid4()), "version": "1", "outcome": "explained", "answer": "照办。"}
    enter("office").post(f"/complaints/{one.id}/", answer)
    entries = Entry.objects.count()
    assert 'name="appeal"' in member.post("/complaints/receipt/", {"code": code}).content.decode()
    said = {"code": code, "key": str(uuid4()), "version": "2", "appeal": "还是填两遍"}
    wrong = {**said, "code": str(uuid4())}
    assert member.post("/complaints/receipt/appeal/", wrong).status_code == 404
    assert member.post("/complaints/receipt/appeal/", {**said, "appeal": ""}).status_code == 400
    shown = member.post("/complaints/receipt/appeal/", said)
    assert "还是填两遍" in shown.content.decode()
    other = {**said, "appeal": "又一次", "version": "3"}
    assert member.post("/complaints/receipt/appeal/", other).status_code == 409
    assert Entry.objects.count() == entries
    assert "申诉待答复" in page(enter("viewer"), "/complaints/")


def test_a_complaint_that_says_too_little_stays_as_typed(world: World, enter: Enter) -> None:
    response = enter("member").post("/complaints/new/", complaint(world, kind=""))
    assert response.status_code == 400
    assert "同一张表填了两遍" in response.content.decode()
    assert not Complaint.objects.exists()


def test_nobody_complains_about_an_organization_that_asks_nothing_of_them(
    world: World, enter: Enter
) -> None:
    given = complaint(world, about=str(world.neighbour.id))
    assert enter("member").post("/complaints/new/", given).status_code == 400


def test_the_page_of_burdens_counts_complaints_and_does_not_say_about_whom(
    world: World, enter: Enter
) -> None:
    enter("member").post("/complaints/new/", complaint(world))
    shown = page(enter("secretary"), "/burden/")
    assert "收到 1 件，已答复 0 件" in shown
    assert "重复填报 1" not in shown


# ---- 功能声明 ----


def test_the_statement_is_at_the_foot_of_every_page_for_anyone_signed_in(enter: Enter) -> None:
    for role in ("member", "office", "viewer", "system", "security", "audit"):
        client = enter(role)
        shown = page(client, "/features/")
        assert "不打卡、不签到" in shown
        assert f"{len(registry().facts)} 项内容" in shown
        assert 'href="/features/"' in page(client, "/me/")


def test_whoever_is_not_signed_in_learns_nothing_from_it() -> None:
    response = Client().get("/features/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/sign-in/"
