"""The sample ledgers, completely: every planted fault, every meeting, nothing else."""

import json
from collections import Counter
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mingdeng.files import ActivityRow, Finding, Reading, read_folder

LEDGERS = Path(__file__).parents[1] / "data" / "ledgers"
LEDGER, ROSTER, MINUTES = "三会一课台账.xlsx", "党员名册.xlsx", "支委会会议记录.docx"
# Whether a branch exists is for those to say who know all branches.
MATCHED_LATER = "unknown branch"


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    known: dict[str, Any] = json.loads((LEDGERS / "truth.json").read_text(encoding="utf-8"))
    return known


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_folder(LEDGERS)


def test_every_planted_fault_is_found_at_its_cell_and_nothing_else(
    reading: Reading, truth: dict[str, Any]
) -> None:
    planted = {
        (problem["file"], problem["sheet"], problem["row"], problem["column"])
        for problem in truth["problems"]
        if problem["reason"] != MATCHED_LATER
    }
    found = [item for item in reading.findings if item.severity == "error"]
    assert len(found) == len(planted) == 9
    assert {(item.file, item.sheet, item.row, item.column) for item in found} == planted


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (11, "id-check-character"),
        (15, "id-digits-lost"),
        (18, "birth-differs-from-id"),
        (22, "no-such-date"),
        (98, "same-person-twice"),
    ],
)
def test_the_faults_of_the_roster_are_named(reading: Reading, row: int, code: str) -> None:
    assert _finding(reading, ROSTER, row).code == code


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (41, "no-such-date"),
        (42, "present-exceeds-expected"),
        (43, "unknown-kind"),
        (44, "same-meeting-twice"),
    ],
)
def test_the_faults_of_the_ledger_are_named(reading: Reading, row: int, code: str) -> None:
    assert _finding(reading, LEDGER, row).code == code


def test_the_repeated_meeting_names_the_earlier_row(reading: Reading) -> None:
    assert "第3行" in _finding(reading, LEDGER, 44).message


def test_apart_from_the_faults_only_a_hidden_row_and_a_strange_file_are_told(
    reading: Reading,
) -> None:
    others = [(item.file, item.code) for item in reading.findings if item.severity != "error"]
    assert others == [("truth.json", "not-read"), (ROSTER, "hidden-rows")]


def test_every_meeting_is_read(reading: Reading, truth: dict[str, Any]) -> None:
    expected = Counter(
        (
            item["branch"],
            date.fromisoformat(item["on"]),
            tuple(item["kinds"]),
            item["group"],
            item["should"],
            item["present"],
            tuple(item["absent"]),
        )
        for item in truth["activities"]
    )
    found = Counter(_essence(row) for row in _ledger(reading) if row.source.row != 42)
    assert found == expected


def test_the_meeting_with_too_many_present_is_kept_without_that_number(reading: Reading) -> None:
    (row,) = [
        row
        for row in _ledger(reading)
        if row.source.row == 42 and row.source.sheet == "办公室第一支部"
    ]
    assert (row.held_on, row.expected, row.present) == (date(2026, 9, 9), 5, None)


def test_the_organization_of_a_ledger_comes_from_its_title(reading: Reading) -> None:
    assert {row.organization_from for row in _ledger(reading)} == {"title"}


def test_dates_without_a_year_take_it_from_the_title(reading: Reading) -> None:
    row = next(row for row in _ledger(reading) if row.held_on == date(2026, 1, 13))
    assert row.year_from == "title"


def test_the_minutes_are_read(reading: Reading, truth: dict[str, Any]) -> None:
    word = truth["word"]
    (row,) = [row for row in reading.activities if row.form == "minutes"]
    assert row.source.file == word["file"] == MINUTES
    assert row.source.place == "第1段"
    assert (row.organization, row.organization_from) == (None, None)
    assert list(row.kinds) == word["kinds"]
    assert row.held_on == date.fromisoformat(word["on"])
    assert (row.start, row.end) == (time(15), time(16, 30))
    assert (row.place, row.chair, row.recorder) == (word["place"], word["chair"], word["recorder"])
    assert (row.expected, row.present) == (word["should"], word["present"])
    assert [absence.name for absence in row.absent] == word["absent"]
    assert row.absent[0].reason == "出差"
    assert len(row.agenda) == word["agenda"]
    assert list(row.votes or ()) == word["votes"]
    assert row.quotes["held_on"] == "2026年1月28日 15:00—16:30"


def test_every_person_of_the_roster_is_read_once(reading: Reading, truth: dict[str, Any]) -> None:
    assert len(reading.members) == truth["members"] == 94
    assert {row.source.sheet for row in reading.members} == {"党员信息"}


def test_the_branches_have_the_members_they_should_have(
    reading: Reading, truth: dict[str, Any]
) -> None:
    counted = Counter(row.organization for row in reading.members)
    counted["法制工作委员会支部"] += counted.pop("办公厅支部")  # the planted unknown branch
    assert counted == {item["name"]: item["members"] for item in truth["branches"]}
    full = Counter(row.organization for row in reading.members if row.status == "full")
    full["法制工作委员会支部"] += full.pop("办公厅支部")
    assert full == {item["name"]: item["full"] for item in truth["branches"]}


def test_a_persons_cells_are_read(reading: Reading) -> None:
    person = next(row for row in reading.members if row.source.row == 5)
    assert person.name == "徐岚"
    assert person.gender == "女"
    assert person.birth == date(1981, 9, 26)
    assert (person.joined, person.converted) == (date(2011, 1, 20), date(2012, 1, 20))
    assert person.posts == ("组织委员",)
    assert person.columns["id_number"] == 6


def test_a_wrong_cell_drops_the_cell_and_not_the_person(reading: Reading) -> None:
    by_row = {row.source.row: row for row in reading.members}
    assert by_row[11].id_number is None
    assert by_row[15].id_number is None
    assert by_row[18].birth is None
    assert by_row[18].id_number is not None
    assert by_row[22].joined is None
    assert by_row[26].organization == "办公厅支部"


def test_the_organizations_are_read(reading: Reading, truth: dict[str, Any]) -> None:
    assert [row.kind for row in reading.organizations] == ["organ_committee"] + ["branch"] * 6
    for row, item in zip(reading.organizations[1:], truth["branches"], strict=True):
        assert row.name.endswith(item["name"])
        assert row.founded == date.fromisoformat(item["founded"])
        assert row.elected == date.fromisoformat(item["elected"])
        assert (row.groups or 0) == item["groups"]


def test_the_bases_for_dues_are_exact(reading: Reading, truth: dict[str, Any]) -> None:
    found = [(row.name, row.organization, row.base) for row in reading.dues]
    assert found == [
        (item["name"], item["branch"], Decimal(item["base"])) for item in truth["dues"]
    ]
    assert {row.year for row in reading.dues} == {2026}
    assert all(not row.paid for row in reading.dues)


def test_a_dues_ledger_is_no_roster(reading: Reading) -> None:
    assert {table.source.file: table.what for table in reading.tables} == {
        LEDGER: "activities",
        ROSTER: "members",
        "党组织名册.xlsx": "organizations",
        "党费台账.xlsx": "dues",
    }


def test_a_ledger_says_which_kinds_and_years_it_covers(reading: Reading) -> None:
    table = next(table for table in reading.tables if table.source.file == LEDGER)
    assert set(table.kinds_named) == {
        *("members_meeting", "branch_committee_meeting", "group_meeting", "party_lecture"),
        "theme_day",
    }
    assert table.years == (2026,)
    assert table.organizations == ("办公室第一支部",)


def test_the_files_are_read_in_order(reading: Reading) -> None:
    assert set(reading.files_read) == {LEDGER, ROSTER, MINUTES, "党组织名册.xlsx", "党费台账.xlsx"}
    assert "truth.json" not in reading.files_read


def _finding(reading: Reading, file: str, row: int) -> Finding:
    (found,) = [item for item in reading.findings if item.file == file and item.row == row]
    return found


def _ledger(reading: Reading) -> list[ActivityRow]:
    return [row for row in reading.activities if row.source.file == LEDGER]


def _essence(row: ActivityRow) -> tuple[Any, ...]:
    return (
        row.organization,
        row.held_on,
        row.kinds,
        row.group,
        row.expected,
        row.present,
        tuple(absence.name for absence in row.absent),
    )
