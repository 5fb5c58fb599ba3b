"""The small organ, clients of its people, and the static files by their own names."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as project
from django.test import Client
from playwright.sync_api import Browser
from pytest_django import Settings

from tests.web.browser import chromium
from tests.web.world import World, make_world

Enter = Callable[[str], Client]


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """The folder of collected files; the server looks for it when it starts."""
    project.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def static_files(settings: Settings) -> None:
    """The live server of the tests finds files by name, not by the digest the product adds."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001 - asks for the database
    return make_world()


@pytest.fixture
def enter(world: World) -> Enter:
    """A client signed in as someone of the cast."""

    def as_role(role: str) -> Client:
        client = Client()
        client.force_login(world.accounts[role])
        return client

    return as_role
