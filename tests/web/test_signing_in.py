"""A link lets its holder in once, by pressing a button; looking at it does not use it up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from mingdeng.accounts.services import issue_link
from tests.web.world import World


def link(world: World, valid: timedelta = timedelta(days=7)) -> str:
    return f"/sign-in/{issue_link(world.accounts['secretary'], datetime.now(UTC), valid)}/"


def test_looking_does_not_use_it_up(world: World, client: Client) -> None:
    url = link(world)
    for _ in range(3):
        assert "登录" in client.get(url).content.decode()
    response = client.post(url)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert "林一帆" in client.get("/").content.decode()


def test_it_works_once(world: World, client: Client) -> None:
    url = link(world)
    client.post(url)
    assert Client().post(url).status_code == 400


@pytest.mark.parametrize("url", ["/sign-in/nonsense/", None])
def test_a_wrong_and_an_old_one_get_the_same_answer(
    world: World, client: Client, url: str | None
) -> None:
    response = client.post(url or link(world, timedelta(seconds=-1)))
    assert response.status_code == 400
    assert "这个链接不能用了" in response.content.decode()
    assert client.get("/").status_code == 302


def test_signing_out_ends_it(world: World, client: Client) -> None:
    client.post(link(world))
    client.post("/sign-out/")
    assert client.get("/").status_code == 302


def test_a_session_nobody_uses_ends(world: World, client: Client) -> None:
    client.post(link(world))
    client.get("/")
    session = client.session
    session["last_used"] -= 31 * 60
    session.save()
    assert client.get("/").status_code == 302
    assert client.get("/").status_code == 302


def test_a_day_later_one_signs_in_again_however_busy(world: World, client: Client) -> None:
    client.post(link(world))
    client.get("/")
    session = client.session
    session["signed_in"] -= 12 * 3600 + 1
    session.save()
    assert client.get("/").status_code == 302
