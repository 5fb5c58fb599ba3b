"""Someone with several posts chooses in which of them they act; the journal says which."""

import uuid

import pytest
from django.test import Client

from mingdeng.journal.models import Entry
from mingdeng.roster.models import Post
from mingdeng.roster.services import appoint, end_post
from tests.web.conftest import Enter
from tests.web.world import FOUNDED, SYSTEM, TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(world: World, enter: Enter) -> tuple[Client, Post, Post]:
    """The office's person, who is also the secretary of the neighbouring branch."""
    person = world.people[18]
    second = appoint(SYSTEM, person, world.neighbour, Post.Kind.SECRETARY, "书记", FOUNDED)
    return enter("office"), person.posts.exclude(id=second.id).get(), second


def test_whoever_has_one_post_is_not_asked(enter: Enter) -> None:
    assert "选择身份" not in enter("secretary").get("/").content.decode()


def test_acting_in_one_post_narrows_what_is_seen_and_done(
    both: tuple[Client, Post, Post], world: World
) -> None:
    client, _, second = both
    assert "选择身份" in client.get("/").content.decode()
    assert client.get(f"/duties/{world.committee.id}/").status_code == 200
    assert client.post("/me/acting/", {"post": str(second.id)}).status_code == 302
    assert "以支部书记和委员身份" in client.get("/").content.decode()
    assert client.get(f"/duties/{world.committee.id}/").status_code == 404
    assert client.get(f"/duties/{world.neighbour.id}/").status_code == 200
    client.post("/me/acting/", {"post": ""})
    assert client.get(f"/duties/{world.committee.id}/").status_code == 200


def test_the_journal_names_the_post_chosen(both: tuple[Client, Post, Post], world: World) -> None:
    client, _, second = both
    client.post("/me/acting/", {"post": str(second.id)})
    sent = {
        "organization": str(world.neighbour.id),
        "kinds": "theme_day",
        "held_on": TODAY.isoformat(),
        "key": str(uuid.uuid4()),
    }
    assert client.post("/records/new/", sent).status_code == 302
    assert Entry.objects.latest("number").post == second.id


def test_whoever_acts_from_above_acts_in_the_post_there(
    both: tuple[Client, Post, Post], world: World
) -> None:
    client, office, _ = both
    sent = {
        "organization": str(world.branch.id),
        "kinds": "theme_day",
        "held_on": TODAY.isoformat(),
        "key": str(uuid.uuid4()),
    }
    assert client.post("/records/new/", sent).status_code == 302
    assert Entry.objects.latest("number").post == office.id


def test_a_post_that_ended_is_no_choice_any_more(
    both: tuple[Client, Post, Post], world: World
) -> None:
    client, office, second = both
    client.post("/me/acting/", {"post": str(second.id)})
    end_post(SYSTEM, second, TODAY)
    assert client.get(f"/duties/{world.committee.id}/").status_code == 200
    assert client.post("/me/acting/", {"post": str(second.id)}).status_code == 400
    assert client.post("/me/acting/", {"post": str(office.id)}).status_code == 302


def test_a_post_of_another_is_refused(enter: Enter, world: World) -> None:
    others = Post.objects.filter(organization=world.neighbour).first()
    assert others is not None
    answer = enter("secretary").post("/me/acting/", {"post": str(others.id)})
    assert answer.status_code == 400
