"""Minutes pasted or dropped: what a record could be filled with, read in the child process."""

from collections.abc import Iterator

from mingdeng.files.csvtext import decode
from mingdeng.files.docx import read_docx
from mingdeng.files.grid import Spot
from mingdeng.files.minuteslines import Piece, document_pieces, line_pieces
from mingdeng.files.names import DOCX, TEXT
from mingdeng.files.proposing import Proposal, proposals_of
from mingdeng.files.reader import Opened
from mingdeng.files.refusal import Refused

# What the reading process may be asked for.
ROWS, MINUTES, CHECK, CELLS = "rows", "minutes", "check", "cells"
TEMPLATE = "template"
PASTED = "粘贴的文字.txt"


def proposals_in(opened: Opened) -> list[Proposal]:
    """The meetings a checked file reports. Raises Refused where it is neither Word nor text."""
    if opened.promised == DOCX and opened.package is not None:
        pieces = document_pieces(read_docx(opened.package, opened.file))
    elif opened.promised == TEXT:
        pieces = _text_pieces(decode(opened.data))
    else:
        raise Refused("not-read", what="会议记录请用 .docx 或 .txt")
    return proposals_of(pieces, "" if opened.file == PASTED else opened.file)


def _text_pieces(text: str) -> Iterator[Piece]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield from line_pieces(line.strip(), Spot(place=f"第{number}行"))
