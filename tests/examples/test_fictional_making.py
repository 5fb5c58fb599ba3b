"""Calling the generator: from Python and as a script, again and again, with what it needs only."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from fictional import STYLES, make
from fictional.styles import PLAIN, UNIVERSE, draw_hand, style_named

from tests.examples.clerk import seeded

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "make_organ.py"
ONLY_FOR_DEVELOPERS = ("openpyxl", "xlwt")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("style", ["plain", "random", "xls+hidden", "xlsx+dates", "csv_tab"])
def test_the_same_arguments_make_the_same_bytes(tmp_path: Path, style: str) -> None:
    first = make(tmp_path / "first", seed=7, style=style)
    second = make(tmp_path / "second", seed=7, style=style)
    assert first == second
    assert _bytes(tmp_path / "first") == _bytes(tmp_path / "second")


def test_another_seed_makes_another_organ(tmp_path: Path) -> None:
    truths = [make(tmp_path / str(seed), seed=seed, style="plain") for seed in (1, 2)]
    assert truths[0]["people"] != truths[1]["people"]


def test_one_seed_shows_one_organ_in_many_hands(tmp_path: Path) -> None:
    def facts(style: str) -> list[object]:
        truth = make(tmp_path / style, seed=3, style=style)
        without = [{k: v for k, v in a.items() if k != "source"} for a in truth["activities"]]
        return [without, truth["gaps"], truth["branches"], truth["members"]]

    assert facts("plain") == facts("two_line") == facts("csv_gb18030")


def test_the_demo_is_made_by_the_script_without_developers_libraries(tmp_path: Path) -> None:
    hidden = ";".join(f"sys.modules[{name!r}] = None" for name in ONLY_FOR_DEVELOPERS)
    code = (
        f"import sys, runpy; {hidden}; sys.argv = ['x', {str(tmp_path)!r}, '--size', 'demo'];"
        f"sys.path.insert(0, {str(SCRIPT.parent)!r});"
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth["members"] == 260
    assert truth["style"]["name"] == "demo"
    assert {path.suffix for path in tmp_path.iterdir()} == {".xlsx", ".docx", ".json"}


def test_it_says_which_styles_there_are(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="plain"):
        make(tmp_path, style="没有")
    with pytest.raises(ValueError, match="small"):
        make(tmp_path, size="huge")


def test_styles_can_be_joined_and_the_later_wins() -> None:
    joined = style_named("xls+stacked+csv_utf8")
    assert joined["books"] == ("stacked",)
    assert joined["ledger_format"] == ("csv_utf8",)


def test_every_style_names_known_habits_and_options() -> None:
    assert set(UNIVERSE) == set(PLAIN)
    for name, style in STYLES.items():
        for habit, options in style.items():
            assert set(options) <= set(UNIVERSE[habit]), (name, habit)


def test_every_option_is_drawn_by_random_sooner_or_later() -> None:
    style = style_named("random")
    hands = [draw_hand(seeded(seed), style) for seed in range(600)]
    for habit, options in UNIVERSE.items():
        drawn = {getattr(hand, habit) for hand in hands}
        assert drawn == set(options), habit


def test_the_branch_and_the_year_never_get_lost() -> None:
    style = style_named("random")
    for seed in range(600):
        hand = draw_hand(seeded(seed), style)
        assert not (hand.titles == "0" and hand.branch_place in ("title", "both"))
        assert not (hand.titles == "0" and hand.year_place == "title")
        assert not (hand.is_csv and hand.books.startswith("sheet"))
        assert not (hand.books == "stacked" and hand.branch_place in ("own", "both"))
