"""Lists as workbooks: the same rows the page shows, from the same queries."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import QueryDict

from mingdeng.access.queries import all_members, below, organizations, terms
from mingdeng.activities.queries import activities
from mingdeng.documents.ledger import ledger_sheet, lines_of
from mingdeng.documents.matters import Matter
from mingdeng.documents.pdf.duties import open_document
from mingdeng.documents.pdf.typesetting import Document
from mingdeng.documents.registers import roster_sheet, terms_sheet
from mingdeng.documents.ruletexts import shelves
from mingdeng.documents.standing import Standing
from mingdeng.documents.wording import SYMBOLS
from mingdeng.documents.workbook import Cell, Paper, Sheet, Span, workbook
from mingdeng.engine.reasons import day_name
from mingdeng.engine.verdicts import NOT_APPLICABLE, OVERDUE
from mingdeng.files.ours import (
    BOARD,
    LEDGER,
    ORGANIZATIONS,
    ROSTER,
    RULES,
    TERMS,
    Form,
)
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import Organization
from mingdeng.web.pages.board import Board
from mingdeng.web.pages.choosing import in_tree
from mingdeng.web.pages.committee import BRANCHES
from mingdeng.web.pages.listing import narrowed
from mingdeng.web.pages.tree import Node, Place, tree_page
from mingdeng.web.visit import Visit

MOST = 20_000
TREE_COLUMNS = (
    *(("党组织全称", 40), ("简称", 24), ("组织类别", 12), ("上级党组织", 40), ("成立日期", 12)),
    *(("本届选举日期", 12), ("党员人数", 9), ("所在单位", 30)),
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
    lines = [line for one in full for line in lines_of(one, names, wanted.organization)]
    whose = names.get(wanted.organization) if wanted.organization else None
    title = f"{whose or ''}“三会一课”及组织生活台账"
    return download(visit, title, [ledger_sheet("台账", title, lines)], LEDGER)


def tree(visit: Visit) -> Download:
    """The organizations the viewer may see."""
    nodes = tree_page(visit)
    names = {node.organization.id: node.organization.full_name for node in nodes}
    rows = [_node(node, names) for node in nodes]
    sheets = [Sheet("党组织", TREE_COLUMNS, rows, "党组织名册")]
    return download(visit, "党组织名册", sheets, ORGANIZATIONS)


def _node(node: Node, names: dict[uuid.UUID, str]) -> list[Cell]:
    one = node.organization
    parent = names.get(one.parent_id, "") if one.parent_id else ""
    days = [day.isoformat() if day else "" for day in (one.founded, one.elected)]
    return [one.full_name, one.name, node.kind, parent, *days, node.people or "", one.unit]


def roster(visit: Visit, page: Place) -> Download:
    """The roster of one organization, without the fields only some may read."""
    title = f"{page.organization.name}党员名册"
    lines = [(member, page.organization.full_name, titles) for member, titles in page.members]
    return download(visit, title, [roster_sheet(title, lines)], ROSTER)


def whole_roster(visit: Visit) -> Download:
    """Everyone the viewer may see, branch by branch in the order of the tree."""
    order = {
        one.id: place for place, (one, _) in enumerate(in_tree(list(organizations(visit.viewer))))
    }
    found = list(all_members(visit.viewer, visit.as_of))
    if len(found) > MOST:
        raise BadRequest(f"党员超过 {MOST} 名，一次导不出，请按组织导出。")
    held = terms(visit.viewer, {one.branch_id for one in found}).filter(in_force(visit.as_of))
    titles: dict[tuple[uuid.UUID, uuid.UUID], list[str]] = {}
    for post in held:
        titles.setdefault((post.organization_id, post.person_id), []).append(post.title)
    found.sort(key=lambda one: order.get(one.branch_id, len(order)))
    lines = [
        (one, one.branch.full_name, "、".join(titles.get((one.branch_id, one.person_id), ())))
        for one in found
    ]
    return download(visit, "党员名册", [roster_sheet("党员名册", lines)], ROSTER)


def posts(visit: Visit, organization: Organization) -> Download:
    """Who held which post when, in an organization and all under it, until the day asked about."""
    found = terms(visit.viewer, below(organization.id))
    begun = [one for one in found if one.since is None or one.since <= visit.as_of]
    title = f"{organization.name}任期台账"
    return download(visit, title, [terms_sheet(title, begun)], TERMS)


def duties(visit: Visit, page: Board, below: Sequence[Standing]) -> Download:
    """A board: the branches side by side, the year, what is open."""
    name = page.organization.name
    legend = "　".join(f"{symbol} {label}" for symbol, _, label in page.symbols)
    branches = [one for one in below if one.kind in BRANCHES]
    sheets = [*(_branches(branches, legend) if branches else ()), *_years(page, legend)]
    rows = list(_open(_matters(page, below)))
    sheets.append(Sheet("未完成", OPEN_COLUMNS, rows, f"{name}没有完成的"))
    return download(visit, f"{name}履责情况", sheets, BOARD)


def open_list(visit: Visit, page: Board, below: Sequence[Standing]) -> Document:
    """What is open on a board, as a paper; each line with its rule."""
    matters = sorted(_matters(page, below), key=lambda one: one.order)
    rows = [
        [*row, f"{one.cite}（{one.mark}）" if one.mark else one.cite]
        for row, one in zip(_open(matters), matters, strict=True)
    ]
    title = f"{page.organization.name}没有完成的事项"
    said = [list(map(str, row)) for row in rows]
    lead = f"{'本级：' if below else ''}{page.lead}"
    return open_document(title, visit.as_of, said, lead, page.missing)


def _matters(page: Board, below: Sequence[Standing]) -> list[Matter]:
    own = [matter for matter, _ in page.open]
    return own + [matter for one in below if one.kind in BRANCHES for matter in one.matters]


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
    return download(visit, "规则", [Sheet("规则", RULE_COLUMNS, rows)], RULES)


def download(visit: Visit, title: str, sheets: Sequence[Sheet], form: Form) -> Download:
    """Sheets as a workbook of the day asked about."""
    day = day_name(visit.as_of)
    paper = Paper(f"{title}（截至{day}）", title, f"截至{day}", visit.as_of, form)
    return Download(f"{title}（截至{visit.as_of}）.xlsx", workbook(paper, sheets))
