"""访问令牌 on the own page: issued after signing in afresh, shown once, revoked."""

import re
import time
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from mingdeng.accounts.models import AccessToken
from mingdeng.journal.models import Entry
from tests.web.conftest import Enter
from tests.web.world import TODAY, World

PAGE = "/me/tokens/"
SECRET = re.compile(r"<code>(md_[\w-]{40,})</code>")
pytestmark = pytest.mark.django_db


def said(**changed: object) -> dict[str, object]:
    given = {
        "key": str(uuid.uuid4()),
        "name": "统计表",
        "scopes": ["read"],
        "expires_on": (TODAY + timedelta(days=30)).isoformat(),
    }
    return {**given, **changed}


def test_a_token_is_shown_once_and_not_kept(enter: Enter) -> None:
    client = enter("member")
    shown = client.post(PAGE, said()).content.decode()
    (secret,) = SECRET.findall(shown)
    assert secret not in client.get(PAGE).content.decode()
    again = said()
    assert SECRET.search(client.post(PAGE, again).content.decode())
    assert client.post(PAGE, again).status_code == 302
    assert AccessToken.objects.count() == 2
    kept = AccessToken.objects.earliest("issued_at")
    assert secret not in {str(value) for value in vars(kept).values()}
    assert Entry.objects.filter(action="token.issue").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"expires_on": ""},
        {"expires_on": (TODAY - timedelta(days=1)).isoformat()},
        {"expires_on": (TODAY + timedelta(days=400)).isoformat()},
        {"scopes": []},
        {"scopes": ["everything"]},
        {"name": ""},
    ],
)
def test_a_token_without_an_end_a_scope_or_a_name_is_not_issued(
    enter: Enter, wrong: dict[str, object]
) -> None:
    response = enter("member").post(PAGE, said(**wrong))
    assert response.status_code == 400
    assert not AccessToken.objects.exists()


def test_long_after_signing_in_one_signs_in_again_first(enter: Enter) -> None:
    client = enter("office")
    client.get("/")
    session = client.session
    session["signed_in"] = time.time() - 3600
    session.save()
    assert client.post(PAGE, said()).status_code == 403
    assert not AccessToken.objects.exists()
    assert "重新登录" in client.get(PAGE).content.decode()


def test_a_revoked_token_is_gone_from_the_list_and_nobody_revokes_anothers(
    world: World, enter: Enter
) -> None:
    enter("member").post(PAGE, said())
    token = AccessToken.objects.get()
    enter("office").post(f"{PAGE}{token.id}/end/")
    token.refresh_from_db()
    assert token.revoked_at is None
    enter("member").post(f"{PAGE}{token.id}/end/")
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert "停用：统计表" not in client_page(world)


def client_page(world: World) -> str:
    client = Client()
    client.force_login(world.accounts["member"])
    return client.get(PAGE).content.decode()
