"""One record, entered once, stands everywhere it belongs without another keystroke."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import openpyxl
from django.test import Client

from mingdeng.activities.models import Activity
from tests.web.conftest import Enter
from tests.web.test_recording import typed
from tests.web.world import TODAY, World

MONTH = f"{TODAY.year}-{TODAY.month:02}"
MET = 'class="verdict met"'


def page(client: Client, path: str, **query: str) -> str:
    return unescape(client.get(path, query).content.decode())


def recorded(world: World, client: Client) -> Activity:
    data: dict[str, Any] = typed(
        world, kinds=["theme_day", "party_lecture", "training"], hours="32"
    )
    data["agenda-0-text"] = "参观云泽烈士陵园"
    assert client.post("/records/new/", data).status_code == 302
    return Activity.objects.get(held_on=TODAY)


def test_it_stands_on_the_duty_board(world: World, enter: Enter) -> None:
    client = enter("secretary")
    before = page(client, f"/duties/{world.branch.id}/why/", of=f"theme-day~{MONTH}")
    assert MET not in before
    made = recorded(world, client)
    after = page(client, f"/duties/{world.branch.id}/why/", of=f"theme-day~{MONTH}")
    assert MET in after
    assert str(made.id) in after
    board = page(client, f"/duties/{world.branch.id}/")
    assert re.search(rf'aria-label="主题党日，{TODAY.year}年{TODAY.month}月[^"]*已履行', board)
    committee = page(enter("office"), f"/duties/{world.committee.id}/")
    assert world.branch.name in committee


def test_it_counts_for_each_member_who_was_there_and_for_no_other(
    world: World, enter: Enter
) -> None:
    client = enter("secretary")
    path, of = f"/duties/{world.branch.id}/why/", f"member-hours~{TODAY.year}"
    assert "已履行。" not in page(client, path, of=of)
    recorded(world, client)
    lines = dict(re.findall(r"<li>\S+ (\S+?)：(.*?)</li>", page(client, path, of=of)))
    there = [person.name for person in world.people[8:12]]
    absent = [person.name for person in world.people[5:8]]
    assert all("已履行" in lines[name] for name in there)
    assert not any("已履行" in lines[name] for name in absent)


def test_it_stands_in_the_list_the_calendar_the_search_and_the_export(
    world: World, enter: Enter
) -> None:
    client = enter("secretary")
    made = recorded(world, client)
    for path, query in (
        ("/records/", {}),
        ("/records/", {"kind": "party_lecture", "month": MONTH}),
        ("/records/calendar/", {"month": MONTH}),
        ("/search/", {"q": "烈士陵园"}),
    ):
        assert str(made.id) in page(client, path, **query), path
    book = openpyxl.load_workbook(BytesIO(client.get("/records/export/").content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("参观云泽烈士陵园" in cell for cell in cells)


def test_what_is_only_planned_stands_nowhere_but_in_the_plans(world: World, enter: Enter) -> None:
    client = enter("secretary")
    data = typed(world, kinds=["theme_day"])
    data = {name: data[name] for name in ("organization", "key", "kinds", "held_on")}
    client.post("/records/plan/", {**data, "agenda-0-text": "参观云泽烈士陵园"})
    made = Activity.objects.get(held_on=TODAY)
    assert str(made.id) in page(client, "/records/plans/")
    assert MET not in page(client, f"/duties/{world.branch.id}/why/", of=f"theme-day~{MONTH}")
    assert str(made.id) not in page(client, "/records/")
    assert str(made.id) not in page(client, "/search/", q="烈士陵园")
    book = openpyxl.load_workbook(BytesIO(client.get("/records/export/").content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("参观云泽烈士陵园" in cell for cell in cells)
