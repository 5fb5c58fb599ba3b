"""Names of people: initials for finding them."""

from functools import lru_cache

# Surnames that are read otherwise than the same character elsewhere.
SURNAMES = {
    "单": "s",
    "仇": "q",
    "解": "x",
    "曾": "z",
    "查": "z",
    "盖": "g",
    "区": "o",
    "任": "r",
    "尉": "y",
    "乐": "y",
    "朴": "p",
    "繁": "p",
    "员": "y",
    "折": "s",
    "宓": "f",
    "郇": "h",
    "召": "s",
    "洗": "x",
    "冼": "x",
    "覃": "q",
    "逄": "p",
    "长": "c",
    "种": "c",
    "翟": "z",
}


@lru_cache(maxsize=4_096)
def spelling(name: str) -> tuple[str, ...]:
    """How a name is read, syllable by syllable: what lists are ordered by."""
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(name)
    first = SURNAMES.get(name[:1])
    if first and syllables and not syllables[0].startswith(first):
        syllables[0] = first
    return (*syllables, name)


@lru_cache(maxsize=4_096)
def initials(name: str) -> str:
    """The first letters a name is typed by: 单田芳 is std; letters stay as they are."""
    from pypinyin import Style, lazy_pinyin

    letters = "".join(
        part[0].lower() for part in lazy_pinyin(name, style=Style.FIRST_LETTER) if part
    )
    first = SURNAMES.get(name[:1])
    return first + letters[1:] if first and letters else letters
