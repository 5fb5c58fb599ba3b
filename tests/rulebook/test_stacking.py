"""Lower packs: stricter or left free is taken, anything else is a conflict and the higher holds."""

from datetime import date

import pytest

from mingdeng.rulebook.loader import load
from mingdeng.rulebook.model import Comparison, Rulebook, Version
from tests.rulebook.conftest import RULE, PackMaker

CHANGE = """
text: 地方细则
changes:
- rule: theme-day
  from: 2024-01-01
  set: {%s}
  cite: {article: 三}
  confidence: local
  gist: 地方规定
"""


def stacked(make_pack: PackMaker, setting: str, rule: str = RULE, level: str = "city") -> Rulebook:
    return load([make_pack(rule), make_pack(CHANGE % setting, name="city", level=level)])


def at_least(version: Version) -> int:
    assert isinstance(version.require, Comparison)
    return int(version.require.at_least.value)  # type: ignore[union-attr]


def on(rulebook: Rulebook, day: date) -> Version:
    version = rulebook.rules["theme-day"].version_on(day)
    assert version is not None
    return version


def test_a_stricter_number_holds_from_its_day_on(make_pack: PackMaker) -> None:
    rulebook = stacked(make_pack, "require.at_least: 2")
    assert rulebook.conflicts == ()
    assert at_least(on(rulebook, date(2023, 12, 31))) == 1
    assert at_least(on(rulebook, date(2024, 1, 1))) == 2


def test_the_changed_version_says_who_changed_it_and_why(make_pack: PackMaker) -> None:
    version = on(stacked(make_pack, "require.at_least: 2"), date(2024, 1, 1))
    assert version.changed_by == ("city",)
    assert version.basis.gist == "地方规定"
    assert str(version.basis.cite) == "《地方细则》第三条"


def test_only_the_changed_number_belongs_to_the_lower_pack(make_pack: PackMaker) -> None:
    version = on(stacked(make_pack, "require.at_least: 2"), date(2024, 1, 1))
    assert isinstance(version.require, Comparison)
    assert version.require.at_least.key.startswith("city/theme-day@")  # type: ignore[union-attr]


@pytest.mark.parametrize("setting", ["require.at_least: 0", "every: quarter", "when: members >= 9"])
def test_what_loosens_is_a_conflict_and_the_higher_rule_holds(
    make_pack: PackMaker, setting: str
) -> None:
    rulebook = stacked(make_pack, setting)
    assert [conflict.path for conflict in rulebook.conflicts] == [setting.split(":", maxsplit=1)[0]]
    version = on(rulebook, date(2024, 1, 1))
    assert at_least(version) == 1
    assert version.when is None


@pytest.mark.parametrize("setting", ["every: week", "force: must", "every: ten-days"])
def test_a_shorter_cycle_and_more_force_are_stricter(make_pack: PackMaker, setting: str) -> None:
    assert stacked(make_pack, setting).conflicts == ()


def test_what_the_higher_pack_leaves_free_may_be_set_freely(make_pack: PackMaker) -> None:
    free = RULE.replace("  versions:", "  free: [every]\n  versions:")
    rulebook = stacked(make_pack, "every: year", rule=free)
    assert rulebook.conflicts == ()


def test_an_optional_rule_holds_only_where_it_is_adopted(make_pack: PackMaker) -> None:
    optional = RULE.replace("  versions:", "  optional: true\n  free: [every]\n  versions:")
    alone = load([make_pack(optional, name="alone")])
    assert alone.rules["theme-day"].versions == ()
    assert alone.rules["theme-day"].written
    rulebook = stacked(make_pack, "every: quarter", rule=optional)
    assert [str(v.from_) for v in rulebook.rules["theme-day"].versions] == ["2024-01-01"]


def test_a_change_that_ends_gives_the_higher_rule_back(make_pack: PackMaker) -> None:
    change = (CHANGE % "require.at_least: 2").replace(
        "from: 2024-01-01", "from: 2024-01-01\n  to: 2025-01-01"
    )
    rulebook = load([make_pack(RULE), make_pack(change, name="city", level="city")])
    numbers = [at_least(on(rulebook, date(year, 6, 1))) for year in (2023, 2024, 2025)]
    assert numbers == [1, 2, 1]


def test_the_lowest_level_speaks_last_whatever_the_order_named(make_pack: PackMaker) -> None:
    national = make_pack(RULE)
    city = make_pack(CHANGE % "require.at_least: 2", name="city", level="city")
    organ = make_pack(CHANGE % "require.at_least: 3", name="organ", level="organ")
    rulebook = load([organ, city, national])
    assert at_least(on(rulebook, date(2024, 1, 1))) == 3
    assert [pack.id for pack in rulebook.packs] == ["trial", "city", "organ"]


def test_two_packs_of_which_the_lower_asks_less(make_pack: PackMaker) -> None:
    rulebook = load(
        [
            make_pack(RULE),
            make_pack(CHANGE % "require.at_least: 3", name="province", level="province"),
            make_pack(CHANGE % "require.at_least: 2", name="city", level="city"),
        ]
    )
    assert at_least(on(rulebook, date(2024, 1, 1))) == 3
    assert len(rulebook.conflicts) == 1


def test_a_change_of_nothing_is_refused(make_pack: PackMaker) -> None:
    from mingdeng.rulebook.errors import PackError

    with pytest.raises(PackError, match="要改的“theme-day”不存在"):
        load([make_pack(CHANGE % "every: week", name="city", level="city")])
