"""`mingdeng permissions`: who may do what to which field, and what each address asks for."""

from collections.abc import Iterator, Sequence
from typing import Any

from mingdeng.cli.arguments import Parser, add_json
from mingdeng.cli.output import print_json
from mingdeng.cli.starting import start_django

COMPLETE, MISSING = 0, 1
# The record behind each kind of thing; what is computed has no fields of its own.
MODELS = {
    "organization": "roster.Organization",
    "person": "roster.Person",
    "post": "roster.Post",
    "activity": "activities.Activity",
    "statement": "assessments.Statement",
    "objection": "assessments.Objection",
    "waiver": "assessments.Waiver",
    "import": "intake.Upload",
    "stationery": "stationery.Template",
    "journal": "journal.Entry",
    "account": "accounts.User",
    "founding": "administration.Founding",
    "token": "accounts.AccessToken",
}
# Read by nobody through any page, whatever the table says of the record.
NEVER = {
    "account": frozenset({"password", "generation"}),
    "token": frozenset({"digest", "generation"}),
}
EVERY = "*"


def run(argv: Sequence[str]) -> int:
    """List: 0 when every address has a door, 1 when one has none."""
    parser = Parser(
        prog="mingdeng permissions",
        description="列出每个角色对每类对象、每个字段能做什么，以及每个地址要求什么权限。",
    )
    add_json(parser)
    options = parser.parse_args(argv)
    start_django()
    found = list(addresses())
    if options.json:
        print_json({"grants": list(grants_by_field()), "addresses": found})
    else:
        _tell(found)
    return MISSING if any(one["door"] is None for one in found) else COMPLETE


def grants_by_field() -> Iterator[dict[str, Any]]:
    """Role × action × object × field; reach is null where it may not at all."""
    from mingdeng.access.describing import ACTIONS
    from mingdeng.access.table import grants

    table = grants()
    for role in table.roles:
        for thing in table.things:
            for action in ACTIONS:
                for field in fields_of(thing):
                    yield {
                        "role": role,
                        "action": action,
                        "object": thing,
                        "field": field,
                        "reach": _reach(role, action, thing, field),
                    }


def fields_of(thing: str) -> list[str]:
    """The fields of a kind of thing, without what only ties records together."""
    from django.apps import apps

    if thing not in MODELS:
        return [EVERY]
    model = apps.get_model(MODELS[thing])
    return [field.name for field in model._meta.concrete_fields]  # noqa: SLF001 - documented


def addresses() -> Iterator[dict[str, Any]]:
    """Every address with what its door asks for, as the view says; None where it has no door.

    An address of the API has one door for each of its methods.
    """
    from django.urls import get_resolver

    yield from _below(get_resolver().url_patterns, "/")


def _below(patterns: Sequence[Any], start: str) -> Iterator[dict[str, Any]]:
    for one in patterns:
        path = f"{start}{one.pattern}"
        if hasattr(one, "url_patterns"):
            yield from _below(one.url_patterns, path)
        elif hasattr(one.callback, "doors"):
            for name, (method, door) in one.callback.doors.items():
                yield {"name": f"api:{name}", "path": path, "method": method, "door": door}
        else:
            yield {"name": one.name, "path": path, "door": getattr(one.callback, "door", None)}


def _reach(role: str, action: str, thing: str, field: str) -> str | None:
    from mingdeng.access.table import grants

    table = grants()
    if field in NEVER.get(thing, ()):
        return None
    if action == "read" and field in table.sensitive.get(thing, ()):
        return table.reach(role, "read_sensitive", thing)
    return table.reach(role, action, thing)


def _tell(found: Sequence[dict[str, Any]]) -> None:
    from mingdeng.access.describing import ACTIONS, REACHES
    from mingdeng.access.table import grants

    table = grants()
    for role in table.roles.values():
        print(f"{role.label}：")
        for thing, label in table.things.items():
            reaches = {action: table.reach(role.id, action, thing) for action in ACTIONS}
            said = [f"{ACTIONS[a]}（{REACHES[r]}）" for a, r in reaches.items() if r]
            if said:
                print(f"  {label}：{'、'.join(said)}")
    print("\n地址：")
    for one in found:
        method = f"{one['method']} " if "method" in one else ""
        print(f"  {method}{one['path']}　{_door(one['door'])}")
    print("\n逐个字段见 --json。")


def _door(door: dict[str, Any] | None) -> str:
    from mingdeng.access.describing import ACTIONS
    from mingdeng.access.table import grants

    if door is None:
        return "没有登记权限，这是程序的错误"
    scope = f"，令牌范围 {door['scope']}" if "scope" in door else ""
    if door["for"] == "granted":
        return f"能{ACTIONS[door['action']]}：{grants().things[door['object']]}{scope}"
    return "任何人" if door["for"] == "anyone" else f"登录的人{scope}"
