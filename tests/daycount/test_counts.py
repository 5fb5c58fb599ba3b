"""Heads, shares and money (C1, C2, C7, C10, Q8, Q9)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng import daycount

HEADS = st.integers(0, 100_000)
SHARES = st.fractions(min_value=Fraction(1, 50), max_value=1, max_denominator=50)


@given(HEADS, SHARES)
def test_reaching_exceeding_and_within_agree(whole: int, share: Fraction) -> None:
    reaching = daycount.smallest_reaching(whole, share)
    exceeding = daycount.smallest_exceeding(whole, share)
    within = daycount.largest_within(whole, share)
    assert reaching - 1 < whole * share <= reaching
    assert exceeding - 1 <= whole * share < exceeding
    assert within == exceeding - 1


@pytest.mark.parametrize(("seats", "candidates"), [(3, 4), (5, 6), (7, 9), (9, 11)])
def test_c7_surplus_is_rounded_up(seats: int, candidates: int) -> None:
    assert daycount.candidates_with_surplus(seats, Fraction(1, 5)) == candidates


@pytest.mark.parametrize(
    ("amount", "fen"),
    [
        ("113.325", "113.33"),
        ("246.9134", "246.91"),
        ("30.0001", "30.00"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
    ],
)
def test_c2_money_is_rounded_half_up(amount: str, fen: str) -> None:
    assert daycount.round_yuan(Decimal(amount)) == Decimal(fen)


@given(st.fractions(min_value=-10_000_000, max_value=10_000_000))
def test_money_is_off_by_half_a_fen_at_most(amount: Fraction) -> None:
    rounded = daycount.round_yuan(amount)
    assert abs(Fraction(rounded) - amount) <= Fraction(1, 200)
    assert rounded.as_tuple().exponent == -2


def test_q9_percentages_have_two_decimals() -> None:
    assert daycount.percentage(6, 9) == Decimal("66.67")
    assert daycount.percentage(8, 9) == Decimal("88.89")
