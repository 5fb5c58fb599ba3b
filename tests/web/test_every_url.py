"""Every address as every role: what is not visible is not there, what is not allowed is refused.

The expectations stand here as a table and do not ask the policy. An address that is
missing from the table fails.
"""

from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from mingdeng.activities.models import Activity, Attachment
from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import attach, plan
from mingdeng.assessments.services import About, Asked, object_to, request_waiver
from mingdeng.journal.services import Actor
from tests.web.conftest import Enter
from tests.web.world import NOW, SYSTEM, TODAY, World

ROLES = ("secretary", "member", "office", "leading", "discipline", "viewer", "system")
# One status per role, in the order above.
TABLE: dict[str, dict[str, tuple[int, ...]]] = {
    "today": {"/": (200, 200, 200, 200, 200, 200, 200)},
    "sign-in": {"/sign-in/": (302, 302, 302, 302, 302, 302, 302)},
    "use-link": {"/sign-in/no-such-link/": (200, 200, 200, 200, 200, 200, 200)},
    "sign-out": {"/sign-out/": (405, 405, 405, 405, 405, 405, 405)},
    "duties": {"/duties/": (302, 302, 302, 302, 302, 302, 403)},
    "board": {
        "/duties/{branch}/": (200, 200, 200, 200, 200, 200, 403),
        "/duties/{neighbour}/": (404, 404, 200, 200, 200, 200, 403),
        "/duties/{committee}/": (404, 404, 200, 200, 200, 200, 403),
        "/duties/{leading}/": (404, 404, 404, 200, 404, 404, 403),
        "/duties/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "why": {
        "/duties/{branch}/why/?of=theme-day~{year}-01": (200, 200, 200, 200, 200, 200, 403),
        "/duties/{neighbour}/why/?of=theme-day~{year}-01": (404, 404, 200, 200, 200, 200, 403),
        "/duties/{branch}/why/?of=no-such-rule~{year}-01": (404, 404, 404, 404, 404, 404, 403),
    },
    "records": {"/records/": (200, 200, 200, 200, 200, 403, 403)},
    "record": {
        "/records/new/": (200, 403, 200, 403, 403, 403, 403),
        "/records/new/?organization={branch}": (200, 403, 200, 403, 403, 403, 403),
        "/records/new/?organization={neighbour}": (404, 403, 200, 403, 403, 403, 403),
    },
    "plans": {"/records/plans/": (200, 200, 200, 200, 200, 403, 403)},
    "plan": {
        "/records/plan/": (200, 403, 200, 403, 403, 403, 403),
        "/records/plan/?organization={branch}": (200, 403, 200, 403, 403, 403, 403),
        "/records/plan/?organization={neighbour}": (404, 403, 200, 403, 403, 403, 403),
    },
    "replan": {
        "/records/{planned}/plan/": (200, 403, 200, 403, 403, 403, 403),
        "/records/{planned_there}/plan/": (404, 404, 200, 403, 403, 403, 403),
        "/records/{own}/plan/": (404, 404, 404, 404, 404, 403, 403),
    },
    "hold": {
        "/records/{planned}/done/": (200, 403, 200, 403, 403, 403, 403),
        "/records/{planned_there}/done/": (404, 404, 200, 403, 403, 403, 403),
        "/records/{own}/done/": (404, 404, 404, 404, 404, 403, 403),
    },
    "announce": {"/records/{planned}/announce/": (405, 405, 405, 405, 405, 405, 405)},
    "confirm": {"/records/{own}/confirm/": (405, 405, 405, 405, 405, 405, 405)},
    "return": {"/records/{own}/return/": (405, 405, 405, 405, 405, 405, 405)},
    "withdraw": {"/records/{own}/withdraw/": (405, 405, 405, 405, 405, 405, 405)},
    "add-file": {"/records/{own}/files/": (405, 405, 405, 405, 405, 405, 405)},
    "file": {
        "/files/{file}/": (302, 302, 302, 302, 302, 403, 403),
        "/files/{file_there}/": (404, 404, 302, 302, 302, 403, 403),
        "/files/{nobody}/": (404, 404, 404, 404, 404, 403, 403),
    },
    "remove-file": {"/files/{file}/remove/": (405, 405, 405, 405, 405, 405, 405)},
    "download": {"/downloads/invented/": (400, 400, 400, 400, 400, 403, 403)},
    "state": {
        "/duties/{branch}/statement/?of=theme-day~{year}-01": (200, 403, 200, 403, 403, 403, 403),
        "/duties/{neighbour}/statement/?of=theme-day~{year}-01": (
            *(404, 403, 200, 403, 403, 403, 403),
        ),
        "/duties/{branch}/statement/?of=no-such-rule~{year}-01": (
            *(404, 403, 404, 403, 403, 403, 403),
        ),
    },
    "object": {
        "/duties/{branch}/objection/?of=theme-day~{year}-01": (200, 200, 200, 200, 200, 403, 403),
        "/duties/{neighbour}/objection/?of=theme-day~{year}-01": (
            *(404, 404, 403, 403, 403, 403, 403),
        ),
    },
    "waive": {
        "/duties/{branch}/waiver/?of=theme-day~{year}-01": (200, 403, 200, 403, 403, 403, 403),
        "/duties/{neighbour}/waiver/?of=theme-day~{year}-01": (404, 403, 200, 403, 403, 403, 403),
    },
    "said": {"/said/": (200, 200, 200, 200, 200, 200, 403)},
    "unstate": {"/statements/{nobody}/withdraw/": (405, 405, 405, 405, 405, 405, 405)},
    "objection": {
        "/objections/{objected}/": (200, 200, 200, 404, 404, 404, 403),
        "/objections/{objected_there}/": (404, 404, 200, 404, 404, 404, 403),
        "/objections/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "waiver": {
        "/waivers/{waived}/": (200, 403, 200, 200, 403, 403, 403),
        "/waivers/{waived_there}/": (404, 403, 200, 200, 403, 403, 403),
        "/waivers/{nobody}/": (404, 403, 404, 404, 403, 403, 403),
    },
    "record-read": {"/records/read/": (405, 405, 405, 405, 405, 405, 405)},
    "record-live": {"/records/live/": (405, 405, 405, 405, 405, 405, 405)},
    "activity": {
        "/records/{own}/": (200, 200, 200, 200, 200, 403, 403),
        "/records/{other}/": (404, 404, 200, 200, 200, 403, 403),
        "/records/{nobody}/": (404, 404, 404, 404, 404, 403, 403),
    },
    "edit": {
        "/records/{own}/edit/": (200, 403, 200, 403, 403, 403, 403),
        "/records/{other}/edit/": (404, 404, 200, 403, 403, 403, 403),
    },
    "organizations": {"/organizations/": (200, 200, 200, 200, 200, 200, 403)},
    "organization": {
        "/organizations/{branch}/": (200, 200, 200, 200, 200, 200, 403),
        "/organizations/{neighbour}/": (404, 404, 200, 200, 200, 200, 403),
        "/organizations/{work}/": (404, 404, 404, 404, 404, 200, 403),
    },
    "person": {
        "/people/{person}/": (200, 404, 200, 200, 404, 404, 403),
        "/people/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "rules": {"/rules/": (200, 200, 200, 200, 200, 200, 200)},
    "rule": {
        "/rules/theme-day/": (200, 200, 200, 200, 200, 200, 200),
        "/rules/no-such-rule/": (404, 404, 404, 404, 404, 404, 404),
    },
    "me": {"/me/": (200, 200, 200, 200, 200, 200, 200)},
}
# What further rows of a world are called; a world is made anew for each test.
FURTHER: dict[UUID, dict[str, UUID]] = {}
ADDRESSES = [(address, found) for rows in TABLE.values() for address, found in rows.items()]
OPEN_TO_ANYONE = {"/sign-in/": 200, "/sign-in/no-such-link/": 200, "/sign-out/": 405}


def further(world: World) -> dict[str, UUID]:
    """Plans, files, objections and waivers of the branch and of the one beside it, made once."""
    if world.branch.id in FURTHER:
        return FURTHER[world.branch.id]
    found: dict[str, UUID] = {}
    actor = Actor(world.accounts["member"].id, None, NOW)
    for name, place, activity in (
        ("", world.branch, world.own),
        ("_there", world.neighbour, world.other),
    ):
        day = TODAY + timedelta(days=3)
        given = Record(kinds=("theme_day",), held_on=day, hosts=(Hosting(place.id),))
        found[f"planned{name}"] = plan(SYSTEM, given).id
        found[f"file{name}"] = a_file(activity).id
        about = About(place.id, str(place.id), "theme-day", f"{TODAY.year}-01")
        raised = actor if place == world.branch else SYSTEM
        found[f"objected{name}"] = object_to(raised, about, "不对", {}).id
        asked = Asked(place.id, "theme-day", TODAY, TODAY, "理由")
        found[f"waived{name}"] = request_waiver(SYSTEM, asked).id
    FURTHER.clear()
    FURTHER[world.branch.id] = found
    return found


def a_file(activity: Activity) -> Attachment:
    with NamedTemporaryFile(suffix=".pdf") as made:
        made.write(b"%PDF-1.7 file")
        made.flush()
        return attach(SYSTEM, activity.id, Path(made.name), "签到表.pdf")


def filled(world: World, address: str) -> str:
    return address.format(
        branch=world.branch.id,
        neighbour=world.neighbour.id,
        committee=world.committee.id,
        leading=world.leading.id,
        work=world.work.id,
        own=world.own.id,
        other=world.other.id,
        person=world.people[5].id,
        nobody=uuid4(),
        **{name: str(one) for name, one in further(world).items()},
        year=world.own.held_on.year + 1,
    )


def test_every_address_is_in_the_table() -> None:
    names = {getattr(one, "name", None) for one in get_resolver("mingdeng.web.urls").url_patterns}
    assert names == set(TABLE)


@pytest.mark.parametrize("place", range(len(ROLES)), ids=ROLES)
def test_each_role_gets_what_the_table_says(world: World, enter: Enter, place: int) -> None:
    client = enter(ROLES[place])
    got = {address: client.get(filled(world, address)).status_code for address, _ in ADDRESSES}
    assert got == {address: statuses[place] for address, statuses in ADDRESSES}


def test_someone_not_signed_in_sees_only_the_door(world: World, client: Client) -> None:
    for address, statuses in ADDRESSES:
        response = client.get(filled(world, address))
        posted_only = 405 in statuses
        expected = OPEN_TO_ANYONE.get(address, 405 if posted_only else 302)
        assert response.status_code == expected, address
        if expected == 302:
            assert response.headers["Location"] == "/sign-in/"


@pytest.mark.parametrize("address", [address for address, _ in ADDRESSES])
def test_an_unknown_parameter_is_refused(world: World, enter: Enter, address: str) -> None:
    url = filled(world, address)
    response = enter("office").get(f"{url}{'&' if '?' in url else '?'}order_by=password")
    assert response.status_code in {400, 405}


@pytest.mark.parametrize("day", ["22-11-2026", "2026-13-01", "0001-01-01", "9999-12-31", "今天"])
def test_a_day_that_is_none_is_refused(enter: Enter, day: str) -> None:
    assert enter("secretary").get("/", {"as_of": day}).status_code == 400


def test_a_post_that_ended_ends_at_the_next_request(world: World, enter: Enter) -> None:
    client = enter("secretary")
    assert client.get("/records/new/").status_code == 200
    world.people[0].posts.update(until=world.own.held_on)
    assert client.get("/records/new/").status_code == 403


def test_pages_are_not_stored_and_run_no_foreign_code(enter: Enter) -> None:
    headers = enter("secretary").get("/").headers
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
