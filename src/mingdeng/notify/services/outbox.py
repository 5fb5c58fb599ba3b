"""The steps of a delivery, each one conditional update: only one worker makes each of them."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from mingdeng.notify.channels.base import TakenOver
from mingdeng.notify.models import Delivery
from mingdeng.notify.rules import Rules

State = Delivery.State
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# How long to wait after each try; the last of them again and again, until its day is over.
WAITS = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR)


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery one worker holds, for one try."""

    delivery: Delivery
    attempt: uuid.UUID


def recover(now: datetime) -> None:
    """What a dead worker held: back in the row before the point of no return, unknown after it.

    Never sent again by itself: that it did arrive is by far the likelier, and the notice
    stands in the pages anyway.
    """
    over = Delivery.objects.filter(lease_until__lt=now)
    over.filter(state=State.CLAIMED).update(state=State.WAITING, attempt=None, lease_until=None)
    over.filter(state=State.SENDING).update(
        state=State.UNKNOWN, lease_until=None, error="interrupted", ended_at=now
    )


def claim(now: datetime) -> Claim | None:
    """The next delivery whose time has come, for this worker alone."""
    waiting = Delivery.objects.filter(state=State.WAITING, next_at__lte=now)
    for one in waiting.order_by("next_at", "id").values_list("id", flat=True)[:20]:
        attempt = uuid.uuid4()
        lease = now + timedelta(seconds=settings.NOTIFY_LEASE_SECONDS)
        if Delivery.objects.filter(id=one, state=State.WAITING).update(
            state=State.CLAIMED, attempt=attempt, lease_until=lease, tries=F("tries") + 1
        ):
            found = Delivery.objects.select_related("notice__person__account", "notice__home")
            return Claim(found.get(id=one), attempt)
    return None


def intend(held: Claim, now: datetime) -> None:
    """Write down that it is about to go out. Raises TakenOver where the lease is gone."""
    lease = now + timedelta(seconds=settings.NOTIFY_LEASE_SECONDS)
    mine = Delivery.objects.filter(id=held.delivery.id, attempt=held.attempt, state=State.CLAIMED)
    if not mine.update(state=State.SENDING, lease_until=lease):
        raise TakenOver


def sent(held: Claim, now: datetime) -> None:
    """It was taken; also where someone gave it up as unknown meanwhile."""
    _end(held, State.SENT, "", now)


def uncertain(held: Claim, code: str, now: datetime) -> None:
    """The answer was lost."""
    _end(held, State.UNKNOWN, code, now)


def failed(held: Claim, code: str, now: datetime) -> None:
    """It was refused, and would be again."""
    _end(held, State.FAILED, code, now)


def dropped(held: Claim, code: str, now: datetime) -> None:
    """Nobody wants it any more."""
    _end(held, State.DROPPED, code, now)


def later(held: Claim, code: str, now: datetime, rules: Rules) -> None:
    """Try again after a while, in the hours in which one may be told."""
    wait = WAITS[min(max(held.delivery.tries, 1), len(WAITS)) - 1]
    _mine(held).update(
        state=State.WAITING,
        attempt=None,
        lease_until=None,
        error=code,
        next_at=rules.next_open(now + wait),
    )


def not_now(held: Claim, at: datetime) -> None:
    """Put off to the next morning; that was no try."""
    _mine(held).update(
        state=State.WAITING, attempt=None, lease_until=None, next_at=at, tries=F("tries") - 1
    )


def _end(held: Claim, state: str, code: str, now: datetime) -> None:
    _mine(held).update(state=state, error=code, lease_until=None, ended_at=now)


def _mine(held: Claim):  # type: ignore[no-untyped-def]  # a queryset with its conditions
    open_yet = (State.CLAIMED, State.SENDING, State.UNKNOWN)
    return Delivery.objects.filter(id=held.delivery.id, attempt=held.attempt, state__in=open_yet)
