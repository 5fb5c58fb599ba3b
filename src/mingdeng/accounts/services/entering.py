"""Entering: first the password, then the second factor; each try counted before it is judged."""

from datetime import datetime

from mingdeng.accounts.models import User
from mingdeng.accounts.services.activation import code_in_use
from mingdeng.accounts.services.factors import FactorWrong, take_code
from mingdeng.accounts.services.passwords import PasswordWrong, check_password_of
from mingdeng.accounts.services.slowing import count_refusal, forgive, try_once
from mingdeng.accounts.services.users import folded_name, user_named
from mingdeng.daycount import local_day

LONGEST_READ = 1_000


def enter_with_password(username: str, raw: str, address: str, now: datetime) -> User:
    """The account a name and a password open. Raises PasswordWrong, TooSoon."""
    name = folded_name(username)
    try_once(now, account=name, address=address)
    user = user_named(username)
    try:
        found = check_password_of(user, raw[:LONGEST_READ])
    except PasswordWrong:
        count_refusal(user.id if user else None, local_day(now))
        raise
    forgive(now, account=name, address=address)
    return found


def enter_with_code(user: User, typed: str, address: str, now: datetime) -> str:
    """How the second factor was shown: "code" or "recovery". Raises FactorWrong, TooSoon."""
    try_once(now, code=str(user.id), address=address)
    try:
        how = take_code(user, typed[:LONGEST_READ], now)
    except FactorWrong:
        count_refusal(user.id, local_day(now))
        raise
    forgive(now, code=str(user.id), address=address)
    return how


def activation_owner(typed: str, address: str, now: datetime) -> User:
    """Whom an activation code is for. Raises CodeInvalid, TooSoon."""
    try_once(now, address=address)
    user = code_in_use(typed[:LONGEST_READ], now).user
    forgive(now, address=address)
    return user
