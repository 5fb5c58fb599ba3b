"""Text as people type it: widths, spaces, brackets, Chinese numerals, signs for "nothing"."""

import re
import unicodedata

CJK = "\u3400-\u9fff\U00020000-\U0003ffff〇"
# Marks of direction and of width, tags: they hide themselves, or turn round what follows.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SPACES = re.compile(r"\s+")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_LONG_NUMBER = re.compile(r"\d{9,}[Xx]?")
_NOTHING = frozenset(
    [
        "无",
        "无。",
        "暂无",
        "空",
        "没有",
        "-",
        "--",
        "—",
        "——",
        "–",
        "―",
        "/",
        "//",
        "\\",
        "|",
        "n/a",
        "N/A",
        "NA",
        "null",
        "None",
        "、",
        ".",
        "。",
        "*",
        "…",
        "......",
        "×",
    ]
) | {""}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "Ｏ": 0, "O": 0, "两": 2, "廿": 20, "卅": 30,
}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000}


def plain(text: str) -> str:
    """One line of text with one width and single spaces, for comparing and parsing."""
    if text.isalnum() and unicodedata.is_normalized("NFKC", text):
        return text  # most cells
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", text).strip()


def squeeze(text: str) -> str:
    """`plain` without any space."""
    return plain(text).replace(" ", "")


def kept(text: str) -> str:
    """Text worth keeping as it was written, freed of what cannot be seen."""
    if text.isalnum():
        return text
    lines = _CONTROL.sub("", _INVISIBLE.sub("", text)).replace("\r\n", "\n").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def without_control(name: str) -> str:
    """The name of a file or a sheet on one line, without what steers the screen that shows it."""
    return _CONTROL.sub("", _INVISIBLE.sub("", _SPACES.sub(" ", name)))


def unquoted(text: str) -> str:
    """Text without the apostrophe or ="…" by which it was kept from becoming a number."""
    if text[:1] in {"'", "‘", "’", "＇", "`"}:
        return text[1:]
    if text.startswith('="'):
        match = _FORMULA_TEXT.fullmatch(text.strip())
        return match[1] if match else text
    return text


def is_nothing(text: str) -> bool:
    """Whether a cell's text stands for an empty one: 无, —, / and their like."""
    return len(text) < 8 and squeeze(text) in _NOTHING


def without_brackets(text: str) -> str:
    """Text without bracketed remarks; text is `plain`."""
    return _BRACKETED.sub("", text)


def bracketed(text: str) -> list[str]:
    """What stands in brackets; text is `plain`."""
    return [part[1:-1] for part in _BRACKETED.findall(text)]


def chinese_number(text: str) -> int | None:
    """The number written in Chinese numerals or digits: 二十一, 一百零五, 二〇二六, 21."""
    if text.isascii():
        return int(text) if text.isdecimal() and len(text) < 10 else None
    if len(text) > 9:
        return None
    if not any(unit in text for unit in _UNITS) and len(text) > 1 and text[0] not in "廿卅":
        return _positional(text)
    return _additive(text)


def _positional(text: str) -> int | None:
    digits = [int(sign) if sign.isdecimal() else _DIGITS.get(sign, 99) for sign in text]
    if any(digit > 9 for digit in digits):
        return None
    return int("".join(map(str, digits)))


def _additive(text: str) -> int | None:
    total, digit = 0, None
    for sign in text:
        if sign in _UNITS:
            total += (1 if digit is None else digit) * _UNITS[sign]
            digit = 0
        elif sign in _DIGITS:
            digit = (digit or 0) + _DIGITS[sign]
        else:
            return None
    return None if digit is None else total + digit


def shown(value: object, limit: int = 30) -> str:
    """A value as a message may show it: short, on one line, long numbers masked."""
    text = _SPACES.sub(" ", kept(str(value)[:400])).strip()
    text = _LONG_NUMBER.sub("（长数字略）", text)
    return text if len(text) <= limit else text[:limit] + "…"
