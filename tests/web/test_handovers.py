"""交接 in the pages: begun, signed by each with their own sign-in, sent back."""

import re

from django.test import Client

from mingdeng.handover.models import Handover
from mingdeng.roster.models import Post
from tests.house import with_account
from tests.web.conftest import Enter
from tests.web.world import World


def send(client: Client, path: str, **said: str) -> int:
    page = client.get(path).content.decode()
    hidden = dict(re.findall(r'name="(key|version)" value="([^"]*)"', page))
    return client.post(path, {**hidden, **said}).status_code


def test_begun_by_the_holder_and_signed_by_both(enter: Enter, world: World) -> None:
    secretary, follows = enter("secretary"), Client()
    follows.force_login(with_account(world.people[1]))
    post = Post.objects.get(person=world.people[0], organization=world.branch)
    begin = f"/posts/{post.id}/handover/"
    said = {"successor": str(world.people[1].id), "note": "印章在柜里<b>"}
    assert send(secretary, begin, **said) == 302
    found = Handover.objects.get()
    path = f"/handovers/{found.id}/"
    shown = follows.get(path).content.decode()
    assert "印章在柜里&lt;b&gt;" in shown
    assert "主题党日" in shown
    assert found.digest in shown
    assert send(follows, f"{path}sign/") == 302
    assert send(secretary, f"{path}sign/") == 302
    assert "已交接" in enter("office").get(path).content.decode()
    assert send(secretary, f"{path}refuse/", reason="x") == 409
    assert enter("member").get(path).status_code == 404


def test_sent_back_with_a_reason_both_see(enter: Enter, world: World) -> None:
    post = Post.objects.get(person=world.people[0], organization=world.branch)
    office = enter("office")
    said = {"successor": str(world.people[1].id), "note": ""}
    assert send(office, f"/posts/{post.id}/handover/", **said) == 302
    path = f"/handovers/{Handover.objects.get().id}/"
    assert send(office, f"{path}sign/") == 409, "the predecessor is there and signs for herself"
    assert send(enter("secretary"), f"{path}refuse/", reason="") == 400
    assert send(enter("secretary"), f"{path}refuse/", reason="少了台账") == 302
    assert "少了台账" in office.get(path).content.decode()
