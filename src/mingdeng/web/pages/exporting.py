"""Lists as workbooks: the same rows the page shows, from the same queries."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import QueryDict

from mingdeng.access.queries import organizations
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import Wanted, activities
from mingdeng.activities.services import said_of
from mingdeng.documents.ledger import Line, ledger_sheet
from mingdeng.documents.matters import Matter
from mingdeng.documents.standing import Standing
from mingdeng.documents.wording import SYMBOLS
from mingdeng.documents.workbook import Cell, Paper, Sheet, Span, workbook
from mingdeng.engine.reasons import day_name
from mingdeng.engine.verdicts import NOT_APPLICABLE, OVERDUE
from mingdeng.web.pages.board import Board
from mingdeng.web.pages.committee import BRANCHES
from mingdeng.web.pages.listing import narrowed
from mingdeng.web.pages.rulebook import shelves
from mingdeng.web.pages.tree import Node, Place, tree_page
from mingdeng.web.visit import Visit

MOST = 20_000
TREE_COLUMNS = (
    *(("党组织全称", 40), ("简称", 24), ("组织类别", 12), ("上级党组织", 40), ("成立日期", 12)),
    *(("本届选举日期", 12), ("党员人数", 9), ("所在单位", 30)),
)
ROSTER_COLUMNS = (
    *(("序号", 6), ("所在党支部", 36), ("姓名", 10), ("性别", 6), ("人员类别", 12)),
    *(("加入党组织日期", 14), ("转为正式党员日期", 14), ("党内职务", 20), ("党小组", 14)),
)
OPEN_COLUMNS = (("组织", 26), ("状态", 11), ("事项", 22), ("期间", 16), ("情况", 60), ("最迟", 12))
RULE_COLUMNS = (
    *(("承担者", 12), ("规则", 24), ("大意", 50), ("要求", 40), ("出处", 44), ("可信程度", 12)),
)
MONTHS = tuple((f"{month}月", 7) for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand out."""

    name: str
    content: bytes


def ledger(visit: Visit, given: QueryDict) -> Download:
    """The list of 纪实 as shown, as the ledger of 三会一课."""
    wanted = narrowed(visit, given)
    found = activities(visit.viewer, wanted)
    if found.count() > MOST:
        raise BadRequest(f"符合的记录超过 {MOST} 条，一次导不出，请按组织或时间缩小范围。")
    seen = organizations(visit.viewer, "read", "activity")
    names = dict(seen.values_list("id", "name"))
    full = found.prefetch_related("hosts__absences", "agenda", "guests")
    lines = [line for one in full for line in _lines(one, wanted, set(names))]
    whose = names.get(wanted.organization) if wanted.organization else None
    title = f"{whose or ''}“三会一课”及组织生活台账"
    return _download(visit, title, [ledger_sheet("台账", title, lines)])


def _lines(one: Activity, wanted: Wanted, seen: set[uuid.UUID]) -> Iterator[Line]:
    """One line for each host the viewer may see: each keeps its own ledger."""
    record = said_of(one)
    for host, hosting in zip(one.hosts.all(), record.hosts, strict=True):
        if host.organization_id in seen and wanted.organization in {None, host.organization_id}:
            group = host.group.name if host.group else ""
            yield Line(record, hosting, host.organization.full_name, group)


def tree(visit: Visit) -> Download:
    """The organizations the viewer may see."""
    nodes = tree_page(visit)
    names = {node.organization.id: node.organization.full_name for node in nodes}
    rows = [_node(node, names) for node in nodes]
    return _download(visit, "党组织名册", [Sheet("党组织", TREE_COLUMNS, rows, "党组织名册")])


def _node(node: Node, names: dict[uuid.UUID, str]) -> list[Cell]:
    one = node.organization
    parent = names.get(one.parent_id, "") if one.parent_id else ""
    days = [day.isoformat() if day else "" for day in (one.founded, one.elected)]
    return [one.full_name, one.name, node.kind, parent, *days, node.people or "", one.unit]


def roster(visit: Visit, page: Place) -> Download:
    """The roster of one organization, without the fields only some may read."""
    rows: list[list[Cell]] = [
        [
            number,
            page.organization.full_name,
            member.person.name,
            member.person.gender,
            str(member.person.get_status_display()),
            *(d.isoformat() if d else "" for d in (member.person.joined, member.person.converted)),
            titles,
            member.group.name if member.group else "",
        ]
        for number, (member, titles) in enumerate(page.members, start=1)
    ]
    title = f"{page.organization.name}党员名册"
    return _download(visit, title, [Sheet("党员名册", ROSTER_COLUMNS, rows, title)])


def duties(visit: Visit, page: Board, below: Sequence[Standing]) -> Download:
    """A board: the branches side by side, the year, what is open."""
    name = page.organization.name
    legend = "　".join(f"{symbol} {label}" for symbol, _, label in page.symbols)
    branches = [one for one in below if one.kind in BRANCHES]
    sheets = [*(_branches(branches, legend) if branches else ()), *_years(page, legend)]
    open_now = [matter for matter, _ in page.open]
    open_now += [matter for one in branches for matter in one.matters]
    sheets.append(Sheet("未完成", OPEN_COLUMNS, list(_open(open_now)), f"{name}没有完成的"))
    return _download(visit, f"{name}履责情况", sheets)


def _branches(branches: Sequence[Standing], legend: str) -> Iterator[Sheet]:
    rules = {year.rule_id: year.label for one in branches for year in one.years if year.speaks}
    columns = [("组织", 30), *((label, 12) for label in rules.values())]
    lines = [[_worst(one, rule) for rule in rules] for one in branches]
    rows: list[list[Cell]] = [
        [one.name, *(f"{SYMBOLS[state]} {count or ''}".strip() for state, count in line)]
        for one, line in zip(branches, lines, strict=True)
    ]
    missed = [sum(line[place][0] == OVERDUE for line in lines) for place in range(len(rules))]
    rows.append(["未履行的支部", *missed])
    yield Sheet("下级组织", columns, rows, f"下级组织履责情况　{legend}", filtered=False)


def _worst(one: Standing, rule: str) -> tuple[str, int]:
    """The worst state of a duty over the year, and how often it was missed."""
    year = next((year for year in one.years if year.rule_id == rule), None)
    state, _, count = year.counts[0] if year and year.counts else (NOT_APPLICABLE, "", 0)
    return state, count if state == OVERDUE else 0


def _years(page: Board, legend: str) -> Iterator[Sheet]:
    columns = (("事项", 26), ("承担者", 10), *MONTHS)
    for matrix in page.matrices:
        rows: list[list[Cell]] = []
        for row in matrix.rows:
            cells = [Span(f"{cell.symbol} {cell.count}".strip(), cell.months) for cell in row.cells]
            missing = 12 - sum(cell.columns for cell in cells)
            # A duty that begins within a year has no cells before; they stand on the left.
            before = [Span("", missing)] if missing > 0 else []
            rows.append([row.label, row.who or page.kind, *before, *cells])
        title = f"{page.organization.name} {matrix.year}年　{legend}"
        yield Sheet(f"{matrix.year}年", columns, rows, title, filtered=False)


def _open(matters: Sequence[Matter]) -> Iterator[list[Cell]]:
    for one in sorted(matters, key=lambda one: one.order):
        state = f"{one.symbol} {one.word}"
        due = one.due.isoformat() if one.due else ""
        yield [one.organization_name, state, one.label, one.period, one.sentence, due]


def rules(visit: Visit, packs: tuple[str, ...], query: str) -> Download:
    """The rules as the list shows them."""
    rows = [
        [shelf.label, rule.label, rule.gist, rule.asks, rule.cite, rule.mark]
        for shelf in shelves(packs, visit.as_of, query)
        for rule in shelf.rules
    ]
    return _download(visit, "规则", [Sheet("规则", RULE_COLUMNS, rows)])


def _download(visit: Visit, title: str, sheets: Sequence[Sheet]) -> Download:
    day = day_name(visit.as_of)
    paper = Paper(title=f"{title}（截至{day}）", head=title, aside=f"截至{day}", day=visit.as_of)
    return Download(f"{title}（截至{visit.as_of}）.xlsx", workbook(paper, sheets))
