"""重复报送的答复: what was asked for from above, where it stands already, the letter."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mingdeng.access.queries import members, names_of, organizations, posts
from mingdeng.activities.queries import Wanted as Narrowed
from mingdeng.activities.queries import activities
from mingdeng.burden.citing import Citation, Subject, citations, cited_for, subjects
from mingdeng.burden.models import Demand
from mingdeng.burden.queries import demands
from mingdeng.burden.registry import registry
from mingdeng.burden.replying import Already, Letter, compose
from mingdeng.burden.services import Wanted
from mingdeng.documents.workbook import Paper, Sheet, workbook
from mingdeng.engine.reasons import day_name
from mingdeng.files.ours import DEMANDS
from mingdeng.roster.models import Organization
from mingdeng.web.asking import DAY, LONG, MANY, ONE, Ask
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.pages.exporting import Download
from mingdeng.web.visit import Visit

MOST = 500
COLUMNS = (
    *(("组织", 30), ("要求单位", 24), ("要求内容", 36), ("收到日期", 12), ("要求报送日期", 12)),
    *(("涉及的内容", 30), ("状态", 10), ("答复日期", 12), ("结果", 18), ("答复", 80)),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing asked for: how much there is, its facts, and where it can be seen or had."""

    label: str
    amount: str
    where: str
    facts: str
    page: str
    export: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One request with everything around it."""

    one: Demand
    standing: Sequence[Standing]
    cited: Sequence[Citation]
    by: str
    may_edit: bool
    may_end: bool


def asks_demand() -> list[Ask]:
    """What is said of a request from above."""
    return [
        Ask("asked_by", "谁要的", required=True, hint="如“市直机关工委组织部”"),
        Ask("asked", "要什么", required=True, most=200, hint="照通知写，如“三季度组织生活统计表”"),
        Ask("subjects", "属于哪些内容", MANY, required=True, choices=_subjects()),
        Ask("first", "数据从", DAY),
        Ask("last", "数据到", DAY),
        Ask("received_on", "收到日期", DAY, required=True),
        Ask("due", "要求报送日期", DAY),
    ]


def asks_place(visit: Visit) -> list[Ask]:
    """For which organization, where the viewer has several to choose from."""
    found = in_tree(list(organizations(visit.viewer, "create", "demand").filter(dissolved=None)))
    choices = [(str(one.id), "　" * depth + one.name) for one, depth in found]
    return [Ask("organization", "哪个组织收到的", ONE, required=True, choices=choices)]


def asks_reply() -> list[Ask]:
    """The letter, to be put in one's own words."""
    return [Ask("reply", "答复", LONG, required=True, most=2_000)]


def wanted_of(said: dict[str, Any]) -> Wanted:
    """What was said of a request, as the service takes it."""
    names = ("asked_by", "asked", "subjects", "received_on", "first", "last", "due")
    return Wanted(**{name: said[name] for name in names})


def letter_of(visit: Visit, organization: Organization, wanted: Wanted) -> str:
    """The letter that answers a request, as it stands today."""
    standing = _standing(visit, organization, wanted.subjects, (wanted.first, wanted.last))
    return compose(
        Letter(
            asked_by=wanted.asked_by,
            asked=wanted.asked,
            received_on=wanted.received_on,
            first=wanted.first,
            last=wanted.last,
            due=wanted.due,
            already=[Already(one.label, one.amount, one.where) for one in standing],
            cited=cited_for("duplicate"),
            signed=organization.full_name,
            on=visit.today,
        )
    )


def demand_page(visit: Visit, one: Demand) -> Shown:
    """One request."""
    known = citations()
    may = visit.may("edit", "demand", one.organization_id)
    return Shown(
        one=one,
        standing=_standing(visit, one.organization, one.subjects, (one.first, one.last)),
        cited=[known[name] for name in one.citations if name in known],
        by=names_of([one.account]).get(one.account, ""),
        may_edit=may and one.state == Demand.State.DRAFT,
        may_end=may and one.state == Demand.State.ANSWERED,
    )


def demand_list(visit: Visit) -> list[Demand]:
    """The requests the viewer may see."""
    return list(demands(visit.viewer)[:MOST])


def demand_workbook(visit: Visit) -> Download:
    """The same list as a workbook."""
    title = "重复报送的答复"
    rows = [_row(one) for one in demand_list(visit)]
    day = day_name(visit.today)
    paper = Paper(f"{title}（截至{day}）", title, f"截至{day}", visit.today, DEMANDS)
    content = workbook(paper, [Sheet(title, COLUMNS, rows, title)])
    return Download(f"{title}（截至{visit.today}）.xlsx", content)


def _row(one: Demand) -> list[str]:
    labels = "、".join(_label(name) for name in one.subjects)
    days = [_day(one.received_on), _day(one.due)]
    ends = [one.get_state_display(), _day(one.answered_on), one.get_outcome_display()]
    return [one.organization.full_name, one.asked_by, one.asked, *days, labels, *ends, one.reply]


def _standing(
    visit: Visit, organization: Organization, names: Sequence[str], span: tuple[date | None, ...]
) -> list[Standing]:
    known = [subjects()[name] for name in names if name in subjects()]
    return [
        Standing(
            label=one.label,
            amount=_amount(visit, organization, one, span),
            where=one.where,
            facts="、".join(registry().facts[fact].label for fact in one.facts),
            page=_address(one.page, organization.id),
            export=_address(one.export, organization.id),
        )
        for one in known
    ]


def _amount(
    visit: Visit, organization: Organization, subject: Subject, span: tuple[date | None, ...]
) -> str:
    """How much of it there is, where that can be counted."""
    first, last = span
    if subject.page == "records" and first and last:
        found = activities(visit.viewer, Narrowed(organization.id, first=first, last=last))
        return f"这一期间有 {found.count()} 条纪实"
    if subject.id == "roster":
        return f"在册 {members(visit.viewer, organization, visit.today).count()} 人"
    if subject.id == "posts":
        return f"现任 {posts(visit.viewer, organization, visit.today).count()} 人次"
    return ""


def _address(name: str, organization: uuid.UUID) -> str:
    """The address of a page of an organization, or of a list narrowed to it."""
    if not name:
        return ""
    if name in {"records", "records-export"}:
        return f"{reverse(f'web:{name}')}?organization={organization}"
    if name in {"said", "organizations-export"}:
        return reverse(f"web:{name}")
    return reverse(f"web:{name}", args=(organization,))


def _subjects() -> list[tuple[str, str]]:
    return [(one.id, one.label) for one in subjects().values()]


def _label(name: str) -> str:
    return subjects()[name].label if name in subjects() else name


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
