"""Pictures of the pages for the docs.

To refresh those in the tree:  MINGDENG_PICTURES=docs/pictures pytest tests/web -k pictures
"""

import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.web.addresses import filled
from tests.web.browser import PHONE, Visitor, visiting
from tests.web.world import World, make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, LARGEST = (1280, 840), 300_000


@pytest.fixture
def secretary(
    browser: Browser,
    live_server: LiveServer,
    transactional_db: None,  # noqa: ARG001 - asks for the database
) -> Iterator[tuple[Visitor, World]]:
    world = make_world()
    with visiting(browser, live_server.url, world.accounts["secretary"]) as visitor:
        yield visitor, world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chosen = os.environ.get("MINGDENG_PICTURES")
    path = Path(chosen) if chosen else tmp_path
    path.mkdir(parents=True, exist_ok=True)
    return path


def test_pictures_of_today(secretary: tuple[Visitor, World], folder: Path) -> None:
    visitor, _ = secretary
    take(visitor.open("/", WIDE), folder / "today-1280.png", WIDE)
    take(visitor.open("/", PHONE), folder / "today-390.png", PHONE)


def test_pictures_of_the_board_and_why(secretary: tuple[Visitor, World], folder: Path) -> None:
    visitor, _ = secretary
    page = visitor.open("/duties/", WIDE)
    page.get_by_role("button", name=re.compile("^主题党日，")).first.click()
    expect(page.get_by_role("heading", name="为什么：主题党日")).to_be_visible()
    take(page, folder / "board-1280.png", WIDE)


def test_pictures_of_the_quick_record(secretary: tuple[Visitor, World], folder: Path) -> None:
    visitor, world = secretary
    address = f"/records/new/?organization={world.branch.id}&kind=members_meeting"
    page = visitor.open(address, WIDE)
    page.get_by_text(world.people[7].name, exact=False).first.click()
    expect(page.locator("#uses")).to_contain_text("缺席 1 人")
    take(page, folder / "record-1280.png", WIDE)


# What the guide of each role shows: the address, and the name of the picture.
OF_ROLES = {
    "member": (("/", "member-today"), ("/me/", "member-record")),
    "office": (("/duties/", "office-board"), ("/imports/{upload}/", "office-import")),
    "leading": (("/", "leading-today"), ("/duties/{committee}/", "leading-board")),
    "discipline": (("/records/", "discipline-records"),),
    "viewer": (("/", "viewer-today"), ("/rules/theme-day/", "viewer-rule")),
    "system": (("/accounts/", "system-accounts"),),
}


@pytest.mark.parametrize("role", OF_ROLES)
def test_pictures_of_the_guide_of_a_role(
    browser: Browser,
    live_server: LiveServer,
    transactional_db: None,  # noqa: ARG001 - asks for the database
    folder: Path,
    role: str,
) -> None:
    world = make_world()
    with visiting(browser, live_server.url, world.accounts[role]) as visitor:
        for address, name in OF_ROLES[role]:
            page = visitor.open(filled(world, address), WIDE)
            take(page, folder / f"{name}-1280.png", WIDE)


def take(page: Page, path: Path, size: tuple[int, int]) -> None:
    page.screenshot(path=path)
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == size
    assert 10_000 < len(content) < LARGEST
