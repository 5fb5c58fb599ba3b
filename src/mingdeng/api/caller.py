"""Who asks through a token: with the rights of the moment, in all their posts or in one."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from mingdeng.access.policy import Target, Viewer, may, post_for, viewer_of
from mingdeng.access.queries import above_member
from mingdeng.accounts.models import AccessToken, User
from mingdeng.accounts.services import password_is_old, token_of
from mingdeng.api.problems import Wrong
from mingdeng.daycount import local_day
from mingdeng.engine.inputs import Clocks
from mingdeng.journal.services import Actor

ACTING = "Acting-As"
NO_TOKEN = "请求没有带访问令牌。"  # noqa: S105 - words
NO_POST = "现在没有这个职务。"
ONE_FACTOR = "您的职务要求手机验证码登录，这个令牌发出时没有用。请启用手机验证码，再发一个令牌。"
OLD_PASSWORD = "口令已经到期。请在网页上更换口令，再发一个令牌。"  # noqa: S105 - words


class NoToken(Exception):
    """No token came with a request, or none in the header where it belongs."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose token it is, what they may do now, and what day it is."""

    account: User
    viewer: Viewer
    token: AccessToken
    now: datetime
    today: date

    def may(
        self,
        action: str,
        thing: str,
        organization: uuid.UUID | None,
        person: uuid.UUID | None = None,
    ) -> bool:
        """Whether the caller may do something to a thing of an organization, or of a person."""
        return may(self.viewer, action, thing, Target(organization, person))

    def actor(self, action: str, thing: str, organization: uuid.UUID | None) -> Actor:
        """The caller acting, in the post that allows it. Raises PermissionDenied."""
        if not self.may(action, thing, organization):
            raise PermissionDenied
        post = post_for(self.viewer, action, thing, organization)
        return Actor(self.account.id, post, self.now, self.token.id)

    @property
    def oneself(self) -> Actor:
        """The caller acting as no more than themselves."""
        return Actor(self.account.id, None, self.now, self.token.id)

    def clocks(self, as_of: date | None) -> Clocks:
        """The day asked about, today where none is named."""
        return Clocks(as_of or self.today)

    def has(self, scope: str) -> bool:
        """Whether the token was issued for this."""
        return scope in self.token.scopes


def caller_in(request: HttpRequest) -> Caller:
    """Whoever the token of a request speaks for. Raises NoToken, TokenInvalid, TooSoon, Wrong."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise NoToken
    now = datetime.now(UTC)
    token = token_of(secret.strip(), address_of(request), now)
    today, acting = local_day(now), _acting(request)
    viewer = viewer_of(token.user, today, acting)
    if acting is not None and acting not in viewer.posts:
        raise Wrong(400, {ACTING: NO_POST})
    _check_way(token, viewer, now)
    return Caller(token.user, viewer, token, now, today)


def caller_of(request: HttpRequest) -> Caller:
    """Whoever passed the door of an operation."""
    return cast("Caller", cast("Any", request).auth)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as the proxy names it where one is configured."""
    named = request.headers.get(settings.ADDRESS_HEADER, "") if settings.ADDRESS_HEADER else ""
    return named.rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _acting(request: HttpRequest) -> uuid.UUID | None:
    said = request.headers.get(ACTING)
    if said is None:
        return None
    try:
        return uuid.UUID(said)
    except ValueError:
        raise Wrong(400, {ACTING: "应为职务的编号。"}) from None


def _check_way(token: AccessToken, viewer: Viewer, now: datetime) -> None:
    """What signing in would ask for first is asked of a token too."""
    if above_member(viewer) and not token.two_factors:
        raise PermissionDenied(ONE_FACTOR)
    if password_is_old(token.user, now):
        raise PermissionDenied(OLD_PASSWORD)
