"""A register out as Excel and in again: template, export, preview, writing, taking back."""

import re
import zipfile
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from mingdeng.intake.models import Line, Upload
from mingdeng.registers.models import Entry, EntryFile, Reserved
from mingdeng.registers.services import Ledger, revise
from mingdeng.registers.values import read_entry
from mingdeng.roster.models import Person
from tests.files.filemaking import document, workbook
from tests.house import SYSTEM, Tree, someone, tree, with_account
from tests.registers.lists import adopted, listed, lists
from tests.registers.samples import holder

pytestmark = pytest.mark.django_db
MONTHLY = "monthly-report"
MOST_QUERIES = 8
SEARCHED = "/search/?q=扶手&kind=entry"
WORD = f"/registers/{MONTHLY}/word/"
HEADS = (
    *(
        "所在党组织",
        "期",
        "名称",
        "责任人",
        "协办人",
        "地点",
        "类别",
        "标签",
        "间数",
        "面积",
        "费用",
    ),
    *("开放", "联系电话", "本月情况"),
)
GIVEN = {
    "title": "活动室",
    "owner": "王小明",
    "helpers": "李四、张主任",
    "kind": "甲",
    "rooms": "3",
    "tags": "学习、宣传",
    "area": "12.5",
    "cost": "100",
    "open": "是",
    "phone": "0123456",
    "result": "=1+1\n正常",
    "place": "  三楼 ",
}
ROW = [
    "第一支部",
    "2026-09",
    "图书室",
    "王小明",
    "",
    "二楼",
    "乙",
    "学习",
    2,
    20.5,
    300,
    "否",
    "",
    "好",
]


class House:
    """A small organ with the pack adopted, its office and the secretary of a branch."""

    def __init__(self) -> None:
        self.tree: Tree = tree()
        adopted(self.tree.organ)
        self.owner = someone("王小明", self.tree.first)
        self.office = signed(
            holder("李办公室", self.tree.second, self.tree.organ, "committee_office")
        )
        self.secretary = signed(holder("赵书记", self.tree.first, self.tree.first, "secretary"))


@pytest.fixture
def house(db: None) -> House:  # noqa: ARG001 - asks for the database
    return House()


def signed(person: Person) -> Client:
    client = Client()
    client.force_login(with_account(person))
    return client


def sheets(client: Client, url: str) -> list[Worksheet]:
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()
    book = load_workbook(BytesIO(response.content))
    return [book[name] for name in book.sheetnames]


def heads(sheet: Worksheet, row: int = 1) -> list[str]:
    return [str(cell.value) for cell in sheet[row] if cell.value]


def sent(client: Client, rows: list[list[object]], name: str = "表.xlsx", **more: bytes) -> str:
    """The address of the preview of rows under the headings."""
    content = more.get("content") or workbook({"表": [list(HEADS), *rows]})
    data = {"key": str(uuid4()), "files": SimpleUploadedFile(name, content)}
    response = client.post(f"/registers/{MONTHLY}/import/", data)
    assert response.status_code == 302, response.content.decode()
    return str(response.headers["Location"])


def confirmed(client: Client, url: str, status: int = 302, **more: str) -> str:
    version = Upload.objects.latest("at").version
    data = {"key": str(uuid4()), "version": version, **more}
    response = client.post(url + "confirm/", data)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def states() -> list[str]:
    return list(Line.objects.order_by("number").values_list("state", flat=True))


def bad() -> list[list[str]]:
    return [cell for line in Line.objects.order_by("number") for cell in line.data["bad"]]


def test_a_template_has_the_columns_of_the_definition_with_lists_to_choose_from(
    house: House,
) -> None:
    sheet, notes = sheets(house.office, f"/registers/{MONTHLY}/template/")
    required = {"所在党组织", "期", "名称", "责任人", "本月情况"}
    assert heads(sheet) == [f"{one} *" if one in required else one for one in HEADS]
    lists_by_column = {
        str(rule.sqref)[0]: str(rule.formula1) for rule in sheet.data_validations.dataValidation
    }
    assert lists_by_column["G"] == '"甲,乙"'
    assert lists_by_column["L"] == '"是,否"'
    assert "第一支部" in lists_by_column["A"]
    assert sheet.column_dimensions["M"].number_format == "@" or sheet["M2"].number_format == "@"
    said = {row[0].value: [cell.value for cell in row[1:4]] for row in notes.iter_rows()}
    assert said["标签"] == ["", "从可选项里选几个，用顿号分开", "学习、服务、宣传"]


def test_who_writes_for_one_branch_is_asked_no_organization_and_no_field_they_do_not_see(
    house: House,
) -> None:
    sheet, _ = sheets(house.secretary, f"/registers/{MONTHLY}/template/")
    assert "所在党组织 *" not in heads(sheet)
    assert "联系电话" not in heads(sheet)
    assert signed(house.owner).get(f"/registers/{MONTHLY}/template/").status_code == 403
    assert signed(house.owner).get(f"/registers/{MONTHLY}/import/").status_code == 403


def test_what_is_exported_is_the_same_when_it_comes_in_again(house: House) -> None:
    someone("李四", house.tree.first)
    someone("李四", house.tree.second)
    for place in (house.tree.first, house.tree.second):
        listed(MONTHLY, place, "2026-09", **{**GIVEN, "helpers": "李四（第一支部）、张主任"})
    url = f"/registers/{MONTHLY}/export/"
    response = house.office.get(url)
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    assert [one.removesuffix(" *") for one in heads(sheet, 2)] == list(HEADS)
    assert sheet["N3"].value == "=1+1\n正常"
    assert sheet["N3"].data_type == "s"
    assert sheet["M3"].value == "0123456"
    sent(house.office, [], content=response.content)
    assert states() == ["same", "same"]
    narrowed = house.office.get(f"{url}?organization={house.tree.first.id}")
    assert load_workbook(BytesIO(narrowed.content)).worksheets[0].max_row == 3


def test_rows_are_previewed_written_once_and_taken_back(house: House) -> None:
    url = sent(house.office, [ROW, ["第二支部", *ROW[1:]]])
    assert not Entry.objects.exists()
    assert "写入 2 条" in house.office.get(url + "confirm/").content.decode()
    data = {"key": str(uuid4()), "version": Upload.objects.get().version}
    for _ in range(2):
        assert house.office.post(url + "confirm/", data).status_code == 302
    first, second = Entry.objects.order_by("organization__name")
    assert (first.title, first.period, first.facts["cost"]) == ("图书室", "2026-09", "300.00")
    assert [one.person_id for one in first.people.all()] == [house.owner.id]
    assert "王小明" in second.words
    undo = {"key": str(uuid4()), "version": Upload.objects.get().version, "reason": "传错了"}
    assert house.office.post(url + "undo/", undo).status_code == 302
    assert not Entry.objects.filter(withdrawn_at=None).exists()
    sent(house.office, [ROW])
    assert states()[-1] == "new"


def test_nothing_is_taken_back_once_something_was_edited_later(house: House) -> None:
    url = sent(house.office, [ROW, ["第二支部", *ROW[1:]]])
    confirmed(house.office, url)
    one = Entry.objects.get(organization=house.tree.first)
    ledger = Ledger(lists(MONTHLY), house.tree.first)
    revise(SYSTEM, ledger, (one.id, 1), read_entry(ledger.register, {"place": "五楼"}, "2026-09"))
    undo = {"key": str(uuid4()), "version": Upload.objects.get().version, "reason": "传错了"}
    response = house.office.post(url + "undo/", undo)
    assert response.status_code == 409
    assert "“图书室”后来又修改过" in response.content.decode()
    assert Entry.objects.filter(withdrawn_at=None).count() == 2


def test_every_cell_that_cannot_stand_is_named_with_what_to_do(house: House) -> None:
    broken = [
        "第三支部",
        "九月",
        "",
        "王小明",
        "",
        "",
        "丙",
        "学习、跑步",
        "很多",
        "",
        "",
        "也许",
        "",
        "好",
    ]
    url = sent(house.office, [ROW, [*broken]])
    assert states() == ["new", "error"]
    cells = {cell: problem for cell, _, problem in bad()}
    assert set(cells) == {"A3", "B3", "C3", "G3", "H3", "I3", "L3"}
    assert "可以写：甲、乙" in cells["G3"]
    shown = house.office.get(url + "?state=error").content.decode()
    for cell in cells:
        assert f"{cell} " in shown
    assert "表.xlsx 表 第3行" in shown
    assert "不写入它们的，请勾选" in confirmed(house.office, url, 400)
    confirmed(house.office, url, only_good="1")
    assert Entry.objects.get().title == "图书室"


def test_headings_are_known_in_other_writings_and_strange_columns_are_named(house: House) -> None:
    heading = [
        "序号",
        "所在 党组织：",
        "期＊",
        "名　称",
        "责任人（处级以上）",
        "本月情况(必填)",
        "备忘",
    ]
    rows = [["九月台账"], [], heading, [1, "第一支部", "2026-09", "图书室", "王小明", "好", "x"]]
    sent(house.office, [], content=workbook({"表": rows, "填表说明": [["栏目", "怎么填"]]}))
    assert states() == ["new"]
    findings = [one["message"] for one in Upload.objects.get().findings]
    assert findings == ["G3：“备忘”这一栏台账里没有，没有读取。"]


def test_what_differs_is_kept_as_it_is_until_someone_chooses(house: House) -> None:
    listed(MONTHLY, house.tree.first, "2026-09", title="图书室", owner="王小明", result="差")
    url = sent(house.office, [ROW, ROW])
    assert states() == ["changed", "conflict"]
    confirmed(house.office, url, only_good="1")
    assert Entry.objects.get().facts["result"] == "差"
    url = sent(house.office, [ROW])
    version = Upload.objects.latest("at").version
    house.office.post(url + "changed/", {"version": version, "take": "1"})
    confirmed(house.office, url)
    one = Entry.objects.get()
    assert (one.facts["result"], one.facts["place"], one.version) == ("好", "二楼", 2)
    undo = {"key": str(uuid4()), "reason": "错", "version": Upload.objects.latest("at").version}
    assert house.office.post(url + "undo/", undo).status_code == 302
    assert Entry.objects.get().facts == {"result": "差"}


def test_a_row_that_was_not_chosen_is_left(house: House) -> None:
    url = sent(house.office, [ROW, ["第二支部", *ROW[1:]]])
    first, second = Line.objects.order_by("number")
    version = Upload.objects.get().version
    data = {"version": version, "shown": [first.id, second.id], "take": [second.id], "next": "1"}
    assert house.office.post(url + "decide/", data).headers["Location"] == url + "confirm/"
    confirmed(house.office, url)
    assert Entry.objects.get().organization == house.tree.second


def test_what_was_changed_since_the_preview_is_not_overwritten(house: House) -> None:
    url = sent(house.office, [ROW])
    listed(MONTHLY, house.tree.first, "2026-09", title="图书室", owner="王小明", result="差")
    assert "已重新比对" in confirmed(house.office, url, 409)
    assert states() == ["changed"]
    assert Entry.objects.get().facts == {"result": "差"}


def test_a_preview_is_seen_by_who_uploaded_it_and_by_nobody_else(house: House) -> None:
    url = sent(house.office, [ROW])
    assert house.secretary.get(url).status_code == 404
    assert house.secretary.post(url + "discard/", {"version": 2}).status_code == 404
    assert house.office.get(url.replace("uploads", "imports")).status_code == 404


def test_who_writes_for_one_branch_cannot_import_for_another_or_into_a_restricted_field(
    house: House,
) -> None:
    rows: list[list[object]] = [[*ROW[:12], "13800000000", "好"], ["第二支部", *ROW[1:]]]
    sent(house.secretary, rows)
    assert states() == ["new", "error"]
    assert "联系电话" in str(Upload.objects.get().findings)
    assert "13800000000" not in str(list(Line.objects.values_list("data", flat=True)))


def test_a_restricted_field_is_kept_apart_and_not_with_the_import(house: House) -> None:
    url = sent(house.office, [[*ROW[:12], "13800000000", "好"]])
    confirmed(house.office, url)
    assert Reserved.objects.get().facts == {"phone": "13800000000"}
    assert "13800000000" not in str(list(Line.objects.values()))


@pytest.mark.parametrize("name", ["表.csv", "表.docx"])
def test_other_formats_are_read_alike(house: House, name: str) -> None:
    rows = [list(HEADS), [str(one) for one in ROW], [*map(str, ROW[:6]), "丙", *map(str, ROW[7:])]]
    text = "\n".join(",".join(row) for row in rows).encode("gb18030")
    content = text if name.endswith("csv") else document(rows)
    sent(house.office, [], name, content=content)
    assert states() == ["new", "error"]
    assert re.fullmatch("G3|表格1第3行第7格", bad()[0][0])
    assert Line.objects.first() is not None


def test_a_file_that_is_no_table_says_why(house: House) -> None:
    data = {"key": str(uuid4()), "files": SimpleUploadedFile("表.xlsx", b"%PDF-1.7")}
    response = house.office.post(f"/registers/{MONTHLY}/import/", data)
    assert response.status_code == 400
    assert "PDF 文件" in response.content.decode()


def test_an_entry_and_a_list_are_printed_with_what_the_viewer_sees(house: House) -> None:
    one = listed(MONTHLY, house.tree.first, "2026-09", **GIVEN)
    papers = {
        who: [text_of(client, url) for url in (f"/entries/{one.id}/word/", WORD)]
        for who, client in (("office", house.office), ("secretary", house.secretary))
    }
    for paper, table in papers.values():
        assert "活动室" in paper
        assert "活动室" in table
        assert "王小明" in table
    assert ["0123456" in paper for paper, _ in papers.values()] == [True, False]
    assert "0123456" not in papers["office"][1]


def test_files_are_added_downloaded_and_taken_away_by_whom_it_concerns(house: House) -> None:
    one = listed("yearly-duties", house.tree.first, "2026", title="责任", owner="王小明")
    url = f"/entries/{one.id}/files/"
    for content in (b"%PDF-1.7 file", b"%PDF-1.7 file", b"MZ program"):
        house.secretary.post(url, {"file": SimpleUploadedFile("证明.pdf", content)})
    kept = EntryFile.objects.get()
    assert house.office.get(f"{url}{kept.id}/").content == b"%PDF-1.7 file"
    shown = house.office.get(f"/entries/{one.id}/").content.decode()
    assert "证明.pdf" in shown
    elsewhere = signed(holder("孙书记", house.tree.other, house.tree.other, "secretary"))
    assert elsewhere.get(f"{url}{kept.id}/").status_code == 404
    assert signed(house.owner).post(f"{url}{kept.id}/remove/").status_code in {403, 404}
    assert house.secretary.post(f"{url}{kept.id}/remove/").status_code == 302
    assert not EntryFile.objects.exists()


def test_files_are_kept_from_whoever_is_kept_from_a_field(house: House) -> None:
    one = listed(MONTHLY, house.tree.first, "2026-09", **GIVEN)
    url = f"/entries/{one.id}/files/"
    house.office.post(url, {"file": SimpleUploadedFile("证明.pdf", b"%PDF-1.7 file")})
    kept = EntryFile.objects.get()
    assert house.office.get(f"{url}{kept.id}/").status_code == 200
    assert house.secretary.get(f"{url}{kept.id}/").status_code == 404


@pytest.mark.parametrize("path", ["/registers/tasks/", "/registers/tasks/?q=扶手", SEARCHED])
def test_a_list_and_a_search_ask_at_most_eight_times_however_many_entries(
    house: House, path: str
) -> None:
    asked = []
    for more in (2, 30):
        for number in range(more):
            given = {"owner": "王小明", "due": "2026-12-01", "title": f"装扶手{more}-{number}"}
            listed("tasks", house.tree.first, **given)
        house.office.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert house.office.get(path).content.decode().count("扶手") >= min(more, 6)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= MOST_QUERIES


def text_of(client: Client, url: str) -> str:
    """The text of a Word paper."""
    with zipfile.ZipFile(BytesIO(client.get(url).content)) as paper:
        return re.sub("<[^>]+>", "", paper.read("word/document.xml").decode())
