"""Words for kinds of meeting, several kinds in one cell, and where the group's number goes."""

from dataclasses import dataclass
from random import Random

from fictional.model import (
    APPRAISAL,
    COMMITTEE_MEETING,
    GROUP_MEETING,
    LECTURE,
    LIFE_MEETING,
    MEMBERS_MEETING,
    THEME_DAY,
)

from .numerals import chinese_number

USUAL = {
    MEMBERS_MEETING: ("党员大会", "支部大会", "支部党员大会"),
    COMMITTEE_MEETING: ("支委会", "支部委员会", "支委会会议"),
    GROUP_MEETING: ("党小组会", "党小组会议"),
    LECTURE: ("党课", "专题党课", "讲党课"),
    THEME_DAY: ("主题党日", "主题党日活动"),
    LIFE_MEETING: ("组织生活会",),
    APPRAISAL: ("民主评议党员",),
}
OTHER = {
    MEMBERS_MEETING: ("支部党员大会", "党员大会", "支部大会", "全体党员大会"),
    COMMITTEE_MEETING: ("支委会", "支部委员会", "支部委员会会议", "支委会议"),
    GROUP_MEETING: ("党小组会", "小组会", "党小组会议"),
    LECTURE: ("党课", "专题党课", "书记上党课", "支部书记讲党课"),
    THEME_DAY: ("主题党日", "主题党日活动", "支部主题党日", "党员主题党日"),
    LIFE_MEETING: ("组织生活会", "专题组织生活会"),
    APPRAISAL: ("民主评议党员", "民主评议"),
}
UNKNOWN_KINDS = ("座谈联谊", "趣味运动会", "工会活动", "业务碰头会", "职工生日会", "健步走活动")


@dataclass(frozen=True)
class KindHand:
    """Which words, how they are joined, and where a group's number goes."""

    words: str
    joiner: str
    group_words: str
    group_in_kind: bool


def spell_kinds(rng: Random, hand: KindHand, kinds: tuple[str, ...], group: int | None) -> str:
    """The whole cell."""
    pool = USUAL if hand.words == "usual" else OTHER
    words = [rng.choice(pool[kind]) for kind in kinds]
    if group is None:
        return _join_kinds(hand.joiner, words)
    return _with_group(rng, hand.group_words, words[0], group) if hand.group_in_kind else words[0]


def _join_kinds(joiner: str, words: list[str]) -> str:
    first, *rest = words
    if not rest:
        return first
    if joiner == "bracket":
        return f"{first}({'、'.join(rest)})"
    if joiner in ("及", "和"):
        return "、".join(words[:-1]) + joiner + words[-1]
    return ("\n" if joiner == "newline" else joiner).join(words)


def _with_group(rng: Random, how: str, word: str, group: int) -> str:
    ordinal = f"第{chinese_number(group)}党小组"
    spellings = {
        "bracket": f"{word}({ordinal})",
        "prefix": ordinal + rng.choice(("会", "会议")),
        "number": f"党小组({group}组)会",
        "digit": f"第{group}党小组会",
    }
    return spellings[how]


def spell_group(how: str, group: int | None) -> str:
    """A group in a column of its own; the whole branch has none."""
    if group is None:
        return ""
    spellings = {
        "bracket": f"第{chinese_number(group)}党小组",
        "prefix": f"{chinese_number(group)}组",
        "number": f"{group}组",
        "digit": f"第{group}小组",
    }
    return spellings[how]
