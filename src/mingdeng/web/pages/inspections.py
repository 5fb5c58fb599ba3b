"""检查: who may look for some days, at what and why, and what they looked at."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse

from mingdeng.access.queries import inspections, looks_of, organizations
from mingdeng.activities.queries import Wanted, activities
from mingdeng.engine.reasons import day_name
from mingdeng.roster.models import Post
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.asking import DAY, ONE, Ask
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.visit import Visit

OUTSIDE, INSIDE = "outside", "inside"
WHENCE = ((OUTSIDE, "外单位的人，名册中没有"), (INSIDE, "名册中的人"))
OTHERWISE = "其他内容"


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection, as everyone it is about may see it."""

    post: Post
    last: date
    state: str
    url: str
    end: str


@dataclass(frozen=True, slots=True)
class Looked:
    """One inspection with what was looked at, day by day."""

    inspection: Inspection
    looks: Sequence[tuple[datetime, str]]


def inspections_page(visit: Visit) -> list[Inspection]:
    """The inspections the viewer may know about, those in force first."""
    found = [_told(visit, post) for post in inspections(visit.viewer)[:200]]
    return sorted(found, key=lambda one: one.state == ENDED)


def inspection_page(visit: Visit, post: Post) -> Looked:
    """One of them, with what was looked at as far as the viewer may see the thing itself."""
    looks = looks_of(post)
    names = _names(visit, {about for _, about in looks})
    return Looked(_told(visit, post), [(at, names.get(about, OTHERWISE)) for at, about in looks])


def asks_inspection(visit: Visit) -> list[Ask]:
    """Who may look, at what, why, and for which days."""
    places = organizations(visit.viewer, "create", "inspection").filter(dissolved=None)
    choices = [(str(one.id), "　" * depth + one.name) for one, depth in in_tree(list(places))]
    return [
        Ask("organization", "检查哪个组织", ONE, required=True, choices=choices, hint="含它的下级"),
        Ask("person", "检查人员", required=True, most=60),
        Ask("outside", "来自", ONE, required=True, choices=WHENCE),
        Ask("purpose", "检查事由", required=True, most=40, hint="如“市直工委三季度组织生活检查”"),
        Ask("since", "从", DAY, required=True),
        Ask("until", "到", DAY, required=True, hint="含这一天，最长 92 天"),
    ]


WAITING, NOW, ENDED = "还没有开始", "正在检查", "已结束"


def _told(visit: Visit, post: Post) -> Inspection:
    since, until = post.since or date.min, post.until or date.max
    begun, over = since <= visit.today, until <= visit.today
    ends = not over and visit.may("create", "inspection", post.organization_id)
    return Inspection(
        post=post,
        last=until - timedelta(days=1),
        state=ENDED if over else NOW if begun else WAITING,
        url=visit.link(reverse("web:inspection", args=(post.id,))),
        end=visit.link(reverse("web:inspection-end", args=(post.id,))) if ends else "",
    )


def _names(visit: Visit, ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    places = organizations(visit.viewer).filter(id__in=ids).values_list("id", "name")
    held = activities(visit.viewer, Wanted(planned=True)).filter(id__in=ids)
    kinds = {one.id: vocabulary().listed("kinds", one.kinds) for one in held}
    days = {one.id: day_name(one.held_on) for one in held}
    return dict(places) | {number: f"{days[number]} {kinds[number]}" for number in kinds}
