"""台账: the registers one may use, the entries of one, what is late, what is mine."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page
from django.db.models import IntegerField, QuerySet, Subquery, prefetch_related_objects
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from mingdeng.access.policy import scope
from mingdeng.access.queries import organizations
from mingdeng.registers.models import Entry
from mingdeng.registers.queries import (
    THING,
    Wanted,
    entries,
    entries_of_all,
    fields_listed,
    may_enter,
    standing_of,
)
from mingdeng.registers.shelves import as_one_of, readable, shelf_of
from mingdeng.registers.values import shown
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import Field, Register
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.pages.listing import MOST, PER_PAGE, WHOLE, FirstOnes
from mingdeng.web.visit import Visit, id_in

FILTERS = ("organization", "state", "period", "q", "page")
LATE = "late"
# Beside the title, place, days and state a row shows no more than it can hold.
BESIDE = 4
NO_COLUMN = frozenset({"title", "day", "due", "until", "parent"})


@dataclass(frozen=True, slots=True)
class Book:
    """One register on the index: how many entries, how many of them open and late."""

    register: Register
    url: str
    count: int
    open: int
    late: int
    late_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as a list shows it."""

    entry: Entry
    register: Register
    cells: Sequence[tuple[str, str]]  # what it is called, what it says
    late: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of one register."""

    register: Register
    page: "Page[Entry]"
    rows: Sequence[Row]
    columns: Sequence[Field]
    several: bool
    wanted: Mapping[str, str]
    organizations: Sequence[tuple[str, str]]
    periods: Sequence[str]
    said: Sequence[str]
    query: str
    newer: str
    older: str
    whole: str
    new: str
    export: str
    paper: str
    imports: bool
    confidence: str

    @property
    def day(self) -> Field | None:
        """The field of its date, for its name."""
        return self.register.field("day")

    @property
    def due(self) -> Field | None:
        """The field of the day it is due, for its name."""
        return self.register.field("due")


def index_page(visit: Visit) -> tuple[dict[str, list[Book]], dict[str, list[Book]]]:
    """The registers in use where the viewer looks, and those not used yet, by group."""
    own = readable(visit.viewer, shelf_of(visit.viewer))
    counted = standing_of(entries_of_all(visit.viewer, own), visit.as_of)
    used: dict[str, list[Book]] = {}
    unused: dict[str, list[Book]] = {}
    for one in own:
        there, still, late = counted.get(one.id, (0, 0, 0))
        url = reverse("web:register", args=(one.id,))
        narrowed = visit.link(url, state=LATE)
        book = Book(one, visit.link(url), there, still if one.tracked else 0, late, narrowed)
        (used if there else unused).setdefault(one.group, []).append(book)
    return used, unused


def register_or_404(visit: Visit, name: str) -> Register:
    """A register the viewer may use. Raises Http404."""
    shelf = shelf_of(visit.viewer)
    found = shelf.registers.get(name)
    if found is None or found not in readable(visit.viewer, shelf):
        raise Http404
    return found


def list_page(visit: Visit, register: Register, given: QueryDict) -> Listing:
    """The entries of a register the viewer may see, narrowed as they wish."""
    wanted = {name: given.get(name, "").strip() for name in FILTERS if name != "page"}
    found = narrowed(visit, register, wanted)
    number = given.get("page", "").strip() or "1"
    listed = found.select_related("organization")
    page = _searched(listed, number) if wanted["q"] else _page(listed, number)
    prefetch_related_objects(list(page.object_list), "people")
    places = places_of(visit, register)
    chosen = {name: value for name, value in wanted.items() if value}
    url = reverse("web:register", args=(register.id,))
    columns = list_fields(visit, register)
    return Listing(
        register=register,
        page=page,
        rows=[row_of(visit, register, one, columns) for one in page.object_list],
        columns=columns,
        several=len(places) > 1,
        wanted=wanted,
        organizations=[(str(one.id), "　" * depth + one.name) for one, depth in in_tree(places)],
        periods=_periods(visit, register),
        said=said_of(places, wanted),
        query=urlencode({**chosen, "page": str(page.number)} if page.number > 1 else chosen),
        newer=visit.link(url, **chosen, page=page.number - 1) if page.has_previous() else "",
        older=visit.link(url, **chosen, page=page.number + 1) if page.has_next() else "",
        whole=visit.link(url, **chosen, page=WHOLE) if page.has_other_pages() else "",
        new=new_url(visit, register, places, wanted["organization"]),
        paper=visit.link(reverse("web:register-word", args=(register.id,)), **chosen),
        imports=bool(
            scope(as_one_of(visit.viewer, register.writers), "create", THING).organizations
        ),
        export=visit.link(reverse("web:register-export", args=(register.id,)), **chosen),
        confidence=vocabulary().label("confidences", register.confidence),
    )


class ReadThrough(FirstOnes):
    """The same of what was read already."""

    @cached_property
    def count(self) -> int:
        """How many there are, up to the most that are shown."""
        return len(self.object_list)


class _HowMany(Subquery):
    """How many a query finds, told with each row of another: one question instead of two."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _page(listed: QuerySet[Entry], number: str) -> "Page[Entry]":
    """A page of entries, counted in the question that reads them where it is a page there is."""
    paginator = FirstOnes(listed, MOST if number == WHOLE else PER_PAGE)
    wanted = 1 if number == WHOLE or not number.isdecimal() else int(number[:6])
    first = max(wanted - 1, 0) * paginator.per_page
    if first < MOST:
        seen = listed.order_by().prefetch_related(None).select_related(None)
        how_many = _HowMany(seen.values("pk")[: MOST + 1])
        rows = list(listed.annotate(how_many=how_many)[first : first + paginator.per_page])
        if rows:
            paginator.__dict__["count"] = getattr(rows[0], "how_many", 0)
            return Page(rows, wanted, paginator)
    return paginator.get_page(number)


def _searched(listed: QuerySet[Entry], number: str) -> "Page[Entry]":
    """A page of what says some words: all texts are read through once, also to count."""
    rows = list(listed[: MOST + 1])
    return ReadThrough(rows, MOST if number == WHOLE else PER_PAGE).get_page(number)


def list_fields(visit: Visit, register: Register) -> list[Field]:
    """The fields a list shows beside title, place and days."""
    return [one for one in fields_listed(visit.viewer, register) if _is_column(one)][:BESIDE]


def narrowed(visit: Visit, register: Register, wanted: Mapping[str, str]) -> QuerySet[Entry]:
    """What the filters of an address ask for."""
    state = wanted.get("state", "")
    return entries(
        visit.viewer,
        register,
        Wanted(
            organization=id_in(wanted.get("organization", "")),
            state=state if state in Entry.State.values else "",
            text=wanted.get("q", "")[:60],
            period=wanted.get("period", "")[:10],
            late_on=visit.as_of if state == LATE else None,
            until=visit.as_of if visit.previewing else None,
        ),
    )


def row_of(visit: Visit, register: Register, one: Entry, columns: Sequence[Field]) -> Row:
    """One entry with the texts of some fields; its people were read with it."""
    cells = [(field.label, cell(one, field)) for field in columns]
    return Row(one, register, cells, is_late(one, visit.as_of))


def cell(one: Entry, field: Field) -> str:
    """What a list or a page shows of a field everyone sees who sees the entry."""
    if field.is_person:
        return "、".join(p.name for p in one.people.all() if p.field == field.id)
    if field.id == "parent":
        return one.parent.title if one.parent else ""
    if field.is_column:
        return shown(field, getattr(one, field.id))
    return shown(field, one.facts.get(field.id))


def is_late(one: Entry, day: date) -> bool:
    """Whether an entry is open after the day it is due."""
    return one.state == Entry.State.OPEN and one.due is not None and one.due < day


def late_page(visit: Visit) -> list[tuple[Register, list[Row]]]:
    """What is open after the day it is due, by register, the longest late first."""
    return _by_register(visit, Wanted(late_on=visit.as_of))


def mine_page(visit: Visit) -> list[tuple[Register, list[Row]]]:
    """What the viewer answers for or what is about them, open things first."""
    return _by_register(visit, Wanted(mine=True))


def _by_register(visit: Visit, wanted: Wanted) -> list[tuple[Register, list[Row]]]:
    shelf = shelf_of(visit.viewer)
    found = entries_of_all(visit.viewer, shelf.registers.values(), wanted)
    listed = found.select_related("organization").prefetch_related("people")
    rows: dict[str, list[Row]] = {}
    for one in listed.order_by("-state", "due", "-day", "id")[:MOST]:
        register = shelf.registers[one.register]
        owner = [field for field in register.fields if field.id == "owner"]
        rows.setdefault(one.register, []).append(row_of(visit, register, one, owner))
    return [(one, rows[one.id]) for one in shelf.registers.values() if one.id in rows]


def new_url(visit: Visit, register: Register, places: Sequence[Organization], chosen: str) -> str:
    """Where a new entry is written; nothing for who may not write one anywhere."""
    able = [one for one in places if may_enter(visit.viewer, register, one.id)]
    if not able:
        return ""
    url = reverse("web:entry-new", args=(register.id,))
    there = chosen if any(str(one.id) == chosen for one in able) else ""
    return visit.link(url, organization=there)


def keeping(visit: Visit, register: Register) -> list[Organization]:
    """The organizations for which the viewer may write in a register, in the tree's order."""
    return [one for one in places_of(visit, register) if may_enter(visit.viewer, register, one.id)]


def places_of(visit: Visit, register: Register) -> list[Organization]:
    """The organizations that keep a register, as far as the viewer has to do with it."""
    reached = organizations(visit.viewer, "read", "organization")
    able = scope(as_one_of(visit.viewer, register.readers), "read", THING).organizations
    own = scope(as_one_of(visit.viewer, register.writers), "create", THING).organizations
    homes = {one.organization for one in visit.viewer.standings if one.organization}
    kept = reached.filter(kind__in=register.kept_by, dissolved=None)
    return [one for one in kept if one.id in able | own | homes]


def _is_column(field: Field) -> bool:
    return field.id not in NO_COLUMN and field.type != "long"


def _periods(visit: Visit, register: Register) -> list[str]:
    if not register.every:
        return []
    found = entries(visit.viewer, register).order_by("-period").values_list("period", flat=True)
    return list(found.distinct()[:36])


def said_of(places: Sequence[Organization], wanted: Mapping[str, str]) -> list[str]:
    """What the list was narrowed to, in words, for its print."""
    name = next((one.name for one in places if str(one.id) == wanted["organization"]), "")
    states = {**dict(Entry.State.choices), LATE: "过期未办结"}
    said = (name, states.get(wanted["state"], ""), wanted["period"], wanted["q"][:60])
    return [text for text in said if text]


def parents(visit: Visit, field: Field) -> list[tuple[str, str]]:
    """The entries an entry field may name, as a form offers them."""
    of = shelf_of(visit.viewer).registers.get(field.of or "")
    if of is None:
        return []
    found = entries(visit.viewer, of).select_related("organization").order_by("title", "id")
    return [(str(one.id), f"{one.title}（{one.organization.name}）") for one in found[:500]]


def entry_url(number: uuid.UUID) -> str:
    """The address of an entry."""
    return reverse("web:entry", args=(number,))
