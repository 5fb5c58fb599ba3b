"""The registers the packs ship: on few keys, each needed by several, none about points."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mingdeng.cli.rules_registers import all_registers
from mingdeng.rulebook.packfiles import SHIPPED
from mingdeng.rulebook.registers import FOLDER, load_registers
from mingdeng.rulebook.treecache import parse_file
from mingdeng.rulebook.yamltree import Node
from tests.cli.running import say
from tests.rulebook.conftest import HEAD

FILES = sorted(SHIPPED.glob(f"*/{FOLDER}/*.yaml"))
REGISTERS = all_registers(["national"])
MOST_KEYS, FEWEST_USERS = 25, 3
# What a field that made a contest of people would be called.
CONTEST = re.compile("积分|得分|分数|排名|名次|打卡|在线时长|点赞")

WRONG = """registers:
- id: problem-list
  fields:
  - {id: owner, label: 责任人, type: text}
"""


def written() -> Iterator[Node]:
    """Every entry under `registers:` of every shipped file."""
    for path in FILES:
        (entries,) = (node for key, node in parse_file(path, path.name)[0].items() if key == FOLDER)
        assert isinstance(entries.value, list)
        yield from entries.value


def keys(node: Node) -> set[str]:
    """Every key at any depth."""
    if isinstance(node.value, dict):
        return {*node.value, *(key for child in node.value.values() for key in keys(child))}
    if isinstance(node.value, list):
        return {key for child in node.value for key in keys(child)}
    return set()


def test_no_key_is_there_for_fewer_than_three_registers() -> None:
    used = Counter(key for node in written() for key in keys(node))
    assert len(used) <= MOST_KEYS
    assert {key: count for key, count in used.items() if count < FEWEST_USERS} == {}


def test_a_register_asks_for_four_to_nine_things_and_demands_few() -> None:
    for one in REGISTERS.values():
        assert 4 <= len(one.fields) <= 9, one.id
        assert sum(field.required for field in one.fields) <= 5, one.id


def test_no_register_makes_a_contest_of_people() -> None:
    asked = [(one.id, field.label) for one in REGISTERS.values() for field in one.fields]
    assert [said for said in asked if CONTEST.search(said[1])] == []


def test_what_was_not_read_in_its_text_says_so() -> None:
    for one in REGISTERS.values():
        if one.confidence == "memory":
            assert one.doubt, one.id


def test_identifiers_carry_no_year_or_period() -> None:
    for name in REGISTERS:
        assert not re.search(r"\d|year|month|quarter|week", name), name


@pytest.mark.parametrize("pack", sorted({path.parent.parent.name for path in FILES}))
def test_the_registers_of_each_pack_hold_together_on_top_of_the_national_ones(pack: str) -> None:
    assert load_registers(["national", pack]).registers


def test_the_page_for_users_lists_every_register() -> None:
    text = (SHIPPED.parent / "docs" / "mechanisms" / "registers.md").read_text(encoding="utf-8")
    told = [one.id for one in REGISTERS.values() if f"| {one.label}" in text and one.gist in text]
    assert told == [*REGISTERS]


def test_a_register_can_be_shown_like_a_rule() -> None:
    told = say("rules", "show", "risk-points")
    assert told.code == 0
    for word in ("廉政风险点（risk-points）", "事前防范", "每年", "续填时重新填"):
        assert word in told.out
    fields = say("rules", "show", "liaison-stations", "--json").json["fields"]
    assert [field["id"] for field in fields][:2] == ["title", "owner"]


def test_checking_the_packs_reads_their_registers(tmp_path: Path) -> None:
    assert "risk-points" in say("rules", "check", "--json").json["registers"]
    (tmp_path / "own" / FOLDER).mkdir(parents=True)
    (tmp_path / "own" / "pack.yaml").write_text(HEAD.format(id="own", level="city"), "utf-8")
    (tmp_path / "own" / FOLDER / "lists.yaml").write_text(WRONG, "utf-8")
    told = say("rules", "check", "--packs", f"national,{tmp_path / 'own'}")
    assert told.code == 2
    assert "own/registers/lists.yaml 第4行：“owner”的类型只能是 person。" in told.err
