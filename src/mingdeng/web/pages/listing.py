"""纪实: the list with its filters, and one record in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from mingdeng.access.queries import Act, acts_on, organizations
from mingdeng.activities.models import Activity, Host
from mingdeng.activities.queries import Wanted, activities
from mingdeng.roster.models import Organization
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.acts import told
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.visit import Visit, id_in

FILTERS = ("organization", "kind", "month", "q", "page")
PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Listing:
    """The list."""

    page: "Page[Activity]"
    wanted: dict[str, str]
    organizations: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    months: Sequence[tuple[str, str]]
    several: bool
    query: str
    newer: str
    older: str
    may_record: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """One record."""

    activity: Activity
    hosts: Sequence[Host]
    acts: Sequence[tuple[str, Act]]
    may_edit: bool
    late_days: int
    back: str


def listing_page(visit: Visit, given: QueryDict) -> Listing:
    """The records the viewer may see until the day asked about, narrowed as they wish."""
    wanted = {name: given.get(name, "").strip() for name in FILTERS}
    first, last = month_of(wanted["month"], visit.as_of)
    found = activities(
        visit.viewer,
        Wanted(id_in(wanted["organization"]), wanted["kind"], first, last, wanted["q"][:60]),
    )
    page = Paginator(found, PER_PAGE).get_page(wanted["page"] or 1)
    seen = [(str(one.id), "　" * depth + one.name) for one, depth in in_tree(_places(visit))]
    chosen: dict[str, str] = {
        name: value for name, value in wanted.items() if value and name != "page"
    }
    return Listing(
        page=page,
        wanted=wanted,
        organizations=seen,
        kinds=[(kind, word.label) for kind, word in vocabulary().kinds.items()],
        months=_months(visit.as_of),
        several=len(seen) > 1,
        query=urlencode({**chosen, "page": str(page.number)} if page.number > 1 else chosen),
        newer=_turn(visit, chosen, page.previous_page_number()) if page.has_previous() else "",
        older=_turn(visit, chosen, page.next_page_number()) if page.has_next() else "",
        may_record=organizations(visit.viewer, "create", "activity").exists(),
    )


def detail_page(visit: Visit, activity: Activity, given: QueryDict) -> Detail:
    """One record with its history, and the way back to the list it was found in."""
    kept = {name: given[name] for name in FILTERS if given.get(name)}
    hosts = list(activity.hosts.all())
    open_still = activity.state in {Activity.State.HELD, Activity.State.RETURNED}
    return Detail(
        activity=activity,
        hosts=hosts,
        acts=told(acts_on([activity.id])),
        may_edit=open_still
        and any(visit.may("edit", "activity", host.organization_id) for host in hosts),
        late_days=(activity.recorded_at.date() - activity.held_on).days,
        back=visit.link(reverse("web:records"), **kept),
    )


def month_of(text: str, as_of: date) -> tuple[date, date]:
    """The days a choice of month or year means, never later than the day asked about."""
    year, _, month = text.partition("-")
    if not year.isdecimal() or len(year) != 4:
        return date(2000, 1, 1), as_of
    if not month.isdecimal() or not 1 <= int(month) <= 12:
        return date(int(year), 1, 1), min(date(int(year), 12, 31), as_of)
    after = date(int(year) + int(month) // 12, int(month) % 12 + 1, 1)
    return date(int(year), int(month), 1), min(date.fromordinal(after.toordinal() - 1), as_of)


def _places(visit: Visit) -> list[Organization]:
    return list(organizations(visit.viewer, "read", "activity"))


def _months(as_of: date) -> list[tuple[str, str]]:
    """This year by month, and the two years before as a whole."""
    months = [
        (f"{as_of.year}-{month:02}", f"{as_of.year}年{month}月")
        for month in range(as_of.month, 0, -1)
    ]
    years = [(str(year), f"{year}年") for year in range(as_of.year, as_of.year - 3, -1)]
    return [*years, *months]


def _turn(visit: Visit, chosen: dict[str, str], number: int) -> str:
    return visit.link(reverse("web:records"), **chosen, page=number)
