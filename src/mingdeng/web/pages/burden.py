"""减负: what was asked, by organization in the order of the tree, by month and by form."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.urls import reverse

from mingdeng.access.queries import organizations
from mingdeng.burden.estimating import Guess, table, whole
from mingdeng.burden.queries import Load, loads_by_form, loads_by_month, loads_by_place
from mingdeng.burden.registry import registry
from mingdeng.burden.reminding import budget_of
from mingdeng.roster.models import Organization
from mingdeng.web.pages.choosing import addresses, in_tree
from mingdeng.web.visit import FIRST_YEAR, LAST_YEAR, Visit

MONTHS = 12
NOTHING = Load()


@dataclass(frozen=True, slots=True)
class Line:
    """What was asked of one organization, in one month or by one form; as it is shown."""

    label: str
    url: str
    depth: int
    times: str
    typed: str
    kept: str
    files: str
    reminders: str
    minutes: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A month or a year one may go to."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The organizations over one month or one year."""

    period: str
    steps: Sequence[Step]
    lines: Sequence[Line]
    total: Line
    nothing: bool
    export: str


@dataclass(frozen=True, slots=True)
class OnePlace:
    """One organization over a year."""

    organization: Organization
    year: int
    years: Sequence[Step]
    months: Sequence[Line]
    forms: Sequence[Line]
    total: Line
    budget: int
    export: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """One line of the published table."""

    label: str
    guess: Guess


def overview(visit: Visit, month: str) -> Overview:
    """What was asked in a month (2026-11) or a year (2026); this month where none is named."""
    wanted = month or f"{visit.as_of:%Y-%m}"
    first, last = _span(wanted)
    loads = loads_by_place(visit.viewer, first, last)
    place = addresses("web:burden-place")
    seen = organizations(visit.viewer, "read", "burden")
    lines = [
        _line(one.name, visit.link(place(one.id)), depth, loads.get(one.id, NOTHING))
        for one, depth in in_tree(list(seen))
        if one.id in loads or one.dissolved is None or one.dissolved > visit.as_of
    ]
    total = _line("合计", "", 0, _together(loads.values()))
    steps = _steps(visit, int(wanted[:4]), wanted)
    export = visit.link(reverse("web:burden-export"), month=wanted)
    return Overview(_named(wanted), steps, lines, total, nothing=not loads, export=export)


def one_place(visit: Visit, organization: Organization, year: str) -> OnePlace:
    """What was asked of one organization in a year, by month and by form."""
    number = _year(year) if year else visit.as_of.year
    first, last = _span(str(number))
    by_month = loads_by_month(visit.viewer, organization.id, first, last)
    by_form = loads_by_form(visit.viewer, organization.id, first, last)
    here = reverse("web:burden-place", args=(organization.id,))
    return OnePlace(
        organization=organization,
        year=number,
        years=[
            Step(f"{one}年", visit.link(here, year=one), one == number)
            for one in (visit.today.year - 1, visit.today.year)
        ],
        months=[
            _line(f"{month}月", "", 0, by_month.get(f"{number}-{month:02}", NOTHING))
            for month in _months(visit, number)
        ],
        forms=[_line(registry().label(form), "", 0, load) for form, load in by_form.items()],
        total=_line("合计", "", 0, _together(by_month.values())),
        budget=budget_of(organization.id),
        export=visit.link(
            reverse("web:burden-place-export", args=(organization.id,)), year=str(number)
        ),
    )


def estimates() -> list[Estimate]:
    """The published table of minutes, in the order of the forms."""
    found = table()
    return [
        *(Estimate(registry().forms[form].label, guess) for form, guess in found.forms.items()),
        *(Estimate(guess.label, guess) for guess in found.extra.values()),
    ]


def place_seen(visit: Visit, organization_id: uuid.UUID) -> Organization | None:
    """An organization whose burden the viewer may see."""
    return organizations(visit.viewer, "read", "burden").filter(id=organization_id).first()


def _line(label: str, url: str, depth: int, load: Load) -> Line:
    asked = (load.times, load.typed, load.kept, load.files, load.reminders)
    return Line(
        label=label,
        url=url,
        depth=depth,
        times=str(load.times),
        typed=str(load.typed),
        kept=str(load.kept),
        files=str(load.files),
        reminders=str(load.reminders),
        minutes=f"约 {whole(load.minutes)}" if load.minutes else "0",
        numbers=(*asked, whole(load.minutes)),
    )


def _together(loads: Iterable[Load]) -> Load:
    found = Load()
    for load in loads:
        found.times, found.typed = found.times + load.times, found.typed + load.typed
        found.kept, found.files = found.kept + load.kept, found.files + load.files
        found.reminders += load.reminders
        _add_forms(found.forms, load.forms)
    return found


def _add_forms(into: dict[str, int], forms: Mapping[str, int]) -> None:
    for form, times in forms.items():
        into[form] = into.get(form, 0) + times


def _steps(visit: Visit, year: int, wanted: str) -> list[Step]:
    """The months of the year, and the year itself; the year before."""
    here = reverse("web:burden")
    names = [str(year - 1), *(f"{year}-{month:02}" for month in _months(visit, year)), str(year)]
    if year < visit.today.year:
        names.append(str(year + 1))
    return [Step(_short(name), visit.link(here, month=name), name == wanted) for name in names]


def _months(visit: Visit, year: int) -> range:
    """The months of a year up to the day asked about."""
    last = visit.as_of.month if year == visit.as_of.year else MONTHS
    return range(1, last + 1 if year <= visit.as_of.year else 1)


def _span(wanted: str) -> tuple[str, str]:
    """The first and the last month of a period. Raises BadRequest."""
    year, _, month = wanted.partition("-")
    number = _year(year)
    if not month and "-" not in wanted:
        return f"{number}-01", f"{number}-12"
    if len(month) != len("01") or not month.isdecimal() or not 1 <= int(month) <= MONTHS:
        raise BadRequest(f"“{wanted[:20]}”不是月份，请写作 2026-11。")
    return wanted, wanted


def _year(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not FIRST_YEAR <= int(text[:5]) <= LAST_YEAR:
        raise BadRequest(f"“{text[:20]}”不是年份，请写作 2026。")
    return int(text)


def _named(wanted: str) -> str:
    year, _, month = wanted.partition("-")
    return f"{year}年{int(month)}月" if month else f"{year}年"


def _short(name: str) -> str:
    year, _, month = name.partition("-")
    return f"{int(month)}月" if month else f"{year}年全年"
