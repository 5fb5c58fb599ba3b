"""Activation codes: typed once, within seven days, to set a password."""

import base64
import hashlib
import re
import uuid
from datetime import datetime, timedelta

from django.db import transaction

from mingdeng.accounts.models import Activation, RecoveryCode, SecondFactor, User
from mingdeng.accounts.sealing import derived
from mingdeng.accounts.services.passwords import set_password

CODE_VALID = timedelta(days=7)
CODE_BYTES, GROUP = 15, 6
# What hands write and eyes read for each other; the codes hold only the letters.
MISREAD = str.maketrans("018", "OIB")


class CodeInvalid(Exception):
    """An activation code is unknown, used, replaced, not released or expired: not told apart."""


@transaction.atomic
def issue_code(user: User, now: datetime) -> Activation:
    """A new activation of an account; earlier ones that were not used are void.

    An account nobody has used yet needs no second administrator.
    """
    Activation.objects.filter(user=user, used_at=None).delete()
    activation = Activation(
        id=uuid.uuid4(),
        user=user,
        issued_at=now,
        expires_at=now + CODE_VALID,
        released_at=None if user.is_activated else now,
    )
    activation.digest = _digest(code_of(activation))
    activation.save(force_insert=True)
    return activation


def code_of(activation: Activation) -> str:
    """The code of an activation, computed anew: it stands nowhere."""
    return as_groups(derived("activation", str(activation.id))[:CODE_BYTES])


def as_groups(raw: bytes) -> str:
    """Bytes as people type them: ABCDEF-GHIJKL-…"""
    text = base64.b32encode(raw).decode()
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def read_code(typed: str) -> str:
    """A code as it was given out, from what was typed."""
    text = re.sub(r"[^A-Z2-7]", "", typed.upper().translate(MISREAD))[:100]
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def release_code(activation: Activation, now: datetime) -> bool:
    """A second administrator lets a code be used; False where it no longer can be."""
    waiting = Activation.objects.filter(id=activation.id, released_at=None, used_at=None)
    return bool(waiting.filter(expires_at__gt=now).update(released_at=now))


def code_in_use(typed: str, now: datetime) -> Activation:
    """The activation a code opens. Raises CodeInvalid."""
    found = Activation.objects.select_related("user").filter(
        digest=_digest(read_code(typed)),
        used_at=None,
        released_at__isnull=False,
        expires_at__gt=now,
        user__is_active=True,
    )
    activation = found.first()
    if activation is None:
        raise CodeInvalid
    return activation


@transaction.atomic
def redeem_code(typed: str, raw: str, now: datetime) -> User:
    """Set the password of the account a code is for; the code is used up.

    A second factor enrolled before is gone: who lost it enrols anew.
    Raises CodeInvalid, PasswordWeak.
    """
    activation = code_in_use(typed, now)
    set_password(activation.user, raw, now)
    if not Activation.objects.filter(id=activation.id, used_at=None).update(used_at=now):
        raise CodeInvalid
    SecondFactor.objects.filter(user=activation.user).delete()
    RecoveryCode.objects.filter(user=activation.user).delete()
    return activation.user


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
