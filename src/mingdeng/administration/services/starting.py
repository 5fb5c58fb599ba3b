"""The first real start: a code from the terminal makes three administrators, once."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from mingdeng.accounts.models import Activation, Kind, User
from mingdeng.accounts.services import (
    NameUnfit,
    as_groups,
    create_user,
    issue_code,
    read_code,
    tidy_name,
)
from mingdeng.administration.models import FirstStart
from mingdeng.administration.services.refusals import Invalid
from mingdeng.journal.services import Actor, Thing, write

ADMINISTRATORS = (Kind.SYSTEM.value, Kind.SECURITY.value, Kind.AUDIT.value)
CODE_BYTES = 15
# A second click, or a reload of the answer, is the same request.
SAME_REQUEST = timedelta(minutes=1)


class Closed(Exception):
    """There are administrators already: the first start is over."""


@transaction.atomic
def issue_first_code(now: datetime) -> str | None:
    """A fresh code for the first start; None once there are administrators."""
    if User.objects.exclude(kind=Kind.PERSON).exists():
        return None
    made = as_groups(secrets.token_bytes(CODE_BYTES))
    row, _ = FirstStart.objects.select_for_update().get_or_create(
        id=1, defaults={"digest": "", "issued_at": now}
    )
    if row.done_at is not None:
        return None
    row.digest, row.issued_at = _digest(made), now
    row.save(update_fields=["digest", "issued_at"])
    write(Actor(None, None, now), "start.code", Thing("account", None), {})
    return made


def first_start_is_open() -> bool:
    """Whether the page of the first start is there."""
    return FirstStart.objects.filter(id=1, done_at=None).exists()


@transaction.atomic
def set_up(code: str, names: Mapping[str, str], now: datetime) -> list[Activation]:
    """Make the three administrators; their activations, in order. Raises Closed, Invalid.

    The same request within a minute gets the same answer and has no second effect.
    """
    row = FirstStart.objects.select_for_update().filter(id=1).first()
    if row is None:
        raise Closed
    right = hmac.compare_digest(row.digest, _digest(read_code(code)))
    tidy, problems = _tidied(names)
    if row.done_at is not None:
        if right and not problems and row.accounts == tidy and now - row.done_at <= SAME_REQUEST:
            return _made(tidy)
        raise Closed
    problems |= _taken(tidy)
    if not right:
        problems["code"] = "初始化码不对。请看启动服务的终端，抄写最近一次启动打印的那一个。"
    if problems:
        raise Invalid(problems)
    made = [_administrator(tidy[kind], kind, now) for kind in ADMINISTRATORS]
    row.done_at, row.accounts = now, tidy
    row.save(update_fields=["done_at", "accounts"])
    return made


def _administrator(name: str, kind: str, now: datetime) -> Activation:
    user = create_user(name, kind)
    thing, system = Thing("account", user.id), Actor(None, None, now)
    write(system, "account.create", thing, {"kind": kind})
    return issue_code(user, now)


def _made(names: Mapping[str, str]) -> list[Activation]:
    found = Activation.objects.select_related("user").filter(used_at=None)
    by_name = {one.user.username: one for one in found.filter(user__username__in=names.values())}
    if len(by_name) < len(names):
        raise Closed  # one of them is in use by now
    return [by_name[names[kind]] for kind in ADMINISTRATORS]


def _tidied(names: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The login names as they are kept, and what is wrong with them."""
    tidy: dict[str, str] = {}
    problems: dict[str, str] = {}
    for kind in ADMINISTRATORS:
        try:
            tidy[kind] = tidy_name(names.get(kind, ""))
        except NameUnfit as error:
            problems[kind] = str(error)
    for place, (role, name) in enumerate(tidy.items()):
        if name in list(tidy.values())[:place]:
            problems[role] = "三个登录名要各不相同：三项工作由三个人分担。"
    return tidy, problems


def _taken(tidy: Mapping[str, str]) -> dict[str, str]:
    found = User.objects.filter(username__in=tidy.values()).values_list("username", flat=True)
    taken = set(found)
    return {
        kind: "这个登录名已经有人使用，请换一个。" for kind, name in tidy.items() if name in taken
    }


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
