"""`mingdeng permissions`: every role, action, object and field, and a door for every address."""

from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver, path

from mingdeng.access.table import grants
from mingdeng.accounts.services import SCOPES
from mingdeng.api.service import api
from mingdeng.cli import permissions
from tests.cli.running import badly_put, say


def test_every_address_has_a_door() -> None:
    told = say("permissions", "--json")
    assert (told.code, told.err) == (0, "")
    doors = {one["name"]: one["door"] for one in told.json["addresses"]}
    pages = {name for name in doors if not name.startswith("api:")} - {"nothing"}
    assert len(pages) == len(get_resolver("mingdeng.web.urls").url_patterns)
    assert None not in doors.values()
    assert doors["journal"] == {"for": "granted", "action": "read", "object": "journal"}
    assert doors["sign-in"] == {"for": "anyone"}
    assert doors["me"] == {"for": "signed_in"}


def test_every_operation_of_the_api_has_a_door_with_a_scope() -> None:
    found = say("permissions", "--json").json["addresses"]
    doors = {one["name"]: (one["method"], one["door"]) for one in found if "method" in one}
    described = {
        f"api:{one['operationId']}": method.upper()
        for path in api.get_openapi_schema()["paths"].values()
        for method, one in path.items()
    }
    assert {name: method for name, (method, _) in doors.items()} == described
    assert all(door["scope"] in SCOPES for _, door in doors.values())
    assert doors["api:create_record"][1] == {
        "for": "granted",
        "action": "create",
        "object": "activity",
        "scope": "records:write",
    }


def test_only_these_stand_in_front_of_the_door() -> None:
    found = say("permissions", "--json").json["addresses"]
    assert {one["path"] for one in found if one["door"]["for"] == "anyone"} == {
        "/sign-in/",
        "/sign-in/code/",
        "/sign-in/<str:token>/",
        "/sign-out/",
        "/setup/",
        "/activate/",
        "/calendars/<str:token>.ics",
        "/surveys/<str:token>/",
        "/api/v1/^[\\s\\S]*$",  # says that nothing is there
    }


def test_an_address_without_a_door_fails_the_command() -> None:
    patterns = get_resolver("mingdeng.web.urls").url_patterns
    patterns.append(path("forgotten/", _forgotten, name="forgotten"))
    try:
        told = say("permissions")
    finally:
        patterns.pop()
    assert told.code == 1
    assert "/forgotten/　没有登记权限" in told.out


def test_each_field_says_who_reaches_it() -> None:
    rows = say("permissions", "--json").json["grants"]
    reach = {
        (one["role"], one["action"], one["object"], one["field"]): one["reach"] for one in rows
    }
    assert len(reach) == len(rows)
    assert reach["secretary", "read", "person", "name"] == "below"
    assert reach["secretary", "read", "person", "id_number"] == "branch"
    assert reach["leading", "read", "person", "birth"] is None
    assert reach["system", "read", "account", "username"] == "all"
    assert reach["system", "read", "account", "password"] is None
    assert reach["system", "read", "person", "name"] is None
    assert {one["role"] for one in rows} == set(grants().roles)
    assert {one["object"] for one in rows} == set(grants().things)


def test_the_models_named_are_kinds_of_things_and_sensitive_fields_are_theirs() -> None:
    assert set(permissions.MODELS) <= set(grants().things)
    for thing, fields in grants().sensitive.items():
        assert fields <= set(permissions.fields_of(thing))


def test_people_read_it_too() -> None:
    told = say("permissions")
    assert told.code == 0
    assert "系统管理员：" in told.out
    assert "/journal/　能查看：日志" in told.out
    assert badly_put(told.out) == []


def _forgotten(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse()
