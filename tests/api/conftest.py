"""The small organ, and programs that speak for its people."""

from collections.abc import Callable

import pytest
from django.conf import settings as project

from tests.api.asking import Program, token_for
from tests.web.world import World, make_world

Speak = Callable[[str], Program]


@pytest.fixture(scope="session", autouse=True)
def static_folder() -> None:
    """The folder of collected files; the server looks for it when it starts."""
    project.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def world(db: None) -> World:  # noqa: ARG001 - asks for the database
    return make_world()


@pytest.fixture
def speak(world: World) -> Speak:
    """A program of someone of the cast, with every scope."""
    return lambda role: Program(token_for(world.accounts[role]))
