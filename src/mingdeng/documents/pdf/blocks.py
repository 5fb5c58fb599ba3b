"""The blocks a paper is made of, as the template takes them."""

from collections.abc import Iterable, Sequence

from mingdeng.documents.pdf.typesetting import Block

Columns = Sequence[tuple[str, int]]
# A form of more lines is taller than what a page may leave empty.
MOST_LINES = 34
Row = Sequence[str | tuple[str, int]]


def chapter(text: str, *, fresh: bool = True) -> Block:
    """A heading that begins a new page."""
    return {"is": "heading", "level": 1, "text": text, "fresh": fresh}


def section(text: str) -> Block:
    """A heading within a chapter."""
    return {"is": "heading", "level": 2, "text": text}


def entry(text: str, *, listed: bool = True) -> Block:
    """A heading within a section."""
    return {"is": "heading", "level": 3, "text": text, "listed": listed}


def text(said: str) -> Block:
    """A paragraph."""
    return {"is": "text", "text": said}


def note(said: str, *, leads: bool = False) -> Block:
    """A small remark; one that leads stays with what follows."""
    return {"is": "note", "text": said, "leads": leads}


def points(lines: Iterable[str]) -> Block:
    """Lines, each for itself."""
    return {"is": "list", "lines": list(lines)}


def table(
    columns: Columns, rows: Iterable[Row], centred: Sequence[int] = (), size: float = 10.5
) -> Block:
    """Rows under headings; a cell may be several columns wide."""
    return {
        "is": "table",
        "columns": [list(one) for one in columns],
        "rows": [list(row) for row in rows],
        "centred": list(centred),
        "size": size,
    }


def form(rows: Iterable[Sequence[str]]) -> Block:
    """Labels beside what was said: a pair, or two, in a line; a short one stays on one page."""
    said = [list(row) for row in rows]
    texts = [text for row in said for text in row]
    lines = sum(1 + text.count("\n") + len(text) // 40 for text in texts)
    return {"is": "form", "rows": said, "whole": lines <= MOST_LINES}
