"""A year of a branch on paper: everything recorded, as far as the reader sees it, in one file."""

import hashlib
import io
import os
import subprocess
import zipfile
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingdeng.activities.models import Activity, Attachment
from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.activities.services import record
from mingdeng.assessments.services import About, state
from mingdeng.documents.pdf import fonts
from mingdeng.roster.services import NewPerson, add_person
from tests.documents.pages import pages_of, text_of
from tests.web.conftest import Enter
from tests.web.places import a_file
from tests.web.world import FOUNDED, SYSTEM, TODAY, World

YEAR = TODAY.year - 1
DAY = date(YEAR, 5, 8)
HOLD = "/organizations/{}/export/handbook/"


def handbook(client: Client, world: World, year: int = YEAR) -> str:
    response = client.get(HOLD.format(world.branch.id), {"year": str(year)})
    assert response.status_code == 200
    return text_of(response.content)


def archive(client: Client, world: World, year: int = YEAR) -> bytes:
    path = f"/organizations/{world.branch.id}/export/year/"
    response = client.get(path, {"year": str(year)})
    assert response.status_code == 200
    return b"".join(response)


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(folder)
    (root,) = folder.iterdir()
    return root


def held(world: World, **said: object) -> Activity:
    people = world.people
    absent = (Absent(people[3].name, "出差", people[3].id), Absent(people[4].name, "病假"))
    given = {
        "kinds": ("members_meeting", "party_lecture"),
        "held_on": DAY,
        "start": time(9, 5),
        "end": time(10, 40),
        "place": "机关二号楼报告厅",
        "chair": people[0].name,
        "recorder": people[2].name,
        "lecturer": "党校教授𠮷田一",
        "topic": "学习贯彻全会精神",
        "hours": Decimal("1.5"),
        "agenda": (
            Item("学习全会公报", ("first_topic",)),
            Item("讨论接收预备党员", (), "同意接收", 17, 1, 0),
        ),
        "guests": ("阿卜杜热西提·买买提明",),
        "hosts": (Hosting(world.branch.id, None, 20, 18, absent),),
    }
    return record(SYSTEM, Record(**(given | said)))  # type: ignore[arg-type]


def test_the_handbook_holds_everything_recorded(enter: Enter, world: World) -> None:
    a_file(held(world))
    said = handbook(enter("secretary"), world)
    for word in (
        *(world.branch.full_name, "支部工作手册", f"{YEAR}年", "书记", "宣传委员", "2016年3月1日"),
        *(person.name for person in world.people),
        *("党员大会、党课", f"{YEAR}年5月8日09:05至10:40", "机关二号楼报告厅", "党校教授𠮷田一"),
        *(
            "学习贯彻全会精神",
            "1．学习全会公报（第一议题）",
            "2．讨论接收预备党员",
            "决定：同意接收",
        ),
        *("表决：赞成17票，反对1票，弃权0票", "20人", "18人", "郑文博（出差）", "王丽华（病假）"),
        *("阿卜杜热西提·买买提明", "学时1.5", "1．签到表.pdf", "主题党日", "第十六条"),
    ):
        assert word in said, word


def test_each_page_has_the_name_the_year_and_its_number(enter: Enter, world: World) -> None:
    held(world)
    response = enter("secretary").get(HOLD.format(world.branch.id), {"year": str(YEAR)})
    _, *rest = ("".join(page.split()) for page in pages_of(response.content))
    assert len(rest) > 5
    assert all(f"{world.branch.name}支部工作手册{YEAR}年" in page for page in rest)
    body = [page for page in rest if "—1—" in page]
    assert len(body) == 1


def test_attendance_is_told_as_facts_in_the_order_of_the_roster(enter: Enter, world: World) -> None:
    held(world)
    said = handbook(enter("secretary"), world).rpartition("五、出勤情况")[2]
    names = [person.name for person in world.people]
    assert [said.index(name) for name in names] == sorted(said.index(name) for name in names)
    # The meeting of the world in December, and this one, at which he was missing twice.
    assert "郑文博20202" not in said
    assert "05-08出差；12-12出差" in said
    for word in ("名次", "排名", "得分", "出勤率"):
        assert word not in said


def test_verdicts_stand_with_their_rule_and_article(enter: Enter, world: World) -> None:
    said = handbook(enter("secretary"), world, TODAY.year)
    assert "依据：《中国共产党支部工作条例(试行)》第" in said.replace("（试行）", "(试行)")
    assert "全年一览" in said
    assert f"{TODAY.year}年{TODAY.month}月" in said


def test_what_is_not_recorded_is_said(enter: Enter, world: World) -> None:
    held(world, place="", chair="", recorder="", agenda=(), lecturer="", guests=())
    said = handbook(enter("secretary"), world)
    assert "地点没有记录" in said
    assert "主持人没有记录" in said
    assert "党费：系统里没有党费台账" in said
    assert "没有情况说明。" in said
    assert "没有经批准的例外。" in said


def test_a_statement_stands_in_the_handbook_of_who_may_read_it(enter: Enter, world: World) -> None:
    about = About(world.branch.id, str(world.branch.id), "theme-day", f"{YEAR}-03")
    state(SYSTEM, about, "当月抗洪，支部全体在一线")
    assert "当月抗洪，支部全体在一线" in handbook(enter("secretary"), world)
    seen = handbook(enter("member"), world)
    assert "当月抗洪" not in seen
    assert "您的职务看不到情况说明" in seen


def test_a_member_reads_the_minutes_and_of_people_only_the_own_line(
    enter: Enter, world: World
) -> None:
    held(world)
    said = handbook(enter("member"), world)
    assert "讨论接收预备党员" in said
    roster = said.rpartition("二、党员名册")[2].partition("三、履责情况")[0]
    assert world.people[19].name in roster
    assert world.people[7].name not in roster
    assert "名册只列出您能看到的人" in roster


def test_no_sensitive_field_stands_in_it(enter: Enter, world: World) -> None:
    given = NewPerson(name="孟繁星", birth=date(1991, 7, 9), id_number="110101199107091238")
    add_person(SYSTEM, given, world.branch, None, 30)
    said = handbook(enter("office"), world, TODAY.year)
    assert "孟繁星" in said
    for word in ("110101199107091238", "1991-07-09", "1991年7月9日"):
        assert word not in said


def test_another_host_is_named_only_to_whom_its_records_are_seen(
    enter: Enter, world: World
) -> None:
    beside = Hosting(world.neighbour.id, None, 8, 8)
    held(world, hosts=(Hosting(world.branch.id, None, 20, 20), beside))
    assert "共同主办其他组织" in handbook(enter("secretary"), world)
    assert f"共同主办{world.neighbour.name}" in handbook(enter("office"), world)


@pytest.mark.parametrize("year", ["26", "20260", "abcd", "２０２６", "1999", str(TODAY.year + 1)])
def test_a_year_that_is_none_is_refused(enter: Enter, world: World, year: str) -> None:
    response = enter("secretary").get(HOLD.format(world.branch.id), {"year": year})
    assert response.status_code == 400


def test_the_page_offers_the_years_there_are(enter: Enter, world: World) -> None:
    page = enter("secretary").get(f"/organizations/{world.branch.id}/year/").content.decode()
    assert f"?year={YEAR}" in page
    assert "工作手册" in page
    place = enter("secretary").get(f"/organizations/{world.branch.id}/").content.decode()
    assert f'href="/organizations/{world.branch.id}/year/"' in place


def test_two_hundred_members_all_stand_in_it(enter: Enter, world: World) -> None:
    names = [f"陈{chr(0x4E00 + 37 * place)}{chr(0x5000 + place)}" for place in range(180)]
    for place, name in enumerate(names, start=20):
        add_person(SYSTEM, NewPerson(name=name, joined=FOUNDED), world.branch, None, place)
    said = handbook(enter("secretary"), world, TODAY.year)
    assert all(said.count(name) >= 2 for name in names)


def test_more_records_ask_no_more_questions(enter: Enter, world: World) -> None:
    client, path = enter("secretary"), HOLD.format(world.branch.id)

    def asked() -> int:
        client.get(path, {"year": str(YEAR)})
        with CaptureQueriesContext(connection) as found:
            client.get(path, {"year": str(YEAR)})
        return len(found)

    few = asked()
    for place in range(6):
        held(world, held_on=date(YEAR, 6, 1 + place))
    assert asked() == few


def test_pictures_of_the_handbook(enter: Enter, world: World, tmp_path: Path) -> None:
    held(world)
    held(world, kinds=("theme_day",), held_on=date(YEAR, 6, 18), lecturer="", guests=())
    response = enter("secretary").get(HOLD.format(world.branch.id), {"year": str(YEAR)})
    (tmp_path / "handbook.pdf").write_bytes(response.content)
    pages = ["".join(page.split()) for page in pages_of(response.content)]
    (place,) = [
        str(n)
        for n, page in enumerate(pages, 1)
        if "到会" not in page and "党课" in page and "四、活动纪实" in page and "目录" not in page
    ]
    chosen = os.environ.get("MINGDENG_PICTURES")
    made = (Path(chosen) if chosen else tmp_path) / "handbook"
    drawn = ["pdftoppm", "-r", "72", "-png", "-singlefile", "-f", place]
    subprocess.run([*drawn, str(tmp_path / "handbook.pdf"), str(made)], check=True)
    assert made.with_suffix(".png").stat().st_size > 10_000


# ---- the archive ----


def test_the_archive_holds_every_paper_record_and_file(
    enter: Enter, world: World, tmp_path: Path
) -> None:
    a_file(held(world))
    root = unpacked(archive(enter("secretary"), world), tmp_path)
    there = sorted(str(one.relative_to(root)) for one in root.rglob("*") if one.is_file())
    assert root.name == f"{world.branch.name} {YEAR}年归档"
    folder = f"纪实/001 {DAY} 党员大会、党课"
    for path in (
        *("00 目录.pdf", "00 目录.xlsx", "01 工作手册.pdf", "02 三会一课台账.pdf"),
        *("02 三会一课台账.xlsx", "03 党员名册.xlsx", "04 任期台账.xlsx", "SHA-256.txt"),
        *(f"{folder}/记录.pdf", f"{folder}/记录.docx", f"{folder}/附件01 签到表.pdf"),
    ):
        assert path in there, path
    assert (root / folder / "附件01 签到表.pdf").read_bytes() == b"%PDF-1.7 file"
    assert "讨论接收预备党员" in text_of((root / folder / "记录.pdf").read_bytes())


def test_its_checksums_hold_and_tell_a_changed_byte(
    enter: Enter, world: World, tmp_path: Path
) -> None:
    a_file(held(world))
    root = unpacked(archive(enter("secretary"), world), tmp_path)
    check = ["sha256sum", "--check", "--strict", "SHA-256.txt"]
    assert subprocess.run(check, cwd=root, check=False, capture_output=True).returncode == 0
    listed = {line[66:] for line in (root / "SHA-256.txt").read_text(encoding="utf-8").splitlines()}
    there = {str(one.relative_to(root)) for one in root.rglob("*") if one.is_file()}
    assert listed == there - {"SHA-256.txt"}
    (root / "01 工作手册.pdf").write_bytes(b"changed")
    assert subprocess.run(check, cwd=root, check=False, capture_output=True).returncode == 1


def test_its_contents_list_everything_in_order(enter: Enter, world: World, tmp_path: Path) -> None:
    a_file(held(world))
    root = unpacked(archive(enter("secretary"), world), tmp_path)
    sheet = openpyxl.load_workbook(root / "00 目录.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    paths = [str(row[2]) for row in rows]
    assert [(root / path).stat().st_size for path in paths] == [int(str(row[3])) for row in rows]
    assert paths == sorted(paths)
    said = text_of((root / "00 目录.pdf").read_bytes())
    assert all("".join(path.split()) in said for path in paths)


def test_the_same_year_gives_the_same_bytes(enter: Enter, world: World) -> None:
    a_file(held(world))
    client = enter("secretary")
    assert archive(client, world) == archive(client, world)


def test_a_file_that_is_gone_or_altered_is_told_and_stops_nothing(
    enter: Enter, world: World, tmp_path: Path
) -> None:
    activity = held(world)
    gone = a_file(activity)
    gone.file.storage.delete(str(gone.file.name))
    other = Attachment.objects.create(
        activity=activity,
        name="照片.jpg",
        format="jpg",
        size=3,
        digest=hashlib.sha256(b"abc").hexdigest(),
        added_at=gone.added_at,
    )
    other.file.save("x", ContentFile(b"abd"))
    root = unpacked(archive(enter("secretary"), world), tmp_path)
    sheet = openpyxl.load_workbook(root / "00 目录.xlsx").worksheets[0]
    told = {str(row[1]): str(row[4]) for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert told["5月8日　党员大会、党课：附件 签到表.pdf"] == "文件已经不在，没有归入"
    assert told["5月8日　党员大会、党课：附件 照片.jpg"] == "内容与保存时的摘要不同"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "_etc_passwd.pdf"),
        ("C:\\x\\照片?.jpg", "C_x_照片_.jpg"),
        ("a" * 200 + ".docx", "a" * 60 + ".docx"),
        ("行\n尾\u202efdp.pdf", "行_尾fdp.pdf"),
        (". .pdf", "未命名.pdf"),
    ],
)
def test_names_are_safe_on_every_system(
    enter: Enter, world: World, tmp_path: Path, name: str, kept: str
) -> None:
    file = a_file(held(world))
    Attachment.objects.filter(id=file.id).update(name=name[-150:])
    root = unpacked(archive(enter("secretary"), world), tmp_path)
    (found,) = root.glob("纪实/*/附件01 *")
    assert found.name == f"附件01 {kept}"


def test_a_missing_font_is_told_and_nothing_is_half_made(
    enter: Enter, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise fonts.FontMissing("没有可以用来排印的“仿宋”字体，请安装 fonts-noto-cjk。")

    monkeypatch.setattr("mingdeng.documents.pdf.typesetting.typefaces", none)
    for path in ("export/handbook/", "export/ledger/", "export/year/"):
        response: HttpResponse = enter("secretary").get(  # type: ignore[assignment]
            f"/organizations/{world.branch.id}/{path}"
        )
        assert response.status_code == 503
        assert "仿宋" in response.content.decode()
        assert "fonts-noto-cjk" in response.content.decode()
