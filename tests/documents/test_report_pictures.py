"""Pictures of the report for the docs.

To refresh those in the tree:  MINGDENG_PICTURES=docs/pictures pytest tests/documents -k pictures
"""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Show = Callable[..., Page]
LARGEST = 300_000
# A4 at 96 dots per inch, and the margins the page asks for.
PAPER = (794, 1123)
MARGINS = "body { padding: 57px !important; }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chosen = os.environ.get("MINGDENG_PICTURES")
    path = Path(chosen) if chosen else tmp_path
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.mark.parametrize(("name", "size"), [("1440", (1440, 1280)), ("390", (390, 1600))])
def test_pictures_of_the_page(show: Show, folder: Path, name: str, size: tuple[int, int]) -> None:
    take(show("demo", size), folder / f"report-{name}.png", size)


def test_pictures_of_a_printed_branch(show: Show, folder: Path) -> None:
    page = show("demo", PAPER)
    page.emulate_media(media="print")
    page.add_style_tag(content=MARGINS)
    branch = page.get_by_role("article").filter(has=page.get_by_role("table")).first
    branch.evaluate("e => scrollTo(0, e.getBoundingClientRect().top + scrollY)")
    take(page, folder / "report-print.png", PAPER)


def take(page: Page, path: Path, size: tuple[int, int]) -> None:
    page.screenshot(path=path)
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == size
    assert 10_000 < len(content) < LARGEST
