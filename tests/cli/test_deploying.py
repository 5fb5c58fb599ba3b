"""`mingdeng init` and `check_deploy`: what a machine is prepared with, and what is unsafe on it."""

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from mingdeng.cli.check_deploy import findings
from tests.cli.running import Said, badly_put, say, start

KEYS = ("secret-key", "factor-key", "heads-key")


def at(folder: Path, *argv: str, **more: str) -> Said:
    """Run a command as an installation with this data folder."""
    environment = {"MINGDENG_DATA": str(folder), **more}
    environment["DJANGO_SETTINGS_MODULE"] = "mingdeng.config.settings"
    done = start(*argv, env=environment)
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that was prepared and not yet set up."""
    folder = tmp_path_factory.mktemp("data")
    told = at(folder, "init")
    assert told.code == 0, told.err
    assert re.search(r"初始化码：[A-Z2-7]{6}(-[A-Z2-7]{6}){3}\n", told.out)
    assert badly_put(told.out) == []
    return folder


def test_the_keys_are_read_by_nobody_else(made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    for name in KEYS:
        assert stat.S_IMODE((made / name).stat().st_mode) == 0o600
        assert len((made / name).read_text()) >= 64


def test_preparing_again_changes_no_key_and_gives_a_fresh_code(made: Path) -> None:
    before = [(made / name).read_text() for name in KEYS]
    first, second = (json.loads(at(made, "init", "--json").out) for _ in range(2))
    assert [(made / name).read_text() for name in KEYS] == before
    assert first["setup_code"] != second["setup_code"]
    assert first["setup_path"] == "/setup/"


def test_a_code_is_not_made_for_an_administrator_nobody_knows(made: Path) -> None:
    told = at(made, "init", "--anew", "nobody")
    assert told.code == 2
    assert "没有登录名为“nobody”的管理员" in told.err


def test_an_installation_not_yet_set_up_is_unsafe_and_says_why(made: Path) -> None:
    told = at(made, "check_deploy", "--json")
    assert told.code == 1
    unsafe = {one["check"] for one in json.loads(told.out)["findings"] if one["unsafe"]}
    assert unsafe == {"setup"}


def test_what_others_can_read_is_named_with_what_to_do(made: Path) -> None:
    key = made / "factor-key"
    key.chmod(0o644)
    try:
        told = at(made, "check_deploy")
    finally:
        key.chmod(0o600)
    assert told.code == 1
    assert "factor-key”的权限是 0644" in told.out
    assert "chmod 600" in told.out


def test_hosts_beyond_this_machine_ask_for_tls(made: Path) -> None:
    def unsafe(**more: str) -> set[str]:
        said = json.loads(at(made, "check_deploy", "--json", **more).out)
        return {one["check"] for one in said["findings"] if one["unsafe"]}

    assert "tls" in unsafe(MINGDENG_HOSTS="djgz.example.gov.cn")
    assert "tls" not in unsafe(MINGDENG_HOSTS="djgz.example.gov.cn", MINGDENG_TLS="1")
    assert {"hosts", "tls"} <= unsafe(MINGDENG_HOSTS="*")


def test_a_command_on_an_empty_folder_says_what_to_do_first(tmp_path: Path) -> None:
    for command in ("check_deploy", "verify_audit"):
        told = at(tmp_path, command)
        assert told.code == 3
        assert "./mingdeng init" in told.err


def test_the_stricter_profile_is_told(made: Path) -> None:
    told = at(made, "check_deploy", MINGDENG_PROFILE="dengbao")
    assert "dengbao，90 天换一次口令，10 分钟不用就退出" in told.out
    assert badly_put(told.out) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "check"), [("DEBUG", "debug"), ("DEMO", "demo")])
def test_switches_of_development_are_unsafe(settings: Settings, name: str, check: str) -> None:
    setattr(settings, name, True)
    assert check in {one.check for one in findings() if one.unsafe}


def test_the_demo_does_not_start_on_real_data(made: Path) -> None:
    told = at(made, "serve", "--demo", "--port", "0")
    assert told.code == 3
    assert "已有数据，而且不是演示用的" in told.err
    assert not (made / "demo").exists()


def test_a_variable_alone_makes_no_demo(made: Path) -> None:
    told = at(made, "check_deploy", "--json", MINGDENG_DEMO="1")
    assert "demo" not in {one["check"] for one in json.loads(told.out)["findings"]}


def test_the_way_back_in_for_an_administrator(made: Path, tmp_path: Path) -> None:
    script = tmp_path / "administrators.py"
    script.write_text(
        "import django; django.setup()\n"
        "from mingdeng.accounts.services import create_user\n"
        "create_user('xitong', 'system')\n"
    )
    environment = os.environ | {
        "MINGDENG_DATA": str(made),
        "DJANGO_SETTINGS_MODULE": "mingdeng.config.settings",
    }
    subprocess.run([sys.executable, str(script)], env=environment, check=True)
    told = json.loads(at(made, "init", "--anew", "XITONG", "--json").out)
    assert re.fullmatch(r"[A-Z2-7]{6}(-[A-Z2-7]{6}){3}", told["activation_code"])
    assert json.loads(at(made, "init", "--json").out)["setup_code"] is None


def test_the_help_of_each_names_its_options() -> None:
    for command, option in (
        ("init", "--anew"),
        ("verify_audit", "--write-head"),
        ("permissions", "--json"),
        ("check_deploy", "--json"),
    ):
        assert option in say(command, "--help").out
