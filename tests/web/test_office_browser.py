"""The office's forms and an import's pages in a browser: whole at both sizes, also when full."""

from datetime import date

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from mingdeng.accounts.models import User
from mingdeng.intake.models import Upload
from mingdeng.roster.models import Organization
from mingdeng.roster.services import NewOrganization, NewPerson, add_person, create_organization
from tests.files.filemaking import workbook
from tests.house import SYSTEM
from tests.web.browser import DESK, PHONE, Visitor, visiting
from tests.web.imported import imported
from tests.web.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "社会主义核心价值观宣传教育和精神文明建设综合协调督查指导办公室联合第三"
MINORITY = "阿卜杜热合曼·买买提吐尔逊江·艾合买提"


@pytest.fixture
def there(transactional_db: None) -> World:  # noqa: ARG001 - asks for the database
    return make_world()


def whole(visitor: Visitor, address: str) -> None:
    for size in (DESK, PHONE):
        visitor.open(address, size)
        assert visitor.violations() == [], (address, size)
        assert visitor.overflow() <= 0, (address, size)


def fill_up(world: World) -> Organization:
    """Forty branches, one of them with the longest names."""
    for number in range(40):
        name = f"{LONG}{number + 1}支部" if number % 4 == 0 else f"第{number + 1}支部"
        given = NewOrganization("branch", name, f"中共云泽市民政局{name}", world.committee.id)
        branch = create_organization(SYSTEM, given)
    born = date(1985, 1, 1)
    add_person(SYSTEM, NewPerson(MINORITY, "男", born, "419999198501010013"), branch, None)
    return branch


def test_every_form_of_the_office_is_whole(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    ids, full = imported(there), fill_up(there)
    ends = ("add", "edit", "rename", "move", "merge", "end", "groups", "packs", "people", "appoint")
    addresses = [f"/organizations/{there.branch.id}/{end}/" for end in ends]
    addresses += [f"/organizations/{full.id}/", f"/organizations/{there.committee.id}/"]
    addresses += [f"/people/{there.people[5].id}/{end}/" for end in ("", "edit", "move", "leave")]
    addresses += [f"/posts/{ids['post']}/{end}/" for end in ("end", "lend")]
    addresses += [f"/delegations/{ids['delegation']}/end/", f"/groups/{ids['group']}/end/"]
    addresses += [f"/imports/{ids['upload']}/{end}" for end in ("", "?show=findings", "confirm/")]
    addresses += [f"/imports/{ids['upload']}/lines/{ids['line']}/", "/imports/", "/imports/new/"]
    with visiting(browser, live_server.url, there.accounts["office"]) as visitor:
        for address in addresses:
            whole(visitor, address.replace("//", "/"))
        assert visitor.complaints == []
        assert visitor.left == []


def test_a_large_preview_with_long_names_keeps_to_the_window(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    full = fill_up(there)
    with visiting(browser, live_server.url, there.accounts["office"]) as visitor:
        rows = [[f"{MINORITY[:-1]}{chr(0x4E00 + n)}", full.name, "2001-07-01"] for n in range(60)]
        rows += [["王一", LONG, "2001-13-01"]]
        book = workbook({"名册": [["姓名", "所在支部", "入党日期"], *rows]})
        page = visitor.open("/imports/new/")
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        name = f"{LONG}党员名册（2026年修订第三稿）.xlsx"
        page.locator("#files").set_input_files({"name": name, "mimeType": kind, "buffer": book})
        page.get_by_role("button", name="上传并预览").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("待确认")
        address = page.url.removeprefix(visitor.base)
        for query in ("", "?page=2", "?show=findings", "?state=conflict"):
            whole(visitor, address + query)


def test_the_waiting_page_lets_go_when_reading_ends(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    office: User = there.accounts["office"]
    imported(there)
    upload = Upload.objects.get(root=there.committee)
    Upload.objects.filter(id=upload.id).update(state=Upload.State.READING)
    with visiting(browser, live_server.url, office) as visitor:
        whole(visitor, f"/imports/{upload.id}/")
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("正在读取文件")
        Upload.objects.filter(id=upload.id).update(state=Upload.State.PREVIEWED)
        expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("待确认", timeout=9000)


def test_choices_are_kept_by_keyboard_as_they_are_made(
    browser: Browser, live_server: LiveServer, there: World
) -> None:
    imported(there)
    upload = Upload.objects.get(root=there.committee)
    with visiting(browser, live_server.url, there.accounts["office"]) as visitor:
        page = visitor.open(f"/imports/{upload.id}/")
        page.get_by_label("不导入：新来的（没有的支部）").focus()
        page.keyboard.press("Space")
        expect(page.locator("#kept")).to_contain_text("选择已记下")
        page.keyboard.press("Space")
        expect(page.locator("#kept-version")).to_have_value("3")
        page.keyboard.press("Space")
        expect(page.locator("#kept-version")).to_have_value("4")
        assert visitor.complaints == []
