"""Imports over the API: a stored preview, decided and corrected, written once, taken back."""

import uuid
from typing import Any

import pytest

from mingdeng.accounts.services import SCOPES
from mingdeng.roster.models import Person
from tests.api.asking import Program, token_for
from tests.api.conftest import Speak
from tests.files.filemaking import workbook
from tests.web.world import World

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "性别", "出生日期", "所在支部"]
NEW = ["新来的", "男", "1990-05-01", "养老服务支部"]
UNKNOWN = ["别处的", "女", "1991-06-02", "没有的支部"]


def sent(program: Program, world: World, *rows: list[str]) -> str:
    """The address of the preview of a roster of these rows."""
    file = ("名册.xlsx", workbook({"名册": [HEAD, *rows]}))
    fields = {"organization": str(world.committee.id)}
    made = program.upload("/imports", {"files": [file]}, fields)
    assert made.status_code == 201, made.content.decode()
    return f"/imports/{made.json()['id']}"


def line_of(program: Program, path: str, name: str) -> dict[str, Any]:
    lines = program.get(f"{path}/lines", kind="person").json()["items"]
    return next(one for one in lines if one["title"].startswith(name))


def version(program: Program, path: str) -> int:
    return int(program.get(path).json()["version"])


def test_an_import_is_previewed_confirmed_once_and_undone(world: World, speak: Speak) -> None:
    program, key = speak("office"), uuid.uuid4()
    path = sent(program, world, NEW)
    told = program.get(path).json()
    assert (told["state"], told["files"], told["undecided"]) == ("previewed", ["名册.xlsx"], 0)
    assert line_of(program, path, "新来的")["said"]["birth"] == "1990-05-01"
    assert not Person.objects.filter(name="新来的").exists()
    confirmed = {"version": told["version"]}
    for _ in range(2):
        done = program.post(f"{path}/confirm", confirmed, key).json()
        assert done["state"] == "confirmed"
    assert {"kind": "person", "done": "created", "lines": 1} in done["written"]
    assert Person.objects.filter(name="新来的").count() == 1
    undone = program.post(f"{path}/undo", {"version": done["version"], "reason": "重来"})
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert not Person.objects.filter(name="新来的").exists()


def test_an_unknown_name_is_settled_and_a_line_corrected(world: World, speak: Speak) -> None:
    program = speak("office")
    path = sent(program, world, NEW, UNKNOWN)
    told = program.get(path).json()
    assert told["unknown_names"] == [{"name": "没有的支部", "lines": 1}]
    to = {"name": "没有的支部", "to": str(world.branch.id), "version": told["version"]}
    assert program.put(f"{path}/names", to).json()["unknown_names"] == []
    line = line_of(program, path, "别处的")
    changed = {"name": "别出的", "version": version(program, path)}
    assert program.put(f"{path}/lines/{line['id']}", changed).json()["title"].startswith("别出的")
    assert program.put(f"{path}/lines/{line['id']}", changed).json()["code"] == "outdated"
    wrong = program.put(f"{path}/lines/{line['id']}", {**changed, "topic": "议题"})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["topic"])
    program.post(f"{path}/confirm", {"version": version(program, path)})
    assert Person.objects.get(name="别出的").memberships.get().branch == world.branch


def test_open_lines_want_a_choice_and_what_is_left_is_not_written(
    world: World, speak: Speak
) -> None:
    program = speak("office")
    path = sent(program, world, NEW, UNKNOWN)
    now = {"version": version(program, path)}
    refused = program.post(f"{path}/confirm", now)
    assert (refused.status_code, refused.json()["code"]) == (409, "undecided")
    left = [
        {"line": line_of(program, path, name)["id"], "take": False} for name in ("新来的", "别处的")
    ]
    unknown = {"line": str(uuid.uuid4()), "take": False}
    nobody = program.put(f"{path}/choices", {**now, "choices": [*left, unknown]})
    assert list(nobody.json()["fields"]) == ["choices.2.line"]
    chosen = program.put(f"{path}/choices", {**now, "choices": left}).json()
    done = program.post(f"{path}/confirm", {"version": chosen["version"]})
    assert done.json()["state"] == "confirmed"
    assert not Person.objects.filter(name__in=["新来的", "别处的"]).exists()


def test_sensitive_fields_of_lines_want_the_scope(world: World, speak: Speak) -> None:
    path = sent(speak("office"), world, NEW)
    scopes = tuple(one for one in SCOPES if one != "sensitive")
    plain = Program(token_for(world.accounts["office"], scopes))
    line = line_of(plain, path, "新来的")
    assert "birth" not in line["said"]
    assert line["hidden"] == ["birth", "id_number"]
    changed = {"birth": "1990-05-02", "version": version(plain, path)}
    assert plain.put(f"{path}/lines/{line['id']}", changed).status_code == 403


def test_a_preview_is_given_up_and_a_wrong_pack_named(world: World, speak: Speak) -> None:
    program = speak("office")
    path = sent(program, world, NEW)
    now = {"version": version(program, path)}
    wrong = program.post(f"{path}/confirm", {**now, "packs": [{"pack": "no-such"}]})
    assert list(wrong.json()["fields"]) == ["packs.0.pack"]
    assert program.post(f"{path}/discard", now).status_code == 200
    assert program.get(path).json()["state"] == "discarded"
    gone = program.post(f"{path}/confirm", {"version": version(program, path)})
    assert (gone.status_code, gone.json()["code"]) == (409, "refused")


def test_a_file_nobody_opens_is_told_in_its_findings(world: World, speak: Speak) -> None:
    program = speak("office")
    fields = {"organization": str(world.committee.id)}
    made = program.upload("/imports", {"files": [("图.svg", b"<svg/>")]}, fields).json()["id"]
    assert program.get(f"/imports/{made}").json()["state"] == "failed"
    (told,) = program.get(f"/imports/{made}/findings").json()["items"]
    assert told["file"] == "图.svg"
