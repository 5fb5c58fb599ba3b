"""Tokens of programs: shown once, kept as a digest, no longer good than a session would be."""

import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet

from mingdeng.accounts.models import AccessToken, User
from mingdeng.accounts.services.slowing import try_once
from mingdeng.daycount import local_day

MARK, TOKEN_BYTES = "md_", 32
LONGEST = timedelta(days=366)
MOST_TOKENS, NAME = 20, 60
LONGEST_READ = 200
READ, SENSITIVE = "read", "sensitive"
SCOPES: Mapping[str, str] = {
    READ: "查看",
    SENSITIVE: "查看敏感字段（身份证号、出生日期）",
    "records:write": "写纪实和计划",
    "records:confirm": "确认、退回纪实",
    "said:write": "提出和办理说明、异议、例外、更正请求",
    "roster:write": "改组织、名册和职务",
    "imports:write": "导入文件",
    "entries:write": "写台账",
}


class TokenUnfit(Exception):
    """A token that is not issued; `problems` says why, by field, in words."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("".join(self.problems.values()))


class TokenInvalid(Exception):
    """A token is unknown, revoked, out of date or of a suspended account; which is not told."""


@dataclass(frozen=True, slots=True)
class NewToken:
    """What is said of a token when it is issued."""

    name: str
    scopes: Sequence[str]
    expires_on: date | None
    two_factors: bool


def issue_token(user: User, given: NewToken, now: datetime) -> tuple[AccessToken, str]:
    """A token and its secret, which is shown once and not kept. Raises TokenUnfit."""
    day = local_day(now)
    problems = _problems(user, given, day)
    if problems or given.expires_on is None:
        raise TokenUnfit(problems)
    secret = f"{MARK}{secrets.token_urlsafe(TOKEN_BYTES)}"
    made = AccessToken.objects.create(
        user=user,
        name=given.name.strip(),
        digest=_digest(secret),
        scopes=[one for one in SCOPES if one in given.scopes],
        issued_at=now,
        expires_on=given.expires_on,
        generation=user.generation,
        two_factors=given.two_factors,
    )
    return made, secret


def token_of(secret: str, address: str, now: datetime) -> AccessToken:
    """The token a secret is of, with its account and who that is.

    Raises TokenInvalid; TooSoon for an address that tried wrong ones too often.
    """
    day = local_day(now)
    found = _living(day).filter(digest=_digest(secret[:LONGEST_READ]))
    token = found.select_related("user__person").first()
    if token is None:
        try_once(now, token=address)
        raise TokenInvalid
    if token.used_on != day:
        AccessToken.objects.filter(id=token.id).update(used_on=day)
    return token


def tokens_of(user: User) -> QuerySet[AccessToken]:
    """The tokens of an account that were not revoked, the latest first."""
    return AccessToken.objects.filter(user=user, revoked_at=None).select_related("user")


def is_living(token: AccessToken, day: date) -> bool:
    """Whether a token opens anything on a day."""
    user = token.user
    fresh = token.generation == user.generation and token.expires_on >= day
    return fresh and token.revoked_at is None and user.is_active


def revoke_token(user: User, token_id: uuid.UUID, now: datetime) -> bool:
    """Let a token of an account open nothing any more; False where it did so already."""
    here = AccessToken.objects.filter(id=token_id, user=user, revoked_at=None)
    return bool(here.update(revoked_at=now))


def _living(day: date) -> QuerySet[AccessToken]:
    alive = Q(revoked_at=None, expires_on__gte=day, user__is_active=True)
    return AccessToken.objects.filter(alive, generation=F("user__generation"))


def _problems(user: User, given: NewToken, day: date) -> dict[str, str]:
    problems = {}
    name = given.name.strip()
    if not name or len(name) > NAME or not name.isprintable():
        problems["name"] = f"请写明用在哪里，不超过{NAME}字。"
    if not given.scopes or any(one not in SCOPES for one in given.scopes):
        problems["scopes"] = "请选择范围。"
    if given.expires_on is None or not day <= given.expires_on <= day + LONGEST:
        problems["expires_on"] = "请填写有效至哪一天，从今天起最长一年。"
    if _living(day).filter(user=user).count() >= MOST_TOKENS:
        problems["name"] = f"最多同时有{MOST_TOKENS}个令牌，请先停用不再使用的。"
    return problems


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
