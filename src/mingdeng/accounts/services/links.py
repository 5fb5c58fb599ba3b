"""Links of the demo: a fictional organ's people enter without a password."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from mingdeng.accounts.models import SignInLink, User

TOKEN_BYTES = 32
VALID = timedelta(days=7)


class LinkInvalid(Exception):
    """A sign-in link is unknown, used or expired; the three are not told apart."""


def issue_link(user: User, now: datetime, valid: timedelta = VALID) -> str:
    """The secret of a new sign-in link; it is shown once and not kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    SignInLink.objects.create(user=user, digest=_digest(token), expires_at=now + valid)
    return token


@transaction.atomic
def redeem_link(token: str, now: datetime) -> User:
    """The account a link is for; the link is used up. Raises LinkInvalid."""
    used = SignInLink.objects.filter(
        digest=_digest(token), used_at=None, expires_at__gt=now, user__is_active=True
    ).update(used_at=now)
    if used != 1:
        raise LinkInvalid
    return SignInLink.objects.select_related("user").get(digest=_digest(token)).user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
