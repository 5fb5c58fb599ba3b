"""Content to PDF: nothing is fetched, nothing depends on the clock, no character is lost unsaid."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mingdeng.documents.pdf.fonts import FontMissing, Typefaces, typefaces
from mingdeng.files.ours import PRODUCT

if TYPE_CHECKING:
    from typst import Compiler

TEMPLATES = Path(__file__).parent / "templates"
MAIN = TEMPLATES / "paper.typ"
# For archives: whole in itself, and it refuses characters that no font can show.
STANDARD: Literal["a-2u"] = "a-2u"
UNKNOWN_FAMILY = re.compile(r"unknown font family: (.+)")
UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
CREATOR = re.compile(rb"Typst \d+\.\d+\.\d+")
OURS = b"Mingdeng"
# Each try names what the one before could not show; a text has no more kinds of trouble.
TRIES = 5

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: what it says of itself, and its blocks one after the other."""

    title: str
    head: str
    day: date
    blocks: Sequence[Block]
    cover: Sequence[str] = ()
    contents: bool = False
    landscape: bool = False
    names: Sequence[str] = ()
    official: bool = True


@dataclass(slots=True)
class Unshown:
    """Characters that no font has, as they are written instead."""

    characters: dict[str, str] = field(default_factory=dict)

    def add(self, text: str) -> None:
        """Write each character of a text by its number from now on."""
        for character in text:
            self.characters[character] = f"〔U+{ord(character):04X}〕"

    def replaced(self, text: str) -> str:
        """A text with those characters by their numbers."""
        return text.translate({ord(one): said for one, said in self.characters.items()})


def pdf(document: Document, faces: Typefaces | None = None) -> bytes:
    """The paper as PDF/A. Raises FontMissing."""
    import typst

    used, unshown = faces or typefaces(), Unshown()
    compiler = typst.Compiler(MAIN, root=TEMPLATES, font_paths=used.fonts, package_path=TEMPLATES)
    for _ in range(TRIES):
        try:
            return _compiled(compiler, _said(document, used, unshown), document.day)
        except typst.TypstError as error:
            found = {_plain(text) for text in UNSHOWN.findall(str(error.diagnostic))}
            if not found - set(unshown.characters):
                raise
            for text in found:
                unshown.add(text)
    raise FontMissing(f"“{document.title}”里有字体显示不了的文字，没有排印。")


def _compiled(compiler: "Compiler", said: str, day: date) -> bytes:
    made = datetime.combine(day, datetime.min.time(), UTC)
    content, warnings = compiler.compile_with_warnings(
        sys_inputs={"data": said}, pdf_standards=STANDARD, timestamp=made
    )
    for warning in warnings:
        family = UNKNOWN_FAMILY.match(warning.message)
        if family:
            raise FontMissing(f"缺少字体“{family[1]}”，没有排印。")
    assert isinstance(content, bytes)  # noqa: S101 - a PDF is one file
    # The typesetter names itself; what a paper says of its origin is ours, of the same length.
    return CREATOR.sub(lambda found: OURS.ljust(len(found[0])), content)


def _said(document: Document, used: Typefaces, unshown: Unshown) -> str:
    """Everything the template is told, as JSON."""
    blocks = list(document.blocks)
    if unshown.characters:
        told = "、".join(sorted(unshown.characters.values()))
        blocks.append({"is": "note", "text": f"字体中没有的字按编码写出，共 {told}。"})
    plain = {
        **{name: getattr(document, name) for name in ("title", "head", "contents", "landscape")},
        "official": document.official,
        "cover": list(document.cover),
        "names": sorted(document.names, key=len, reverse=True),
        "day": [document.day.year, document.day.month, document.day.day],
        "product": PRODUCT,
        "fonts": dict(used.families),
        "blocks": blocks,
    }
    return json.dumps(_clean(plain, unshown), ensure_ascii=False)


def _clean(value: Any, unshown: Unshown) -> Any:
    """All texts without characters that hide themselves or turn the line round."""
    if isinstance(value, str):
        kept = (c for c in value if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
        return unshown.replaced("".join(kept))
    if isinstance(value, Mapping):
        return {name: _clean(one, unshown) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one, unshown) for one in value]
    return value


def _plain(text: str) -> str:
    """A text as the typesetter quotes it, read back."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text).replace('\\"', '"')
