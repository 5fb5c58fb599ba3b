"""How many characters stand on a line of a template, as far as the file says."""

from collections.abc import Iterator
from xml.dom.minidom import Document, Element, Node, parseString

from mingdeng.files.template import MAIN, Template, W, elements, is_w

# What a file that says nothing means: A4 with Word's margins, no indents, 五号.
PAGE, MARGIN, SIZE = 11906, 1800, 21
CELL_MARGINS = 216
DEEPEST_STYLE = 12
SLACK = 1


class Room:
    """Widths of a template, in characters."""

    def __init__(self, template: Template) -> None:
        self.area = _area(template.texts[MAIN])
        self.sizes, self.based = _styles(template)

    def of(self, paragraph: Element, run: Node | None) -> float:
        """How many Chinese characters stand on a line of a paragraph in the size of a run."""
        wide = _cell(paragraph) or self.area
        indents = _child(_child(paragraph, "pPr"), "ind")
        wide -= sum(_number(indents, name) for name in ("left", "start", "right", "end"))
        return max(1, wide / (self.size(paragraph, run) * 10) - SLACK)

    def size(self, paragraph: Element, run: Node | None) -> int:
        """The size of a run in half points."""
        said = _child(_child(run, "rPr"), "sz") if isinstance(run, Element) else None
        return _number(said, "val") or self._of_style(paragraph)

    def _of_style(self, paragraph: Element) -> int:
        said = _child(_child(paragraph, "pPr"), "pStyle")
        name = said.getAttributeNS(W, "val") if said is not None else ""
        for _ in range(DEEPEST_STYLE):
            if self.sizes.get(name):
                return self.sizes[name]
            if name not in self.based:
                break
            name = self.based[name]
        return self.sizes.get("", 0) or SIZE


def _styles(template: Template) -> tuple[dict[str, int], dict[str, str]]:
    """Of each style its size and what it is based on; "" is what holds for all."""
    name = next((one for one, kind in template.kinds.items() if kind == "styles"), None)
    sizes: dict[str, int] = {}
    based: dict[str, str] = {}
    if name is None:
        return sizes, based
    for one in elements(parseString(template.parts[name])):  # noqa: S318 - read and checked before
        if is_w(one, "docDefaults"):
            sizes[""] = next((_number(e, "val") for e in elements(one) if is_w(e, "sz")), 0)
        elif is_w(one, "style"):
            key = one.getAttributeNS(W, "styleId")
            sizes[key] = _number(_child(_child(one, "rPr"), "sz"), "val")
            parent = _child(one, "basedOn")
            default = one.getAttributeNS(W, "default") in {"1", "true"}
            if default and one.getAttributeNS(W, "type") == "paragraph" and sizes[key]:
                sizes[""] = sizes[key]
            if parent is not None:
                based[key] = parent.getAttributeNS(W, "val")
    return sizes, based


def _area(document: Document) -> int:
    section = next((one for one in elements(document) if is_w(one, "sectPr")), None)
    page, margins = _child(section, "pgSz"), _child(section, "pgMar")
    wide = _number(page, "w") or PAGE
    sides = (_number(margins, "left"), _number(margins, "right"))
    return max(wide - sum(sides), 1000) if margins is not None else wide - 2 * MARGIN


def _cell(paragraph: Element) -> int:
    """The width of the cell a paragraph stands in; 0 where it stands in none."""
    node: Node | None = paragraph.parentNode
    while isinstance(node, Element):
        if is_w(node, "tc"):
            said = _child(_child(node, "tcPr"), "tcW")
            fixed = said is not None and said.getAttributeNS(W, "type") in {"dxa", ""}
            return max(_number(said, "w") - CELL_MARGINS, 0) if fixed else 0
        node = node.parentNode
    return 0


def _child(node: Node | None, name: str) -> Element | None:
    return next(_children(node, name), None) if node is not None else None


def _children(node: Node, name: str) -> Iterator[Element]:
    return (one for one in node.childNodes if isinstance(one, Element) and is_w(one, name))


def _number(element: Element | None, name: str) -> int:
    text = element.getAttributeNS(W, name) if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 7 else 0
