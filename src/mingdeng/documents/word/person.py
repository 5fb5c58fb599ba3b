"""党员信息表: what is held about someone, as far as whoever asks may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mingdeng.documents.word.blocks import (
    CENTRE,
    Block,
    Column,
    Form,
    Gap,
    Heading,
    Labelled,
    Paper,
    Table,
)
from mingdeng.engine.reasons import day_name

MEMBERSHIPS = (
    *(Column("党支部", 14), Column("党小组", 5.5, CENTRE)),
    *(Column("起", 5, CENTRE), Column("止", 5, CENTRE)),
)
POSTS = (Column("党组织", 14), Column("职务", 5.5, CENTRE), *MEMBERSHIPS[2:])


@dataclass(frozen=True, slots=True)
class Span:
    """Where someone belonged, or what they held, between two days."""

    place: str
    what: str
    since: date | None
    until: date | None


def member_sheet(
    fields: Sequence[tuple[str, str]],
    memberships: Sequence[Span],
    posts: Sequence[Span],
    day: date,
) -> Paper:
    """The sheet of one member."""
    blocks: list[Block] = [Labelled("截至", day_name(day)), Form(fields)]
    if memberships:
        blocks += [Gap(), Heading("组织关系"), Table(MEMBERSHIPS, _rows(memberships))]
    if posts:
        number = 2 if memberships else 1
        blocks += [Gap(), Heading("党内职务", number=number), Table(POSTS, _rows(posts))]
    return Paper(("党员信息表",), blocks, day)


def _rows(spans: Sequence[Span]) -> list[Sequence[str]]:
    return [
        (one.place, one.what or "—", _day(one.since, "—"), _day(one.until, "至今")) for one in spans
    ]


def _day(day: date | None, otherwise: str) -> str:
    return f"{day.year}.{day.month}.{day.day}" if day else otherwise
