"""Agenda items: the numbered parts of a text."""

import re

from mingdeng.files.text import kept

_ITEM = re.compile(
    r"(?:(?<=[\n;；。:：])|^)[ \t]*(?:第?[一二三四五六七八九十]{1,3}(?:是|项|、|[.．])"
    r"|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}\s?(?:[、.．)）](?!\d)|是)|[①②③④⑤⑥⑦⑧⑨⑩])"
    r"[ \t]*[、.．:：]?[ \t]*"
)
_EDGES = " \t\n;；。，,、"
MAX_ITEMS, MAX_ITEM = 100, 500


def numbered_items(text: str) -> tuple[str, ...]:
    """The items of a text that numbers them: 一、… 二、… or 1. … 2. …; () where it does not."""
    starts = list(_ITEM.finditer(text))
    if not starts:
        return ()
    ends = [match.start() for match in starts[1:]] + [len(text)]
    items = [text[match.end() : end].strip(_EDGES) for match, end in zip(starts, ends, strict=True)]
    return tuple(item[:MAX_ITEM] for item in items if item)[:MAX_ITEMS]


def agenda_items(text: str) -> tuple[str, ...]:
    """The items of a text that is an agenda: numbered, or divided by lines or semicolons."""
    items = numbered_items(text)
    if items:
        return items
    parts = [part.strip(_EDGES) for part in re.split(r"[\n;；]", kept(text))]
    return tuple(part[:MAX_ITEM] for part in parts if part)[:MAX_ITEMS]
