"""A paper made from an organ's own template: placeholders become texts, and nothing but texts.

There is no language in a template: a placeholder is looked up, never computed. What is put in is
not looked at again, so that a text like {{时间}} typed by someone stays as it was typed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from xml.dom.minidom import Document, Element, Node

from mingdeng.documents.word.filling import Filling
from mingdeng.documents.word.ownfile import packed_file
from mingdeng.documents.word.ownwidth import Room
from mingdeng.documents.word.page import width_of
from mingdeng.documents.word.text import clean, in_list
from mingdeng.files.guard import open_package
from mingdeng.files.template import (
    PLACEHOLDER,
    W,
    elements,
    is_w,
    paragraphs,
    read_template,
    text_in,
    texts_of,
)

SMALLEST = 10  # half points
Look = Callable[[str, int], str | Sequence[str] | None]


def from_template(content: bytes, filling: Filling) -> bytes:
    """The paper as a .docx. Raises files.refusal.Refused where the file is no template."""
    template = read_template(open_package(content))
    room = Room(template)
    for name, document in template.texts.items():
        _Filler(document, filling, room).fill()
        template.parts[name] = bytes(document.toxml("utf-8"))
    return packed_file(template, filling.title, filling.day)


class _Filler:
    """Fills one part; each paragraph once."""

    def __init__(self, document: Document, filling: Filling, room: Room) -> None:
        self.document, self.filling, self.room = document, filling, room
        self.done: set[int] = set()
        self.repeated = frozenset(name for row in filling.rows for name in row) | REPEATING

    def fill(self) -> None:
        """Rows and paragraphs of what repeats first, then everything else."""
        found = paragraphs(self.document)
        units = [_unit(one) for one in found if self._repeats(one)]
        for unit in dict.fromkeys(units):
            self._repeat(unit)
        for one in paragraphs(self.document):
            if id(one) not in self.done:
                self._paragraph(one, Counter(), None)

    def _repeats(self, paragraph: Element) -> bool:
        return any(name in self.repeated for name in _names_in(paragraph))

    def _repeat(self, unit: Element) -> None:
        """A copy of a row or paragraph for each thing, or for as many as it has room for."""
        parent = unit.parentNode
        if parent is None:
            return
        named = Counter(name for one in paragraphs(unit) for name in _names_in(one))
        across = max((times for name, times in named.items() if name in self.repeated), default=1)
        rows = list(self.filling.rows) or [{}]
        for first in range(0, len(rows), across):
            copy = unit.cloneNode(deep=True)
            if copy is None:  # only so in the types
                continue
            _without_marks(copy)
            parent.insertBefore(copy, unit)
            seen: Counter[str] = Counter()
            for one in paragraphs(copy):
                self._paragraph(one, seen, rows[first : first + across])
        parent.removeChild(unit)

    def _look(
        self, name: str, number: int, rows: Sequence[Mapping[str, str]] | None
    ) -> str | Sequence[str] | None:
        """What stands for a placeholder, several units for names; None where it is not known."""
        if rows is not None and name in self.repeated:
            text = rows[number].get(name, "") if number < len(rows) else ""
            return [in_list(text)] if name in self.filling.names and text else text
        if name in self.filling.units:
            return self.filling.units[name]
        return self.filling.texts.get(name)

    def _paragraph(
        self, paragraph: Element, seen: Counter[str], rows: Sequence[Mapping[str, str]] | None
    ) -> None:
        self.done.add(id(paragraph))
        pieces = texts_of(paragraph)
        texts = [text_in(one) for one in pieces]
        whole, line, end = "".join(texts), "", 0
        changes: list[tuple[int, int, str]] = []
        for match in PLACEHOLDER.finditer(whole):
            name = match[1]
            said = self._look(name, seen[name], rows)
            seen[name] += 1
            if said is None:
                continue
            line += whole[end : match.start()]
            if not isinstance(said, str):
                run = pieces[_piece_at(texts, match.start())].parentNode
                most = self.room.of(paragraph, run)
                _fit(self.document, run, said, most, self.room.size(paragraph, run))
                said = _packed([clean(one).replace("\n", " ") for one in said], line, most)
            said, end = clean(said), match.end()
            line = (line + said).rpartition("\n")[2]
            changes.append((match.start(), end, said))
        if changes:
            self._write(pieces, _changed(texts, changes), texts)

    def _write(self, pieces: Sequence[Element], after: list[str], before: list[str]) -> None:
        for piece, text, was in zip(pieces, after, before, strict=True):
            if text != was:
                _put(self.document, piece, text)


REPEATING = frozenset({"议程序号", "议程", "决定", "表决结果", "序号", "姓名", "备注"})


def _names_in(paragraph: Element) -> Iterator[str]:
    for match in PLACEHOLDER.finditer("".join(map(text_in, texts_of(paragraph)))):
        yield match[1]


def _unit(paragraph: Element) -> Element:
    """The row a paragraph stands in; itself where it stands in none."""
    node: Node | None = paragraph.parentNode
    while isinstance(node, Element):
        if is_w(node, "tr"):
            return node
        node = node.parentNode
    return paragraph


def _without_marks(copy: Element) -> None:
    """Take out what may stand in a document only once: bookmarks, the numbers of paragraphs."""
    for one in list(elements(copy)):
        if one.localName in {"bookmarkStart", "bookmarkEnd"} and one.parentNode is not None:
            one.parentNode.removeChild(one)
        for name in list(one.attributes.keys()):
            if name.endswith((":paraId", ":textId")):
                one.removeAttribute(name)


def _piece_at(texts: Sequence[str], place: int) -> int:
    for number, text in enumerate(texts):
        if place < len(text):
            return number
        place -= len(text)
    return len(texts) - 1


def _changed(texts: Sequence[str], changes: Sequence[tuple[int, int, str]]) -> list[str]:
    """The pieces with stretches of the whole text replaced: a text goes where its stretch began."""
    result, starts, place = list(texts), [], 0
    for text in texts:
        starts.append(place)
        place += len(text)
    for first, last, said in reversed(changes):
        begin, end = _piece_at(texts, first), _piece_at(texts, last - 1)
        rest = result[end][last - starts[end] :]
        head = result[begin][: first - starts[begin]] + said
        for between in range(begin + 1, end + 1):
            result[between] = ""
        if begin == end:
            result[begin] = head + rest
        else:
            result[begin], result[end] = head, rest
    return result


def _put(document: Document, piece: Element, text: str) -> None:
    """Write a text into its run; where it ends a line, so does the paper."""
    run, prefix = piece.parentNode, piece.tagName.rpartition(":")[0]
    if run is None:
        return
    for place, line in enumerate(text.split("\n")):
        if place:
            run.insertBefore(_made(document, prefix, "br"), piece)
        said = _made(document, prefix, "t")
        said.setAttribute("xml:space", "preserve")
        said.appendChild(document.createTextNode(line))
        run.insertBefore(said, piece)
    run.removeChild(piece)


def _made(document: Document, prefix: str, name: str) -> Element:
    return document.createElementNS(W, f"{prefix}:{name}" if prefix else name)


def _packed(units: Sequence[str], line: str, most: float) -> str:
    """Units one behind the other; one that would not stand whole begins the next line."""
    said, across = "", width_of(line)
    for place, unit in enumerate(units):
        told = unit if place == len(units) - 1 else f"{unit}、"
        if across and across + width_of(told) > most:
            said, across = f"{said}\n", 0
        said, across = said + told, across + width_of(told)
    return said


def _fit(
    document: Document, run: Node | None, units: Sequence[str], most: float, size: int
) -> None:
    """Write smaller what is wider than the line it has, such as a long name in a narrow cell."""
    widest = max(map(width_of, units), default=0)
    if widest <= most or not isinstance(run, Element) or most <= 0:
        return
    size = max(SMALLEST, int(size * most / widest))
    about = next(
        (one for one in run.childNodes if isinstance(one, Element) and is_w(one, "rPr")), None
    )
    prefix = run.tagName.rpartition(":")[0]
    if about is None:
        about = _made(document, prefix, "rPr")
        run.insertBefore(about, run.firstChild)
    for name in ("sz", "szCs"):
        for old in [one for one in elements(about) if is_w(one, name)]:
            about.removeChild(old)
        made = _made(document, prefix, name)
        made.setAttributeNS(W, f"{prefix}:val" if prefix else "val", str(size))
        _in_order(about, made)


def _in_order(about: Element, made: Element) -> None:
    """The size stands before what the format puts behind it."""
    behind = {"highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em"}
    behind |= {"lang", "eastAsianLayout", "specVanish", "oMath"}
    later = (
        one for one in about.childNodes if isinstance(one, Element) and one.localName in behind
    )
    about.insertBefore(made, next(later, None))
