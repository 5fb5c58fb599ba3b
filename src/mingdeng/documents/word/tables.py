"""Tables: as wide as the type area, the head on every page, no row cut, no name broken."""

from collections.abc import Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from mingdeng.documents.word.blocks import CENTRE, Column, Form, Table
from mingdeng.documents.word.markup import paragraph, runs, w
from mingdeng.documents.word.page import AREA, CELL_CHARACTER, width_of
from mingdeng.documents.word.text import clean

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
MARGIN = 50
FORM_ROW = 560
# 小四 in half points; a name too wide for its column goes down to no less than this.
SIZE, SMALLEST = 24, 10
LABEL_WIDTH = 5.5
# A column of names grows no wider; the rarest are written a little smaller instead.
WIDEST_NAME = 8


def table(block: Table) -> Element:
    """A table with a head."""
    widths = widths_of(fitted(block.columns, block.rows))
    head = [_cell(c.heading, "CellHead", at) for c, at in zip(block.columns, widths, strict=True)]
    lines = [_row(head, height=block.row_height, head=True)]
    for row in block.rows:
        cells = [
            _filled(text, column, at)
            for text, column, at in zip(row, block.columns, widths, strict=True)
        ]
        lines.append(_row(cells, height=block.row_height))
    return _table(widths, lines)


def form(block: Form) -> Element:
    """Two pairs of label and value to a row; a long value has a row of its own."""
    label = round(LABEL_WIDTH * CELL_CHARACTER)
    value = AREA // 2 - label
    widths = [label, value, label, AREA - 2 * label - value]
    lines: list[Element] = []
    waiting: list[Element] = []
    for name, said in block.fields:
        fits = (width_of(said) + 1) * CELL_CHARACTER <= value
        if not fits and waiting:
            lines.append(_row([*waiting, *_pair("", "", widths)], height=FORM_ROW))
            waiting = []
        if not fits:
            wide = [_cell(name, "CellHead", label), _cell(said, "Cell", AREA - label, across=3)]
            lines.append(_row(wide, height=FORM_ROW))
            continue
        waiting += _pair(name, said, widths)
        if len(waiting) == len(widths):
            lines.append(_row(waiting, height=FORM_ROW))
            waiting = []
    if waiting:
        lines.append(_row([*waiting, *_pair("", "", widths)], height=FORM_ROW))
    return _table(widths, lines)


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns with those of names as wide as the longest, as far as others can give."""
    wanted = [_wanted(column, [row[n] for row in rows]) for n, column in enumerate(columns)]
    taken = sum(column.width for column in columns) + len(columns) * 2 * MARGIN / CELL_CHARACTER
    spare = max(0, AREA / CELL_CHARACTER - taken)
    short = max(0, sum(wanted) - spare)
    gives = sum(column.gives for column in columns)
    part = min(1, short / gives) if gives else 0
    had = min(1, (spare + part * gives) / sum(wanted)) if sum(wanted) else 0
    return [
        replace(column, width=column.width + had * more - part * column.gives)
        for column, more in zip(columns, wanted, strict=True)
    ]


def _wanted(column: Column, texts: Sequence[str]) -> float:
    """How much wider a column of names should be."""
    if not column.names:
        return 0
    longest = max((width_of(line) for text in texts for line in text.split("\n")), default=0)
    return max(0, min(longest, WIDEST_NAME) - column.width)


def widths_of(columns: Sequence[Column]) -> list[int]:
    """The widths in twips, together as wide as the type area, whatever was asked for."""
    wanted = [column.width * CELL_CHARACTER + 2 * MARGIN for column in columns]
    widths = [int(AREA * one / sum(wanted)) for one in wanted]
    widths[-1] += AREA - sum(widths)
    return widths


def _pair(name: str, said: str, widths: Sequence[int]) -> list[Element]:
    return [_cell(name, "CellHead", widths[0]), _cell(said, "CellCentre", widths[1])]


def _filled(text: str, column: Column, at: int) -> Element:
    style = "CellCentre" if column.align == CENTRE else "Cell"
    return _cell(text, style, at, size=_size(text, at) if column.names else 0)


def _size(text: str, at: int) -> int:
    """The size in which the widest line of a name stands in its column on one line."""
    widest = max(map(width_of, clean(text).split("\n")))
    room = (at - 2 * MARGIN) / (CELL_CHARACTER / SIZE)
    return 0 if widest * SIZE <= room else max(SMALLEST, int(room / widest))


def _table(widths: Sequence[int], lines: Sequence[Element]) -> Element:
    borders = w(
        "tblBorders", *(w(side, val="single", sz=4, space=0, color="auto") for side in SIDES)
    )
    margins = w("tblCellMar", *(w(side, w=MARGIN, type="dxa") for side in ("left", "right")))
    about = w(
        "tblPr",
        *(w("tblW", w=sum(widths), type="dxa"), w("jc", val="center"), borders),
        *(w("tblLayout", type="fixed"), margins),
    )
    return w("tbl", about, w("tblGrid", *(w("gridCol", w=at) for at in widths)), *lines)


def _row(cells: Sequence[Element], *, height: int = 0, head: bool = False) -> Element:
    about = [w("cantSplit")]
    about += [w("trHeight", val=height, hRule="atLeast")] if height else []
    about += [w("tblHeader")] if head else []
    return w("tr", w("trPr", *about), *cells)


def _cell(text: str, style: str, at: int, *, across: int = 1, size: int = 0) -> Element:
    about = [w("tcW", w=at, type="dxa")]
    about += [w("gridSpan", val=across)] if across > 1 else []
    about.append(w("vAlign", val="center"))
    return w("tc", w("tcPr", *about), paragraph(style, *runs(text, size=size)))
