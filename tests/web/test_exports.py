"""Every list as a workbook: what the viewer may see, as text, and read back as the same."""

import re
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from openpyxl.worksheet.worksheet import Worksheet

from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.activities.services import record
from mingdeng.files.folder import read_folder
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.services import plan
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import appoint, change_person
from tests.house import signed_in, with_account
from tests.intake.ledgers import import_ledgers, organ, states
from tests.web.conftest import Enter
from tests.web.world import SYSTEM, TODAY, World

HEADINGS = (
    *("序号", "日期", "会议类别", "党组织", "党小组", "起止时间", "会议地点", "主持人", "记录人"),
    *("主讲人", "议题", "会议议程", "决议", "表决结果", "应到", "实到", "缺席人员及原因"),
    *("列席人员", "学时", "备注"),
)
# How spreadsheets are made to compute, fetch or run something, in half and full width.
STARTS = ("=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " =", "'=")
ENDS = ("1+1", "cmd|'/c calc'!A0", 'HYPERLINK("http://x","y")', "SUM(A1:A9)", "A1&A2")
PAYLOADS = [start + end for start in STARTS for end in ENDS]
EXPORTS = (
    *("/records/export/", "/organizations/export/", "/organizations/{branch}/export/"),
    *("/duties/{branch}/export/", "/duties/{committee}/export/", "/rules/export/"),
    *("/burden/export/", "/burden/{branch}/export/", "/burden/minutes/export/"),
    "/burden/fields/export/",
)


def download(client: Client, path: str, **given: str) -> HttpResponse:
    response = client.get(path, given)
    assert response.status_code == 200, path
    return response  # type: ignore[return-value]


def sheets(response: HttpResponse) -> list[Worksheet]:
    book = openpyxl.load_workbook(BytesIO(response.content))
    return [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]


def lines(response: HttpResponse, sheet: int = 0) -> list[dict[str, str]]:
    _, heading, *rows = sheets(response)[sheet].iter_rows(values_only=True)
    return [{str(k): str(v or "") for k, v in zip(heading, row, strict=True)} for row in rows]


def office_of(organization: Organization) -> Client:
    holder = Person.objects.filter(memberships__until=None).latest("name")
    appoint(SYSTEM, holder, organization, Post.Kind.OFFICE, "主任", None)
    client = Client()
    client.force_login(with_account(holder))
    return client


def read_back(response: HttpResponse, root: Organization, folder: Path, name: str) -> Upload:
    (folder / name).write_bytes(response.content)
    return plan(SYSTEM, root, read_folder(folder))


@pytest.mark.parametrize("path", EXPORTS)
def test_a_download_is_an_attachment_of_ours_and_opens_nothing(
    enter: Enter, world: World, path: str
) -> None:
    filled = path.format(branch=world.branch.id, committee=world.committee.id)
    response = download(enter("office"), filled)
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    book = openpyxl.load_workbook(BytesIO(response.content))
    assert book.properties.creator == "明灯"
    assert book.properties.lastModifiedBy == "明灯"
    for sheet in sheets(response):
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_title_rows
        assert {c.data_type for row in sheet.iter_rows() for c in row if c.value is not None} <= {
            "s",
            "n",
        }


def test_the_ledger_has_the_usual_columns_and_the_filters_of_the_page(
    enter: Enter, world: World
) -> None:
    client = enter("office")
    everything = lines(download(client, "/records/export/"))
    assert tuple(everything[0]) == HEADINGS
    year = str(world.own.held_on.year)
    given = {"organization": str(world.branch.id), "month": year}
    (line,) = lines(download(client, "/records/export/", **given))
    assert (line["日期"], line["会议类别"]) == (str(world.own.held_on), "支委会、主题党日")
    assert (line["应到"], line["实到"]) == ("20", "19")
    assert line["缺席人员及原因"] == "郑文博（出差）"
    assert len(lines(download(client, "/records/export/", kind="members_meeting"))) < len(
        everything
    )


def test_each_exports_only_what_they_see(enter: Enter, world: World) -> None:
    own = {one["党组织"] for one in lines(download(enter("secretary"), "/records/export/"))}
    assert own == {world.branch.full_name}
    all_seen = {one["党组织"] for one in lines(download(enter("office"), "/records/export/"))}
    assert all_seen == {world.branch.full_name, world.neighbour.full_name}
    roster = f"/organizations/{world.branch.id}/export/"
    assert len(lines(download(enter("secretary"), roster))) == 20
    assert [one["姓名"] for one in lines(download(enter("member"), roster))] == ["施明德"]


def test_a_host_the_viewer_may_not_see_has_no_line(enter: Enter, world: World) -> None:
    hosts = (Hosting(world.branch.id, None, 20, 20), Hosting(world.neighbour.id, None, 8, 8))
    record(SYSTEM, Record(("party_lecture",), TODAY, hosts, topic="联合党课"))
    seen = lines(download(enter("secretary"), "/records/export/", q="联合党课"))
    assert [one["党组织"] for one in seen] == [world.branch.full_name]
    assert len(lines(download(enter("office"), "/records/export/", q="联合党课"))) == 2


def test_the_roster_holds_no_sensitive_field(enter: Enter, world: World) -> None:
    number = "110101198001011234"
    change_person(SYSTEM, world.people[5], 1, {"id_number": number})
    content = download(enter("office"), f"/organizations/{world.branch.id}/export/")
    assert number not in str(lines(content))
    assert "1980" not in str(lines(content))


@pytest.mark.django_db
def test_the_export_of_imported_ledgers_is_read_back_as_the_same(tmp_path: Path) -> None:
    root = organ()
    import_ledgers(signed_in(), root)
    client = office_of(root)
    response = download(client, "/records/export/", as_of="2026-12-31")
    upload = read_back(response, root, tmp_path, "三会一课台账.xlsx")
    found = states(upload)
    assert found["activity", "same"] == 119
    assert {state for kind, state in found if kind == "activity"} == {"same"}


@pytest.mark.django_db
def test_the_export_of_a_roster_is_read_back_as_the_same(tmp_path: Path) -> None:
    root = organ()
    import_ledgers(signed_in(), root)
    branch = Organization.objects.get(name="办公室第一支部")
    client = office_of(root)
    response = download(client, f"/organizations/{branch.id}/export/")
    upload = read_back(response, root, tmp_path, "党员名册.xlsx")
    people = upload.lines.filter(kind=Line.Kind.PERSON)
    assert people.count() == branch.memberships.filter(until=None).count()
    assert {line.state for line in people} == {Line.State.SAME}


ODD = [
    Record(("theme_day",), date(2026, 3, 2), (), held_to=date(2026, 3, 4), place="=A1+B1"),
    Record(("party_lecture",), date(2026, 3, 5), (), lecturer="林一帆", hours=Decimal("1.5")),
    Record(
        ("branch_committee_meeting",),
        date(2026, 3, 6),
        (),
        start=time(9, 5),
        end=time(10, 40),
        topic="研究发展党员；安排学习",
        agenda=(Item("研究发展党员"), Item("安排学习", (), "同意计划", 4, 0, 1)),
        guests=("王丽华", "冯志强"),
    ),
    Record(
        ("members_meeting",),
        date(2026, 3, 7),
        (),
        topic="讨论接收预备党员；通过工作报告",
        agenda=(
            Item("讨论接收预备党员", (), "同意接收，赞成9票，反对0票", 9, 0, 0),
            Item("通过工作报告", ("integrity",), "通过", 8, 1, 0),
        ),
    ),
    Record(("theme_day", "party_lecture"), date(2026, 3, 9), (), topic="座谈\n（第二行）"),
]


@pytest.mark.parametrize("place", range(len(ODD)))
def test_records_of_any_form_are_read_back_as_the_same(
    enter: Enter, world: World, tmp_path: Path, place: int
) -> None:
    absent = (Absent("郑文博", "出差"), Absent("冯志强", ""))
    hosting = Hosting(world.branch.id, None, 20, 18, absent)
    record(SYSTEM, replace(ODD[place], hosts=(hosting,)))
    response = download(enter("office"), "/records/export/", month="2026-03", kind="")
    (tmp_path / "台账.xlsx").write_bytes(response.content)
    upload = plan(SYSTEM, world.committee, read_folder(tmp_path))
    told = [
        (line.title, line.state, line.changes, line.problem)
        for line in upload.lines.filter(kind=Line.Kind.ACTIVITY).exclude(state=Line.State.SAME)
    ]
    assert told == []
    assert upload.lines.filter(kind=Line.Kind.ACTIVITY).exists()


def test_a_meeting_of_two_hosts_is_read_back_as_the_same_in_both_ledgers(
    enter: Enter, world: World, tmp_path: Path
) -> None:
    hosts = (Hosting(world.branch.id, None, 20, 20), Hosting(world.neighbour.id, None, 8, 7))
    record(SYSTEM, Record(("party_lecture",), TODAY, hosts, topic="联合党课"))
    response = download(enter("office"), "/records/export/", month=str(TODAY))
    upload = read_back(response, world.committee, tmp_path, "台账.xlsx")
    found = upload.lines.filter(kind=Line.Kind.ACTIVITY).values_list("state", flat=True)
    assert list(found) == [Line.State.SAME, Line.State.SAME]


def test_an_item_that_numbers_its_parts_is_never_read_back_as_another_topic(
    enter: Enter, world: World, tmp_path: Path
) -> None:
    text = "传达文件。1.部署工作；2.提要求"
    hosting = Hosting(world.branch.id, None, 20, 20)
    record(SYSTEM, Record(("theme_day",), TODAY, (hosting,), topic=text, agenda=(Item(text),)))
    response = download(enter("office"), "/records/export/", month=str(TODAY))
    assert lines(response)[0]["议题"] == text
    upload = read_back(response, world.committee, tmp_path, "台账.xlsx")
    line = upload.lines.get(kind=Line.Kind.ACTIVITY)
    # The reader takes numbered parts for items; the preview shows both and changes nothing.
    assert (line.state, set(line.changes)) == (Line.State.CHANGED, {"agenda"})


def test_what_the_columns_cannot_hold_stands_in_the_last_one(enter: Enter, world: World) -> None:
    hosting = Hosting(world.branch.id, None, 20, 20)
    record(SYSTEM, replace(ODD[3], hosts=(hosting,)))
    found = lines(download(enter("office"), "/records/export/", month="2026-03-07"))
    (line,) = [one for one in found if "预备党员" in one["议题"]]
    assert line["决议"] == ""
    for said in ("讨论接收预备党员", "决定：同意接收", "决定：通过", "赞成8票，反对1票"):
        assert said in line["备注"]


def test_formulas_typed_by_people_stay_text(enter: Enter, world: World) -> None:
    assert len(PAYLOADS) == 60
    for payload in PAYLOADS:
        hosting = Hosting(world.branch.id, None, 20, 19, (Absent(payload.strip(), "=1"),))
        given = Record(
            ("theme_day",),
            TODAY,
            (hosting,),
            place=payload,
            topic=payload,
            chair=payload,
            agenda=(Item(payload, decision=payload),),
        )
        record(SYSTEM, given)
    response = download(enter("office"), "/records/export/", month=str(TODAY))
    (sheet,) = sheets(response)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    topics = {str(row[10].value) for row in sheet.iter_rows(min_row=3)}
    assert {payload.replace("\t", "").replace("\r", "") for payload in PAYLOADS} <= topics


def test_the_board_shows_the_year_and_what_is_open(enter: Enter, world: World) -> None:
    response = download(enter("office"), f"/duties/{world.committee.id}/export/")
    names = [sheet.title for sheet in sheets(response)]
    assert names[0] == "下级组织"
    assert names[-1] == "未完成"
    branches = lines(response)
    assert [one["组织"] for one in branches[:-1]] == [world.branch.name, world.neighbour.name]
    own = download(enter("secretary"), f"/duties/{world.branch.id}/export/")
    assert sheets(own)[0].title == f"{TODAY.year}年"
    assert any("主题党日" in str(row[0]) for row in sheets(own)[0].iter_rows(values_only=True))
    assert "养老服务支部" not in str(lines(own, -1))


def test_pages_offer_the_download_with_their_filters(enter: Enter) -> None:
    page = enter("secretary").get("/records/", {"kind": "theme_day"}).content.decode()
    assert re.search(r'href="/records/export/\?kind=theme_day" download', page)
