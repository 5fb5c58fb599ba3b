"""How much of a folder is judged: what no organ has is told and left out.

An organ has some thousands of members at most; what is larger by far was put
together by mistake, or to keep the program busy.
"""

from dataclasses import replace
from typing import TypeVar

from mingdeng.files.rows import ERROR, ActivityRow, Finding, MemberRow, OrganizationRow, Reading

MAX_MEMBERS, MAX_ORGANIZATIONS = 20_000, 2_000
_Row = TypeVar("_Row", MemberRow, ActivityRow, OrganizationRow)


def within_limits(reading: Reading) -> Reading:
    """The reading without the people and organizations beyond the limits, each told once."""
    findings: list[Finding] = []
    organizations = _first(reading.organizations, MAX_ORGANIZATIONS, "党组织", findings)
    members, activities = reading.members, reading.activities
    if not organizations:  # those that rosters and ledgers name take their place
        members = _of_first_organizations(members, findings)
        activities = _of_first_organizations(activities, findings)
    members = _first(members, MAX_MEMBERS, "党员", findings)
    return replace(
        reading,
        organizations=organizations,
        members=members,
        activities=activities,
        findings=(*reading.findings, *findings),
    )


def _first(
    rows: tuple[_Row, ...], limit: int, what: str, findings: list[Finding]
) -> tuple[_Row, ...]:
    if len(rows) > limit:
        findings.append(_left_out(rows[limit], what, limit, len(rows) - limit))
    return rows[:limit]


def _of_first_organizations(rows: tuple[_Row, ...], findings: list[Finding]) -> tuple[_Row, ...]:
    """The rows of as many organizations as are judged, in the order they are named."""
    named: dict[str | None, None] = dict.fromkeys(_organization(row) for row in rows)
    taken = frozenset(list(named)[:MAX_ORGANIZATIONS])
    others = [row for row in rows if _organization(row) not in taken]
    if others:
        left = len(named) - len(taken)
        findings.append(_left_out(others[0], "党组织", MAX_ORGANIZATIONS, left))
    return tuple(row for row in rows if _organization(row) in taken)


def _organization(row: _Row) -> str | None:
    return row.name if isinstance(row, OrganizationRow) else row.organization


def _left_out(row: _Row, what: str, limit: int, count: int) -> Finding:
    """Where the first row stands that was not taken, and how many there are."""
    source = row.source
    return Finding(
        *(source.file, source.sheet, source.row, 1 if source.row else None, source.place),
        *(ERROR, "too-many-to-judge"),
        message=f"{what}超过{limit}个，从这里起的{count}个没有列入判断。",
        remedy="请按单位分成几个文件夹分别检查。",
    )
