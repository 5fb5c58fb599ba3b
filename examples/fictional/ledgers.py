"""Which files and sheets an office keeps its meetings in, and what surrounds each table."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from typing import Any

from .entries import MeetingEntry
from .grid import Book, Sheet, Value
from .lapses import quarter_of
from .ledger_table import DISPENSABLE, Block, ledger_columns, ledger_line
from .model import THEME_DAY, Branch
from .office import Office, corner, file_template, hide_some, marked, new_book
from .other_sheets import add_other_sheets
from .styles import Style, redraw_for_branch
from .table import Line, Table, draw

WORDS = {
    "all": ("三会一课及主题党日台账", "三会一课台账", "组织生活情况登记表"),
    "main": ("三会一课台账", "三会一课记录表"),
    "theme": ("主题党日台账", "主题党日活动登记表"),
}
LINES_TO_A_PAGE = 14
LINES_TO_A_BLANK = 8


@dataclass
class Page:
    """A sheet to be: its file's stem, its name, its tables."""

    stem: str
    sheet: str
    blocks: list[Block]


def write_ledgers(office: Office, style: Style, entries: list[MeetingEntry]) -> None:
    """The other sheets an office keeps lie in the first of its books."""
    for number, (stem, pages) in enumerate(groupby(_pages(office, style, entries), _stem)):
        book = new_book(office.hand, stem)
        for page in pages:
            book.sheets.append(_draw_page(office, book, page))
        if number == 0:
            add_other_sheets(office, office.hand, book)
        office.save(book)


def _stem(page: Page) -> str:
    return page.stem


def _pages(office: Office, style: Style, entries: list[MeetingEntry]) -> Iterator[Page]:
    for year in office.organ.years:
        for part, kept in _parts(office, entries):
            word = office.rng.choice(WORDS[part])
            template = file_template(office.rng, office.hand, f"{office.organ.as_of:%Y%m%d}")
            of_year = [entry for entry in kept if entry.activity.on.year == year]
            yield from Binder(office, style, year, part, word, template).pages(of_year)


def _parts(office: Office, entries: list[MeetingEntry]) -> Iterator[tuple[str, list[MeetingEntry]]]:
    """Kept apart, a theme day that was also a meeting stands among the meetings only."""
    if office.hand.split == "together":
        yield "all", entries
        return
    yield "main", [e for e in entries if e.activity.kinds != (THEME_DAY,)]
    yield "theme", [e for e in entries if e.activity.kinds == (THEME_DAY,)]


@dataclass
class Binder:
    """Arranges the entries of one year and part as the office binds its books."""

    office: Office
    style: Style
    year: int
    part: str
    word: str
    template: str

    def pages(self, entries: list[MeetingEntry]) -> Iterator[Page]:
        arrangements = {
            "sheet_per_branch": self._sheet_per_branch,
            "one_sheet": self._one_sheet,
            "stacked": self._stacked,
            "file_per_branch": self._file_per_branch,
            "file_per_month": self._file_per_month,
            "sheet_per_month": self._sheet_per_month,
        }
        yield from arrangements[self.office.hand.books](entries)

    def _sheet_per_branch(self, entries: list[MeetingEntry]) -> Iterator[Page]:
        for number, block in enumerate(self._by_branch(entries), 1):
            name = self._own_name(block, f"Sheet{number}")
            if self._year_in("sheet"):
                name = f"{name}{self.year}年"
            yield Page(self._file(), name, [block])

    def _file_per_branch(self, entries: list[MeetingEntry]) -> Iterator[Page]:
        for number, block in enumerate(self._by_branch(entries), 1):
            name = self._own_name(block, "")
            stem = self._file(name or f"{number}.")
            yield Page(stem, self._only_sheet(), [block])

    def _stacked(self, entries: list[MeetingEntry]) -> Iterator[Page]:
        yield Page(self._file(), self._only_sheet(), list(self._by_branch(entries)))

    def _one_sheet(self, entries: list[MeetingEntry]) -> Iterator[Page]:
        block = self._block(self._in_order(entries), None, None)
        yield Page(self._file(), self._only_sheet(), [block])

    def _file_per_month(self, entries: list[MeetingEntry]) -> Iterator[Page]:
        for month, block in self._by_month(entries):
            yield Page(self._file(month=month), self._only_sheet(), [block])

    def _sheet_per_month(self, entries: list[MeetingEntry]) -> Iterator[Page]:
        year = f"{self.year}年" if self._year_in("sheet") else ""
        for month, block in self._by_month(entries):
            yield Page(self._file(), f"{year}{month}月", [block])

    def _by_branch(self, entries: list[MeetingEntry]) -> Iterator[Block]:
        for branch in self.office.organ.branches:
            kept = [entry for entry in entries if entry.activity.branch is branch]
            if kept:
                yield self._block(kept, branch, None)

    def _by_month(self, entries: list[MeetingEntry]) -> Iterator[tuple[int, Block]]:
        for month in range(1, 13):
            kept = [entry for entry in entries if entry.activity.on.month == month]
            if kept:
                yield month, self._block(self._in_order(kept), None, month)

    def _in_order(self, entries: list[MeetingEntry]) -> list[MeetingEntry]:
        """By date where each row names its branch, else branch by branch."""
        if self.office.hand.branch_fill == "every" and self.office.rng.random() < 0.5:
            return sorted(entries, key=lambda entry: entry.activity.on)
        return entries

    def _block(
        self, entries: list[MeetingEntry], branch: Branch | None, month: int | None
    ) -> Block:
        office = self.office
        hand = redraw_for_branch(office.rng, self.style, office.hand) if branch else office.hand
        shown = hand.year_place != "nowhere" or len(office.organ.years) > 1
        kind_column = self.part != "theme" or office.rng.random() < 0.5
        return Block(entries, branch, self.year, month, self.part, hand, shown, kind_column)

    def _own_name(self, block: Block, otherwise: str) -> str:
        """The branch in the name of its sheet or file, where the office puts it there."""
        if block.branch is None or block.hand.branch_place not in ("own", "both"):
            return otherwise
        short = self.office.hand.sheet_names == "short"
        return block.branch.alias if short else block.branch.name

    def _year_in(self, place: str) -> bool:
        return self.office.hand.year_place == place

    def _file(self, branch: str = "", month: int | None = None) -> str:
        several = len(self.office.organ.years) > 1
        year = f"{self.year}年" if self._year_in("file") or several else ""
        stem = branch + year + (f"{month}月" if month else "") + self.word
        return self.template.format(stem)

    def _only_sheet(self) -> str:
        if self._year_in("sheet"):
            return f"{self.year}年"
        return "台账" if self.office.hand.sheet_names == "full" else "Sheet1"


def _draw_page(office: Office, book: Book, page: Page) -> Sheet:
    sheet = Sheet(page.sheet)
    top, left = corner(office.hand)
    for block in page.blocks:
        placement = draw(sheet, _ledger_table(office, block), top, left)
        office.remember(book, sheet, placement)
        if block.hand is not office.hand:
            office.tables.append(_own_hand(book, page, block))
        dispensable = DISPENSABLE if len(page.blocks) == 1 else ()
        hide_some(office.rng, block.hand, sheet, placement, dispensable)
        top = placement.bottom + 2
    return sheet


def _own_hand(book: Book, page: Page, block: Block) -> dict[str, Any]:
    """For the truth: the habits of a table that is not in the office's common hand."""
    branch = block.branch.name if block.branch else None
    return {"file": book.file, "sheet": page.sheet, "branch": branch, "habits": asdict(block.hand)}


def _ledger_table(office: Office, block: Block) -> Table:
    columns = ledger_columns(office.rng, block)
    hand = block.hand
    lines = [
        ledger_line(office, block, columns, entry, number)
        for number, entry in enumerate(block.entries, 1)
    ]
    merged = block.branch_column and hand.branch_fill == "merged"
    table = Table(
        titles=[marked(hand, title) for title in _titles(office, block)],
        fill_line=[marked(hand, text) for text in _fill_line(office, block)],
        columns=columns,
        lines=_interrupted(block, lines),
        two_lines=any(column.band for column in columns),
        merged_fields=("branch",) if merged else (),
    )
    if block.branch_column and hand.branch_fill == "first":
        only_first(table.lines, "branch")
    table.lines += _footer(block)
    return table


def _titles(office: Office, block: Block) -> list[str]:
    hand = block.hand
    named = block.branch is not None and hand.branch_place in ("title", "both")
    who = office.branch_word(block.branch, "short") if named and block.branch else ""
    year = f"{block.year}年" if hand.year_place == "title" else ""
    month = f"{block.month}月" if block.month else ""
    what = {"all": "“三会一课”及主题党日台账", "main": "“三会一课”台账"}.get(
        block.part, "主题党日活动台账"
    )
    main = f"{who or office.organ.name}{year}{month}{what}"
    below = f"({'按时间先后填写' if named else '各支部汇总'})"
    return {"0": [], "1": [main], "2": [main, below], "3": ["附件2", main, below]}[hand.titles]


def _fill_line(office: Office, block: Block) -> list[str]:
    """Filled in at as-of, a closed year's book in the first days of the next."""
    as_of = office.organ.as_of
    filed = as_of if block.year == as_of.year else date(block.year + 1, 1, 8)
    unit = f"填报单位(盖章):{office.organ.name}党委"
    when = f"填报时间:{filed.year}年{filed.month}月{filed.day}日"
    return {"none": [], "cells": [unit, when], "one_cell": [f"{unit}    {when}"]}[
        block.hand.fill_line
    ]


def _interrupted(block: Block, lines: list[Line]) -> list[Line]:
    """Blank rows, page breaks with the heading once more, subtotals between quarters."""
    hand, result = block.hand, list[Line]()
    quarter, since = quarter_of(block.entries[0].activity.on), 0
    for number, (line, entry) in enumerate(zip(lines, block.entries, strict=True)):
        if hand.totals == "sub" and quarter_of(entry.activity.on) != quarter:
            result.append(Line(loose={0: "小计", 2: f"{number - since}次"}))
            quarter, since = quarter_of(entry.activity.on), number
        if number and number % LINES_TO_A_BLANK == 0 and hand.blank_rows == "some":
            result.append(Line())
        if number and number % LINES_TO_A_PAGE == 0 and hand.repeat_heading == "yes":
            result.append(Line(is_heading=True))
        result.append(line)
    if hand.totals != "none":
        word = "合计" if hand.totals == "bottom" else "共计"
        result.append(Line(loose={0: word, 2: f"{len(lines)}次"}))
    return result


def only_first(lines: list[Line], name: str) -> None:
    """Fills a column in the first row of each run; an interruption starts a new run."""
    before: Value = None
    for line in lines:
        value = line.cells.get(name)
        if value is not None and value == before:
            line.cells[name] = None
        before = value


def _footer(block: Block) -> list[Line]:
    hand = block.hand
    notes = Line(loose={0: marked(hand, "注:缺席人员须写明原因;主题党日可与党员大会合并召开。")})
    signature = Line(loose={0: marked(hand, "填表人:"), 3: marked(hand, "支部书记签字:")})
    return {"none": [], "signature": [signature], "notes": [notes], "both": [notes, signature]}[
        hand.footer
    ]
