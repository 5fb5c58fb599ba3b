"""Invented ID numbers: a region code nobody was assigned, a true birth date and check character."""

from datetime import date
from random import Random

REGION = "419999"
CHECK_CHARACTERS = "10X98765432"
WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))


def _check_character(first_17: str) -> str:
    """ISO 7064 MOD 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def new_id_number(rng: Random, birth: date, sex: str, taken: set[str]) -> str:
    """The number's 17th digit is odd for men; `taken` keeps two people from sharing a number."""
    while True:
        serial = 2 * rng.randint(5, 480) + (1 if sex == "男" else 0)
        first_17 = f"{REGION}{birth:%Y%m%d}{serial:03d}"
        number = first_17 + _check_character(first_17)
        if number not in taken:
            taken.add(number)
            return number


def with_wrong_check(rng: Random, number: str) -> str:
    """Everything but the last character stays true."""
    return number[:17] + rng.choice([c for c in "0123456789" if c != number[17]])


def as_lossy_number(number: str) -> float:
    """What a spreadsheet keeps of an 18-digit number: fifteen digits."""
    return float(number[:15] + "000")
