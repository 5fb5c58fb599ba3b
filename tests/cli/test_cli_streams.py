"""Readers that close early, terminals without Chinese: no traceback, no broken output."""

import json
import os
import subprocess

import pytest

from tests.cli.running import AS_OF, LEDGERS, start

CHECK = ("check", LEDGERS, *AS_OF)
COMMANDS = [
    CHECK,
    (*CHECK, "--json"),
    ("rules", "show", "theme-day"),
    ("rules", "list"),
    ("rules", "questions", "--json"),
    ("calc", "dues.monthly", "category=in_service", "base=3000"),
    ("--help",),
    ("check", "--help"),
]
ASCII = {"PYTHONIOENCODING": "ascii"}
PLAIN_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def _name(argv: object) -> str:
    parts = argv if isinstance(argv, tuple) else (argv,)
    return " ".join(str(part) for part in parts if part != LEDGERS)


@pytest.mark.parametrize("argv", COMMANDS, ids=_name)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_seen_enough_is_no_failure(
    argv: tuple[object, ...], unbuffered: str
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = start(*argv, stdout=writer, env={"PYTHONUNBUFFERED": unbuffered})
    os.close(writer)
    assert done.stderr.decode() == ""
    assert done.returncode in {0, 1}


@pytest.mark.parametrize("env", [ASCII, PLAIN_C], ids=["ascii", "locale C"])
@pytest.mark.parametrize("argv", [CHECK, ("rules", "list"), ("--help",)], ids=_name)
def test_a_terminal_without_chinese_gets_escapes_and_no_crash(
    argv: tuple[object, ...], env: dict[str, str]
) -> None:
    done, usual = start(*argv, env=env), start(*argv)
    assert (done.returncode, done.stderr) == (usual.returncode, b"")
    assert done.stdout.isascii()
    assert len(done.stdout.splitlines()) == len(usual.stdout.splitlines())


@pytest.mark.parametrize("env", [ASCII, PLAIN_C, {"PYTHONIOENCODING": "gbk"}])
def test_json_stays_json_in_every_encoding(env: dict[str, str]) -> None:
    done = start(*CHECK, "--json", env=env)
    usual = start(*CHECK, "--json")
    assert json.loads(done.stdout.decode("gbk")) == json.loads(usual.stdout)


@pytest.mark.parametrize("env", [ASCII, PLAIN_C])
def test_a_complaint_reaches_a_terminal_without_chinese(env: dict[str, str]) -> None:
    done = start("check", LEDGERS / "没有", env=env)
    assert done.returncode == 2
    assert done.stderr.isascii()
    assert b"Traceback" not in done.stderr


def test_text_is_utf_8_as_a_rule() -> None:
    done = start(*CHECK)
    assert done.returncode == 1
    assert "青源市人大常委会机关" in done.stdout.decode("utf-8").splitlines()[0]


def test_without_any_output_the_exit_code_still_answers() -> None:
    done = start(*CHECK, stdout=subprocess.DEVNULL)
    assert (done.returncode, done.stderr) == (1, b"")


def test_off_a_terminal_no_progress_is_shown() -> None:
    assert start(*CHECK).stderr == b""
