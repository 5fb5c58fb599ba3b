"""What a token opens: the rights of the moment, its own scopes, and nothing after its end."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from mingdeng.accounts.models import AccessToken
from mingdeng.accounts.services import (
    SCOPES,
    end_sessions,
    restore,
    revoke_token,
    set_password,
    suspend,
)
from mingdeng.daycount import local_day
from mingdeng.roster.models import Post
from tests.api.asking import BASE, Program, token_for
from tests.api.conftest import Speak
from tests.web.world import NOW, TODAY, World

pytestmark = pytest.mark.django_db
PASSWORD = "long enough to be one"  # noqa: S105 - of nobody


def test_without_a_token_nothing_is_said(world: World) -> None:
    client = Client()
    client.force_login(world.accounts["office"])  # a session says nothing here
    answer = client.get(f"{BASE}/me")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"
    secret = token_for(world.accounts["office"])
    assert client.get(f"{BASE}/me?token={secret}").status_code == 401


def test_answers_are_not_stored(speak: Speak) -> None:
    program = speak("member")
    for path in ("/me", "/records/no-such", f"/people/{uuid.uuid4()}", "/nowhere"):
        assert program.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("how", ["revoke", "suspend", "restored", "sessions", "password", "expire"])
def test_a_token_that_ended_opens_nothing(world: World, how: str) -> None:
    account = world.accounts["member"]
    program = Program(token_for(account))
    assert program.get("/me").status_code == 200
    later = NOW
    match how:
        case "revoke":
            revoke_token(account, AccessToken.objects.get().id, NOW)
        case "suspend":
            suspend(account)
        case "restored":
            suspend(account)
            restore(account)
        case "sessions":
            end_sessions(account)
        case "password":
            set_password(account, PASSWORD, NOW)
        case "expire":
            later = NOW + timedelta(days=31)
    with time_machine.travel(later, tick=False):
        assert program.get("/me").status_code == 401


def test_a_post_that_ended_ends_at_the_next_request(world: World, speak: Speak) -> None:
    program = speak("office")
    path = f"/records/{world.own.id}/confirm"
    assert program.post(path, {"version": 9}).status_code == 409
    Post.objects.filter(person=world.accounts["office"].person).update(until=TODAY)
    assert program.post(path, {"version": 9}).status_code == 403


def test_a_token_does_only_what_it_was_issued_for(world: World) -> None:
    program = Program(token_for(world.accounts["office"], ("read",)))
    assert program.get(f"/records/{world.own.id}").status_code == 200
    refused = program.post(f"/records/{world.own.id}/confirm", {"version": 1})
    assert refused.status_code == 403
    assert SCOPES["records:confirm"] in refused.json()["do"]
    writer = Program(token_for(world.accounts["office"], ("records:write",)))
    assert writer.get(f"/records/{world.own.id}").status_code == 403


def test_sensitive_fields_want_the_role_and_the_scope(world: World) -> None:
    path = f"/people/{world.people[5].id}"
    plain = Program(token_for(world.accounts["office"], ("read",))).get(path).json()
    assert (plain["birth"], plain["hidden"]) == (None, ["birth", "id_number"])
    both = ("read", "sensitive")
    whole = Program(token_for(world.accounts["office"], both)).get(path).json()
    assert (whole["birth"], whole["hidden"]) == ("1980-01-06", [])
    above = Program(token_for(world.accounts["leading"], both)).get(path).json()
    assert (above["birth"], above["hidden"]) == (None, ["birth", "id_number"])


def test_a_post_wants_a_token_of_two_factors(world: World) -> None:
    weak = Program(token_for(world.accounts["office"], two_factors=False))
    assert weak.get("/me").status_code == 403
    member = Program(token_for(world.accounts["member"], two_factors=False))
    assert member.get("/me").status_code == 200


def test_one_acts_in_the_post_chosen_and_in_no_others(speak: Speak) -> None:
    program = speak("office")
    posts = program.get("/me").json()["posts"]
    acting = {"Acting-As": posts[0]["id"]}
    assert program.get("/me", headers=acting).json()["acting"] == posts[0]["id"]
    assert program.get("/me", headers={"Acting-As": str(uuid.uuid4())}).status_code == 400
    assert program.get("/me", headers={"Acting-As": "office"}).status_code == 400


def test_who_tries_wrong_tokens_waits_and_right_ones_get_through(speak: Speak) -> None:
    wrong, program = Program("md_wrong"), speak("member")
    found = [wrong.get("/me") for _ in range(30)]
    assert found[0].status_code == 401
    assert found[-1].status_code == 429
    assert int(found[-1].headers["Retry-After"]) > 0
    assert program.get("/me").status_code == 200


def test_of_its_use_only_the_day_is_kept(speak: Speak) -> None:
    program = speak("member")
    program.get("/me")
    assert AccessToken.objects.get().used_on == local_day(datetime.now(UTC))


def test_too_much_is_refused_and_so_is_another_content_type(world: World) -> None:
    secret = token_for(world.accounts["secretary"])
    client = Client(headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "x"})
    large = client.post(f"{BASE}/records", b" " * (3 << 20), content_type="application/json")
    assert large.status_code == 413
    form = client.post(f"{BASE}/records", {"kinds": "theme_day"})
    assert form.status_code == 415
    broken = client.post(f"{BASE}/records", b"{", content_type="application/json")
    assert broken.status_code == 400
    assert "JSON" in broken.json()["what"]


def test_an_unknown_parameter_or_one_given_twice_is_named(speak: Speak) -> None:
    program = speak("office")
    unknown = program.get("/records?order_by=password")
    assert (unknown.status_code, list(unknown.json()["fields"])) == (422, ["order_by"])
    twice = program.get("/records?limit=1&limit=2")
    assert (twice.status_code, list(twice.json()["fields"])) == (422, ["limit"])


def test_a_wrong_method_and_a_wrong_address_are_told_as_problems(speak: Speak) -> None:
    client = speak("office").client
    wrong = client.delete(f"{BASE}/records")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, POST")
    assert wrong.json()["code"] == "no_such_method"
    for nowhere in ("/nowhere", "/", "/plans/a%0Ab/notice", "/records/%0A"):
        assert client.get(f"{BASE}{nowhere}").json()["code"] == "not_found"
