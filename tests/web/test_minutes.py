"""Minutes pasted or dropped on the quick record: filled with their words, nothing invented."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mingdeng.activities.models import Activity
from mingdeng.roster.services import NewPerson, add_person
from tests.web.conftest import Enter
from tests.web.world import SYSTEM, World

HERE = Path(__file__).parents[1]
SAMPLE = HERE / "data" / "ledgers" / "支委会会议记录.docx"
TEXTS = HERE / "files" / "minutes"
URL = "/records/read/"


def text_of(name: str) -> str:
    return str(yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))["text"])


def pasted(client: Client, world: World, text: str) -> str:
    response = client.post(URL, {"organization": str(world.branch.id), "text": text})
    assert response.status_code == 200, response.content.decode()
    return unescape(response.content.decode())


def dropped(client: Client, world: World) -> str:
    file = SimpleUploadedFile(SAMPLE.name, SAMPLE.read_bytes())
    response = client.post(URL, {"organization": str(world.branch.id), "file": file})
    assert response.status_code == 200
    return unescape(response.content.decode())


def values(page: str) -> dict[str, Any]:
    """The form as a browser would send it."""
    form = page[page.index('<form class="record"') :]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        name, kind = attributes.get("name"), attributes.get("type", "text")
        if not name or (kind in {"checkbox", "radio"} and " checked" not in tag):
            continue
        if kind == "checkbox":
            found.setdefault(name, []).append(attributes["value"])
        else:
            found[name] = attributes.get("value", "")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r"<option(?: value=\"([^\"]*)\")? selected>([^<]*)", options)
        found[name] = (chosen[1] or chosen[2]) if chosen else ""
    return found


def test_the_sample_fills_the_form_with_its_words(world: World, enter: Enter) -> None:
    page = dropped(enter("secretary"), world)
    form = values(page)
    assert form["kinds"] == ["branch_committee_meeting"]
    assert (form["held_on"], form["start"], form["end"]) == ("2026-01-28", "15:00", "16:30")
    assert (form["place"], form["chair"], form["recorder"]) == ("四楼会议室", "吕刚静", "唐杰芳")
    assert (form["expected"], form["present"]) == ("5", "4")
    assert len(form["absent"]) == 1
    assert form[f"reason-{form['absent'][0]}"] == "出差"
    assert [form[f"agenda-{number}-text"] for number in range(3)] == [
        "传达学习上级文件精神",
        "研究发展党员工作",
        "研究第二季度主题党日安排",
    ]
    assert form["agenda-2-decision"] == "同意第二季度主题党日方案"
    assert [form[f"agenda-2-{part}"] for part in ("for", "against", "abstained")] == ["4", "0", "0"]
    for words in (
        "时间：2026年1月28日 15:00—16:30",
        "缺席人员及原因：胡超艳(出差)",
        "地点：四楼会议室",
    ):
        assert f"读自：“{words}”" in page
    assert form["lecturer"] == form["hours"] == form["guests"] == ""


def test_what_was_read_is_what_is_kept_when_saved(world: World, enter: Enter) -> None:
    client = enter("secretary")
    response = client.post("/records/new/", values(dropped(client, world)))
    assert response.status_code == 302, response.content.decode()
    made = Activity.objects.get(place="四楼会议室")
    host = made.hosts.get()
    assert (str(made.held_on), made.chair, host.expected, host.present) == (
        "2026-01-28",
        "吕刚静",
        5,
        4,
    )
    assert [(one.name, one.reason, one.person_id) for one in host.absences.all()] == [
        ("胡超艳", "出差", None)
    ]
    last = made.agenda.get(position=3)
    assert (last.votes_for, last.votes_against, last.abstentions) == (4, 0, 0)


def test_what_the_text_does_not_say_stays_empty_and_is_told(world: World, enter: Enter) -> None:
    page = pasted(enter("secretary"), world, text_of("missing-fields"))
    form = values(page)
    assert [form[name] for name in ("held_on", "start", "place", "chair")] == ["", "", "", ""]
    assert "没有写年份" in page
    assert page.count("原文没有写") >= 4


def test_names_are_found_on_the_roll(world: World, enter: Enter) -> None:
    form = values(pasted(enter("secretary"), world, text_of("members-meeting")))
    people = {person.name: str(person.id) for person in world.people}
    absent = {people["周建国"], people["吴秀兰"], people["冯志强"]}
    assert set(form["absent"]) == absent
    assert form[f"reason-{people['吴秀兰']}"] == "病假"
    assert (form["expected"], form["present"]) == ("20", "17")


def test_of_two_people_of_one_name_it_asks_which(world: World, enter: Enter) -> None:
    add_person(SYSTEM, NewPerson(name="周建国"), world.branch, None)
    page = pasted(enter("secretary"), world, text_of("members-meeting"))
    assert "名册上有 2 个“周建国”，请点选缺席的是哪一位" in page
    assert len(values(page)["absent"]) == 2
    assert "其1" in page
    assert "其2" in page


def test_of_two_meetings_it_asks_which(world: World, enter: Enter) -> None:
    client = enter("secretary")
    page = pasted(client, world, text_of("adversarial-two-meetings"))
    assert "文中有 2 次会议" in page
    sealed = re.search(r'name="reading" value="([^"]*)"', page)
    assert sealed is not None
    data = {"organization": str(world.branch.id), "reading": sealed[1], "meeting": "2"}
    form = values(unescape(client.post(URL, data).content.decode()))
    assert (form["kinds"], form["held_on"], form["place"]) == (
        ["members_meeting"],
        "2026-03-06",
        "六楼会议室",
    )


def test_contradictions_are_told_and_not_settled(world: World, enter: Enter) -> None:
    page = pasted(enter("secretary"), world, text_of("adversarial-two-dates"))
    assert "日期写法不一" in page
    assert values(page)["held_on"] == ""


def test_minutes_of_another_branch_are_told(world: World, enter: Enter) -> None:
    page = pasted(enter("secretary"), world, text_of("prose"))
    assert "原文写的是“办公室党支部”" in page


def test_the_words_stay_when_something_is_wrong(world: World, enter: Enter) -> None:
    client = enter("secretary")
    form = values(dropped(client, world)) | {"end": "14:00"}
    response = client.post("/records/new/", form)
    assert response.status_code == 400
    assert "读自：“地点：四楼会议室”" in unescape(response.content.decode())


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"text": ""}, 400, "请粘贴会议记录的文字"),
        ({"text": "关于放假的通知"}, 400, "没有看出会议的内容"),
        ({"text": "字" * 200_001}, 413, "文字超过 20 万字"),
        ({"text": "x", "state": "confirmed"}, 400, "没有的内容"),
        ({"reading": "invented", "meeting": "1"}, 400, "请重新粘贴"),
    ],
)
def test_what_cannot_be_read_says_why(
    world: World, enter: Enter, sent: dict[str, str], status: int, said: str
) -> None:
    data = {"organization": str(world.branch.id), **sent}
    response = enter("secretary").post(URL, data)
    assert response.status_code == status
    assert said in response.content.decode()


@pytest.mark.parametrize("content", [b"%PDF-1.7 text", b"PK\x03\x04 broken", b""])
def test_a_file_that_is_no_word_file_says_so(world: World, enter: Enter, content: bytes) -> None:
    file = SimpleUploadedFile("记录.docx", content)
    data = {"organization": str(world.branch.id), "file": file, "text": "我的文字"}
    response = enter("secretary").post(URL, data)
    assert response.status_code == 400
    assert "没有读取" in response.content.decode() or "空的" in response.content.decode()
    assert "我的文字" in response.content.decode()


def test_nobody_reads_minutes_for_another_branch(world: World, enter: Enter) -> None:
    data = {"organization": str(world.neighbour.id), "text": text_of("prose")}
    assert enter("secretary").post(URL, data).status_code == 404
    assert enter("leading").post(URL, data).status_code == 403
    assert enter("member").post(URL, data).status_code == 403
