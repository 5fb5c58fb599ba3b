"""Word files as an office might make them, and as nobody should be able to."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from mingdeng.documents.word import word_file
from mingdeng.documents.word.samples import example

DAY = date(2026, 9, 30)
DOCUMENT, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
BODY = re.compile(r"(<w:body>).*?(<w:sectPr)", re.S)


def example_file(kind: str = "minutes") -> bytes:
    return word_file(example(kind, DAY))


def changed(content: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """The file with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return out.getvalue()


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(name).decode()


def with_body(xml: str, kind: str = "minutes") -> bytes:
    """The example with another body."""
    old = part(example_file(kind), DOCUMENT)
    return changed(
        example_file(kind), {DOCUMENT: BODY.sub(lambda found: f"{found[1]}{xml}{found[2]}", old)}
    )


def with_relation(kind: str, target: str, more: str = "") -> bytes:
    """The example pointing to something."""
    old = part(example_file(), RELATIONS)
    one = f'<Relationship Id="rId99" Type="http://x/{kind}" Target="{target}"{more}/>'
    closing = "</Relationships>"
    return changed(example_file(), {RELATIONS: old.replace(closing, one + closing)})


def runs(*texts: str, about: str = "") -> str:
    """A paragraph of several runs."""
    return f"<w:p>{''.join(f'<w:r>{about}<w:t>{text}</w:t></w:r>' for text in texts)}</w:p>"


def field(instruction: str) -> str:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in ("begin", "end"))
    pieces = [f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in instruction.split("|")]
    return f"<w:p>{begin}{''.join(pieces)}{end}</w:p>"


def table(rows: str, width: int = 2000) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{runs(text)}</w:tc>'
        for text in rows.split("|")
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>"


def saved(folder: Path, content: bytes, name: str = "模板.docx") -> tuple[Path, str]:
    path = folder / "upload"
    path.write_bytes(content)
    return path, name


def texts_in(content: bytes) -> list[str]:
    """The text of each paragraph, cells included, as a reader sees it."""
    import docx

    document = docx.Document(io.BytesIO(content))
    found = [one.text for one in document.paragraphs]
    for one in document.tables:
        found += [cell.text for row in one.rows for cell in row.cells]
    return found
