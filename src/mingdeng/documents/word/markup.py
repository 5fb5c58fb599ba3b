"""Elements of WordprocessingML, made so that no text can become anything but text."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, register_namespace

from mingdeng.documents.word.text import clean

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
register_namespace("w", W)
register_namespace("r", R)


def w(tag: str, *children: Element | None, **attributes: object) -> Element:
    """An element of the w: namespace with its w: attributes; a child that is None is none."""
    element = Element(f"{{{W}}}{tag}", {f"{{{W}}}{k}": str(v) for k, v in attributes.items()})
    element.extend(child for child in children if child is not None)
    return element


def paragraph(style: str, *content: Element, direct: Iterable[Element] = ()) -> Element:
    """A paragraph of a style; `direct` is what is said of this one only."""
    return w("p", w("pPr", w("pStyle", val=style), *direct), *content)


def runs(text: str, *, style: str = "", size: int = 0) -> list[Element]:
    """A text as runs; where it ends a line, so does the paper."""
    found: list[Element] = []
    for place, line in enumerate(clean(text).split("\n")):
        if place:
            found.append(w("r", w("br")))
        if line:
            found.append(_run(line, style, size))
    return found


def tab() -> Element:
    """To the next stop."""
    return w("r", w("tab"))


def _run(text: str, style: str, size: int) -> Element:
    said = w("t")
    said.text = text
    said.set(SPACE, "preserve")
    about = [w("rStyle", val=style)] if style else []
    about += [w("sz", val=size), w("szCs", val=size)] if size else []
    return w("r", w("rPr", *about) if about else None, said)
