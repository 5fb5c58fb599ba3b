"""What the pages about reminders show."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mingdeng.access.queries import reaches
from mingdeng.notify.models import Delivery, Feed, Notice, Robot, Setting
from mingdeng.notify.queries import (
    clock,
    deliveries,
    delivery_counts,
    notices,
    rules_of,
)
from mingdeng.notify.rules import Rules
from mingdeng.notify.services.rounds import home_of
from mingdeng.notify.wording import said
from mingdeng.web.asking import CLOCK, NUMBER, ONE, TEXT, Ask
from mingdeng.web.visit import Visit

MOST = 60
YES, NO = "yes", "no"
YES_NO = ((YES, "是"), (NO, "否"))
STATES = Delivery.State
TROUBLED = (STATES.FAILED, STATES.UNKNOWN)
# Codes of the outbox in words; what is in none of them is shown as it is.
WHY: Mapping[str, str] = {
    "interrupted": "发送时程序中断，可能已经送到",
    "smtp-no-answer": "邮件服务器没有回答，可能已经送到",
    "http-no-answer": "机器人没有回答，可能已经送到",
    "sealed-otherwise": "地址用别的密钥加密过，请重新设置",
    "address-refused": "机器人地址不在允许之列",
    "address-inside": "机器人地址指向内部网络，不允许",
    "http-certificate": "对方的证书不能信任",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in words, and how it went out beside in the pages."""

    title: str
    at: datetime
    lines: Sequence[str]
    ways: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reminders:
    """The page of what one was told."""

    told: Sequence[Told]
    rules: Rules | None
    has_person: bool


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The page of one's calendar address."""

    feed: Feed | None
    address: str
    key: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outbox for who runs the system: ids, ways and reasons, nobody's name or address."""

    counts: Sequence[tuple[str, str, int]]
    troubled: Sequence[tuple[Delivery, str]]
    may_send: bool
    halted: datetime | None


def reminders_page(visit: Visit) -> Reminders:
    """What the viewer was told, the latest first, and by which rules."""
    home = home_of(visit.viewer)
    return Reminders(
        told=[_told(one) for one in notices(visit.viewer)[:MOST]],
        rules=rules_of([home])[home] if home is not None else None,
        has_person=visit.viewer.person is not None,
    )


def calendar_page(feed: Feed | None, address: str) -> CalendarPage:
    """The page of the address; the address itself only right after it was issued."""
    return CalendarPage(feed, address, str(uuid.uuid4()))


def outbox_page(visit: Visit) -> Outbox:
    """How deliveries stand, and those that did not arrive."""
    counts = delivery_counts(visit.viewer)
    found = deliveries(visit.viewer).filter(state__in=TROUBLED).order_by("-ended_at", "id")[:MOST]
    seen = clock()
    return Outbox(
        counts=[
            (Delivery.Channel(way).label, STATES(state).label, number)
            for (way, state), number in sorted(counts.items())
        ],
        troubled=[(one, WHY.get(one.error, one.error)) for one in found],
        may_send=reaches(visit.viewer, "edit", "delivery"),
        halted=seen.halted_at if seen else None,
    )


def asks_setting() -> list[Ask]:
    """What an organization sets."""
    return [
        Ask("days_before", "到期前几天提醒", NUMBER, required=True, hint="1 至 30"),
        Ask("opens", "每天最早", CLOCK, required=True),
        Ask("closes", "每天最晚", CLOCK, required=True, hint="与最早相同表示不限时间"),
        Ask("rest_days", "周末和节假日也提醒", ONE, required=True, choices=YES_NO),
        Ask("budget", "每人每周最多几次", NUMBER, required=True, hint="0 至 3，0 表示不提醒"),
    ]


def setting_values(setting: Setting | None, usual: Rules) -> dict[str, object]:
    """What is set, or holds where nothing is."""
    one = setting or usual
    return {
        "days_before": one.days_before,
        "opens": one.opens,
        "closes": one.closes,
        "rest_days": YES if one.rest_days else NO,
        "budget": one.budget,
    }


def asks_robot(robot: Robot | None) -> list[Ask]:
    """What the robot of a group chat needs; what is stored is not shown again."""
    kinds = (*Robot.Kind.choices, (NO, "不用群机器人"))
    hint = "已保存，不再显示；更换时重新填写" if robot else "从群机器人的设置里整个复制"
    return [
        Ask("kind", "群机器人", ONE, required=True, choices=kinds),
        Ask("address", "地址", TEXT, most=500, hint=hint),
        Ask("secret", "加签密钥", TEXT, most=200, hint="只有钉钉选了“加签”才有"),
    ]


def _told(notice: Notice) -> Told:
    found = said(notice.kind, notice.lines)
    ways = [f"{one.get_channel_display()}：{_way(one)}" for one in notice.deliveries.all()]
    return Told(found.title, notice.decided_at, found.lines, ways)


def _way(one: Delivery) -> str:
    return str(STATES(one.state).label)
