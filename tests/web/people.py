"""Someone with a password and an authenticator, as the tests of signing in need them."""

import base64
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client

from mingdeng.accounts.models import User
from mingdeng.accounts.services import confirm_factor, prepare_factor, set_password

PASSWORD = "竹影扫阶 尘不动 2026"  # noqa: S105 - of invented people


def shown_code(secret: str, at: datetime) -> str:
    """What an authenticator shows."""
    key = base64.b32decode(secret.replace(" ", ""))
    return TOTP(key, 6, SHA1(), 30).generate(int(at.timestamp())).decode()  # noqa: S303


@dataclass
class Holder:
    """The holder of an account: knows the password, has the phone and the paper."""

    account: User
    secret: str = ""
    codes: list[str] = field(default_factory=list)
    password: str = PASSWORD

    def code(self, at: datetime) -> str:
        return shown_code(self.secret, at)


def holder_of(account: User, at: datetime, *, factor: bool) -> Holder:
    """Give an account a password, and a second factor if wanted."""
    set_password(account, PASSWORD, at)
    holder = Holder(account)
    if factor:
        holder.secret = prepare_factor(account)
        holder.codes = confirm_factor(account, holder.code(at), at)
    return holder


def give_password(client: Client, username: str, password: str = PASSWORD) -> int:
    """Send the first step; the status."""
    sent = {"username": username, "password": password}
    return client.post("/sign-in/", sent).status_code
