"""What a careful reader of the packs wants to know: doubts, gaps, and what is old."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from mingdeng.daycount import add_years
from mingdeng.rulebook.model import UNSURE, Basis, Place, Rulebook
from mingdeng.rulebook.vocabulary import vocabulary


class Entry(NamedTuple):
    """One dated text of the packs with what it rests on."""

    id: str
    label: str
    basis: Basis
    place: Place


def entries(rulebook: Rulebook) -> Iterator[Entry]:
    """Every version of every rule, formula and definition."""
    for rule in rulebook.rules.values():
        for version in rule.versions or rule.written:
            yield Entry(rule.id, rule.label, version.basis, version.place)
    for formula in rulebook.formulas.values():
        for dated in formula.versions:
            yield Entry(formula.id, formula.label, dated.basis, dated.place)
    for term in rulebook.definitions.values():
        yield Entry(term.id, term.label, term.basis, term.place)


def unsure(rulebook: Rulebook) -> list[Entry]:
    """What was not read in the text itself, or carries a doubt; weakest first."""
    order = ("memory", "local", "article", "secondary", "seen")
    found = [
        entry
        for entry in entries(rulebook)
        if entry.basis.confidence in UNSURE or entry.basis.doubt
    ]
    return sorted(found, key=lambda entry: order.index(entry.basis.confidence))


def not_checked_for_a_year(rulebook: Rulebook, today: date) -> list[Entry]:
    """What was last compared with its source more than a year ago."""
    return [
        entry
        for entry in entries(rulebook)
        if entry.basis.checked_on is not None and add_years(entry.basis.checked_on, 1) < today
    ]


def bearers_without_rule(rulebook: Rulebook) -> list[str]:
    """Kinds of organizations and people no rule in force speaks of."""
    covered = {kind for rule in rulebook.rules.values() if rule.versions for kind in rule.owed_by}
    return [kind for kind in vocabulary().bearers if kind not in covered]
