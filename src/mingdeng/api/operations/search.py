"""查找: what the caller may see that says every word."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from mingdeng.access.queries import reaches
from mingdeng.activities.models import Activity
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.door import Needs, operation
from mingdeng.api.paging import listed
from mingdeng.api.shapes.types import AsOf, Listed, Paged
from mingdeng.documents.ruletexts import RuleLine, packs_for, shelves
from mingdeng.registers.models import Entry
from mingdeng.registers.shelves import shelf_of
from mingdeng.roster.models import Organization, Person
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.search.folding import LONGEST, fold, terms_of
from mingdeng.search.queries import (
    found_activities,
    found_entries,
    found_organizations,
    found_people,
    too_short,
)
from mingdeng.search.services import catch_up

router = Router(tags=["查找"])
Kind = Literal["activity", "person", "organization", "entry", "rule"]


class SearchAsked(Paged):
    """What is looked for, among what."""

    q: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    kind: Kind = "activity"
    as_of: AsOf = None


class Hit(BaseModel):
    """One thing found."""

    kind: Kind
    id: str
    name: str
    text: str


@operation(router, "GET /search", "查找一类内容，按词", Listed[Hit], Needs())
def search(request: HttpRequest, asked: Query[SearchAsked]) -> Listed[Hit]:
    """What the caller may see that says every word asked for."""
    caller = caller_of(request)
    if not reaches(caller.viewer, "read", asked.kind):
        raise PermissionDenied
    terms = terms_of(asked.q)
    look, show = PLACES[asked.kind]
    if terms:
        catch_up()
    found = look(caller, terms, asked) if terms else []
    return listed(request, found, asked, Listed[Hit], show)


def _activities(caller: Caller, terms: Sequence[str], asked: SearchAsked) -> Any:
    if too_short(terms):
        return []
    return found_activities(caller.viewer, terms, asked.as_of or caller.today)


def _activity(one: Activity) -> Hit:
    kinds = vocabulary().listed("kinds", one.kinds)
    host = getattr(one, "host", None) or ""
    return Hit(
        kind="activity", id=str(one.id), name=f"{one.held_on} {host} {kinds}", text=one.topic
    )


def _people(caller: Caller, terms: Sequence[str], asked: SearchAsked) -> Any:
    del asked
    return found_people(caller.viewer, terms)


def _person(one: Person) -> Hit:
    home = getattr(one, "home", None) or ""
    return Hit(kind="person", id=str(one.id), name=one.name, text=home)


def _organizations(caller: Caller, terms: Sequence[str], asked: SearchAsked) -> Any:
    del asked
    return found_organizations(caller.viewer, terms)


def _organization(one: Organization) -> Hit:
    return Hit(kind="organization", id=str(one.id), name=one.name, text=one.full_name)


def _entries(caller: Caller, terms: Sequence[str], asked: SearchAsked) -> Any:
    del asked
    if too_short(terms):
        return []
    return found_entries(caller.viewer, shelf_of(caller.viewer).registers.values(), terms)


def _entry(one: Entry) -> Hit:
    said = f"{getattr(one, 'label', '')} {one.organization.name} {one.day or one.period}"
    return Hit(kind="entry", id=str(one.id), name=one.title, text=said)


def _rules(caller: Caller, terms: Sequence[str], asked: SearchAsked) -> Any:
    if too_short(terms):
        return []
    day = asked.as_of or caller.today
    every = (
        one for shelf in shelves(packs_for(caller.viewer, day), day, "") for one in shelf.rules
    )
    by_id = {one.id: one for one in every}
    return [one for one in by_id.values() if _says(one, terms)]


def _says(rule: RuleLine, terms: Sequence[str]) -> bool:
    text = fold("\n".join((rule.label, rule.gist, rule.asks, rule.cite)))
    return all(term in text for term in terms)


def _rule(one: RuleLine) -> Hit:
    return Hit(kind="rule", id=one.id, name=one.label, text=one.gist)


Look = Callable[[Caller, Sequence[str], SearchAsked], Any]
PLACES: Mapping[str, tuple[Look, Callable[[Any], Hit]]] = {
    "activity": (_activities, _activity),
    "person": (_people, _person),
    "organization": (_organizations, _organization),
    "entry": (_entries, _entry),
    "rule": (_rules, _rule),
}
