"""Roster and terms of office as ledgers in the columns offices keep."""

from collections.abc import Iterable, Sequence

from mingdeng.documents.workbook import Cell, Sheet
from mingdeng.roster.models import Membership, Post

ROSTER_COLUMNS = (
    *(("序号", 6), ("所在党支部", 42), ("姓名", 10), ("性别", 6), ("人员类别", 12)),
    *(("加入党组织日期", 14), ("转为正式党员日期", 14), ("党内职务", 20), ("党小组", 14)),
)
TERM_COLUMNS = (
    *(("序号", 6), ("党组织", 42), ("职务", 18), ("姓名", 12), ("任职党小组", 14)),
    *(("任职日期", 13), ("免职日期", 13), ("本届选举日期", 14)),
)
KINDS = list(Post.Kind.values)


def roster_sheet(title: str, lines: Iterable[tuple[Membership, str, str]]) -> Sheet:
    """Members with the full name of their branch and their posts, without sensitive fields."""
    rows: list[Sequence[Cell]] = [
        [
            number,
            branch,
            member.person.name,
            member.person.gender,
            str(member.person.get_status_display()),
            *(_day(day) for day in (member.person.joined, member.person.converted)),
            titles,
            member.group.name if member.group else "",
        ]
        for number, (member, branch, titles) in enumerate(lines, start=1)
    ]
    return Sheet("党员名册", ROSTER_COLUMNS, rows, title)


def terms_sheet(title: str, posts: Sequence[Post]) -> Sheet:
    """Who held which post from when to when; those of one organization one after the other."""
    rows: list[Sequence[Cell]] = [
        [
            number,
            post.organization.full_name,
            post.title,
            post.person.name,
            post.group.name if post.group else "",
            *(_day(day) for day in (post.since, post.until, post.organization.elected)),
        ]
        for number, post in enumerate(sorted(posts, key=_order), start=1)
    ]
    return Sheet("任期台账", TERM_COLUMNS, rows, title)


def _order(post: Post) -> tuple[object, ...]:
    place = post.organization
    return (place.position, place.full_name, _day(post.since), KINDS.index(post.kind), str(post.id))


def _day(day: object) -> str:
    return str(day) if day else ""
