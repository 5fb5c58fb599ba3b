"""Identity numbers: what is right, what is wrong, and that the number itself is never told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.files.grid import Value
from mingdeng.files.identity import check_character, read_identity
from tests.files.filemaking import identity_number

VALID = identity_number("19820928", 339)


@pytest.mark.parametrize(
    "written",
    [VALID, f" {VALID} ", f"'{VALID}", f"{VALID[:6]} {VALID[6:14]} {VALID[14:]}", f'="{VALID}"'],
)
def test_a_valid_number_is_taken_from_every_spelling(written: str) -> None:
    identity = read_identity(written)
    assert identity.number == VALID
    assert identity.birth == date(1982, 9, 28)
    assert identity.gender == "男"


def test_full_width_digits_and_a_small_x_are_the_same_number() -> None:
    number = next(
        number for n in range(99) if (number := identity_number("19850312", n)).endswith("X")
    )
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    assert read_identity(wide).number == number
    assert read_identity(number.lower()).number == number


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (VALID[:17] + ("1" if VALID[17] != "1" else "2"), "id-check-character"),
        (4.199991974011743e17, "id-digits-lost"),
        (419999197401174000, "id-digits-lost"),
        ("4.19999E+17", "id-digits-lost"),
        ("419999197401174000", "id-digits-lost"),
        (VALID[:17], "id-wrong-length"),
        (f"{VALID}1", "id-wrong-length"),
        (12345, "id-wrong-length"),
        (f"{VALID[:10]}****{VALID[14:]}", "id-masked"),
        ("护照E12345678901234", "id-unreadable"),
        ("X" + VALID[1:], "id-unreadable"),
    ],
)
def test_a_number_that_cannot_be_used_says_why(written: Value, problem: str) -> None:
    identity = read_identity(written)
    assert (identity.number, identity.problem) == (None, problem)


def test_a_birth_date_that_does_not_exist_is_told() -> None:
    assert read_identity(identity_number("19820230", 1)).problem == "id-no-such-birth-date"


def test_the_old_form_is_taken_with_a_warning() -> None:
    identity = read_identity("419999820928339")
    assert (identity.number, identity.warning) == ("419999820928339", "id-old-form")
    assert identity.birth == date(1982, 9, 28)
    assert read_identity(419999820928339).number == "419999820928339"


@given(st.dates(date(1930, 1, 1), date(2010, 12, 31)), st.integers(0, 999))
def test_every_valid_number_is_accepted_and_every_changed_digit_refused(
    birth: date, serial: int
) -> None:
    number = identity_number(f"{birth:%Y%m%d}", serial)
    identity = read_identity(number)
    assert (identity.number, identity.birth) == (number, birth)
    changed = number[:16] + str((int(number[16]) + 1) % 10) + number[17]
    assert read_identity(changed).number is None


@given(st.text(alphabet="0123456789", min_size=17, max_size=17))
def test_the_check_character_is_a_digit_or_x(digits: str) -> None:
    assert check_character(digits) in "0123456789X"


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    identity = read_identity(text)
    assert (identity.number is None) == (identity.problem is not None)
