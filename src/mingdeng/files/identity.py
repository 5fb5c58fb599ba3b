"""Resident identity numbers: 18 characters with a check character, or what is wrong with them.

Length, date and check character are tested here (GB 11643); the region is not,
for regions are renamed and dissolved.  No function puts a number into a message.
"""

import re
from dataclasses import dataclass
from datetime import date

from mingdeng.files.grid import Broken, Value
from mingdeng.files.text import squeeze, unquoted

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?1[4-7]")
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_FIFTEEN = re.compile(r"\d{15}")
_EARLIEST, _LATEST = 1900, 2100


@dataclass(frozen=True, slots=True)
class Identity:
    """A number that may be used, what it says about birth and gender, or what is wrong."""

    number: str | None = None
    birth: date | None = None
    gender: str | None = None
    problem: str | None = None
    warning: str | None = None


def read_identity(value: Value) -> Identity:
    """The identity number a cell holds."""
    if isinstance(value, Broken):
        return Identity(problem=value.code)
    if isinstance(value, int | float):
        return _from_number(value)
    if not isinstance(value, str):
        return Identity(problem="id-unreadable")
    return _from_text(squeeze(unquoted(value)).upper().replace("-", "").strip("'`."))


def _from_number(value: float) -> Identity:
    """A number cell holds 15 digits at most; an 18-digit one has lost its last three."""
    if not abs(value) < 1e20:
        return Identity(problem="id-unreadable")
    if value == int(value) and _FIFTEEN.fullmatch(str(int(value))):
        return _old_form(str(int(value)))
    return Identity(problem="id-digits-lost" if value >= 1e15 else "id-wrong-length")


def _from_text(text: str) -> Identity:
    if _SCIENTIFIC.fullmatch(text):
        return Identity(problem="id-digits-lost")
    if "*" in text or "×" in text:
        return Identity(problem="id-masked")
    if _FIFTEEN.fullmatch(text):
        return _old_form(text)
    if not text.isascii() or not text.isalnum():
        return Identity(problem="id-unreadable")
    if len(text) != 18:
        return Identity(problem="id-wrong-length")
    if not _EIGHTEEN.fullmatch(text):
        return Identity(problem="id-unreadable")
    return _new_form(text)


def _new_form(text: str) -> Identity:
    birth = _birth(text[6:14])
    if check_character(text[:17]) != text[17]:
        return Identity(problem="id-digits-lost" if text.endswith("000") else "id-check-character")
    if birth is None:
        return Identity(problem="id-no-such-birth-date")
    return Identity(text, birth, _gender(text[16]))


def _old_form(text: str) -> Identity:
    birth = _birth("19" + text[6:12])
    if birth is None:
        return Identity(problem="id-no-such-birth-date")
    return Identity(text, birth, _gender(text[14]), warning="id-old-form")


def _gender(digit: str) -> str:
    return "男" if int(digit) % 2 else "女"


def _birth(digits: str) -> date | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if _EARLIEST <= born.year < _LATEST else None


def check_character(digits: str) -> str:
    """The 18th character after ISO 7064 MOD 11-2.

    >>> check_character("11010519491231002")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]
