"""The tree, people and posts changed over the API: as on the pages, dated, written once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from mingdeng.accounts.services import SCOPES
from mingdeng.journal.services import Actor, once
from mingdeng.roster.models import Delegation, Organization, Person, Post
from tests.api.asking import Program, token_for
from tests.api.conftest import Speak
from tests.web.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
ON = {"on": TODAY.isoformat()}


def held(**said: Any) -> dict[str, Any]:
    """Someone as a program sends them."""
    plain = {"name": "新来的", "gender": "男", "status": "full", "joined": "2010-07-01"}
    return {**plain, "converted": "2011-07-01", **said}


def test_someone_is_added_once_with_group_and_day(world: World, speak: Speak) -> None:
    program, key = speak("office"), uuid.uuid4()
    path, group = f"/organizations/{world.branch.id}/people", world.branch.groups.get()
    sent = held(birth="1990-05-01", group=str(group.id), since="2026-01-05")
    first, again = (program.post(path, sent, key) for _ in range(2))
    assert first.status_code == 201
    assert first.json() == again.json()
    person = Person.objects.get(name="新来的")
    assert (str(person.birth), person.memberships.get().group) == ("1990-05-01", group)
    foreign = program.post(path, {**held(), "group": str(uuid.uuid4())})
    assert list(foreign.json()["fields"]) == ["group"]


def test_who_corrects_someone_second_gets_both_texts(world: World, speak: Speak) -> None:
    program, path = speak("office"), f"/people/{world.people[5].id}"
    first = program.put(path, held(name="王晓华", version=1))
    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert first.json()["birth"] == "1980-01-06"  # left out, so it stays
    second = program.put(path, held(name="王小花", version=1))
    said = second.json()
    assert (second.status_code, said["code"]) == (409, "stale")
    assert (said["current"]["name"], said["sent"]["name"]) == ("王晓华", "王小花")


def test_sensitive_fields_are_written_only_by_who_may_read_them(world: World) -> None:
    scopes = tuple(one for one in SCOPES if one != "sensitive")
    plain = Program(token_for(world.accounts["office"], scopes))
    path = f"/people/{world.people[5].id}"
    assert plain.put(path, held(version=1, birth="1990-05-01")).status_code == 403
    assert plain.put(path, held(version=1)).status_code == 200
    reading = Program(token_for(world.accounts["office"], ("read",)))
    assert reading.put(path, held(version=2)).status_code == 403


def test_someone_moves_and_leaves_and_a_repeat_is_answered(world: World, speak: Speak) -> None:
    program, person = speak("office"), world.people[5]
    path, to = f"/people/{person.id}", {**ON, "branch": str(world.neighbour.id)}
    assert program.post(f"{path}/move", {**to, "version": 9}).json()["code"] == "stale"
    assert program.post(f"{path}/move", {**to, "version": 1}).status_code == 200
    assert person.memberships.get(until=None).branch == world.neighbour
    key, gone = uuid.uuid4(), {**ON, "version": 2, "to": "市委党校"}
    answers = [program.post(f"{path}/leave", gone, key) for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert not person.memberships.filter(until=None).exists()


def test_a_post_is_given_lent_taken_back_and_ended(world: World, speak: Speak) -> None:
    program, place = speak("office"), f"/organizations/{world.branch.id}"
    given = {"person": str(world.people[7].id), "kind": "committee_member", "since": "2026-01-05"}
    post = program.post(f"{place}/posts", {**given, "title": "青年委员"}).json()["id"]
    assert Post.objects.get(id=post).title == "青年委员"
    last = TODAY + timedelta(days=9)
    days = {"since": TODAY.isoformat(), "until": last.isoformat()}
    lent = program.post(f"/posts/{post}/delegations", {**days, "deputy": str(world.people[8].id)})
    (told,) = program.get(place).json()["lent"]
    assert (told["id"], told["deputy"]["name"]) == (lent.json()["id"], world.people[8].name)
    key = uuid.uuid4()
    ends = [program.post(f"/delegations/{told['id']}/end", key=key) for _ in range(2)]
    assert [one.status_code for one in ends] == [200, 200]
    assert Delegation.objects.get().revoked_at is not None
    early = program.post(f"/posts/{post}/end", {"on": "2025-12-31"})
    assert (early.status_code, early.json()["code"]) == (409, "refused")
    assert program.post(f"/posts/{post}/end", ON).status_code == 200
    assert Post.objects.get(id=post).until == TODAY


def test_a_group_leader_wants_a_group_and_nobody_else_does(world: World, speak: Speak) -> None:
    program, path = speak("office"), f"/organizations/{world.branch.id}/posts"
    group = world.branch.groups.get()
    given = {"person": str(world.people[7].id), "since": TODAY.isoformat()}
    for kind, which in (("group_leader", None), ("secretary", str(group.id))):
        refused = program.post(path, {**given, "kind": kind, "group": which})
        assert list(refused.json()["fields"]) == ["group"]
    made = program.post(path, {**given, "kind": "group_leader", "group": str(group.id)})
    assert Post.objects.get(id=made.json()["id"]).group == group
    inspector = program.post(path, {**given, "kind": "inspector"})
    assert inspector.status_code == 422


def test_an_organization_is_set_up_renamed_moved_and_dissolved(world: World, speak: Speak) -> None:
    program, root = speak("office"), f"/organizations/{world.committee.id}"
    names = {"name": "新支部", "full_name": "中共新支部"}
    made = program.post(f"{root}/organizations", {**names, "kind": "branch"}).json()["id"]
    path = f"/organizations/{made}"
    plain = {"code": "X1", "unit": "", "founded": "2026-01-05", "elected": None, "position": 7}
    told = program.put(path, {**plain, "version": 1}).json()
    assert (told["code"], told["founded"], told["version"]) == ("X1", "2026-01-05", 2)
    stale = program.put(path, {**plain, "code": "X2", "version": 1}).json()
    assert (stale["current"]["code"], stale["sent"]["code"]) == ("X1", "X2")
    later = {**names, **ON, "name": "改了名的", "version": 2}
    assert program.post(f"{path}/rename", later).status_code == 200
    into = {**ON, "to": str(world.neighbour.id), "version": 3}
    assert program.post(f"{path}/move", {**into, "to": str(world.work.id)}).status_code == 422
    assert program.post(f"{path}/move", into).status_code == 200
    assert program.post(f"{path}/dissolve", {**ON, "version": 4}).status_code == 200
    found = Organization.objects.get(id=made)
    assert (found.name, found.parent, found.dissolved) == ("改了名的", world.neighbour, TODAY)


def test_a_branch_becomes_part_of_another(world: World, speak: Speak) -> None:
    program = speak("office")
    into = {**ON, "to": str(world.branch.id), "version": world.neighbour.version}
    done = program.post(f"/organizations/{world.neighbour.id}/merge", into)
    assert done.json() == {"id": str(world.branch.id)}
    assert world.branch.memberships.filter(until=None).count() == 28
    gone = {**ON, "to": str(world.neighbour.id), "version": world.branch.version}
    for step in ("merge", "move"):  # into what is dissolved nothing goes
        assert program.post(f"/organizations/{world.branch.id}/{step}", gone).status_code == 422


def test_a_group_and_a_pack_begin_and_end(world: World, speak: Speak) -> None:
    program, place = speak("office"), f"/organizations/{world.branch.id}"
    group = program.post(f"{place}/groups", {"name": "第二党小组", "number": 2}).json()["id"]
    key = uuid.uuid4()
    ends = [program.post(f"/groups/{group}/end", ON, key) for _ in range(2)]
    assert [one.status_code for one in ends] == [200, 200]
    pack = {"pack": "local-example", "since": "2026-01-01"}
    for wrong in ("no-such", "national"):
        assert program.post(f"{place}/packs", {**pack, "pack": wrong}).status_code == 422
    assert program.post(f"{place}/packs", pack).status_code == 200
    (told,) = program.get(f"{place}/packs").json()["items"]
    assert (told["pack"], told["since"]) == ("local-example", "2026-01-01")
    assert program.post(f"{place}/packs/{told['id']}/end", ON).status_code == 200
    assert program.get(f"{place}/packs").json()["items"][0]["until"] == TODAY.isoformat()


def test_a_name_of_nothing_but_spaces_is_none(world: World, speak: Speak) -> None:
    program, place = speak("office"), f"/organizations/{world.branch.id}"
    for path, sent in (
        (f"{place}/groups", {"name": " "}),
        (f"{place}/people", held(name="　")),
        (f"{place}/organizations", {"kind": "branch", "name": " ", "full_name": "全名"}),
    ):
        refused = program.post(path, sent)
        assert (refused.status_code, list(refused.json()["fields"])) == (422, ["name"]), path
    assert program.get(f"/duties/{world.branch.id}").status_code == 200


def test_a_key_of_a_form_of_the_page_is_used(world: World, speak: Speak) -> None:
    key, account = uuid.uuid4(), world.accounts["office"]
    once(Actor(account.id, None, NOW), key, "post.end", lambda: {"url": "/"})
    post = Post.objects.filter(organization=world.branch).earliest("id")
    refused = speak("office").post(f"/posts/{post.id}/end", ON, key)
    assert (refused.status_code, refused.json()["code"]) == (409, "key_used")
