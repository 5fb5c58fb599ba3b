"""The rules this room cites, and what is often asked for from above: citations.yaml and
subjects.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
CONFIDENCES = {"secondary": "见于转载或报道", "local": "本地做法", "memory": "凭记忆，待核"}


@dataclass(frozen=True, slots=True)
class Citation:
    """A rule: where it stands, what it says in our words, how far that can be trusted."""

    id: str
    title: str
    number: str
    issued: str
    article: str
    gist: str
    confidence: str
    doubt: str

    @property
    def named(self) -> str:
        """The rule as a letter names it."""
        return f"《{self.title}》（{self.number}）"

    @property
    def sureness(self) -> str:
        """How far it can be trusted, in words."""
        return CONFIDENCES[self.confidence]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something often asked for, the facts it is made of, and where it can be had."""

    id: str
    label: str
    facts: tuple[str, ...]
    page: str
    export: str
    where: str


@cache
def citations() -> Mapping[str, Citation]:
    """All rules cited, by id."""
    given = _read("citations.yaml")["citations"]
    return {name: Citation(id=name, **_texts(one)) for name, one in given.items()}


def cited_for(what: str) -> list[Citation]:
    """The rules cited for something: duplicate, statement."""
    return [citations()[name] for name in _read("citations.yaml")[what]]


@cache
def subjects() -> Mapping[str, Subject]:
    """What is often asked for, by id."""
    given = _read("subjects.yaml")["subjects"]
    return {
        name: Subject(id=name, **{**one, "facts": tuple(one["facts"])})
        for name, one in given.items()
    }


@cache
def _read(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((HERE / name).read_text(encoding="utf-8")))


def _texts(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items()}
