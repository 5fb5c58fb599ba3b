"""What offices call their columns; the first of each is the sample's own word."""

from random import Random

LEDGER: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "序 号", "No."),
    "branch": ("支部", "支部名称", "所属支部", "党支部", "所在党支部", "党组织名称"),
    "date": (
        *("时间", "活动时间", "日期", "召开时间", "开会日期", "会议时间", "活动日期"),
        "召开日期",
    ),
    "kind": (
        *("会议类别", "会议名称", "活动类型", "会议类型", "类别", "活动形式"),
        "会议(活动)类别",
    ),
    "group": ("党小组", "所属党小组", "小组"),
    "topic": ("议题(主题)", "会议议题", "活动主题", "主要内容", "会议内容", "主题"),
    "place": ("地点", "会议地点", "活动地点"),
    "chair": ("主持人", "主持", "会议主持人"),
    "recorder": ("记录人", "记录", "记录员"),
    "expected": ("应到", "应到人数", "应参加人数", "应到会", "应到会人数", "应参会人数"),
    "present": ("实到", "实到人数", "参加人数", "到会人数", "实际参加人数", "实到会人数"),
    "slash": ("应到/实到", "应到/实到人数", "人数(应到/实到)"),
    "reversed": ("实到/应到", "实到/应到人数", "人数(实到/应到)"),
    "words": ("到会情况", "参会人数", "出席情况"),
    "tight": ("到会情况", "参会人数", "出席情况"),
    "absent": (
        *("缺席人员及原因", "缺席", "未到会人员", "请假人员(原因)", "缺席人员名单"),
        *("缺席情况", "请假情况", "未到人员及原因"),
    ),
    "absent_names": ("缺席人员", "请假人员", "未到会人员"),
    "absent_count": ("缺席人数", "请假人数", "未到会人数"),
    "reason": ("缺席原因", "请假事由", "未到会原因"),
    "note": ("备注", "说明", "备 注"),
    "hours": ("学时", "学时数"),
    "leaders": ("参会领导", "参加领导"),
    "photos": ("照片张数", "照片(张)"),
    "uploaded": ("是否上传平台", "是否录入系统"),
}
ROSTER: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号", "No."),
    "branch": ("所在党支部", "支部名称", "所属支部", "党支部", "所在支部", "所属党组织"),
    "group": ("党小组", "所在党小组", "所属党小组"),
    "name": ("姓 名", "姓名", "党员姓名"),
    "sex": ("性别", "性 别"),
    "nation": ("民族", "民 族"),
    "id": ("公民身份号码", "身份证号", "身份证号码", "公民身份证号", "居民身份证号码"),
    "birth": ("出生日期", "出生年月日", "出生时间"),
    "education": ("学历", "文化程度"),
    "category": ("人员类别", "党员类别", "党员身份"),
    "joined": ("加入党组织日期", "入党时间", "入党日期", "加入党组织时间"),
    "full_on": ("转为正式党员日期", "转正时间", "转正日期", "转正年月日"),
    "post": ("党内职务", "党内任职", "支部职务", "职务"),
    "phone": ("联系电话", "手机号码", "电话"),
    "note": ("备注", "说明"),
}
REGISTER: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号"),
    "name": ("党组织全称", "组织名称", "党组织名称", "党组织全称(规范)"),
    "short": ("党组织简称", "简称", "组织简称"),
    "upper": ("上级党组织", "隶属党组织", "直接上级党组织"),
    "kind": ("组织类别", "党组织类别", "组织类型"),
    "founded": ("成立日期", "建立时间", "批准成立时间", "成立时间", "建立日期"),
    "elected": ("本届选举日期", "换届时间", "本届换届日期", "最近换届日期"),
    "secretary": ("书记", "党组织书记", "书记姓名"),
    "groups": ("党小组数", "党小组个数", "下设党小组数"),
    "members": ("党员数", "党员人数", "党员总数"),
    "unit": ("所在单位", "单位名称"),
}
DUES: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "编号"),
    "branch": ("支部", "支部名称", "所属支部", "党支部"),
    "name": ("姓名", "党员姓名", "姓 名"),
    "base": ("月计算基数(元)", "计算基数", "党费基数", "月工资收入(基数)", "缴费基数(元)"),
    "rate": ("比例", "缴纳比例", "执行标准"),
    "monthly": ("月应缴", "月应缴(元)", "月应交党费", "应缴额"),
    "total": ("全年实缴", "实缴合计"),
}
BANDS: dict[str, tuple[str, ...]] = {
    "attendance": ("参会情况", "到会情况", "参加人员情况", "出席情况"),
    "meeting": ("会议基本情况", "会议(活动)情况", "基本情况"),
    "organizer": ("会议组织", "组织情况"),
    "party": ("党籍情况", "入党情况"),
    "person": ("个人信息", "基本信息"),
    "months": ("实缴金额(元)", "每月实缴情况"),
    "set_up": ("组织设置", "设置情况"),
}


def choose_heading(rng: Random, words: tuple[str, ...], how: str) -> str:
    """The sample's word, or any word an office might use."""
    return words[0] if how == "usual" else rng.choice(words)


def shaped(rng: Random, heading: str, shape: str) -> str:
    """Inner spaces stretch short headings, a line break folds long ones."""
    if shape == "spaced" and len(heading) == 2:
        return heading[0] + rng.choice((" ", "  ", "\u3000")) + heading[1]
    if shape == "broken" and len(heading) >= 4 and "(" not in heading and "/" not in heading:
        middle = len(heading) // 2
        return heading[:middle] + "\n" + heading[middle:]
    if shape == "broken" and "(" in heading:
        return heading.replace("(", "\n(")
    return heading
