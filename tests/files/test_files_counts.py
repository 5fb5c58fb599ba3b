"""Heads, votes, amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.files.counts import (
    Attendance,
    read_amount,
    read_attendance,
    read_count,
    read_pair,
    read_rate,
    read_votes,
    votes_named,
)
from mingdeng.files.grid import Value


@pytest.mark.parametrize(
    "written",
    [21, 21.0, "21", "21人", "２１", "２１人", "二十一", "21.0", "共21人", "21名", " 21 "],
)
def test_these_are_twenty_one(written: Value) -> None:
    assert read_count(written).number == 21


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (-3, "negative-count"),
        ("-3", "negative-count"),
        ("-3人", "negative-count"),
        (20.5, "count-not-whole"),
        ("20.5", "count-not-whole"),
        ("20余人", "unreadable-count"),
        ("约20人", "unreadable-count"),
        ("全体", "unreadable-count"),
        ("五六", "unreadable-count"),
        ("十五六人", "unreadable-count"),
    ],
)
def test_what_is_no_number_of_heads_is_refused(written: Value, problem: str) -> None:
    assert read_count(written).problem == problem


@pytest.mark.parametrize(
    ("text", "expected", "present"),
    [
        ("应到20人,实到18人", 20, 18),
        ("应到20实到18", 20, 18),
        ("应到会党员２０名，实到会党员１８名，缺席2名", 20, 18),
        ("应参会二十人，实际参会十八人", 20, 18),
        ("应到人数：20", 20, None),
        ("出席会议的有18人", None, 18),
        ("未到会2人", None, None),
    ],
)
def test_numbers_with_their_names_are_read(
    text: str, expected: int | None, present: int | None
) -> None:
    assert read_attendance(text) == Attendance(expected=expected, present=present)


def test_those_entitled_to_vote_are_counted_apart() -> None:
    found = read_attendance("应到会有表决权的党员19人，实到有表决权的党员15人")
    assert found == Attendance(voters=19, voters_present=15)


@pytest.mark.parametrize("text", ["20/18", "20／18", "20人/18人", "20、18", "二十/十八"])
def test_two_numbers_keep_their_order(text: str) -> None:
    assert read_pair(text) == (20, 18)


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("赞成4票,反对0票,弃权0票", (4, 0, 0)),
        ("赞成 4 票、反对 1 票、弃权 2 票", (4, 1, 2)),
        ("同意15人，不同意0人，弃权1人", (15, 0, 1)),
        ("15人同意，0人反对，1人弃权", (15, 0, 1)),
        ("赞成15票，无反对票、弃权票", (15, 0, 0)),
        ("赞成:4 反对:0 弃权:0", (4, 0, 0)),
        ("同意15人", (15, None, None)),
        ("一致同意", None),
        ("同意2026年工作计划", None),
        ("同意三名同志按期转正", None),
    ],
)
def test_votes_are_numbers_or_nothing(text: str, votes: tuple[int | None, ...] | None) -> None:
    assert read_votes(text) == votes


def test_several_results_are_counted() -> None:
    assert votes_named("甲：赞成4票，反对0票。乙：赞成3票，反对1票。") == 2


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (5000.01, "5000.01"),
        (3000, "3000"),
        ("6,500.50", "6500.50"),
        ("97.51元", "97.51"),
        ("￥97.51", "97.51"),
        ("五十", None),
        ("1e5", None),
    ],
)
def test_amounts_are_exact(written: Value, amount: str | None) -> None:
    assert read_amount(written) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    ("written", "rate"),
    [("1.5%", "0.015"), (0.015, "0.015"), (1.5, "0.015"), ("0.5", "0.005"), ("15‰", "0.015")],
)
def test_rates_are_shares(written: Value, rate: str) -> None:
    assert read_rate(written) == Decimal(rate)


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_every_pair_of_numbers_is_read_back(expected: int, present: int) -> None:
    assert read_attendance(f"应到{expected}人，实到{present}人") == Attendance(expected, present)
    assert read_pair(f"{expected}/{present}") == (expected, present)
    assert read_count(f"{expected}人").number == expected


@given(st.text(max_size=80))
def test_no_text_breaks_them(text: str) -> None:
    count = read_count(text)
    assert (count.number is None) != (count.problem is None)
    read_attendance(text)
    read_votes(text)
    read_amount(text)
