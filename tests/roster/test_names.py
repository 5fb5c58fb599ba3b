"""Names in the order official lists of people have."""

from hypothesis import given
from hypothesis import strategies as st

from mingdeng.roster.names import strokes


def in_order(names: list[str]) -> list[str]:
    """The names put in order from the other way round."""
    turned = names[::-1]
    return sorted(turned, key=strokes)


# Surnames by number of strokes, then by the kind of the first stroke that differs: 横竖撇点折.
SURNAMES = "丁于万卫马王韦毛尹孔邓石卢叶田史冯吕朱任刘许孙杜李杨肖吴何余邹汪沈宋张陆陈邵范林"


def test_surnames_stand_by_their_strokes_in_the_order_of_writing() -> None:
    people = [f"{surname}明" for surname in SURNAMES]
    assert in_order(people) == people


def test_of_one_surname_the_shorter_name_is_first_then_the_next_character_counts() -> None:
    people = ["李一", "李强", "李干平", "李书文", "李鸿飞"]
    assert in_order(people) == people


def test_traditional_and_rare_characters_have_a_place_and_unknown_ones_come_last() -> None:
    people = ["丁一", "張明", "曾明", "𠮷田", "Zoë"]
    ordered = sorted(people, key=strokes)
    assert ordered[:3] == ["丁一", "張明", "曾明"]
    assert set(ordered[3:]) == {"𠮷田", "Zoë"}


@given(st.lists(st.text(max_size=5)))
def test_any_names_can_be_put_in_order_and_always_the_same(names: list[str]) -> None:
    assert in_order(names) == sorted(names, key=strokes)
