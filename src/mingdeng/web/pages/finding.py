"""查找: what was found, grouped by kind, with the words marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse

from mingdeng.access.queries import reaches
from mingdeng.activities.models import Activity
from mingdeng.documents.ruletexts import RuleLine, packs_for, shelves
from mingdeng.engine.reasons import day_name
from mingdeng.registers.models import Entry
from mingdeng.registers.shelves import shelf_of
from mingdeng.roster.models import Organization, Person
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.search.folding import LONGEST, fold, is_cut, places_of, terms_of
from mingdeng.search.queries import (
    found_activities,
    found_entries,
    found_organizations,
    found_people,
    too_short,
)
from mingdeng.search.services import catch_up
from mingdeng.web.pages.listing import MOST, FirstOnes
from mingdeng.web.visit import Visit

PARAMETERS = ("q", "kind", "page")
FIRST, PER_PAGE = 6, 30
# How much of a long text is shown around the first word found.
BEFORE, AROUND, LINES = 16, 72, 2
Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: where it leads, its name and some text with the words marked."""

    url: str
    name: Sequence[Piece]
    aside: str
    texts: Sequence[Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything of one kind that was found, or the first of it."""

    kind: str
    label: str
    hits: Sequence[Hit]
    more: str
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """The page."""

    query: str
    shelves: Sequence[Shelf]
    notes: Sequence[str]
    kind: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where one kind is looked for: what it is called, who may, how, and how a hit looks."""

    label: str
    thing: str
    look: Callable[[Visit, Sequence[str]], Any]
    hit: Callable[[Visit, Sequence[str], Any], Hit]


def finding_page(visit: Visit, given: QueryDict) -> Finding:
    """What the viewer may see that says every word asked for."""
    query = given.get("q", "").strip()
    terms, kind = terms_of(query), given.get("kind", "")
    kind = kind if kind in PLACES else ""
    behind = catch_up() if terms else 0
    open_here = {
        name: place
        for name, place in PLACES.items()
        if reaches(visit.viewer, "read", place.thing) and kind in {"", name}
    }
    shelve = (
        partial(_page_of, visit, query, terms, given.get("page", ""))
        if kind
        else partial(_first_of, visit, query, terms)
    )
    found = [shelve(name, place) for name, place in open_here.items()] if terms else []
    return Finding(
        query=query[: 2 * LONGEST],
        shelves=[shelf for shelf in found if shelf.hits],
        notes=_notes(visit, query, terms, behind),
        kind=PLACES[kind].label if kind else "",
        asked=bool(terms),
    )


def marked(text: str, terms: Sequence[str]) -> list[Piece]:
    """A text in pieces, each with whether it is a word that was looked for."""
    pieces: list[Piece] = []
    end = 0
    for first, last in places_of(text, terms):
        pieces += [(text[end:first], False)] if first > end else []
        pieces.append((text[first:last], True))
        end = last
    return pieces + ([(text[end:], False)] if end < len(text) else [])


def _first_of(visit: Visit, query: str, terms: Sequence[str], kind: str, place: Place) -> Shelf:
    found = list(place.look(visit, terms)[: FIRST + 1])
    hits = [place.hit(visit, terms, one) for one in found[:FIRST]]
    more = _address(visit, query, kind) if len(found) > FIRST else ""
    return Shelf(kind, place.label, hits, more)


def _page_of(
    visit: Visit, query: str, terms: Sequence[str], number: str, kind: str, place: Place
) -> Shelf:
    found = place.look(visit, terms)
    pages = Paginator if isinstance(found, list) else FirstOnes
    page = pages(found, PER_PAGE).get_page(number or 1)
    counted = getattr(page.paginator, "are_all", True)
    turn = partial(_address, visit, query, kind)
    return Shelf(
        kind,
        f"{place.label} {page.paginator.count} 条" if counted else f"{place.label} {MOST} 条以上",
        [place.hit(visit, terms, one) for one in page],
        more="",
        newer=turn(page.previous_page_number()) if page.has_previous() else "",
        older=turn(page.next_page_number()) if page.has_next() else "",
    )


def _address(visit: Visit, query: str, kind: str, number: int = 1) -> str:
    page = number if number > 1 else ""
    return visit.link(reverse("web:search"), q=query, kind=kind, page=page)


def _notes(visit: Visit, query: str, terms: Sequence[str], behind: int) -> list[str]:
    notes = []
    if is_cut(query):
        notes.append(f"写得较长，只查找了前 {LONGEST} 个字、8 个词：{' '.join(terms)}")
    if too_short(terms) and reaches(visit.viewer, "read", "activity"):
        notes.append("单个字只查找姓名和组织名称；查找纪实、台账和规则，请至少写两个字。")
    if behind:
        notes.append(f"刚导入的内容还有 {behind} 处没有编入索引，请稍后再查一次。")
    return notes


# ---- the places ----


def _activities(visit: Visit, terms: Sequence[str]) -> Any:
    return [] if too_short(terms) else found_activities(visit.viewer, terms, visit.as_of)


def _activity(visit: Visit, terms: Sequence[str], one: Activity) -> Hit:
    kinds = vocabulary().listed("kinds", one.kinds)
    host = getattr(one, "host", None) or ""
    agenda = [text for item in one.agenda.all() for text in (item.text, item.decision)]
    texts = dict.fromkeys(filter(None, (one.topic, *agenda, one.place)))
    return Hit(
        visit.link(reverse("web:activity", args=(one.id,))),
        marked(kinds, terms),
        f"{day_name(one.held_on)} {host}",
        _telling(list(texts), terms),
    )


def _people(visit: Visit, terms: Sequence[str]) -> Any:
    return found_people(visit.viewer, terms)


def _person(visit: Visit, terms: Sequence[str], one: Person) -> Hit:
    home = getattr(one, "home", None) or ""
    address = visit.link(reverse("web:person", args=(one.id,)))
    return Hit(address, _typed(one.name, terms), home, ())


def _organizations(visit: Visit, terms: Sequence[str]) -> Any:
    return found_organizations(visit.viewer, terms)


def _organization(visit: Visit, terms: Sequence[str], one: Organization) -> Hit:
    before = getattr(one, "former", None)
    former = [f"原名{before}"] if before and before != one.name else []
    return Hit(
        visit.link(reverse("web:organization", args=(one.id,))),
        _typed(one.name, terms),
        vocabulary().label("bearers", one.kind),
        _telling([*former, *([one.full_name] if one.full_name != one.name else [])], terms),
    )


def _entries(visit: Visit, terms: Sequence[str]) -> Any:
    if too_short(terms):
        return []
    return found_entries(visit.viewer, shelf_of(visit.viewer).registers.values(), terms)


def _entry(visit: Visit, terms: Sequence[str], one: Entry) -> Hit:
    day = f" {day_name(one.day)}" if one.day else f" {one.period}"
    return Hit(
        visit.link(reverse("web:entry", args=(one.id,))),
        _typed(one.title, terms),
        f"{getattr(one, 'label', '')} {one.organization.name}{day}",
        _telling([text for text in one.words.split("\n") if text != one.title], terms),
    )


def _rules(visit: Visit, terms: Sequence[str]) -> list[RuleLine]:
    if too_short(terms):
        return []
    every = (
        rule
        for shelf in shelves(packs_for(visit.viewer, visit.as_of), visit.as_of, "")
        for rule in shelf.rules
    )
    by_id = {rule.id: rule for rule in every}
    return [rule for rule in by_id.values() if _says(rule, terms)]


def _says(rule: RuleLine, terms: Sequence[str]) -> bool:
    text = fold("\n".join((rule.label, rule.gist, rule.asks, rule.cite)))
    return all(term in text for term in terms)


def _rule(visit: Visit, terms: Sequence[str], one: RuleLine) -> Hit:
    return Hit(
        visit.link(reverse("web:rule", args=(one.id,))),
        marked(one.label, terms),
        one.cite,
        _telling([one.gist, one.asks], terms) or [[(one.gist, False)]],
    )


def _typed(name: str, terms: Sequence[str]) -> list[Piece]:
    """A name with the words marked; one found by its letters is marked whole."""
    pieces = marked(name, terms)
    return pieces if any(found for _, found in pieces) else [(name, True)]


def _telling(texts: Sequence[str], terms: Sequence[str]) -> list[list[Piece]]:
    """The texts the words stand in, cut to what is around the first of them."""
    shown = []
    for text in texts:
        found = places_of(text, terms)
        if found:
            start = max(found[0][0] - BEFORE, 0)
            cut = text[start : start + AROUND]
            before, after = "…" if start else "", "…" if start + AROUND < len(text) else ""
            shown.append([(before, False), *marked(cut, terms), (after, False)])
    return shown[:LINES]


PLACES = {
    "activity": Place("纪实", "activity", _activities, _activity),
    "person": Place("党员", "person", _people, _person),
    "organization": Place("组织", "organization", _organizations, _organization),
    "entry": Place("台账", "entry", _entries, _entry),
    "rule": Place("规则", "rule", _rules, _rule),
}
