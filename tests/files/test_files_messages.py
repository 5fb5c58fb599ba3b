"""Every finding speaks plain, sober Chinese and says what to do."""

import re
import string
from pathlib import Path

import pytest

from mingdeng import files
from mingdeng.files.messages import CATALOGUE

SOURCE = Path(files.__file__).parent
NAMES = [name for entry in CATALOGUE.values() for name in (entry.message, entry.remedy)]


@pytest.mark.parametrize("code", CATALOGUE)
def test_each_is_whole_sentences_in_full_width(code: str) -> None:
    entry = CATALOGUE[code]
    for text in (entry.message, entry.remedy):
        assert text.endswith("。")
        assert not re.search(r"[!！]|[一-鿿][,;:?()]|[,;:?()][一-鿿]", text)
    assert entry.severity in {"error", "warning", "notice"}
    assert re.fullmatch(r"[a-z]+(?:-[a-z0-9]+)*", code)


def test_each_is_used_and_each_code_used_is_there() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    used = {code for code in CATALOGUE if sources.count(f'"{code}"') > 1}
    assert used == set(CATALOGUE)
    raised = set(
        re.findall(r'(?:Refused|finding|problem=|report\.add|_Failed)\(?"([a-z-]+)"', sources)
    )
    assert raised <= set(CATALOGUE)


def test_names_to_be_filled_in_are_plain() -> None:
    for text in NAMES:
        for _, name, form, _ in string.Formatter().parse(text):
            assert name is None or name.isidentifier()
            assert not form


def test_the_word_lists_hold_no_word_twice() -> None:
    for path in SOURCE.glob("*.txt"):
        section = ""
        seen: set[str] = set()
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                section, seen = line, set()
            elif line and not line.startswith("#") and "surnames" not in section:
                for word in line.split():
                    assert word not in seen, f"{path.name} {section} {word}"
                    seen.add(word)
