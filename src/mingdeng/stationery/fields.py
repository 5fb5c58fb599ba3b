"""The placeholders each kind of paper knows: single ones, and those of a row that repeats."""

from collections.abc import Mapping, Sequence

from mingdeng.stationery.models import Template

Kind = Template.Kind
ABOUT = {
    "标题": "文件的标题",
    "党组织": "主办的党组织，几个的依次写",
    "会议类别": "如党员大会、主题党日",
    "日期": "如2026年11月22日",
    "时间": "日期、星期和起止时间",
    "地点": "地点",
    "主持人": "主持人",
    "议题": "议题",
    "截至日期": "截至日期，通知写发出的日期",
}
MEETING = {
    **ABOUT,
    "记录人": "记录人",
    "主讲人": "主讲人",
    "学时": "学时",
    "应到": "应到人数",
    "实到": "实到人数",
    "列席": "列席人员",
}
# For each kind of paper: what each placeholder stands for.
SINGLE: Mapping[str, Mapping[str, str]] = {
    Kind.MINUTES: {**MEETING, "出席": "出席人员", "缺席": "缺席人员和原因"},
    Kind.SIGN_IN: MEETING,
    Kind.NOTICE: {**ABOUT, "参加人员": "参加人员", "事项": "如召开党员大会"},
}
AGENDA = {"议程序号": "一、二、三", "议程": "议程的一项"}
# The placeholders of one thing among several: its row or paragraph is repeated for each.
REPEATED: Mapping[str, Mapping[str, str]] = {
    Kind.MINUTES: {**AGENDA, "决定": "这一项的决定", "表决结果": "这一项的表决结果"},
    Kind.SIGN_IN: {"序号": "1、2、3", "姓名": "应到的人", "备注": "职务，已知请假的写原因"},
    Kind.NOTICE: AGENDA,
}


def known(kind: str) -> list[str]:
    """Everything a template of a kind may ask for."""
    return [*SINGLE[kind], *REPEATED[kind]]


def unknown(kind: str, names: Sequence[str]) -> list[str]:
    """What a template asks for and nothing is known of: it stays in the paper as it is."""
    return [name for name in names if name not in known(kind)]
