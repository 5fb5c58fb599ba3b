"""Counting heads, shares and money: the conventions of the domain tables that are no dates.

Shares are exact fractions, so that two thirds of nine is six and never 5.999.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor

FEN = Decimal("0.01")


def smallest_reaching(whole: int, share: Fraction) -> int:
    """Fewest heads that are "share 以上 / 不少于": the share itself is enough (C1, Q8).

    >>> smallest_reaching(9, Fraction(2, 3))
    6
    """
    return ceil(whole * share)


def smallest_exceeding(whole: int, share: Fraction) -> int:
    """Fewest heads that are "超过 share": the share itself is not enough (C1, Q8).

    >>> smallest_exceeding(20, Fraction(1, 2))
    11
    """
    return floor(whole * share) + 1


def largest_within(whole: int, share: Fraction) -> int:
    """Most heads that are "不超过 share" (C1, C10).

    >>> largest_within(20, Fraction(1, 3))
    6
    """
    return floor(whole * share)


def candidates_with_surplus(seats: int, share: Fraction) -> int:
    """Fewest candidates for `seats` with a surplus of at least `share` of the seats (C7).

    >>> candidates_with_surplus(7, Fraction(1, 5))
    9
    """
    return seats + ceil(seats * share)


def round_yuan(amount: Decimal | Fraction) -> Decimal:
    """Money to the fen, half up (C2).

    >>> round_yuan(Decimal("113.325"))
    Decimal('113.33')
    """
    return _half_up(Fraction(amount))


def percentage(part: int, whole: int) -> Decimal:
    """`part` of `whole` in per cent with two decimals, half up (Q9). Raises ZeroDivisionError.

    >>> percentage(6, 9)
    Decimal('66.67')
    """
    return _half_up(Fraction(100 * part, whole))


def _half_up(value: Fraction) -> Decimal:
    # The numerator is exact, so the quotient is rounded once only, never twice.
    hundredths = floor(abs(value) * 100 + Fraction(1, 2))
    signed = hundredths if value >= 0 else -hundredths
    return (Decimal(signed) / 100).quantize(FEN, rounding=ROUND_HALF_UP)
