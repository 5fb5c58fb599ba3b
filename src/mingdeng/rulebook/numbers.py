"""The numbers of the packs: each knows where it stands, and reading one can be watched.

A rule change is a change of one of these.  Reading goes through a `Reader`, so
that the case runner can see which numbers an answer used, and can step one of
them to prove that some case would notice.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple


class Number(NamedTuple):
    """An exact number of a pack; `key` names file, rule, version and place."""

    key: str
    value: Fraction
    text: str

    def stepped(self) -> Fraction:
        """The next number of the same form: 7 -> 8, 4/5 -> 5/5, 0.005 -> 0.006."""
        if "/" in self.text:
            return self.value + Fraction(1, int(self.text.split("/")[1]))
        decimals = len(self.text.partition(".")[2])
        return self.value + Fraction(1, 10**decimals)


Reader = Callable[[Number], Fraction]


def read_plain(number: Number) -> Fraction:
    """The number as the pack has it."""
    return number.value


class WatchingReader:
    """Reads numbers, remembers which, and may replace one of them."""

    def __init__(self, replaced: Number | None = None) -> None:
        self.seen: set[str] = set()
        self._replaced = replaced

    def __call__(self, number: Number) -> Fraction:
        self.seen.add(number.key)
        if self._replaced is not None and number.key == self._replaced.key:
            return self._replaced.stepped()
        return number.value


def parse_number(text: str, key: str) -> Number:
    """The number a text stands for: 7, 3000.01, 4/5. Raises ValueError."""
    cleaned = text.strip().replace(" ", "")
    if not cleaned.isascii() or "e" in cleaned.lower() or "_" in cleaned:
        raise ValueError(text)
    return Number(key, Fraction(cleaned), cleaned)
