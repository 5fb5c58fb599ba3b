"""Everything held about someone, as tables: the copy they take away, whoever hands it out."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingdeng.access.acts import told
from mingdeng.access.queries import acts_on, memberships_of, posts_of
from mingdeng.daycount import local_day
from mingdeng.roster.models import Membership, Person, Post
from mingdeng.subjects.held import FIELDS, shown
from mingdeng.subjects.models import Correction
from mingdeng.subjects.named import COLUMNS, entries_naming
from mingdeng.subjects.queries import attendance, corrections_of, lent_to_or_by

Row = Sequence[str | int]
ITEM, CONTENT = "项目", "内容"
FIELD_COLUMNS = ((ITEM, 20), (CONTENT, 60))
MEMBERSHIP_COLUMNS = (("支部", 36), ("党小组", 16), ("起", 14), ("止", 14))
POST_COLUMNS = (("职务", 20), ("组织", 36), ("起", 14), ("止", 14))
LENT_COLUMNS = (*POST_COLUMNS[:2], ("委托或受托", 12), ("起", 14), ("止", 14), ("收回", 14))
YEAR_COLUMNS = (
    *(("年", 8), ("应参加", 9), ("参加", 9), ("缺席", 40), ("没有写明缺席人员的", 12)),
    ("学时", 8),
)
ACT_COLUMNS = (("时间", 22), ("谁", 20), ("做了什么", 30))
CORRECTION_COLUMNS = (
    *(("提出日期", 14), ("项目", 12), ("原来的内容", 24), ("应当是", 24), ("理由", 40)),
    *(("答复", 12), ("答复理由", 40), ("申诉", 40), ("申诉答复", 12), ("申诉答复理由", 40)),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a copy: its headings with their widths, its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Row]

    def data(self) -> Any:
        """For a program: a row as a mapping; the fields of the person as one."""
        heads = [head for head, _ in self.columns]
        if heads == [ITEM, CONTENT]:
            return {str(item): content for item, content in self.rows}
        return [dict(zip(heads, row, strict=True)) for row in self.rows]


def parts_of(person: Person, until: date) -> list[Part]:
    """All that is held; attendance until a day. The caller has seen to it who may have it."""
    homes, posts = list(memberships_of(person)), list(posts_of(person))
    asked = list(corrections_of(person))
    return [
        Part("基本信息", FIELD_COLUMNS, [[FIELDS[name], shown(person, name)] for name in FIELDS]),
        Part("组织关系", MEMBERSHIP_COLUMNS, list(_memberships(homes))),
        Part("职务", POST_COLUMNS, list(_posts(posts))),
        Part("委托代行", LENT_COLUMNS, list(_lent(person))),
        Part("出勤和学时", YEAR_COLUMNS, list(_years(person, until, homes, posts))),
        Part("台账条目", COLUMNS, list(entries_naming(person, until))),
        Part("谁改动或查看过", ACT_COLUMNS, list(_acts(person, posts, asked))),
        Part("更正请求", CORRECTION_COLUMNS, [correction_row(one) for one in asked]),
    ]


def day_text(day: Any) -> str:
    """A day, or nothing where it is not known."""
    return str(day or "")


def _memberships(homes: Sequence[Membership]) -> Iterator[Row]:
    for one in homes:
        group = one.group.name if one.group else ""
        yield [one.branch.name, group, day_text(one.since), day_text(one.until)]


def _posts(posts: Sequence[Post]) -> Iterator[Row]:
    for one in posts:
        yield [one.title, one.organization.name, day_text(one.since), day_text(one.until)]


def _lent(person: Person) -> Iterator[Row]:
    for one in lent_to_or_by(person):
        way = "受托" if one.deputy_id == person.id else "委托"
        back = local_day(one.revoked_at).isoformat() if one.revoked_at else ""
        place = one.post.organization.name
        yield [one.post.title, place, way, day_text(one.since), day_text(one.until), back]


def _years(
    person: Person, until: date, homes: Sequence[Membership], posts: Sequence[Post]
) -> Iterator[Row]:
    for one in attendance(person, until, homes, posts):
        absent = "；".join(f"{day} {reason}".strip() for day, reason in one.absent)
        hours = f"{one.hours.normalize():f}" if one.hours else ""
        yield [str(one.year), one.held, one.attended, absent, one.unnamed, hours]


def _acts(person: Person, posts: Sequence[Post], asked: Sequence[Correction]) -> Iterator[Row]:
    ids: list[uuid.UUID] = [person.id, *(one.id for one in posts), *(one.id for one in asked)]
    for what, act in told(acts_on(ids, None)):
        yield [act.at.isoformat(timespec="minutes"), act.who, what]


def correction_row(one: Correction) -> Row:
    """A request with all that was answered, under CORRECTION_COLUMNS."""
    return [
        local_day(one.asked_at).isoformat(),
        *(one.subject, one.held, one.wanted, one.reason),
        *(str(one.get_outcome_display()), one.answer, one.appeal),
        *(str(one.get_final_outcome_display()), one.final_answer),
    ]
