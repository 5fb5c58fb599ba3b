"""Documents and forms taken apart into labelled values and plain lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from mingdeng.files.docx import Block, Paragraph
from mingdeng.files.grid import Grid, Spot, text_of
from mingdeng.files.text import plain
from mingdeng.files.words import read_lists

_MARKS = re.compile(r"[:：()（）/、,，·\s*]")
_LINE_NUMBER = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,2}|\d{1,2})\s*[、.．]\s*")
_COLON = re.compile(r"\s*[:：]\s*")
_END_BRACKET = re.compile(r"[(（][^()（）]{0,12}[)）]\s*$")
_BOUNDARIES = frozenset(",，;；。、.．)）")
_EDGES = " \t\u3000,，;；、"
_LONGEST = 14
# 第一议题：学习… names an item, not the agenda.
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,2}[个项]?$")
_FIELDS_ONLY = frozenset(["title_ends", "not_minutes"])


@dataclass(slots=True)
class Piece:
    """A labelled value (`field` set) or a plain line."""

    text: str
    spot: Spot
    field: str | None = None
    label: str = ""
    in_cell: bool = False


def document_pieces(blocks: Sequence[Block]) -> Iterator[Piece]:
    """The pieces of a Word document; automatically numbered lines get their number."""
    number = 0
    for block in blocks:
        if isinstance(block, Grid):
            number = 0
            yield from grid_pieces(block)
            continue
        number = number + 1 if block.numbered else 0
        yield from _paragraph_pieces(block, number)


def _paragraph_pieces(paragraph: Paragraph, number: int) -> Iterator[Piece]:
    spot = Spot(place=f"第{paragraph.number}段")
    text = f"{number}、{paragraph.text}" if number else paragraph.text
    for line in text.split("\n"):
        if line.strip():
            yield from line_pieces(line.strip(), spot)


def grid_pieces(grid: Grid) -> Iterator[Piece]:
    """The pieces of a table of labels and values, row by row."""
    waiting: Piece | None = None
    for row in grid.rows:
        cells = [(text_of(value), grid.spot(row, column)) for column, value in grid.filled(row)]
        if waiting and cells and not label_of(cells[0][0]):
            # 会议内容 stood alone in the row above: this row is its value.
            text, spot = cells.pop(0)
            yield from _value_pieces(waiting, text, spot)
            waiting = None
        elif waiting:
            yield waiting
            waiting = None
        pieces, waiting = _row_pieces(cells)
        yield from pieces
    if waiting:
        yield waiting


def _row_pieces(cells: list[tuple[str, Spot]]) -> tuple[list[Piece], Piece | None]:
    """Label and value by turns; a label at the end waits for the next row."""
    pieces: list[Piece] = []
    index = 0
    while index < len(cells):
        text, spot = cells[index]
        index += 1
        name = label_of(text)
        if name is None:
            for line in text.split("\n"):
                pieces += line_pieces(line.strip(), spot, in_cell=True) if line.strip() else []
            continue
        label = Piece("", spot, name, text)
        if index == len(cells):
            return pieces, label
        following, place = cells[index]
        if label_of(following) is None:
            index += 1
            pieces += _value_pieces(label, following, place)
        else:
            pieces.append(label)
    return pieces, None


def _value_pieces(label: Piece, text: str, spot: Spot) -> Iterable[Piece]:
    """A value in a cell of its own; a long one goes on as lines."""
    first, *rest = text.split("\n")
    if label.field != "body":
        if _starts_with_label(first):
            return [label, *_lines(text, spot)]
        return [Piece(text, spot, label.field, label.label, in_cell=True)]
    return [Piece("", spot, "body", label.label), *_lines("\n".join([first, *rest]), spot)]


def _lines(text: str, spot: Spot) -> list[Piece]:
    pieces: list[Piece] = []
    for line in text.split("\n"):
        if line.strip():
            pieces += line_pieces(line.strip(), spot, in_cell=True)
    return pieces


def line_pieces(line: str, spot: Spot, *, in_cell: bool = False) -> list[Piece]:
    """The labels and values of a line: 时间：… 地点：…; a line without any stays one piece."""
    alone = label_of(_LINE_NUMBER.sub("", line))
    if alone:
        return [Piece("", spot, alone, line)]
    found = _labels_in(line[:5_000]) or _label_before_space(line)
    if not found:
        return [Piece(line, spot, in_cell=in_cell)]
    pieces = []
    before = _LINE_NUMBER.sub("", line[: found[0].start]).strip(_EDGES)
    if before:
        pieces.append(Piece(before, spot, in_cell=in_cell))
    ends = [label.start for label in found[1:]] + [len(line)]
    for label, end in zip(found, ends, strict=True):
        value = line[label.end : end].strip(_EDGES)
        pieces.append(Piece(value, spot, _labels()[label.word], label.word, in_cell=in_cell))
    return pieces


class _Found(NamedTuple):
    """A label in a line: where it begins, where its value begins, its words."""

    start: int
    end: int
    word: str


def _labels_in(line: str) -> list[_Found]:
    """The labels before the colons of a line, spaces within them allowed: 时  间：."""
    found: list[_Found] = []
    for colon in _COLON.finditer(line):
        floor = found[-1].end if found else 0
        label = _label_up_to(line, floor, colon.start())
        if label:
            found.append(_Found(label[0], colon.end(), label[1]))
    return found


def _label_up_to(line: str, floor: int, end: int) -> tuple[int, str] | None:
    """The longest label that ends at `end` and begins a line or follows a sign or space."""
    bracket = _END_BRACKET.search(line, max(floor, end - 16), end)
    at = bracket.start() if bracket else end
    word, best, run_on = "", None, None
    while at > floor and len(word) < _LONGEST:
        at -= 1
        if line[at].isspace():
            continue
        if line[at] in _BOUNDARIES:
            break
        word = line[at] + word
        if word in _labels():
            if at == floor or line[at - 1] in _BOUNDARIES or line[at - 1].isspace():
                best = (at, word)
            elif len(word) > 1 and not _ORDINAL.search(line[floor:at]):
                run_on = (at, word)
    # 15:00地点：四楼 and 本次会议主持人：某某 have nothing before the label to mark it.
    return best or run_on


def _label_before_space(line: str) -> list[_Found]:
    """A label at the start of a line, set off from its value by a space only."""
    word = ""
    for at, sign in enumerate(line[: 2 * _LONGEST]):
        if sign.isspace():
            if word in _labels() and line[at:].strip():
                return [_Found(0, at, word)]
        else:
            word += sign
    return []


def _starts_with_label(line: str) -> bool:
    found = _labels_in(line[:60])
    return bool(found) and found[0].start == 0


@cache
def _labels() -> dict[str, str]:
    lists = read_lists("labels.txt")
    return {
        word: name for name, words in lists.items() if name not in _FIELDS_ONLY for word in words
    }


@cache
def label_words(name: str) -> tuple[str, ...]:
    """A list of `labels.txt` that is no field."""
    return read_lists("labels.txt")[name]


def label_of(text: str) -> str | None:
    """The field a text stands for as a label, if it is nothing but a label."""
    if len(text) > 60:
        return None
    word = _MARKS.sub("", plain(text))
    return _labels().get(word) or _labels().get(_MARKS.sub("", re.sub(r"\(.*?\)", "", plain(text))))
