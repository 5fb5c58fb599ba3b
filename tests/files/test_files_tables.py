"""Tables are known by their headings, wherever they stand and however they are set."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mingdeng.files import Reading
from tests.files.filemaking import cells, codes, identity_number, of, read, sheet_of, workbook

LEDGER_HEAD = [
    "序号",
    "时间",
    "会议类别",
    "议题",
    "地点",
    "主持人",
    "应到",
    "实到",
    "缺席人员及原因",
]
ROSTER_HEAD = ["序号", "姓名", "性别", "公民身份号码", "出生日期", "人员类别", "入党时间"]


def _meeting(number: int, day: str, kind: str = "支委会", topic: str = "研究工作") -> list[object]:
    return [number, day, kind, topic, "三楼", "程强", 5, 5, "无"]


def _person(number: int, name: str, serial: int) -> list[object]:
    born = f"1985{1 + number % 12:02d}05"
    day = f"1985-{1 + number % 12:02d}-05"
    return [number, name, None, identity_number(born, serial), day, "正式党员", "2009.8.17"]


def _two_line_head(book: openpyxl.Workbook) -> None:
    """Titles above, a heading of two merged lines, the table not in the first column."""
    sheet = sheet_of(book, "台账")
    sheet["B1"] = "市财政局机关党委2026年度“三会一课”情况汇总表"
    sheet.merge_cells("B1:K1")
    sheet["B2"] = "填报单位（盖章）：市财政局机关党委"
    sheet["I2"] = "填报日期：2027年1月5日"
    singles = zip(
        "BCDEFJK",
        [
            "序\n号",
            "支部\n名称",
            "会议\n时间",
            "会议名称",
            "地  点",
            "缺席人员\n姓名及原因",
            "主持人",
        ],
        strict=True,
    )
    for column, words in singles:
        sheet[f"{column}4"] = words
        sheet.merge_cells(f"{column}4:{column}5")
    sheet["G4"] = "参会情况（人）"
    sheet.merge_cells("G4:I4")
    for column, words in zip("GHI", ["应到", "实到", "缺席"], strict=True):
        sheet[f"{column}5"] = words
    lines: list[list[Any]] = [
        ["预算处党支部", "2026.1.8", "党员大会", "101", 12, 11, 1, "王建国（出差）", "李卫东"],
        [None, datetime(2026, 2, 10), "支部委员会会议", "101", "5人", "5人", 0, "—", "李卫东"],
        [
            "国库处党支部",
            "2026/3/5",
            "主题党日+党课",
            "基地",
            12,
            10,
            2,
            "张爱民、赵国强（均病假）",
            "孙 丽",
        ],
    ]
    for row, line in enumerate(lines, start=6):
        sheet.cell(row, 2, row - 5)
        for place, value in enumerate(line, start=3):
            sheet.cell(row, place, value)
    sheet.merge_cells("C6:C7")
    sheet["B9"], sheet["G9"] = "合计", 29
    sheet["B10"] = "注：本表每季度报送一次。"
    sheet["B11"], sheet["F11"] = "单位负责人：", "填表人："


def _sections(book: openpyxl.Workbook) -> None:
    sheet = sheet_of(book, "登记")
    for row in (3, 8):
        sheet.merge_cells(f"A{row}:H{row}")


def _grouped_dates(book: openpyxl.Workbook) -> None:
    """One day for three meetings, written once."""
    sheet = sheet_of(book, "台账")
    sheet.merge_cells("A3:A5")
    sheet.merge_cells("B6:B7")
    sheet.merge_cells("A6:A7")


FILES = {
    "两行表头.xlsx": workbook({"台账": []}, _two_line_head),
    "并排.xlsx": workbook(
        {
            "2026": [
                ["机关第三党支部党员花名册", *[None] * 7, "党费核定表"],
                [*ROSTER_HEAD, None, "姓名", "月缴费基数（元）", "比例（%）", "月应交（元）"],
                [*_person(1, "陈静", 2), None, "陈静", 6500.5, 1.5, 97.51],
                [*_person(2, "马  超", 3), None, "马超", 5000, 1, 50],
            ]
        }
    ),
    "上下.xlsx": workbook(
        {
            "名册": [
                ["机关第四党支部党员名册"],
                ROSTER_HEAD,
                _person(1, "林一", 1),
                ["合计", "1人"],
                [],
                [],
                ["预备党员名单"],
                [head for head in ROSTER_HEAD if head != "人员类别"],
                [1, "林二", "女", identity_number("20000506", 22), "2000-05-06", "2025年12月1日"],
                [],
                ["2026年党费"],
                ["姓名", "基数", "比例"],
                ["林一", 5000, "1%"],
            ]
        }
    ),
    "续页.xlsx": workbook(
        {
            "台账": [
                ["第五党支部2026年三会一课台账"],
                LEDGER_HEAD,
                _meeting(1, "1月5日"),
                ["填表人：", None, None, "审核人："],
                ["第五党支部2026年三会一课台账"],
                LEDGER_HEAD,
                _meeting(2, "2月5日"),
                [None, None, "小计"],
                ["说明：会议时间以记录本为准。"],
            ]
        }
    ),
    "分段.xlsx": workbook(
        {
            "登记": [
                ["2026年度组织生活登记簿"],
                ["序号", "年", "月", "日", "党员大会", "支委会", "应到会人数", "实到会人数"],
                ["第一党支部"],
                [1, 2026, 1, 6, None, "√", 5, 4],
                [2, 2026, 1, 20, "√", None, 15, 13],
                [3],
                [4],
                ["第二党支部"],
                [5, 2026, 2, 6, "√", "√", 15, 15],
                [6, 2026, 2, 31, None, "√", 5, 5],
            ]
        },
        _sections,
    ),
    "审计处党支部/2026年三会一课.xlsx": workbook(
        {
            name: [
                [f"{name}登记表"],
                ["日期", "议题", "应到/实到", "缺席（请假）人员"],
                ["1月15日", topic, "14/13", "刘洋（事假）"],
            ]
            for name, topic in (
                ("党员大会", "学习"),
                ("支委会", "研究党课安排"),
                ("党小组会", "第二党小组学习讨论"),
                ("主题党日", "参观"),
            )
        }
    ),
    "只写一次.xlsx": workbook(
        {
            "台账": [
                ["2026年三会一课台账"],
                ["支部", "时间", "类别", "内容"],
                ["第一支部", "1.5", "支委会", "研究"],
                [None, "1.6", "党课", "学习"],
                ["第二支部", "1.7", "支委会", "研究"],
            ]
        }
    ),
    "一天三会.xlsx": workbook(
        {
            "台账": [
                ["第六党支部2026年三会一课台账"],
                ["时间", "类别", "议题", "应到"],
                ["1月5日", "支委会", "研究工作", 5],
                [None, "党员大会", "学习文件", 20],
                [None, "党课", "书记讲课", 20],
                ["2月5日", "支委会", "1.学习文件", 5],
                [None, None, "2.研究发展党员", None],
            ]
        },
        _grouped_dates,
    ),
    "续行.xlsx": workbook(
        {
            "支委会": [
                ["第七党支部2026年支委会台账"],
                ["序号", "时间", "议题", "参会人数"],
                [1, "1月5日", "1.学习文件", "应到5人,实到4人"],
                [None, None, "2.研究发展党员", None],
                [2, "2月5日", "研究工作", "5/5"],
                [3, None, None, None],
            ]
        }
    ),
    "其他.xlsx": workbook(
        {
            "通讯录": [
                ["机关通讯录"],
                ["序号", "姓名", "部门", "职务", "手机"],
                [1, "张三", "办", "主任", "1"],
            ],
            "值班": [["日期", "带班领导", "值班人员", "值班电话"], ["1月1日", "张三", "李四", "1"]],
            "培训": [
                ["序号", "培训时间", "培训班名称", "姓名", "学时"],
                [1, "2026年3月", "班", "王五", 24],
            ],
            "积极分子": [
                ["入党积极分子名册"],
                ["序号", "姓名", "性别", "出生日期", "申请入党时间", "确定积极分子时间"],
                [1, "王五", "男", "1999.1.1", "2024.1.1", "2025.1.1"],
            ],
            "志愿": [
                ["志愿服务台账"],
                ["时间", "地点", "主题", "参加人数"],
                ["2026.1.1", "社区", "扫雪", 5],
            ],
            "报销": [
                ["主题党日费用"],
                ["日期", "事由", "金额", "经手人"],
                ["2026.1.1", "主题党日", 50, "张三"],
            ],
            "计划": [
                ["2026年主题党日计划表"],
                ["时间", "主题", "地点", "责任人"],
                ["2026.5.1", "参观", "纪念馆", "张三"],
            ],
            "困难": [
                ["困难党员名册"],
                ROSTER_HEAD,
                _person(1, "周一", 9),
            ],
            "空": [],
        }
    ),
    "党费月份.xlsx": workbook(
        {
            "党费": [
                ["办公室党支部2026年党费收缴登记表"],
                ["序号", "姓名", "党费基数", "执行标准", "每月应交", "实缴金额（元）"],
                [None, None, None, None, None, *[f"{month}月" for month in range(1, 13)], "合计"],
                [1, "张三", 5000, "1%", 50, *[50] * 6, "√", *[None] * 5, 300],
                [2, "李四", "6,500.50", "1.5%", "97.51元", "97.51"],
                ["合计", None, None, None, 147.51],
            ]
        }
    ),
}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read(tmp_path_factory.mktemp("tables"), FILES)


def test_a_heading_of_two_lines_beside_the_edge_is_read(reading: Reading) -> None:
    found = of(reading, "两行表头.xlsx")
    assert [
        (row.organization, row.held_on, row.expected, row.present, len(row.absent))
        for row in found.activities
    ] == [
        ("预算处党支部", date(2026, 1, 8), 12, 11, 1),
        ("预算处党支部", date(2026, 2, 10), 5, 5, 0),
        ("国库处党支部", date(2026, 3, 5), 12, 10, 2),
    ]
    assert found.activities[2].kinds == ("theme_day", "party_lecture")
    assert found.activities[0].columns["held_on"] == 4
    assert found.tables[0].source.row == 4
    assert found.tables[0].title == "市财政局机关党委2026年度“三会一课”情况汇总表"
    assert codes(found) == []


def test_tables_side_by_side_are_two_tables(reading: Reading) -> None:
    found = of(reading, "并排.xlsx")
    assert [(row.name, row.organization) for row in found.members] == [
        ("陈静", "机关第三党支部"),
        ("马超", "机关第三党支部"),
    ]
    assert [(row.name, row.source.row) for row in found.dues] == [("陈静", 3), ("马超", 4)]
    assert [(table.what, table.title) for table in found.tables] == [
        ("members", "机关第三党支部党员花名册"),
        ("dues", "党费核定表"),
    ]


def test_tables_one_below_the_other_are_told_apart(reading: Reading) -> None:
    found = of(reading, "上下.xlsx")
    assert [(row.name, row.status, row.source.row) for row in found.members] == [
        ("林一", "full", 3),
        ("林二", "probationary", 9),
    ]
    assert [table.title for table in found.tables] == [
        "机关第四党支部党员名册",
        "预备党员名单",
        "2026年党费",
    ]
    assert [(row.name, row.year) for row in found.dues] == [("林一", 2026)]


def test_a_heading_repeated_on_the_next_page_is_one_table(reading: Reading) -> None:
    found = of(reading, "续页.xlsx")
    assert [row.source.row for row in found.activities] == [3, 7]
    assert len(found.tables) == 1
    assert codes(found) == []


def test_a_line_naming_a_branch_holds_for_the_rows_below_it(reading: Reading) -> None:
    found = of(reading, "分段.xlsx")
    assert [(row.organization, row.kinds, row.held_on) for row in found.activities] == [
        ("第一党支部", ("branch_committee_meeting",), date(2026, 1, 6)),
        ("第一党支部", ("members_meeting",), date(2026, 1, 20)),
        ("第二党支部", ("members_meeting", "branch_committee_meeting"), date(2026, 2, 6)),
    ]
    assert cells(found.findings) == {("no-such-date", 10, 4)}


def test_without_a_kind_column_the_sheet_says_the_kind(reading: Reading) -> None:
    found = of(reading, "审计处党支部/2026年三会一课.xlsx")
    assert [(row.source.sheet, row.kinds, row.group) for row in found.activities] == [
        ("党员大会", ("members_meeting",), None),
        ("支委会", ("branch_committee_meeting",), None),
        ("党小组会", ("group_meeting",), 2),
        ("主题党日", ("theme_day",), None),
    ]
    assert {(row.organization, row.organization_from) for row in found.activities} == {
        ("审计处党支部", "file")
    }
    assert {(row.held_on, row.year_from) for row in found.activities} == {
        (date(2026, 1, 15), "file")
    }


def test_a_branch_written_once_holds_for_the_rows_below_with_one_notice(reading: Reading) -> None:
    found = of(reading, "只写一次.xlsx")
    assert [row.organization for row in found.activities] == ["第一支部", "第一支部", "第二支部"]
    assert codes(found) == ["organization-filled-down"]


def test_a_merged_date_holds_for_each_meeting_beside_it(reading: Reading) -> None:
    found = of(reading, "一天三会.xlsx")
    assert [(row.held_on, row.kinds, row.topic) for row in found.activities] == [
        (date(2026, 1, 5), ("branch_committee_meeting",), "研究工作"),
        (date(2026, 1, 5), ("members_meeting",), "学习文件"),
        (date(2026, 1, 5), ("party_lecture",), "书记讲课"),
        (date(2026, 2, 5), ("branch_committee_meeting",), "1.学习文件\n2.研究发展党员"),
    ]
    assert codes(found) == []


def test_a_row_with_only_a_further_item_belongs_to_the_meeting_above(reading: Reading) -> None:
    found = of(reading, "续行.xlsx")
    assert [(row.held_on, row.agenda) for row in found.activities] == [
        (date(2026, 1, 5), ("学习文件", "研究发展党员")),
        (date(2026, 2, 5), ()),
    ]
    assert [(row.expected, row.present) for row in found.activities] == [(5, 4), (5, 5)]
    assert codes(found) == []


def test_absent_people_listed_below_each_other_are_all_read(tmp_path: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        for column in "ABCD":
            sheet_of(book, "台账").merge_cells(f"{column}2:{column}4")

    rows = [
        ["时间", "类别", "应到", "实到", "缺席人员"],
        ["2026.1.5", "支委会", 5, 2, "王芳（病假）"],
        [None, None, None, None, "李娜（出差）"],
        [None, None, None, None, "张伟（事假）"],
        ["2026.2.5", "支委会", 5, 5, "无"],
    ]
    found = read(tmp_path, {"第一支部.xlsx": workbook({"台账": rows}, merge)})
    assert [len(row.absent) for row in found.activities] == [3, 0]
    assert codes(found) == []


def test_other_registers_are_named_and_passed_over(reading: Reading) -> None:
    found = of(reading, "其他.xlsx")
    assert (found.members, found.activities, found.dues, found.organizations) == ((), (), (), ())
    assert {item.sheet for item in found.findings} == {
        *("通讯录", "值班", "培训", "积极分子", "志愿", "困难", "报销", "计划")
    }
    assert set(codes(found)) == {"table-not-read"}
    assert {item.severity for item in found.findings} == {"notice"}


def test_months_paid_are_amounts_and_ticks_are_not(reading: Reading) -> None:
    found = of(reading, "党费月份.xlsx")
    first, second = found.dues
    assert sorted(first.paid) == [1, 2, 3, 4, 5, 6]
    assert {str(amount) for amount in first.paid.values()} == {"50"}
    assert first.columns["paid_1"] == 6
    assert (str(second.base), str(second.rate), str(second.monthly_due)) == (
        "6500.50",
        "0.015",
        "97.51",
    )
    assert codes(found) == ["dues-ticked"]


@pytest.mark.parametrize(
    "words",
    [
        [
            "开会时间",
            "会议类型",
            "主要内容",
            "会议地点",
            "召集人",
            "应参会人数",
            "实际参会人数",
            "请假情况",
        ],
        [
            "召开日期",
            "类型",
            "会议议题",
            "开会地点",
            "主持",
            "应出席",
            "实出席",
            "未到会人员及原因",
        ],
        [
            "活动\n日期",
            "三会一课类别",
            "主题（议题）",
            "场所",
            "会议主持人",
            "应到会人数",
            "实到会人数",
            "缺勤人员",
        ],
        [
            "时 间（年月日）",
            "组织生活类别",
            "讨论事项",
            "地 点",
            "主持人姓名",
            "应到（人）",
            "实到（人）",
            "缺席名单",
        ],
        [
            "会议召开的具体时间",
            "会议的类别",
            "会议的主要议题",
            "会议地点",
            "主持人",
            "应到人数（人）",
            "到会人数",
            "缺席",
        ],
    ],
)
def test_other_offices_head_the_same_columns_differently(words: list[str], tmp_path: Path) -> None:
    line = ["2026.1.5", "支委会", "研究工作", "三楼", "程强", 5, 4, "王芳（病假）"]
    found = read(tmp_path, {"台账.xlsx": workbook({"第一支部": [words, line]})})
    (row,) = found.activities
    assert (row.held_on, row.kinds) == (date(2026, 1, 5), ("branch_committee_meeting",))
    assert (row.topic, row.place, row.chair) == ("研究工作", "三楼", "程强")
    assert (row.expected, row.present) == (5, 4)
    assert [absence.name for absence in row.absent] == ["王芳"]
    assert (row.organization, row.organization_from) == ("第一支部", "sheet")


def test_year_month_and_day_may_have_columns_of_their_own(tmp_path: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        sheet = sheet_of(book, "台账")
        for area in ("A2:C2", "D2:D3", "E2:E3"):
            sheet.merge_cells(area)

    rows = [
        ["监察室党支部组织生活台账"],
        ["会议时间", None, None, "会议类型", "主题"],
        ["年", "月", "日", None, None],
        [2026, 1, 5, "支委会", "研究"],
        ["2026年", "2月", "30日", "党课", "学习"],
    ]
    found = read(tmp_path, {"台账.xlsx": workbook({"台账": rows}, merge)})
    assert [row.held_on for row in found.activities] == [date(2026, 1, 5)]
    assert found.activities[0].columns["held_on"] == 3
    assert cells(found.findings) == {("no-such-date", 5, 3)}


def test_the_group_may_stand_in_the_name_of_the_folder(tmp_path: Path) -> None:
    rows = [["时间", "地点", "内容"], ["2026.1.5", "三楼", "学习"]]
    (row,) = read(tmp_path, {"第二党小组/党小组会.xlsx": workbook({"Sheet1": rows})}).activities
    assert (row.kinds, row.group) == (("group_meeting",), 2)


@pytest.mark.parametrize(
    "words",
    [
        [
            "所在党支部",
            "姓 名",
            "身份证\n号码",
            "出生年月日",
            "党员类别",
            "入党日期",
            "转正日期",
            "党务职务",
        ],
        [
            "支部名称",
            "党员姓名",
            "居民身份证号",
            "出生时间",
            "政治面貌",
            "加入中国共产党时间",
            "转正时间",
            "支部职务",
        ],
        [
            "组织关系所在支部",
            "姓名",
            "公民身份证号码",
            "生日",
            "人员类别（正式/预备）",
            "入党时间",
            "转为正式党员时间",
            "担任党内职务",
        ],
    ],
)
def test_rosters_head_their_columns_differently_too(words: list[str], tmp_path: Path) -> None:
    number = identity_number("19850305", 11)
    line = [
        "第一支部",
        "张  伟",
        number,
        "1985.3.5",
        "正式党员",
        "2009年8月17日",
        "20100817",
        "支部书记",
    ]
    found = read(tmp_path, {"名册.xlsx": workbook({"Sheet1": [words, line]})})
    (row,) = found.members
    assert (row.organization, row.name, row.id_number) == ("第一支部", "张伟", number)
    assert (row.birth, row.joined, row.converted) == (
        date(1985, 3, 5),
        date(2009, 8, 17),
        date(2010, 8, 17),
    )
    assert (row.status, row.posts) == ("full", ("书记",))


def test_the_cells_decide_which_column_holds_the_dates(tmp_path: Path) -> None:
    rows = [
        ["日期", "时间", "类别", "议题"],
        ["2026年1月5日", "15:00-16:30", "支委会", "研究"],
    ]
    (row,) = read(tmp_path, {"台账.xlsx": workbook({"第一支部": rows})}).activities
    assert (str(row.held_on), str(row.start), str(row.end)) == (
        "2026-01-05",
        "15:00:00",
        "16:30:00",
    )


def test_a_late_heading_below_many_lines_is_found(tmp_path: Path) -> None:
    rows = [[f"说明第{number}条"] for number in range(1, 19)] + [
        LEDGER_HEAD,
        _meeting(1, "2026.1.5"),
    ]
    (row,) = read(tmp_path, {"台账.xlsx": workbook({"第一支部": rows})}).activities
    assert row.source.row == 20


def test_lists_of_organizations_are_read_in_other_words(tmp_path: Path) -> None:
    rows = [
        ["机关党组织基本情况表"],
        [
            "序号",
            "党支部名称",
            "类别",
            "隶属党组织",
            "成立时间",
            "换届时间",
            "书记",
            "党小组个数",
            "党员人数",
        ],
        [1, "局机关党委", "党委", "市直机关工委", "2010.5.1", "2022年6月30日", "杜明", "", 156],
        [2, "办公室党支部", "支部", "局机关党委", "2012.5.1", "2024.3.15", "何军", "2个", "18人"],
        [3, "离退休党总支", "党总支", "局机关党委", "2012年5月", "2024.3.15", "牛犇", "—", 62],
    ]
    found = read(tmp_path, {"党组织.xlsx": workbook({"Sheet1": rows})})
    assert [(row.name, row.kind, row.groups, row.members) for row in found.organizations] == [
        ("局机关党委", "organ_committee", None, 156),
        ("办公室党支部", "branch", 2, 18),
        ("离退休党总支", "general_branch", None, 62),
    ]
    assert cells(found.findings) == {("no-day", 5, 5)}


def test_a_row_with_nothing_but_a_name_is_still_a_person(tmp_path: Path) -> None:
    rows = [
        ["第一支部党员名册"],
        ["姓名", "性别", "出生日期", "人员类别"],
        ["张伟", None, None, None],
        ["第二党小组成员名单自此开始，共两人，名单如下"],
        ["李娜", "女", "1990.1.1", "正式党员"],
        ["小计", "2人"],
    ]
    found = read(tmp_path, {"名册.xlsx": workbook({"名册": rows})})
    assert [row.name for row in found.members] == ["张伟", "李娜"]


def test_subtotals_beside_a_merged_branch_are_no_people(tmp_path: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        sheet_of(book, "名册").merge_cells("A2:A4")

    rows = [
        ["支部", "姓名", "性别", "出生日期", "人员类别"],
        ["第一支部", "张伟", "男", "1990.1.1", "正式党员"],
        [None, "李娜", "女", "1990.1.2", "正式党员"],
        [None, "小计", "2人"],
        ["第二支部", "王芳", "女", "1990.1.3", "正式党员"],
    ]
    found = read(tmp_path, {"名册.xlsx": workbook({"名册": rows}, merge)})
    assert [(row.name, row.organization) for row in found.members] == [
        ("张伟", "第一支部"),
        ("李娜", "第一支部"),
        ("王芳", "第二支部"),
    ]


def test_quarters_between_the_rows_are_no_meetings(tmp_path: Path) -> None:
    rows = [
        ["第一支部2026年台账"],
        ["时间", "类别", "议题", "地点"],
        ["第一季度"],
        ["1月5日", "支委会", "研究", "三楼"],
        ["第二季度"],
        ["4月5日", "支委会", "研究", "三楼"],
    ]
    found = read(tmp_path, {"台账.xlsx": workbook({"台账": rows})})
    assert [row.source.row for row in found.activities] == [4, 6]
    assert codes(found) == []


def test_a_heading_over_two_columns_is_one_heading(tmp_path: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        sheet = sheet_of(book, "台账")
        for row in (1, 2):
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)

    rows = [["时间", None, "类别", "地点"], ["2026.1.5", None, "支委会", "三楼"]]
    (row,) = read(tmp_path, {"第一支部.xlsx": workbook({"台账": rows}, merge)}).activities
    assert (row.held_on, row.place) == (date(2026, 1, 5), "三楼")
