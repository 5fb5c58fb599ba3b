"""Texts as a Word file may hold them, and names as papers write them."""

import re
import unicodedata

# What XML forbids, and what turns the direction of a line so that it reads otherwise than it is.
_FORBIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_LONGEST = 20_000
_HAN_NAME = 2


def clean(text: str) -> str:
    """A text without what the file cannot hold or would hide; line ends stay."""
    lines = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    kept = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return kept if len(kept) <= _LONGEST else f"{kept[: _LONGEST - 1]}…"


def in_list(name: str) -> str:
    """A name as lists write it: one of two characters is spread to the width of three."""
    if len(name) == _HAN_NAME and all(unicodedata.category(c) == "Lo" for c in name):
        return f"{name[0]}\u3000{name[1]}"
    return name
