"""A link of the demo lets its holder in once, by pressing a button; sessions end in time.

Without the demo there is no such door.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from mingdeng.accounts.services import issue_link
from tests.web.conftest import Enter
from tests.web.world import World


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS,
        "mingdeng.accounts.backends.DemoLink",
    ]


def link(world: World, valid: timedelta = timedelta(days=7)) -> str:
    return f"/sign-in/{issue_link(world.accounts['secretary'], datetime.now(UTC), valid)}/"


@pytest.mark.usefixtures("demo")
def test_looking_does_not_use_it_up(world: World, client: Client) -> None:
    url = link(world)
    for _ in range(3):
        assert "登录" in client.get(url).content.decode()
    response = client.post(url)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert "林一帆" in client.get("/").content.decode()


@pytest.mark.usefixtures("demo")
def test_it_works_once(world: World, client: Client) -> None:
    url = link(world)
    client.post(url)
    assert Client().post(url).status_code == 400


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("url", ["/sign-in/nonsense/", None])
def test_a_wrong_and_an_old_one_get_the_same_answer(
    world: World, client: Client, url: str | None
) -> None:
    response = client.post(url or link(world, timedelta(seconds=-1)))
    assert response.status_code == 400
    assert "这个链接不能用了" in response.content.decode()
    assert client.get("/").status_code == 302


@pytest.mark.usefixtures("demo")
def test_the_demo_is_visibly_one(world: World, client: Client) -> None:
    client.post(link(world))
    assert "演示" in client.get("/").content.decode()


def test_a_real_installation_has_no_door_for_links(world: World, client: Client) -> None:
    url = link(world)
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert client.get("/").status_code == 302


def test_a_session_of_the_demo_is_none_in_a_real_installation(world: World, client: Client) -> None:
    client.force_login(world.accounts["secretary"], "mingdeng.accounts.backends.DemoLink")
    assert client.get("/").status_code == 302


def test_signing_out_ends_it(enter: Enter) -> None:
    client = enter("secretary")
    assert client.get("/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


def test_a_session_nobody_uses_ends(enter: Enter) -> None:
    client = enter("secretary")
    client.get("/")
    session = client.session
    session["last_used"] -= 31 * 60
    session.save()
    assert client.get("/").status_code == 302
    assert client.get("/").status_code == 302


def test_a_day_later_one_signs_in_again_however_busy(enter: Enter) -> None:
    client = enter("secretary")
    client.get("/")
    session = client.session
    session["signed_in"] -= 12 * 3600 + 1
    session.save()
    assert client.get("/").status_code == 302
