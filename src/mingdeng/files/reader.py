"""From the bytes of one file to tables, rows and findings. Runs in the child process."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mingdeng.files.activities import kinds_in_rows, read_activity, read_activity_table
from mingdeng.files.csvtext import read_csv
from mingdeng.files.docx import Block, Paragraph, read_docx
from mingdeng.files.dues import read_dues_table
from mingdeng.files.formats import check_content
from mingdeng.files.grid import VISIBLE, Grid, Spot, column_letters
from mingdeng.files.guard import Package
from mingdeng.files.layouts import unread_layout
from mingdeng.files.members import read_member_table
from mingdeng.files.minutes import MinutesRecord, forms_in, minutes_records, organization_said
from mingdeng.files.minuteslines import document_pieces, grid_pieces
from mingdeng.files.names import CSV, DOCX, TEXT, XLS, XLSX
from mingdeng.files.organizations import read_organization_table
from mingdeng.files.ours import TERMS, take_mark, tell_ours
from mingdeng.files.records import tell_serials
from mingdeng.files.refusal import Refused
from mingdeng.files.report import Report, listed
from mingdeng.files.rows import (
    ACTIVITIES,
    DUES,
    MEMBERS,
    ORGANIZATIONS,
    OTHER,
    ActivityRow,
    OrganizationRow,
    Row,
    Source,
    TableRead,
)
from mingdeng.files.tables import Table, find_tables, looks_like, shown_headings
from mingdeng.files.terms import read_terms, terms_read
from mingdeng.files.xlsx import read_xlsx

_OF_THE_PROGRAM = "WpsReserved"  # hidden sheets WPS keeps for itself
_MAX_LEAD = 5  # lines of a Word document that count as the title of a table below them


@dataclass(frozen=True, slots=True)
class Part:
    """One table with its rows; `table` is None for minutes, which stand for themselves."""

    table: TableRead | None
    rows: Sequence[Row]


@dataclass(slots=True)
class Opened:
    """A file whose container has been checked."""

    data: bytes
    file: str
    promised: str
    package: Package | None


def open_file(data: bytes, file: str, promised: str) -> Opened:
    """Check the content against the name, sizes and dangers. Raises Refused."""
    return Opened(data, file, promised, check_content(data, promised))


def read_opened(opened: Opened, report: Report) -> Iterator[Part]:
    """The tables and minutes of a checked file, findings into the report. Raises Refused."""
    package, file = opened.package, opened.file
    if package is not None and package.embedded:
        report.add("embedded-object", count=package.embedded)
    if opened.promised == DOCX and package is not None:
        yield from _read_document(read_docx(package, file), file, report)
    elif opened.promised == TEXT:
        yield from _read_text(opened, report)
    else:
        count = 0
        for grid in grids_in(opened):
            for part in _read_grid(grid, report):
                count += len(part.rows)
                yield part
        if opened.promised == CSV and not count and not report.findings:
            report.add("no-records")


def grids_in(opened: Opened) -> Iterator[Grid]:
    """The sheets of a checked workbook, or the one table of a text file. Raises Refused."""
    if opened.promised == XLSX and opened.package is not None:
        return read_xlsx(opened.package, opened.file)
    if opened.promised == XLS:
        from mingdeng.files.xls import read_xls

        return read_xls(opened.data, opened.file)
    return read_csv(opened.data, opened.file)


def _read_text(opened: Opened, report: Report) -> Iterator[Part]:
    """A .txt file: read where it holds a table, passed over where it does not."""
    try:
        grids = list(read_csv(opened.data, opened.file))
    except Refused:
        grids = []
    if any(table.what != OTHER for grid in grids for table in find_tables(grid)):
        for grid in grids:
            yield from _read_grid(grid, report)
    else:
        report.add("not-read", what="文本文件")


# ---- sheets ----


def _read_grid(grid: Grid, report: Report) -> Iterator[Part]:
    _tell_limits(grid, report)
    if not grid.rows or (grid.sheet or "").startswith(_OF_THE_PROGRAM):
        return
    form = take_mark(grid)
    if form is not None and form.why:
        tell_ours(form, report)
        return
    if form == TERMS:
        rows = read_terms(grid, report)
        _tell_hidden_rows(grid, rows, report)
        yield Part(terms_read(grid, rows), rows)
        return
    tables = find_tables(grid)
    read = [table for table in tables if table.what != OTHER]
    if not read:
        yield from _read_unknown(grid, tables, report)
        return
    parts = [_read_table(table, report, ours=form is not None) for table in tables]
    _tell_hidden(grid, tables, parts, report)
    yield from parts


def _tell_limits(grid: Grid, report: Report) -> None:
    if grid.too_large and grid.table is not None:
        report.add("table-too-large", Spot(place=f"表格{grid.table}"))
    elif grid.too_large:
        report.add("sheet-too-large", Spot(grid.sheet))
    elif grid.stray:
        report.add("cells-beyond-limits", grid.stray[0], count=len(grid.stray))
    if grid.too_long:
        report.add("cell-too-long", grid.too_long)
    if grid.note:
        report.add(grid.note, Spot(grid.sheet))


_READERS: dict[str, Callable[[Table, Report], Sequence[Row]]] = {
    ORGANIZATIONS: read_organization_table,
    MEMBERS: read_member_table,
    ACTIVITIES: read_activity_table,
    DUES: read_dues_table,
}


def _read_table(table: Table, report: Report, *, ours: bool = False) -> Part:
    if table.what == OTHER:
        _tell_unread(table, report)
        return Part(_table_read(table, ()), ())
    rows = _READERS[table.what](table, report)
    tell_serials(table, report)
    return Part(replace(_table_read(table, rows), ours=ours), rows)


def _table_read(table: Table, rows: Sequence[Row]) -> TableRead:
    grid, context = table.grid, table.context
    spot = grid.spot(table.head.top)
    held = [row for row in rows if isinstance(row, ActivityRow)]
    years = {*context.years, *(row.held_on.year for row in held)}
    named = context.kinds_named or kinds_in_rows(held)
    return TableRead(
        source=Source(grid.file, grid.sheet, spot.row, spot.place),
        what=table.what,
        title=context.title[:200] if context.title else None,
        years=tuple(sorted(years)),
        kinds_named=named if table.what == ACTIVITIES else context.kinds_named,
        organizations=_organizations(context.organization, rows),
        rows=len(rows),
        hidden=grid.state != VISIBLE,
    )


def _organizations(named: str | None, rows: Iterable[Row]) -> tuple[str, ...]:
    names = [row.name if isinstance(row, OrganizationRow) else row.organization for row in rows]
    found = dict.fromkeys(name for name in names if name)
    return tuple(found) or ((named,) if named else ())


def _tell_unread(table: Table, report: Report) -> None:
    grid = table.grid
    looks = looks_like(table, grid.file, grid.sheet)
    words = f"看起来是：{looks}" if looks else f"表头：{shown_headings(table)}"
    report.add("table-not-read", grid.spot(table.head.top), looks=words)


def _tell_hidden(
    grid: Grid, tables: Sequence[Table], parts: Sequence[Part], report: Report
) -> None:
    """Hidden rows and columns that gave something, once for the sheet."""
    _tell_hidden_rows(grid, [row for part in parts for row in part.rows], report)
    asked = {column for table in tables if table.what != OTHER for column in _asked(table)}
    columns = sorted(grid.hidden_columns & asked)
    if columns:
        words = "、".join(f"第{column}列（{column_letters(column)}）" for column in columns)
        report.add("hidden-columns", Spot(grid.sheet, None, columns[0]), columns=words)


def _tell_hidden_rows(grid: Grid, given: Iterable[Row], report: Report) -> None:
    rows = sorted(grid.hidden_rows & {row.source.row for row in given if row.source.row})
    if rows:
        report.add("hidden-rows", Spot(grid.sheet, rows[0]), rows=listed(rows))


def _asked(table: Table) -> Iterator[int]:
    for name, column in table.head.fields.items():
        if name not in {"serial", "remark", "phone", "code", "contact", "deputy"}:
            yield column


def _read_unknown(grid: Grid, tables: Sequence[Table], report: Report) -> Iterator[Part]:
    """A sheet without a known table: a form for one meeting, or nothing for us."""
    layout = unread_layout(grid)
    if layout and grid.state == VISIBLE:
        report.add(layout.code, layout.spot)
        return
    if forms_in(grid) and not layout:
        rows = _minutes(minutes_records(grid_pieces(grid), grid.file), report)
        if rows:
            yield Part(None, rows)
            return
    if grid.state != VISIBLE:
        report.add("hidden-sheet-not-read", Spot(grid.sheet))
    elif tables:
        for table in tables:
            yield _read_table(table, report)
    elif len(grid.rows) > 1:
        looks = looks_like(None, grid.file, grid.sheet)
        words = f"看起来是：{looks}" if looks else "没有找到表头"
        report.add("table-not-read", Spot(grid.sheet), looks=words)


# ---- Word ----


def _read_document(blocks: Sequence[Block], file: str, report: Report) -> Iterator[Part]:
    """The ledgers among the tables, and the minutes in what remains."""
    found = False
    remaining: list[Block] = []
    lead: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lead = [*lead[1 - _MAX_LEAD :], block.text]
            remaining.append(block)
            continue
        _tell_limits(block, report)
        if block.too_large:
            continue
        tables = [table for table in find_tables(block, lead) if table.what != OTHER]
        lead = []
        layout = None if tables else unread_layout(block)
        if layout:
            report.add(layout.code, layout.spot)
        elif not tables:
            remaining.append(block)
        for table in tables:
            found = True
            yield _read_table(table, report)
    rows = _minutes(minutes_records(document_pieces(remaining), file), report)
    if rows:
        yield Part(None, rows)
    elif not found and not report.findings:
        report.add("no-minutes")


def _minutes(records: Sequence[MinutesRecord], report: Report) -> list[ActivityRow]:
    rows: list[ActivityRow] = []
    for record in records:
        found = read_activity(record, organization_said(record), report)
        if found:
            quotes = record.quotes()
            rows += [replace(row, quotes=quotes) for row in found[0]]
    return rows
