"""纪实 as a calendar: a month by days, a year by kinds and months."""

import calendar
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.urls import reverse

from mingdeng.access.queries import organizations
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import Wanted, activities
from mingdeng.daycount import default_calendar
from mingdeng.engine.reasons import day_name
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.pages.listing import (
    Choices,
    choices_of,
    filters_of,
    period_of,
)
from mingdeng.web.visit import FIRST_YEAR, LAST_YEAR, Visit

# More than so many on one day are told by kind, with the way to the day's list.
SHOWN = 3
OFF, WORKING = "休", "班"
MARKS = {OFF: "放假", WORKING: "调休上班"}
WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


@dataclass(frozen=True, slots=True)
class Item:
    """One line in a day: an activity, or several of a kind."""

    text: str
    aside: str
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid; a day of another month has no number."""

    day: date | None
    name: str = ""
    mark: str = ""
    mark_name: str = ""
    weekend: bool = False
    today: bool = False
    items: Sequence[Item] = ()
    more: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """The month."""

    title: str
    # Each week with whether nothing in it wants a line of its own on a phone.
    weeks: Sequence[tuple[Sequence[Day], bool]]
    weekdays: Sequence[str]
    count: int
    days_with: int
    no_notice: str


@dataclass(frozen=True, slots=True)
class Row:
    """One kind over the year: how many in each month, each leading there."""

    label: str
    months: Sequence[tuple[int, str]]
    total: int


@dataclass(frozen=True, slots=True)
class Year:
    """The year."""

    title: str
    months: Sequence[tuple[int, str]]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The page: a month or a year, and the ways around it."""

    choices: Choices
    month: Month | None
    year: Year | None
    earlier: tuple[str, str]
    later: tuple[str, str]
    several: bool
    record: str


def calendar_page(visit: Visit, given: QueryDict) -> Calendar:
    """The month or year asked for; without one, the month of the day asked about."""
    wanted = filters_of(given)
    year, month = _period(wanted["month"], visit.as_of)
    wanted["month"] = f"{year}-{month:02}" if month else str(year)
    choices = choices_of(visit, wanted)
    narrowed = period_of(wanted, visit.as_of)
    record = _record(visit, wanted["organization"])
    return Calendar(
        choices=choices,
        month=_month(visit, wanted, narrowed, record, several=choices.several) if month else None,
        year=None if month else _year(visit, wanted, narrowed, year),
        earlier=_step(visit, wanted, year, month, -1),
        later=_step(visit, wanted, year, month, 1),
        several=choices.several,
        record=record,
    )


def _period(text: str, as_of: date) -> tuple[int, int]:
    """Year and month of 2026-11 or 2026-11-12; year and 0 of 2026; else where the day lies."""
    year, _, rest = text.partition("-")
    month = rest.partition("-")[0]
    if not (year.isdecimal() and year.isascii() and FIRST_YEAR <= int(year) <= LAST_YEAR):
        return as_of.year, as_of.month
    if not rest:
        return int(year), 0
    known = month.isdecimal() and month.isascii() and 1 <= int(month) <= 12
    return int(year), int(month) if known else 0


def _record(visit: Visit, organization: str) -> str:
    """Where a day without a record leads: to a new one, for who may write one there."""
    writable = organizations(visit.viewer, "create", "activity")
    own = [one.organization for one in visit.viewer.standings if one.organization]
    chosen = writable.filter(id=organization) if organization else writable.filter(id__in=own)
    found: uuid.UUID | None = chosen.values_list("id", flat=True).first()
    return str(found) if found else ""


# ---- a month ----


def _month(
    visit: Visit, wanted: dict[str, str], narrowed: Wanted, record: str, *, several: bool
) -> Month:
    year, number = (int(part) for part in wanted["month"].split("-"))
    found = list(activities(visit.viewer, narrowed).order_by("held_on", "start", "id"))
    by_day: dict[date, list[Activity]] = {}
    for one in found:
        by_day.setdefault(one.held_on, []).append(one)
    weeks = [
        [
            _day(visit, wanted, day, by_day.get(day, []), record, several=several)
            if day.month == number
            else Day(None)
            for day in week
        ]
        for week in calendar.Calendar().monthdatescalendar(year, number)
    ]
    known = year in default_calendar().years
    return Month(
        title=f"{year}年{number}月",
        weeks=[(week, not any(one.items or one.today for one in week)) for week in weeks],
        weekdays=WEEKDAYS,
        count=len(found),
        days_with=len(by_day),
        no_notice="" if known else f"{year}年的放假安排尚未录入，没有标出节假日。",
    )


def _day(
    visit: Visit,
    wanted: dict[str, str],
    day: date,
    held: Sequence[Activity],
    record: str,
    *,
    several: bool,
) -> Day:
    mark = _mark(day)
    past = day <= min(visit.as_of, visit.today)
    many = len(held) > SHOWN
    of_day = visit.link(reverse("web:records"), **{**wanted, "month": day.isoformat()})
    address = visit.link(reverse("web:record"), organization=record, day=day.isoformat())
    return Day(
        day=day,
        name=f"{day_name(day)}，星期{WEEKDAYS[day.weekday()]}",
        mark=mark,
        mark_name=MARKS.get(mark, ""),
        weekend=day.weekday() >= 5 and mark != WORKING,
        today=day == visit.as_of,
        items=_kinds(visit, wanted, held, day)
        if many
        else [_item(visit, wanted, one, several=several) for one in held],
        more=of_day if many else "",
        record=address if record and past and not held else "",
    )


def _mark(day: date) -> str:
    known = default_calendar()
    if day in known.days_off:
        return OFF
    return WORKING if day in known.working_weekends else ""


def _item(visit: Visit, wanted: dict[str, str], one: Activity, *, several: bool) -> Item:
    hosts = "、".join(dict.fromkeys(host.organization.name for host in one.hosts.all()))
    time = f"{one.start:%H:%M}" if one.start else ""
    aside = hosts if several and not wanted["organization"] else time
    kinds = vocabulary().listed("kinds", one.kinds)
    return Item(kinds, aside, visit.link(reverse("web:activity", args=(one.id,)), **wanted))


def _kinds(visit: Visit, wanted: dict[str, str], held: Sequence[Activity], day: date) -> list[Item]:
    counts: dict[str, int] = {}
    for one in held:
        for kind in one.kinds:
            counts[kind] = counts.get(kind, 0) + 1
    base = reverse("web:records")
    return [
        Item(
            vocabulary().label("kinds", kind),
            f"{count} 次",
            visit.link(base, **{**wanted, "kind": kind, "month": day.isoformat()}),
        )
        for kind, count in sorted(counts.items(), key=lambda one: -one[1])
    ]


# ---- a year ----


def _year(visit: Visit, wanted: dict[str, str], narrowed: Wanted, year: int) -> Year:
    found = activities(visit.viewer, narrowed).prefetch_related(None).order_by()
    counts: dict[str, list[int]] = {}
    for held_on, kinds in found.values_list("held_on", "kinds"):
        for kind in kinds:
            counts.setdefault(kind, [0] * 12)[held_on.month - 1] += 1
    order = {kind: place for place, kind in enumerate(vocabulary().kinds)}
    chosen = [kind for kind in counts if wanted["kind"] in {"", kind}]
    base = reverse("web:calendar")

    def to(month: int, kind: str = "") -> str:
        return visit.link(base, **{**wanted, "kind": kind, "month": f"{year}-{month:02}"})

    rows = [
        Row(
            vocabulary().label("kinds", kind),
            [(count, to(place, kind)) for place, count in enumerate(counts[kind], start=1)],
            sum(counts[kind]),
        )
        for kind in sorted(chosen, key=lambda kind: order.get(kind, len(order)))
    ]
    months = [(month, to(month, wanted["kind"])) for month in range(1, 13)]
    return Year(f"{year}年", months, rows)


def _step(visit: Visit, wanted: dict[str, str], year: int, month: int, by: int) -> tuple[str, str]:
    """The month or year before or after: what it is called, and its address."""
    if month:
        first = date(year, month, 1)
        there = first - timedelta(days=1) if by < 0 else first + timedelta(days=31)
        value, name = f"{there.year}-{there.month:02}", f"{there.year}年{there.month}月"
    else:
        value, name = str(year + by), f"{year + by}年"
    if not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        return "", ""
    return name, visit.link(reverse("web:calendar"), **{**wanted, "month": value})
