"""台账 for programs: the definition says the fields; the same rights, readings and versions."""

from uuid import uuid4

import pytest

from mingdeng.registers.models import Entry
from tests.api.asking import Program, token_for
from tests.api.conftest import Speak
from tests.web.places import a_problem
from tests.web.world import World

pytestmark = pytest.mark.django_db
LIST = "/registers/problem-list/entries"


def test_a_definition_says_what_an_entry_is_made_of(speak: Speak) -> None:
    found = speak("office").get("/registers?limit=100").json()["items"]
    (problems,) = [one for one in found if one["id"] == "problem-list"]
    title = next(one for one in problems["fields"] if one["id"] == "title")
    assert (title["type"], title["required"]) == ("text", True)
    of_leader = speak("leading").get("/registers?limit=100").json()["items"]
    mine = {one["id"] for one in speak("member").get("/registers?limit=100").json()["items"]}
    assert "supervision-findings" not in mine
    assert "supervision-findings" in {one["id"] for one in of_leader}


def test_entries_are_listed_and_read_as_far_as_the_caller_sees_them(
    world: World, speak: Speak
) -> None:
    here, there = a_problem(world.branch), a_problem(world.neighbour)
    office, secretary = speak("office"), speak("secretary")
    assert {one["id"] for one in office.get(LIST).json()["items"]} == {str(here.id), str(there.id)}
    (seen,) = secretary.get(LIST).json()["items"]
    assert (seen["id"], seen["fields"]["title"]) == (str(here.id), here.title)
    assert secretary.get(f"/entries/{there.id}").status_code == 404
    assert secretary.get(f"{LIST}?q=没有这样的话").json()["items"] == []
    assert secretary.get("/registers/no-such/entries").status_code == 404


def test_what_is_sent_is_read_as_what_is_typed_and_written_once(world: World, speak: Speak) -> None:
    secretary, key = speak("secretary"), uuid4()
    known = a_problem(world.branch)
    fields = secretary.get(f"/entries/{known.id}").json()["fields"]
    sent = {"organization": str(world.branch.id), "fields": {**fields, "title": "新的问题"}}
    for _ in range(2):
        answer = secretary.post(LIST, sent, key)
        assert answer.status_code == 201, answer.content
    assert Entry.objects.filter(title="新的问题").count() == 1
    elsewhere = {**sent, "organization": str(world.neighbour.id)}
    assert secretary.post(LIST, elsewhere, uuid4()).status_code == 403
    wrong = {**sent, "fields": {**fields, "title": "", "mood": "好"}}
    assert set(secretary.post(LIST, wrong, uuid4()).json()["fields"]) == {"mood"}
    empty = {**sent, "fields": {**fields, "title": ""}}
    assert set(secretary.post(LIST, empty, uuid4()).json()["fields"]) == {"title"}


def test_only_what_is_sent_changes_and_an_old_version_is_told_both_texts(
    world: World, speak: Speak
) -> None:
    one, secretary = a_problem(world.branch), speak("secretary")
    before = secretary.get(f"/entries/{one.id}").json()["fields"]
    changed = secretary.put(f"/entries/{one.id}", {"version": 1, "fields": {"title": "改过"}})
    assert changed.json()["fields"] == {**before, "title": "改过"}
    stale = secretary.put(f"/entries/{one.id}", {"version": 1, "fields": {"title": "又改"}})
    assert stale.status_code == 409
    assert stale.json()["current"]["title"] == "改过"
    assert (
        speak("member").put(f"/entries/{one.id}", {"version": 2, "fields": {}}).status_code == 403
    )


def test_writing_wants_the_scope_for_it(world: World) -> None:
    one = a_problem(world.branch)
    reading = Program(token_for(world.accounts["secretary"], ("read",)))
    assert reading.get(f"/entries/{one.id}").status_code == 200
    assert reading.put(f"/entries/{one.id}", {"version": 1, "fields": {}}).status_code == 403
