"""A folder with more people and organizations than any organ has is judged in part, and told."""

import pytest

from mingdeng.facts import limits
from mingdeng.facts.limits import within_limits
from mingdeng.files import report
from mingdeng.files.report import without_many_alike
from mingdeng.files.rows import COLUMN, Finding, MemberRow, OrganizationRow, Reading, Source


def _member(place: int, organization: str) -> MemberRow:
    return MemberRow(Source("a.xlsx", "名册", place), {}, organization, COLUMN, f"张{place}")


def test_what_an_organ_has_is_all_kept() -> None:
    reading = Reading(members=(_member(2, "第一支部"),))
    assert within_limits(reading) == reading


def test_members_beyond_the_limit_are_told_where_they_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "MAX_MEMBERS", 3)
    found = within_limits(Reading(members=tuple(_member(row, "第一支部") for row in range(2, 7))))
    assert [row.source.row for row in found.members] == [2, 3, 4]
    (item,) = found.findings
    assert (item.code, item.row) == ("too-many-to-judge", 5)
    assert item.message == "党员超过3个，从这里起的2个没有列入判断。"


def test_organizations_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ORGANIZATIONS", 2)
    rows = tuple(OrganizationRow(Source("a.xlsx", None, n), {}, f"第{n}支部") for n in range(2, 6))
    found = within_limits(Reading(organizations=rows))
    assert len(found.organizations) == 2
    assert [item.row for item in found.findings] == [4]


def test_branches_only_rosters_name_are_limited_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ORGANIZATIONS", 2)
    members = tuple(_member(row, f"第{row % 4}支部") for row in range(8))
    found = within_limits(Reading(members=members))
    assert [row.organization for row in found.members] == ["第0支部", "第1支部"] * 2
    assert [item.row for item in found.findings] == [2]


def test_of_many_findings_of_a_kind_the_first_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MAX_ALIKE", 2)
    alike = [
        Finding("a.xlsx", "名册", row, 1, None, "warning", "x", "同名。", "请核对。")
        for row in range(1, 6)
    ]
    kept = without_many_alike(alike)
    assert [item.row for item in kept] == [1, 2, None]
    assert "“同名”同类的问题还有3处" in kept[-1].message
