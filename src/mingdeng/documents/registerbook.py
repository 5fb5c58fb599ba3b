"""A register as a workbook: empty to be filled in, or as it stands, under the same headings."""

from collections.abc import Iterable, Mapping, Sequence

from mingdeng.documents.columns import width
from mingdeng.documents.workbook import LONGEST_OFFER, Cell, Sheet
from mingdeng.registers.columns import PERIOD, PLACE, Column
from mingdeng.rulebook.registers import Register

NOTES = "填表说明"
REQUIRED = " *"
SHOWN = 24  # of a name, before a sheet called after it gets too wide
WIDTHS: Mapping[str, int] = {
    "text": 26,
    "long": 44,
    "date": 13,
    "choice": 14,
    "choices": 24,
    "count": 10,
    "number": 10,
    "money": 12,
    "yes_no": 8,
    "person": 12,
    "people": 24,
    "entry": 26,
}
HOW: Mapping[str, str] = {
    "text": "一行文字，不超过200字",
    "long": "可以分行，不超过4000字",
    "date": "日期，如 2026-11-22",
    "choice": "从可选项里选一个",
    "choices": "从可选项里选几个，用顿号分开",
    "count": "整数",
    "number": "数字，最多四位小数",
    "money": "金额（元），最多两位小数",
    "yes_no": "是或否",
    "person": "一个人的姓名；本机关有同名的，写明支部，如“赵六（第一支部）”",
    "people": "几个人的姓名，用顿号分开；有同名的写明支部",
    "entry": "写上级条目的名称",
}
YES_NO = ("是", "否")
NOTE_COLUMNS = (("栏目", 20), ("必填", 8), ("怎么填", 44), ("可选项", 50))
LAST = (
    "带 * 的必填。栏目可以换次序，不要改名称；不认识的栏目不读取。"
    "填好后在这本台账里“导入”，先预览再写入。"
)


def template_sheets(
    register: Register, columns: Sequence[Column], places: Sequence[str], period: str
) -> list[Sheet]:
    """An empty sheet with headings and lists to choose from, and how to fill it in.

    `places` are the organizations it can be filled in for, `period` an example of one.
    """
    words = {place: _words(one, places) for place, one in enumerate(columns)}
    lists = {place: offered for place, offered in words.items() if offered}
    apart = [place for place, offered in lists.items() if len(",".join(offered)) > LONGEST_OFFER]
    offers: dict[int, Sequence[str] | str] = dict(lists)
    for number, place in enumerate(apart):
        offers[place] = _range(len(NOTE_COLUMNS) + number, len(lists[place]))
    heads = [_head(one) for one in columns]
    sheet = Sheet(register.label, heads, (), filtered=False, offers=offers, to_fill=True)
    return [sheet, _notes(columns, period, {place: lists[place] for place in apart}, lists)]


def list_sheet(
    register: Register, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> Sheet:
    """The entries under the same headings; what is told beside them stands on the right."""
    told = [("状态", 9), ("办结日期", 13)] if register.tracked else []
    return Sheet(register.label, [*map(_head, columns), *told], rows, title)


def _head(column: Column) -> tuple[str, int]:
    text = f"{column.label}{REQUIRED if column.required else ''}"
    kind = column.field.type if column.field else ""
    wide = WIDTHS.get(kind, SHOWN if column.name == PLACE else 11)
    return text, max(wide, width(text) + 3)


def _words(column: Column, places: Sequence[str]) -> Sequence[str]:
    """What a cell is chosen from; several at once cannot be chosen in a cell."""
    if column.name == PLACE:
        return places
    kind = column.field.type if column.field else ""
    if column.field is not None and kind == "choice":
        return column.field.choices
    return YES_NO if kind == "yes_no" else ()


def _range(column: int, words: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    letters = xl_col_to_name(column)
    return f"='{NOTES}'!${letters}$2:${letters}${words + 1}"


def _notes(
    columns: Sequence[Column],
    period: str,
    apart: Mapping[int, Sequence[str]],
    lists: Mapping[int, Sequence[str]],
) -> Sheet:
    heads = [*NOTE_COLUMNS, *((columns[place].label, SHOWN) for place in apart)]
    rows: list[list[Cell]] = [
        [one.label, "必填" if one.required else "", _how(one, period), _choices(one, apart, place)]
        for place, one in enumerate(columns)
    ]
    rows.append(["", "", LAST, ""])
    longest = max((len(lists[place]) for place in apart), default=0)
    rows += [[""] * len(NOTE_COLUMNS) for _ in range(longest - len(rows))]
    for number, row in enumerate(rows):
        row += [words[number] if number < len(words) else "" for words in apart.values()]
    return Sheet(NOTES, heads, rows, filtered=False)


def _how(column: Column, period: str) -> str:
    if column.name == PLACE:
        return "组织的简称或全称"
    if column.name == PERIOD:
        return f"哪一期，如 {period}"
    said = HOW[column.field.type] if column.field else ""
    limited = "；只有少数身份看得到" if column.field and column.field.restricted else ""
    return f"{said}{limited}"


def _choices(column: Column, apart: Mapping[int, Sequence[str]], place: int) -> str:
    if place in apart:
        return "见右面的一列"
    return "、".join(column.field.choices) if column.field else ""
