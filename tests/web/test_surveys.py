"""The person served is asked by a link; nobody signed in here can answer for them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from mingdeng.registers.models import Entry, Survey
from mingdeng.registers.services import Ledger, close, enter
from mingdeng.registers.values import read_entry
from tests.registers.lists import adopted, lists
from tests.web.conftest import Enter
from tests.web.world import SYSTEM, TODAY, World

pytestmark = pytest.mark.django_db
ANSWER = {"grade": "basically", "words": "扶手再高一点更好"}


@pytest.fixture
def done(world: World) -> Entry:
    """A practical matter that was done."""
    adopted(world.committee)
    matters, day = lists("matters"), TODAY.isoformat()
    given = {"title": "为楼道装扶手", "owner": "王小明", "contact": "13800000000"}
    said = read_entry(matters, {**given, "day": day, "due": day})
    one = enter(SYSTEM, Ledger(matters, world.branch), said)
    return close(SYSTEM, matters, (one.id, 1), "", TODAY)


def issued(client: Client, one: Entry) -> str:
    """The link the page shows once."""
    response = client.post(f"/entries/{one.id}/survey/", {"key": str(uuid4())})
    assert response.status_code == 200
    found = re.search(r"http://testserver(/surveys/[^<]+/)<", response.content.decode())
    assert found
    return found[1]


def test_a_stranger_answers_once_and_the_entry_shows_it(enter: Enter, done: Entry) -> None:
    path = issued(enter("office"), done)
    stranger = Client()
    page = stranger.get(path).content.decode()
    assert "为楼道装扶手" in page
    assert "13800000000" not in page
    assert "王小明" not in page
    assert "已经收到" in stranger.post(path, ANSWER).content.decode()
    assert stranger.post(path, ANSWER).status_code == 410
    assert stranger.get(path).status_code == 410
    shown = enter("office").get(f"/entries/{done.id}/").content.decode()
    assert "基本满意" in shown
    assert "扶手再高一点更好" in shown
    assert enter("office").get(f"/entries/{done.id}/survey/").status_code == 404


@pytest.mark.parametrize("role", ["office", "member", "system"])
def test_whoever_is_signed_in_cannot_fill_it_in(enter: Enter, done: Entry, role: str) -> None:
    path = issued(enter("office"), done)
    client = enter(role)
    for response in (client.get(path), client.post(path, ANSWER)):
        assert response.status_code == 403
        assert "评价由服务对象本人填写" in response.content.decode()
        assert "为楼道装扶手" not in response.content.decode()
    assert Survey.objects.get().answered_on is None


def test_the_link_is_shown_once_and_on_no_page_again(enter: Enter, done: Entry) -> None:
    client, data = enter("office"), {"key": str(uuid4())}
    first = client.post(f"/entries/{done.id}/survey/", data)
    token = re.search(r"/surveys/([^/]+)/", first.content.decode())
    assert token
    assert "<svg" in first.content.decode()
    again = client.post(f"/entries/{done.id}/survey/", data)
    assert again.status_code == 409
    pages = (again, client.get(f"/entries/{done.id}/survey/"), client.get(f"/entries/{done.id}/"))
    for page in pages:
        assert token[1] not in page.content.decode()
    assert Survey.objects.count() == 1


def test_a_new_link_voids_the_one_before(enter: Enter, done: Entry) -> None:
    first, second = issued(enter("office"), done), issued(enter("office"), done)
    assert Client().get(first).status_code == 410
    assert Client().post(first, ANSWER).status_code == 410
    assert Client().get(second).status_code == 200


def test_a_link_ends(enter: Enter, done: Entry) -> None:
    path = issued(enter("office"), done)
    Survey.objects.update(expires=TODAY - timedelta(days=1))
    page = Client().get(path)
    assert page.status_code == 410
    assert "为楼道装扶手" not in page.content.decode()


def test_an_invented_link_opens_nothing_and_many_of_them_wait(done: Entry) -> None:
    stranger = Client()
    assert stranger.get("/surveys/invented/").status_code == 404
    got = {stranger.get(f"/surveys/invented{n}/").status_code for n in range(25)}
    assert got == {404, 429}
    assert done.state == "closed"


def test_what_is_no_answer_is_not_kept_and_what_was_typed_stays(enter: Enter, done: Entry) -> None:
    path = issued(enter("office"), done)
    for wrong in ({"grade": "excellent"}, {}, {"grade": "satisfied", "words": "好" * 501}):
        response = Client().post(path, {"words": "谢谢大家", **wrong})
        assert response.status_code == 400
    response = Client().post(path, {"words": "谢谢大家"})
    assert "谢谢大家" in response.content.decode()
    assert Client().post(path, {**ANSWER, "owner": "x"}).status_code == 400
    assert Survey.objects.get().answered_on is None


def test_a_form_from_elsewhere_is_refused(enter: Enter, done: Entry) -> None:
    path = issued(enter("office"), done)
    assert Client(enforce_csrf_checks=True).post(path, ANSWER).status_code == 403
    assert Survey.objects.get().answered_on is None


def test_who_may_not_work_on_it_makes_no_link(enter: Enter, done: Entry) -> None:
    for role, status in (("member", 403), ("neighbour", 404), ("viewer", 404)):
        client = enter(role)
        assert client.get(f"/entries/{done.id}/survey/").status_code == status
        data = {"key": str(uuid4())}
        assert client.post(f"/entries/{done.id}/survey/", data).status_code == status
    assert not Survey.objects.exists()
