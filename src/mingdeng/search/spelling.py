"""Names as they are typed in Latin letters: initials and whole syllables.

A surname is read as surnames are read (单 is shan, 曾 is zeng), and also as the character is
read elsewhere: whoever types the other reading still finds the person.
"""

from functools import lru_cache

SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "曾": "zeng", "查": "zha", "盖": "ge", "区": "ou",
    "任": "ren", "尉": "wei", "乐": "yue", "朴": "piao", "繁": "po", "员": "yun", "折": "she",
    "宓": "mi", "郇": "xun", "召": "shao", "洗": "xian", "冼": "xian", "覃": "qin", "逄": "pang",
    "种": "chong", "翟": "zhai", "缪": "miao", "秘": "bi", "那": "na", "哈": "ha", "黑": "he",
    "重": "chong", "车": "che", "瞿": "qu", "纪": "ji", "华": "hua", "令": "ling", "幺": "yao",
    "牟": "mu", "训": "xun", "石": "shi", "句": "gou", "阚": "kan", "晟": "cheng", "祭": "zhai",
}  # fmt: skip
DOUBLE = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "单于": ("chan", "yu"),
    "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"),
    "令狐": ("ling", "hu"),
    "皇甫": ("huang", "fu"),
}


@lru_cache(maxsize=16_384)
def spelled_name(name: str) -> tuple[str, ...]:
    """How a person's name is typed: 单田芳 is stf, shantianfang, shantf."""
    usual = _syllables(name)
    readings = dict.fromkeys((_as_surname(name, usual), usual))
    forms = [form for reading in readings for form in _forms(reading)]
    return tuple(dict.fromkeys(form for form in forms if form))


@lru_cache(maxsize=4_096)
def initials_of(text: str) -> str:
    """The first letters of a name that is not a person's: 第一支部 is dyzb."""
    return "".join(syllable[:1] for syllable in _syllables(text))


def _as_surname(name: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    if name[:2] in DOUBLE and len(name) > 2:
        return (*DOUBLE[name[:2]], *usual[2:])
    surname = SURNAMES.get(name[:1])
    return (surname, *usual[1:]) if surname else usual


def _syllables(text: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    parts = lazy_pinyin(text, style=Style.NORMAL)
    return tuple("".join(filter(str.isalnum, part)).lower() for part in parts)


def _forms(syllables: tuple[str, ...]) -> tuple[str, ...]:
    initials = "".join(one[:1] for one in syllables)
    half = syllables[0] + initials[1:] if syllables else ""
    return initials, "".join(syllables), half
