"""How long the handbook of a branch takes: 30 members, a full year, beside a bare typeset page.

The first handbook of a fresh process reads the rules too; the second one is what everyone
after that waits for.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from datetime import time as clock
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
YEAR, MEMBERS, GROUPS, GOAL = 2025, 30, 3, 3.0
BARE = b'#set page("a4")\n#set text(font: "Noto Serif CJK SC")\n= Bare\nOne page.'
MEETINGS = (
    *(("branch_committee_meeting", 6, range(1, 13)), ("theme_day", 20, range(1, 13))),
    *(("members_meeting", 25, range(3, 13, 3)), ("party_lecture", 15, range(2, 12, 3))),
    *(("organizational_life_meeting", 28, range(1, 2)), ("democratic_appraisal", 28, range(1, 2))),
)


def run() -> None:
    """Print the times, in a process and a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="mingdeng-bench-") as folder:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        environment |= {
            "MINGDENG_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "mingdeng.config.settings",
        }
        subprocess.run([sys.executable, __file__], env=environment, check=True)


def measure() -> None:
    """Fill an empty database, then ask for the papers."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    viewer, organization = _branch()
    first, _ = _timed(_bare)
    bare, _ = _timed(_bare)
    took, said = _timed(lambda: _handbook(viewer, organization))
    again, _ = _timed(lambda: _handbook(viewer, organization))
    whole, packed = _timed(lambda: _archive(viewer, organization))
    print(f"空的一页：进程里第一次（含查找字体）{first:.3f} 秒，以后 {bare:.4f} 秒")
    print(f"工作手册：{said}")
    _tell("  进程里第一次（含读规则）", took, bare, GOAL)
    _tell("  以后", again, bare, GOAL)
    _tell(f"年度归档：{packed}", whole, bare)


def _tell(what: str, took: float, bare: float, goal: float = 0) -> None:
    beside = f"  目标 {goal:.0f} 秒内：{'达到' if took < goal else '没有达到'}" if goal else ""
    print(f"{what}：{took:.3f} 秒，空页的 {took / bare:.0f} 倍{beside}", flush=True)


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = act()
    return time.perf_counter() - started, found


def _bare() -> None:
    import typst

    from mingdeng.documents.pdf.fonts import typefaces

    typst.compile(BARE, font_paths=typefaces().fonts)


def _handbook(viewer: Any, organization: Any) -> str:
    from mingdeng.documents.branchyear import branch_year
    from mingdeng.documents.pdf.handbook import handbook
    from mingdeng.documents.pdf.typesetting import pdf

    year = branch_year(viewer, organization, YEAR, date(YEAR, 12, 31))
    size = len(pdf(handbook(year)))
    return f"{len(year.members)} 名党员，{len(year.meetings)} 次活动，{size >> 10} KB"


def _archive(viewer: Any, organization: Any) -> str:
    from mingdeng.documents.archive import archive
    from mingdeng.documents.branchyear import branch_year

    year = branch_year(viewer, organization, YEAR, date(YEAR, 12, 31))
    target = BytesIO()
    return f"{len(archive(year, target))} 个文件，{target.tell() >> 10} KB"


def _branch() -> tuple[Any, Any]:
    """A branch with its people and a full year of records, through the services."""
    from mingdeng.access.policy import viewer_of
    from mingdeng.accounts.services import create_user
    from mingdeng.activities.services import cover, record
    from mingdeng.journal.services import Actor
    from mingdeng.roster.models import Person, Post
    from mingdeng.roster.services import (
        NewOrganization,
        NewPerson,
        add_person,
        appoint,
        create_group,
        create_organization,
    )

    actor = Actor(None, None, datetime(YEAR, 12, 31, tzinfo=UTC))
    founded = date(2016, 3, 1)
    given = NewOrganization("branch", "第一支部", "中共测试机关第一支部", None, founded=founded)
    branch = create_organization(actor, given)
    groups = [create_group(actor, branch, f"第{'一二三'[n]}党小组", n + 1) for n in range(GROUPS)]
    people = [
        add_person(
            actor,
            NewPerson(f"党员{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{n}", status=Person.Status.FULL),
            branch,
            groups[n % GROUPS],
            n,
        )
        for n in range(MEMBERS)
    ]
    for person, kind in zip(
        people, (Post.Kind.SECRETARY, *[Post.Kind.COMMITTEE] * 4), strict=False
    ):
        appoint(actor, person, branch, kind, str(kind.label), founded)
    cover(actor, branch, sorted({kind for kind, *_ in MEETINGS}), date(YEAR, 1, 1), None, "本系统")
    for said in _records(branch, groups, people):
        record(actor, said)
    people[0].account = create_user("secretary")
    people[0].save(update_fields=["account"])
    return viewer_of(people[0].account, date(YEAR, 12, 31)), branch


def _records(branch: Any, groups: Any, people: Any) -> Iterator[Any]:
    """About sixty: what rules ask of a branch of this size, each with agenda and decisions."""
    for kind, day, months in MEETINGS:
        for month in months:
            yield _record(kind, date(YEAR, month, day), branch, None, people)
    for month in range(1, 13):
        for number, group in enumerate(groups):
            if (month + number) % 3 or month % 4 == 0:
                yield _record(
                    "group_meeting", date(YEAR, month, 10 + number), branch, group, people
                )


def _record(kind: str, day: date, branch: Any, group: Any, people: Any) -> Any:
    from mingdeng.activities.said import Absent, Hosting, Item, Record

    heads = 5 if kind == "branch_committee_meeting" else MEMBERS // (GROUPS if group else 1)
    away = tuple(Absent(one.name, "公务出差", one.id) for one in people[3:5])
    items = (
        Item("学习贯彻上级重要会议和文件精神，交流学习体会，结合本职谈认识", ("first_topic",)),
        Item("听取上月工作情况汇报，研究下一步工作安排", (), "同意报告，按分工抓好落实"),
        Item("讨论有关事项并表决", (), "通过", heads - 2, 0, 0),
    )
    return Record(
        kinds=(kind,),
        held_on=day,
        hosts=(Hosting(branch.id, group.id if group else None, heads, heads - 2, away),),
        start=clock(9, 0),
        end=clock(10, 30),
        place="机关三楼会议室",
        chair=people[0].name,
        recorder=people[1].name,
        topic="学习和研究本月工作",
        hours=Decimal("1.5"),
        agenda=items,
        guests=("机关党委联络员",),
    )


if __name__ == "__main__":
    measure()
