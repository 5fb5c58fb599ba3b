"""Papers to try a template with, and papers with placeholders to begin one from."""

import uuid
from datetime import date, time
from decimal import Decimal

from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.documents.word.blocks import CENTRE, Block, Column, Gap, Labelled, Paper, Table, Text
from mingdeng.documents.word.calls import Sheet, Signing
from mingdeng.documents.word.filling import (
    Filling,
    minutes_filling,
    notice_filling,
    sign_in_filling,
)
from mingdeng.documents.word.minutes import Attended
from mingdeng.stationery.models import Template

_NOBODY = uuid.UUID(int=0)
Kind = Template.Kind
NAMES = ("林一帆", "欧阳修远", "阿依古丽·买买提", "王㵘", "周建国", "郑文博", "秦岭", "尤文静")
AGENDA = (Column("序号", 3, CENTRE), Column("议程", 14), Column("决定", 10), Column("表决结果", 8))
PEOPLE = (
    Column("序号", 3, CENTRE),
    Column("姓名", 8, CENTRE),
    Column("备注", 8),
    Column("签名", 9),
)


def sample(kind: str, organization: str, day: date) -> Filling:
    """What a paper of an organization might say: nobody and nothing in it is real."""
    record = _record(day)
    hosting = Hosting(_NOBODY, None, len(NAMES), len(NAMES) - 1, (Absent(NAMES[4], "出差"),))
    if kind == Kind.MINUTES:
        there = [name for name in NAMES if name != NAMES[4]]
        return minutes_filling(record, [Attended(organization, hosting, there)], day)
    if kind == Kind.SIGN_IN:
        people = [Signing(name, away="出差" if name == NAMES[4] else "") for name in NAMES]
        return sign_in_filling(record, [Sheet(organization, len(NAMES), people)], day)
    return notice_filling(record, [organization], "全体党员", day)


def example(kind: str, day: date) -> Paper:
    """A template to begin with, on the standard page."""
    blocks: list[Block] = [_asked("时间"), _asked("地点"), _asked("主持人")]
    if kind == Kind.MINUTES:
        blocks += [_asked(name) for name in ("记录人", "应到", "实到", "出席", "缺席", "列席")]
        cells = ("{{议程序号}}", "{{议程}}", "{{决定}}", "{{表决结果}}")
        blocks += [Gap(), Table(AGENDA, [cells])]
    elif kind == Kind.SIGN_IN:
        blocks += [_asked("应到"), Table(PEOPLE, [("{{序号}}", "{{姓名}}", "{{备注}}", "")], 482)]
    else:
        blocks = [Text("{{参加人员}}：", indented=False), Text("兹定于{{日期}}{{事项}}。"), *blocks]
        blocks += [Text("{{议程序号}}、{{议程}}"), Gap(), Text("{{党组织}}"), Text("{{截至日期}}")]
    return Paper(("{{标题}}",), blocks, day)


def _asked(name: str) -> Labelled:
    return Labelled(name, f"{{{{{name}}}}}")


def _record(day: date) -> Record:
    return Record(
        kinds=("members_meeting",),
        held_on=day,
        hosts=(Hosting(_NOBODY),),
        start=time(9),
        end=time(10, 30),
        hours=Decimal("1.5"),
        place="六楼会议室",
        chair=NAMES[0],
        recorder=NAMES[1],
        lecturer=NAMES[2],
        topic="学习有关文件；讨论接收预备党员",
        agenda=(
            Item("学习有关文件"),
            Item("讨论接收预备党员", (), "同意接收", 7, 0, 0),
        ),
        guests=("褚晓明",),
    )
