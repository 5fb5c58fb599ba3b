"""Word documents (.docx) as paragraphs and tables, in the order of the text.

Read from the XML events directly: deleted text, text moved away and the second
copy of text boxes are left out; automatic numbering, which is no text, is noted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mingdeng.files.effort import EFFORT
from mingdeng.files.grid import Grid, Range, SheetTooLarge
from mingdeng.files.guard import Package
from mingdeng.files.refusal import Refused
from mingdeng.files.xmlstream import Attributes, parse_xml

DOCUMENT = "word/document.xml"
_MAX_BLOCKS = 100_000
_MAX_DEPTH = 20


@dataclass(slots=True)
class Paragraph:
    """One paragraph; `number` counts those with text, as a reader would."""

    number: int
    text: str
    numbered: bool = False


@dataclass(slots=True)
class _Table:
    """A table while it is read."""

    grid: Grid
    row: int = 0
    column: int = 0
    ordinal: int = 0
    span: int = 1
    continues: bool = False
    lines: list[str] = field(default_factory=list)
    open_merges: dict[int, int] = field(default_factory=dict)  # column -> first row
    spans: dict[int, int] = field(default_factory=dict)  # column -> width of the merge


Block = Paragraph | Grid


def read_docx(package: Package, file: str) -> list[Block]:
    """Paragraphs with text and tables in order. Raises Refused."""
    reader = _Document(file)
    parse_xml(
        package.stream(DOCUMENT),
        start={
            "p": reader.open_paragraph,
            "t": reader.open_text,
            "tab": reader.tab,
            "br": reader.line_break,
            "cr": reader.line_break,
            "numPr": reader.numbering,
            "tbl": reader.open_table,
            "tr": reader.open_row,
            "tc": reader.open_cell,
            "gridSpan": reader.grid_span,
            "vMerge": reader.vertical_merge,
            "gridBefore": reader.grid_before,
            **dict.fromkeys(("Fallback", "moveFrom", "del"), reader.open_skipped),
        },
        end={
            "p": reader.close_paragraph,
            "t": reader.close_text,
            "tbl": reader.close_table,
            "tc": reader.close_cell,
            **dict.fromkeys(("Fallback", "moveFrom", "del"), reader.close_skipped),
        },
        text=reader.add,
    )
    return list(reader.finish())


class _Document:
    """Collects blocks from events; tables within cells become tables of their own."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.blocks: list[Block] = []
        self.tables: list[_Table] = []
        self.paragraphs: list[tuple[list[str], bool]] = []
        self.count = self.table_count = 0
        self.skipped = 0
        self.in_text = False

    # ---- paragraphs ----

    def open_paragraph(self, _: Attributes) -> None:
        if len(self.paragraphs) >= _MAX_DEPTH:
            raise Refused("broken-file")
        self.paragraphs.append(([], False))

    def close_paragraph(self) -> None:
        parts, numbered = self.paragraphs.pop() if self.paragraphs else ([], False)
        text = "".join(parts).strip()
        if self.paragraphs:  # a text box: its words belong to the paragraph around it
            self.paragraphs[-1][0].append(f"\n{text}\n")
        elif self.tables:
            self.tables[-1].lines.append(text)
        elif text:
            self.count += 1
            self._block(Paragraph(self.count, text, numbered))

    def _block(self, block: Block) -> None:
        if len(self.blocks) >= _MAX_BLOCKS:
            raise Refused("document-too-long")
        self.blocks.append(block)
        EFFORT.row()

    def open_text(self, _: Attributes) -> None:
        self.in_text = not self.skipped

    def close_text(self) -> None:
        self.in_text = False

    def add(self, text: str) -> None:
        if self.in_text and self.paragraphs:
            self.paragraphs[-1][0].append(text)

    def tab(self, _: Attributes) -> None:
        self._sign(" ")

    def line_break(self, _: Attributes) -> None:
        self._sign("\n")

    def _sign(self, sign: str) -> None:
        if self.paragraphs and not self.skipped and self.paragraphs[-1][0]:
            self.paragraphs[-1][0].append(sign)

    def numbering(self, _: Attributes) -> None:
        if self.paragraphs:
            self.paragraphs[-1] = (self.paragraphs[-1][0], True)

    def open_skipped(self, _: Attributes) -> None:
        self.skipped += 1

    def close_skipped(self) -> None:
        self.skipped = max(0, self.skipped - 1)

    # ---- tables ----

    def open_table(self, _: Attributes) -> None:
        if len(self.tables) >= _MAX_DEPTH:
            raise Refused("broken-file")
        self.table_count += 1
        grid = Grid(self.file, table=self.table_count)
        self.tables.append(_Table(grid))
        self._block(grid)

    def close_table(self) -> None:
        table = self.tables.pop()
        for column in list(table.open_merges):
            _end_merge(table, column, table.row)
        table.grid.settle()

    def open_row(self, _: Attributes) -> None:
        if self.tables:
            table = self.tables[-1]
            table.row += 1
            table.column, table.ordinal = 0, 0

    def grid_before(self, attributes: Attributes) -> None:
        if self.tables:
            self.tables[-1].column += _number(attributes)

    def open_cell(self, _: Attributes) -> None:
        if self.tables:
            table = self.tables[-1]
            table.ordinal += 1
            table.span, table.continues, table.lines = 1, False, []
            # A cell that says nothing of vertical merging ends the one above it.
            table.column += 1

    def grid_span(self, attributes: Attributes) -> None:
        if self.tables:
            self.tables[-1].span = max(1, min(_number(attributes), 200))

    def vertical_merge(self, attributes: Attributes) -> None:
        if not self.tables:
            return
        table = self.tables[-1]
        value = next((v for k, v in attributes.items() if k.endswith("val")), "continue")
        if value == "restart":
            if table.column in table.open_merges:
                _end_merge(table, table.column, table.row - 1)
            table.open_merges[table.column] = table.row
        table.continues = True

    def close_cell(self) -> None:
        if not self.tables:
            return
        table = self.tables[-1]
        if table.column in table.open_merges and not table.continues:
            _end_merge(table, table.column, table.row - 1)
        starts = table.open_merges.get(table.column) == table.row
        if starts:
            table.spans[table.column] = table.span
        elif table.span > 1 and not table.continues:
            right = table.column + table.span - 1
            table.grid.merges.append(Range(table.row, table.column, table.row, right))
        table.grid.ordinals[table.row, table.column] = table.ordinal
        if starts or not table.continues:
            self._put(table)
        table.column += table.span - 1
        table.lines = []

    def _put(self, table: _Table) -> None:
        try:
            table.grid.put(table.row, table.column, "\n".join(table.lines).strip())
        except SheetTooLarge:
            table.grid.too_large = True

    def finish(self) -> Iterator[Block]:
        while self.tables:
            self.close_table()
        yield from self.blocks


def _end_merge(table: _Table, column: int, bottom: int) -> None:
    top = table.open_merges.pop(column)
    right = column + table.spans.pop(column, 1) - 1
    table.grid.merges.append(Range(top, column, bottom, right))


def _number(attributes: Attributes) -> int:
    value = next((v for k, v in attributes.items() if k.endswith("val")), "0")
    return min(int(value), 1_000) if value.isdecimal() and len(value) < 6 else 0
