"""A paper as the bytes of a .docx: our parts, our properties, the same bytes for the same paper."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from mingdeng.documents.word import page
from mingdeng.documents.word.blocks import Paper
from mingdeng.documents.word.body import elements_of, title_of
from mingdeng.documents.word.markup import R, paragraph, w
from mingdeng.documents.word.text import clean

PRODUCT = "明灯"
BASE = Path(__file__).parent / "base"
# Where in the file each part of the base lies.
PARTS = {
    "[Content_Types].xml": "types.xml",
    "_rels/.rels": "package.rels",
    "word/_rels/document.xml.rels": "document.rels",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/odd.xml": "odd.xml",
    "word/even.xml": "even.xml",
    "docProps/app.xml": "app.xml",
}
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC, TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# The earliest day an archive can name: what is in it is told by the paper, not by the clock.
NO_TIME = (1980, 1, 1, 0, 0, 0)
for prefix, namespace in (("cp", CORE), ("dc", DC), ("dcterms", TERMS), ("xsi", XSI)):
    register_namespace(prefix, namespace)


def word_file(paper: Paper) -> bytes:
    """The paper as a .docx that holds no macro, no link and nothing from elsewhere."""
    parts = {name: (BASE / file).read_bytes() for name, file in PARTS.items()}
    parts["word/document.xml"] = _xml(_document(paper))
    parts["docProps/core.xml"] = core_properties("".join(paper.title), paper.day)
    return archive(parts)


def archive(parts: dict[str, bytes]) -> bytes:
    """Parts as an archive that does not change with the clock."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            file.writestr(entry, content, compresslevel=6)
    return buffer.getvalue()


def _xml(root: Element) -> bytes:
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    body: bytes = tostring(root, encoding="utf-8")
    return head + body


def _document(paper: Paper) -> Element:
    pieces = [element for block in paper.blocks for element in elements_of(block)]
    return w("document", w("body", title_of(paper.title), paragraph("Normal"), *pieces, _section()))


def _section() -> Element:
    margins = {"top": page.TOP, "right": page.RIGHT, "bottom": page.BOTTOM, "left": page.LEFT}
    footers = [_footer("default", "rIdOdd"), _footer("even", "rIdEven")]
    return w(
        "sectPr",
        *footers,
        w("pgSz", w=page.WIDTH, h=page.HEIGHT),
        w("pgMar", **margins, header=851, footer=page.FOOTER, gutter=0),
        w("docGrid", type="lines", linePitch=page.PITCH),
    )


def _footer(kind: str, part: str) -> Element:
    element = w("footerReference", type=kind)
    element.set(f"{{{R}}}id", part)
    return element


def core_properties(title: str, day: date) -> bytes:
    """The properties of a file of ours."""
    return _xml(_properties(title, day))


def _properties(title: str, day: date) -> Element:
    root = Element(f"{{{CORE}}}coreProperties")
    SubElement(root, f"{{{DC}}}title").text = clean(title).replace("\n", " ")
    SubElement(root, f"{{{DC}}}creator").text = PRODUCT
    SubElement(root, f"{{{CORE}}}lastModifiedBy").text = PRODUCT
    for name in ("created", "modified"):
        moment = SubElement(root, f"{{{TERMS}}}{name}", {f"{{{XSI}}}type": "dcterms:W3CDTF"})
        moment.text = f"{day.isoformat()}T00:00:00Z"
    return root
