"""The ledger of 三会一课 as a paper: the columns of the workbook, joined until they fit on A4."""

from collections.abc import Sequence
from datetime import date

from mingdeng.documents.ledger import COLUMNS, Line, ledger_rows
from mingdeng.documents.pdf.blocks import table, text
from mingdeng.documents.pdf.typesetting import Block, Document
from mingdeng.engine.reasons import day_name

HEADS = tuple(name for name, _ in COLUMNS)
SHOWN = (
    *(("序号", 6), ("日期", 11), ("会议类别", 13), ("地点", 12), ("主持、记录、主讲", 14)),
    *(("议题、议程、决议和表决", 45), ("应到/实到", 7), ("缺席人员及原因", 18)),
    *(("列席人员", 11), ("学时", 6), ("备注", 17)),
)
SPOKEN = (("主持人", "主持："), ("记录人", "记录："), ("主讲人", "主讲："))


def ledger_document(
    title: str, day: date, lines: Sequence[Line], names: Sequence[str] = ()
) -> Document:
    """The paper, across; each row is one activity of one host."""
    rows = [_row(dict(zip(HEADS, map(str, row), strict=True))) for row in ledger_rows(lines)]
    several = len({line.organization for line in lines}) > 1
    blocks: list[Block] = [{"is": "heading", "level": 1, "text": title, "fresh": False}]
    if rows:
        for row, cells in zip(ledger_rows(lines), rows, strict=True):
            if several:
                cells[2] = f"{row[3]}\n{cells[2]}"
        blocks.append(table(SHOWN, rows, centred=(0, 6, 9), size=9))
    else:
        blocks.append(text("没有记录。"))
    head = f"{title}　截至{day_name(day)}"
    return Document(title, head, day, blocks, landscape=True, names=names)


def _row(one: dict[str, str]) -> list[str]:
    spoken = [f"{label}{one[name]}" for name, label in SPOKEN if one[name]]
    said = [one["议题"], one["会议议程"] if one["会议议程"] != one["议题"] else ""]
    said += [f"{name}：{one[name]}" for name in ("决议", "表决结果") if one[name]]
    heads = f"{one['应到'] or '—'}/{one['实到'] or '—'}"
    return [
        one["序号"],
        _lines(one["日期"], one["起止时间"]),
        _lines(one["会议类别"], one["党小组"]),
        one["会议地点"],
        _lines(*spoken),
        _lines(*said),
        heads if one["应到"] or one["实到"] else "",
        one["缺席人员及原因"],
        one["列席人员"],
        one["学时"],
        one["备注"],
    ]


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))
