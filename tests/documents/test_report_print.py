"""The page on paper: A4, nothing cut, nothing that only works on a screen."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.documents.checked import Checked

pytestmark = pytest.mark.browser

Show = Callable[..., Page]
Check = Callable[[str], Checked]
ORGANS = pytest.mark.parametrize("name", ["sample", "demo", "forty"])
# 210 mm less the margins of 15 mm on both sides, in CSS pixels.
PAPER = (680, 990)

CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter(e => e.checkVisibility())
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    || (e.tagName === "BUTTON" && e.scrollWidth > e.clientWidth + 1))
  .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""


def on_paper(show: Show, name: str) -> Page:
    page = show(name, PAPER)
    page.emulate_media(media="print")
    return page


@ORGANS
def test_no_column_is_cut_off(show: Show, name: str) -> None:
    page = on_paper(show, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER[0]
    assert page.evaluate(CUT_OFF) == []


@ORGANS
def test_the_matrix_and_all_open_lines_are_printed(show: Show, checked: Check, name: str) -> None:
    page = on_paper(show, name)
    printed = page.locator("body").inner_text()
    for _, duty in checked(name).own("overdue"):
        assert f"{duty['label']}　{duty['reason']}。" in printed
    months = page.locator("table button").all_inner_texts()
    assert months
    assert all(months)


def test_what_only_works_on_a_screen_is_left_out(show: Show) -> None:
    page = on_paper(show, "sample")
    printed = page.locator("body").inner_text()
    assert "回总览" not in printed
    assert "Tab 键" not in printed
    page.locator("table button").first.focus()
    assert not page.locator("table button .tip").first.is_visible()


@ORGANS
def test_it_prints_on_a4_with_few_pages(show: Show, tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.pdf"
    show(name).pdf(path=path, prefer_css_page_size=True)
    content = path.read_bytes()
    sizes = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content))
    assert {(round(float(w)), round(float(h))) for w, h in sizes} == {(595, 842)}
    pages = len(re.findall(rb"/Type /Page\b", content))
    organizations = show(name).get_by_role("article").count()
    assert 1 < pages < 10 + organizations
