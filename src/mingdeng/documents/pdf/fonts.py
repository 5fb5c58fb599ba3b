"""Which fonts papers are set in: the prescribed ones where they are there, else the free ones."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typst import Fonts

# A folder with fonts of one's own, looked at before those of the system.
FOLDER = "MINGDENG_FONTS"
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"
PACKAGE = "fonts-noto-cjk"


@dataclass(frozen=True, slots=True)
class Face:
    """What a paper asks for by the name offices use, and the families that give it."""

    label: str
    families: tuple[str, ...]
    free: str


FACES: Mapping[str, Face] = {
    "body": Face("仿宋", ("仿宋_GB2312", "FangSong_GB2312", "FangSong", "FZFangSong-Z02"), SERIF),
    "title": Face("小标宋", ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"), SERIF),
    "heading": Face("黑体", ("SimHei", "FZHei-B01S"), SANS),
    "note": Face("楷体", ("楷体_GB2312", "KaiTi_GB2312", "KaiTi", "FZKai-Z03S"), SERIF),
    "number": Face("宋体", ("SimSun", "FZShuSong-Z01S"), SERIF),
}


class FontMissing(Exception):
    """No family of a face is installed; the text says which one is, and what supplies it."""


@dataclass(frozen=True)
class Typefaces:
    """The families found, by what they are used for, and where the typesetter finds them."""

    families: Mapping[str, list[str]]
    fonts: "Fonts"


def typefaces() -> Typefaces:
    """The fonts of this machine. Raises FontMissing."""
    folder = os.environ.get(FOLDER, "")
    return typefaces_in((folder,) if folder else (), system=True)


@lru_cache(maxsize=4)
def typefaces_in(folders: tuple[str, ...], *, system: bool) -> Typefaces:
    """The fonts of some folders and of the system. Raises FontMissing."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=system,
        include_embedded_fonts=False,
        font_paths=[Path(folder) for folder in folders],
    )
    there = set(fonts.families())
    return Typefaces({name: _chosen(face, there) for name, face in FACES.items()}, fonts)


def _chosen(face: Face, there: set[str]) -> list[str]:
    """The families of a face that are there; rare characters fall through to the free one."""
    found = [family for family in (*face.families, face.free) if family in there]
    if found:
        return found
    asked = "、".join((*face.families, face.free))
    raise FontMissing(
        f"没有可以用来排印的“{face.label}”字体（找过 {asked}）。"
        f"请在服务器上安装 {PACKAGE}（apt-get install {PACKAGE}），"
        f"或者把字体文件放进一个目录，用 {FOLDER} 指向它。"
    )
