"""A browser on the live server that notes every complaint and every request that leaves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from mingdeng.accounts.models import User

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--lang=zh-CN"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# Slower machines than ours run these tests, several at once.
PATIENCE = 20_000
DESK, PHONE = (1440, 900), (390, 844)


@dataclass
class Visitor:
    """A page of someone, with everything that went wrong on it."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def open(self, path: str, size: tuple[int, int] = DESK) -> Page:
        """Go to a path at a size."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.goto(self.base + path)
        return self.page

    def violations(self) -> list[str]:
        """What axe finds on the page as it stands."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; Django must allow its thread to use the database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def visiting(browser: Browser, base: str, account: User) -> Iterator[Visitor]:
    """A browser someone has signed in with, by both factors; signing in has tests of its own."""
    client = Client()
    client.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": base}
    with stranger(browser, base) as visitor:
        visitor.page.context.add_cookies([cookie])  # type: ignore[list-item]
        visitor.page.goto(f"{base}/")
        yield visitor


@contextmanager
def stranger(browser: Browser, base: str) -> Iterator[Visitor]:
    """Someone at the door."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    visitor = Visitor(page, base)
    page.on("console", lambda said: visitor.complaints.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    page.on("request", lambda one: _note(visitor, one.url))
    yield visitor
    context.close()


def _note(visitor: Visitor, url: str) -> None:
    if not url.startswith((visitor.base, "data:")):
        visitor.left.append(url)
