"""Own record: everything held about me, who opened it, what I asked, a copy to take away."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from mingdeng.access.policy import Target, may
from mingdeng.access.queries import Act, history
from mingdeng.daycount import local_day
from mingdeng.documents.workbook import Cell, Paper, Sheet, workbook
from mingdeng.engine.reasons import day_name
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Person
from mingdeng.subjects.models import Correction
from mingdeng.subjects.queries import Year, answers_in, attendance, corrections
from mingdeng.subjects.services import may_hear, note_reading
from mingdeng.web.pages.acts import told
from mingdeng.web.pages.exporting import Download
from mingdeng.web.pages.tree import Held, held_about
from mingdeng.web.visit import Visit

ELSE = ("组织关系", "职务", "出勤", "其他")
FIELD_COLUMNS = (("项目", 20), ("内容", 60))
MEMBERSHIP_COLUMNS = (("支部", 36), ("党小组", 16), ("起", 14), ("止", 14))
POST_COLUMNS = (("职务", 20), ("组织", 36), ("起", 14), ("止", 14))
YEAR_COLUMNS = (
    *(("年", 8), ("应参加", 9), ("参加", 9), ("缺席", 40), ("没有写明缺席人员的", 12)),
    ("学时", 8),
)
ACT_COLUMNS = (("时间", 22), ("谁", 20), ("做了什么", 30))
CORRECTION_COLUMNS = (
    *(("提出日期", 14), ("项目", 12), ("原来的内容", 24), ("应当是", 24), ("理由", 40)),
    *(("答复", 12), ("答复理由", 40), ("申诉", 40), ("申诉答复", 12), ("申诉答复理由", 40)),
)


@dataclass(frozen=True, slots=True)
class Own:
    """The page."""

    held: Held
    years: Sequence[Year]
    acts: Sequence[tuple[str, Act]]
    asked: Sequence[Correction]
    waiting: int


@dataclass(frozen=True, slots=True)
class Asking:
    """One request with what this viewer may do about it."""

    one: Correction
    own: bool
    late: bool
    may_answer: bool
    may_appeal: bool
    may_decide: bool
    back: str


def own_person(visit: Visit) -> Person | None:
    """The person behind the account."""
    person: Person | None = getattr(visit.account, "person", None)
    if person is None or not may(visit.viewer, "read", "person", Target(None, person.id)):
        return None
    return person


def own_page(visit: Visit, person: Person) -> Own:
    """Everything held about the viewer, and how many requests of others wait for an answer."""
    held = held_about(visit, person)
    seen = list(corrections(visit.viewer))
    asked = [one for one in seen if one.person_id == person.id]
    ids = [person.id, *(post.id for post in held.posts), *(one.id for one in asked)]
    answers = bool(answers_in(visit.viewer))
    return Own(
        held=held,
        years=attendance(person, visit.as_of, held.memberships, held.posts),
        acts=told(history(visit.viewer, ids)),
        asked=asked,
        waiting=sum(one.is_open for one in seen if one not in asked) if answers else 0,
    )


def asking_page(visit: Visit, one: Correction) -> Asking:
    """One request: what was said, and what may follow."""
    own = one.asked_by == visit.account.id
    answers = not own and may(
        visit.viewer, "answer", "correction", Target(one.organization_id, one.person_id)
    )
    appealed = bool(one.appeal and not one.final_outcome)
    return Asking(
        one=one,
        own=own,
        late=bool(one.due and not one.outcome and one.due < visit.today),
        may_answer=answers and not one.outcome,
        may_appeal=own and bool(one.outcome) and not one.appeal,
        may_decide=answers
        and appealed
        and one.answered_by != visit.account.id
        and may_hear(one, answers_in(visit.viewer)),
        back=reverse("web:me") if own else reverse("web:corrections"),
    )


def subjects_of(held: Held) -> list[tuple[str, str]]:
    """What can be said to be wrong: each field held, and the rest by kind."""
    return [(name, name) for name in (*(label for label, _ in held.fields), *ELSE)]


def note_opening(visit: Visit, person: Person, *, sensitive: bool) -> None:
    """Write down, in this request, that the viewer opened another person's page."""
    if person.id != visit.viewer.person:
        note_reading(Actor(visit.account.id, None, visit.now), person, sensitive=sensitive)


def copy_as_json(own: Own) -> Download:
    """Everything, for another program to read."""
    text = json.dumps(_everything(own), ensure_ascii=False, indent=2, default=str)
    return Download("本人信息.json", f"{text}\n".encode())


def copy_as_workbook(visit: Visit, own: Own) -> Download:
    """Everything, for people to read."""
    paper = Paper("本人信息", "本人信息", f"截至{day_name(visit.as_of)}", visit.as_of)
    sheets = [
        Sheet("基本信息", FIELD_COLUMNS, [list(one) for one in own.held.fields]),
        Sheet("组织关系", MEMBERSHIP_COLUMNS, [list(one.values()) for one in _memberships(own)]),
        Sheet("职务", POST_COLUMNS, [list(one.values()) for one in _posts(own)]),
        Sheet("出勤和学时", YEAR_COLUMNS, list(_years(own))),
        Sheet("谁改动或查看过", ACT_COLUMNS, [list(one.values()) for one in _acts(own)]),
        Sheet("更正请求", CORRECTION_COLUMNS, [correction_row(one) for one in own.asked]),
    ]
    return Download("本人信息.xlsx", workbook(paper, sheets))


def _everything(own: Own) -> dict[str, Any]:
    heads = [name for name, _ in CORRECTION_COLUMNS]
    return {
        "基本信息": dict(own.held.fields),
        "组织关系": list(_memberships(own)),
        "职务": list(_posts(own)),
        "出勤和学时": [
            dict(zip((name for name, _ in YEAR_COLUMNS), row, strict=True)) for row in _years(own)
        ],
        "谁改动或查看过": list(_acts(own)),
        "更正请求": [dict(zip(heads, correction_row(one), strict=True)) for one in own.asked],
    }


def _memberships(own: Own) -> Iterator[dict[str, str]]:
    for one in own.held.memberships:
        group = one.group.name if one.group else ""
        yield {"支部": one.branch.name, "党小组": group, **_days(one.since, one.until)}


def _posts(own: Own) -> Iterator[dict[str, str]]:
    for one in own.held.posts:
        yield {"职务": one.title, "组织": one.organization.name, **_days(one.since, one.until)}


def _days(since: Any, until: Any) -> dict[str, str]:
    return {"起": str(since or ""), "止": str(until or "")}


def _years(own: Own) -> Iterator[list[Cell]]:
    for one in own.years:
        absent = "；".join(f"{day} {reason}".strip() for day, reason in one.absent)
        hours = f"{one.hours.normalize():f}" if one.hours else ""
        yield [str(one.year), one.held, one.attended, absent, one.unnamed, hours]


def _acts(own: Own) -> Iterator[dict[str, str]]:
    for what, act in own.acts:
        yield {"时间": act.at.isoformat(timespec="minutes"), "谁": act.who, "做了什么": what}


def correction_row(one: Correction) -> list[Cell]:
    """A request with all that was answered, under CORRECTION_COLUMNS."""
    return [
        local_day(one.asked_at).isoformat(),
        *(one.subject, one.held, one.wanted, one.reason),
        *(str(one.get_outcome_display()), one.answer, one.appeal),
        *(str(one.get_final_outcome_display()), one.final_answer),
    ]
