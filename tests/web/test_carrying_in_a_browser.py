"""A register of every month in a browser: next month costs the one field that changed."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from mingdeng.burden.models import Tally
from mingdeng.daycount import Cycle, period_of
from mingdeng.registers.models import Entry
from mingdeng.registers.services import Ledger, close, enter, issue_survey
from mingdeng.registers.values import Text, next_period, read_entry
from tests.registers.lists import adopted, lists
from tests.web.browser import DESK, PHONE, Visitor, stranger, visiting
from tests.web.world import SYSTEM, TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAST = period_of(TODAY.replace(day=1), Cycle("month")).label
ROW: dict[str, Text] = {
    "title": "党员活动室",
    "helpers": "李四、社区张主任",
    "place": "三楼",
    "kind": "甲",
    "tags": ["学习", "宣传"],
    "rooms": "2",
    "area": "35.5",
    "cost": "1200.00",
    "open": "是",
    "phone": "13800000000",
    "result": "一切正常",
}


@pytest.fixture
def there() -> World:
    world = make_world()
    adopted(world.committee)
    return world


def written(world: World, name: str, period: str = "", /, **given: Text) -> Entry:
    said = read_entry(lists(name), {"owner": world.people[0].name, **given}, period)
    return enter(SYSTEM, Ledger(lists(name), world.branch), said)


def test_a_month_of_twelve_columns_of_which_one_changes_costs_one_typed_field(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    first = written(there, "monthly-report", LAST, **ROW)
    with visiting(browser, live_server.url, there.accounts["office"]) as visitor:
        page = visitor.open(f"/entries/{first.id}/")
        page.get_by_role("link", name="续填下一期").click()
        page.get_by_label("本月情况").fill("顶灯坏了两盏")
        page.get_by_role("button", name="记入").click()
        expect(page.get_by_role("heading", name="党员活动室")).to_be_visible()
        expect(page.get_by_text("续填自")).to_be_visible()
        assert visitor.complaints == []
    second = Entry.objects.get(period=next_period("month", LAST))
    assert second.facts == {**first.facts, "result": "顶灯坏了两盏"}
    assert Tally.objects.get(form="entry.enter").typed == 1


def test_the_pages_of_an_entrys_life_are_whole(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    day = TODAY.isoformat()
    given = {"title": "为老旧小区七号楼楼道加装扶手和声控灯", "day": day, "due": day}
    open_one = written(there, "matters", **given)
    done = written(there, "matters", **given)
    close(SYSTEM, lists("matters"), (done.id, 1), "看过现场", TODAY)
    token = issue_survey(SYSTEM, lists("matters"), done.id, 30)
    paths = [f"/entries/{done.id}/", f"/entries/{done.id}/survey/"]
    paths += [f"/entries/{open_one.id}/", f"/entries/{open_one.id}/close/"]
    with visiting(browser, live_server.url, there.accounts["office"]) as visitor:
        for path in paths:
            _whole(visitor, path)
        page = visitor.open(f"/entries/{done.id}/survey/")
        page.get_by_role("button", name="开具链接").click()
        expect(page.get_by_label("评价的链接")).to_be_visible()
        assert visitor.violations() == []
        _kept(visitor, "slip")
        assert visitor.complaints == []
        token = page.get_by_label("评价的链接").input_value().rsplit("/", 2)[1]
    with stranger(browser, live_server.url) as visitor:
        _whole(visitor, f"/surveys/{token}/")
        visitor.page.get_by_label("基本满意").check()
        visitor.page.get_by_role("button", name="提交").click()
        expect(visitor.page.get_by_text("已经收到")).to_be_visible()
        assert visitor.left == []


def _whole(visitor: Visitor, path: str) -> None:
    for size in (DESK, PHONE):
        visitor.open(path, size)
        assert visitor.violations() == []
        assert visitor.overflow() <= 0
        _kept(visitor, path.strip("/").replace("/", "-")[-40:] + f"-{size[0]}")


def _kept(visitor: Visitor, name: str) -> None:
    """A picture for people to look at, where a folder is named."""
    if folder := os.environ.get("MINGDENG_LOOK"):
        visitor.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
