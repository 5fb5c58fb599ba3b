"""Signing in: password, then code; who guesses waits; what ends a session ends it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.test import Client
from time_machine import Traveller

from mingdeng.accounts.hashing import Argon2
from mingdeng.accounts.models import Refusal, Slowed, User
from mingdeng.accounts.services import NOBODY, create_user, suspend
from mingdeng.journal.models import Entry
from mingdeng.roster.models import Post
from mingdeng.roster.services import appoint
from tests.web.people import PASSWORD, give_password, holder_of
from tests.web.world import SYSTEM, World

START = datetime.now(UTC).replace(hour=2, minute=0, second=10, microsecond=0)
HERE = "mingdeng.accounts.services"


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def later(clock: Traveller, **by: float) -> datetime:
    clock.shift(timedelta(**by))
    return datetime.now(UTC)


def inside(client: Client) -> bool:
    """Whether the first page opens."""
    return client.get("/").status_code == 200


# ---- password and code ----


def test_a_member_enters_with_a_password(world: World, client: Client, clock: Traveller) -> None:
    del clock
    holder_of(world.accounts["member"], START, factor=False)
    response = client.post("/sign-in/", {"username": " Member ", "password": PASSWORD})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert "施明德" in client.get("/").content.decode()
    last = Entry.objects.order_by("number").last()
    assert last is not None
    assert (last.action, last.account) == ("account.enter", world.accounts["member"].id)


def test_someone_with_a_post_enters_with_a_code_as_well(
    world: World, client: Client, clock: Traveller
) -> None:
    holder = holder_of(world.accounts["secretary"], START, factor=True)
    now = later(clock, minutes=5)
    response = client.post("/sign-in/", {"username": "secretary", "password": PASSWORD})
    assert response.headers["Location"] == "/sign-in/code/"
    assert not inside(client), "the password alone opens nothing"
    client.post("/sign-in/code/", {"code": holder.code(now)})
    assert inside(client)


def test_a_code_works_once_and_no_older_one_after_it(
    world: World, client: Client, clock: Traveller
) -> None:
    holder = holder_of(world.accounts["secretary"], START, factor=True)
    before = later(clock, minutes=5)
    now = later(clock, seconds=30)
    give_password(client, "secretary")
    client.post("/sign-in/code/", {"code": holder.code(now)})
    assert inside(client)
    other = Client()
    give_password(other, "secretary")
    for replayed in (holder.code(now), holder.code(before)):
        assert other.post("/sign-in/code/", {"code": replayed}).status_code == 400
    assert not inside(other)
    after = later(clock, seconds=30)
    other.post("/sign-in/code/", {"code": holder.code(after)})
    assert inside(other)


def test_the_code_that_enrolled_is_used_up(world: World, client: Client, clock: Traveller) -> None:
    del clock
    holder = holder_of(world.accounts["secretary"], START, factor=True)
    give_password(client, "secretary")
    assert client.post("/sign-in/code/", {"code": holder.code(START)}).status_code == 400


@pytest.mark.parametrize(("off", "opens"), [(-61, False), (-30, True), (30, True), (61, False)])
def test_a_clock_may_be_half_a_minute_off(
    world: World, client: Client, clock: Traveller, off: int, opens: bool
) -> None:
    holder = holder_of(world.accounts["secretary"], START, factor=True)
    now = later(clock, minutes=5)
    give_password(client, "secretary")
    client.post("/sign-in/code/", {"code": holder.code(now + timedelta(seconds=off))})
    assert inside(client) == opens


def test_a_recovery_code_stands_in_once_however_it_is_typed(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    holder = holder_of(world.accounts["secretary"], START, factor=True)
    give_password(client, "secretary")
    client.post("/sign-in/code/", {"code": f" {holder.codes[3].lower().replace('-', ' ')} "})
    assert inside(client)
    other = Client()
    give_password(other, "secretary")
    assert other.post("/sign-in/code/", {"code": holder.codes[3]}).status_code == 400
    other.post("/sign-in/code/", {"code": holder.codes[4]})
    assert inside(other)


def test_the_second_step_is_open_for_five_minutes(
    world: World, client: Client, clock: Traveller
) -> None:
    holder = holder_of(world.accounts["secretary"], START, factor=True)
    give_password(client, "secretary")
    now = later(clock, minutes=5, seconds=1)
    response = client.post("/sign-in/code/", {"code": holder.code(now)})
    assert response.headers["Location"] == "/sign-in/"
    assert not inside(client)


def test_a_password_changed_between_the_steps_closes_the_second(
    world: World, client: Client, clock: Traveller
) -> None:
    holder = holder_of(world.accounts["secretary"], START, factor=True)
    now = later(clock, minutes=5)
    give_password(client, "secretary")
    User.objects.filter(username="secretary").update(generation=99)
    client.post("/sign-in/code/", {"code": holder.code(now)})
    assert not inside(client)


def test_the_key_of_the_session_changes_on_the_way_in(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    holder = holder_of(world.accounts["secretary"], START, factor=True)
    give_password(client, "secretary")
    between = client.session.session_key
    client.post("/sign-in/code/", {"code": holder.codes[0]})
    assert client.session.session_key != between
    assert inside(client)


# ---- the same answer, at the same price ----


@pytest.mark.parametrize("who", ["known", "unknown", "suspended", "not activated"])
def test_whoever_is_named_the_answer_and_its_price_are_the_same(
    world: World, client: Client, who: str
) -> None:
    now = datetime.now(UTC)
    holder_of(world.accounts["member"], now, factor=False)
    suspended = create_user("suspended")
    holder_of(suspended, now, factor=False)
    suspend(suspended)
    name = {"known": "member", "not activated": "viewer"}.get(who, who)
    hashed = []
    really = Argon2.verify

    def counting(self: Argon2, password: str, encoded: str) -> bool:
        hashed.append(self.decode(encoded))
        return really(self, password, encoded)

    with patch.object(Argon2, "verify", counting), patch.object(Argon2, "encode", None):
        response = client.post("/sign-in/", {"username": name, "password": "so nicht, mein Herr"})
    assert response.status_code == 400
    assert "登录名或口令不对，或者这个账号现在不能使用" in response.content.decode()
    prices = [(one["memory_cost"], one["time_cost"], one["parallelism"]) for one in hashed]
    assert prices == [(19 * 1024, 2, 1)]


def test_the_right_password_of_a_suspended_account_is_answered_alike(
    world: World, client: Client
) -> None:
    member = world.accounts["member"]
    holder_of(member, datetime.now(UTC), factor=False)
    suspend(member)
    wrong = client.post("/sign-in/", {"username": "member", "password": "falsch und lang"})
    right = client.post("/sign-in/", {"username": "member", "password": PASSWORD})
    assert right.status_code == wrong.status_code == 400
    assert not inside(client)


# ---- slowing down ----


def refused(client: Client, name: str, address: str = "10.0.0.1") -> tuple[int, str | None]:
    response = client.post(
        "/sign-in/", {"username": name, "password": "falsch und lang"}, REMOTE_ADDR=address
    )
    return response.status_code, response.headers.get("Retry-After")


@pytest.mark.parametrize("name", ["member", "nobody-of-that-name"])
def test_who_guesses_at_a_name_waits_longer_and_longer(
    world: World, client: Client, clock: Traveller, name: str
) -> None:
    holder_of(world.accounts["member"], START, factor=False)
    assert [refused(client, name) for _ in range(5)] == [(400, None)] * 5
    waits = []
    for _ in range(6):
        status, _ = refused(client, name)
        assert status == 400
        status, wait = refused(client, name)
        assert (status, wait is not None) == (429, True)
        waits.append(int(wait or 0))
        later(clock, seconds=waits[-1])
    assert waits == sorted(waits)
    assert waits[0] <= 2
    assert waits[-1] > 30


def test_nobody_is_locked_out_for_ever(world: World, client: Client, clock: Traveller) -> None:
    holder_of(world.accounts["member"], START, factor=False)
    for _ in range(40):
        refused(client, "member")
        later(clock, seconds=300)
    assert give_password(client, "member") == 302
    assert inside(client)


def test_the_right_password_is_not_heard_while_one_waits(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    holder_of(world.accounts["member"], START, factor=False)
    for _ in range(6):
        refused(client, "member")
    with patch.object(Argon2, "verify", None):
        assert give_password(client, "member") == 429


def test_an_address_that_tries_many_names_waits_and_others_do_not(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    holder_of(world.accounts["member"], START, factor=False)
    for number in range(21):
        assert refused(client, f"name-{number}", "10.9.9.9") == (400, None)
    assert refused(client, "another", "10.9.9.9")[0] == 429
    assert refused(client, "another", "10.1.1.1")[0] == 400
    assert give_password(client, "member") == 302


def test_guessing_at_codes_is_slowed_whatever_the_password_does(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    holder_of(world.accounts["secretary"], START, factor=True)
    statuses = []
    for _ in range(8):
        assert give_password(client, "secretary") == 302
        statuses.append(client.post("/sign-in/code/", {"code": "000000"}).status_code)
    assert statuses == [400] * 6 + [429] * 2


def test_an_hour_without_a_failure_is_a_new_beginning(
    world: World, client: Client, clock: Traveller
) -> None:
    del world
    for _ in range(6):
        refused(client, "member")
    later(clock, hours=1, seconds=3)
    assert [refused(client, "member")[0] for _ in range(5)] == [400] * 5


def test_neither_name_nor_address_is_kept_in_clear(world: World, client: Client) -> None:
    refused(client, "member", "10.3.2.1")
    kept = str(list(Slowed.objects.values())) + str(list(Refusal.objects.values()))
    assert Slowed.objects.count() == 2
    assert "member" not in kept
    assert "10.3.2.1" not in kept
    assert world.accounts["member"].id in Refusal.objects.values_list("account", flat=True)


def test_refusals_are_counted_by_account_and_day(world: World, client: Client) -> None:
    for name in ("member", "member", "nobody-of-that-name"):
        refused(client, name)
    counts = dict(Refusal.objects.values_list("account", "count"))
    assert counts == {world.accounts["member"].id: 2, NOBODY: 1}


# ---- what ends a session ----


def test_half_an_hour_without_a_request_ends_it(
    world: World, client: Client, clock: Traveller
) -> None:
    holder_of(world.accounts["member"], START, factor=False)
    give_password(client, "member")
    for _ in range(3):
        later(clock, minutes=29)
        assert inside(client)
    later(clock, minutes=30, seconds=1)
    assert not inside(client)


def test_after_twelve_hours_it_ends_however_busy(
    world: World, client: Client, clock: Traveller
) -> None:
    holder_of(world.accounts["member"], START, factor=False)
    give_password(client, "member")
    for _ in range(24 * 2 - 1):
        later(clock, minutes=15)
        assert inside(client)
    later(clock, minutes=15, seconds=1)
    assert not inside(client)


def test_a_suspended_account_is_out_at_its_next_request(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    member = world.accounts["member"]
    holder_of(member, START, factor=False)
    give_password(client, "member")
    assert inside(client)
    suspend(member)
    assert not inside(client)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    holder_of(world.accounts["member"], START, factor=False)
    other = Client()
    give_password(client, "member")
    give_password(other, "member")
    new = "新的一句口令 比原来长很多"
    sent = {"current": PASSWORD, "password": new, "again": new}
    response = client.post("/me/password/", sent)
    assert response.headers["Location"] == "/me/"
    assert inside(client)
    assert not inside(other)
    assert give_password(Client(), "member") == 400
    assert give_password(Client(), "member", new) == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"current": "falsch und lang"}, "现在的口令不对"),
        ({"again": "etwas anderes"}, "两次输入的新口令不一样"),
        ({"password": "zu kurz", "again": "zu kurz"}, "至少 12 个字符"),
    ],
)
def test_a_password_is_not_changed_where_something_is_wrong(
    world: World, client: Client, clock: Traveller, sent: dict[str, str], said: str
) -> None:
    del clock
    holder_of(world.accounts["member"], START, factor=False)
    give_password(client, "member")
    new = "新的一句口令 比原来长很多"
    whole = {"current": PASSWORD, "password": new, "again": new, **sent}
    response = client.post("/me/password/", whole)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert give_password(Client(), "member") == 302


# ---- who needs a second factor ----


def test_a_post_opens_nothing_until_the_second_factor_is_enrolled(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    holder_of(world.accounts["secretary"], START, factor=False)
    give_password(client, "secretary")
    for url in ("/", "/duties/", "/me/", f"/people/{world.people[5].id}/"):
        response = client.get(url)
        assert (response.status_code, response.headers["Location"]) == (302, "/me/second-factor/")
    response = client.get("/duties/", HTTP_HX_REQUEST="true")
    assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/me/second-factor/")


def test_a_post_given_during_a_session_asks_for_the_factor_at_the_next_request(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    holder_of(world.accounts["member"], START, factor=False)
    give_password(client, "member")
    assert inside(client)
    appoint(SYSTEM, world.people[19], world.branch, Post.Kind.COMMITTEE, "委员", date(2020, 1, 1))
    assert not inside(client)


def test_enrolling_shows_secret_picture_and_recovery_codes(
    world: World, client: Client, clock: Traveller
) -> None:
    from mingdeng.accounts.services import waiting_secret
    from tests.web.people import shown_code

    now = later(clock, minutes=1)
    secretary = world.accounts["secretary"]
    holder_of(secretary, START, factor=False)
    give_password(client, "secretary")
    page = client.get("/me/second-factor/").content.decode()
    secret = waiting_secret(secretary)
    assert secret is not None
    assert secret[:4] + " " + secret[4:8] in page
    picture = client.get("/me/second-factor/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<?xml")
    assert b"<script" not in picture.content
    wrong = client.post("/me/second-factor/", {"code": "000000"})
    assert wrong.status_code == 400
    assert secret[:4] in wrong.content.decode(), "the same secret is still there to be tried"
    done = client.post("/me/second-factor/", {"code": shown_code(secret, now)})
    assert done.content.decode().count("<li><code>") == 10
    assert inside(client)
    assert client.get("/me/second-factor/qr.svg").status_code == 404


def test_another_phone_asks_for_the_password_and_voids_the_first(
    world: World, client: Client, clock: Traveller
) -> None:
    from mingdeng.accounts.services import waiting_secret
    from tests.web.people import shown_code

    secretary = world.accounts["secretary"]
    holder = holder_of(secretary, START, factor=True)
    now = later(clock, minutes=5)
    give_password(client, "secretary")
    client.post("/sign-in/code/", {"code": holder.code(now)})
    assert "已经启用" in client.get("/me/second-factor/").content.decode()
    assert client.post("/me/second-factor/", {"password": "falsch"}).status_code == 400
    assert client.get("/me/second-factor/qr.svg").status_code == 404
    client.post("/me/second-factor/", {"password": PASSWORD})
    client.get("/me/second-factor/")
    secret = waiting_secret(secretary)
    assert secret is not None
    client.post("/me/second-factor/", {"code": shown_code(secret, now)})
    assert inside(client)
    after = later(clock, minutes=1)
    other = Client()
    give_password(other, "secretary")
    for gone in (holder.code(after), holder.codes[0]):
        assert other.post("/sign-in/code/", {"code": gone}).status_code == 400
    other.post("/sign-in/code/", {"code": shown_code(secret, after)})
    assert inside(other)


def test_a_password_session_cannot_replace_a_factor_enrolled_elsewhere(
    world: World, client: Client, clock: Traveller
) -> None:
    del clock
    secretary = world.accounts["secretary"]
    client.force_login(secretary, "mingdeng.accounts.backends.OneFactor")
    generation = secretary.generation
    holder_of(secretary, START, factor=True)
    User.objects.filter(id=secretary.id).update(generation=generation)
    client.force_login(User.objects.get(id=secretary.id), "mingdeng.accounts.backends.OneFactor")
    response = client.get("/me/second-factor/")
    assert response.headers["Location"] == "/sign-in/"
    assert client.get("/me/").headers["Location"] == "/sign-in/"
