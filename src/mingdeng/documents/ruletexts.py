"""规则: the packs' duties, one rule with its versions and cases, what is unsure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mingdeng.access.policy import Viewer, scope
from mingdeng.access.queries import packs_of
from mingdeng.assessments.outcomes import rulebook_of
from mingdeng.documents.wording import SYMBOLS
from mingdeng.rulebook.cases import Case, read_cases
from mingdeng.rulebook.loader import load
from mingdeng.rulebook.model import UNSURE, Rule, Rulebook, Version
from mingdeng.rulebook.packfiles import case_files, pack_folder
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.rulebook.wording import (
    frequency,
    in_words,
    limits,
    place_text,
    requirement_text,
)

NATIONAL = ("national",)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule of the list."""

    id: str
    label: str
    gist: str
    asks: str
    cite: str
    mark: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The rules one kind of bearer owes."""

    label: str
    rules: Sequence[RuleLine]


@dataclass(frozen=True, slots=True)
class Text:
    """One dated version of a rule."""

    version: Version
    asks: str
    when: str
    limits: Sequence[tuple[str, str]]
    cite: str
    confidence: str
    unsure: bool
    force: str
    place: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as a clerk reads it."""

    name: str
    id: str
    as_of: str
    given: str
    expect: str
    state: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule."""

    rule: Rule
    owed_by: str
    texts: Sequence[Text]
    cases: Sequence[CaseLine]


def shelves(packs: tuple[str, ...], day: date, query: str) -> list[Shelf]:
    """The rules in force on a day that contain what is looked for, by who owes them."""
    book, words = rulebook_of(packs), vocabulary()
    found: dict[str, list[RuleLine]] = {}
    for rule in book.rules.values():
        version = rule.version_on(day)
        if version is not None:
            line = _line(rule, version)
            if not query or any(query in text for text in (line.label, line.gist, line.cite)):
                for bearer in rule.owed_by:
                    found.setdefault(bearer, []).append(line)
    order = {bearer: place for place, bearer in enumerate(words.bearers)}
    chosen = sorted(found.items(), key=lambda one: order.get(one[0], len(order)))
    chosen.sort(key=lambda one: one[0] != "branch")  # what most people come for stands first
    return [Shelf(words.label("bearers", bearer), rules) for bearer, rules in chosen]


def packs_for(viewer: Viewer, day: date) -> tuple[str, ...]:
    """The packs in force on a day anywhere the viewer may see the duties."""
    places = scope(viewer, "read", "board").organizations
    every = {pack for packs in packs_of(places, day).values() for pack in packs}
    return (*NATIONAL, *sorted(every - set(NATIONAL)))


@lru_cache(maxsize=8)
def whole(packs: tuple[str, ...]) -> Rulebook:
    """The packs with everything in them: duties as the boards read them, and the questions."""
    return load(list(packs))


def rule_page(packs: tuple[str, ...], rule_id: str, day: date) -> RulePage | None:
    """One rule with its versions and cases; None where there is none of that id."""
    rule = rulebook_of(packs).rules.get(rule_id)
    if rule is None:
        return None
    words = vocabulary()
    definitions = rulebook_of(packs).definitions
    terms = {name: term.label for name, term in definitions.items()}
    return RulePage(
        rule=rule,
        owed_by="、".join(words.label("bearers", one) for one in rule.owed_by),
        texts=[_text(version, day, terms) for version in reversed(rule.versions or rule.written)],
        cases=[_case(one) for one in _cases(packs) if one.expect.get("duty") == rule_id],
    )


def conflicts(packs: tuple[str, ...]) -> list[str]:
    """Where a lower pack tried what it may not."""
    book: Rulebook = rulebook_of(packs)
    return [f"{place_text(one.place)}：{one.problem}" for one in book.conflicts]


@lru_cache(maxsize=16)
def _cases(packs: tuple[str, ...]) -> tuple[Case, ...]:
    return tuple(
        case
        for pack in packs
        for path in case_files(pack_folder(pack))
        for case in read_cases(path, path.name)
        if case.ask == "duty"
    )


def _line(rule: Rule, version: Version) -> RuleLine:
    basis = version.basis
    unsure = basis.confidence in UNSURE
    return RuleLine(
        id=rule.id,
        label=rule.label,
        gist=basis.gist,
        asks=f"{frequency(version)}，{requirement_text(version.require)}",
        cite=str(basis.cite),
        mark=vocabulary().label("confidences", basis.confidence) if unsure else "",
    )


def _text(version: Version, day: date, terms: Mapping[str, str]) -> Text:
    words, basis = vocabulary(), version.basis
    return Text(
        version=version,
        asks=f"{frequency(version)}，{requirement_text(version.require)}",
        when=in_words(version.when.text, terms) if version.when else "",
        limits=limits(version),
        cite=str(basis.cite),
        confidence=words.label("confidences", basis.confidence),
        unsure=basis.confidence in UNSURE,
        force=words.label("forces", version.force),
        place=place_text(version.place),
        in_force=version.covers(day),
    )


def _case(case: Case) -> CaseLine:
    state = str(case.expect.get("state", ""))
    given = {name: value for name, value in case.given.items() if name != "as_of"}
    rest = {k: v for k, v in case.expect.items() if k not in {"duty", "state"}}
    word = vocabulary().label("states", state)
    return CaseLine(
        name=case.name,
        id=case.id or "",
        as_of=str(case.given.get("as_of", "")),
        given=_said(given),
        expect=f"{SYMBOLS.get(state, '')} {word}".strip() + (f"；{_said(rest)}" if rest else ""),
        state=state,
    )


def _said(value: object) -> str:
    """What a case gives or expects, with the words of the vocabulary."""
    match value:
        case Mapping():
            return "，".join(_pair(_word(str(k)), _said(v)) for k, v in value.items())
        case list():
            return "；".join(_said(one) for one in value) or "无"
    return _word(str(value))


def _pair(name: str, said: str) -> str:
    """A name before what it is: 谁：党支部; 正式党员数 9; where the name adds nothing, none."""
    return f"{name}{said}" if not name or name.endswith("：") else f"{name} {said}"


OWN_WORDS = {
    "bearer": "谁：",
    "kind": "",
    "evidence": "记录：",
    "held_on": "",
    "period": "所属期",
    "due_on": "最迟",
    "required": "要求",
    "counted": "计入",
    "still_possible": "仍可补办",
    "founded": "成立",
    "true": "是",
    "false": "否",
    "reason": "理由：",
    "missing": "缺少",
    "from": "自",
    "value": "为",
    "sources": "台账：",
    "known_on": "记录截至",
    "recorded_on": "记入于",
    "waivers": "例外：",
    "first": "自",
    "last": "至",
    "approved_by": "批准：",
    "for_period": "所属期",
    "topics": "专题：",
    "role": "",
    "flags": "",
    "group": "党小组",
    "dissolved": "撤销",
    "held_to": "至",
    "late": "补办",
    "soon": "将到期",
    "postponed": "推迟",
    "topic": "专题：",
}


def _word(name: str) -> str:
    if name in OWN_WORDS:
        return OWN_WORDS[name]
    words = vocabulary()
    groups = ("bearers", "kinds", "facts", "topics", "roles", "flags", "amounts", "events")
    return next((words.label(g, name) for g in groups if name in getattr(words, g)), name)
