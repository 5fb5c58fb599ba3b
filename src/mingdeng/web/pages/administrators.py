"""What administrators' pages show: the three kinds, and the list of accounts."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse

from mingdeng.access.queries import reaches
from mingdeng.accounts.models import Activation, Kind, User
from mingdeng.accounts.services import NOBODY
from mingdeng.administration.models import Founding
from mingdeng.administration.queries import (
    accounts,
    activations,
    foundings,
    refusals,
    waiting_activations,
)
from mingdeng.web.visit import Visit

PER_PAGE = 50
DAYS = 30
FILTERS = ("q", "page")


@dataclass(frozen=True, slots=True)
class Administrator:
    """One of the three, and what they do."""

    kind: str
    label: str
    does: str


ADMINISTRATORS = (
    Administrator(Kind.SYSTEM.value, "系统管理员", "给名册中的人开账号，提出首任办公室"),
    Administrator(Kind.SECURITY.value, "安全管理员", "停用和恢复账号，放行激活码，确认首任办公室"),
    Administrator(Kind.AUDIT.value, "审计管理员", "查看日志，核对日志是否完整"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A login name asked for."""

    administrator: Administrator
    typed: str
    problem: str


@dataclass(frozen=True, slots=True)
class Row:
    """One account of the list."""

    account: User
    name: str
    state: str
    has_factor: bool
    code: Activation | None
    refused: int
    is_own: bool
    may_issue: bool
    key: uuid.UUID


@dataclass(frozen=True, slots=True)
class Accounts:
    """The list of accounts."""

    page: "Page[User]"
    rows: Sequence[Row]
    query: str
    waiting: Sequence[Activation]
    unknown: int
    days: int
    may_create: bool
    may_suspend: bool
    newer: str
    older: str


def asked_names(typed: Mapping[str, str], problems: Mapping[str, str]) -> list[Asked]:
    """The three login names of the first start, as typed."""
    return [
        Asked(one, typed.get(one.kind, ""), problems.get(one.kind, "")) for one in ADMINISTRATORS
    ]


def accounts_page(visit: Visit, given: QueryDict) -> Accounts:
    """The accounts with what the viewer may do about them."""
    query = given.get("q", "").strip()[:60]
    page = Paginator(accounts(visit.viewer, query), PER_PAGE).get_page(given.get("page") or 1)
    refused = refusals(visit.viewer, visit.today, DAYS)
    here = reverse("web:accounts")
    may_create = reaches(visit.viewer, "create", "account")
    return Accounts(
        page=page,
        rows=account_rows(visit, list(page.object_list), refused),
        query=query,
        waiting=list(waiting_activations(visit.viewer)),
        unknown=refused.get(NOBODY, 0),
        days=DAYS,
        may_create=may_create,
        may_suspend=reaches(visit.viewer, "suspend", "account"),
        newer=visit.link(here, q=query, page=page.previous_page_number())
        if page.has_previous()
        else "",
        older=visit.link(here, q=query, page=page.next_page_number()) if page.has_next() else "",
    )


def account_rows(
    visit: Visit, found: Sequence[User], refused: Mapping[uuid.UUID, int]
) -> list[Row]:
    """The lines of some accounts."""
    codes = activations(visit.viewer, [one.id for one in found])
    return [_row(visit, one, codes.get(one.id), refused) for one in found]


def foundings_page(visit: Visit) -> list[tuple[Founding, str]]:
    """The proposals, each with where its person's account stands."""
    return [(one, _account_state(one)) for one in foundings(visit.viewer)[:PER_PAGE]]


def _row(
    visit: Visit, account: User, code: Activation | None, refused: Mapping[uuid.UUID, int]
) -> Row:
    person = getattr(account, "person", None)
    factor = getattr(account, "second_factor", None)
    return Row(
        account=account,
        name=person.name if person else "",
        state=_state(account, code, visit.now),
        has_factor=bool(factor and factor.confirmed_at),
        code=code,
        refused=refused.get(account.id, 0),
        is_own=account.id == visit.account.id,
        may_issue=not account.is_administrator,
        key=uuid.uuid4(),
    )


def _state(account: User, code: Activation | None, now: datetime) -> str:
    if not account.is_active:
        return "已停用"
    if account.is_activated and code is not None and code.expires_at > now:
        return "在用，新激活码" + ("可用" if code.released_at else "待放行")
    if account.is_activated:
        return "在用"
    if code is None:
        return "没有激活码"
    return "待激活" if code.expires_at > now else "激活码已过期"


def _account_state(founding: Founding) -> str:
    if founding.person is None:
        return ""
    return "已有账号" if founding.person.account_id else "还没有账号"
