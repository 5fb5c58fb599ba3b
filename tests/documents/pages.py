"""Papers as PDF, read back the way a reader sees them."""

import re
import subprocess
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader


def text_of(content: bytes) -> str:
    """Everything said, without what only lays it out."""
    return re.sub(r"\s+", "", " ".join(pages_of(content)))


def pages_of(content: bytes) -> list[str]:
    """What each page says."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def lines_of(content: bytes, folder: Path) -> list[str]:
    """The lines as they stand on the pages."""
    path = folder / "paper.pdf"
    path.write_bytes(content)
    command = ["pdftotext", "-layout", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode().splitlines()


def rightmost(content: bytes, folder: Path) -> float:
    """How far to the right anything is written, in points."""
    path = folder / "paper.pdf"
    path.write_bytes(content)
    command = ["pdftotext", "-bbox", str(path), "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    return max(float(x) for x in re.findall(r'<word [^>]*xMax="([\d.]+)"', done.stdout.decode()))


def fonts_of(content: bytes) -> dict[str, bool]:
    """The fonts of all pages, and whether each is embedded."""
    found: dict[str, bool] = {}
    for page in PdfReader(BytesIO(content)).pages:
        for one in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (below,) = one.get_object()["/DescendantFonts"]
            about = below.get_object()["/FontDescriptor"].get_object()
            found[str(about["/FontName"])] = any(f"/FontFile{end}" in about for end in ("", 2, 3))
    return found
