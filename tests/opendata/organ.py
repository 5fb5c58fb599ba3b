"""An organ with at least one record of every kind the format knows, made by the services."""

import uuid
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from mingdeng.accounts.models import Kind
from mingdeng.accounts.services import create_user
from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.activities.services import attach, cover, plan, record
from mingdeng.administration.services import NewFounding, confirm_founding, propose_founding
from mingdeng.assessments.outcomes import judged_of
from mingdeng.assessments.services import About, Asked, object_to, request_waiver, state
from mingdeng.burden.models import Complaint, Demand, Tally
from mingdeng.documents.word import word_file
from mingdeng.documents.word.samples import example
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.reasons import reason
from mingdeng.handover.services import begin
from mingdeng.intake.services import receive
from mingdeng.intake.services.receiving import read_stored
from mingdeng.journal.models import Entry
from mingdeng.journal.services import Actor, purge
from mingdeng.notify.models import Notice
from mingdeng.notify.services.choosing import Chosen, save_setting
from mingdeng.registers.services import (
    Ledger,
    Second,
    answer_survey,
    close,
    enter,
    issue_survey,
    look_back,
    question_of,
)
from mingdeng.registers.services.files import add_file
from mingdeng.registers.values import read_entry
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import (
    adopt_pack,
    appoint,
    create_group,
    delegate,
    move_organization,
    rename_organization,
)
from mingdeng.rulebook.registers import Register, load_registers
from mingdeng.stationery.services import keep
from mingdeng.subjects.services import Asked as Correction
from mingdeng.subjects.services import ask_correction
from tests.house import NOW, SYSTEM, TODAY, Tree, actor_of, place, someone, tree, with_account
from tests.registers.samples import entered, register

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NAME = "买买提·𠮷=1+1"
SHEET = "姓名,性别,人员类别,所在党支部\n王小丽,女,正式党员,第一支部\n".encode()
PACK = {"as_of": TODAY.isoformat(), "note": "钥匙在柜里", "sections": []}
DAYS = (TODAY, date(2026, 4, 1), date(2025, 12, 31))


def furnish(folder: Path) -> Tree:
    """Everything there can be, in an empty database."""
    here = tree()
    chief = someone("程强峰", here.first, birth=date(1980, 2, 29), id_number="11010119800229001X")
    post = appoint(SYSTEM, chief, here.organ, Post.Kind.OFFICE, "办公室主任", date(2026, 1, 1))
    office = Actor(with_account(chief).id, post.id, NOW)
    _people(here, post)
    _tree(here)
    _meetings(here, office, folder)
    _saying(here, office)
    _files(here, office)
    _entries(here, folder)
    _founding()
    _told(here, chief)
    _lists(here, office)
    with transaction.atomic():
        purge(SYSTEM, Entry.objects.order_by("number")[3])
    return here


def _people(here: Tree, post: Post) -> None:
    group = create_group(SYSTEM, here.first, "第一党小组", 1)
    member = someone(NAME, here.first, group, status="full", joined=date(2001, 7, 1))
    delegate(SYSTEM, post, member, TODAY, date(2026, 12, 31))
    appoint(SYSTEM, member, here.first, Post.Kind.SECRETARY, "书记", None)


def _tree(here: Tree) -> None:
    new = "第二联合支部"
    rename_organization(SYSTEM, here.second, 1, new, f"中共青源市{new}", date(2026, 3, 1))
    later = place("第三支部", here.other)
    move_organization(SYSTEM, later, 1, here.organ, date(2026, 5, 1))
    adopt_pack(SYSTEM, here.organ, "national", date(2020, 1, 1))


def _meetings(here: Tree, office: Actor, folder: Path) -> None:
    cover(SYSTEM, here.first, ["theme_day", "members_meeting"], date(2026, 1, 1), None, "台账")
    host = Hosting(here.first.id, None, 2, 1, (Absent("程强峰", "出差", None),))
    said = Record(
        *(("theme_day", "members_meeting"), date(2026, 8, 5), (host,)),
        start=time(9, 30),
        end=time(11),
        hours=Decimal("2.5"),
        guests=("秦朗",),
        agenda=(Item("学习\n文件", topics=("first_topic",), votes_for=2),),
    )
    held = record(office, said)
    paper = folder / "paper.pdf"
    paper.write_bytes(PDF)
    attach(office, held.id, paper, "会议纪要.pdf")
    blank = folder / "blank.docx"
    blank.write_bytes(word_file(example("minutes", TODAY)))
    keep(office, here.organ, "minutes", (blank, "会议记录.docx"), uuid.uuid4())
    plan(office, Record(("party_lecture",), date(2026, 10, 8), (Hosting(here.first.id),)))


def _saying(here: Tree, office: Actor) -> None:
    member = with_account(someone("周建国", here.first))
    first, branch = Asked(here.first.id, "theme-day", TODAY, TODAY, "抗洪"), str(here.first.id)
    request_waiver(office, first)
    about = About(here.first.id, branch, "theme-day", "2026-04")
    state(office, about, "集中下乡")
    object_to(actor_of(member), about, "开过会", {"state": "overdue"})
    asked = Correction("姓名", "周建国", "周建囯", "身份证")
    ask_correction(actor_of(member), member.person, asked, 15)


def _files(here: Tree, office: Actor) -> None:
    file = SimpleUploadedFile("党员名册.csv", SHEET)
    made = receive(office, here.organ, [file], uuid.uuid4())
    read_stored(office, uuid.UUID(str(made["upload"])))


def _entries(here: Tree, folder: Path) -> None:
    teams, visits = register("bases"), register("base-visits")
    given = {"title": NAME, "owner": "程强峰"}
    above = entered(teams, here.organ, **_filled(teams), **given)
    entered(visits, here.organ, **{**_filled(visits), **given, "parent": str(above.id)})
    talk = {"title": "谈心", "day": TODAY.isoformat(), "owner": "程强峰", "about": "无名者"}
    one = entered(register("heart-talks"), here.first, **talk, content="=1+1\n内容")
    paper = folder / "说明.pdf"
    paper.write_bytes(PDF)
    add_file(SYSTEM, one.id, paper, "说明.pdf")


def _filled(one: Register) -> dict[str, str]:
    """Something in every field that must be said."""
    said = {"date": TODAY.isoformat(), "text": "甲", "long": "甲", "person": "甲", "people": "甲"}
    return {
        field.id: field.choices[0] if field.choices else said.get(field.type, "1")
        for field in one.fields
        if field.required and field.type != "entry" and field.id not in {"title", "owner"}
    }


def _founding() -> None:
    system, security = (create_user(kind, kind) for kind in (Kind.SYSTEM, Kind.SECURITY))
    create_user(Kind.AUDIT, Kind.AUDIT)
    given = NewFounding("organ_committee", "信访局机关党委", "中共信访局机关党委", "吴秀兰", "主任")
    confirm_founding(actor_of(security), propose_founding(actor_of(system), given))


def _told(here: Tree, chief: Person) -> None:
    save_setting(SYSTEM, here.organ, 0, Chosen(7, time(9), time(17), False, 1))
    line = {"key": "x", "where": "第一支部", "label": "主题党日", "period": "2026年9月"}
    told = {"day": TODAY, "week": "2026-W40", "number": 1, "decided_at": NOW, "lines": [line]}
    Notice.objects.create(person=chief, home=here.first, kind=Notice.Kind.DIGEST, **told)
    begin(SYSTEM, chief.posts.get(), Person.objects.get(name=NAME), PACK)
    Tally.objects.create(organization=here.first, month="2026-09", form="record", times=3)
    asked = {"asked_by": "某局", "asked": "名册", "reply": "已在平台", "received_on": TODAY}
    Demand.objects.create(organization=here.first, recorded_at=NOW, **asked)
    Complaint.objects.create(kind="forms", text="表太多", received_on=TODAY, receipt="0" * 64)


def _lists(here: Tree, office: Actor) -> None:
    """A matter that was done, looked back on, and judged by whom it served."""
    matters = load_registers(["national"]).registers["practical-matters"]
    day = TODAY.isoformat()
    given = {"title": "装扶手", "owner": "周建国", "day": day, "due": day}
    ledger = Ledger(matters, here.first)
    one = enter(office, ledger, read_entry(matters, given))
    close(office, matters, (one.id, 1), "看过现场", TODAY)
    look_back(office, ledger, one.id, Second("回头看：装扶手", "周建国", TODAY))
    asked = question_of(issue_survey(office, matters, one.id, 30), "192.0.2.1", NOW)
    answer_survey(asked.survey, "satisfied", "谢谢", NOW)


def boards() -> list[tuple[object, ...]]:
    """Every verdict on every organization, in words, on several days."""
    ids = list(Organization.objects.order_by("id").values_list("id", flat=True))
    return sorted(
        (day, one, v.bearer.id, v.rule.id, v.period, v.state, reason(v))
        for day in DAYS
        for outcome in judged_of(ids, Clocks(day))
        for one, verdicts in outcome.verdicts.items()
        for v in verdicts
    )


def empty() -> None:
    """As on a new machine: no row in any table, no file."""
    for place_of in ("attachments", "entries", "intake", "stationery"):
        if default_storage.exists(place_of):
            for name in default_storage.listdir(place_of)[1]:
                default_storage.delete(f"{place_of}/{name}")
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label not in {"contenttypes", "auth"}:
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
