"""Carrying notices out: asked once more whether they are wanted, then handed to their channel."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from mingdeng.access.policy import viewer_of
from mingdeng.accounts.sealing import Unreadable, unseal
from mingdeng.assessments.wanting import Open, Sources
from mingdeng.daycount import local_day
from mingdeng.notify import queries
from mingdeng.notify.channels.base import (
    Channel,
    Message,
    Permanent,
    TakenOver,
    Temporary,
    Uncertain,
)
from mingdeng.notify.channels.mail import Mail
from mingdeng.notify.channels.robots import DingTalk, WeCom
from mingdeng.notify.models import Delivery, Notice
from mingdeng.notify.rules import Rules
from mingdeng.notify.services import outbox
from mingdeng.notify.services.outbox import Claim
from mingdeng.notify.things import lines_for, lines_in
from mingdeng.notify.wording import letter, post, said

T = TypeVar("T", bound=Open)
Now = Callable[[], datetime]
Way = Delivery.Channel
CHANNELS: Mapping[str, Channel] = {Way.MAIL: Mail(), Way.WECOM: WeCom(), Way.DINGTALK: DingTalk()}


class NotWanted(Exception):
    """Why a notice does not go out any more."""


def deliver(now: Now, sources: Sources[T], *, most: int = 1_000) -> int:
    """Carry out what waits; how many were tried."""
    outbox.recover(now())
    for number in range(most):
        held = outbox.claim(now())
        if held is None:
            return number
        _try(held, now, sources)
    return most


def _try(held: Claim, now: Now, sources: Sources[T]) -> None:
    notice = held.delivery.notice
    rules = queries.rules_of([notice.home_id])[notice.home_id]
    try:
        _check_wanted(held, now(), sources)
    except NotWanted as why:
        outbox.dropped(held, str(why), now())
        return
    if not rules.is_open(now()):
        outbox.not_now(held, rules.next_open(now()))
        return
    _send(held, now, rules)


def _send(held: Claim, now: Now, rules: Rules) -> None:
    try:
        message = _message(held.delivery)
        CHANNELS[held.delivery.channel].send(message, lambda: outbox.intend(held, now()))
    except Temporary as trouble:
        outbox.later(held, trouble.code, now(), rules)
    except Permanent as trouble:
        outbox.failed(held, trouble.code, now())
    except Uncertain as trouble:
        outbox.uncertain(held, trouble.code, now())
    except TakenOver:
        return
    else:
        outbox.sent(held, now())


def _check_wanted(held: Claim, now: datetime, sources: Sources[T]) -> None:
    """Whether it is still wanted, by whoever may still know. Raises NotWanted."""
    delivery, notice, day = held.delivery, held.delivery.notice, local_day(now)
    if delivery.until is not None and day > delivery.until:
        raise NotWanted("too-late")
    wanted = {line["key"] for line in notice.lines}
    if notice.person is None:
        there = lines_in(notice.home_id, day, sources)
    elif notice.person.account is None or not notice.person.account.is_active:
        raise NotWanted("no-account")
    else:
        there = lines_for(viewer_of(notice.person.account, day), day, sources)
    if wanted.isdisjoint(one.key for one in there):
        raise NotWanted("settled")
    _check_switched_on(notice, delivery)


def _check_switched_on(notice: Notice, delivery: Delivery) -> None:
    if notice.person_id is not None:
        choice = queries.choice_of(notice.person_id)
        if choice is None or not choice.by_mail:
            raise NotWanted("switched-off")
    else:
        robot = queries.robot_of(notice.home)
        if robot is None or robot.kind != delivery.channel:
            raise NotWanted("switched-off")


def _message(delivery: Delivery) -> Message:
    """What goes out. Raises Permanent where the address cannot be unsealed."""
    from django.conf import settings

    notice = delivery.notice
    found = said(notice.kind, notice.lines)
    try:
        if notice.person is not None:
            choice = queries.choice_of(notice.person.id)
            to = unseal(choice.mail, notice.person.id) if choice else ""
            return Message(delivery.id, found.title, letter(found, settings.SITE), to)
        robot = queries.robot_of(notice.home)
        to = unseal(robot.address, notice.home_id) if robot else ""
        secret = unseal(robot.secret, notice.home_id) if robot and robot.secret else ""
    except Unreadable:
        raise Permanent("sealed-otherwise") from None
    return Message(delivery.id, found.title, post(found), to, secret)
