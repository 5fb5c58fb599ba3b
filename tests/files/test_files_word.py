"""Word minutes: label tables, labelled lines, prose, several meetings, ledgers, other papers."""

from datetime import date, time
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from mingdeng.files import ActivityRow, Reading
from tests.files.filemaking import codes, document, of, read, saved, workbook


def _labelled_lines(month: int, kind: str, expected: int) -> list[str]:
    return [
        f"机关第一党支部{kind}会议记录",
        f"时  间：2026年{month}月9日（星期五）下午2:30—4:00     地  点：五楼小会议室",
        "主持人：钱  进            记录人：吴 敏",
        f"应到：{expected}人   实到：{expected - 1}人",
        "缺  席：刘洋（出差）",
        "列席人员：高峰",
        "会议议题：",
        "1.传达上级会议精神；",
        "2.讨论预备党员转正事宜。",
        "会议内容：",
        "一、钱进同志传达了有关会议精神。",
        "会议强调，要抓好落实。",
        "二、会议讨论了林小雨同志转正问题。",
        f"表决结果：同意{expected - 1}票，反对0票，弃权0票。",
        "会议决议：同意林小雨同志按期转为中共正式党员。",
    ]


def _form() -> bytes:
    """A form with one wide cell for the course of the meeting."""
    paper = docx.Document()
    paper.add_heading("主题党日活动记录表", 1)
    table = paper.add_table(6, 4)
    rows = [
        ("支部名称", "法规处党支部", "活动时间", "2026.4.15 9:00-11:30"),
        ("活动地点", "革命纪念馆", "主持人", "袁 野"),
        ("参加人员", "全体党员（应到15人，实到13人）", "缺席人员", "曾强（公务）、邓丽（产假）"),
        ("活动主题", "弘扬革命精神", "记录人", "柳青"),
    ]
    for line, row in zip(table.rows, rows, strict=False):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    table.cell(4, 0).merge(table.cell(4, 3)).text = "活动内容"
    wide = table.cell(5, 0).merge(table.cell(5, 3))
    wide.text = "一、参观革命纪念馆。\n二、重温入党誓词。\n三、开展交流研讨。"
    return saved(paper.save)


def _numbered() -> bytes:
    """Items numbered by Word itself: the numbers are no text."""
    paper = docx.Document()
    for line in ("第二支部支委会会议记录", "时间：2026年5月8日15:00", "主持人：钱进", "议题："):
        paper.add_paragraph(line)
    for line in ("传达文件精神", "研究发展党员"):
        paper.add_paragraph(line, style="List Number")
        properties = paper.paragraphs[-1]._p.get_or_add_pPr()
        properties.append(OxmlElement("w:numPr"))
    paper.add_paragraph("记录人：吴敏")
    return saved(paper.save)


def _with_deletion() -> bytes:
    """A date that was changed with changes tracked."""
    paper = docx.Document()
    paper.add_paragraph("第三支部支委会会议记录")
    paragraph = paper.add_paragraph("时间：")
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:delText")
    text.text = "2026年1月1日"
    run.append(text)
    deleted.append(run)
    paragraph._p.append(deleted)
    inserted = OxmlElement("w:ins")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2026年6月8日"
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    inserted.append(run)
    paragraph._p.append(inserted)
    paper.add_paragraph("地点：三楼")
    paper.add_paragraph("主持人：钱进")
    return saved(paper.save)


FILES = {
    "两次会议.docx": document(
        *_labelled_lines(1, "支委会", 5), *_labelled_lines(2, "支部党员大会", 12)
    ),
    "活动记录.docx": _form(),
    "编号.docx": _numbered(),
    "修订.docx": _with_deletion(),
    "台账.docx": document(
        "综合处党支部2026年组织生活台账",
        [
            ("序号", "日期", "类型", "主题", "应到", "实到"),
            ("1", "1月7日", "支委会", "研究计划", "5", "5"),
            ("2", "2月30日", "党员大会", "学习", "20", "19"),
            ("3", "3月6日", "党小组会（二组）", "学习", "10", "9"),
        ],
    ),
    "纪要.docx": document(
        "办公室党支部委员会会议纪要",
        "2026年7月6日下午3时，办公室党支部在三楼会议室召开支委会，会议由党支部书记程强峰同志主持。"
        "应到委员5人，实到4人，高芳静请假。",
        "一、会议传达学习了有关文件。会议要求抓好落实。",
        "二、会议研究了发展党员工作。",
        "会议一致同意。",
    ),
    "连写.docx": document(
        "财务处党支部主题党日记录",
        "时间：2026年3月9日15:00地点：二楼会议室主持人：程强记录人：曹静",
        "参加人员：程强、徐岚、邓霞（共3人）",
    ),
    "栏目.docx": document(
        "会 议 记 录",
        [
            ("时间：2026年3月9日（星期一）15:00", "地点：二楼会议室"),
            ("主持人：程强", "记录人：曹静"),
            ("会议类别：支部委员会会议", "缺席：程红（外出学习）"),
            (
                "会议内容：\n一、学习文件。\n程强：同意。\n二、研究工作。\n甲事同意4票，反对0票；乙事同意3票，反对1票。",
            ),
        ],
    ),
    "第三党小组会议记录.docx": document(
        "时间：2026年3月3日", "地点：二楼", "主持人：李四", "内容：学习文件"
    ),
    "通知.docx": document(
        "关于召开党员大会的通知", "时间：2026年3月3日", "地点：二楼", "参会人员：全体党员"
    ),
    "制度.docx": document("三会一课制度", "第一条 党员大会每季度召开一次。"),
    "缺日期.docx": document("支委会会议记录", "时间：2026年13月5日", "地点：二楼", "主持人：李四"),
    "记录.xlsx": workbook(
        {
            "1月支委会": [
                ["党支部委员会会议记录"],
                ["会议时间", "2026年1月9日15:00", "会议地点", "三楼"],
                ["主持人", "钱进", "记录人", "吴敏"],
                ["应到人数", 5, "实到人数", 4],
                ["缺席人员", "刘洋（病假）", "列席人员", "无"],
                ["会议议题", "1.研究计划\n2.研究发展党员"],
            ]
        }
    ),
}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read(tmp_path_factory.mktemp("word"), FILES)


def _only(reading: Reading, file: str) -> ActivityRow:
    (row,) = of(reading, file).activities
    return row


def test_several_minutes_in_one_document_are_several_meetings(reading: Reading) -> None:
    first, second = of(reading, "两次会议.docx").activities
    assert (first.kinds, first.held_on) == (("branch_committee_meeting",), date(2026, 1, 9))
    assert (second.kinds, second.held_on) == (("members_meeting",), date(2026, 2, 9))
    assert (first.source.place, second.source.place) == ("第1段", "第16段")
    assert (first.expected, second.expected) == (5, 12)


def test_labelled_lines_give_every_field(reading: Reading) -> None:
    row = of(reading, "两次会议.docx").activities[0]
    assert (row.organization, row.organization_from) == ("机关第一党支部", "title")
    assert (row.start, row.end) == (time(14, 30), time(16))
    assert (row.place, row.chair, row.recorder) == ("五楼小会议室", "钱进", "吴敏")
    assert [(item.name, item.reason) for item in row.absent] == [("刘洋", "出差")]
    assert row.guests == ("高峰",)
    assert row.agenda == ("传达上级会议精神", "讨论预备党员转正事宜")
    assert row.decision == "同意林小雨同志按期转为中共正式党员。"
    assert row.votes == (4, 0, 0)
    assert row.quotes["chair"] == "钱  进"
    assert row.quotes["held_on"].startswith("2026年1月9日")
    assert codes(of(reading, "两次会议.docx")) == []


def test_a_form_with_merged_cells_is_read(reading: Reading) -> None:
    row = _only(reading, "活动记录.docx")
    assert (row.organization, row.organization_from) == ("法规处党支部", "text")
    assert row.kinds == ("theme_day",)
    assert (row.held_on, row.start, row.end) == (date(2026, 4, 15), time(9), time(11, 30))
    assert (row.expected, row.present) == (15, 13)
    assert [item.name for item in row.absent] == ["曾强", "邓丽"]
    assert row.attendees == ()
    assert row.topic == "弘扬革命精神"
    assert row.agenda == ("参观革命纪念馆", "重温入党誓词", "开展交流研讨")


def test_numbers_set_by_word_divide_the_agenda(reading: Reading) -> None:
    row = _only(reading, "编号.docx")
    assert row.agenda == ("传达文件精神", "研究发展党员")
    assert row.recorder == "吴敏"


def test_deleted_text_is_not_read(reading: Reading) -> None:
    assert _only(reading, "修订.docx").held_on == date(2026, 6, 8)


def test_a_ledger_in_word_is_read_like_one_in_excel(reading: Reading) -> None:
    found = of(reading, "台账.docx")
    assert [(row.held_on, row.kinds, row.group) for row in found.activities] == [
        (date(2026, 1, 7), ("branch_committee_meeting",), None),
        (date(2026, 3, 6), ("group_meeting",), 2),
    ]
    assert {row.organization for row in found.activities} == {"综合处党支部"}
    assert found.activities[0].source.place == "表格1第2行"
    (fault,) = found.findings
    assert (fault.code, fault.place) == ("no-such-date", "表格1第3行第2格")
    assert (fault.sheet, fault.row, fault.column) == (None, None, None)
    assert [table.what for table in found.tables] == ["activities"]


def test_minutes_in_prose_are_read_as_far_as_they_say_it(reading: Reading) -> None:
    row = _only(reading, "纪要.docx")
    assert (row.held_on, row.start) == (date(2026, 7, 6), time(15))
    assert (row.place, row.chair) == ("三楼会议室", "程强峰")
    assert (row.expected, row.present) == (5, 4)
    assert row.organization == "办公室党支部"
    assert len(row.agenda) == 2
    assert row.votes is None
    assert row.recorder is None


def test_labels_run_together_are_told_apart(reading: Reading) -> None:
    row = _only(reading, "连写.docx")
    assert (row.held_on, row.start) == (date(2026, 3, 9), time(15))
    assert (row.place, row.chair, row.recorder) == ("二楼会议室", "程强", "曹静")
    assert row.attendees == ("程强", "徐岚", "邓霞")
    assert row.present == 3


def test_labels_within_cells_are_read(reading: Reading) -> None:
    row = _only(reading, "栏目.docx")
    assert (row.kinds, row.place, row.recorder) == (
        ("branch_committee_meeting",),
        "二楼会议室",
        "曹静",
    )
    assert row.agenda == ("学习文件", "研究工作")
    assert [(item.name, item.reason) for item in row.absent] == [("程红", "外出学习")]


def test_of_several_votes_the_first_is_taken_with_a_notice(reading: Reading) -> None:
    assert _only(reading, "栏目.docx").votes == (4, 0, None)
    assert codes(of(reading, "栏目.docx")) == ["several-votes"]


def test_kind_and_group_may_stand_in_the_file_name(reading: Reading) -> None:
    row = _only(reading, "第三党小组会议记录.docx")
    assert (row.kinds, row.group) == (("group_meeting",), 3)


def test_a_form_in_a_workbook_is_read_as_minutes(reading: Reading) -> None:
    row = _only(reading, "记录.xlsx")
    assert row.form == "minutes"
    assert (row.source.sheet, row.source.row) == ("1月支委会", 1)
    assert (row.held_on, row.expected, row.present) == (date(2026, 1, 9), 5, 4)
    assert row.agenda == ("研究计划", "研究发展党员")


@pytest.mark.parametrize("file", ["通知.docx", "制度.docx"])
def test_other_papers_are_a_notice(reading: Reading, file: str) -> None:
    found = of(reading, file)
    assert found.activities == ()
    assert [(item.code, item.severity) for item in found.findings] == [("no-minutes", "notice")]


def test_an_impossible_date_in_minutes_points_at_the_paragraph(reading: Reading) -> None:
    found = of(reading, "缺日期.docx")
    assert found.activities == ()
    assert [(item.code, item.place) for item in found.findings] == [("no-such-date", "第2段")]


def test_minutes_and_ledger_of_one_meeting_are_both_kept(tmp_path: Path) -> None:
    ledger = [["时间", "类别", "地点", "主持人"], ["2026年1月9日", "支委会", "三楼", "钱进"]]
    minutes = document("第一支部支委会会议记录", "时间：2026年1月9日", "地点：三楼", "主持人：钱进")
    files = {"第一支部台账.xlsx": workbook({"a": ledger}), "第一支部记录.docx": minutes}
    found = read(tmp_path, files)
    assert [row.form for row in found.activities] == ["ledger", "minutes"] or [
        row.form for row in found.activities
    ] == ["minutes", "ledger"]
    assert codes(found) == []
