"""Papers as an office sees them: opened by LibreOffice with an office's fonts, and measured."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

SOFFICE = "/usr/bin/soffice"
# The standard's fonts by the names papers ask for, and what stands for them on this machine.
STAND_INS = {
    "方正小标宋简体": "Noto Serif CJK SC",
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
}
LINE = re.compile(
    r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>', re.S
)
MM = 72 / 25.4


@dataclass(frozen=True)
class Printed:
    """A line on a page, in millimetres from its upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def to_pdf(files: dict[str, bytes], folder: Path) -> dict[str, Path]:
    """The files by name, opened and printed by LibreOffice in one go."""
    (folder / "fonts.conf").write_text(_fonts(), encoding="utf-8")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, *(str(folder / name) for name in files)],
        env=environment,
        check=True,
        capture_output=True,
    )
    return {name: folder / f"{Path(name).stem}.pdf" for name in files}


def lines_of(pdf: Path) -> list[Printed]:
    """Every line of text, page by page."""
    told = subprocess.run(
        ["pdftotext", "-bbox-layout", str(pdf), "-"], check=True, capture_output=True
    ).stdout.decode()
    return [
        Printed(number, *_millimetres(found), _text(found[4]))
        for number, page in enumerate(re.findall(r"<page.*?</page>", told, re.S), start=1)
        for found in LINE.findall(page)
    ]


def dashes(pdf: Path, page: int, below: float) -> float:
    """How far from the top, below a height, the long strokes begin: dashes, not digits."""
    dots = 300
    pick = ["-r", str(dots), "-gray", "-f", str(page), "-l", str(page)]
    drawn = subprocess.run(["pdftoppm", *pick, str(pdf)], check=True, capture_output=True).stdout
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", drawn)
    assert head is not None
    width = int(head[1])
    rows = (drawn[at : at + width] for at in range(head.end(), len(drawn), width))
    heights = ((number * 25.4 / dots, row) for number, row in enumerate(rows))
    return next(h for h, row in heights if h > below and sum(dot < 128 for dot in row) > 60)


def fonts_in(pdf: Path) -> str:
    """The fonts a paper was printed with."""
    return subprocess.run(["pdffonts", str(pdf)], check=True, capture_output=True).stdout.decode()


def _millimetres(found: Sequence[str]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (float(one) / MM for one in found[:4])
    return left, top, right, bottom


def _text(words: str) -> str:
    return "".join(unescape(word) for word in re.findall(r">([^<]+)</word>", words))


def _fonts() -> str:
    rules = "".join(
        f'<match target="pattern"><test qual="any" name="family"><string>{wanted}</string></test>'
        '<edit name="family" mode="assign" binding="strong">'
        f"<string>{there}</string></edit></match>"
        for wanted, there in STAND_INS.items()
    )
    head = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    return f"{head}<fontconfig><dir>/usr/share/fonts</dir>{rules}</fontconfig>"
