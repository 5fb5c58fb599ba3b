"""The page by keyboard alone, and without any script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Show = Callable[..., Page]
SIZES = ((1440, 900), (390, 844))

# Where the focus is, and what is wrong with how it shows.
FOCUSED = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return {
    name: element.getAttribute("aria-label") || element.innerText || "",
    body: element === document.body,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.left >= 0 && box.right <= innerWidth,
  };
}"""
STOPS = 'document.querySelectorAll("a[href], button").length'


def walk(page: Page, stops: int) -> list[dict[str, Any]]:
    seen = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
    return seen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_the_focus_is_seen_at_every_stop(show: Show, size: tuple[int, int]) -> None:
    page = show("sample", size)
    seen = walk(page, page.evaluate(STOPS))
    assert [stop for stop in seen if stop["body"] or not stop["name"].strip()] == []
    assert [stop for stop in seen if not (stop["outlined"] and stop["inside"])] == []


def test_the_last_stop_is_followed_by_the_end_of_the_page(show: Show) -> None:
    page = show("sample")
    *_, last = walk(page, page.evaluate(STOPS) + 1)
    assert last["body"]


def test_the_first_stops_jump_over_everything_to_a_section(show: Show) -> None:
    page = show("demo")
    links = page.get_by_role("navigation").get_by_role("link")
    names = links.all_inner_texts()
    assert [stop["name"] for stop in walk(page, len(names))] == names
    for link in links.all():
        target = page.locator(link.get_attribute("href") or "")
        link.press("Enter")
        assert target.evaluate("e => e.getBoundingClientRect().top < innerHeight")


def test_the_overview_leads_to_each_organization_and_back(show: Show) -> None:
    page = show("forty")
    links = page.get_by_role("table").first.get_by_role("link")
    assert links.count() == 41
    links.last.press("Enter")
    article = page.get_by_role("article").last
    assert article.evaluate("e => Math.abs(e.getBoundingClientRect().top) < innerHeight")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "回总览"


@pytest.mark.parametrize("name", ["sample", "nothing"])
def test_the_page_has_no_script_and_needs_none(show: Show, name: str) -> None:
    assert show(name).locator("script").count() == 0
    with_script = show(name).locator("body").inner_text()
    assert show(name, script=False).locator("body").inner_text() == with_script


def test_landmarks_and_language_are_named(show: Show) -> None:
    page = show("sample")
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("banner").count() == 1
    assert page.get_by_role("contentinfo").count() == 1
