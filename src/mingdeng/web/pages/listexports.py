"""The other lists as workbooks: imports, plans, what was said, corrections, accounts, journal."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import BadRequest
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.timezone import localtime

from mingdeng.access.queries import names_of
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import plans
from mingdeng.administration.queries import accounts, entries
from mingdeng.documents.workbook import Cell, Sheet
from mingdeng.files.ours import ACCOUNTS, CORRECTIONS, IMPORTS, JOURNAL, PLANS, SAID
from mingdeng.intake.queries import uploads
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.subjects.copies import CORRECTION_COLUMNS, correction_row
from mingdeng.subjects.queries import corrections
from mingdeng.web.pages.administrators import account_rows
from mingdeng.web.pages.exporting import MOST, Download, download
from mingdeng.web.pages.journal import FILTERS, lines_of, wanted_in
from mingdeng.web.pages.saying import all_said
from mingdeng.web.visit import Visit

_Row = TypeVar("_Row", bound=Model)
PLAN_COLUMNS = (
    *(("日期", 12), ("开始", 8), ("类别", 18), ("组织", 30), ("地点", 16), ("主持人", 10)),
    *(("议题", 36), ("议程", 44), ("通知", 18)),
)
IMPORT_COLUMNS = (
    *(("上传时间", 18), ("文件", 50), ("导入到", 30), ("上传人", 12), ("情况", 16)),
    *(("导入时间", 18), ("撤销时间", 18)),
)
SAID_COLUMNS = (
    *(("种类", 10), ("事项", 30), ("组织", 26), ("内容", 60), ("提出人", 12), ("时间", 18)),
    *(("情况", 14), ("答复", 40)),
)
ACCOUNT_COLUMNS = (
    *(("登录名", 18), ("姓名", 12), ("用途", 14), ("状态", 20), ("手机验证码", 12)),
    ("最近登录", 18),
)
JOURNAL_COLUMNS = (
    *(("序号", 9), ("时间", 18), ("账号", 30), ("动作", 20), ("对象", 14), ("对象编号", 38)),
    ("涉及字段", 50),
)


def plan_list(visit: Visit) -> Download:
    """What is planned, the nearest first."""
    found = plans(visit.viewer).prefetch_related("agenda")
    rows = [_plan(one) for one in _few(found)]
    return download(visit, "计划", [Sheet("计划", PLAN_COLUMNS, rows)], PLANS)


def _plan(one: Activity) -> list[Cell]:
    hosts = (
        f"{host.organization.name}{f' {host.group.name}' if host.group else ''}"
        for host in one.hosts.all()
    )
    items = "\n".join(f"{place}．{item.text}" for place, item in enumerate(one.agenda.all(), 1))
    return [
        one.held_on.isoformat(),
        f"{one.start:%H:%M}" if one.start else "",
        vocabulary().listed("kinds", one.kinds),
        "、".join(hosts),
        *(one.place, one.chair, one.topic, items),
        _moment(one.notified_at) if one.notified_at else "未发",
    ]


def import_list(visit: Visit) -> Download:
    """The history of imports."""
    found = _few(uploads(visit.viewer))
    names = names_of(one.account for one in found)
    rows: list[Sequence[Cell]] = [
        [
            _moment(one.at),
            "、".join(one.files),
            one.root.name,
            names.get(one.account, "系统"),
            str(one.get_state_display()),
            *(_moment(one.confirmed_at), _moment(one.undone_at)),
        ]
        for one in found
    ]
    return download(visit, "导入", [Sheet("导入", IMPORT_COLUMNS, rows)], IMPORTS)


def said_list(visit: Visit) -> Download:
    """Statements, objections and waivers, as the list shows them."""
    rows: list[Sequence[Cell]] = [
        [
            *(one.what, one.about, one.organization, one.text, one.who, _moment(one.at)),
            *(one.standing, one.answer),
        ]
        for one in all_said(visit)
    ]
    sheets = [Sheet("说明、异议和例外", SAID_COLUMNS, rows)]
    return download(visit, "说明、异议和例外", sheets, SAID)


def correction_list(visit: Visit) -> Download:
    """The requests of others, with what was answered."""
    found = corrections(visit.viewer).exclude(person__account=visit.account)
    columns = (("姓名", 12), ("组织", 26), *CORRECTION_COLUMNS)
    rows: list[Sequence[Cell]] = [
        [one.person.name, one.organization.name if one.organization else "", *correction_row(one)]
        for one in _few(found)
    ]
    return download(visit, "更正请求", [Sheet("更正请求", columns, rows)], CORRECTIONS)


def account_list(visit: Visit, given: QueryDict) -> Download:
    """The accounts; no code and nothing secret stands in the list."""
    found = _few(accounts(visit.viewer, given.get("q", "").strip()[:60]))
    rows: list[Sequence[Cell]] = [
        [
            *(row.account.username, row.name, str(row.account.get_kind_display()), row.state),
            "已启用" if row.has_factor else "",
            _moment(row.account.last_login),
        ]
        for row in account_rows(visit, found, {})
    ]
    return download(visit, "账号", [Sheet("账号", ACCOUNT_COLUMNS, rows)], ACCOUNTS)


def journal_list(visit: Visit, given: QueryDict) -> Download:
    """The journal as filtered: ids and names of fields."""
    wanted = {name: given.get(name, "").strip() for name in FILTERS}
    found = _few(entries(visit.viewer, wanted_in(wanted)))
    rows: list[Sequence[Cell]] = [
        [
            str(line.entry.number),
            *(_moment(line.entry.at), line.account, line.action, line.kind),
            *(str(line.entry.object_id or ""), line.fields),
        ]
        for line in lines_of(visit, found)
    ]
    return download(visit, "日志", [Sheet("日志", JOURNAL_COLUMNS, rows)], JOURNAL)


def _few(found: "QuerySet[_Row]") -> "list[_Row]":
    """All of a list, where a workbook can hold them. Raises BadRequest."""
    rows = list(found[: MOST + 1])
    if len(rows) > MOST:
        raise BadRequest(f"符合的超过 {MOST} 条，一次导不出，请缩小范围。")
    return rows


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""
