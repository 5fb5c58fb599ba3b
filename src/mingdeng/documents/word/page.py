"""The page of GB/T 9704-2012 in Word's units, and how wide a text is on it.

A4; 37 mm above, 28 mm at the binding edge, a type area of 156 by 225 mm with 22 lines of
28 characters of 3号. One character is the measure of everything that runs across.
"""

import unicodedata

TWIPS_PER_MM = 1440 / 25.4
# In twips, twentieths of a point.
WIDTH, HEIGHT = 11906, 16838
TOP, LEFT, RIGHT, BOTTOM = 2098, 1587, 1474, 1984
AREA = WIDTH - LEFT - RIGHT
LINES, CHARACTERS = 22, 28
PITCH = 579
# The dashes beside the page number begin 7 mm under the type area.
FOOTER = 1449
# 3号 is 16 pt and stands 0.25 pt closer; a text in a cell is 小四, 12 pt.
CHARACTER, CELL_CHARACTER = 315, 240
TITLE_CHARACTERS = 20
WIDE = frozenset("WFA")
# Fonts disagree on how wide these are; room is left for the wider.
ROOM = 0.5


def width_of(text: str) -> float:
    """How many characters wide a text is: Chinese ones count one, Latin ones a half."""
    return sum(_width(character) for character in text)


def _width(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 1 if unicodedata.east_asian_width(character) in WIDE else ROOM


def packed(units: list[str], most: float) -> list[str]:
    """Units put one behind the other in lines no wider than `most`; none is broken.

    A unit wider than a line stands in one of its own.
    """
    lines: list[str] = []
    for unit in units:
        if lines and width_of(lines[-1] + unit) <= most:
            lines[-1] += unit
        else:
            lines.append(unit)
    return lines
