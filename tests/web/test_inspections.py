"""检查: someone may look for some days and nothing more, and everyone it is about sees it."""

import re
from datetime import timedelta

from django.test import Client

from mingdeng.journal.models import Entry
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import LOOK
from tests.api.asking import token_for
from tests.house import with_account
from tests.web.conftest import Enter
from tests.web.world import TODAY, World


def send(client: Client, path: str, **said: str) -> int:
    page = client.get(path).content.decode()
    hidden = dict(re.findall(r'name="(key|version)" value="([^"]*)"', page))
    return client.post(path, {**hidden, **said}).status_code


def said(place: Organization, **other: str) -> dict[str, str]:
    return {
        "organization": str(place.id),
        "person": "高远",
        "outside": "outside",
        "purpose": "市直工委三季度组织生活检查",
        "since": TODAY.isoformat(),
        "until": (TODAY + timedelta(days=6)).isoformat(),
        **other,
    }


def opened(enter: Enter, place: Organization) -> tuple[Post, Client]:
    """An inspection of a place by someone from outside, and their client."""
    assert send(enter("office"), "/inspections/new/", **said(place)) == 302
    post = Post.objects.get(kind=Post.Kind.INSPECTOR)
    client = Client()
    client.force_login(with_account(post.person))
    return post, client


def test_who_inspects_sees_duties_and_records_of_any_day_and_nothing_of_people(
    world: World, enter: Enter
) -> None:
    _, client = opened(enter, world.branch)
    for path in (
        f"/duties/{world.branch.id}/",
        f"/duties/{world.branch.id}/?as_of={TODAY.year}-01-31",
        f"/records/{world.own.id}/",
        f"/records/{world.own.id}/export/minutes/",
        f"/organizations/{world.branch.id}/",
    ):
        assert client.get(path).status_code == 200, path
    assert client.get(f"/people/{world.people[5].id}/").status_code == 404
    roll = client.get(f"/organizations/{world.branch.id}/").content.decode()
    assert world.people[5].name not in roll
    for path in (f"/records/{world.other.id}/", f"/duties/{world.neighbour.id}/"):
        assert client.get(path).status_code == 404, path


def test_who_inspects_changes_nothing(world: World, enter: Enter) -> None:
    _, client = opened(enter, world.branch)
    for path in ("/records/new/", f"/records/{world.own.id}/edit/", "/imports/", "/inspections/"):
        assert client.get(path).status_code == 403, path


def test_each_look_is_noted_once_a_day_and_shown_to_the_branch(world: World, enter: Enter) -> None:
    post, client = opened(enter, world.branch)
    for _ in range(2):
        client.get(f"/records/{world.own.id}/")
        client.get(f"/duties/{world.branch.id}/")
    looks = Entry.objects.filter(action=LOOK)
    assert sorted(looks.values_list("object_id", "post")) == sorted(
        [(world.own.id, post.id), (world.branch.id, post.id)]
    )
    for role in ("member", "secretary", "office", "leading", "discipline"):
        page = enter(role).get(f"/inspections/{post.id}/").content.decode()
        assert "市直工委三季度组织生活检查" in page, role
        assert "支委会、主题党日" in page, role
        assert world.branch.name in page, role
    assert enter("neighbour").get(f"/inspections/{post.id}/").status_code == 404


def test_an_inspection_of_all_is_known_in_each_branch(world: World, enter: Enter) -> None:
    post, client = opened(enter, world.committee)
    assert client.get(f"/records/{world.other.id}/").status_code == 200
    for role in ("member", "neighbour"):
        assert "高远" in enter(role).get("/inspections/").content.decode()
    assert enter("member").get(f"/inspections/{post.id}/end/").status_code == 403


def test_it_ends_by_itself_and_can_be_ended_before(world: World, enter: Enter) -> None:
    post, client = opened(enter, world.branch)
    assert post.until == TODAY + timedelta(days=7)
    Post.objects.filter(id=post.id).update(until=TODAY)
    assert client.get(f"/duties/{world.branch.id}/").status_code in {403, 404}
    Post.objects.filter(id=post.id).update(until=TODAY + timedelta(days=7))
    assert client.get(f"/duties/{world.branch.id}/").status_code == 200
    assert send(enter("office"), f"/inspections/{post.id}/end/") == 302
    assert client.get(f"/duties/{world.branch.id}/").status_code in {403, 404}
    assert "已结束" in enter("member").get("/inspections/").content.decode()


def test_days_the_wrong_way_round_too_many_or_gone_by_are_refused(
    world: World, enter: Enter
) -> None:
    def day(days: int) -> str:
        return (TODAY + timedelta(days=days)).isoformat()

    office = enter("office")
    people = Person.objects.count()
    for since, until in ((0, -1), (0, 92), (-9, -3)):
        given = said(world.branch, since=day(since), until=day(until))
        assert send(office, "/inspections/new/", **given) in {400, 409}
    assert send(office, "/inspections/new/", **said(world.leading)) == 400
    inside = said(world.branch, outside="inside")
    assert send(office, "/inspections/new/", **inside) in {400, 409}
    assert Post.objects.filter(kind=Post.Kind.INSPECTOR).count() == 0
    assert Person.objects.count() == people


def test_someone_of_the_roll_inspects_by_choice_and_their_own_work_is_not_noted(
    world: World, enter: Enter
) -> None:
    people = Person.objects.count()
    given = said(world.neighbour, outside="inside", person=world.people[7].name)
    assert send(enter("office"), "/inspections/new/", **given) == 302
    assert Person.objects.count() == people
    post, client = Post.objects.get(kind=Post.Kind.INSPECTOR), Client()
    client.force_login(with_account(world.people[7]))
    assert client.get(f"/records/{world.own.id}/").status_code == 200
    assert client.get(f"/records/{world.other.id}/").status_code == 404
    assert not Entry.objects.filter(action=LOOK).exists()
    assert client.post("/me/acting/", {"post": str(post.id)}).status_code == 302
    assert client.get(f"/records/{world.other.id}/").status_code == 200
    assert client.get(f"/records/{world.own.id}/").status_code == 404
    assert Entry.objects.filter(action=LOOK, object_id=world.other.id, post=post.id).exists()


def test_looks_through_the_api_are_noted_too(world: World, enter: Enter) -> None:
    post, _ = opened(enter, world.branch)
    secret = token_for(with_account(post.person))
    headers = {"authorization": f"Bearer {secret}"}
    assert Client().get(f"/api/v1/records/{world.own.id}", headers=headers).status_code == 200
    assert Entry.objects.filter(action=LOOK, object_id=world.own.id, post=post.id).exists()
