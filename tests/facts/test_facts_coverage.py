"""What the ledgers speak for: only there can something be missing, elsewhere it is unknown."""

from pathlib import Path

import pytest

from mingdeng.facts.outcome import Outcome
from tests.facts.organfiles import (
    FIRST,
    SECOND,
    Line,
    book,
    branch,
    judged,
    ledger,
    meeting,
    members,
    overdue,
    states,
)
from tests.files.filemaking import document

THEME, COMMITTEE_MEETING, MEMBERS = "theme-day", "branch-committee-meeting", "members-meeting"
REGISTER = {"党组织名册.xlsx": book(branch(FIRST), branch(SECOND))}
MONTHS = [f"2026-{month:02}" for month in range(1, 9)]


def _judged(folder: Path, files: dict[str, bytes], as_of: str = "2026-08-31") -> Outcome:
    return judged(folder, REGISTER | files, as_of=as_of)


def _spread(*months: int, home: str = FIRST) -> list[Line]:
    return [meeting(f"2026.{month}.8", 支部=home) for month in months]


def test_without_any_ledger_nothing_is_overdue(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, {})
    assert set(states(outcome, THEME).values()) == {"unknown"}
    assert not outcome.is_open()


def test_a_ledger_speaks_for_its_whole_year(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, {"台账.xlsx": ledger(meeting("2026.3.5"))})
    assert overdue(outcome, THEME) == set(MONTHS) - {"2026-03", "2026-08"}


def test_a_ledger_of_another_year_says_nothing_about_this_one(tmp_path: Path) -> None:
    old = ledger(meeting("2025.3.5"), title="2025年三会一课台账")
    outcome = _judged(tmp_path, {"台账.xlsx": old})
    assert set(states(outcome, THEME).values()) == {"unknown"}


def test_a_ledger_of_one_branch_says_nothing_about_another(tmp_path: Path) -> None:
    outcome = _judged(tmp_path, {"台账.xlsx": ledger(meeting("2026.3.5"))})
    assert set(states(outcome, THEME, SECOND).values()) == {"unknown"}


def test_an_empty_ledger_of_a_branch_speaks_for_it(tmp_path: Path) -> None:
    empty = {"时间": None, "会议类别": None, "议题": None, "地点": None}
    files = {"台账.xlsx": ledger(empty, title="2026年主题党日台账")}
    outcome = _judged(tmp_path, files)
    assert "2026-03" in overdue(outcome, THEME)


def test_minutes_alone_are_no_ledger(tmp_path: Path) -> None:
    minutes = document(f"{FIRST}主题党日记录", "时间：2026年3月5日", "地点：三楼", "主持人：赵财")
    outcome = _judged(tmp_path, {"记录.docx": minutes})
    found = states(outcome, THEME)
    assert found.pop("2026-03") == "met"
    assert set(found.values()) == {"unknown"}


@pytest.mark.parametrize("duty", [COMMITTEE_MEETING, MEMBERS])
def test_a_ledger_of_theme_days_says_nothing_of_other_meetings(duty: str, tmp_path: Path) -> None:
    roster = {"党员名册.xlsx": book(*members(8))}
    files = {"主题党日.xlsx": ledger(meeting("2026.3.5"), title="2026年主题党日台账")}
    outcome = _judged(tmp_path, roster | files)
    assert set(states(outcome, duty).values()) == {"unknown"}
    assert overdue(outcome, THEME)


def test_ledgers_of_one_kind_of_records_say_together_what_is_kept(tmp_path: Path) -> None:
    """One branch wrote members' meetings as well, so the form has room for them."""
    book_of_two = {
        "甲.xlsx": ledger(meeting("2026.3.5"), meeting("2026.3.6", "党员大会"), title="2026年台账"),
        "乙.xlsx": ledger(meeting("2026.3.5"), home=SECOND, title="2026年台账"),
    }
    outcome = _judged(tmp_path, book_of_two)
    assert overdue(outcome, MEMBERS, SECOND) == {"2026-Q1", "2026-Q2"}


@pytest.mark.parametrize(
    ("title", "covered"),
    [
        ("2026年台账", MONTHS),
        ("2026年度台账", MONTHS),
        ("2026年3月台账", ["2026-03"]),
        ("2026年03月份台账", ["2026-03"]),
        ("2026年第一季度台账", MONTHS[:3]),
        ("2026年1季度台账", MONTHS[:3]),
        ("2026年上半年台账", MONTHS[:6]),
        pytest.param("2026年三月台账", ["2026-03"]),
        pytest.param("2026年1-6月台账", MONTHS[:6]),
        pytest.param("2026年1月至6月台账", MONTHS[:6]),
        pytest.param(
            "2026年第一至二季度台账",
            MONTHS[:6],
        ),
    ],
)
def test_the_title_says_for_which_part_of_the_year_a_ledger_speaks(
    title: str, covered: list[str], tmp_path: Path
) -> None:
    outcome = _judged(tmp_path, {"台账.xlsx": ledger(meeting("2026.3.5"), title=title)})
    found = states(outcome, THEME)
    assert [month for month in MONTHS if found[month] in {"met", "overdue"}] == [
        month for month in covered if month != "2026-08"
    ]


def test_a_title_that_the_lines_contradict_is_not_believed(tmp_path: Path) -> None:
    lines = [meeting("2026.3.5"), meeting("2026.5.5")]
    outcome = _judged(tmp_path, {"台账.xlsx": ledger(*lines, title="2026年3月台账")})
    assert overdue(outcome, THEME) == {"2026-01", "2026-02", "2026-04", "2026-06", "2026-07"}


def test_monthly_ledgers_speak_for_their_months_only(tmp_path: Path) -> None:
    files = {
        f"2026年{month}月登记表.xlsx": book(*_spread(month), title=f"2026年{month}月主题党日登记表")
        for month in (1, 2, 4)
    }
    found = states(_judged(tmp_path, files), THEME)
    assert [found[month] for month in MONTHS[:5]] == ["met", "met", "unknown", "met", "unknown"]


def test_a_branch_without_a_line_in_the_organs_ledger_of_a_month_did_nothing(
    tmp_path: Path,
) -> None:
    lines = {1: [FIRST, SECOND], 2: [FIRST], 3: [FIRST, SECOND]}
    files = {
        f"2026年{month}月登记表.xlsx": book(
            *(meeting(f"2026.{month}.8", 支部=home) for home in homes),
            title=f"2026年{month}月主题党日登记表",
        )
        for month, homes in lines.items()
    }
    outcome = _judged(tmp_path, files)
    assert overdue(outcome, THEME, SECOND) == {"2026-02"}
    assert overdue(outcome, THEME, FIRST) == set()
    assert states(outcome, THEME, SECOND)["2026-04"] == "unknown"


def test_a_branch_that_never_stands_in_the_organs_ledger_is_unknown(tmp_path: Path) -> None:
    files = {"登记表.xlsx": book(*_spread(1, 2, 3), title="2026年主题党日登记表")}
    outcome = _judged(tmp_path, files)
    assert set(states(outcome, THEME, SECOND).values()) == {"unknown"}


def test_a_wider_window_asks_for_the_year_before_as_well(tmp_path: Path) -> None:
    files = {
        "旧.xlsx": ledger(meeting("2025.3.5"), title="2025年主题党日台账"),
        "新.xlsx": ledger(meeting("2026.3.5"), title="2026年主题党日台账"),
    }
    outcome = judged(tmp_path, REGISTER | files, as_of="2026-03-31", first="2025-01-01")
    assert len(overdue(outcome, THEME)) == 11 + 2
    assert len(overdue(_judged(tmp_path, files, "2026-03-31"), THEME)) == 2
