"""规则: the packs with what is in them, and what in them is unsure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.urls import reverse

from mingdeng.documents.ruletexts import conflicts, packs_for, whole
from mingdeng.engine.reasons import day_name
from mingdeng.rulebook.cases import read_cases
from mingdeng.rulebook.model import Rulebook
from mingdeng.rulebook.packfiles import case_files, pack_folder
from mingdeng.rulebook.review import (
    Entry,
    bearers_without_rule,
    not_checked_for_a_year,
    unsure,
)
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.packs import LEVELS
from mingdeng.web.visit import Visit


@dataclass(frozen=True, slots=True)
class PackLine:
    """One pack in force."""

    label: str
    level: str
    binds: str
    rules: int
    questions: int
    cases: int


@dataclass(frozen=True, slots=True)
class Packs:
    """The packs together."""

    lines: Sequence[PackLine]
    fingerprint: str
    conflicts: Sequence[str]
    without: Sequence[str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One text that was not read in the original, or carries a doubt."""

    label: str
    url: str
    cite: str
    gist: str
    doubt: str
    checked: str


@dataclass(frozen=True, slots=True)
class Doubts:
    """Everything unsure, the weakest first."""

    shelves: Sequence[tuple[str, Sequence[Doubt]]]
    old: Sequence[Doubt]
    count: int


def packs_page(visit: Visit) -> Packs:
    """The packs in force where the viewer may see the duties."""
    names = packs_for(visit.viewer, visit.as_of)
    book = whole(names)
    words = vocabulary()
    return Packs(
        lines=[
            PackLine(
                label=pack.label,
                level=LEVELS.get(pack.level, ""),
                binds=pack.binds,
                rules=sum(_is_of(rule.id, book, pack.id) for rule in book.rules.values()),
                questions=sum(
                    one.place.file.startswith(f"{pack.id}/") for one in book.formulas.values()
                ),
                cases=_cases_of(pack.id),
            )
            for pack in book.packs
        ],
        fingerprint=book.fingerprint[:12],
        conflicts=conflicts(names),
        without=[words.label("bearers", kind) for kind in bearers_without_rule(book)],
    )


def doubts_page(visit: Visit) -> Doubts:
    """What is unsure in the packs in force, and what was not compared for a year."""
    book = whole(packs_for(visit.viewer, visit.as_of))
    found, words = unsure(book), vocabulary()
    return Doubts(
        shelves=[
            (words.label("confidences", confidence), [_doubt(visit, book, one) for one in group])
            for confidence, group in groupby(found, key=lambda one: one.basis.confidence)
        ],
        old=[_doubt(visit, book, one) for one in not_checked_for_a_year(book, visit.as_of)],
        count=len(found),
    )


def _is_of(rule_id: str, book: Rulebook, pack: str) -> bool:
    rule = book.rules[rule_id]
    return any(one.place.file.startswith(f"{pack}/") for one in rule.versions or rule.written)


@lru_cache(maxsize=32)
def _cases_of(pack: str) -> int:
    return sum(len(read_cases(path, path.name)) for path in case_files(pack_folder(pack)))


def _doubt(visit: Visit, book: Rulebook, one: Entry) -> Doubt:
    basis = one.basis
    url = ""
    if one.id in book.rules:
        url = visit.link(reverse("web:rule", args=(one.id,)))
    elif one.id in book.formulas:
        url = visit.link(reverse("web:calculator", args=(one.id,)))
    return Doubt(
        label=one.label,
        url=url,
        cite=str(basis.cite),
        gist=basis.gist,
        doubt=basis.doubt_for_readers,
        checked=day_name(basis.checked_on) if basis.checked_on else "没有核对日期",
    )
