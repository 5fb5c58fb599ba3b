"""Headings: which field of which kind of table a column is, by the words above it."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from mingdeng.files.kinds import kind_words
from mingdeng.files.rows import ACTIVITIES, DUES, MEMBERS, ORGANIZATIONS
from mingdeng.files.text import chinese_number, squeeze, without_brackets
from mingdeng.files.words import read_lists

WHATS = (DUES, MEMBERS, ACTIVITIES, ORGANIZATIONS)
EXACT, BARE, PARTIAL, MAYBE = 4, 3, 2, 1
MAX_HEADING = 40
MONTH, TICK = "month:", "tick:"
_MARKS = re.compile(r"[*＊:：、,，。.;；/\\|()\[\]【】《》\"“”‘’'\-—_·※☆★#]")
_NEUTRAL = re.compile("(?:基本|会议|活动|组织|开展|参加|参会|到会|出席|人员|人数|党员|记录)*")
_AT_LARGE = re.compile("(?:情况|信息)$")
_MONTH = re.compile(
    r"(?:实缴|实交|缴纳|交纳|已缴|缴费|交费)?(\d{1,2}|[一二三四五六七八九十]{1,2})月?份?(?:实缴|实交|缴纳|交纳|党费|已缴|缴费|金额|交费)*"
)
_FILLED_IN = re.compile(r"[:：].")
_PAID_PARENT = re.compile("月|实缴|实交|缴|交|金额|党费")


@dataclass(frozen=True, slots=True)
class Match:
    """A field a heading may stand for, and how surely."""

    field: str
    strength: int


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    exact: frozenset[str]
    parts: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]
    maybe: frozenset[str]

    def strength(self, said: "_Path") -> int:
        """How surely headings one above the other mean this field."""
        if any(word in said.telling for word in self.never):
            return EXACT if said.whole in self.exact else 0
        if said.whole in self.exact or said.leaf in self.exact:
            return EXACT
        if said.bare_whole in self.exact or said.bare_leaf in self.exact:
            return BARE
        if said.leaf in self.maybe or said.bare_leaf in self.maybe:
            return MAYBE
        for part in self.parts:
            if all(word in said.bare_whole for word in part):
                return PARTIAL
        return 0


class _Path(NamedTuple):
    """Headings one above the other in the forms they are compared in."""

    whole: str
    leaf: str
    telling: str  # without headings above that only say whose: 会议基本情况, 参加人员
    bare_whole: str  # without bracketed remarks
    bare_leaf: str


def heading_text(text: str) -> str:
    """A heading cell without spaces and line breaks; "" where it cannot be a heading."""
    if len(text) > 200:
        return ""
    word = squeeze(text)
    return word if len(without_brackets(word)) <= MAX_HEADING else ""


def _marked_off(text: str) -> str:
    return _MARKS.sub("", text)


def _bare(text: str) -> str:
    return _MARKS.sub("", without_brackets(text))


@lru_cache(maxsize=4_096)
def matches(what: str, path: tuple[str, ...]) -> tuple[Match, ...]:
    """The fields of a kind of table that headings one above the other can mean, surest first."""
    if not any(path):
        return ()
    whole, leaf = "".join(path), path[-1]
    above = (_AT_LARGE.sub("", part) for part in path[:-1])
    telling = "".join(part for part in above if not _NEUTRAL.fullmatch(_bare(part))) + leaf
    said = _Path(*map(_marked_off, (whole, leaf, telling)), *map(_bare, (whole, leaf)))
    strengths = ((field.name, field.strength(said)) for field in _fields()[what])
    found = [Match(name, strength) for name, strength in strengths if strength]
    special = _special(what, path)
    if special and not any(match.strength >= BARE for match in found):
        found.append(special)
    return tuple(sorted(found, key=lambda match: -match.strength))


def _special(what: str, path: tuple[str, ...]) -> Match | None:
    """A month of a dues ledger, or a kind of activity to be ticked."""
    leaf = _bare(path[-1])
    if what == DUES:
        month = _MONTH.fullmatch(leaf)
        number = chinese_number(month[1]) if month else None
        named = "月" in leaf or (len(path) > 1 and _PAID_PARENT.search(path[0]))
        if number and 1 <= number <= 12 and named and "应" not in "".join(path):
            return Match(f"{MONTH}{number}", BARE)
    if what == ACTIVITIES and leaf in kind_words().kind_of:
        return Match(f"{TICK}{kind_words().kind_of[leaf]}", BARE)
    return None


@lru_cache(maxsize=8_192)
def is_known(text: str) -> bool:
    """Whether a text is, word for word, a heading of any kind of table."""
    word = _marked_off(text)
    return word in _exact_words() or _bare(text) in _exact_words()


def comes_close(text: str) -> bool:
    """Whether a text resembles a heading of any kind of table; 单位：某局 is a filled-in line."""
    if _FILLED_IN.search(text):
        return False
    return is_known(text) or any(matches(what, (text,)) for what in WHATS)


def is_strange(text: str) -> bool:
    """Whether a heading belongs to other registers: 来文单位, 评议等次."""
    return _marked_off(text) in stranger_words("heading")


@cache
def stranger_words(name: str) -> tuple[str, ...]:
    """Words that show a table to be something else, in the order of the file."""
    return read_lists("headings.txt")[f"strangers.{name}"]


@cache
def _exact_words() -> frozenset[str]:
    return frozenset(
        word for fields in _fields().values() for field in fields for word in field.exact
    )


@cache
def _fields() -> dict[str, tuple[_Field, ...]]:
    lists = read_lists("headings.txt")
    found: dict[str, list[_Field]] = {what: [] for what in WHATS}
    for key in lists:
        what, _, name = key.partition(".")
        base = name.partition(".")[0]
        if what in found and base not in {field.name for field in found[what]}:
            found[what].append(_field(lists, f"{what}.{base}", base))
    return {what: tuple(fields) for what, fields in found.items()}


def _field(lists: dict[str, tuple[str, ...]], key: str, name: str) -> _Field:
    return _Field(
        name=name,
        exact=frozenset(lists.get(key, ())),
        parts=tuple(tuple(part.split("+")) for part in lists.get(f"{key}.part", ())),
        never=lists.get(f"{key}.never", ()),
        maybe=frozenset(lists.get(f"{key}.maybe", ())),
    )
