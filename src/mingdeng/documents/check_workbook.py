"""The check as a workbook: what is open, every duty, the findings, the rules, what it rests on."""

from mingdeng.documents.check_rows import (
    about_rows,
    duty_rows,
    finding_rows,
    open_rows,
    rule_rows,
)
from mingdeng.documents.workbook import Paper, Sheet, workbook
from mingdeng.engine.reasons import day_name
from mingdeng.facts.outcome import Outcome
from mingdeng.files.ours import CHECK

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
    day = day_name(outcome.as_of)
    paper = Paper(
        title=f"{outcome.organ.name}履责检查（截至{day}）",
        head=f"履责检查 {outcome.organ.name}",
        aside=f"截至{day}",
        day=outcome.as_of,
        form=CHECK,
        remarks=f"规则版本 {outcome.rulebook.fingerprint}",
    )
    sheets = (
        Sheet("要办的事", OPEN_COLUMNS, open_rows(outcome)),
        Sheet("逐项结论", DUTY_COLUMNS, duty_rows(outcome)),
        Sheet("文件中需要看的", FINDING_COLUMNS, finding_rows(outcome)),
        Sheet("所依据的规则", RULE_COLUMNS, rule_rows(outcome)),
        Sheet("说明", ABOUT_COLUMNS, about_rows(outcome)),
    )
    return workbook(paper, sheets)
