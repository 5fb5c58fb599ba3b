"""Every workbook we hand out, brought back through the intake: known by name, nothing changed."""

import io
import uuid
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from django.apps import apps
from django.test import Client

from mingdeng.cli.main import main
from mingdeng.files.folder import read_folder
from mingdeng.files.ours import FORMS, PLANS, TERMS
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.services import Choice, plan, undo
from mingdeng.journal.models import Entry
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Organization, Post
from mingdeng.roster.services import appoint, appoint_group_leader, end_post
from tests.intake.ledgers import LEDGERS, confirm_all
from tests.web import addresses as every
from tests.web.conftest import Enter
from tests.web.world import FOUNDED, NOW, SYSTEM, TODAY, World

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOMS = (
    *("accounts", "roster", "activities", "assessments", "subjects"),
    *("burden", "handover", "notify", "administration"),
)
Files = dict[str, bytes]
YEAR = timedelta(days=365)


def role_for(address: str, statuses: tuple[int, ...]) -> str | None:
    """Someone who may open an address, the office before others."""
    if address in every.APART:
        found = zip(every.ADMINISTRATORS, every.APART[address], strict=True)
        return next((role for role, status in found if status == 200), None)
    if statuses[every.ROLES.index("office")] == 200:
        return "office"
    return next((r for r, s in zip(every.ROLES, statuses, strict=True) if s == 200), None)


def handed_out(world: World, enter: Enter) -> Files:
    """Every workbook any address gives, those inside of archives too."""
    clients: dict[str, Client] = {}
    found: Files = {}
    for address, statuses in every.ADDRESSES:
        role = role_for(address, statuses) if every.NO_PAGE.search(address) else None
        if role is None:
            continue
        client = clients.setdefault(role, enter(role))
        response = client.get(every.filled(world, address))
        if response.headers["Content-Type"] == XLSX:
            found[address] = response.content
        elif "zip" in response.headers["Content-Type"]:
            packed = b"".join(response)
            found |= {f"{address} {name}": data for name, data in inside(packed)}
    return found


def inside(packed: bytes) -> Iterator[tuple[str, bytes]]:
    with ZipFile(io.BytesIO(packed)) as archive:
        for name in archive.namelist():
            if name.endswith(".xlsx"):
                yield name, archive.read(name)


def from_the_command_line(folder: Path) -> bytes:
    report = folder / "report.xlsx"
    words = ["check", str(LEDGERS), "--as-of", "2026-12-31", "--report", str(report)]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        main(words)
    content = report.read_bytes()
    report.unlink()
    return content


def form_of(content: bytes) -> str:
    """What the first sheet says it is, where everyone sees it; one to fill in says nothing."""
    (sheet, *_) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return str(sheet.cell(1, 1).value).partition("明灯·")[2]


def held() -> dict[str, list[object]]:
    """Every row of every room but the intake's own and the journal."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
    }


def brought_back(content: bytes, root: Organization, folder: Path) -> Upload:
    for old in folder.iterdir():
        old.unlink()
    (folder / "表.xlsx").write_bytes(content)
    return plan(SYSTEM, root, read_folder(folder))


def office(world: World) -> Actor:
    return Actor(world.accounts["office"].id, None, NOW)


def told(upload: Upload) -> list[tuple[str, str, object, str]]:
    """What would be written or wants someone."""
    others = upload.lines.exclude(state=Line.State.SAME)
    return [(line.title, line.state, line.changes, line.problem) for line in others]


def test_every_workbook_is_known_again_and_changes_nothing(
    world: World, enter: Enter, tmp_path: Path
) -> None:
    end_post(SYSTEM, Post.objects.get(person=world.people[4], title="纪检委员"), TODAY)
    files = handed_out(world, enter) | {"check": from_the_command_line(tmp_path)}
    forms = {name: form_of(content) for name, content in files.items()}
    assert set(forms.values()) == {"" if one.bare else one.name for one in FORMS.values()}, forms
    before, acts = held(), Entry.objects.exclude(action__startswith="import.").count()
    for name, content in files.items():
        upload = brought_back(content, world.committee, tmp_path)
        assert told(upload) == [], name
        if not forms[name]:  # nothing was filled in
            assert not upload.lines.exists(), name
            continue
        form = FORMS[forms[name]]
        codes = [one["code"] for one in upload.findings]
        if form.why:
            assert codes == ["our-own-list"], name
            assert form.name in upload.findings[0]["message"]
            assert upload.state == Upload.State.FAILED
            assert not upload.lines.exists()
        else:
            assert upload.lines.exists(), name
            confirm_all(office(world), upload, {})
    assert held() == before
    assert Entry.objects.exclude(action__startswith="import.").count() == acts


def terms_of(world: World, enter: Enter) -> bytes:
    path = f"/organizations/{world.committee.id}/export/terms/"
    return bytes(enter("office").get(path).content)


def edited(content: bytes, row: int, **cells: str | date) -> bytes:
    """The workbook with some cells of a row typed over; 0 is a new row at the end."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    (sheet,) = book.worksheets
    columns = {str(cell.value): int(cell.column or 0) for cell in sheet[2]}
    for heading, value in cells.items():
        sheet.cell(row or sheet.max_row + 1, columns[heading]).value = value
        row = row or sheet.max_row
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(content: bytes, organization: str, title: str) -> int:
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    rows = ((row[0].row, row[1].value, row[2].value) for row in sheet.iter_rows(min_row=3))
    return next(int(r or 0) for r, place, said in rows if (place, said) == (organization, title))


def test_an_end_and_a_successor_typed_into_the_ledger_of_terms_are_taken_over(
    world: World, enter: Enter, tmp_path: Path
) -> None:
    content, name = terms_of(world, enter), world.branch.full_name
    # A cell someone typed a day into holds a date, not a text.
    ended = edited(content, row_of(content, name, "书记"), 免职日期=date(2026, 6, 30))
    given = {"党组织": name, "职务": "书记", "姓名": "吕方正", "任职日期": "2026.7.1"}
    upload = brought_back(edited(ended, 0, **given), world.committee, tmp_path)
    assert [(state, changes) for _, state, changes, _ in told(upload)] == [
        (Line.State.CHANGED, {"until": [None, "2026-06-30"]}),
        (Line.State.NEW, {}),
    ]
    changed = upload.lines.get(state=Line.State.CHANGED)
    confirm_all(office(world), upload, {changed.id: Choice(take=True)})
    posts = Post.objects.filter(organization=world.branch, kind=Post.Kind.SECRETARY)
    assert sorted(posts.values_list("person__name", "since", "until")) == [
        ("吕方正", date(2026, 7, 1), None),
        ("林一帆", FOUNDED, date(2026, 6, 30)),
    ]
    again = terms_of(world, enter)
    assert told(brought_back(again, world.committee, tmp_path)) == []
    upload.refresh_from_db()
    undo(office(world), upload, upload.version, "录错了")
    assert list(posts.values_list("person__name", "until")) == [("林一帆", None)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"职务": "书记", "姓名": "吕方正", "任职日期": "2026-07-01"}, "现任书记是林一帆"),
        ({"职务": "宣传委员", "姓名": "没有的人", "任职日期": "2026-07-01"}, "名册里没有没有的人"),
        ({"职务": "机关党委办公室主任", "姓名": "吕方正"}, "不从台账新增"),
        (
            {"职务": "委员", "姓名": "吕方正", "任职日期": "2026-07-01", "免职日期": "2020-01-01"},
            "早于",
        ),
    ],
)
def test_a_term_that_cannot_stand_says_why_and_is_not_written(
    world: World, enter: Enter, tmp_path: Path, line: dict[str, str], why: str
) -> None:
    content = edited(terms_of(world, enter), 0, 党组织=world.branch.full_name, **line)
    upload = brought_back(content, world.committee, tmp_path)
    ((_, state, _, problem),) = told(upload)
    assert state == Line.State.CONFLICT
    assert why in problem
    before = held()
    confirm_all(office(world), upload, {one.id: Choice(take=False) for one in upload.lines.all()})
    assert held() == before


def test_a_term_that_began_on_another_day_is_no_second_one(
    world: World, enter: Enter, tmp_path: Path
) -> None:
    content = terms_of(world, enter)
    place = row_of(content, world.branch.full_name, "宣传委员")
    upload = brought_back(edited(content, place, 任职日期="2017-01-01"), world.committee, tmp_path)
    ((_, state, _, problem),) = told(upload)
    assert state == Line.State.CONFLICT
    assert f"任职日期是{FOUNDED}，与文件不同" in problem


def test_terms_of_groups_and_of_two_spells_are_told_apart(
    world: World, enter: Enter, tmp_path: Path
) -> None:
    group = world.branch.groups.get()
    appoint_group_leader(SYSTEM, world.people[6], group, None)
    for since, until in ((TODAY - 3 * YEAR, TODAY - 2 * YEAR), (TODAY - YEAR, None)):
        kind = Post.Kind.COMMITTEE
        post = appoint(SYSTEM, world.people[7], world.branch, kind, "青年委员", since)
        if until:
            end_post(SYSTEM, post, until)
    content = terms_of(world, enter)
    assert told(brought_back(content, world.committee, tmp_path)) == []
    third = {"党组织": world.branch.full_name, "职务": "青年委员", "姓名": world.people[7].name}
    days = {"任职日期": str(TODAY - 6 * YEAR), "免职日期": str(TODAY - 5 * YEAR)}
    upload = brought_back(edited(content, 0, **third, **days), world.committee, tmp_path)
    assert [state for _, state, _, _ in told(upload)] == [Line.State.NEW]
    confirm_all(office(world), upload, {})
    held_by = Post.objects.filter(person=world.people[7], title="青年委员")
    assert (TODAY - 6 * YEAR, TODAY - 5 * YEAR) in held_by.values_list("since", "until")


def test_a_ledger_of_terms_without_one_of_its_headings_is_not_guessed_at(
    world: World, enter: Enter, tmp_path: Path
) -> None:
    upload = brought_back(
        edited(terms_of(world, enter), 2, 任职日期="什么"), world.committee, tmp_path
    )
    (found,) = upload.findings
    assert "任职日期" in found["message"]
    assert not upload.lines.exists()


def test_whoever_uploads_a_list_of_ours_reads_what_it_is(enter: Enter, world: World) -> None:
    client = enter("office")
    file = io.BytesIO(client.get("/records/plans/export/").content)
    file.name = "计划.xlsx"
    given = {"organization": str(world.committee.id), "key": str(uuid.uuid4()), "files": [file]}
    response = client.post("/imports/new/", given, follow=True)
    assert response.status_code == 200
    page = response.content.decode()
    assert f"这是平台导出的“{PLANS.name}”" in page
    assert "不用导入" in page
    assert TERMS.name not in page
