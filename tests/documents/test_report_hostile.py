"""Names that are markup, code or turned letters stay names, and the page asks nobody."""

import unicodedata
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.documents.checked import Checked

pytestmark = pytest.mark.browser

Show = Callable[..., Page]
Check = Callable[[str], Checked]


def test_names_are_shown_as_they_are_written(show: Show, checked: Check) -> None:
    page = show("hostile")
    names = [organization["name"] for organization in checked("hostile").data["organizations"]]
    headings = page.get_by_role("article").get_by_role("heading")
    shown = headings.evaluate_all("all => all.map(h => h.firstChild.textContent)")
    assert shown == names
    assert any(name.startswith("<script>") for name in names)


def test_no_name_becomes_an_element_or_runs(show: Show) -> None:
    page = show("hostile")
    assert "被改" not in page.title()
    assert page.locator("script, img, body b[onclick], [onerror], [onmouseover]").count() == 0


def test_template_code_in_a_name_is_not_run(show: Show) -> None:
    assert "{{7*7}}" in show("hostile").locator("body").inner_text()


def test_no_character_that_turns_the_writing_round_gets_through(show: Show) -> None:
    page = show("hostile")
    text = page.locator("html").evaluate("e => e.outerHTML")
    assert {char for char in text if unicodedata.category(char) == "Cf"} == set()
    assert "&amp;'\".csv" in page.locator("body").inner_text()


@pytest.mark.parametrize("name", ["sample", "hostile", "nothing"])
def test_nothing_is_asked_for_beyond_the_file(chromium: Browser, checked: Check, name: str) -> None:
    address = checked(name).page.as_uri()
    context = chromium.new_context()
    asked: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.emulate_media(media="print")
    page.wait_for_load_state("networkidle")
    context.close()
    assert asked == [address]


@pytest.mark.parametrize("name", ["sample", "hostile"])
def test_no_address_of_another_place_stands_in_the_code(show: Show, name: str) -> None:
    page = show(name)
    inside = "[src], link[href], [srcset], [action], [data], iframe, object, embed"
    assert page.locator(inside).count() == 0
    assert "url(" not in page.locator("style").inner_html()
    assert "@import" not in page.locator("style").inner_html()
