"""The check as a workbook: what is open, every duty, the findings, the rules."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mingdeng.documents.check_text import HEADINGS, missing_text
from mingdeng.documents.check_view import SYMBOLS, Line, mark_of, organization_view
from mingdeng.documents.columns import lines_needed
from mingdeng.engine.reasons import amount, day_name, period_text, reason
from mingdeng.engine.verdicts import OVERDUE, UNKNOWN, Verdict, looks_back
from mingdeng.facts.outcome import Outcome, is_below
from mingdeng.rulebook.vocabulary import vocabulary

if TYPE_CHECKING:
    from xlsxwriter import Workbook

PRODUCT = "明灯"
LINE_HEIGHT = 15
Row = Sequence[str]
OPEN_COLUMNS = (("组织", 24), ("状态", 10), ("事项", 20), ("理由", 60), ("依据", 44), ("力度", 8))
DUTY_COLUMNS = (
    *(("组织", 24), ("承担者", 24), ("事项", 20), ("期间", 16), ("状态", 10), ("要求", 8)),
    *(("已计", 8), ("截止日", 12), ("理由", 60), ("依据", 44), ("可信程度", 14), ("规则编号", 28)),
)
FINDING_COLUMNS = (
    *(("级别", 16), ("文件", 28), ("工作表", 18), ("行", 6), ("列", 6), ("位置", 16)),
    *(("情况", 56), ("怎么办", 44)),
)
RULE_COLUMNS = (
    ("规则编号", 28),
    ("名称", 20),
    ("大意", 60),
    ("依据", 44),
    ("可信程度", 14),
    ("存疑", 44),
)


def check_workbook(outcome: Outcome) -> bytes:
    """The workbook as bytes. Every value is text: nothing in it can be a formula."""
    import xlsxwriter

    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": f"{outcome.organ.name}履责检查（截至{day_name(outcome.as_of)}）",
            "author": PRODUCT,
            "comments": f"规则指纹 {outcome.rulebook.fingerprint}",
            "created": datetime.combine(outcome.as_of, datetime.min.time(), UTC).replace(
                tzinfo=None
            ),
        }
    )
    _sheet(book, "要办的事", OPEN_COLUMNS, _open_rows(outcome))
    _sheet(book, "逐项结论", DUTY_COLUMNS, _duty_rows(outcome))
    _sheet(book, "文件中需要看的", FINDING_COLUMNS, _finding_rows(outcome))
    _sheet(book, "所依据的规则", RULE_COLUMNS, _rule_rows(outcome))
    book.close()
    return buffer.getvalue()


def _sheet(
    book: "Workbook", name: str, columns: Sequence[tuple[str, int]], rows: Iterator[Row]
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for place, (heading, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, head)
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, text in enumerate(row):
            sheet.write_string(count, place, text, body)
        # Viewers that do not fit heights themselves would cut wrapped text off.
        tallest = max(lines_needed(t, w) for t, (_, w) in zip(row, columns, strict=True))
        sheet.set_row(count, LINE_HEIGHT * tallest)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _open_rows(outcome: Outcome) -> Iterator[Row]:
    for organization in outcome.organ.organizations:
        view = organization_view(outcome, organization)
        for heading, lines in (
            ("▲ 未履行", view.overdue),
            ("○ 将到期", view.soon),
            ("○ 待履行", view.due),
        ):
            yield from (_open_row(organization.name, heading, line) for line in lines)
    for missing in outcome.missing():
        yield ("", "? 缺少来源", "", missing_text(missing), "", "")


def _open_row(organization: str, heading: str, line: Line) -> Row:
    return (organization, heading, line.label, line.reason, line.cite, line.force)


def _duty_rows(outcome: Outcome) -> Iterator[Row]:
    words = vocabulary()
    for organization in outcome.organ.organizations:
        for verdict in outcome.verdicts_of(organization):
            below = is_below(verdict, organization)
            if below and (verdict.state == UNKNOWN or _did_not_lapse(verdict)):
                continue
            yield (
                organization.name,
                verdict.bearer.name,
                verdict.rule.label,
                period_text(verdict),
                f"{SYMBOLS[verdict.state]} {words.label('states', verdict.state)}",
                amount(verdict.required),
                amount(verdict.counted),
                verdict.due_on.isoformat() if verdict.due_on else "",
                reason(verdict),
                str(verdict.version.basis.cite),
                mark_of(verdict),
                verdict.rule.id,
            )


def _did_not_lapse(verdict: Verdict) -> bool:
    return looks_back(verdict) and verdict.state != OVERDUE


def _finding_rows(outcome: Outcome) -> Iterator[Row]:
    for finding in outcome.findings:
        yield (
            HEADINGS[finding.severity],
            finding.file,
            finding.sheet or "",
            _text(finding.row),
            _text(finding.column),
            finding.place or "",
            finding.message,
            finding.remedy,
        )


def _rule_rows(outcome: Outcome) -> Iterator[Row]:
    words = vocabulary()
    for rule in outcome.rulebook.rules.values():
        for version in rule.versions[-1:]:
            basis = version.basis
            mark = words.label("confidences", basis.confidence)
            yield (rule.id, rule.label, basis.gist, str(basis.cite), mark, basis.doubt or "")


def _text(value: Any) -> str:
    return "" if value is None else str(value)
