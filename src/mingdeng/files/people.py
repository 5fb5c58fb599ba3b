"""People as cells name them: names, lists of names, party posts, status, gender, group."""

import re
from functools import lru_cache

from mingdeng.files.rows import Group
from mingdeng.files.text import (
    CJK,
    bracketed,
    chinese_number,
    is_nothing,
    plain,
    squeeze,
    without_brackets,
)
from mingdeng.files.words import word_list, word_pairs, word_set

_DOT = re.compile(rf"(?<=[{CJK}])\s?[•·・･．.‧∙⋅•\u2022\u00b7\u30fb]\s?(?=[{CJK}])")
_INNER_SPACE = re.compile(rf"(?<=[{CJK}·])\s+(?=[{CJK}·])")
_PERSON = re.compile(rf"[{CJK}\ue000-\uf8ff?□]{{2,4}}|[{CJK}]{{1,15}}(?:·[{CJK}]{{1,15}}){{1,4}}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'\- ]{1,39}")
_SPLIT_NAME = re.compile(rf"(?<![{CJK}·])([{CJK}]) +([{CJK}])(?=因|请假|[^{CJK}·]|$)")
_LOST = re.compile("[?？□\ufffd\ue000-\uf8ff]")
_LIST = re.compile(r"[、,;/\n。|]+")
# 统一组织党员 names no group.
_GROUP_END = r"(?:党小组|小组|组)(?![织成长员建合])"
_GROUP = re.compile(rf"(?:第\s?)?([一二三四五六七八九十\d]{{1,3}})\s?{_GROUP_END}")
_GROUP_NUMBER = re.compile(r"(?:第)?([一二三四五六七八九十\d]{1,3})")
_GROUPS_JOINED = re.compile(
    r"第?([一二三四五六七八九十\d]{1,3}(?:[、,和及与]第?[一二三四五六七八九十\d]{1,3})+)"
    + _GROUP_END
)
_POST_IN_BRACKETS = re.compile(r"\(([^()]*(?:委员|书记|组长))\)")
_OWN_BRANCH = re.compile(r"^.*(?:支部委员会|支委会|支部|支委)(?=.)")
_PART = re.compile(r"[、,;/\n兼及和与]+")


def unify_dots(text: str) -> str:
    """The dot of minority names as one sign: 阿依古丽•买买提 becomes 阿依古丽·买买提."""
    return _DOT.sub("·", text)


def person_name(text: str) -> str:
    """A name in one spelling, without inner spaces and remarks such as （女）."""
    name = plain(unify_dots(text))
    if "(" in name and all(note in word_set("members.name_remarks") for note in bracketed(name)):
        name = without_brackets(name)
    name = _INNER_SPACE.sub("", unify_dots(name)).strip(" *,;、.:")
    return name.removesuffix("同志") if len(name) > 3 else name


def is_person(name: str) -> bool:
    """Whether a text in `person_name` form can be someone's name."""
    bare = without_brackets(name)
    if any(word in bare for word in word_list("absence.not_names")):
        return False
    return bool(_PERSON.fullmatch(bare) or _LATIN.fullmatch(bare))


def usable_name(name: str) -> bool:
    """Whether a roster's name cell holds a name, however unusual."""
    return 1 <= len(name) <= 40 and any(sign.isalpha() for sign in name)


def lost_characters(name: str) -> bool:
    """Whether a character of the name did not survive an encoding."""
    return bool(_LOST.search(name))


def join_split_names(line: str) -> str:
    """徐  岚、张 三: the space within a two-character name is taken out."""
    return _SPLIT_NAME.sub(r"\1\2", line)


def read_names(text: str) -> tuple[str, ...]:
    """The people a list names; words that are no names are left out."""
    line = join_split_names(plain(unify_dots(text.replace("\n", "、"))))
    names = []
    for part in _LIST.split(without_brackets(line)):
        words = [part] if _LATIN.fullmatch(part.strip()) else part.split()
        names += [person_name(word.rpartition(":")[2]) for word in words]
    return tuple(dict.fromkeys(name for name in names if is_person(name)))


def one_person(text: str) -> str | None:
    """A chair or recorder: the name as far as it is one, else the words as written."""
    name = person_name(text)
    return None if is_nothing(name) else name[:100]


@lru_cache(maxsize=256)
def read_posts(text: str) -> tuple[str, ...]:
    """Party posts in their usual words: 支部副书记兼组织委员 is 副书记, 组织委员."""
    posts: list[str] = []
    line = _POST_IN_BRACKETS.sub(r"、\1、", squeeze(text))
    parts = [part for part in _PART.split(without_brackets(line)) if part]
    for index, part in enumerate(parts):
        if part in word_set("posts.halves") and any(p.endswith("委员") for p in parts[index:]):
            posts.append(f"{part}委员")
        else:
            posts += _post(part)
    return tuple(dict.fromkeys(posts))


def _post(part: str) -> list[str]:
    if is_nothing(part) or part in word_set("posts.none"):
        return []
    same = word_pairs("posts.same")
    joint = next((v for k, v in word_pairs("posts.joint").items() if part.endswith(k)), None)
    if joint:
        return joint.split("+")
    body = next((word for word in word_list("posts.bodies") if word in part), None)
    if body:
        return [part[part.index(body) :]]
    part = _OWN_BRANCH.sub("", part)
    known = [*same, *(f"{half}委员" for half in word_list("posts.halves"))]
    known += word_list("posts.words")
    word = next((word for word in known if part.endswith(word)), part)
    if word == "委员" and part != word:
        word = part  # a committee member for something else: 安全委员
    return [same.get(word, word)]


def read_status(text: str) -> str | None:
    """ "full", "probationary", "not-a-member", "other", or None for an unknown word."""
    word = squeeze(text)
    for status, name in (
        ("full", "members.full"),
        ("probationary", "members.probationary"),
        ("not-a-member", "members.not_members"),
        ("other", "members.other_status"),
    ):
        if word in word_set(name):
            return status
    if "预备" in word:
        return "probationary"
    return "full" if "正式" in word else None


def read_gender(text: str) -> str | None:
    """男 or 女."""
    word = squeeze(text)
    return word[0] if word in {"男", "女", "男性", "女性"} else None


def group_cell(text: str) -> Group:
    """The group a cell of a group column names: its number, or its name."""
    word = squeeze(text)
    if is_nothing(word) or word in {"全体", "支部", "全支部", "党支部", "全体党员", "0"}:
        return None
    match = _GROUP.search(word) or _GROUP_NUMBER.fullmatch(word)
    return chinese_number(match[1]) if match else word[:40]


def groups_in(text: str) -> tuple[int, ...]:
    """The numbers of the groups a text names: 第一党小组, (2组), 第一、二党小组."""
    line = squeeze(text)
    joined = _GROUPS_JOINED.search(line)
    if joined:
        numbers = [chinese_number(word) for word in re.split("[、,和及与第]+", joined[1])]
    else:
        match = _GROUP.search(line)
        numbers = [chinese_number(match[1])] if match else []
    return tuple(number for number in numbers if number)
