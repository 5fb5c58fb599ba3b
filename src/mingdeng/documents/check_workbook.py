"""The check as a workbook: what is open, every duty, the findings, the rules, what it rests on."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mingdeng.documents.check_rows import (
    Row,
    about_rows,
    duty_rows,
    finding_rows,
    open_rows,
    rule_rows,
)
from mingdeng.documents.columns import lines_needed
from mingdeng.engine.reasons import day_name
from mingdeng.facts.outcome import Outcome

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

PRODUCT = "明灯"
LINE_HEIGHT = 17
A4 = 9
LONGEST_IN_HEADER = 60
FONT = {"font_name": "微软雅黑", "font_size": 10, "text_wrap": True, "valign": "top"}
CELL: dict[str, Any] = FONT | {"border": 1, "border_color": "#D5D9DD"}
HEAD = CELL | {"bold": True, "bg_color": "#F0F2F4"}
# The sign a state begins with, and the ink it is written in.
INKS: dict[str, dict[str, Any]] = {
    "▲": {"bold": True, "font_color": "#7A2416"},
    "○ 将": {"font_color": "#7A5200"},
}
OPEN_COLUMNS = (("组织", 24), ("状态", 11), ("事项", 20), ("理由", 68), ("依据", 44), ("力度", 8))
DUTY_COLUMNS = (
    *(("组织", 20), ("承担者", 20), ("事项", 18), ("期间", 15), ("状态", 11), ("要求", 7)),
    *(("已计", 7), ("截止日", 11), ("理由", 60), ("依据", 44), ("可信程度", 11), ("规则编号", 24)),
)
FINDING_COLUMNS = (
    *(("级别", 16), ("文件", 28), ("工作表", 18), ("行", 6), ("列", 6), ("位置", 12)),
    *(("情况", 50), ("怎么办", 40)),
)
RULE_COLUMNS = (
    *(("规则编号", 28), ("名称", 20), ("大意", 50), ("依据", 44), ("可信程度", 12), ("存疑", 34)),
)
ABOUT_COLUMNS = (("项目", 14), ("内容", 90))


def check_workbook(outcome: Outcome) -> bytes:
    """The workbook as bytes. Every value is text: nothing in it can be a formula."""
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(_properties(outcome))
    sheets = (
        ("要办的事", OPEN_COLUMNS, open_rows(outcome)),
        ("逐项结论", DUTY_COLUMNS, duty_rows(outcome)),
        ("文件中需要看的", FINDING_COLUMNS, finding_rows(outcome)),
        ("所依据的规则", RULE_COLUMNS, rule_rows(outcome)),
        ("说明", ABOUT_COLUMNS, about_rows(outcome)),
    )
    for name, columns, rows in sheets:
        sheet = book.add_worksheet(name)
        _fill(book, sheet, columns, rows)
        _prepare_print(sheet, outcome)
    book.close()
    return buffer.getvalue()


def _properties(outcome: Outcome) -> dict[str, Any]:
    return {
        "title": f"{outcome.organ.name}履责检查（截至{day_name(outcome.as_of)}）",
        "author": PRODUCT,
        "comments": f"规则版本 {outcome.rulebook.fingerprint}",
        "created": datetime.combine(outcome.as_of, datetime.min.time(), UTC).replace(tzinfo=None),
    }


def _fill(
    book: "Workbook", sheet: "Worksheet", columns: Sequence[tuple[str, int]], rows: Iterable[Row]
) -> None:
    head, body = book.add_format(HEAD), book.add_format(CELL)
    inks = {sign: book.add_format(CELL | ink) for sign, ink in INKS.items()}
    for place, (heading, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, head)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            ink = next((inks[sign] for sign in inks if text.startswith(sign)), body)
            sheet.write_string(count, place, text, ink)
        # Viewers that do not fit heights themselves would cut wrapped text off.
        tallest = max(lines_needed(t, w) for t, (_, w) in zip(row, columns, strict=True))
        sheet.set_row(count, LINE_HEIGHT * tallest)
    last = max(count, 1), len(columns) - 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, *last)
    sheet.ignore_errors({"number_stored_as_text": _range(*last)})


def _range(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(0, 0, row, column))


def _prepare_print(sheet: "Worksheet", outcome: Outcome) -> None:
    """On A4 across, as wide as the page, every page with heading, organ, date and number."""
    organ = outcome.organ.name[:LONGEST_IN_HEADER].replace("&", "&&")
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{PRODUCT} 履责检查 {organ}&R截至{day_name(outcome.as_of)}")
    sheet.set_footer("&C第 &P 页，共 &N 页")
