"""Acts of the journal in words."""

from collections.abc import Sequence

from mingdeng.access.queries import Act

ACTIONS = {
    "person.add": "列入名册",
    "person.change": "更改信息",
    "person.move": "转接组织关系",
    "person.read": "查看信息",
    "person.read_sensitive": "查看含敏感字段的信息",
    "correction.ask": "要求更正",
    "correction.answer": "答复更正请求",
    "correction.appeal": "申诉",
    "correction.answer_appeal": "答复申诉",
    "handover.begin": "开始交接",
    "handover.sign": "签收交接",
    "handover.refuse": "退回交接",
    "person.leave": "转出",
    "person.export": "导出本人副本",
    "post.appoint": "任职",
    "post.delegate": "委托代行",
    "post.revoke": "收回委托",
    "post.end": "免职",
    "inspection.open": "开放检查",
    "inspection.look": "检查时查看",
    "activity.record": "记录",
    "activity.correct": "更正",
    "activity.withdraw": "撤回",
    "activity.confirm": "确认",
    "activity.return": "退回补充",
    "activity.plan": "计划",
    "activity.replan": "更改计划",
    "activity.announce": "发出通知",
    "activity.hold": "记为开展",
    "reminding.choose": "选择提醒方式",
    "feed.issue": "生成日历地址",
    "feed.revoke": "作废日历地址",
    "attachment.add": "添加附件",
    "attachment.remove": "移去附件",
    "demand.note": "记下重复报送的要求",
    "demand.revise": "修改重复报送的答复",
    "demand.answer": "答复重复报送",
    "demand.end": "记下要求的结果",
    "demand.withdraw": "撤回重复报送的要求",
    "complaint.make": "记名提意见",
    "complaint.answer": "答复意见",
    "complaint.appeal": "对意见的答复申诉",
    "complaint.answer_appeal": "答复意见的申诉",
    "entry.progress": "记进展",
    "entry.asked_closing": "申请销号",
    "entry.closed": "办结",
    "entry.returned": "退回",
    "entry.asked_extension": "申请延期",
    "entry.extended": "同意延期",
    "entry.refused": "不同意延期",
    "entry.reopened": "重新办理",
    "entry.checked": "记检查",
    "entry.carry": "续填到下一期",
    "entry.look_back": "回头看",
    "entry.hand_down": "分解下达",
    "entry.pair": "结对",
    "survey.issue": "开具评价链接",
    "survey.answer": "服务对象评价",
}
OTHERWISE = "更改"


def told(acts: Sequence[Act]) -> list[tuple[str, Act]]:
    """Each act with what it is called."""
    return [(ACTIONS.get(act.action, OTHERWISE), act) for act in acts]
