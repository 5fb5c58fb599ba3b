"""Lists on paper: the roster, the terms, what is open, a selection of records."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mingdeng.documents.word.blocks import (
    CENTRE,
    Block,
    Column,
    Gap,
    Heading,
    Labelled,
    Paper,
    Table,
    Text,
)
from mingdeng.documents.word.text import in_list
from mingdeng.engine.reasons import day_name

NUMBER, NAME = Column("序号", 2, CENTRE), Column("姓名", 4, CENTRE, names=True)
ROSTER = (
    *(NUMBER, NAME, Column("性别", 2, CENTRE)),
    *(Column("党籍", 4, CENTRE), Column("入党日期", 5, CENTRE), Column("转正日期", 5, CENTRE)),
    *(Column("党内职务", 5.3, CENTRE, gives=2.3), Column("党小组", 5, CENTRE)),
)
TERMS = (
    *(
        NUMBER,
        Column("党组织", 12.5, gives=4),
        Column("本届选举", 5, CENTRE),
        Column("任期届满", 5, CENTRE),
    ),
    Column("书记", 4, CENTRE, names=True),
)
POSTS = (
    *(NUMBER, Column("党组织", 12.5, gives=4), Column("职务", 7, CENTRE)),
    *(NAME, Column("任职日期", 5, CENTRE)),
)
OPEN = (NUMBER, Column("事项", 9), Column("情况", 16), Column("最迟", 5, CENTRE))
OPEN_BELOW = (NUMBER, Column("组织", 6), Column("事项", 9), Column("情况", 11), OPEN[-1])
RECORDS = (
    *(NUMBER, Column("日期", 5, CENTRE), Column("类别", 5), Column("党组织", 7)),
    *(Column("内容", 9), Column("应到", 2, CENTRE), Column("实到", 2, CENTRE)),
)
# In papers no space stands between Chinese and numbers.
SPACED = re.compile(r"(?<=[\u3400-\u9fff）]) (?=[0-9])|(?<=[0-9]) (?=[\u3400-\u9fff（])")


@dataclass(frozen=True, slots=True)
class OnRoll:
    """Someone on the roster."""

    name: str
    gender: str
    status: str
    joined: date | None
    converted: date | None
    titles: str
    group: str


@dataclass(frozen=True, slots=True)
class Term:
    """An organization's term."""

    name: str
    elected: date | None
    expires: date | None
    secretary: str


@dataclass(frozen=True, slots=True)
class Held:
    """A post someone holds."""

    organization: str
    title: str
    name: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Open:
    """Something open: whose, what, of which period, how it stands, until when."""

    organization: str
    label: str
    period: str
    sentence: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A record in a list."""

    held_on: date
    kinds: str
    organizations: str
    said: str
    expected: str
    present: str


def roster(whose: str, people: Sequence[OnRoll], day: date, *, own: bool = False) -> Paper:
    """党员名册; `own` where whoever asks sees only themself."""
    rows = [
        (
            *(in_list(one.name), one.gender, one.status),
            *(_day(one.joined), _day(one.converted), one.titles, one.group),
        )
        for one in people
    ]
    told = Labelled("范围", "本人") if own else Labelled("人数", _numbers(people))
    listed = Table(ROSTER, _counted(rows)) if rows else Text("没有党员。")
    return Paper((whose, "党员名册"), [*_until(day), told, listed], day)


def _numbers(people: Sequence[OnRoll]) -> str:
    """How many there are, and how many of each status."""
    counts = Counter(one.status or "党籍不详" for one in people)
    told = (f"{status}{count}名" for status, count in counts.items())
    return "，".join([f"共{len(people)}名", *told])


def terms(whose: str, found: Sequence[Term], held: Sequence[Held], day: date) -> Paper:
    """任期台账: the terms of organizations, and who holds which post."""
    rows = [
        (one.name, _day(one.elected), _day(one.expires), in_list(one.secretary)) for one in found
    ]
    posts = [(one.organization, one.title, in_list(one.name), _day(one.since)) for one in held]
    blocks: list[Block] = [*_until(day), Heading("任期"), Table(TERMS, _counted(rows))]
    if posts:
        blocks += [Gap(), Heading("任职", number=2), Table(POSTS, _counted(posts))]
    return Paper((whose, "任期台账"), blocks, day)


def open_duties(
    whose: str, sections: Sequence[tuple[str, Sequence[Open]]], day: date, *, below: bool
) -> Paper:
    """未履行和将到期事项: a table to each state; of several organizations, whose each is."""
    blocks: list[Block] = [*_until(day)]
    told = [(word, some) for word, some in sections if some]
    for number, (word, some) in enumerate(told, start=1):
        blocks += [
            *([Gap()] if number > 1 else []),
            Heading(f"{word}（{len(some)}项）", number=number),
            Table(OPEN_BELOW if below else OPEN, _counted([_open(one, below) for one in some])),
        ]
    if not told:
        blocks.append(Text("没有未履行和将到期的事项。"))
    return Paper((whose, "未履行和将到期事项"), blocks, day)


def records(whose: str, chosen: str, lines: Sequence[Line], day: date) -> Paper:
    """纪实 as listed."""
    rows = [
        (_day(one.held_on), one.kinds, one.organizations, one.said, one.expected, one.present)
        for one in lines
    ]
    blocks: list[Block] = [*_until(day)]
    if chosen:
        blocks.append(Labelled("范围", chosen))
    blocks.append(Labelled("次数", f"{len(lines)}次"))
    return Paper((whose, "组织生活纪实"), [*blocks, Table(RECORDS, _counted(rows))], day)


def _open(one: Open, below: bool) -> Sequence[str]:
    said = (f"{one.label}\n（{one.period}）", SPACED.sub("", one.sentence), _day(one.due))
    return (one.organization, *said) if below else said


def _until(day: date) -> Iterator[Block]:
    yield Labelled("截至", day_name(day))


def _counted(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    return [(str(number), *row) for number, row in enumerate(rows, start=1)]


def _day(day: date | None) -> str:
    """A day in a column: 2026.3.12, as registers write it."""
    return f"{day.year}.{day.month}.{day.day}" if day else "—"
