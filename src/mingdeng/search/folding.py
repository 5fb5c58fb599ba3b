"""Texts in the one form they are compared in, cut into what the index holds.

Full and half width, upper and lower case, circled digits and the several zeros are the same;
folding goes character by character, so that a place found leads back to the text as written.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# What is typed is looked at up to here; more than this nobody remembers word for word.
LONGEST, MOST_TERMS = 60, 8
PAIR = 2
# 二○二六 is written with a circle, a zero of its own, or the full-width letter.
SAME = {"○": "〇", "零": "〇", "◯": "〇"}


@lru_cache(maxsize=65_536)
def fold_char(char: str) -> str:
    """One character as it is compared: "" for what cannot be seen."""
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} and not char.isspace():
        return ""
    folded = "".join(SAME.get(one, one) for one in unicodedata.normalize("NFKC", char).casefold())
    return " " if folded.isspace() else folded


def fold(text: str) -> str:
    """A text as it is compared."""
    return "".join(map(fold_char, text))


def terms_of(query: str) -> tuple[str, ...]:
    """The words of a query, each to be found; a sentence is one long word."""
    return tuple(dict.fromkeys(fold(query)[:LONGEST].split()))[:MOST_TERMS]


def is_cut(query: str) -> bool:
    """Whether more was typed than is looked for."""
    folded = fold(query)
    return len(folded.strip()) > LONGEST or len(set(folded.split())) > MOST_TERMS


def tokens_of(lines: Sequence[str], *, singles: bool) -> set[str]:
    """Everything two characters long in folded lines, single characters too where asked for."""
    found: set[str] = set()
    for line in lines:
        for word in line.split():
            found.update(word[place : place + PAIR] for place in range(len(word) - 1))
            if singles:
                found.update(word)
    return found


def telling(term: str, most: int) -> list[str]:
    """A few pairs of a word, spread over it: what candidates are found by."""
    pairs = list(dict.fromkeys(term[at : at + PAIR] for at in range(len(term) - 1))) or [term]
    if len(pairs) <= most:
        return pairs
    if most == 1:
        return pairs[:1]
    return [pairs[round(step * (len(pairs) - 1) / (most - 1))] for step in range(most)]


def places_of(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where words stand in a text as written: spans that do not touch, in order."""
    folded, origin = "", []
    for place, char in enumerate(text):
        one = fold_char(char)
        folded += one
        origin += [place] * len(one)
    spans: list[tuple[int, int]] = []
    for term in terms:
        at = folded.find(term)
        while at >= 0:
            spans.append((origin[at], origin[at + len(term) - 1] + 1))
            at = folded.find(term, at + len(term))
    return _joined(spans)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
