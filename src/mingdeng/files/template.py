"""A Word file that papers are to be made from: taken apart, checked, its placeholders found.

What is kept of it are its text, styles, numbering, settings, heads, feet, notes, fonts, theme and
pictures. Anything that reaches outside, computes or is executed is refused by name; everything
else is left out. The same checks are made in the reading process when the file comes in and
again whenever a paper is made from what was kept.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.dom.minidom import Attr, Document, Element, Node, parseString
from xml.parsers.expat import ExpatError, ParserCreate

from mingdeng.files.guard import Package
from mingdeng.files.refusal import Refused
from mingdeng.files.xmlstream import Attributes, parse_xml

MAIN = "word/document.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# {{时间}}, also with braces as wide as Chinese characters.
PLACEHOLDER = re.compile(r"[{｛]{2}\s*([^{}｛｝\n]{1,30}?)\s*[}｝]{2}")
MAX_PART, MAX_TAGS, MAX_DEPTH, MAX_PICTURE = 2 << 20, 60_000, 120, 4 << 20
TEXTS = frozenset({"header", "footer", "footnotes", "endnotes"})
_PLAIN = frozenset({"styles", "numbering", "settings", "fontTable", "theme"})
_SIGNS = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "gif": b"GIF8",
    "bmp": b"BM",
}
# What runs, embeds or brings in something else; what is not decided yet.
_ACTIVE = frozenset({"object", "altChunk", "subDoc", "control", "OLEObject", "contentPart"})
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_FIELD = re.compile(r'\\[*#@]\s*("[^"]*"|\S+)|\S+')
# Settings that point elsewhere, and links of the text to what is not kept.
_DROPPED_SETTINGS = ("attachedTemplate", "mailMerge", "saveThroughXslt", "documentProtection")
_DROPPED_TEXT = ("dataBinding", "commentRangeStart", "commentRangeEnd", "commentReference")


@dataclass(slots=True)
class Template:
    """The parts that are kept, the texts among them by name, and what kind each part is."""

    parts: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, Document] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    # Of a part: its relations by id, as kind and name of the other part.
    relations: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)


def read_template(package: Package) -> Template:
    """What is kept of a template. Raises Refused where it holds what a template may not."""
    if package.embedded:
        raise Refused("template-object")
    for name in package.parts:
        if name.endswith(".rels"):
            _relations(package, name)
    template = Template()
    _take_text(package, template, MAIN, "document")
    return template


def placeholders_of(template: Template) -> list[str]:
    """The names of all placeholders, each once, in their order."""
    found = (
        match[1]
        for document in template.texts.values()
        for one in paragraphs(document)
        for match in PLACEHOLDER.finditer("".join(map(text_in, texts_of(one))))
    )
    return list(dict.fromkeys(found))


def paragraphs(node: Node) -> list[Element]:
    """The paragraphs in a part or below an element, itself included."""
    return [one for one in elements(node) if is_w(one, "p")]


def texts_of(paragraph: Element) -> list[Element]:
    """The pieces of text that are a paragraph's own: those of text boxes are not."""
    found: list[Element] = []
    waiting: list[Node] = list(reversed(paragraph.childNodes))
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Element) or is_w(one, "p"):
            continue
        if is_w(one, "t"):
            found.append(one)
        else:
            waiting.extend(reversed(one.childNodes))
    return found


def text_in(element: Element) -> str:
    """The characters that stand in an element itself."""
    return "".join(str(getattr(one, "data", "")) for one in element.childNodes)


def elements(node: Node) -> Iterator[Element]:
    """An element and all below it in their order."""
    waiting: list[Node] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Element):
            yield one
        waiting.extend(reversed(one.childNodes))


def is_w(element: Element, name: str) -> bool:
    """Whether an element is this one of WordprocessingML."""
    return element.localName == name and element.namespaceURI == W


# ---- parts ----


def _take_text(package: Package, template: Template, name: str, kind: str) -> None:
    folder, file = posixpath.split(name)
    relations = f"{folder}/_rels/{file}.rels"
    found = _relations(package, relations) if package.has(relations) else {}
    kept: dict[str, tuple[str, str]] = {}
    for key, (what, target) in found.items():
        place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if what in TEXTS or what in _PLAIN or what == "image":
            kept[key] = (what, place)
            if place not in template.kinds:
                template.kinds[place] = what
                _take(package, template, place, what)
    document = _parsed(_bytes(package, name, MAX_PART))
    _check_text(document, kept)
    template.texts[name], template.relations[name] = document, kept
    template.kinds[name] = kind


def _take(package: Package, template: Template, name: str, kind: str) -> None:
    if kind in TEXTS:
        if any(name == other for other in template.texts):
            raise Refused("broken-file")
        _take_text(package, template, name, kind)
    elif kind == "image":
        template.parts[name] = _picture(package, name)
    else:
        template.parts[name] = _plain(_bytes(package, name, MAX_PART))


def _relations(package: Package, name: str) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}

    def relation(attributes: Attributes) -> None:
        target = attributes.get("Target", "")
        if attributes.get("TargetMode") == "External" or ":" in target:
            raise Refused("template-external", target=target[:80])
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = (kind, target)

    parse_xml(package.stream(name), start={"Relationship": relation}, end={})
    return found


def _bytes(package: Package, name: str, most: int) -> bytes:
    data = b""
    for chunk in package.stream(name):
        data += chunk
        if len(data) > most:
            raise Refused("template-too-large")
    return data


def _picture(package: Package, name: str) -> bytes:
    data = _bytes(package, name, MAX_PICTURE)
    sign = _SIGNS.get(name.rpartition(".")[2].lower())
    if sign is None or not data.startswith(sign):
        raise Refused("template-picture")
    return data


def _parsed(data: bytes) -> Document:
    if b"\0" in data or data.count(b"<") > MAX_TAGS:
        raise Refused("template-too-large")
    _check_depth(data)
    try:
        return parseString(data)  # noqa: S318 - no DOCTYPE: the guard has looked; size and depth told
    except ExpatError:
        raise Refused("broken-file") from None


def _check_depth(data: bytes) -> None:
    """Refuse what is nested deeper than any text: it would be walked step within step."""
    depth = 0

    def open_one(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise Refused("template-too-large")

    def close_one(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = open_one, close_one
    try:
        parser.Parse(data, True)
    except ExpatError:
        raise Refused("broken-file") from None


def _plain(data: bytes) -> bytes:
    """Styles, settings and their like without what points to other parts."""
    document = _parsed(data)
    for one in list(elements(document)):
        points = any(name.namespaceURI == R for name in _attributes(one))
        if (points or one.localName in _DROPPED_SETTINGS) and one.parentNode is not None:
            one.parentNode.removeChild(one)
    return bytes(document.toxml("utf-8"))


def _check_text(document: Document, kept: Mapping[str, object]) -> None:
    for one in list(elements(document)):
        name = one.localName or ""
        if name in _ACTIVE or any(
            attribute.namespaceURI == R and attribute.value not in kept
            for attribute in _attributes(one)
        ):
            raise Refused("template-object")
        if name in _TRACKED and one.namespaceURI == W:
            raise Refused("template-tracked")
        if name == "fldSimple":
            _check_field(one.getAttributeNS(W, "instr"))
        if is_w(one, "p"):
            _check_field(" ".join(_instructions(one)))
        if name in _DROPPED_TEXT and one.parentNode is not None:
            one.parentNode.removeChild(one)
    if document.documentElement is None or document.documentElement.namespaceURI != W:
        raise Refused("template-other-word")


def _instructions(paragraph: Element) -> Iterator[str]:
    """What the fields of a paragraph say; a field may be spread over several pieces."""
    said = ""
    for one in elements(paragraph):
        if is_w(one, "instrText"):
            said += text_in(one)
        elif is_w(one, "fldChar"):
            yield said
            said = ""
    yield said


def _check_field(said: str) -> None:
    words = [match[0] for match in _FIELD.finditer(said) if not match[0].startswith("\\")]
    other = next((word for word in words if word.upper() not in _FIELDS), None)
    if other is not None:
        raise Refused("template-field", name=other[:20])


def _attributes(element: Element) -> Iterator[Attr]:
    attributes = element.attributes
    found = (attributes.item(place) for place in range(attributes.length))
    yield from (one for one in found if isinstance(one, Attr))
