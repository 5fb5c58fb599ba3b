"""One record entered once: it stands everywhere without another keystroke."""

from decimal import Decimal
from io import BytesIO

import openpyxl

from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.activities.services import record
from tests.web.conftest import Enter
from tests.web.world import SYSTEM, TODAY, World


def test_one_record_stands_in_list_calendar_export_search_and_hours(
    enter: Enter, world: World
) -> None:
    secretary, member = enter("secretary"), enter("member")
    away = world.people[6]
    hosting = Hosting(world.branch.id, None, 20, 19, (Absent(away.name, "公务", away.id),))
    made = record(
        SYSTEM,
        Record(
            ("party_lecture", "training"),
            TODAY,
            (hosting,),
            hours=Decimal("2.5"),
            topic="瞻仰旧址",
            agenda=(Item("瞻仰旧址", decision="形成学习体会"),),
        ),
    )
    here = f"/records/{made.id}/"
    assert here in secretary.get("/records/").content.decode()
    assert here in secretary.get("/records/calendar/").content.decode()
    for words in ("瞻仰旧址", "学习体会"):
        assert here in secretary.get("/search/", {"q": words}).content.decode()
    exported = secretary.get("/records/export/", {"month": str(TODAY)})
    book = openpyxl.load_workbook(BytesIO(exported.content))
    cells = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"瞻仰旧址", "形成学习体会", "2.5", f"{away.name}（公务）"} <= cells
    assert "2.5 学时" in member.get("/me/").content.decode()
    assert "瞻仰旧址" in member.get(here).content.decode()
