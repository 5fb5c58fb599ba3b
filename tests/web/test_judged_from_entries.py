"""Duties judged from entries of registers, as the board and 为什么 show them."""

import re
from datetime import date, timedelta
from html import unescape

from django.test import Client

from mingdeng.daycount import Cycle, period_of
from mingdeng.journal.services import Actor
from mingdeng.registers.models import Entry
from mingdeng.registers.services import Ledger, enter, withdraw
from mingdeng.registers.values import read_entry
from mingdeng.roster.models import PackAdoption
from mingdeng.rulebook.registers import load_registers
from tests.web.conftest import Enter
from tests.web.world import NOW, SYSTEM, TODAY, World

QUARTER = period_of(TODAY, Cycle("quarter")).label
LONG_SINCE = Actor(None, None, NOW - timedelta(days=800))
CHIEF, VILLAGE = "濉河张集段", "石桥村"


def made(world: World, name: str, given: dict[str, str], actor: Actor = SYSTEM) -> Entry:
    register = load_registers(["national"]).registers[name]
    return enter(actor, Ledger(register, world.committee), read_entry(register, given))


def chief_of(world: World) -> Entry:
    since = date(2020, 1, 1)
    for pack in ("chongqing", "village-work"):
        PackAdoption.objects.create(organization=world.committee, pack=pack, since=since)
    begun = (TODAY - timedelta(days=700)).isoformat()
    given = {"title": CHIEF, "owner": "王河长", "river_level": "县级", "day": begun}
    return made(world, "river-chiefs", given, LONG_SINCE)


def why(client: Client, world: World, of: str) -> str:
    found = client.get(f"/duties/{world.committee.id}/why/", {"of": of})
    assert found.status_code == 200
    return unescape(found.content.decode())


def test_a_patrol_entered_once_stands_in_the_panel_of_the_chief_and_on_the_board(
    world: World, enter: Enter
) -> None:
    chief, office = chief_of(world), enter("office")
    of = f"patrol-by-county-chief~{QUARTER}"
    before = why(office, world, of)
    assert "没有河长巡河记录" in before
    assert CHIEF in before
    assert "重庆市河长制条例" in before
    assert f"/registers/river-patrols/new/?organization={world.committee.id}" in before
    assert f"parent={chief.id}" in before
    given = {"title": "看排口", "parent": str(chief.id), "owner": "王河长"}
    patrol = made(world, "river-patrols", {**given, "day": TODAY.isoformat()})
    after = why(office, world, of)
    assert 'class="verdict met"' in after
    assert f'href="/entries/{patrol.id}/"' in after
    board = unescape(office.get(f"/duties/{world.committee.id}/").content.decode())
    assert "县级河长巡河" in board
    withdraw(SYSTEM, (patrol.id, patrol.version), "记错了")
    assert 'class="verdict met"' not in why(office, world, of)


def test_who_may_not_read_a_register_sees_the_duty_and_not_whom_it_names(
    world: World, enter: Enter
) -> None:
    chief_of(world)
    begun = (TODAY - timedelta(days=700)).isoformat()
    official = {"title": VILLAGE, "owner": "李队员", "role": "第一书记", "day": begun}
    made(world, "village-teams", official, LONG_SINCE)
    of = f"village-days~{TODAY.year}"
    assert VILLAGE in why(enter("office"), world, of)
    seen = why(enter("viewer"), world, of)
    assert "全年驻村天数" in seen
    assert VILLAGE not in seen


def test_months_outside_the_season_stand_in_their_place_and_ask_for_nothing(
    world: World, enter: Enter
) -> None:
    since = date(2020, 1, 1)
    PackAdoption.objects.create(organization=world.committee, pack="aheqi", since=since)
    begun = (TODAY - timedelta(days=700)).isoformat()
    given = {"title": CHIEF, "owner": "王河长", "river_level": "乡级", "day": begun}
    made(world, "river-chiefs", given, LONG_SINCE)
    board = unescape(enter("office").get(f"/duties/{world.committee.id}/").content.decode())
    row = board.split("乡级河长巡河", 1)[1].split("</tr>", 1)[0]
    assert row.count('<td role="cell" colspan="1"') == 12
    asked = [cell for cell in row.split("<td ")[1:] if "<button" in cell]
    assert len(asked) == 10
    assert f"{TODAY.year}年1月：不作要求" in row
    assert f"~{TODAY.year}-03" in asked[0]


def test_the_weeks_of_a_month_are_told_in_one_cell(world: World, enter: Enter) -> None:
    since = date(2020, 1, 1)
    PackAdoption.objects.create(organization=world.committee, pack="shantou", since=since)
    begun = (TODAY - timedelta(days=700)).isoformat()
    given = {"title": CHIEF, "owner": "王河长", "river_level": "村级", "day": begun}
    made(world, "river-chiefs", given, LONG_SINCE)
    board = unescape(enter("office").get(f"/duties/{world.committee.id}/").content.decode())
    row = board.split("村级河长巡河", 1)[1].split("</tr>", 1)[0]
    assert row.count('<td role="cell" colspan="1"') == 12
    assert re.search(rf"村级河长巡河，{TODAY.year}年1月：共 [45] 期，", row)
