"""An organ sets itself up from its ledgers, in a browser, and sees what it missed."""

import json
import re

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from mingdeng.activities.models import Activity
from mingdeng.journal.models import Entry
from mingdeng.journal.verifying import first_break
from mingdeng.roster.models import Organization, Person
from tests.intake.ledgers import LEDGERS, organ
from tests.web.browser import DESK, PHONE, Visitor, visiting
from tests.web.office import FILES, office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AS_OF = "as_of=2026-09-30"
# The kinds the ledgers are of: duties of others have no source in them.
KINDS = ("党员大会", "支委会", "党小组会", "党课", "主题党日")
HELD_ON = "2026-04-20"


def test_from_nothing_to_six_missed_duties_and_one_made_good(
    browser: Browser,
    live_server: LiveServer,
    transactional_db: None,  # noqa: ARG001 - asks for the database
) -> None:
    root = organ()
    with visiting(browser, live_server.url, office(root)) as visitor:
        address = send_the_files(visitor)
        correct_what_the_preview_shows(visitor, address)
        confirm_it(visitor)
        assert missed(visitor, root) == the_six()
        record_the_missed_theme_day(visitor)
        assert len(missed(visitor, root)) == 5
        undo_is_refused(visitor, address)
        assert visitor.left == []
        assert [one for one in visitor.complaints if "status of 4" not in one] == []
    assert first_break() is None


def send_the_files(visitor: Visitor) -> str:
    page = visitor.open("/imports/")
    looks_whole(visitor)
    page.get_by_role("link", name="上传文件").click()
    looks_whole(visitor)
    page.locator("#files").set_input_files([LEDGERS / name for name in FILES])
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("待确认")
    looks_whole(visitor)
    assert not Person.objects.filter(name="程强峰").exists()
    return page.url.removeprefix(visitor.base)


def correct_what_the_preview_shows(visitor: Visitor, address: str) -> None:
    """A branch nobody knows, a month there is none, a kind nobody knows: two told, one left."""
    page = visitor.page
    page.get_by_label("“办公厅支部”（1 行）是").select_option(label="办公室第一支部")
    page.get_by_role("button", name="就是它").click()
    expect(page.get_by_role("status")).to_contain_text("“办公厅支部”已对应")
    page.get_by_role("link", name=re.compile("^改正：2026年13月5日")).click()
    looks_whole(visitor)
    expect(page.get_by_text("文件写的是“2026年13月5日”")).to_be_visible()
    page.get_by_label(re.compile("^日期")).fill("2026-03-05")
    page.get_by_role("button", name="改正并重新比对").click()
    expect(page.get_by_role("status")).to_contain_text("重新比对为“新增”")
    page.get_by_label(re.compile("^不导入：2026-09-10 座谈联谊")).check()
    expect(page.locator("#kept")).to_contain_text("选择已记下")
    visitor.open(address)
    assert page.get_by_label(re.compile("^不导入：2026-09-10 座谈联谊")).is_checked()


def confirm_it(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("button", name="下一步：确认导入").click()
    looks_whole(visitor)
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("已导入。")
    looks_whole(visitor)
    assert Person.objects.filter(memberships__isnull=False).count() == 94
    assert Activity.objects.count() == 120
    page.get_by_role("link", name="程强峰（办公室第一支部）").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("程强峰")


def missed(visitor: Visitor, root: Organization) -> set[tuple[str, str, str]]:
    """The missed duties of the ledgers' kinds, as the committee's board lists them."""
    committee = Organization.objects.get(parent=root)
    page = visitor.open(f"/duties/{committee.id}/?{AS_OF}")
    rows = page.locator("#open ~ table tbody tr.overdue")
    found = set()
    for row in rows.all():
        place = row.locator("th").inner_text()
        label = row.locator("td").first.inner_text()
        why = row.get_by_role("link").get_attribute("aria-label") or ""
        if label.split()[-1] in KINDS:
            found.add((place, label.split()[-1], why.rpartition("，")[2]))
    return found


def the_six() -> set[tuple[str, str, str]]:
    truth = json.loads((LEDGERS / "truth.json").read_text(encoding="utf-8"))
    labels = {
        "members_meeting": "党员大会",
        "branch_committee_meeting": "支委会",
        "group_meeting": "党小组会",
        "theme_day": "主题党日",
    }
    return {
        (one["branch"], labels[one["kind"]], period(one["period"]))
        for one in truth["gaps"]
        if not one["local_only"]
    }


def period(text: str) -> str:
    year, _, part = text.partition("-")
    quarters = {"Q1": "一", "Q2": "二", "Q3": "三", "Q4": "四"}
    return f"{year}年第{quarters[part]}季度" if part in quarters else f"{year}年{int(part)}月"


def record_the_missed_theme_day(visitor: Visitor) -> None:
    branch = Organization.objects.get(name="老干部支部")
    page = visitor.open(f"/records/new/?organization={branch.id}&kind=theme_day")
    page.get_by_label("日期", exact=True).fill(HELD_ON)
    page.get_by_label("议题1", exact=True).fill("参观革命旧址")
    expect(page.locator("#uses")).to_contain_text("主题党日")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_have_text("已保存。")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026年4月20日")
    expect(page.get_by_text("记入，在会后")).to_be_visible()
    made = Activity.objects.get(held_on=HELD_ON, hosts__organization=branch)
    entry = Entry.objects.get(object_id=made.id)
    assert (entry.action, entry.at) == ("activity.record", made.recorded_at)
    page = visitor.open(f"/duties/{branch.id}/?{AS_OF}")
    cell = page.get_by_role("button", name=re.compile("^主题党日，2026年4月"))
    expect(cell).to_have_class(re.compile(r"\bmet\b"))
    cell.click()
    expect(page.locator("#why")).to_contain_text("2026年4月20日")


def undo_is_refused(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    page.get_by_role("link", name="撤销导入").click()
    page.get_by_label("撤销的原因").fill("重新导入")
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("不能撤销")
    expect(page.get_by_role("alert")).to_contain_text("老干部支部")
    looks_whole(visitor)
    assert Activity.objects.count() == 121


def looks_whole(visitor: Visitor) -> None:
    """No complaint of axe and nothing wider than the window, at a desk and on a phone."""
    for size in (PHONE, DESK):
        visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
        assert visitor.overflow() <= 0, (visitor.page.url, size)
        assert visitor.violations() == [], (visitor.page.url, size)
