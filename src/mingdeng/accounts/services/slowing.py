"""Who guesses has to wait, longer each time, and never for ever.

The counts stand in the database: all workers of the server share them. A try is counted
before it is judged, so that a hundred tries at once are a hundred tries; a right one
is taken off again.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from mingdeng.accounts.models import Refusal, Slowed

NOBODY = uuid.UUID(int=0)
FORGOTTEN_AFTER = timedelta(hours=1)
KEPT, COUNTS_KEPT = timedelta(days=1), timedelta(days=180)


class TooSoon(Exception):
    """The next try is not heard before so many seconds have passed."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many failures are free, and the longest wait that follows more of them."""

    free: int
    longest: timedelta


ALLOWANCES = {
    "account": Allowance(5, timedelta(minutes=5)),
    "code": Allowance(5, timedelta(minutes=5)),
    # Many people may share one address.
    "address": Allowance(20, timedelta(minutes=15)),
    # Wrong tokens from an address; right ones are not counted, and get through.
    "token": Allowance(20, timedelta(minutes=15)),
}


@transaction.atomic
def try_once(now: datetime, **who: str) -> None:
    """Count a try of an account, a code or an address. Raises TooSoon, and counts nothing."""
    rows = [(kind, _row(kind, said, now)) for kind, said in sorted(who.items())]
    waits = [row.until - now for _, row in rows if row.until > now]
    if waits:
        raise TooSoon(int(max(waits).total_seconds()) + 1)
    for kind, row in rows:
        recent = now - row.last_at <= FORGOTTEN_AFTER
        row.failures = (row.failures if recent else 0) + 1
        row.last_at, row.until = now, now + _wait(ALLOWANCES[kind], row.failures)
        row.save(update_fields=["failures", "last_at", "until"])
    Slowed.objects.filter(last_at__lt=now - KEPT).delete()


@transaction.atomic
def forgive(now: datetime, **who: str) -> None:
    """A try was right: its account starts anew, its address is as it was before.

    The row stays until it is a day old: taking it away under another try that is
    about to lock it would leave that try without one.
    """
    for kind, said in sorted(who.items()):
        left = F("failures") - 1 if kind == "address" else 0
        here = Slowed.objects.filter(key=_key(kind, said), failures__gt=0)
        here.update(failures=left, until=now)


@transaction.atomic
def count_refusal(account: uuid.UUID | None, day: date) -> None:
    """Note that entering was refused; how often per day is all that is kept, for half a year."""
    row, _ = Refusal.objects.select_for_update().get_or_create(account=account or NOBODY, day=day)
    Refusal.objects.filter(pk=row.pk).update(count=F("count") + 1)
    Refusal.objects.filter(day__lt=day - COUNTS_KEPT).delete()


def _row(kind: str, said: str, now: datetime) -> Slowed:
    fresh = {"last_at": now, "until": now}
    return Slowed.objects.select_for_update().get_or_create(key=_key(kind, said), defaults=fresh)[0]


def _key(kind: str, said: str) -> str:
    made = salted_hmac("mingdeng.accounts.slowing", f"{kind}\n{said}", algorithm="sha256")
    return made.hexdigest()


def _wait(allowance: Allowance, failures: int) -> timedelta:
    """Nothing while failures are free, then one second, two, four … up to the longest."""
    beyond = failures - allowance.free
    if beyond <= 0:
        return timedelta(0)
    return min(allowance.longest, timedelta(seconds=2 ** min(beyond - 1, 20)))
