"""What people say to verdicts: 情况说明, 异议 and 例外, beside the verdict and in lists."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from mingdeng.access.queries import names_of
from mingdeng.activities.models import Activity
from mingdeng.assessments.labels import rule_label
from mingdeng.assessments.models import Objection, Statement, Waiver
from mingdeng.assessments.queries import objections, statements, waivers
from mingdeng.assessments.wanting import plans_gone_by, registered_for, waiting_for
from mingdeng.documents.verdict import about_of
from mingdeng.documents.why import Why
from mingdeng.engine.reasons import day_name
from mingdeng.engine.verdicts import DUE, OVERDUE
from mingdeng.registers.desk import WORDS, Wanting
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.subjects.models import Correction
from mingdeng.web.visit import Visit

MOST = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: by whom and when, its text, how it stands, where it is."""

    what: str
    text: str
    who: str
    at: datetime
    standing: str
    answer: str
    url: str
    withdraw: str = ""
    version: int = 0
    about: str = ""
    organization: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """What was said to a verdict, and what the viewer may say."""

    said: Sequence[Said]
    state: str
    object: str
    waive: str


def saying_of(visit: Visit, why: Why, of: str) -> Saying:
    """Everything said to a verdict, as far as the viewer sees it, and the ways to say more."""
    home = uuid.UUID(why.organization.id)
    rule, _, period = of.partition("~")
    about = {"organization_id": home, "rule": rule, "period": period}
    found = [
        *_statements(visit, list(statements(visit.viewer).filter(**about))),
        *_objections(visit, list(objections(visit.viewer).filter(**about))),
        *_waivers(visit, list(waivers(visit.viewer).filter(organization_id=home, rule=rule))),
    ]
    return Saying(
        said=found,
        state=_way(visit, ("create", "statement"), "web:state", home, of)
        if why.state == OVERDUE and not any(one.withdraw for one in found)
        else "",
        object=_way(visit, ("create", "objection"), "web:object", home, of),
        waive=_way(visit, ("request", "waiver"), "web:waive", home, of)
        if why.state in {OVERDUE, DUE}
        else "",
    )


def _way(visit: Visit, right: tuple[str, str], name: str, home: uuid.UUID, of: str) -> str:
    """Where one may say something; nothing can be said to another day than today."""
    if visit.previewing or not visit.may(*right, home):
        return ""
    return visit.link(reverse(name, args=(home,)), of=of)


# ---- lists ----


def all_said(visit: Visit) -> list[Said]:
    """Everything said that the viewer may see, what waits for an answer first."""
    found = [
        *_objections(visit, list(objections(visit.viewer).order_by("-at", "id")[:MOST])),
        *_waivers(visit, list(waivers(visit.viewer)[:MOST])),
        *_statements(visit, list(statements(visit.viewer).order_by("-at", "id")[:MOST])),
    ]
    return sorted(found, key=lambda one: not one.open)


def asks_of(visit: Visit, packs: Sequence[str] = ()) -> list[Said]:
    """What waits for this viewer: answers and decisions on others' words, plans gone by."""
    waiting, viewer = waiting_for(visit.viewer), visit.viewer
    return [
        *_objections(visit, waiting.objections),
        *_waivers(visit, waiting.waivers),
        *(_correction(visit, one) for one in waiting.corrections),
        *(_plan(visit, one) for one in plans_gone_by(viewer, visit.today)),
        *(_registered(visit, one) for one in registered_for(viewer, visit.today, packs)),
    ]


def _correction(visit: Visit, one: Correction) -> Said:
    return Said(
        what="更正请求",
        text=f"应当是“{one.wanted}”",
        who=one.person.name,
        at=one.asked_at,
        standing="待答复申诉" if one.outcome else "待答复",
        answer=one.answer,
        url=visit.link(reverse("web:correction", args=(one.id,))),
        about=one.subject,
        organization=one.organization.name if one.organization else "",
    )


def _registered(visit: Visit, one: Wanting) -> Said:
    due = f"时限 {day_name(one.entry.due)}" if one.entry.due else ""
    return Said(
        what=one.register.label,
        text=due,
        who="",
        at=one.entry.recorded_at,
        standing=f"，{WORDS[one.what]}",
        answer="",
        url=visit.link(reverse("web:entry", args=(one.entry.id,))),
        about=one.entry.title,
        organization=one.entry.organization.name,
    )


def _plan(visit: Visit, one: Activity) -> Said:
    return Said(
        what="计划",
        text=f"原定{day_name(one.held_on)}，开过了记为开展，没有开的改期或撤回",
        who="",
        at=one.recorded_at,
        standing="日期已过",
        answer="",
        url=visit.link(reverse("web:activity", args=(one.id,))),
        about=vocabulary().listed("kinds", one.kinds),
        organization="、".join(host.organization.name for host in one.hosts.all()),
    )


def _statements(visit: Visit, found: Sequence[Statement]) -> list[Said]:
    names = names_of(one.account for one in found)
    return [
        Said(
            what="情况说明",
            text=one.text,
            who=names.get(one.account, "系统"),
            at=one.at,
            standing="",
            answer="",
            url=_why(visit, one.organization_id, one.rule, one.period),
            withdraw=reverse("web:unstate", args=(one.id,))
            if visit.may("create", "statement", one.organization_id)
            else "",
            version=one.version,
            about=about_of(one.rule, one.period),
            organization=one.organization.name,
        )
        for one in found
    ]


def _objections(visit: Visit, found: Sequence[Objection]) -> list[Said]:
    names = names_of(one.account for one in found if one.person is None)
    return [
        Said(
            what="异议",
            text=one.text,
            who=one.person.name if one.person else names.get(one.account, "系统"),
            at=one.at,
            standing=one.get_outcome_display() if one.answered_at else "待答复",
            answer=one.answer,
            url=visit.link(reverse("web:objection", args=(one.id,))),
            about=about_of(one.rule, one.period),
            organization=one.organization.name,
            open=one.answered_at is None,
        )
        for one in found
    ]


def _waivers(visit: Visit, found: Sequence[Waiver]) -> list[Said]:
    names = names_of(one.requested_by for one in found)
    return [
        Said(
            what="例外",
            text=f"{day_name(one.first)}至{day_name(one.last)}：{one.reason}",
            who=names.get(one.requested_by, "系统"),
            at=one.requested_at,
            standing=one.get_state_display(),
            answer=f"{one.approver}：{one.decision}" if one.decision else "",
            url=visit.link(reverse("web:waiver", args=(one.id,))),
            about=rule_label(one.rule),
            organization=one.organization.name,
            open=one.state == Waiver.State.REQUESTED,
        )
        for one in found
    ]


def _why(visit: Visit, home: uuid.UUID, rule: str, period: str) -> str:
    return visit.link(reverse("web:why", args=(home,)), of=f"{rule}~{period}")
