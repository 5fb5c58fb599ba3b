"""台账 on paper: one entry in full, or a list of entries, from the definition alone."""

from collections.abc import Iterable, Sequence
from datetime import date

from mingdeng.documents.word.blocks import CENTRE, Block, Column, Labelled, Paper, Table
from mingdeng.documents.word.lists import NUMBER
from mingdeng.engine.reasons import day_name
from mingdeng.rulebook.registers import Field, Register

SAID = (Column("栏目", 8), Column("内容", 24))
TITLE = "title"
# How wide a column is by its type, in characters; the title takes what the others leave.
WIDTHS = {"date": 5.5, "choice": 5, "count": 3, "number": 4, "money": 5, "yes_no": 3, "person": 4}
WHOLE, ELSE, LEAST = 32, 6.5, 8


def entry_paper(
    register: Register, title: str, said: Iterable[tuple[str, str]], day: date
) -> Paper:
    """One entry: its name, then every field that says something, row by row."""
    rows = [(label, text) for label, text in said if text]
    blocks: list[Block] = [Labelled("名称", title), Labelled("截至", day_name(day))]
    return Paper((register.label,), [*blocks, Table(SAID, rows)], day)


def list_paper(
    register: Register,
    chosen: str,
    fields: Sequence[Field],
    rows: Sequence[Sequence[str]],
    day: date,
) -> Paper:
    """A list of entries under the fields that fit on the page, the title first."""
    beside = [one for one in fields if one.id != TITLE]
    left = WHOLE - NUMBER.width - sum(_width(one) for one in beside)
    title = next(one.label for one in register.fields if one.id == TITLE)
    columns = [NUMBER, Column(title, max(left, LEAST)), *map(_column, beside)]
    blocks: list[Block] = [Labelled("截至", day_name(day))]
    if chosen:
        blocks.append(Labelled("范围", chosen))
    blocks.append(Labelled("条数", f"{len(rows)}条"))
    numbered = [(str(number), *row) for number, row in enumerate(rows, start=1)]
    return Paper((register.label,), [*blocks, Table(columns, numbered)], day)


def _column(field: Field) -> Column:
    person = field.type == "person"
    align = CENTRE if field.type in {"date", "count", "yes_no", "person"} else "left"
    return Column(field.label, _width(field), align, names=person)


def _width(field: Field) -> float:
    return WIDTHS.get(field.type, ELSE)
