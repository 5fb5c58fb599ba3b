"""纪实: the list with its filters, and one record in full."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from mingdeng.access.policy import scope
from mingdeng.access.queries import organizations
from mingdeng.activities.models import Activity, Host
from mingdeng.activities.queries import Wanted, activities
from mingdeng.roster.models import Organization
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.visit import Visit, id_in

FILTERS = ("organization", "kind", "month", "q", "page")
PER_PAGE, WHOLE, MOST = 30, "all", 1_000
EARLIEST = date(2000, 1, 1)


class FirstOnes(Paginator):  # type: ignore[type-arg]  # no class can be asked for its type
    """Counts and shows no further than anyone turns pages; older ones are found by the filters."""

    @cached_property
    def count(self) -> int:
        """How many there are, up to the most that are shown."""
        found = cast("QuerySet[Activity]", self.object_list)
        return found.order_by()[: MOST + 1].count()

    @property
    def are_all(self) -> bool:
        """Whether there are no more than are shown."""
        return self.count <= MOST


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed to, as chosen now, and the ways to look at it."""

    wanted: dict[str, str]
    organizations: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    months: Sequence[tuple[str, str]]
    several: bool
    said: Sequence[str]
    may_record: bool
    list: str
    calendar: str
    year: str
    export: str
    paper: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The list."""

    page: "Page[Activity]"
    choices: Choices
    query: str
    newer: str
    older: str
    whole: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One record."""

    activity: Activity
    hosts: Sequence[Host]
    may_edit: bool
    late_days: int
    back: str


def filters_of(given: QueryDict) -> dict[str, str]:
    """What was asked for, without the page number."""
    return {name: given.get(name, "").strip() for name in FILTERS if name != "page"}


def period_of(wanted: dict[str, str], as_of: date) -> Wanted:
    """What the filters ask for, until the day asked about."""
    first, last = month_of(wanted["month"], as_of)
    return Wanted(id_in(wanted["organization"]), wanted["kind"], first, last, wanted["q"][:60])


def narrowed(visit: Visit, given: QueryDict) -> Wanted:
    """What the filters of an address ask for."""
    return period_of(filters_of(given), visit.as_of)


def listing_page(visit: Visit, given: QueryDict) -> Listing:
    """The records the viewer may see until the day asked about, narrowed as they wish."""
    wanted = filters_of(given)
    found = activities(visit.viewer, period_of(wanted, visit.as_of))
    number = given.get("page", "").strip() or "1"
    page = FirstOnes(found, MOST if number == WHOLE else PER_PAGE).get_page(number)
    chosen = {name: value for name, value in wanted.items() if value}
    return Listing(
        page=page,
        choices=choices_of(visit, wanted),
        query=urlencode({**chosen, "page": str(page.number)} if page.number > 1 else chosen),
        newer=_turn(visit, chosen, page.previous_page_number()) if page.has_previous() else "",
        older=_turn(visit, chosen, page.next_page_number()) if page.has_next() else "",
        whole=_turn(visit, chosen, WHOLE) if page.has_other_pages() else "",
    )


def choices_of(visit: Visit, wanted: dict[str, str]) -> Choices:
    """The filters with what is chosen; list, month and year keep them."""
    seen = [(str(one.id), "　" * depth + one.name) for one, depth in in_tree(_places(visit))]
    months = reverse("web:calendar")
    year = wanted["month"][:4] or str(visit.as_of.year)
    month = wanted["month"][:7] if "-" in wanted["month"] else ""
    kinds = [(kind, word.label) for kind, word in vocabulary().kinds.items()]
    times = _months(visit.as_of, wanted["month"])
    lists = (("organization", seen), ("kind", kinds), ("month", times))
    chosen = (dict(labels).get(wanted[name], "").strip("　") for name, labels in lists)
    return Choices(
        wanted=wanted,
        organizations=seen,
        kinds=kinds,
        months=times,
        said=[text for text in (*chosen, wanted["q"][:60]) if text],
        several=len(seen) > 1,
        may_record=may_record(visit),
        list=visit.link(reverse("web:records"), **wanted),
        calendar=visit.link(months, **{**wanted, "month": month}),
        year=visit.link(months, **{**wanted, "month": year}),
        export=visit.link(reverse("web:records-export"), **wanted),
        paper=visit.link(reverse("web:records-paper"), **wanted),
    )


def may_record(visit: Visit) -> bool:
    """Whether the viewer may record anything anywhere."""
    return bool(scope(visit.viewer, "create", "activity"))


def detail_page(visit: Visit, activity: Activity, given: QueryDict) -> Detail:
    """One record with its history, and the way back to the list it was found in."""
    kept = {name: given[name] for name in FILTERS if given.get(name)}
    hosts = list(activity.hosts.all())
    open_still = activity.state in {Activity.State.HELD, Activity.State.RETURNED}
    return Detail(
        activity=activity,
        hosts=hosts,
        may_edit=open_still
        and any(visit.may("edit", "activity", host.organization_id) for host in hosts),
        late_days=(activity.recorded_at.date() - activity.held_on).days,
        back=visit.link(reverse("web:records"), **kept),
    )


def month_of(text: str, as_of: date) -> tuple[date, date]:
    """The days a choice of year, month or day means, never later than the day asked about."""
    first, last = _days_of(text)
    return first, min(last, as_of)


def _days_of(text: str) -> tuple[date, date]:
    parts = text.split("-")
    if not all(part.isdecimal() and part.isascii() for part in parts) or len(parts[0]) != 4:
        return EARLIEST, date.max
    year, *rest = (int(part) for part in parts)
    try:
        if not rest:
            return date(year, 1, 1), date(year, 12, 31)
        if len(rest) == 1:
            last = calendar.monthrange(year, rest[0])[1]
            return date(year, rest[0], 1), date(year, rest[0], last)
        return date(year, rest[0], rest[1]), date(year, rest[0], rest[1])
    except (ValueError, IndexError):
        return EARLIEST, date.max


def _places(visit: Visit) -> list[Organization]:
    return list(organizations(visit.viewer, "read", "activity"))


def _months(as_of: date, chosen: str) -> list[tuple[str, str]]:
    """This year by month, the two years before as a whole, and what is chosen beside these."""
    months = [
        (f"{as_of.year}-{month:02}", f"{as_of.year}年{month}月")
        for month in range(as_of.month, 0, -1)
    ]
    years = [(str(year), f"{year}年") for year in range(as_of.year, as_of.year - 3, -1)]
    usual = [*years, *months]
    known = _days_of(chosen) != (EARLIEST, date.max)
    beside = [(chosen, _said(chosen))] if known and chosen not in dict(usual) else []
    return [*beside, *usual]


def _said(chosen: str) -> str:
    units = zip(chosen.split("-"), ("年", "月", "日"), strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in units)


def _turn(visit: Visit, chosen: dict[str, str], number: int | str) -> str:
    return visit.link(reverse("web:records"), **chosen, page=number)
