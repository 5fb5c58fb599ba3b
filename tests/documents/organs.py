"""Folders of an organ's files, made for looking at the report: many branches, nothing, hostile."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

AS_OF = date(2026, 9, 30)
REGISTER = ("党组织全称", "上级党组织", "组织类别", "成立日期", "本届选举日期", "书记", "党小组数")
ROSTER = ("姓名", "所在党支部", "人员类别", "入党日期", "转正日期", "党内职务")
LEDGER = ("党支部", "时间", "会议类别", "议题", "应到", "实到", "缺席人员及原因")
KINDS = ("支委会", "主题党日", "党员大会", "党课")
LONG = "中共青源市市直机关综合行政执法指挥调度与应急管理联动服务保障中心机关"
UNBROKEN = f"{LONG}{'International' * 5}联络支部"
COMMITTEE = "中共青源市市直机关综合行政执法指挥调度与应急管理联动服务保障中心机关委员会"
HOSTILE = (
    "<script>document.title='被改'</script>支部",
    "\"'><img src=x onerror=\"document.title='被改'\">支部",
    "\u202e部支转反\u202c{{ 7*7 }}{% raw %}支部",
    '=HYPERLINK("http://example.com","点我")支部',
    "+1+cmd|' /C calc'!A0支部",
    "-2+3支部",
    "@SUM(1,2)支部",
)

Row = Sequence[object]


def forty_branches(folder: Path) -> Path:
    """Forty branches of two words' difference, names as long as offices really make them."""
    names = [f"{LONG}第{place}网格退役军人与老干部服务保障联络站支部" for place in range(1, 40)]
    return _organ(folder, [*names, UNBROKEN])


def hostile(folder: Path) -> Path:
    """Names that are markup, formulas, template code, or that turn the writing around."""
    _organ(folder, HOSTILE)
    strange = folder / "<b onclick=alert(1)>\u202e&amp;'\".csv"
    _write(strange, ("甲", "乙"), [("<script>alert(2)</script>", "=1+1")])
    return folder


def nothing_usable(folder: Path) -> Path:
    """Files that hold nothing about an organ."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "扫描件.pdf").write_bytes(b"%PDF-1.4")
    (folder / "旧台账.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    _write(folder / "车辆使用登记.csv", ("车牌", "驾驶员"), [("青A·00001", "某某")])
    return folder


def _organ(folder: Path, branches: Sequence[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "党组织名册.csv", REGISTER, _register(branches))
    _write(folder / "党员名册.csv", ROSTER, _roster(branches))
    _write(folder / "三会一课台账.csv", LEDGER, _ledger(branches))
    return folder


def _register(branches: Sequence[str]) -> list[Row]:
    above = "中共青源市直属机关工作委员会"
    rows: list[Row] = [(COMMITTEE, above, "党委", "2015-06-18", "2022-11-30", "", "")]
    for place, name in enumerate(branches):
        elected = date(2023, 9, 1) + timedelta(days=17 * place)
        rows.append((name, COMMITTEE, "党支部", "2018-04-13", elected, _person(place, 0), 2))
    return rows


def _roster(branches: Sequence[str]) -> list[Row]:
    posts = ("书记", "组织委员", "宣传委员")
    return [
        (_person(place, n), name, "正式党员", "2008-05-04", "2009-05-04", post)
        for place, name in enumerate(branches)
        for n, post in enumerate((*posts, *("" for _ in range(5))))
    ]


def _ledger(branches: Sequence[str]) -> list[Row]:
    """A year to the end of September; one line in seven was never written."""
    return [
        (name, date(2026, month, 9 + n), kind, "学习讨论", present, present, "")
        for place, name in enumerate(branches)
        for month in range(1, 10)
        for n, (kind, present) in enumerate(zip(KINDS, (3, 8, 8, 8), strict=True))
        if (place + month + n) % 7
    ]


def _person(place: int, number: int) -> str:
    return f"阿卜杜热合曼·买买提吐尔逊{chr(0x4E00 + place * 8 + number)}"


def _write(path: Path, heading: Row, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows([heading, *rows])
