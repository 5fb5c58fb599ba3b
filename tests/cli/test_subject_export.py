"""`mingdeng subject-export`: all about one person and nothing about another, as they get it."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.db.models import ManyToOneRel

from mingdeng.activities.said import Absent, Hosting, Record
from mingdeng.activities.services import record
from mingdeng.assessments.services import About, Asked, object_to, request_waiver
from mingdeng.handover.services import begin
from mingdeng.journal.models import Entry
from mingdeng.notify.models import Notice
from mingdeng.roster.models import Person, Post
from mingdeng.roster.services import appoint, delegate
from mingdeng.subjects.services import Asked as Correction
from mingdeng.subjects.services import ask_correction
from tests.cli.running import badly_put, say
from tests.house import NOW, SYSTEM, TODAY, actor_of, signed_in, someone, tree, with_account
from tests.registers.samples import entered, register

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "11010119800229001X", "110101198001011234"
# What refers to a person, and the table of the copy that tells it.
TOLD = {
    ("roster.Membership", "person"): "组织关系",
    ("roster.Post", "person"): "职务",
    ("roster.Delegation", "deputy"): "委托代行",
    ("activities.Absence", "person"): "出勤和学时",
    ("assessments.Objection", "person"): "异议",
    ("assessments.Waiver", "person"): "经批准的例外",
    ("subjects.Correction", "person"): "更正请求",
    ("notify.Notice", "person"): "提醒",
    ("handover.Handover", "predecessor"): "交接",
    ("handover.Handover", "successor"): "交接",
    ("handover.Handover", "witness"): "交接",
    ("handover.Handover", "refused_by"): "交接",
    ("administration.Founding", "person"): "职务",
    ("registers.Involved", "person"): "台账条目",
}
# Made from the records, or a setting of their own that they see on the page of reminders.
APART = {("search.Indexed", "person"), ("notify.Choice", "person"), ("notify.Feed", "person")}


@pytest.fixture
def own() -> Person:
    """Someone about whom there is something of everything, beside a colleague."""
    here = tree()
    own = someone("阿依古丽·买买提", here.first, id_number=NUMBER, birth=date(1980, 2, 29))
    beside = someone("程强峰", here.first, id_number=OTHER)
    post = appoint(SYSTEM, own, here.first, Post.Kind.SECRETARY, "书记", date(2020, 1, 1))
    lent = appoint(SYSTEM, beside, here.organ, Post.Kind.OFFICE, "主任", date(2020, 1, 1))
    delegate(SYSTEM, lent, own, TODAY, TODAY)
    delegate(SYSTEM, post, beside, TODAY, date(2026, 12, 1))
    host = Hosting(here.first.id, None, 2, 1, (Absent(own.name, "病假", own.id),))
    record(SYSTEM, Record(("theme_day",), TODAY, (host,)))
    actor = actor_of(with_account(own))
    about = About(here.first.id, str(own.id), "theme-day", "2026-08")
    object_to(actor, about, "八月在医院", {})
    problem = {"title": "补记", "day": "2026-09-01", "owner": own.name, "due": "2026-09-30"}
    entered(register("problem-list"), here.first, **problem)
    waiver = Asked(here.first.id, "theme-day", TODAY, TODAY, "长期病休", person=own.id)
    request_waiver(signed_in(), waiver)
    begin(SYSTEM, post, beside, {"as_of": "2026-09-30", "note": "", "sections": []})
    line = {"personal": True, "label": "学时", "period": "", "due": None, "standing": False}
    told = {"day": TODAY, "week": "2026-W40", "number": 1, "decided_at": NOW, "lines": [line]}
    Notice.objects.create(person=own, home=here.first, kind=Notice.Kind.DIGEST, **told)
    ask_correction(actor, own, Correction("姓名", "阿依古丽", "阿依古丽·买买提", "身份证"), 15)
    ask_correction(
        actor_of(with_account(beside)), beside, Correction("姓名", "程", "陈", "别人的理由"), 15
    )
    return own


def test_everything_held_about_the_person_is_there(own: Person) -> None:
    told = say("subject-export", own.name, "--json").json
    assert told["基本信息"]["身份证号"] == NUMBER
    assert told["基本信息"]["出生日期"] == "1980年2月29日"
    assert told["组织关系"][0]["支部"] == "第一支部"
    assert told["职务"][0]["职务"] == "书记"
    assert {one["委托或受托"] for one in told["委托代行"]} == {"委托", "受托"}
    assert "病假" in told["出勤和学时"][0]["缺席"]
    assert told["异议"][0]["异议"] == "八月在医院"
    assert told["经批准的例外"][0]["理由"] == "长期病休"
    assert told["更正请求"][0]["理由"] == "身份证"
    assert any(one["做了什么"] == "要求更正" for one in told["谁改动或查看过"])


def test_whatever_refers_to_a_person_stands_in_a_table_of_the_copy(own: Person) -> None:
    every = Person._meta.get_fields(include_hidden=True)
    refers = {
        (one.related_model._meta.label, one.field.name)
        for one in every
        if isinstance(one, ManyToOneRel)
    }
    assert refers == TOLD.keys() | APART
    told = say("subject-export", own.id, "--json").json
    assert set(TOLD.values()) <= told.keys()
    assert all(told[name] for name in TOLD.values())


def test_nothing_of_anyone_else_is_there(own: Person) -> None:
    said = say("subject-export", NUMBER, "--json").out
    for other in (OTHER, "别人的理由", "陈"):
        assert other not in said
    assert own.name in said


def test_it_stands_in_the_journal_and_the_person_sees_it(own: Person) -> None:
    assert say("subject_export", own.id, "--json").code == 0
    last = Entry.objects.latest("number")
    assert (last.action, last.object_id, last.account) == ("person.export", own.id, None)
    told = say("subject_export", own.id, "--json").json
    assert told["谁改动或查看过"][0]["做了什么"] == "导出本人副本"
    assert told["谁改动或查看过"][0]["谁"] == "系统"


def test_workbook_and_json_are_written_for_the_owner_only(own: Person, tmp_path: Path) -> None:
    said = say("subject-export", own.name, "--to", tmp_path)
    assert (said.code, badly_put(said.out)) == (0, [])
    files = sorted(tmp_path.iterdir())
    assert [one.suffix for one in files] == [".json", ".xlsx"]
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
    assert openpyxl.load_workbook(files[1]).sheetnames == list(json.loads(files[0].read_text()))
    entries = Entry.objects.count()
    assert "没有覆盖" in say("subject-export", own.name, "--to", tmp_path).err
    assert Entry.objects.count() == entries


def test_a_name_nobody_or_several_have_and_a_folder_that_is_not_there(own: Person) -> None:
    someone(own.name)
    entries = Entry.objects.count()
    several = say("subject-export", own.name)
    assert (several.code, "请用编号" in several.err, str(own.id) in several.err) == (2, True, True)
    assert say("subject-export", "没有这个人").code == 2
    assert say("subject-export", "").code == 2
    gone = say("subject-export", own.id, "--to", "/nonexistent")
    assert (gone.code, badly_put(gone.err + several.err)) == (2, [])
    assert Entry.objects.count() == entries
