"""The page in windows of several sizes: nothing sticks out, nothing is lost, axe is content."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ORGANS = ("sample", "demo", "forty", "nothing")
SIZES = ((1440, 900), (390, 844))
# The window as it is seen by the page when the browser zooms 1440 to 200 %, and WCAG's narrowest.
ZOOMED = ((720, 450), (320, 640))
Show = Callable[..., Page]

EVERYWHERE = pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
EVERY_ORGAN = pytest.mark.parametrize("name", ORGANS)

# Everything with text that reaches beyond the window, or beyond the cell it stands in.
STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth + 1;
  const shown = [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility());
  const out = shown.filter(e => e.getBoundingClientRect().right > wide);
  const cut = shown.filter(e => e.tagName === "BUTTON" && e.scrollWidth > e.clientWidth + 1);
  return [...out, ...cut].slice(0, 5).map(e => e.outerHTML.slice(0, 120));
}"""
HEADINGS = """() => [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map(
  e => [Number(e.tagName[1]), e.innerText.trim()])"""


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@EVERYWHERE
@EVERY_ORGAN
def test_axe_finds_no_violation(show: Show, name: str, size: tuple[int, int]) -> None:
    page = show(name, size)
    page.keyboard.press("Tab")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    violations: list[dict[str, Any]] = found["violations"]
    assert len(found["passes"]) > 10
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in violations] == []


@EVERYWHERE
@EVERY_ORGAN
def test_the_page_does_not_scroll_sideways(show: Show, name: str, size: tuple[int, int]) -> None:
    page = show(name, size)
    assert not scrolls_sideways(page)
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("size", ZOOMED, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", ["demo", "forty"])
def test_zoomed_to_twice_the_size_nothing_is_lost(
    show: Show, name: str, size: tuple[int, int]
) -> None:
    page = show(name, size)
    assert not scrolls_sideways(page)
    assert page.evaluate(STICKING_OUT) == []


@EVERYWHERE
@pytest.mark.parametrize("name", ["demo", "forty"])
def test_with_letters_of_twice_the_size_nothing_is_lost(
    show: Show, name: str, size: tuple[int, int]
) -> None:
    page = show(name, size)
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('li')).fontSize)")
    page.add_style_tag(content="html { font-size: 200% }")
    after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('li')).fontSize)")
    assert after == 2 * before
    assert not scrolls_sideways(page)
    assert page.evaluate(STICKING_OUT) == []


@EVERY_ORGAN
def test_headings_come_in_order(show: Show, name: str) -> None:
    headings = show(name).evaluate(HEADINGS)
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(text for _, text in headings)


@EVERYWHERE
def test_long_names_are_shown_in_full(show: Show, size: tuple[int, int]) -> None:
    heading = show("forty", size).get_by_role("heading", name="International").last
    assert heading.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert "International" * 5 in heading.inner_text()
