"""Attendance in one cell or in two: read where it is clear, told where it is not."""

from pathlib import Path

import pytest

from mingdeng.files import Reading
from tests.files.filemaking import cells, read, workbook


def _ledger(folder: Path, heads: list[str], *values: object) -> Reading:
    rows = [["第一支部2026年台账"], ["时间", "类别", *heads], ["2026.1.5", "支委会", *values]]
    return read(folder, {"台账.xlsx": workbook({"台账": rows})})


@pytest.mark.parametrize(
    ("written", "expected", "present"),
    [("应3实3", 3, 3), ("实4应5", 5, 4), ("应到5人实到4人", 5, 4), ("应5人、实4人", 5, 4)],
)
@pytest.mark.parametrize("heading", ["应到实到", "到会情况"])
def test_brief_attendance_is_read(
    heading: str, written: str, expected: int, present: int, tmp_path: Path
) -> None:
    found = _ledger(tmp_path, [heading], written)
    assert [(row.expected, row.present) for row in found.activities] == [(expected, present)]
    assert found.findings == ()


@pytest.mark.parametrize("written", ["全员", "全员参加", "100%", "全体党员", "全部到会"])
def test_attendance_without_a_number_is_told(written: str, tmp_path: Path) -> None:
    found = _ledger(tmp_path, ["应到实到"], written)
    assert [(row.expected, row.present) for row in found.activities] == [(None, None)]
    assert cells(found.findings) == {("unreadable-count", 3, 3)}


@pytest.mark.parametrize("written", ["6-1", "5/6", "五六", "五六人"])
def test_two_numbers_in_a_column_for_one_are_told(written: str, tmp_path: Path) -> None:
    found = _ledger(tmp_path, ["应到", "实到"], written, 5)
    assert [(row.expected, row.present) for row in found.activities] == [(None, 5)]
    assert cells(found.findings) == {("unreadable-count", 3, 3)}
