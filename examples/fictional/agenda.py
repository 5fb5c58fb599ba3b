"""Sober office wording for what meetings were about and where they were held."""

from random import Random

from .model import (
    APPRAISAL,
    COMMITTEE_MEETING,
    GROUP_MEETING,
    LECTURE,
    LIFE_MEETING,
    MEMBERS_MEETING,
    THEME_DAY,
)

TOPICS: dict[str, tuple[str, ...]] = {
    COMMITTEE_MEETING: (
        "研究本月党建工作安排",
        "分析党员思想状况,研究谈心谈话安排",
        "讨论入党积极分子培养情况",
        "研究支部学习计划落实情况",
        "通报党费收缴情况,研究困难党员慰问",
        "研究支部标准化规范化建设自查问题整改",
        "听取各党员联系服务群众情况",
    ),
    GROUP_MEETING: (
        "学习讨论、交流体会",
        "学习党章,对照岗位谈认识",
        "交流本月履职和学习情况",
        "讨论支部工作计划,提出意见建议",
    ),
    MEMBERS_MEETING: (
        "传达学习上级会议精神,审议支部工作报告",
        "通报支部委员会工作,听取党员意见",
        "学习有关文件,讨论支部年度工作计划",
        "审议党费使用情况,讨论评优推荐",
    ),
    LECTURE: (
        "书记讲党课",
        "结合岗位职责讲纪律规矩",
        "讲如何改进机关作风、服务基层",
        "围绕树立正确政绩观作辅导",
    ),
    THEME_DAY: (
        "集中学习、志愿服务",
        "到社区开展政策宣讲和志愿服务",
        "参观市档案馆主题展览",
        "重温入党誓词,交流学习体会",
        "义务植树,清理河道垃圾",
        "走访慰问生活困难群众",
    ),
    LIFE_MEETING: ("开展批评和自我批评,查摆问题、明确整改",),
    APPRAISAL: ("自评互评、民主测评",),
}
PLACES = ("三楼会议室", "四楼会议室", "党员活动室", "机关大院东会议室", "一楼多功能厅")
AGENDA_ITEMS = (
    "传达学习上级文件精神",
    "研究发展党员工作",
    "研究下季度活动安排",
    "讨论谈心谈话安排",
    "通报党费收缴情况",
    "研究困难党员慰问事项",
)


def topic_of(rng: Random, kinds: tuple[str, ...]) -> str:
    """One topic for each kind, in the order of the kinds."""
    return ";".join(rng.choice(TOPICS[kind]) for kind in kinds)
