"""The pages in a browser, as people use them: quick, by keyboard, without a complaint."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from mingdeng.activities.models import Activity
from tests.web import addresses as every
from tests.web.browser import DESK, PHONE, Visitor, visiting
from tests.web.world import ROLES, TODAY, World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_INTERACTIONS, MOST_FIELDS = 8, 6
SAMPLE = Path(__file__).parents[1] / "data" / "ledgers" / "支委会会议记录.docx"


@pytest.fixture
def there(transactional_db: None) -> World:  # noqa: ARG001 - asks for the database
    return make_world()


# What the table of every address does not need to name: other days, other kinds, nonsense.
BESIDE = (
    "/records/new/?organization={branch}&kind=theme_day",
    "/records/new/?organization={branch}&kind=group_meeting",
    f"/duties/?as_of={TODAY.year}-01-31",
)
NONSENSE = ("/no-such-page/", "/?as_of=nonsense")


def pages_of(role: str) -> list[str]:
    """Every address that is a page for a role, as the table of every address says."""
    place = every.ROLES.index(role if role in every.ROLES else "system")
    found = [address for address, statuses in every.ADDRESSES if statuses[place] == 200]
    if role in every.ADMINISTRATORS:
        place = every.ADMINISTRATORS.index(role)
        found = [one for one in found if one not in every.APART]
        found += [one for one, statuses in every.APART.items() if statuses[place] == 200]
    else:
        found += [one for one in BESIDE if role in {"secretary", "office"} or "new" not in one]
    return [one for one in dict.fromkeys(found) if not every.NO_PAGE.search(one)]


@pytest.mark.parametrize("role", [*ROLES, "system", "security", "audit"])
def test_every_page_is_whole_at_desk_and_phone(
    browser: Browser, live_server: LiveServer, there: World, role: str
) -> None:
    with visiting(browser, live_server.url, there.accounts[role]) as visitor:
        wrong: dict[str, object] = {}
        for address in (*pages_of(role), *NONSENSE):
            visitor.open(every.filled(there, address), DESK)
            for size in (DESK, PHONE):
                visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
                found = (visitor.violations(), max(visitor.overflow(), 0))
                if found != ([], 0):
                    wrong[f"{address} {size[0]}"] = found
        assert wrong == {}
        complaints = [one for one in visitor.complaints if "status of 40" not in one]
        assert complaints == []
        assert visitor.left == []


COUNTING = """
(() => {
  const add = (key, value) => {
    const known = new Set(JSON.parse(sessionStorage.getItem(key) || "[]"));
    known.add(value);
    sessionStorage.setItem(key, JSON.stringify([...known]));
  };
  addEventListener("pointerdown", (e) => add("steps", `tap ${e.timeStamp} ${Math.random()}`), true);
  addEventListener("keydown", (e) => {
    if (e.key === "Enter" || e.key === " ") add("steps", `key ${e.timeStamp} ${Math.random()}`);
  }, true);
  addEventListener("input", (e) => {
    if (!["checkbox", "radio", "file"].includes(e.target.type)) add("fields", e.target.name);
  }, true);
})();
"""


def counted(page: Page) -> tuple[int, int]:
    """How many taps, clicks and Enters the browser saw, and how many fields were typed into."""
    steps, fields = (
        page.evaluate(f"JSON.parse(sessionStorage.getItem('{key}') || '[]').length")
        for key in ("steps", "fields")
    )
    return steps, fields


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_ordinary_meeting_is_recorded_in_a_few_steps(
    browser: Browser, live_server: LiveServer, there: World, size: tuple[int, int]
) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        visitor.page.add_init_script(COUNTING)
        page = visitor.open("/duties/", size)
        page.get_by_role("link", name=re.compile("^记录：.*党员大会")).first.click()
        for name, value in (("开始", "15:00"), ("结束", "16:20"), ("议题1", "学习党章")):
            page.get_by_label(name, exact=True).fill(value)
        for person in there.people[5:8]:
            page.locator(f"label[for='absent-{person.id}']").click()
        page.locator(".ground label").filter(has_text="出差").click()
        expect(page.locator("#uses")).to_contain_text("应到 20 人，实到 17 人，缺席 3 人")
        expect(page.locator("#uses")).to_contain_text("党员大会")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_role("status")).to_have_text("已保存。")
        steps, fields = counted(page)
        assert 0 < steps <= MOST_INTERACTIONS
        assert 0 < fields <= MOST_FIELDS
        made = Activity.objects.get(held_on=TODAY)
        host = made.hosts.get()
        assert (made.chair, made.place, host.expected, host.present) == (
            "林一帆",
            "六楼会议室",
            20,
            17,
        )
        assert {one.reason for one in host.absences.all()} == {"出差"}
        page.goto(f"{live_server.url}/duties/")
        assert page.get_by_role("link", name=re.compile("^记录：.*党员大会")).count() == 0
        assert visitor.complaints == []


def test_names_stay_where_they_are_while_absent_people_are_tapped(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        page = visitor.open(f"/records/new/?organization={there.branch.id}&kind=members_meeting")
        last = page.locator(".names label").last
        before = last.bounding_box()
        page.locator(".names label").nth(2).click()
        assert last.bounding_box() == before
        page.get_by_text("各人不同").click()
        page.get_by_label(f"{there.people[2].name}的缺席原因").select_option("病假")
        assert visitor.violations() == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_dropped_word_file_fills_the_form(
    browser: Browser, live_server: LiveServer, there: World, size: tuple[int, int]
) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        page = visitor.open(f"/records/new/?organization={there.branch.id}", size)
        page.set_input_files("#minutes-file", SAMPLE)
        expect(page.get_by_role("status")).to_contain_text("已按会议记录填好")
        expect(page.get_by_label("地点", exact=True)).to_have_value("四楼会议室")
        expect(page.get_by_text("读自：“缺席人员及原因：胡超艳(出差)”")).to_be_visible()
        assert visitor.violations() == []
        assert visitor.overflow() <= 0
        page.get_by_label("议题1", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("已保存。")
        assert Activity.objects.filter(place="四楼会议室").exists()
        assert visitor.complaints == []


def test_pasted_minutes_fill_the_form_without_a_script(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        state = visitor.page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(f"{live_server.url}/records/new/?organization={there.branch.id}")
    page.get_by_text("粘贴文字").click()
    page.get_by_label("会议记录的文字").fill(
        "第一支部支委会会议记录\n时间：2026年3月5日下午3时\n地点：礼堂"
    )
    page.get_by_role("button", name="读取").click()
    expect(page.get_by_label("地点", exact=True)).to_have_value("礼堂")
    expect(page.get_by_label("开始", exact=True)).to_have_value("15:00")
    context.close()


def test_a_plan_is_announced_and_held_by_keyboard(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        page = visitor.open(f"/records/plan/?organization={there.branch.id}&kind=theme_day")
        page.get_by_label("日期", exact=True).fill(TODAY.isoformat())
        page.get_by_label("议题1", exact=True).fill("参观档案馆")
        page.keyboard.press("Enter")
        expect(page.get_by_label("会议通知的文字")).to_have_value(re.compile("参观档案馆"))
        assert visitor.violations() == []
        page.get_by_role("button", name="通知已发").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("已记下通知已发")
        page.get_by_role("link", name="记为开展").press("Enter")
        expect(page.locator("#uses")).to_contain_text("主题党日")
        assert visitor.violations() == []
        page.get_by_role("button", name="保存").press("Enter")
        expect(page.get_by_role("status")).to_contain_text("已记为开展")
        assert Activity.objects.get(held_on=TODAY).state == "held"
        assert visitor.complaints == []


def test_a_cell_tells_why_beside_the_board_and_gives_the_focus_back(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        page = visitor.open("/duties/")
        cell = page.get_by_role(
            "button", name=re.compile(f"^主题党日，{TODAY.year}年{TODAY.month}月")
        )
        cell.focus()
        page.keyboard.press("Enter")
        heading = page.get_by_role("heading", name="为什么：主题党日")
        expect(heading).to_be_focused()
        assert visitor.violations() == []
        page.keyboard.press("Escape")
        expect(page.locator("#why")).to_be_empty()
        expect(cell).to_be_focused()
        assert visitor.complaints == []


def test_why_is_a_page_of_its_own_without_a_script(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        state = visitor.page.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(f"{live_server.url}/duties/?as_of={TODAY.isoformat()}")
    page.get_by_role("button", name=re.compile("^主题党日，.*")).last.click()
    expect(page.get_by_role("heading", name="为什么：主题党日")).to_be_visible()
    context.close()


def test_the_whole_record_by_keyboard(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        page = visitor.open(f"/records/new/?organization={there.branch.id}")
        _tab_to(page, "#kind-theme_day")
        page.keyboard.press("Space")
        _tab_to(page, f"#absent-{there.people[5].id}")
        page.keyboard.press("Space")
        expect(page.locator("#uses")).to_contain_text("缺席 1 人")
        _tab_to(page, "[name=reason]")
        page.keyboard.press("Space")
        _tab_to(page, "#agenda-0-text")
        page.keyboard.type("参观档案馆")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("已保存。")
        host = Activity.objects.get(held_on=TODAY).hosts.get()
        assert [(one.name, one.reason) for one in host.absences.all()] == [("冯志强", "公务")]


def test_choosing_the_committee_asks_only_for_its_members(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        page = visitor.open(f"/records/new/?organization={there.branch.id}")
        assert page.locator("[name=absent]").count() == 20
        page.get_by_text("支委会", exact=True).click()
        expect(page.locator("[name=absent]")).to_have_count(5)
        expect(page.locator("#uses")).to_contain_text("应到 5 人")
        page.get_by_role("button", name="再加一条").click()
        expect(page.get_by_label("议题4", exact=True)).to_be_focused()
        assert visitor.violations() == []
        assert visitor.complaints == []


def test_filters_survive_back(browser: Browser, live_server: LiveServer, there: World) -> None:
    with visiting(browser, live_server.url, there.accounts["secretary"]) as visitor:
        page = visitor.open("/records/")
        page.get_by_label("类别").select_option("theme_day")
        page.get_by_role("button", name="筛选").click()
        page.locator(".records tbody a").first.click()
        page.go_back()
        assert page.get_by_label("类别").input_value() == "theme_day"
        assert _titles(visitor) != []


def _titles(visitor: Visitor) -> list[str]:
    return visitor.page.locator(".records tbody th").all_inner_texts()


def _tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until something is focused, as a person without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"never reached {selector}")
