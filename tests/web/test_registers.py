"""台账 in the browser's terms: what one sees, writes, corrects; what a YAML file alone adds."""

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingdeng.registers.models import Entry
from mingdeng.roster.services import adopt_pack
from mingdeng.rulebook import packfiles, registers
from mingdeng.search.services import catch_up
from tests.registers.samples import entered, register
from tests.web.conftest import Enter
from tests.web.world import NAMES, SYSTEM, TODAY, World

pytestmark = pytest.mark.django_db
DAY = TODAY.isoformat()
SOON = (TODAY + timedelta(days=30)).isoformat()
GONE = (TODAY - timedelta(days=3)).isoformat()


def fields_of(client: Client, path: str) -> dict[str, str]:
    """What a form carries by itself: its key, and what is filled in."""
    page = client.get(path).content.decode()
    found = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', page))
    for name, inside in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    aside = {"as_of", "q", "csrfmiddlewaretoken"}
    return {name: text for name, text in found.items() if name not in aside}


def written(client: Client, path: str, **said: str) -> Entry:
    """An entry written on the page of a register."""
    answer = client.post(path, {**fields_of(client, path), **said})
    assert answer.status_code == 302, answer.content.decode()
    return Entry.objects.get(id=answer["Location"].split("/entries/")[1].split("/")[0])


PROBLEM = {"title": "学习记录不全", "day": DAY, "owner": NAMES[1], "due": SOON}


def test_what_is_written_once_stands_in_the_list_on_its_page_and_on_the_index(enter: Enter) -> None:
    secretary = enter("secretary")
    one = written(secretary, "/registers/problem-list/new/", **PROBLEM)
    for path in ("/registers/problem-list/", f"/entries/{one.id}/"):
        page = secretary.get(path).content.decode()
        assert "学习记录不全" in page
        assert NAMES[1] in page
    index = secretary.get("/registers/").content.decode()
    assert re.search(r"问题清单</a><span[^>]*>1 条，办理中 1", index)


def test_what_cannot_stand_is_said_at_its_field_and_what_was_typed_is_kept(enter: Enter) -> None:
    secretary = enter("secretary")
    path = "/registers/problem-list/new/"
    said = {**fields_of(secretary, path), **PROBLEM, "owner": "", "due": "下月底"}
    answer = secretary.post(path, said)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "还没有保存" in page
    assert "请填写责任人。" in page
    assert 'value="学习记录不全"' in page
    assert not Entry.objects.exists()


def test_a_form_sent_twice_writes_one_entry(enter: Enter) -> None:
    secretary = enter("secretary")
    path = "/registers/problem-list/new/"
    said = {**fields_of(secretary, path), **PROBLEM}
    assert [secretary.post(path, said).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.count() == 1


def test_two_who_change_the_same_entry_both_see_the_others_text(enter: Enter) -> None:
    secretary = enter("secretary")
    one = written(secretary, "/registers/problem-list/new/", **PROBLEM)
    path = f"/entries/{one.id}/edit/"
    first, second = fields_of(secretary, path), fields_of(secretary, path)
    assert secretary.post(path, {**first, "measure": "按月核对"}).status_code == 302
    answer = secretary.post(path, {**second, "measure": "每周核对"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "按月核对" in page
    assert "每周核对" in page
    one.refresh_from_db()
    assert one.facts["measure"] == "按月核对"


def test_the_filters_stand_in_the_address_and_come_back_from_an_entry(
    enter: Enter, world: World
) -> None:
    late = entered(register("problem-list"), world.branch, **{**PROBLEM, "due": GONE})
    entered(register("problem-list"), world.branch, **{**PROBLEM, "title": "另一件"})
    secretary = enter("secretary")
    page = secretary.get("/registers/problem-list/?state=late").content.decode()
    assert "学习记录不全" in page
    assert "另一件" not in page
    assert f"/entries/{late.id}/?state=late" in page
    back = secretary.get(f"/entries/{late.id}/?state=late").content.decode()
    assert "/registers/problem-list/?state=late" in back
    assert "学习记录不全" in secretary.get("/registers/late/").content.decode()


def test_what_names_someone_is_theirs_to_see_also_where_their_role_does_not_read(
    enter: Enter, world: World
) -> None:
    member = world.accounts["member"].person
    given = {"title": "年度谈心", "day": DAY, "owner": NAMES[0], "about": member.name}
    talk = entered(register("heart-talks"), world.branch, **given, content="谈了学习打算")
    page = enter("member").get("/registers/mine/").content.decode()
    assert "年度谈心" in page
    assert "谈了学习打算" in enter("member").get(f"/entries/{talk.id}/").content.decode()
    assert "谈了学习打算" not in enter("office").get(f"/entries/{talk.id}/").content.decode()


def test_taking_back_leaves_the_entry_to_its_history_only(enter: Enter) -> None:
    secretary = enter("secretary")
    one = written(secretary, "/registers/problem-list/new/", **PROBLEM)
    path = f"/entries/{one.id}/withdraw/"
    said = {**fields_of(secretary, path), "reason": "重复"}
    assert secretary.post(path, said).status_code == 302
    assert "学习记录不全" not in secretary.get("/registers/problem-list/").content.decode()
    assert "已撤回" in secretary.get(f"/entries/{one.id}/").content.decode()


OWN_PACK = """id: our-organ
label: 本机关的台账
level: organ
binds: 本机关
"""
OWN_REGISTERS = """registers:
- id: reading-corner
  label: 书屋借阅
  group: 本机关
  kept_by: [branch]
  gist: 谁借了哪本书，什么时候还。
  refs: [4-17]
  cite: 本机关书屋管理办法
  confidence: local
  fields:
  - {id: title, label: 书名, type: text, required: true}
  - {id: owner, label: 借阅人, type: person, required: true}
  - {id: day, label: 借出日期, type: date, required: true}
  - {id: phone, label: 借阅人电话, type: text, restricted: [secretary]}
- id: own-plan
  label: 年度计划
  group: 本机关
  kept_by: [organ_committee, branch]
  gist: 每个组织一年一份计划，办结由机关党委销号。
  refs: [2-52]
  cite: 本机关做法
  confidence: local
  readers: [secretary, office]
  closed_by: [office]
  evidence: responsibility_list
  fields:
  - {id: title, label: 计划, type: text, required: true}
  - {id: day, label: 制定日期, type: date, required: true}
  - {id: due, label: 完成时限, type: date, required: true}
- id: problem-list
  fields:
  - {id: room, label: 所在处室, type: text}
"""


@pytest.fixture
def own_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[None]:
    """An organ's own pack beside the shipped ones: YAML and nothing else."""
    for folder in packfiles.SHIPPED.iterdir():
        (tmp_path / folder.name).symlink_to(folder)
    own = tmp_path / "our-organ" / "registers"
    own.mkdir(parents=True)
    (own.parent / "pack.yaml").write_text(OWN_PACK, encoding="utf-8")
    (own / "own.yaml").write_text(OWN_REGISTERS, encoding="utf-8")
    monkeypatch.setattr(packfiles, "SHIPPED", tmp_path)
    adopt_pack(SYSTEM, world.committee, "our-organ", date(TODAY.year, 1, 1))
    yield
    registers._loaded.cache_clear()


@pytest.mark.usefixtures("own_pack")
def test_a_register_a_list_and_a_field_come_by_yaml_alone(enter: Enter, world: World) -> None:
    secretary, office, member = enter("secretary"), enter("office"), enter("member")
    book = {"title": "论共产党员的修养", "owner": NAMES[1], "day": DAY, "phone": "13900001111"}
    one = written(secretary, "/registers/reading-corner/new/", **book)
    assert "借阅人电话" in secretary.get(f"/entries/{one.id}/").content.decode()
    # permissions
    seen = office.get(f"/entries/{one.id}/").content.decode()
    assert "论共产党员的修养" in seen
    assert "13900001111" not in seen
    assert member.get("/registers/own-plan/").status_code == 404
    # Excel: the columns of the definition, and what stands in them
    book_file = openpyxl.load_workbook(
        io.BytesIO(secretary.get("/registers/reading-corner/export/").content)
    )
    cells = [cell.value for row in book_file.worksheets[0].iter_rows() for cell in row]
    said = {str(cell).rstrip(" *") for cell in cells}
    assert {"书名", "借阅人", "论共产党员的修养"} <= said
    # Word
    paper = secretary.get(f"/entries/{one.id}/word/")
    assert paper.status_code == 200
    assert paper.content[:2] == b"PK"
    # search
    catch_up()
    assert f"/entries/{one.id}/" in secretary.get("/search/?q=修养").content.decode()
    # a list with closure, confirmed by whom it names
    there = {"organization": str(world.committee.id)}
    plan = written(office, "/registers/own-plan/new/", **there, title="年度计划", day=DAY, due=SOON)
    assert "办理中" in office.get(f"/entries/{plan.id}/").content.decode()
    # evidence: the list is what the rule about responsibility lists asks for
    of = f"responsibility-list~{TODAY.year}"
    why = office.get(f"/duties/{world.committee.id}/why/?of={of}").content.decode()
    assert 'class="verdict met"' in why
    assert f"/entries/{plan.id}/" in why
    # one more field of a shipped one
    told = written(secretary, "/registers/problem-list/new/", **PROBLEM, room="办公室")
    assert told.facts["room"] == "办公室"
    assert "所在处室" in secretary.get(f"/entries/{told.id}/").content.decode()
    assert world.branch.entries.count() == 2


def test_what_stands_under_an_entry_is_counted_and_added_up_in_few_questions(
    enter: Enter, world: World
) -> None:
    team = {"title": "青山村工作队", "owner": NAMES[1], "day": DAY, "role": "第一书记"}
    above = entered(register("village-teams"), world.committee, **team)
    for month, days in (("2026-01", "20"), ("2026-02", "18.5")):
        given = {"title": "在村", "parent": str(above.id), "owner": NAMES[1], "days": days}
        kind = register("village-days").field("kind")
        assert kind is not None
        entered(register("village-days"), world.committee, month, **given, kind=kind.choices[0])
    office = enter("office")
    path = f"/entries/{above.id}/"
    page = office.get(path).content.decode()
    assert re.search(r"驻村天数<small>2 条，[^<]*合计 38\.5", page)
    with CaptureQueriesContext(connection) as asked:
        office.get(path)
    assert len(asked) <= 12


def test_a_day_that_was_set_is_put_off_by_asking_not_by_changing_it(
    enter: Enter, world: World
) -> None:
    given = {"title": "装扶手", "owner": NAMES[1], "day": DAY, "due": SOON}
    one = entered(register("practical-matters"), world.branch, **given)
    path = f"/entries/{one.id}/edit/"
    assert 'name="due"' not in enter("secretary").get(path).content.decode()
    assert 'name="due"' in enter("office").get(path).content.decode()
