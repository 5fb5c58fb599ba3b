"""字段去向: which field says which fact, and where each fact is used."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingdeng.burden.registry import CORRECTS, OWNS, registry


@dataclass(frozen=True, slots=True)
class Told:
    """One fact: where it is typed, where it can be corrected, where it goes."""

    label: str
    corrected: str
    feeds: str


@dataclass(frozen=True, slots=True)
class FormFacts:
    """One form with the facts typed in it."""

    id: str
    label: str
    facts: Sequence[Told]


def field_map() -> list[FormFacts]:
    """The forms that own facts, each with where these go."""
    known = registry()
    corrected: dict[str, list[str]] = {}
    owned: dict[str, dict[str, None]] = {}
    for form, _, role, fact in known.fields():
        if role == CORRECTS and form.label not in corrected.setdefault(fact, []):
            corrected[fact].append(form.label)
        if role == OWNS:
            owned.setdefault(form.id, {})[fact] = None
    for form in known.forms.values():
        for fact in owned.get(form.same, ()):
            corrected.setdefault(fact, []).append(form.label)
    return [
        FormFacts(
            id_, known.forms[id_].label, [_told(one, corrected.get(one, ())) for one in facts]
        )
        for id_, facts in owned.items()
    ]


def _told(fact: str, corrected: Sequence[str]) -> Told:
    known = registry()
    held = known.facts[fact]
    feeds = "、".join(known.uses[use] for use in held.feeds)
    return Told(held.label, "、".join(dict.fromkeys(corrected)), feeds)
