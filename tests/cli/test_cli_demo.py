"""`mingdeng demo`: invented files, their check and the reports, all in one folder."""

from pathlib import Path

import pytest

from tests.cli.running import Said, badly_put, say


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def told(out: Path) -> Said:
    return say("demo", "--no-serve", "--out", out)


def test_the_demo_ends_well_and_names_what_it_wrote(told: Said, out: Path) -> None:
    assert (told.code, told.err) == (0, "")
    for path in (out / "files", out / "report.html", out / "report.xlsx"):
        assert path.exists()
        assert str(path) in told.out
    assert badly_put(told.out) == []


def test_the_truth_stands_beside_the_files_not_among_them(told: Said, out: Path) -> None:
    assert told.code == 0
    assert (out / "truth.json").is_file()
    assert "truth.json" not in {path.name for path in (out / "files").iterdir()}


def test_the_demo_shows_an_organ_of_twelve_branches(told: Said) -> None:
    assert "党员 260 人" in told.out
    assert told.out.count("\n▲") + told.out.count("  ▲ 未履行") > 3


def test_the_files_of_the_demo_can_be_checked_again(told: Said, out: Path) -> None:
    head = told.out.splitlines()[0]
    again = say("check", out / "files", "--as-of", "2026-11-20", "--from", "2025-01-01")
    assert again.code == 1
    assert again.out.splitlines()[0] == head
