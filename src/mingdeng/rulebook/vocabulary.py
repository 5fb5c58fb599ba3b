"""The words rules may use, each paired with its Chinese name (`vocabulary.yaml`)."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mingdeng.rulebook.treecache import parse_file
from mingdeng.rulebook.yamltree import Node

FILE = Path(__file__).with_name("vocabulary.yaml")


class Word(NamedTuple):
    """One word: Chinese name, type and unit where it has them, source, other spellings."""

    id: str
    label: str
    type: str | None = None
    unit: str | None = None
    source: str | None = None
    also: tuple[str, ...] = ()


class Vocabulary(NamedTuple):
    """All words by group; ids are unique within a group."""

    bearers: Mapping[str, Word]
    kinds: Mapping[str, Word]
    facts: Mapping[str, Word]
    events: Mapping[str, Word]
    topics: Mapping[str, Word]
    roles: Mapping[str, Word]
    flags: Mapping[str, Word]
    amounts: Mapping[str, Word]
    states: Mapping[str, Word]
    confidences: Mapping[str, Word]
    forces: Mapping[str, Word]

    def label(self, group: str, word: str) -> str:
        """The Chinese name of a word; the word itself where it has none."""
        words: Mapping[str, Word] = getattr(self, group)
        return words[word].label if word in words else word

    def listed(self, group: str, words: Iterable[str]) -> str:
        """Several words by name, as people list them: 党员大会、党课."""
        return "、".join(self.label(group, word) for word in words)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary shipped with the program, read once."""
    tree, _ = parse_file(FILE, FILE.name)
    groups = dict(tree.items())
    return Vocabulary(**{name: _words(node) for name, node in groups.items()})


def _words(group: Node) -> dict[str, Word]:
    return {key: _word(key, node) for key, node in group.items()}


def _word(key: str, node: Node) -> Word:
    if isinstance(node.value, str):
        return Word(key, node.value)
    entries = dict(node.items())
    also = entries.get("also")
    return Word(
        id=key,
        label=_text(entries, "label") or key,
        type=_text(entries, "type"),
        unit=_text(entries, "unit"),
        source=_text(entries, "source"),
        also=tuple(str(item.value) for item in also.value)
        if also and isinstance(also.value, list)
        else (),
    )


def _text(entries: Mapping[str, Node], key: str) -> str | None:
    value = entries[key].value if key in entries else None
    return value if isinstance(value, str) else None
