"""Small packs written for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = "id: {id}\nlabel: 试验\nlevel: {level}\nbinds: 试验单位\n"
RULE = """
text: 试验条例
rules:
- id: theme-day
  label: 主题党日
  owed_by: branch
  versions:
  - from: 2018-10-28
    every: month
    require: {count: theme_day, at_least: 1}
    due: period-end
    force: generally
    cite: {article: 十六}
    confidence: seen
    checked_on: 2026-11-22
    gist: 每月一次
"""
PackMaker = Callable[..., str]


@pytest.fixture
def make_pack(tmp_path: Path) -> PackMaker:
    """Writes a pack folder with one file and answers its path."""

    def make(content: str, name: str = "trial", level: str = "national") -> str:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "pack.yaml").write_text(HEAD.format(id=name, level=level), encoding="utf-8")
        (folder / "rules.yaml").write_text(content, encoding="utf-8")
        return str(folder)

    return make
