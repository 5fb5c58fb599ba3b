"""Passwords: set when they are good enough, asked for at the same price whoever is named."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import F

from mingdeng.accounts.models import User

# A digest nobody's password has, of the same price as a real one: unknown names, suspended
# and not yet activated accounts are hashed against it.
NOBODYS = (
    "argon2$argon2id$v=19$m=19456,t=2,p=1$bWluZ2RlbmctaXMtbm9ib2R5$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)


class PasswordWrong(Exception):
    """Login name and password do not open an account; why is not told."""


class PasswordWeak(Exception):
    """A password that is not taken; `reasons` says why, in words."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("".join(reasons))


def check_password_of(user: User | None, raw: str) -> User:
    """The account where the password is its own. Raises PasswordWrong.

    One digest is computed in every case.
    """
    usable = user is not None and user.is_active and user.has_usable_password()
    encoded = user.password if user is not None and usable else NOBODYS
    right = check_password(raw, encoded)
    if user is None or not usable or not right:
        raise PasswordWrong
    return user


def set_password(user: User, raw: str, now: datetime) -> None:
    """Give an account a new password; every session it had ends. Raises PasswordWeak."""
    try:
        validate_password(raw, user)
    except ValidationError as error:
        raise PasswordWeak(error.messages) from None
    user.set_password(raw)
    here = User.objects.filter(id=user.id)
    here.update(
        password=user.password,
        password_set_at=now,
        generation=F("generation") + 1,
        version=F("version") + 1,
    )
    user.refresh_from_db()


def password_is_old(user: User, now: datetime) -> bool:
    """Whether the profile asks for a new password."""
    if settings.PASSWORD_DAYS is None or user.password_set_at is None:
        return False
    return now - user.password_set_at > timedelta(days=settings.PASSWORD_DAYS)
