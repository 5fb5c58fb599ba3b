"""What people do with their own account, written down: that it was, never what was typed."""

from datetime import datetime

from django.db import transaction

from mingdeng.accounts import services as accounts
from mingdeng.accounts.models import User
from mingdeng.journal.services import Actor, Thing, write


def note_entering(user: User, how: str, now: datetime) -> None:
    """Someone entered: with a password, a code, a recovery code, a link of the demo."""
    _write(user, "account.enter", now, {"how": how})


def note_leaving(user: User, now: datetime) -> None:
    """Someone ended their session."""
    _write(user, "account.leave", now, {})


@transaction.atomic
def activate(code: str, raw: str, now: datetime) -> User:
    """Set the first password, or a new one with a new code. Raises CodeInvalid, PasswordWeak."""
    user = accounts.redeem_code(code, raw, now)
    _write(user, "account.activate", now, {})
    return user


@transaction.atomic
def change_password(user: User, raw: str, now: datetime) -> None:
    """Give oneself a new password; other sessions end. Raises PasswordWeak."""
    accounts.set_password(user, raw, now)
    _write(user, "account.password", now, {})


@transaction.atomic
def enrol(user: User, code: str, now: datetime) -> list[str]:
    """Put a second factor in force; its recovery codes. Raises FactorWrong."""
    codes = accounts.confirm_factor(user, code, now)
    accounts.end_sessions(user)
    user.refresh_from_db()
    _write(user, "account.second_factor", now, {})
    return codes


@transaction.atomic
def _write(user: User, action: str, now: datetime, body: dict[str, str]) -> None:
    write(Actor(user.id, None, now), action, Thing("account", user.id), body)
