"""The small organ, clients of its people, and the static files as they are served."""

import fcntl
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from tests.web.world import World, make_world

Enter = Callable[[str], Client]


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Collected once, also where several workers share the folder."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with (settings.DATA / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            call_command("collectstatic", interactive=False, verbosity=0)


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
