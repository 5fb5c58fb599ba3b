"""Workbooks the platform wrote itself: what each is, told by the mark at the head of its sheets.

The mark stands in a cell, behind the title, because cells are what every program keeps when it
opens and saves a file; properties are not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mingdeng.files.grid import Grid
from mingdeng.files.report import Report

PRODUCT = "明灯"
# Rows above the headings in which the mark is looked for.
_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of workbook we write.

    `why` says, to whoever brings one back, why nothing of it has to be imported; it is empty
    where it is read. A `bare` one is to be filled in: its sheets have no line over the headings.
    """

    name: str
    why: str = ""
    bare: bool = False

    @property
    def mark(self) -> str:
        """What its sheets carry behind their title."""
        return f"{PRODUCT}·{self.name}"


_RECORDED = "每一行都是平台里已经办理的事项，不用导入"
_JUDGED = "内容是平台按规则和记录算出来的，不用导入"
LEDGER = Form("三会一课台账")
ORGANIZATIONS = Form("党组织名册")
ROSTER = Form("党员名册")
TERMS = Form("任期台账")
BOARD = Form("履责情况", _JUDGED)
CHECK = Form("履责检查", _JUDGED)
RULES = Form("规则", "内容来自平台采用的规则包，不用导入")
PLANS = Form("计划", "每一行都是平台里的一项计划，不用导入")
IMPORTS = Form("导入记录", "每一行都是平台里的一次导入，不用导入")
SAID = Form("说明、异议和例外", _RECORDED)
CORRECTIONS = Form("更正请求", _RECORDED)
DEMANDS = Form("重复报送的答复", _RECORDED)
HANDOVER = Form("交接单", "内容是交接开始时从平台里取出的，不用导入")
COPY = Form("本人信息", "内容是平台里关于本人的全部记录，不用导入")
ACCOUNTS = Form("账号", "每一行都是平台里的一个账号，不用导入")
JOURNAL = Form("日志", "每一行都是平台自己写的日志，不用导入")
CONTENTS = Form("归档目录", "内容是归档文件的清单，不用导入")
BURDEN = Form("减负", "内容是平台自己数出来的，不用导入")
REGISTER = Form("台账条目", "每一行都是平台里的一条；改过或者新加的，请从这本台账的页面导入")
REGISTER_BLANK = Form("台账模板", "填好以后请从这本台账的页面导入", bare=True)

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.name: form
        for form in (
            *(LEDGER, ORGANIZATIONS, ROSTER, TERMS, BOARD, CHECK, RULES, PLANS, IMPORTS, SAID),
            *(CORRECTIONS, DEMANDS, HANDOVER, COPY, ACCOUNTS, JOURNAL, CONTENTS, BURDEN),
            *(REGISTER, REGISTER_BLANK),
        )
    }
)
_MARK = re.compile(rf"\s*{PRODUCT}·({'|'.join(map(re.escape, FORMS))})\s*$")


def tell_ours(form: Form, report: Report) -> None:
    """Say once for a file that it is a list of ours of which nothing has to be imported."""
    if all(one.code != "our-own-list" for one in report.findings):
        report.add("our-own-list", name=form.name, why=form.why)


def take_mark(grid: Grid) -> Form | None:
    """Which of our workbooks a sheet comes from; the mark is taken off, the title stays."""
    for row in list(grid.rows)[:_LOOKED_AT]:
        cells = grid.filled(row)
        if len(cells) != 1 or not isinstance(cells[0][1], str):
            continue
        column, value = cells[0]
        found = _MARK.search(str(value))
        if found:
            grid.rows[row][column - 1] = str(value)[: found.start()] or None
            return FORMS[found[1]]
    return None
