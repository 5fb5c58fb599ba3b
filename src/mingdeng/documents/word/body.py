"""Pieces of a paper as paragraphs and tables."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from xml.etree.ElementTree import Element

from mingdeng.documents.word.blocks import (
    Block,
    ByHand,
    Form,
    Gap,
    Heading,
    Labelled,
    Names,
    Signed,
    Table,
    Text,
)
from mingdeng.documents.word.markup import paragraph, runs, tab, w
from mingdeng.documents.word.page import (
    CHARACTER,
    CHARACTERS,
    TITLE_CHARACTERS,
    packed,
    width_of,
)
from mingdeng.documents.word.tables import form, table
from mingdeng.documents.word.text import clean, in_list
from mingdeng.engine.reasons import day_name

INDENT = 2
# Where the name of an organization, or several, may go to the next line of a title.
WORD_ENDS = (
    *(
        "机关",
        "委员会",
        "常委会",
        "政府",
        "总支部",
        "支部",
        "办公室",
        "中心",
        "局",
        "厅",
        "院",
        "处",
    ),
    "、",
)
# What never begins a line of one: it belongs to what stands before it.
NO_BEGINNING = ("机关", "党组", "总支部", "支部", "、")
DIGITS = "〇一二三四五六七八九"
TEN = 10
# A name of three and the room to the next; as many as stand beside each other.
NAME_WIDTH = 4
SIGN_WIDTH = 13


def title_of(parts: Sequence[str]) -> Element:
    """The title, in as many lines as it takes; a part goes whole to the next line."""
    whole = (clean(part).replace("\n", " ") for part in parts if part)
    pieces = [piece for part in whole for piece in halves(part)]
    return paragraph("Title", *runs("\n".join(packed(pieces, TITLE_CHARACTERS))))


def halves(part: str) -> list[str]:
    """A part wider than a line in two as alike as its words allow, and so on."""
    if width_of(part) <= TITLE_CHARACTERS:
        return [part]
    ends = [
        place
        for place in range(2, len(part) - 1)
        if part[:place].endswith(WORD_ENDS) and not part[place:].startswith(NO_BEGINNING)
    ]
    middle = len(part) / 2
    fit = [place for place in ends if abs(place - middle) <= len(part) / 5]
    cut = min(fit or [round(middle)], key=lambda place: abs(place - middle))
    return [*halves(part[:cut]), *halves(part[cut:])]


def elements_of(block: Block) -> Iterator[Element]:
    """The paragraphs and tables of one piece."""
    match block:
        case Text():
            yield paragraph("BodyText" if block.indented else "Normal", *runs(block.text))
        case Heading():
            text = f"{numbered(block.number, block.level)}{block.text}"
            yield paragraph("BodyText" if block.plain else f"Heading{block.level}", *runs(text))
        case Labelled():
            yield _labelled(block)
        case Names():
            yield _names(block)
        case Table():
            yield paragraph("Before")
            yield table(block)
            yield paragraph("After")
        case Form():
            yield paragraph("Before")
            yield form(block)
            yield paragraph("After")
        case Signed():
            yield from _signed(block)
        case ByHand():
            yield from _by_hand(block)
        case Gap():
            yield paragraph("Normal")


def numbered(number: int, level: int) -> str:
    """The number before a heading: 一、 （一） 1. （1）."""
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}.", f"（{number}）")[
        level - 1
    ]


def chinese(number: int) -> str:
    """A number under a hundred as headings write it."""
    tens, ones = divmod(number, TEN)
    if not tens:
        return DIGITS[ones]
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"


def _labelled(block: Labelled) -> Element:
    label = f"{block.label}："
    across = width_of(label)
    lines = block.text
    if block.units:
        # A line is kept shorter than it could be, where fonts are wider than they should.
        lines = "\n".join(packed(_told(block.units), CHARACTERS - INDENT - across - 1))
    direct = [_indent(left=INDENT + across, hanging=across)]
    return paragraph("Lines", *runs(label, style="Strong"), *runs(lines), direct=direct)


def _told(units: Sequence[str]) -> list[str]:
    cleaned = [clean(unit).replace("\n", " ") for unit in units]
    return [f"{unit}、" for unit in cleaned[:-1]] + cleaned[-1:]


def _names(block: Names) -> Element:
    """Names under each other at stops; a wide one takes the room of two."""
    label = f"{block.label}："
    left = INDENT + width_of(label)
    columns = int((CHARACTERS - left) // NAME_WIDTH)
    stops = w("tabs", *(_stop(left + NAME_WIDTH * n) for n in range(1, columns)))
    content, place = runs(label, style="Strong"), 0
    for name in block.names:
        shown = in_list(clean(name).replace("\n", " "))
        takes = max(1, -int(-(width_of(shown) + 0.5) // NAME_WIDTH))
        if place and place + takes > columns:
            content.append(w("r", w("br")))
            place = 0
        content += [*([tab()] if place else []), *runs(shown)]
        place += takes
    direct = [stops, _indent(left=left, hanging=width_of(label))]
    return paragraph("Lines", *content, direct=direct)


def _stop(characters: float) -> Element:
    return w("tab", val="left", pos=round(characters * CHARACTER))


def _indent(**characters: float) -> Element:
    return w("ind", **{side: round(far * CHARACTER) for side, far in characters.items()})


def _signed(block: Signed) -> Iterator[Element]:
    """Two characters from the right; the date begins two characters after the issuer does.

    Both are placed from the left: only digits are as wide as their font has them.
    """
    day = day_name(block.day)
    names, across = [clean(one) for one in block.issuers], width_of(day)
    widest = max((width_of(name) for name in names), default=0)
    left = CHARACTERS - INDENT - max(widest, across + INDENT)
    yield paragraph("Normal")
    for name in names:
        yield paragraph("Signature", *runs(name), direct=[_indent(left=max(0, left))])
    yield paragraph("Signature", *runs(day), direct=[_indent(left=max(0, left) + INDENT)])


def _by_hand(block: ByHand) -> Iterator[Element]:
    """Two to a line, with room to write."""
    yield paragraph("Normal")
    pairs = zip_longest(block.labels[::2], block.labels[1::2])
    for first, second in pairs:
        stops = w("tabs", _stop(INDENT + SIGN_WIDTH))
        content = runs(f"{first}：")
        if second:
            content += [tab(), *runs(f"{second}：")]
        direct = [w("keepLines"), stops, _indent(left=INDENT)]
        yield paragraph("Lines", *content, direct=direct)
