"""The word lists of `words.txt`, read once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


def read_lists(name: str) -> dict[str, tuple[str, ...]]:
    """A file of word lists: [name of a list], then words; # starts a remark."""
    lists: dict[str, tuple[str, ...]] = {}
    section = ""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
            lists[section] = ()
        elif line and not line.startswith("#"):
            lists[section] += tuple(line.split())
    return lists


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    return read_lists("words.txt")


@cache
def word_list(name: str) -> tuple[str, ...]:
    """One list in its order."""
    return _words()[name]


@cache
def word_set(name: str) -> frozenset[str]:
    """One list for looking up."""
    return frozenset(_words()[name])


@cache
def word_pairs(name: str) -> dict[str, str]:
    """One list of entries 甲=乙."""
    return dict(entry.split("=", 1) for entry in _words()[name])
