"""Records and plans over the API: as on the pages, written once, nobody's words lost."""

import uuid
from typing import Any

import pytest

from mingdeng.activities.models import Activity
from mingdeng.journal.models import Entry
from tests.api.asking import Program
from tests.api.conftest import Speak
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db


def meeting(world: World, **said: Any) -> dict[str, Any]:
    """A meeting of the branch as a program sends it."""
    given = {
        "kinds": ["theme_day"],
        "held_on": TODAY.isoformat(),
        "hosts": [
            {
                "organization": str(world.branch.id),
                "expected": 20,
                "present": 19,
                "absent": [{"person": str(world.people[2].id), "reason": "病假"}],
            }
        ],
        "place": "六楼会议室",
        "hours": "1.5",
        "agenda": [{"text": "学习有关文件", "votes_for": 19}],
    }
    return {**given, **said}


def test_what_was_recorded_can_be_read(world: World, speak: Speak) -> None:
    program = speak("secretary")
    made = program.post("/records", meeting(world))
    assert made.status_code == 201
    found = program.get(f"/records/{made.json()['id']}").json()
    assert found["state"] == "held"
    assert found["hours"] == "1.5"
    assert found["topic"] == "学习有关文件"
    host = found["hosts"][0]
    assert host["organization"]["name"] == world.branch.name
    assert [one["name"] for one in host["absent"]] == [world.people[2].name]
    listed = program.get("/records", first=TODAY).json()["items"]
    assert [one["id"] for one in listed] == [made.json()["id"]]


def test_a_repeated_request_records_once(world: World, speak: Speak) -> None:
    program, key = speak("secretary"), uuid.uuid4()
    first = program.post("/records", meeting(world), key).json()
    assert program.post("/records", meeting(world), key).json() == first
    assert Activity.objects.filter(held_on=TODAY).count() == 1


def test_a_key_of_another_action_is_refused(world: World, speak: Speak) -> None:
    program, key = speak("secretary"), uuid.uuid4()
    program.post("/records", meeting(world), key)
    refused = program.post("/plans", meeting(world), key)
    assert (refused.status_code, refused.json()["code"]) == (409, "key_used")


def test_the_journal_says_who_in_which_post_and_through_which_token(
    world: World, speak: Speak
) -> None:
    speak("secretary").post("/records", meeting(world))
    entry = Entry.objects.filter(action="activity.record").latest("number")
    account = world.accounts["secretary"]
    assert entry.account == account.id
    assert entry.post == world.people[0].posts.get().id
    assert (entry.detail.body or {})["by_token"] == str(account.tokens.get().id)


def test_who_comes_second_gets_both_texts_and_nothing_is_written(
    world: World, speak: Speak
) -> None:
    program = speak("secretary")
    path = f"/records/{world.own.id}"
    day = world.own.held_on.isoformat()
    first = meeting(world, held_on=day, place="一楼", version=1)
    assert program.put(path, first).status_code == 200
    second = program.put(path, {**first, "place": "二楼"})
    assert second.status_code == 409
    said = second.json()
    assert said["code"] == "stale"
    assert said["current"]["place"] == "一楼"
    assert said["current"]["version"] == 2
    assert said["sent"]["place"] == "二楼"
    assert program.get(path).json()["place"] == "一楼"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"state": "confirmed"}, "state"),
        ({"version": 1}, "version"),
        ({"kinds": ["no_such_kind"]}, "kinds.0"),
        ({"held_on": "2026-02-30"}, "held_on"),
        ({"held_on": 1_700_000_000}, "held_on"),
        ({"hours": 1.5}, "hours"),
        ({"start": "25:00"}, "start"),
        ({"agenda": [{"text": ""}]}, "agenda.0.text"),
        ({"agenda": [{"text": "议题", "votes_for": -1}]}, "agenda.0.votes_for"),
        ({"place": "一\u0000二"}, "place"),
        ({"guests": ["一" * 61]}, "guests.0"),
    ],
)
def test_what_cannot_stand_is_named_by_its_field(
    world: World, speak: Speak, changed: dict[str, Any], field: str
) -> None:
    refused = speak("secretary").post("/records", meeting(world, **changed))
    assert refused.status_code == 422
    assert list(refused.json()["fields"]) == [field]
    assert not Activity.objects.filter(held_on=TODAY).exists()


def test_someone_of_another_branch_cannot_be_named_absent(world: World, speak: Speak) -> None:
    hosts = [
        {
            "organization": str(world.branch.id),
            "absent": [{"person": str(world.accounts["neighbour"].person.id)}],
        }
    ]
    refused = speak("secretary").post("/records", meeting(world, hosts=hosts))
    assert refused.status_code == 422
    assert list(refused.json()["fields"]) == ["hosts.0.absent.0.person"]


def test_nobody_records_for_a_branch_that_is_not_theirs(world: World, speak: Speak) -> None:
    there = [{"organization": str(world.neighbour.id)}]
    assert speak("secretary").post("/records", meeting(world, hosts=there)).status_code == 404
    both = [{"organization": str(world.branch.id)}, *there]
    assert speak("secretary").post("/records", meeting(world, hosts=both)).status_code == 404
    assert speak("office").post("/records", meeting(world, hosts=both)).status_code == 201


def test_a_correction_keeps_a_host_the_caller_does_not_write_for(
    world: World, speak: Speak
) -> None:
    both: list[dict[str, Any]] = [
        {"organization": str(world.branch.id)},
        {"organization": str(world.neighbour.id), "present": 7, "expected": 8},
    ]
    made = speak("office").post("/records", meeting(world, hosts=both)).json()["id"]
    program = speak("secretary")
    changed = meeting(world, hosts=both[:1], place="一楼", version=1)
    assert program.put(f"/records/{made}", changed).status_code == 200
    hosts = {
        one["organization"]["id"]: one for one in program.get(f"/records/{made}").json()["hosts"]
    }
    assert hosts[str(world.neighbour.id)]["present"] == 7
    foreign = meeting(world, hosts=[both[0], {**both[1], "present": 8}], version=2)
    assert program.put(f"/records/{made}", foreign).status_code == 403


def test_a_record_is_confirmed_returned_and_withdrawn_in_its_turn(
    world: World, speak: Speak
) -> None:
    office, secretary = speak("office"), speak("secretary")
    path = f"/records/{world.own.id}"
    assert secretary.post(f"{path}/confirm", {"version": 1}).status_code == 403
    assert office.post(f"{path}/return", {"version": 1, "reason": "缺名单"}).status_code == 200
    assert office.get(path).json()["remark"] == "缺名单"
    assert office.post(f"{path}/confirm", {"version": 1}).json()["code"] == "stale"
    assert office.post(f"{path}/confirm", {"version": 2}).status_code == 200
    gone = office.post(f"{path}/withdraw", {"version": 3, "reason": "误录"})
    assert (gone.status_code, gone.json()["code"]) == (409, "locked")


def test_taking_back_twice_is_answered_as_once(world: World, speak: Speak) -> None:
    program, key = speak("secretary"), uuid.uuid4()
    path, body = f"/records/{world.own.id}", {"version": 1, "reason": "误录"}
    first = program.post(f"{path}/withdraw", body, key)
    again = program.post(f"{path}/withdraw", body, key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert program.get(path).status_code == 404


def test_a_plan_is_announced_and_held(world: World, speak: Speak) -> None:
    program = speak("secretary")
    later = meeting(world, held_on=f"{TODAY.year + 1}-03-01")
    assert program.post("/records", later).status_code == 422
    made = program.post("/plans", later).json()["id"]
    assert [one["id"] for one in program.get("/plans").json()["items"]] == [made]
    assert program.post(f"/plans/{made}/notice", {"version": 1}).status_code == 200
    assert program.get(f"/records/{made}").json()["notified_at"]
    key = uuid.uuid4()
    for _ in range(2):
        held = program.post(f"/plans/{made}/held", meeting(world, version=2), key)
        assert (held.status_code, held.json()["state"]) == (200, "held")
    assert program.post(f"/plans/{made}/held", meeting(world, version=3)).status_code == 409
    assert program.get("/plans").json()["items"] == []


def test_a_list_goes_on_where_next_says(speak: Speak) -> None:
    program = speak("office")
    whole = [one["id"] for one in program.get("/records", limit=100).json()["items"]]
    got: list[str] = []
    path: str | None = "/records?limit=4"
    while path:
        part = program.get(path).json()
        got += [one["id"] for one in part["items"]]
        path = part["next"] and part["next"].removeprefix("/api/v1")
    assert got == whole
    assert len(got) == len(set(got)) > 8


def test_what_is_not_visible_is_as_absent_as_nothing(world: World, speak: Speak) -> None:
    program: Program = speak("secretary")
    hidden = program.get(f"/records/{world.other.id}")
    nothing = program.get(f"/records/{uuid.uuid4()}")
    said = [{**one.json(), "where": ""} for one in (hidden, nothing)]
    assert said[0] == said[1]
    assert hidden.status_code == 404
