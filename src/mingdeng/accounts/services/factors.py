"""The second factor: codes by time (RFC 6238) from an authenticator, and codes on paper.

The algorithm is that of the cryptography library; what is ours is that a code works once,
whichever worker of the server sees it first.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.db import transaction

from mingdeng.accounts.models import RecoveryCode, SecondFactor, User
from mingdeng.accounts.sealing import Unreadable, derived, seal, unseal
from mingdeng.accounts.services.activation import as_groups, read_code

SECRET_BYTES, DIGITS, STEP = 20, 6, 30
# A clock may be half a minute off either way.
STEPS_OFF = (0, -1, 1)
RECOVERY_CODES, RECOVERY_BYTES = 10, 10


class FactorWrong(Exception):
    """A code is wrong, or was used before; the two are not told apart."""


def has_factor(user: User) -> bool:
    """Whether entering asks for a second factor."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


@transaction.atomic
def prepare_factor(user: User) -> str:
    """The secret that waits for its first code; the same until it is confirmed."""
    row, _ = SecondFactor.objects.select_for_update().get_or_create(user=user)
    if not row.waiting:
        made = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
        row.waiting = seal(made, user.id)
        row.save(update_fields=["waiting"])
    return unseal(row.waiting, user.id)


def waiting_secret(user: User) -> str | None:
    """The secret that waits for its first code, if one does."""
    row = SecondFactor.objects.filter(user=user).exclude(waiting="").first()
    return unseal(row.waiting, user.id) if row else None


@transaction.atomic
def confirm_factor(user: User, code: str, now: datetime) -> list[str]:
    """Put the waiting secret in force; new recovery codes, told once. Raises FactorWrong."""
    row = SecondFactor.objects.select_for_update().filter(user=user).exclude(waiting="").first()
    step = _step_of(unseal(row.waiting, user.id), code, now) if row else None
    if row is None or step is None:
        raise FactorWrong
    row.secret, row.waiting = row.waiting, ""
    row.confirmed_at, row.last_step = now, step
    row.save()
    RecoveryCode.objects.filter(user=user).delete()
    codes = [as_groups(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, one)) for one in codes
    )
    return codes


def take_code(user: User, typed: str, now: datetime) -> str:
    """Use up a code of the second factor: "code" or "recovery". Raises FactorWrong."""
    digits = "".join(typed.split())
    if digits.isascii() and digits.isdigit() and len(digits) == DIGITS:
        _take_timed(user, digits, now)
        return "code"
    unused = RecoveryCode.objects.filter(user=user, used_at=None)
    if unused.filter(digest=_digest(user, read_code(typed))).update(used_at=now) != 1:
        raise FactorWrong
    return "recovery"


def _take_timed(user: User, digits: str, now: datetime) -> None:
    row = SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    if row is None:
        raise FactorWrong
    try:
        step = _step_of(unseal(row.secret, user.id), digits, now)
    except Unreadable:
        raise FactorWrong from None
    # Only one of two requests with the same code moves the step.
    moved = SecondFactor.objects.filter(user=user, secret=row.secret, last_step__lt=step or 0)
    if step is None or moved.update(last_step=step) != 1:
        raise FactorWrong


def _step_of(secret: str, digits: str, now: datetime) -> int | None:
    """The time step a code belongs to, if it is one of now."""
    hotp = HOTP(base64.b32decode(secret), DIGITS, SHA1())  # noqa: S303 - what authenticators speak
    current = int(now.timestamp()) // STEP
    for off in STEPS_OFF:
        if hmac.compare_digest(hotp.generate(current + off), digits.encode("ascii", "replace")):
            return current + off
    return None


def _digest(user: User, code: str) -> str:
    """Under a key that is not in the database: short codes cannot be tried out there."""
    key = derived("recovery", str(user.id))
    return hmac.digest(key, code.encode(), hashlib.sha256).hex()
