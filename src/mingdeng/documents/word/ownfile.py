"""The file a filled template becomes: its kept parts, our properties, our list of what is in it."""

from datetime import date
from xml.sax.saxutils import quoteattr

from mingdeng.documents.word.package import BASE, archive, core_properties
from mingdeng.files.template import MAIN, Template

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PICTURES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
}
THEME = "application/vnd.openxmlformats-officedocument.theme+xml"
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
APP = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def packed_file(template: Template, title: str, day: date) -> bytes:
    """The kept parts as a .docx, the same bytes for the same paper."""
    parts = {
        "[Content_Types].xml": _types(template),
        "_rels/.rels": (BASE / "package.rels").read_bytes(),
        **template.parts,
        "docProps/app.xml": (BASE / "app.xml").read_bytes(),
        "docProps/core.xml": core_properties(title, day),
    }
    for name, relations in template.relations.items():
        if relations:
            folder, _, file = name.rpartition("/")
            parts[f"{folder}/_rels/{file}.rels"] = _relations(relations)
    return archive(parts)


def _types(template: Template) -> bytes:
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml"}
    defaults |= {"xml": "application/xml", **PICTURES}
    said = {name: _type(kind) for name, kind in template.kinds.items() if kind != "image"}
    said |= {"docProps/core.xml": CORE, "docProps/app.xml": APP}
    lines = [
        f"<Default Extension={quoteattr(end)} ContentType={quoteattr(kind)}/>"
        for end, kind in defaults.items()
    ]
    lines += [
        f"<Override PartName={quoteattr(f'/{name}')} ContentType={quoteattr(kind)}/>"
        for name, kind in said.items()
    ]
    return f'{HEAD}<Types xmlns="{TYPES}">{"".join(lines)}</Types>'.encode()


def _type(kind: str) -> str:
    if kind == "theme":
        return THEME
    return f"{WORD}.{'document.main' if kind == 'document' else kind}+xml"


def _relations(found: dict[str, tuple[str, str]]) -> bytes:
    lines = [
        f"<Relationship Id={quoteattr(key)} Type={quoteattr(f'{OFFICE}/{kind}')}"
        f" Target={quoteattr(f'/{target}')}/>"
        for key, (kind, target) in found.items()
    ]
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{"".join(lines)}</Relationships>'.encode()


assert MAIN == "word/document.xml"  # noqa: S101 - the relation of the base names it
