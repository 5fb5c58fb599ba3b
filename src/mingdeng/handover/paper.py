"""A handover as a workbook: the receipt first, then every table of the pack."""

from collections.abc import Iterator

from mingdeng.daycount import local_day
from mingdeng.documents.workbook import Cell, Paper, Sheet, workbook
from mingdeng.engine.reasons import day_name
from mingdeng.files.ours import HANDOVER
from mingdeng.handover.models import Handover

RECEIPT_COLUMNS = (("项目", 20), ("内容", 70))


def handover_workbook(found: Handover) -> bytes:
    """The paper. What is in it was fixed when the handover began."""
    title = f"{found.organization.name}{found.post.title}交接单"
    paper = Paper(title, title, f"截至{day_name(found.as_of)}", found.as_of, HANDOVER)
    sheets = [Sheet("交接单", RECEIPT_COLUMNS, list(_receipt(found)), title, filtered=False)]
    for section in found.pack["sections"]:
        columns = [(str(head), int(width)) for head, width in section["columns"]]
        sheets.append(Sheet(section["name"], columns, section["rows"], section["name"]))
    return workbook(paper, sheets)


def _receipt(found: Handover) -> Iterator[list[Cell]]:
    yield ["职务", f"{found.organization.full_name} {found.post.title}"]
    yield ["移交人", found.predecessor.name]
    yield ["接收人", found.successor.name]
    yield ["内容截至", day_name(found.as_of)]
    yield ["移交说明", str(found.pack["note"])]
    yield ["状态", str(found.get_state_display())]
    for label, name, at in (
        ("移交人签收", found.predecessor.name, found.handed_at),
        ("接收人签收", found.successor.name, found.taken_at),
        ("监交", found.witness.name if found.witness else "", found.witnessed_at),
        ("退回", found.refused_by.name if found.refused_by else "", found.refused_at),
    ):
        if at is not None:
            yield [label, f"{name}，{day_name(local_day(at))}"]
    if found.reason:
        yield ["退回理由", found.reason]
    yield ["内容摘要（SHA-256）", found.digest]
