"""A year of an organization to take away: which years there are, and what each paper holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.urls import reverse

from mingdeng.activities.queries import Wanted, activities, first_year
from mingdeng.documents.branchyear import day_of
from mingdeng.engine.reasons import day_name
from mingdeng.roster.models import Organization
from mingdeng.web.visit import FIRST_YEAR, Visit

FURTHEST = 20


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing to take away."""

    label: str
    holds: str
    form: str
    url: str


@dataclass(frozen=True, slots=True)
class YearPage:
    """The page."""

    organization: Organization
    year: int
    told: str
    years: Sequence[tuple[str, str, bool]]
    meetings: int
    papers: Sequence[Paper]


def year_in(text: str, visit: Visit) -> int:
    """The year asked for, that of the day asked about where none is. Raises BadRequest."""
    if not text:
        return visit.as_of.year
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise BadRequest(f"“{text[:10]}”不是年份，请写作 2026。")
    if not FIRST_YEAR <= int(text) <= visit.as_of.year:
        raise BadRequest(f"{text} 年没有可以归档的，请选 {visit.as_of.year} 年或以前的。")
    return int(text)


def year_page(visit: Visit, organization: Organization, year: int) -> YearPage:
    """What can be taken away of a year, and the other years."""
    day = day_of(year, visit.as_of)
    here = reverse("web:year", args=(organization.id,))
    wanted = Wanted(organization.id, first=day.replace(month=1, day=1), last=day)
    earliest = min(first_year(visit.viewer, organization.id) or year, year)
    latest = visit.as_of.year
    years = range(latest, max(earliest, latest - FURTHEST) - 1, -1)
    return YearPage(
        organization=organization,
        year=year,
        told=f"{year}年全年" if day == day.replace(month=12, day=31) else f"截至{day_name(day)}",
        years=[(f"{one}年", visit.link(here, year=one), one == year) for one in years],
        meetings=activities(visit.viewer, wanted).order_by().count(),
        papers=list(_papers(visit, organization, year)),
    )


def _papers(visit: Visit, organization: Organization, year: int) -> list[Paper]:
    def at(name: str) -> str:
        return visit.link(reverse(f"web:{name}", args=(organization.id,)), year=year)

    return [
        Paper(
            "工作手册",
            "组织概况、名册、履责情况和依据、逐次会议记录、出勤、情况说明",
            "PDF",
            at("handbook"),
        ),
        Paper("“三会一课”台账", "全年的活动，一次一行", "PDF", at("ledger-paper")),
        Paper(
            "年度归档",
            "工作手册、台账、名册、任期、逐次记录和附件，有目录和校验和",
            "zip",
            at("year-archive"),
        ),
    ]
