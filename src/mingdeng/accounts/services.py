"""Making accounts and letting people in."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from mingdeng.accounts.models import Kind, SignInLink, User

TOKEN_BYTES = 32
ACTIVATION = timedelta(days=7)


class LinkInvalid(Exception):
    """A sign-in link is unknown, used or expired; the three are not told apart."""


def create_user(username: str, kind: str = Kind.PERSON) -> User:
    """A new account without a password: it is entered through a link first."""
    user = User(username=username, kind=kind)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def issue_link(user: User, now: datetime, valid: timedelta = ACTIVATION) -> str:
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
