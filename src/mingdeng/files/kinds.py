"""Kinds of activities as cells, titles and file names spell them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from mingdeng.files.people import groups_in
from mingdeng.files.rows import GROUP_MEETING, Group
from mingdeng.files.text import bracketed, plain, squeeze, without_brackets
from mingdeng.files.words import read_lists
from mingdeng.rulebook.vocabulary import vocabulary

THREE_AND_ONE = (
    "members_meeting",
    "branch_committee_meeting",
    GROUP_MEETING,
    "party_lecture",
)
# Kinds of meetings: what a title or file name can say of all the rows below it.
# A plan, a report or a payment is a kind only where a cell says so.
MEETINGS = frozenset(
    (
        *THREE_AND_ONE,
        *("theme_day", "organizational_life_meeting", "democratic_appraisal"),
        *("heart_to_heart_talk", "democratic_life_meeting", "leading_group_meeting"),
        *("committee_meeting", "centre_group_study", "youth_study_session", "term_election"),
        "political_birthday",
    )
)
_THREE_AND_ONE = re.compile("三会一课")
# 第一支部委员会主题党日台账 names a branch, 第一支部委员会会议记录 a meeting.
_COMMITTEE_NAME = re.compile(r"(?<=[\u4e00-\u9fff])支部委员会(?!会|议|记录|纪要|扩大|例会|\()")
_TRAINING_PLACE = re.compile("培训(?:中心|学校|学院|处|科|部|基地)")
_JOINT = re.compile(r"[暨、/\\+;,&\n|。·]|以及|结合|和|及|与|并|兼|套开|合并")
_GROUP_WORDS = re.compile(r"第?[一二三四五六七八九十\d]{1,3}(?:党?小组|组)")
_FILLERS = re.compile(
    r"第?[一二三四五六七八九十\d]+(?:次|季度|月份?|年度?|期|讲)|会议|活动|学习|专题|扩大|集体|全体|年度"
    r"|上半年|下半年|召开|开展|[\d.#:()\[\]会日一二三四-]"
)
_NUMBERED = re.compile(r"小组会?议?\(?第?(\d{1,2})\)?$")
_GROUP_NAME = re.compile(r"([\u4e00-\u9fffA-Za-z]{1,12}(?:党小组|小组|组))$")


@dataclass(frozen=True, slots=True)
class KindReading:
    """What a kind cell says: kinds in the order written, words not known, the groups named."""

    kinds: tuple[str, ...] = ()
    unknown: str | None = None
    groups: tuple[Group, ...] = ()


class KindWords:
    """All spellings as one pattern, the longest first."""

    def __init__(self, spellings: Mapping[str, tuple[str, ...]]) -> None:
        self.kind_of = {
            squeeze(word): kind for kind, words in spellings.items() for word in words if word
        }
        longest_first = sorted(self.kind_of, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def find(self, text: str) -> tuple[str, ...]:
        """The kinds a text names, in its order, each once."""
        found = (self.kind_of[match[0]] for match in self.pattern.finditer(squeeze(text)))
        return tuple(dict.fromkeys(found))


@cache
def kind_words() -> KindWords:
    """The spellings of the vocabulary and those of this room."""
    own = read_lists("kinds.txt")
    return KindWords(
        {
            kind: (word.label, *word.also, *own.get(kind, ()))
            for kind, word in vocabulary().kinds.items()
        }
    )


def named_kinds(text: str) -> tuple[str, ...]:
    """Kinds a title or name speaks of; 三会一课 stands for its four."""
    line = _TRAINING_PLACE.sub("", _COMMITTEE_NAME.sub("支部", squeeze(text)))
    kinds = kind_words().find(line)
    if _THREE_AND_ONE.search(squeeze(text)):
        kinds = (*THREE_AND_ONE, *kinds)
    return tuple(dict.fromkeys(kinds))


@lru_cache(maxsize=1_024)
def read_kinds(text: str) -> KindReading:
    """The kinds of one cell, joined by 暨 、 / + and the like, brackets last."""
    line = squeeze(text[:500].replace("\n", "、"))
    outer, inner = without_brackets(line), bracketed(line)
    words = kind_words()
    kinds = words.find(outer)
    for part in inner:
        kinds += words.find(part)
    unknown = [part for part in _JOINT.split(outer) if part and _is_unknown(part)]
    return KindReading(
        kinds=tuple(dict.fromkeys(kinds)),
        unknown="、".join(unknown) or None,
        groups=_groups(line, inner, kinds),
    )


@lru_cache(maxsize=1_024)
def is_kind_cell(text: str) -> bool:
    """Whether a text names a kind (第三次支委会) rather than talks about one (研究党课安排)."""
    line = without_brackets(squeeze(text[:60]))
    found = kind_words().pattern.search(line)
    if not found:
        return False
    before = line[: found.start()]
    return len(_FILLERS.sub("", _GROUP_WORDS.sub("", before))) < 2


def _is_unknown(part: str) -> bool:
    if kind_words().pattern.search(part):
        return False
    return len(_FILLERS.sub("", _GROUP_WORDS.sub("", part))) > 1


def _groups(line: str, inner: list[str], kinds: tuple[str, ...]) -> tuple[Group, ...]:
    numbers = groups_in(line)
    if numbers or GROUP_MEETING not in kinds:
        return numbers
    numbered = _NUMBERED.search(line)
    if numbered:
        return (int(numbered[1]),)
    for part in inner:
        name = _GROUP_NAME.fullmatch(part)
        if name:
            return (name[1],)
    before = re.match(r"([\u4e00-\u9fff]{2,8}党小组)会", plain(line))
    return (before[1],) if before else ()
