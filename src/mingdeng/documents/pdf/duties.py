"""The list of open duties as a paper."""

from collections.abc import Iterator, Sequence
from datetime import date

from mingdeng.documents.check_view import Line, OrganizationView
from mingdeng.documents.pdf.blocks import Row, note, table, text
from mingdeng.documents.pdf.typesetting import Block, Document
from mingdeng.engine.reasons import day_name

COLUMNS = (
    *(("组织", 18), ("状态", 9), ("事项", 15), ("期间", 12), ("情况", 34), ("最迟", 11)),
    ("依据", 26),
)


def open_rows(view: OrganizationView) -> Iterator[Row]:
    """What is open of one organization: state, what, why, by which rule, how binding."""
    for state, line in _lines(view):
        yield [state, line.label, line.reason, _cite(line), line.force]


def open_document(
    title: str, day: date, rows: Sequence[Row], lead: str, missing: Sequence[str]
) -> Document:
    """The list of some organizations; what could not be judged is said below it."""
    blocks: list[Block] = [{"is": "heading", "level": 1, "text": title, "fresh": False}]
    blocks.append(note(f"截至{day_name(day)}。{lead}", leads=True))
    blocks.append(table(COLUMNS, rows, size=10) if rows else text("没有没完成的事项。"))
    blocks += [note(f"不能判断：{one}。") for one in missing]
    return Document(title, f"{title}　截至{day_name(day)}", day, blocks, landscape=True)


def _lines(view: OrganizationView) -> Iterator[tuple[str, Line]]:
    for line in view.overdue:
        yield f"▲ {line.state}", line
    for line in view.soon:
        yield "○ 将到期", line
    for line in view.due:
        yield f"○ {line.state}", line


def _cite(line: Line) -> str:
    return f"{line.cite}（{line.mark}）" if line.mark else line.cite
