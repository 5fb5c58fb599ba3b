"""Tables on a sheet: heading, lines around it, rows below it, what it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mingdeng.files.context import (
    Context,
    context_of,
    file_names,
    is_organization,
    with_section,
)
from mingdeng.files.grid import Grid, Value, blank, empty, text_of
from mingdeng.files.headings import stranger_words
from mingdeng.files.heads import Head, find_heads, is_about_money, is_sparse, speaks_of_kinds
from mingdeng.files.kinds import MEETINGS
from mingdeng.files.rows import ACTIVITIES, DUES, MEMBERS, ORGANIZATIONS, OTHER
from mingdeng.files.text import squeeze
from mingdeng.files.words import word_list, word_set

_MAX_TITLE_CELLS = 3
_PAGE_MARK = re.compile(r"[-—(]*(?:续(?:表|上页|前)?|第\d+页.*|\d+/\d+)[-—)\d]*")
_PERIOD = re.compile(
    r"(?:\d{4}年度?)?(?:第?[一二三四1-4]季度|[\d一二三四五六七八九十]{1,3}月份?|上半年|下半年|\d{4}年度?)"
)
_REMARK = 15  # characters; more are neither a name nor a date


@dataclass(slots=True)
class Table:
    """One table: its heading, the rows it reaches over, and what the lines around it say."""

    grid: Grid
    head: Head
    last: int
    context: Context
    titles: list[str] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)  # rows of repeated headings and titles

    @property
    def what(self) -> str:
        return self.head.what

    def column(self, name: str) -> int | None:
        return self.head.fields.get(name)

    def value(self, row: int, name: str) -> Value:
        column = self.head.fields.get(name)
        return None if column is None else self.grid.value(row, column)

    def heading(self, name: str) -> str:
        """The heading of a field as written."""
        column = self.head.fields.get(name)
        return "" if column is None else "".join(self.head.paths[column])

    def rows(self) -> Iterator[int]:
        """The rows below the heading that say something, headings of later pages left out."""
        for row in self.grid.rows:
            if self.head.bottom < row <= self.last and row not in self.skipped:
                yield row

    def cells(self, row: int) -> list[tuple[int, Value]]:
        """The cells of a row within the table that say something themselves."""
        left, right = self.head.left, self.head.right
        return [
            (column, value) for column, value in self.grid.filled(row) if left <= column <= right
        ]


def find_tables(grid: Grid, lead: Sequence[str] = ()) -> list[Table]:
    """The tables of a sheet, those of unknown purpose included; `lead` are lines before it."""
    tables: list[Table] = []
    for head in find_heads(grid):
        above = _table_above(tables, head)
        titles, first = _lines_above(grid, head, above)
        if above and _continues(above, head, titles):
            above.skipped.update(range(first, head.bottom + 1))
            continue
        if above:
            above.last = min(above.last, first - 1)
        titles = [*lead, *titles] if above is None else titles
        further = tables[0].titles if tables else ()
        context = context_of(titles, grid.sheet, grid.file, further)
        tables.append(Table(grid, head, max(grid.rows), context, titles))
    for table in tables:
        _settle_purpose(table)
    return tables


def _table_above(tables: list[Table], head: Head) -> Table | None:
    """The nearest table above that shares columns with a heading."""
    for table in reversed(tables):
        shares = table.head.left <= head.right and head.left <= table.head.right
        if shares and table.head.bottom < head.top:
            return table
    return None


def _lines_above(grid: Grid, head: Head, above: Table | None) -> tuple[list[str], int]:
    """The title lines of a heading in their order, and the first row that belongs to it.

    Lines over the table's own columns come before those over a neighbour's.
    """
    floor = above.head.bottom if above else 0
    own: list[str] = []
    beside: list[str] = []
    first = head.top
    for row in sorted((r for r in grid.rows if floor < r < head.top), reverse=True):
        cells = [(column, value) for column, value in grid.filled(row)]
        inside = [cell for cell in cells if head.left <= cell[0] <= head.right]
        if above is not None and not _is_title(grid, inside or cells, above, row):
            break
        first = row
        if cells and not (is_total(cells) or _is_foot_line(cells)):
            own[:0] = [text_of(value) for _, value in inside]
            beside[:0] = [text_of(cell[1]) for cell in cells if cell not in inside]
    return [text for text in (*own, *beside) if text], first


def _is_foot_line(cells: list[tuple[int, Value]]) -> bool:
    """A signature or note of the table above; 填报单位：某支部 is a title line."""
    return is_note(cells) or (is_signature(cells) and "单位" not in text_of(cells[0][1]))


def _is_title(grid: Grid, cells: list[tuple[int, Value]], above: Table, row: int) -> bool:
    """Between two tables: few cells, starting at the edge or set in the middle, no record."""
    if len(cells) > _MAX_TITLE_CELLS:
        return False
    if any(not isinstance(value, str) for _, value in cells):
        return False
    if not cells or is_signature(cells) or is_total(cells):
        return True
    labelled = all(":" in text_of(value) or "：" in text_of(value) for _, value in cells)
    wide = any(area.right - area.left > 1 for area in grid.merged_from(row))
    alone = len(cells) == 1 and cells[0][0] not in above.head.fields.values()
    edge = len(cells) == 1 and cells[0][0] == above.head.left
    return labelled or wide or alone or edge


def _continues(above: Table, head: Head, titles: list[str]) -> bool:
    """Whether a heading only repeats the one above on a new page."""
    if not above.head.same_as(head):
        return False
    known = {squeeze(title) for title in above.titles}
    new = [squeeze(title) for title in titles]
    return all(title in known or _is_foot(title) or _PAGE_MARK.fullmatch(title) for title in new)


def _is_foot(text: str) -> bool:
    return any(text.startswith(word) for word in word_set("rows.signature") | word_set("rows.note"))


# The name of an organ or branch that a title begins with.
_WHOSE = re.compile(r"^[^表册账录单]*(?:机关|党组|党委|支部|办公室|[局委厅院处科])")
# Words around a table that show it to be something else, by what its heading looks like.
_STRANGER_LISTS = {
    MEMBERS: "roster_title",
    ORGANIZATIONS: "organizations_title",
    DUES: "dues_title",
}


def _settle_purpose(table: Table) -> None:
    """Demote a table to `other` where the words around it say that it is something else."""
    head = table.head
    if head.what == ACTIVITIES:
        other = not _kinds_known(table) or is_about_money(head) or _is_plan(_around(table))
    else:
        other = head.what != OTHER and _speaks_of(_around(table), _STRANGER_LISTS[head.what])
    if other:
        head.what = OTHER


def _around(table: Table) -> str:
    """The words that say what a table is: title and sheet; the file name where it has no title."""
    return _said(table.context.title or file_names(table.grid.file)[0], table.grid.sheet)


def _said(*texts: str | None) -> str:
    """What titles say besides whose table it is: 统计局机关党员名册 holds no statistics."""
    return " ".join(_WHOSE.sub("", squeeze(text)) for text in texts if text)


def _speaks_of(text: str, name: str) -> bool:
    return any(word in text for word in stranger_words(name))


def _is_plan(text: str) -> bool:
    """Whether meetings are listed that are still to be held."""
    return _speaks_of(text, "activities_title") and not _speaks_of(text, "held")


def _kinds_known(table: Table) -> bool:
    if speaks_of_kinds(table.grid, table.head):
        return True
    if is_sparse(table.head):
        return bool(table.context.kinds)
    return any(kind in MEETINGS for kind in table.context.kinds_named)


def looks_like(table: Table | None, file: str, sheet: str | None) -> str | None:
    """What an unread table seems to be, by the words around it."""
    text = _around(table) if table else _said(sheet, file_names(file)[0])
    return next((word for word in stranger_words("looks") if word in text), None)


# ---- rows that are no records ----


def is_total(cells: list[tuple[int, Value]]) -> bool:
    """合计, 小计 and their like in the first cell that is no number, or alone in a later one."""
    words = [squeeze(value) for _, value in cells if isinstance(value, str) and len(value) < 60]
    if any(word.rstrip(":") in word_set("rows.total") for word in words):
        return True
    return bool(words) and words[0].startswith(word_list("rows.total"))


def is_signature(cells: list[tuple[int, Value]]) -> bool:
    """填表人：, 审核人：, 支部书记签字： below a table."""
    first = squeeze(text_of(cells[0][1])) if cells else ""
    word, colon, _ = first.partition(":")
    word = word.split("(")[0]
    signed = bool(colon) and word.endswith(("签字", "签名", "签章", "盖章"))
    if not signed and word not in word_set("rows.signature"):
        return False
    return bool(colon) or (
        word.endswith(("签字", "签名", "盖章", "人")) and len(cells) <= _MAX_TITLE_CELLS
    )


def is_note(cells: list[tuple[int, Value]]) -> bool:
    """注：…, 说明：… below a table."""
    if not cells or len(cells) > 2:
        return False
    word, colon, _ = squeeze(text_of(cells[0][1])).partition(":")
    return bool(colon) and word.rstrip("0123456789.、") in word_set("rows.note")


def is_section(table: Table, row: int, cells: list[tuple[int, Value]]) -> bool:
    """A line within a table that names what follows: 办公室第一支部, 二月份."""
    if len(cells) != 1 or not isinstance(cells[0][1], str) or len(table.head.paths) < 3:
        return False
    column, text = cells[0][0], squeeze(text_of(cells[0][1]))
    areas = table.grid.merged_from(row)
    wide = any(area.left == column and area.right - area.left >= 2 for area in areas)
    if wide or column == table.column("serial") or column not in table.head.fields.values():
        return wide or column == table.head.left
    # A name or a date may stand alone in its row: only what can be neither is a section.
    told = _PERIOD.fullmatch(text) or len(text) > _REMARK or _is_branch(table, column, text)
    return column == table.head.left and bool(told)


def _is_branch(table: Table, column: int, text: str) -> bool:
    """Whether a cell names an organization in a column that is not there for that."""
    own = (table.column("organization"), table.column("unit"))
    return table.what != ORGANIZATIONS and column not in own and is_organization(text)


def numbers_only(table: Table, cells: list[tuple[int, Value]]) -> bool:
    """A prepared line in which nothing but the serial number was filled in."""
    serial = table.column("serial")
    return all(empty(value) or (column == serial and _is_number(value)) for column, value in cells)


def _is_number(value: Value) -> bool:
    return not isinstance(value, str) or squeeze(value).rstrip("、.").isdecimal()


@dataclass(slots=True)
class Line:
    """A record's row with the context that holds for it."""

    row: int
    context: Context


def record_lines(table: Table) -> Iterator[Line]:
    """The rows of a table that are records; totals, signatures, notes and sections are not."""
    context = table.context
    for row in table.rows():
        cells = table.cells(row)
        if not cells or numbers_only(table, cells):
            continue
        if is_total(cells) or is_signature(cells) or is_note(cells):
            continue
        if is_section(table, row, cells):
            context = with_section(context, text_of(cells[0][1]))
            continue
        yield Line(row, context)


def shown_headings(table: Table) -> str:
    """Some headings of a table, for a message."""
    return "、".join(path[-1] for path in list(table.head.paths.values())[:6])


def has_text(value: Value) -> bool:
    """Whether a cell says something other than 无 or —."""
    return not blank(value) and not empty(value)
