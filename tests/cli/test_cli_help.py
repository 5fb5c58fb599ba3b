"""`--help`: every command explains itself in Chinese."""

import pytest

from tests.cli.running import badly_put, is_chinese, say

COMMANDS = [
    (),
    ("check",),
    ("rules",),
    *(("rules", action) for action in ("list", "show", "test", "check", "questions")),
    ("calc",),
    ("demo",),
]
ENGLISH = ("usage", "positional", "optional", "options", "arguments", "show this", "default:")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_in_chinese(command: tuple[str, ...], flag: str) -> None:
    told = say(*command, flag)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("用法：mingdeng")
    assert is_chinese(told.out.splitlines()[2])
    assert [word for word in ENGLISH if word in told.out.lower()] == []
    assert badly_put(told.out) == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_is_explained(command: tuple[str, ...]) -> None:
    lines = say(*command, "--help").out.split("选项")[1].splitlines()
    options = [line for line in lines if line.startswith("  -")]
    explained = [place for place, line in enumerate(lines) if line.startswith("  -")]
    assert options
    for place, line in zip(explained, options, strict=True):
        assert is_chinese(line.split("  ")[-1]) or is_chinese(lines[place + 1])


@pytest.mark.parametrize("command", [(), ("rules",)], ids=" ".join)
def test_without_a_command_the_help_is_shown(command: tuple[str, ...]) -> None:
    told = say(*command)
    assert told.code == 2
    assert told.out == say(*command, "--help").out


def test_the_overview_names_every_command() -> None:
    overview = say("--help").out
    for name in ("check", "rules", "calc", "demo", "test", "bench"):
        assert f"\n  {name} " in overview


def test_the_help_of_check_explains_the_exit_codes() -> None:
    assert "退出码：0" in say("check", "--help").out
