"""Organs to look at, checked once for each worker, and a browser to look with."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from fictional import make
from playwright.sync_api import Browser, Page, sync_playwright

from tests.documents import organs
from tests.documents.checked import Checked, run_check

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "ledgers"
CHROMIUM = Path("/usr/bin/chromium")
# A machine that is busy with other things is no fault of the page.
PATIENCE = 120_000
ARGUMENTS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--lang=zh-CN"),
)


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Checked]:
    """The check of an organ by name: sample, demo, forty, hostile, nothing."""

    @cache
    def check(name: str) -> Checked:
        out = tmp_path_factory.mktemp(name)
        if name == "sample":
            return run_check(SAMPLE, out, organs.AS_OF)
        files = out / "files"
        if name == "demo":
            as_of = date.fromisoformat(make(files, size="demo", style="demo")["as_of"])
            return run_check(files, out, as_of, date(as_of.year - 1, 1, 1))
        writers = {
            "forty": organs.forty_branches,
            "hostile": organs.hostile,
            "nothing": organs.nothing_usable,
        }
        return run_check(writers[name](files), out, organs.AS_OF)

    return check


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without it the looks are unproven, so its absence is a failure."""
    if not CHROMIUM.exists():
        pytest.fail(f"没有 {CHROMIUM}：请用 ./mingdeng test 安装，或执行 apt-get install chromium")
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, *sandbox], timeout=PATIENCE
        )
        yield browser
        browser.close()


@pytest.fixture
def show(chromium: Browser, checked: Callable[[str], Checked]) -> Iterator[Callable[..., Page]]:
    """Opens an organ's report from its file in a window of a size."""
    contexts = []

    def open_page(name: str, size: tuple[int, int] = (1440, 900), *, script: bool = True) -> Page:
        width, height = size
        context = chromium.new_context(
            locale="zh-CN",
            viewport={"width": width, "height": height},
            java_script_enabled=script,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.goto(checked(name).page.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
