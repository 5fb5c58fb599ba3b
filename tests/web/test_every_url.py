"""Every address as every role: what is not visible is not there, what is not allowed is refused.

The expectations stand here as a table and do not ask the policy. An address that is
missing from the table fails.
"""

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.web.addresses import (
    ADDRESSES,
    ADMINISTRATORS,
    APART,
    CLOSED,
    OPEN_TO_ANYONE,
    ROLES,
    SENT,
    TABLE,
    filled,
)
from tests.web.conftest import Enter
from tests.web.world import World


def test_every_address_is_in_the_table() -> None:
    names = {getattr(one, "name", None) for one in get_resolver("mingdeng.web.urls").url_patterns}
    assert names == set(TABLE)


@pytest.mark.parametrize("place", range(len(ROLES)), ids=ROLES)
def test_each_role_gets_what_the_table_says(world: World, enter: Enter, place: int) -> None:
    client = enter(ROLES[place])
    got = {address: client.get(filled(world, address)).status_code for address, _ in ADDRESSES}
    assert got == {address: statuses[place] for address, statuses in ADDRESSES}


@pytest.mark.parametrize("place", range(3), ids=ADMINISTRATORS)
def test_each_administrator_gets_what_the_table_says(
    world: World, enter: Enter, place: int
) -> None:
    client = enter(ADMINISTRATORS[place])
    got = {address: client.get(filled(world, address)).status_code for address, _ in ADDRESSES}
    assert got == {
        address: APART[address][place] if address in APART else statuses[ROLES.index("system")]
        for address, statuses in ADDRESSES
    }


@pytest.mark.parametrize("role", [*ROLES, "security", "audit"])
def test_only_who_may_gets_through_a_door_that_changes_something(
    world: World, enter: Enter, role: str
) -> None:
    client = enter(role)
    passed = {address: client.post(filled(world, address)).status_code != 403 for address in SENT}
    assert passed == {address: role == allowed for address, allowed in SENT.items()}


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
    # What is closed is not there at all.
    assert response.status_code in ({404} if address in CLOSED else {400, 405})


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
