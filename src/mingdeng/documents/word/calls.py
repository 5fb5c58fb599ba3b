"""会议通知 and 签到表: what goes out before a meeting, and what lies on the table at it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mingdeng.activities.said import Record
from mingdeng.documents.word.blocks import (
    CENTRE,
    Block,
    Column,
    Gap,
    Heading,
    Labelled,
    Paper,
    Signed,
    Table,
    Text,
)
from mingdeng.documents.word.calling import called, to_take_place, when
from mingdeng.documents.word.text import in_list
from mingdeng.engine.reasons import day_name

SIGN_ROW = 482
# As many lines to write on where nobody is known by name.
LINES = 20
COLUMNS = (
    *(Column("序号", 2.2, CENTRE), Column("姓名", 5.5, CENTRE, names=True)),
    Column("签名", 8, CENTRE, gives=1.5),
)
NO_PLACE = "另行通知"
EXCUSED = "因故不能参加的，请提前请假。"


@dataclass(frozen=True, slots=True)
class Signing:
    """Someone expected; where it is known that they will not be there, why."""

    name: str
    note: str = ""
    away: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Who is expected of one host."""

    name: str
    expected: int | None
    people: Sequence[Signing]


def notice(record: Record, hosts: Sequence[str], invited: str, day: date) -> Paper:
    """The notice of a plan."""
    takes_place = to_take_place(record.kinds)
    said = [
        ("时间", when(record.held_on, record.held_to, record.start, record.end)),
        ("地点", record.place or NO_PLACE),
        ("参加人员", invited),
        *([("主持人", record.chair)] if record.chair else []),
    ]
    blocks: list[Block] = [Text(f"{invited}：", indented=False)]
    blocks.append(Text(f"兹定于{day_name(record.held_on)}{takes_place}，现将有关事项通知如下。"))
    for number, (label, text) in enumerate(said, start=1):
        blocks += [Heading(label, number=number), Text(text)]
    blocks += _agenda(record, len(said) + 1)
    return Paper(
        (f"关于{takes_place}", "的通知"), [*blocks, Text(EXCUSED), Signed(hosts, day)], day
    )


def _agenda(record: Record, number: int) -> Iterator[Block]:
    items = [item.text for item in record.agenda] or ([record.topic] if record.topic else [])
    if items:
        yield Heading("议程", number=number)
    if len(items) == 1:
        yield Text(items[0])
    else:
        yield from (Heading(text, 3, place) for place, text in enumerate(items, start=1))


def sign_in(record: Record, sheets: Sequence[Sheet], day: date) -> Paper:
    """The sheet everyone signs, with a line for each and for each guest."""
    blocks: list[Block] = [
        Labelled("时间", when(record.held_on, record.held_to, record.start, record.end)),
        *([Labelled("地点", record.place)] if record.place else []),
    ]
    for sheet in sheets:
        if len(sheets) > 1:
            blocks.append(Labelled("组织", sheet.name))
        expected = len(sheet.people) if sheet.expected is None else sheet.expected
        blocks.append(Labelled("人数", f"应到{expected or '　　'}人，实到　　人"))
        blocks += [_table(sheet.people or [Signing("")] * (expected or LINES)), Gap()]
    if record.guests:
        guests = [Signing(name) for name in record.guests]
        blocks += [Labelled("列席"), _table(guests), Gap()]
    title = ["、".join(sheet.name for sheet in sheets), f"{called(record.kinds)}签到表"]
    return Paper(title, blocks[:-1], day)


def _table(people: Sequence[Signing]) -> Table:
    """Two to a row, read across."""
    cells = [
        (str(number), _named(one), f"请假（{one.away}）" if one.away else "")
        for number, one in enumerate(people, start=1)
    ]
    cells += [("", "", "")] * (len(cells) % 2)
    rows = [(*cells[place], *cells[place + 1]) for place in range(0, len(cells), 2)]
    return Table((*COLUMNS, *COLUMNS), rows, SIGN_ROW)


def _named(one: Signing) -> str:
    return f"{in_list(one.name)}\n（{one.note}）" if one.note else in_list(one.name)
