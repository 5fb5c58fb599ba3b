"""docs/api.md says what the API is: its client runs, its scopes and its statuses are these."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from mingdeng.accounts.services import SCOPES
from mingdeng.api.problems import SAID, Problem
from mingdeng.api.service import api
from tests.api.asking import token_for
from tests.web.world import make_world

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
(CLIENT,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
(PROBLEM,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
ROW = re.compile(r"^\| `?([\w:]+)`? \| (.+) \|$", re.MULTILINE)


@pytest.mark.django_db(transaction=True)
def test_the_client_of_the_page_runs_against_a_real_server(live_server: LiveServer) -> None:
    world = make_world()
    secret = token_for(world.accounts["secretary"], ("read",))
    told = subprocess.run(
        [sys.executable, "-c", CLIENT],
        env={**os.environ, "MINGDENG_URL": live_server.url, "MINGDENG_TOKEN": secret},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.splitlines()
    assert told[0] == world.people[0].name
    assert len(told) == 6
    assert told[1].endswith("学习有关文件")


def test_the_client_has_ten_lines() -> None:
    assert len([line for line in CLIENT.splitlines() if line.strip()]) <= 10


def test_the_page_lists_every_scope() -> None:
    assert {name: told for name, told in ROW.findall(PAGE) if name in SCOPES} == dict(SCOPES)


def test_the_page_shows_a_problem_as_it_is_and_names_every_status() -> None:
    Problem.model_validate(json.loads(PROBLEM))
    described = {
        status
        for path in api.get_openapi_schema()["paths"].values()
        for one in path.values()
        for status in one["responses"]
        if status >= 400
    }
    assert described <= SAID.keys()
    for status in described | {405}:
        assert re.search(rf"^\| [^|]*\b{status}\b", PAGE, re.MULTILINE), status
