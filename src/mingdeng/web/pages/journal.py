"""The journal as an auditor reads it: who did what to which record when; never what it said."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse

from mingdeng.access.table import grants
from mingdeng.administration.queries import Wanted, actions_and_kinds, entries, names_of
from mingdeng.journal.models import Detail, Entry
from mingdeng.journal.verifying import Break, first_break
from mingdeng.web.pages.acts import ACTIONS
from mingdeng.web.visit import Visit, day_in, id_in

FILTERS = ("action", "kind", "account", "object", "first", "last", "page")
PER_PAGE = 50
# Kinds of records whose model has another name, and what is no field of its own.
MODELS = {"account": "user", "import": "upload"}
FIELDS = {
    "how": "方式",
    "user": "账号",
    "person": "人员",
    "organization": "组织",
    "branch": "支部",
    "group": "党小组",
    "parent": "上级组织",
    "on": "日期",
    "from": "原组织",
    "to": "新组织",
    "released": "是否放行",
    "activation": "激活码",
    "reason": "理由",
    "token": "访问令牌",
    "by_token": "经由访问令牌",
    "scopes": "范围",
    "expires_on": "有效至",
    "pack": "规则包",
    "agenda": "议程",
    "guests": "列席人员",
    "hosts": "开会组织和到会",
}
KINDS = {"journal": "日志", "group": "党小组", "delegation": "代行", "upload": "导入"}
OWN_ACTIONS = {
    "start.code": "打印初始化码",
    "account.create": "建立管理员账号",
    "account.give": "开账号",
    "account.code": "重发激活码",
    "account.release": "放行激活码",
    "account.activate": "激活账号",
    "account.enter": "登录",
    "account.leave": "退出",
    "account.password": "更换口令",
    "account.second_factor": "启用第二因素",
    "account.suspend": "停用账号",
    "account.restore": "恢复账号",
    "account.end_sessions": "退出全部登录",
    "token.issue": "发出访问令牌",
    "token.revoke": "停用访问令牌",
    "founding.propose": "提出首任办公室",
    "founding.confirm": "确认首任办公室",
    "founding.refuse": "不同意首任办公室",
    "founding.withdraw": "撤回首任办公室",
    "journal.purge": "清除日志内容",
    "installation.export": "导出全部记录",
    "person.export": "导出本人副本",
    "organization.create": "设立组织",
    "organization.change": "更改组织信息",
    "organization.rename": "组织更名",
    "organization.move": "组织划转",
    "organization.dissolve": "撤销组织",
    "organization.remove": "删除误设组织",
    "group.create": "设立党小组",
    "group.remove": "删除误设党小组",
    "pack.adopt": "采用规则包",
    "post.remove": "删除误录职务",
    "person.remove": "删除误录人员",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is shown."""

    entry: Entry
    account: str
    action: str
    kind: str
    fields: str


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether the chain holds, where that was asked."""

    entries: int
    broken: Break | None


@dataclass(frozen=True, slots=True)
class Journal:
    """The page."""

    page: "Page[Entry]"
    lines: Sequence[Line]
    wanted: Mapping[str, str]
    actions: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    checked: Checked | None
    check: str
    export: str
    newer: str
    older: str


def journal_page(visit: Visit, given: QueryDict) -> Journal:
    """The entries the filters leave, and the state of the chain where it is asked."""
    wanted = {name: given.get(name, "").strip() for name in FILTERS}
    page = Paginator(entries(visit.viewer, wanted_in(wanted)), PER_PAGE).get_page(wanted["page"])
    actions, kinds = actions_and_kinds(visit.viewer)
    kept = {name: value for name, value in wanted.items() if value and name != "page"}
    here = reverse("web:journal")
    return Journal(
        page=page,
        lines=list(lines_of(visit, list(page.object_list))),
        wanted=wanted,
        actions=[(one, action_label(one)) for one in actions],
        kinds=[(one, _kind_label(one)) for one in kinds],
        checked=_check(visit) if given.get("check") else None,
        check=visit.link(here, **kept, check="1"),
        export=visit.link(reverse("web:journal-export"), **kept),
        newer=visit.link(here, **kept, page=page.previous_page_number())
        if page.has_previous()
        else "",
        older=visit.link(here, **kept, page=page.next_page_number()) if page.has_next() else "",
    )


def action_label(action: str) -> str:
    """What an action is called; its own name where it has none yet."""
    return OWN_ACTIONS.get(action) or ACTIONS.get(action) or action


def wanted_in(given: Mapping[str, str]) -> Wanted:
    """What the filters ask for. Raises BadRequest."""
    return Wanted(
        action=given["action"],
        object_kind=given["kind"],
        account=id_in(given["account"]),
        object_id=id_in(given["object"]),
        first=day_in(given["first"]),
        last=day_in(given["last"]),
    )


def lines_of(visit: Visit, found: Sequence[Entry]) -> Iterator[Line]:
    """Entries as the list shows them: ids and names of fields, never what stood in them."""
    names = names_of(visit.viewer, {one.account for one in found if one.account})
    for entry in found:
        yield Line(
            entry=entry,
            account=_account(entry.account, names),
            action=action_label(entry.action),
            kind=_kind_label(entry.object_kind),
            fields="、".join(dict.fromkeys(_labels(entry))),
        )


def _account(account: uuid.UUID | None, names: Mapping[uuid.UUID, str]) -> str:
    return "系统" if account is None else names.get(account, str(account))


def _kind_label(kind: str) -> str:
    return grants().things.get(kind) or KINDS.get(kind) or kind


def _labels(entry: Entry) -> Iterator[str]:
    """The fields an entry speaks of; what stood in them is not shown."""
    detail: Detail | None = getattr(entry, "detail", None)
    body = detail.body if detail is not None else None
    if not isinstance(body, dict):
        return
    labels = _field_labels(entry.object_kind)
    for name, value in body.items():
        inside = name in {"before", "after"} and isinstance(value, dict)
        for field in value if inside else (name,):
            yield labels.get(str(field)) or FIELDS.get(str(field)) or str(field)


@cache
def _field_labels(kind: str) -> dict[str, str]:
    """Field names in words, as the model of a kind of record calls them."""
    wanted = MODELS.get(kind, kind).replace("_", "")
    for model in apps.get_models():
        if model.__module__.startswith("mingdeng.") and model.__name__.lower() == wanted:
            fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented way
            labels = {field.name: str(field.verbose_name) for field in fields}
            return {name: label for name, label in labels.items() if not label.isascii()}
    return {}


def _check(visit: Visit) -> Checked:
    return Checked(entries(visit.viewer, Wanted()).count(), first_break())
