"""Accounts themselves: made, found by their name, suspended, and let in again."""

import re
import unicodedata
import uuid

from django.db.models import F
from django.db.models.expressions import Combinable
from django.utils.crypto import constant_time_compare

from mingdeng.accounts.models import Kind, User

NAME = re.compile(r"[\w.-]{2,60}")


class NameUnfit(Exception):
    """A login name that cannot be one, in words."""


def create_user(username: str, kind: str = Kind.PERSON) -> User:
    """A new account without a password: its holder sets one with an activation code."""
    user = User(username=username, kind=kind)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def tidy_name(text: str) -> str:
    """A login name as it is kept, whichever way it was typed. Raises NameUnfit."""
    name = folded_name(text)
    if not NAME.fullmatch(name):
        raise NameUnfit("登录名用 2 至 60 个字母、数字、汉字，可以有点、横线和下划线。")
    return name


def user_named(text: str) -> User | None:
    """The account of a login name as typed."""
    return User.objects.filter(username=folded_name(text)[:200]).first()


def active_user(account: uuid.UUID | str) -> User | None:
    """An account that is not suspended, with the person the roster knows behind it."""
    return User.objects.filter(id=account, is_active=True).select_related("person").first()


def user_of_session(account: str, session_hash: str) -> User | None:
    """The account a session speaks of, where nothing ended that session since."""
    user = active_user(account)
    if user is None or not constant_time_compare(session_hash, user.get_session_auth_hash()):
        return None
    return user


def suspend(user: User) -> bool:
    """Let nobody in as this account, now and until it is restored; False where it was so."""
    here = User.objects.filter(id=user.id, is_active=True)
    return bool(here.update(is_active=False, **_next()))


def restore(user: User) -> bool:
    """Let the holder in again; sessions that died stay dead. False where it was so."""
    here = User.objects.filter(id=user.id, is_active=False)
    return bool(here.update(is_active=True, **_next()))


def end_sessions(user: User) -> None:
    """End every session of an account at its next request."""
    User.objects.filter(id=user.id).update(**_next())


def _next() -> dict[str, Combinable]:
    return {"generation": F("generation") + 1, "version": F("version") + 1}


def folded_name(text: str) -> str:
    """A login name as it is compared: width, case and blanks around it say nothing."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
