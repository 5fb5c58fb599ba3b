"""Very many rows into a register: every bad cell named, memory bounded, progress to be seen."""

import os
import resource
from io import BytesIO
from uuid import uuid4

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from mingdeng.access.policy import Viewer
from mingdeng.intake.comparing import reach_of
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.services import EntryReader, Writing, begin, confirm_entries, receive
from mingdeng.intake.services import reading_entries as reading
from mingdeng.journal.services import Actor
from mingdeng.registers.models import Entry
from tests.house import NOW, Tree, tree, with_account
from tests.registers.lists import adopted, lists
from tests.registers.samples import holder, viewer

pytestmark = pytest.mark.django_db
ROWS, BAD = int(os.environ.get("MINGDENG_ROWS", "2000")), 100
# What reading many rows more may take beside what reading few takes, in megabytes.
MOST_MEMORY = 40


@pytest.fixture
def house(db: None) -> Tree:  # noqa: ARG001 - asks for the database
    found = tree()
    adopted(found.organ)
    return found


def workbook(rows: int) -> SimpleUploadedFile:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet("任务")
    sheet.write_row(0, 0, ("所在党组织", "任务", "责任人", "完成时限"))
    for number in range(1, rows + 1):
        due = "六月底前" if number % BAD == 0 else "2026-06-30"
        place = ("第一支部", "第二支部")[number % 2]
        sheet.write_row(number, 0, (place, f"任务{number}", f"人{number % 50}", due))
    book.close()
    return SimpleUploadedFile("任务.xlsx", buffer.getvalue())


def office(house: Tree) -> tuple[Viewer, Actor]:
    person = holder("李办公室", house.second, house.organ, "committee_office")
    return viewer(person), Actor(with_account(person).id, None, NOW)


def uploaded(house: Tree, viewer: Viewer, actor: Actor, rows: int) -> Upload:
    answer = receive(actor, house.organ, [workbook(rows)], uuid4(), register="tasks")
    upload = Upload.objects.get(id=answer["upload"])
    begin(actor, upload.id, EntryReader(reach_of(viewer, lists("tasks"))))
    upload.refresh_from_db()
    return upload


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def test_every_bad_cell_is_named_in_bounded_memory_and_the_rest_is_written(house: Tree) -> None:
    viewer, actor = office(house)
    uploaded(house, viewer, actor, 600)
    before = memory()
    upload = uploaded(house, viewer, actor, ROWS)
    assert (upload.rows_read, upload.rows) == (ROWS + 1, ROWS + 1)
    bad = [line.data["bad"] for line in upload.lines.filter(state=Line.State.ERROR)]
    assert [cell for ((cell, _, _),) in bad] == [f"D{n + 1}" for n in range(BAD, ROWS + 1, BAD)]
    assert all("不是日期，请写作 2026-11-22" in problem for ((_, _, problem),) in bad)
    assert memory() - before < MOST_MEMORY
    writing = Writing(lambda _: actor, reach_of(viewer, lists("tasks")))
    confirm_entries(writing, upload, upload.version, uuid4(), only_good=True)
    assert Entry.objects.count() == ROWS - ROWS // BAD


def test_how_far_reading_is_can_be_seen_while_it_goes_on(
    house: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, actor = office(house)
    seen: list[tuple[int, int]] = []
    keep = EntryReader._keep

    def watched(self: EntryReader, upload: Upload) -> None:
        keep(self, upload)
        fresh = Upload.objects.get(id=upload.id)
        seen.append((fresh.rows_read, fresh.lines.count()))

    monkeypatch.setattr(EntryReader, "_keep", watched)
    monkeypatch.setattr(reading, "PIECE", 50)
    uploaded(house, viewer, actor, 120)
    assert seen == [(51, 50), (101, 100), (121, 120)]


def test_who_reads_anew_is_not_disturbed_by_who_read_before(
    house: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, actor = office(house)
    monkeypatch.setattr(reading, "PIECE", 50)
    reach = reach_of(viewer, lists("tasks"))
    keep = EntryReader._keep
    again: list[object] = []

    def interrupted(self: EntryReader, upload: Upload) -> None:
        if not again:
            again.append(upload.id)
            EntryReader(reach)(actor, upload.id)
        keep(self, upload)

    monkeypatch.setattr(EntryReader, "_keep", interrupted)
    upload = uploaded(house, viewer, actor, 120)
    assert upload.state == Upload.State.PREVIEWED
    assert upload.lines.count() == 120
