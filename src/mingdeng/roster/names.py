"""Names of people: initials for finding them, spelling and strokes for putting them in order."""

from functools import cache, lru_cache
from pathlib import Path

# Characters by number of strokes, those of one number by their strokes in the order of writing
# (横竖撇点折, GB 13000.1); where the writing is not known, as dictionaries have them.
STROKES = Path(__file__).with_name("strokes.txt")

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


@lru_cache(maxsize=4_096)
def strokes(name: str) -> tuple[int, int, tuple[int, ...], str]:
    """What a list in the order of surname strokes (按姓氏笔画为序) is ordered by.

    The first character, then names of fewer characters, then the other characters;
    a character that has no known place comes after those that do.
    """
    places = _places()
    ranks = tuple(places.get(char, len(places)) for char in name)
    return (ranks[0] if ranks else 0, len(name), ranks[1:], name)


@cache
def _places() -> dict[str, int]:
    lines = STROKES.read_text(encoding="utf-8").splitlines()
    ordered = "".join(line.partition("\t")[2] for line in lines)
    return {char: place for place, char in enumerate(ordered)}
