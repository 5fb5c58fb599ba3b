"""Lists as a workbook in our look: every text stays text, every page can be printed on A4."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mingdeng.documents.columns import lines_needed
from mingdeng.files.ours import PRODUCT, Form

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

LINE_HEIGHT, TALLEST = 17, 400
A4 = 9
LONGEST_IN_HEADER = 60
# What a sheet's name and a cell may be in the file format.
LONGEST_NAME, LONGEST_CELL = 31, 32_767
LONGEST_OFFER = 255  # characters of a list that stands in the cell's rule itself
MOST_TO_FILL = 20_000
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
FONT = {"font_name": "微软雅黑", "font_size": 10, "text_wrap": True, "valign": "top"}
CELL: dict[str, Any] = FONT | {"border": 1, "border_color": "#D5D9DD"}
HEAD = CELL | {"bold": True, "bg_color": "#F0F2F4"}
MARK = {"font_name": "微软雅黑", "font_size": 9, "font_color": "#565E66"}
TITLE_FONT = {"font_name": "微软雅黑", "font_size": 14, "bold": True}
TITLE = FONT | {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"}
# The sign a state begins with, and the ink it is written in.
INKS: dict[str, dict[str, Any]] = {
    "▲": {"bold": True, "font_color": "#7A2416"},
    "○ 将": {"font_color": "#7A5200"},
}


@dataclass(frozen=True, slots=True)
class Span:
    """A text over several columns: a quarter is three months wide."""

    text: str
    columns: int


Cell = str | int | Span


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: headings with their widths, rows of texts and of numbers we counted."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]
    title: str = ""
    filtered: bool = True
    # For a sheet to be filled in: what a column offers, as words or as a range of cells.
    offers: Mapping[int, Sequence[str] | str] = field(default_factory=dict)
    to_fill: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What the file says of itself: in its properties, at the head of each sheet and page."""

    title: str
    head: str
    aside: str
    day: date
    form: Form
    remarks: str = ""


def workbook(paper: Paper, sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes. Nothing in it can be a formula or a link."""
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(_properties(paper))
    taken: set[str] = set()
    for given in sheets:
        sheet = book.add_worksheet(_name(given.name, taken))
        top = _title(book, sheet, given, paper.form)
        _fill(book, sheet, given, top)
        _prepare_print(sheet, paper, top)
    book.close()
    return buffer.getvalue()


def _properties(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "subject": paper.form.mark,
        "author": PRODUCT,
        "comments": paper.remarks,
        "created": datetime.combine(paper.day, datetime.min.time(), UTC).replace(tzinfo=None),
    }


def _name(text: str, taken: set[str]) -> str:
    """A name a sheet may have, not yet taken."""
    plain = NOT_IN_NAMES.sub(" ", _clean(text)).strip(" '")[:LONGEST_NAME] or "表"
    name, number = plain, 2
    while name.casefold() in taken:
        name = f"{plain[: LONGEST_NAME - 4]}（{number}）"
        number += 1
    taken.add(name.casefold())
    return name


def _title(book: "Workbook", sheet: "Worksheet", given: Sheet, form: Form) -> int:
    """The title over the whole width, and what we know the file again by; the row below it."""
    if form.bare and not given.title:
        return 0
    last = len(given.columns) - 1
    style = book.add_format(TITLE)
    if last:
        sheet.merge_range(0, 0, 0, last, "", style)
    title = book.add_format(TITLE_FONT), _clean(given.title or given.name)
    sheet.write_rich_string(0, 0, *title, book.add_format(MARK), f"　{form.mark}", style)
    sheet.set_row(0, 2 * LINE_HEIGHT)
    return 1


def _fill(book: "Workbook", sheet: "Worksheet", given: Sheet, top: int) -> None:
    styles = _Styles(book)
    for place, (heading, width) in enumerate(given.columns):
        sheet.set_column(place, place, width, styles.text if given.to_fill else None)
        sheet.write_string(top, place, heading, styles.head)
    number = top
    for number, row in enumerate(given.rows, start=top + 1):
        tallest = _write_row(sheet, number, row, given.columns, styles)
        # Viewers that do not fit heights themselves would cut wrapped text off.
        sheet.set_row(number, min(LINE_HEIGHT * tallest, TALLEST))
    last = max(number, top + 1), len(given.columns) - 1
    _offer(sheet, given, top)
    sheet.freeze_panes(top + 1, 0)
    if given.filtered:
        sheet.autofilter(top, 0, *last)
    sheet.ignore_errors({"number_stored_as_text": _range(*last)})


class _Styles:
    """The formats of one book; each may be made only once."""

    def __init__(self, book: "Workbook") -> None:
        self.head, self.body = book.add_format(HEAD), book.add_format(CELL)
        # Cells to be filled in are text, or 13800000000 and 2026-3 would become something else.
        self.text = book.add_format(FONT | {"num_format": "@"})
        self.inks = {sign: book.add_format(CELL | ink) for sign, ink in INKS.items()}

    def of(self, text: str) -> Any:
        """The ink a text is written in."""
        return next((self.inks[sign] for sign in self.inks if text.startswith(sign)), self.body)


def _offer(sheet: "Worksheet", given: Sheet, top: int) -> None:
    """Let the cells of a column be chosen from a list; anything else is pointed out."""
    for place, offered in given.offers.items():
        rule = {
            "validate": "list",
            "source": offered if isinstance(offered, str) else list(offered),
            "error_title": "不在可选项里",
            "error_message": "请从列表里选一项。",
        }
        sheet.data_validation(top + 1, place, top + MOST_TO_FILL, place, rule)


def _write_row(
    sheet: "Worksheet",
    number: int,
    row: Sequence[Cell],
    columns: Sequence[tuple[str, int]],
    styles: _Styles,
) -> int:
    """Write one row; returns how many lines its tallest cell takes."""
    place, tallest = 0, 1
    for value in row:
        wide = value.columns if isinstance(value, Span) else 1
        text = value.text if isinstance(value, Span) else str(value)
        if wide > 1:
            sheet.merge_range(number, place, number, place + wide - 1, "", styles.body)
        if isinstance(value, int):
            sheet.write_number(number, place, value, styles.body)
        else:
            sheet.write_string(number, place, _clean(text), styles.of(text))
        width = sum(columns[place + at][1] for at in range(wide))
        tallest, place = max(tallest, lines_needed(text, width)), place + wide
    if place != len(columns):
        raise ValueError(f"a row of {place} columns under {len(columns)} headings")
    return tallest


def _clean(text: str) -> str:
    """A text without what the file format forbids or hides, as long as a cell may be."""
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return kept if len(kept) <= LONGEST_CELL else f"{kept[: LONGEST_CELL - 1]}…"


def _range(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_range

    return str(xl_range(0, 0, row, column))


def _prepare_print(sheet: "Worksheet", paper: Paper, top: int) -> None:
    """On A4 across, as wide as the page, every page with heading, organ, date and number."""
    head = paper.head[:LONGEST_IN_HEADER].replace("&", "&&")
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, top)
    sheet.set_header(f"&L{PRODUCT} {head}&R{paper.aside}")
    sheet.set_footer("&C第 &P 页，共 &N 页")
