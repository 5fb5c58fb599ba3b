"""Walking over checked objects: every number of a version or of a whole stack."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mingdeng.rulebook.model import (
    After,
    AllOf,
    Always,
    AnyOf,
    Comparison,
    Every,
    Fact,
    FormulaVersion,
    Measure,
    Requirement,
    Rulebook,
    Share,
    Version,
)
from mingdeng.rulebook.numbers import Number


def path_of(number: Number) -> str:
    """The place of a number inside its version, e.g. `require.at_least` or `when#1`."""
    return number.key.partition(":")[2]


def numbers_of_version(version: Version) -> Iterator[Number]:
    """Every number of a version of a rule."""
    timing = version.timing
    match timing:
        case Every():
            yield from (n for n in (timing.years, timing.first_year) if n)
        case After():
            yield from (number for _, number in (*timing.within, *timing.lead))
        case Always():
            yield from (number for _, number in timing.within)
    yield from version.season or ()
    yield from _numbers_of_requirement(version.require)
    yield from version.when.numbers if version.when else ()
    yield from version.only_if.numbers if version.only_if else ()
    yield from version.remark.when.numbers if version.remark else ()
    yield from (number for _, number in version.due)


def numbers_of_formula(version: FormulaVersion) -> Iterator[Number]:
    """Every number of a version of a formula, those borrowed from rules left out."""
    yield from _numbers_in(version.numbers)
    for _, expression in version.steps:
        yield from expression.numbers


def numbers_of(rulebook: Rulebook) -> Iterator[Number]:
    """Every number of the stack once."""
    seen: set[str] = set()
    for number in _all_numbers(rulebook):
        if number.key not in seen:
            seen.add(number.key)
            yield number


def _all_numbers(rulebook: Rulebook) -> Iterator[Number]:
    for rule in rulebook.rules.values():
        for version in (*rule.versions, *rule.written):
            yield from numbers_of_version(version)
    for formula in rulebook.formulas.values():
        for formula_version in formula.versions:
            yield from numbers_of_formula(formula_version)
    for setting in rulebook.settings.values():
        yield setting.number


def measures_of(requirement: Requirement) -> Iterator[Measure]:
    """Everything a requirement counts or sums."""
    match requirement:
        case AnyOf(options=parts) | AllOf(parts=parts):
            for part in parts:
                yield from measures_of(part)
        case Comparison(measure=measure):
            yield measure


def _numbers_of_requirement(requirement: Requirement) -> Iterator[Number]:
    match requirement:
        case AnyOf(options=parts) | AllOf(parts=parts):
            for part in parts:
                yield from _numbers_of_requirement(part)
        case Fact(condition=condition):
            yield from condition.numbers
        case Comparison(at_least=at_least, at_most=at_most, run=run):
            for bound in (at_least, at_most, run):
                if isinstance(bound, Share):
                    yield bound.share
                elif isinstance(bound, Number):
                    yield bound


def _numbers_in(value: Any) -> Iterator[Number]:
    if isinstance(value, Number):
        yield value
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from _numbers_in(child)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for child in value:
            yield from _numbers_in(child)
