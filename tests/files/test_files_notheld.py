"""Lines about meetings that were cancelled, put off or only planned."""

from datetime import date
from pathlib import Path

import pytest

from mingdeng.files import Reading
from tests.files.filemaking import cells, codes, read, workbook

HEAD = ["时间", "类别", "议题", "应到", "实到", "备注"]


def _ledger(folder: Path, **changes: object) -> Reading:
    line: dict[str, object] = {
        "held_on": "2026.1.5",
        "kind": "党员大会",
        "topic": "研究工作",
        "expected": 5,
        "present": 5,
        "remark": None,
    }
    rows = [["第一支部2026年台账"], HEAD, list((line | changes).values())]
    return read(folder, {"台账.xlsx": workbook({"台账": rows})})


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        *(({"held_on": text}, 1) for text in ("拟7月1日", "6月30日取消", "待定", "推迟", "未开展")),
        ({"held_on": "1月5日（未召开）"}, 1),
        *(({"kind": text}, 2) for text in ("党员大会（未召开）", "拟召开党员大会", "党员大会取消")),
        *(({"kind": text}, 2) for text in ("党员大会（推迟至7月）", "拟于7月召开党员大会")),
        *(({"topic": text}, 3) for text in ("未召开", "因防汛取消", "推迟")),
        ({"present": "未召开"}, 5),
        *(({"remark": text}, 6) for text in ("因防汛取消，未召开", "本次会议取消", "未开展")),
        *(({"remark": text}, 6) for text in ("取消党员大会", "党员大会未召开，下月补")),
    ],
)
def test_a_meeting_said_not_to_be_held_is_none(
    changes: dict[str, object], column: int, tmp_path: Path
) -> None:
    found = _ledger(tmp_path, **changes)
    assert found.activities == ()
    assert cells(found.findings) == {("not-held", 3, column)}
    assert found.findings[0].severity == "warning"


@pytest.mark.parametrize(
    "changes",
    [
        *({"remark": text} for text in ("党课推迟到4月补讲", "党课未开展", "取消观影环节", "延期")),
        *({"topic": text} for text in ("讨论取消预备党员资格", "讨论李明延期转正", "取消低保")),
        {"kind": "党员大会（讨论延期转正）"},
        {"remark": "未按时召开"},
    ],
)
def test_other_things_cancelled_or_put_off_leave_the_meeting(
    changes: dict[str, object], tmp_path: Path
) -> None:
    found = _ledger(tmp_path, **changes)
    assert [row.held_on for row in found.activities] == [date(2026, 1, 5)]
    assert "not-held" not in codes(found)


@pytest.mark.parametrize(
    "written",
    ["原定1月5日，延期至1月9日", "2026年1月5日推迟到1月9日", "延期至2026.1.9", "1月5日改为1月9日"],
)
def test_a_meeting_put_off_was_held_on_the_later_day(written: str, tmp_path: Path) -> None:
    found = _ledger(tmp_path, held_on=written)
    assert [row.held_on for row in found.activities] == [date(2026, 1, 9)]
    assert cells(found.findings) == {("put-off", 3, 1)}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("原定1月5日，延期至4月", "no-day"),
        ("12月30日延期至1月9日", "ambiguous-date"),
        ("延期至1926.1.9", "implausible-date"),
    ],
)
def test_put_off_to_no_clear_day_is_no_meeting(written: str, code: str, tmp_path: Path) -> None:
    found = _ledger(tmp_path, held_on=written)
    assert found.activities == ()
    assert cells(found.findings) == {(code, 3, 1)}
