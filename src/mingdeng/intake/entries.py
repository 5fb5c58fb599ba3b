"""Rows of a workbook as what is said of entries: which column is which, what each cell says.

Nothing here reads a database, and nothing is gathered: rows come in and go out one by one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from mingdeng.files.cells import RowCells, SheetCells, address
from mingdeng.files.grid import VISIBLE
from mingdeng.files.rows import NOTICE, WARNING, Finding
from mingdeng.files.text import bracketed, plain, squeeze, without_brackets
from mingdeng.registers.columns import PERIOD, PLACE, TOLD, Column
from mingdeng.registers.values import Invalid, read_entry
from mingdeng.rulebook.registers import TITLE, Register

NOTES = "填表说明"  # the sheet our own templates say how to fill in
HEAD_WITHIN = 30  # rows from the top in which the headings have to stand
ENOUGH = 3  # headings that make a line of them where the title's is not there
PASSED = frozenset({"序号", "编号", "no", "no.", *TOLD})
TOTALS = frozenset({"合计", "总计", "小计", "总合计"})
BROKEN = {
    "cell-error": "是公式的错误，请改成要填的内容。",
    "formula-without-value": "公式没有算出结果，请在表格里打开并保存一次，或者改成要填的内容。",
    "cell-too-long": "文字太长，请缩短。",
}


class Bad(NamedTuple):
    """A cell that cannot stand: where, under which heading, what is wrong and what to do."""

    cell: str
    label: str
    problem: str


@dataclass(frozen=True, slots=True)
class Said:
    """One row: what it says by column, where each cell stands, and which of them cannot be."""

    sheet: str | None
    row: int
    given: Mapping[str, str]
    at: Mapping[str, str]
    bad: Sequence[Bad] = ()


@dataclass(slots=True)
class Tables:
    """Takes the cells of one file in, sheet after sheet, and gives the rows of a register out."""

    file: str
    register: Register
    columns: Sequence[Column]
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0  # that the sheets begun so far have
    read: int = 0
    sheet: SheetCells | None = None
    head: dict[int, Column] = field(default_factory=dict)
    passed: bool = False
    hidden: int = 0

    def begin(self, sheet: SheetCells) -> None:
        """Another sheet, or table of a document."""
        self.end()
        self.sheet, self.head, self.hidden = sheet, {}, 0
        self.rows += sheet.rows
        self.passed = sheet.sheet == NOTES or sheet.state != VISIBLE or sheet.too_large
        if sheet.too_large:
            said = "超过十万行或二百列，没有读取。"
            self._tell("sheet-too-large", WARNING, said, "请拆成几张再导入。")
        elif sheet.state != VISIBLE:
            self._tell("hidden-sheet-not-read", WARNING, "隐藏的工作表没有读取。", "要读的请显示。")

    def end(self) -> None:
        """Tell what the sheet that ends made known."""
        if self.sheet is None or self.passed:
            return
        if not self.head and self.sheet.rows:
            said = "没有找到写着栏目的一行，没有读取。"
            self._tell("no-headings", WARNING, said, "第一行请写模板里的栏目名称。")
        if self.hidden:
            self._tell(
                "hidden-rows", WARNING, f"有 {self.hidden} 个隐藏的行，也读取了。", "请核对。"
            )

    def take(self, row: RowCells) -> Iterator[Said]:
        """A row: nothing, where it is no entry."""
        self.read += 1
        if self.passed:
            return
        found = self._head_in(row)
        if found and (not self.head or found == self.head):
            if not self.head:
                self._begin_rows(row, found)
            return
        if not self.head:
            self.passed = row.number > HEAD_WITHIN
            if self.passed:
                self.passed = False
                self.end()
                self.passed = True
            return
        yield from self._said(row)

    def _head_in(self, row: RowCells) -> dict[int, Column]:
        """The columns whose headings stand in a row; none where it is no line of headings."""
        wanted = _by_heading(self.columns)
        found: dict[int, Column] = {}
        for number, text in enumerate(row.texts, start=1):
            column = wanted.get(_key(text)) or wanted.get(_bare(text)) if text else None
            if column is not None and column not in found.values():
                found[number] = column
        names = {column.name for column in found.values()}
        enough = min(2, len(self.columns)) if TITLE in names else ENOUGH
        return found if len(names) >= enough else {}

    def _begin_rows(self, row: RowCells, found: dict[int, Column]) -> None:
        self.head = found
        for number, text in enumerate(row.texts, start=1):
            if text and number not in found and _key(text) not in PASSED:
                said = f"“{text[:20]}”这一栏台账里没有，没有读取。"
                cell = self._cell(row.number, number)
                self._tell("unknown-column", NOTICE, f"{cell}：{said}", "", row.number, number)
        there = {column.name for column in found.values()}
        missing = [one.label for one in self.columns if one.required and one.name not in there]
        if missing:
            said = f"缺少必填的栏目：{'、'.join(missing)}。"
            self._tell("missing-column", WARNING, said, "请用模板，或加上这些栏目。", row.number)

    def _said(self, row: RowCells) -> Iterator[Said]:
        broken = dict(row.broken)
        given: dict[str, str] = {}
        at: dict[str, str] = {}
        bad: list[Bad] = []
        for number, column in self.head.items():
            text = row.texts[number - 1].strip() if number <= len(row.texts) else ""
            at[column.name] = self._cell(row.number, number)
            if number in broken:
                problem = BROKEN.get(broken[number], "读不出来，请重新填写。")
                bad.append(Bad(at[column.name], column.label, problem))
            elif text:
                given[column.name] = text
        if not given and not bad:
            return
        if squeeze(given.get(TITLE, "") or next(iter(given.values()), "")) in TOTALS:
            return
        self.hidden += row.hidden
        sheet = self.sheet.sheet if self.sheet else None
        bad += self._problems(given, at, row.number, bad)
        yield Said(sheet, row.number, given, at, bad)

    def _problems(
        self, given: Mapping[str, str], at: Mapping[str, str], row: int, before: Sequence[Bad]
    ) -> Iterator[Bad]:
        """What the one reader of entries says against the texts, and what is required and empty."""
        known = {one.cell for one in before}
        labels = {one.name: one.label for one in self.columns}
        fields = {name: text for name, text in given.items() if name not in {PLACE, PERIOD}}
        problems: dict[str, str] = {}
        try:
            read_entry(self.register, fields, given.get(PERIOD, ""))
        except Invalid as invalid:
            problems |= invalid.problems
        for one in self.columns:
            if one.required and one.name not in given and one.name not in problems:
                problems[one.name] = f"请填写{one.label}。"
        for name, problem in problems.items():
            cell = at.get(name, f"第{row}行")
            if cell not in known:
                yield Bad(cell, labels.get(name, name), problem)

    def _cell(self, row: int, column: int) -> str:
        return address(row, column, self.sheet.table if self.sheet else None)

    def _tell(
        self, code: str, severity: str, said: str, remedy: str, row: Any = None, column: Any = None
    ) -> None:
        sheet = self.sheet.sheet if self.sheet else None
        found = Finding(self.file, sheet, row, column, None, severity, code, said, remedy)
        self.findings.append(found)


def stored(found: Finding) -> dict[str, Any]:
    """A finding as it is kept with an upload."""
    return asdict(found)


def _by_heading(columns: Sequence[Column]) -> dict[str, Column]:
    """The columns by how their headings may be written."""
    bare = {_bare(one.label): one for one in reversed(columns)}
    return {**bare, **{_key(one.label): one for one in reversed(columns)}}


def _key(text: str) -> str:
    """A heading whatever its width, spaces and marks: ＊责任人 ：is 责任人."""
    return re.sub(r"\(必填\)$", "", squeeze(text).strip("*:.·")).strip("*").lower()


def _bare(text: str) -> str:
    """Likewise without remarks in brackets: 责任人（处级以上） is 责任人."""
    said = plain(text)
    return _key(without_brackets(said)) if bracketed(said) else _key(said)
