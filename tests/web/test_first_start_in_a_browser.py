"""From nothing, in a browser, until the office person stands on 今天 with a second factor."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from mingdeng.accounts.models import User
from mingdeng.administration.services import issue_first_code
from mingdeng.roster.models import Organization
from tests.web.browser import DESK, PHONE, Visitor, stranger
from tests.web.people import PASSWORD, shown_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = "青源市民政局机关党委"


def test_from_an_empty_database_to_the_office_with_a_second_factor(
    browser: Browser, live_server: LiveServer
) -> None:
    with at_the_door(browser, live_server) as visitor:
        codes = set_up(visitor)
    with at_the_door(browser, live_server) as visitor:
        propose(visitor, codes[0])
        assert not Organization.objects.exists()
        system = visitor.page.context.storage_state()
    with at_the_door(browser, live_server) as visitor:
        confirm(visitor, codes[1])
    with at_the_door(browser, live_server) as visitor:
        visitor.page.context.add_cookies(system["cookies"])  # type: ignore[arg-type]
        office_code = give_account(visitor)
    with at_the_door(browser, live_server) as visitor:
        page = activated(visitor, office_code)
        expect(page.get_by_role("heading", name="今天")).to_be_visible()
        page.get_by_role("link", name="组织", exact=True).click()
        expect(page.get_by_role("link", name=ROOT)).to_be_visible()
        page.get_by_role("link", name="何雨桐").click()
        page.get_by_role("button", name="退出登录").click()
        again(visitor, "heyutong")
        expect(page.get_by_role("heading", name="验证码")).to_be_visible()
        looked_at(visitor)
        assert User.objects.get(username="heyutong").second_factor.confirmed_at is not None
    with at_the_door(browser, live_server) as visitor:
        page = activated(visitor, codes[2])
        page.get_by_role("link", name="核对是否完整").click()
        expect(page.get_by_role("status")).to_contain_text("前后相连，没有发现")
        looked_at(visitor)


def set_up(visitor: Visitor) -> list[str]:
    """The three administrators; the codes the page shows."""
    first = issue_first_code(datetime.now(UTC))
    assert first is not None
    page = visitor.open("/setup/")
    page.get_by_label("初始化码").fill(first)
    for label, name in (("系统", "xitong"), ("安全", "anquan"), ("审计", "shenji")):
        page.get_by_label(f"{label}管理员的登录名").fill(name)
    looked_at(visitor)
    page.get_by_role("button", name="建立三个管理员").click()
    expect(page.get_by_role("heading", name="管理员已建立")).to_be_visible()
    looked_at(visitor)
    codes = page.locator("code").all_inner_texts()
    gone = page.goto(f"{visitor.base}/setup/")
    assert gone is not None
    assert gone.status == 404
    return codes


def propose(visitor: Visitor, code: str) -> None:
    """The system administrator proposes the first office."""
    page = activated(visitor, code)
    expect(page.get_by_role("heading", name="账号")).to_be_visible()
    looked_at(visitor)
    page.get_by_role("link", name="开设").click()
    page.get_by_role("link", name="提出一个").click()
    page.get_by_label("名称", exact=True).fill(ROOT)
    page.get_by_label("全称").fill("中共青源市民政局机关委员会")
    page.get_by_label("姓名").fill("何雨桐")
    looked_at(visitor)
    page.get_by_role("button", name="提出", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("等安全管理员确认")


def confirm(visitor: Visitor, code: str) -> None:
    """The security administrator agrees."""
    page = activated(visitor, code)
    page.get_by_role("link", name="开设").click()
    looked_at(visitor)
    page.get_by_role("button", name=f"确认：{ROOT}").click()
    expect(page.get_by_role("status")).to_contain_text("已确认")


def give_account(visitor: Visitor) -> str:
    """The system administrator makes the account of the office; its code."""
    page = visitor.open("/founding/")
    page.get_by_role("link", name="开账号").click()
    page.get_by_label("登录名").fill("heyutong")
    looked_at(visitor)
    page.get_by_role("button", name="开账号").click()
    expect(page.get_by_role("heading", name="激活码")).to_be_visible()
    looked_at(visitor)
    return page.locator("code").inner_text()


def test_entering_by_keyboard_alone(browser: Browser, live_server: LiveServer) -> None:
    with at_the_door(browser, live_server) as visitor:
        page = visitor.open("/sign-in/")
        expect(page.get_by_label("登录名")).to_be_focused()  # the page takes a moment to do so
        page.keyboard.type("nobody-here")
        page.keyboard.press("Tab")
        page.keyboard.type("a password nobody has")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("登录名或口令不对")
        expect(page.get_by_label("口令")).to_be_focused()
        assert page.get_by_label("登录名").input_value() == "nobody-here"


@contextmanager
def at_the_door(browser: Browser, server: LiveServer) -> Iterator[Visitor]:
    """Someone new; nothing on their pages complains, nothing leaves the machine."""
    with stranger(browser, server.url) as visitor:
        yield visitor
        assert [one for one in visitor.complaints if "status of 40" not in one] == []
        assert visitor.left == []


def activated(visitor: Visitor, code: str) -> Page:
    """Use the code, set a password, enrol the phone, put the paper away."""
    page = visitor.open("/activate/")
    page.get_by_label("激活码").fill(code.lower())
    looked_at(visitor)
    page.get_by_role("button", name="继续").click()
    page.get_by_label("新口令").fill(PASSWORD)
    page.get_by_label("再输一次").fill(PASSWORD)
    looked_at(visitor)
    page.get_by_role("button", name="设置口令并登录").click()
    expect(page.get_by_role("heading", name="手机验证码")).to_be_visible()
    drawn = "image => image.decode().then(() => image.naturalWidth)"
    assert page.get_by_alt_text(re.compile("二维码")).evaluate(drawn) > 0
    looked_at(visitor)
    secret = page.locator(".secret code").inner_text()
    page.get_by_label("验证码").fill(shown_code(secret, datetime.now(UTC)))
    page.get_by_role("button", name="启用").click()
    assert page.locator(".codes li").count() == 10
    looked_at(visitor)
    page.get_by_role("link", name="我已保存").click()
    return page


def again(visitor: Visitor, username: str) -> None:
    page = visitor.page
    page.get_by_label("登录名").fill(username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def looked_at(visitor: Visitor) -> None:
    """Whole at both sizes, as the page stands."""
    for width, height in (PHONE, DESK):
        visitor.page.set_viewport_size({"width": width, "height": height})
        assert visitor.violations() == []
        assert visitor.overflow() <= 0, visitor.page.url
