"""减负 as workbooks: the tables of its pages, the numbers as numbers."""

from collections.abc import Iterable, Sequence

from mingdeng.burden.estimating import table
from mingdeng.documents.workbook import Cell, Sheet
from mingdeng.files.ours import BURDEN
from mingdeng.roster.models import Organization
from mingdeng.web.pages.burden import Line, estimates, one_place, overview
from mingdeng.web.pages.exporting import Download, download
from mingdeng.web.pages.fieldmap import field_map
from mingdeng.web.visit import Visit

ASKED = (("办理（次）", 11), ("手工填写（项）", 14), ("已经带出（项）", 14), ("文件（个）", 11))
REMINDERS, MINUTES = ("提醒（条）", 11), ("估计（分钟）", 13)
MINUTES_COLUMNS = (("事项", 30), ("每次（分钟）", 13), ("假设", 60), ("可信程度", 12))
FIELD_COLUMNS = (("表单", 24), ("内容", 30), ("用到", 60), ("也可以在这里更正", 40))


def overview_list(visit: Visit, month: str) -> Download:
    """What was asked in a month or a year, by organization."""
    page = overview(visit, month)
    title = f"{page.period}减负"
    columns = (("组织", 40), *ASKED, REMINDERS, MINUTES)
    sheets = [Sheet("减负", columns, _rows([*page.lines, page.total]), title)]
    return download(visit, title, sheets, BURDEN)


def place_list(visit: Visit, organization: Organization, year: str) -> Download:
    """What was asked of one organization in a year, by month and by form."""
    page = one_place(visit, organization, year)
    title = f"{organization.name}{page.year}年减负"
    months = (("月份", 12), *ASKED, REMINDERS, MINUTES)
    sheets = [
        Sheet("按月份", months, _rows([*page.months, page.total]), title),
        Sheet("按事项", (("事项", 30), *ASKED, MINUTES), _of_forms(page.forms), title),
    ]
    return download(visit, title, sheets, BURDEN)


def minutes_list(visit: Visit) -> Download:
    """The published table of minutes."""
    title = f"分钟数的算法（{table().version} 版）"
    rows: list[Sequence[Cell]] = [
        [one.label, str(one.guess.minutes), one.guess.basis, one.guess.sureness]
        for one in estimates()
    ]
    return download(visit, title, [Sheet("分钟数", MINUTES_COLUMNS, rows, title)], BURDEN)


def fields_list(visit: Visit) -> Download:
    """Which field feeds what."""
    rows: list[Sequence[Cell]] = [
        [form.label, fact.label, fact.feeds, fact.corrected]
        for form in field_map()
        for fact in form.facts
    ]
    return download(visit, "字段去向", [Sheet("字段去向", FIELD_COLUMNS, rows, "字段去向")], BURDEN)


def _rows(lines: Iterable[Line]) -> list[Sequence[Cell]]:
    return [[line.label, *line.numbers] for line in lines]


def _of_forms(lines: Iterable[Line]) -> list[Sequence[Cell]]:
    """A form reminds nobody, so its reminders are left out."""
    return [[line.label, *line.numbers[:4], line.numbers[5]] for line in lines]
