"""A small organ as of the real day, with the six people and a neighbour: made by the services.

Server and browser read the real clock, so the records are laid around today: everything
before this month is in order, this month's theme day and this quarter's meeting are open.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from mingdeng.accounts.models import Kind, User
from mingdeng.accounts.services import create_user
from mingdeng.activities.models import Activity
from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.activities.services import cover, record
from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services import (
    NewOrganization,
    NewPerson,
    add_person,
    appoint,
    create_group,
    create_organization,
)

NOW = datetime.now(UTC)
TODAY = local_day(NOW)
SYSTEM = Actor(None, None, NOW)
FOUNDED = date(2016, 3, 1)
MEETING, COMMITTEE, THEME = "members_meeting", "branch_committee_meeting", "theme_day"
NAMES = [
    "林一帆",
    "周建国",
    "吴秀兰",
    "郑文博",
    "王丽华",
    "冯志强",
    "陈思远",
    "褚晓明",
    "卫国平",
    "蒋美玲",
    "沈长青",
    "韩雪梅",
    "杨柳青",
    "朱德润",
    "秦岭",
    "尤文静",
    "许志远",
    "何雨桐",
    "吕方正",
    "施明德",
]
TITLES = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员")
ROLES = ("secretary", "member", "office", "leading", "discipline", "viewer")


@dataclass(frozen=True)
class World:
    """The organ, its accounts by role, and one record of each branch."""

    work: Organization
    leading: Organization
    committee: Organization
    branch: Organization
    neighbour: Organization
    accounts: dict[str, User]
    people: list[Person]
    own: Activity
    other: Activity


def make_world() -> World:
    """Everything, in an empty database."""
    work = _place("work_committee", "云泽市直属机关工委", None)
    leading = _place("leading_group", "云泽市民政局党组", None)
    committee = _place("organ_committee", "云泽市民政局机关党委", work)
    branch = _place("branch", "社会救助和慈善事业促进处第一支部", committee)
    neighbour = _place("branch", "养老服务支部", committee)
    create_group(SYSTEM, branch, "第一党小组", 1)
    people = [_person(name, branch, place) for place, name in enumerate(NAMES)]
    beside = [_person(f"邻{name[1:]}", neighbour, place) for place, name in enumerate(NAMES[:8])]
    for staff, place in ((people, branch), (beside, neighbour)):
        for person, title in zip(staff, TITLES, strict=False):
            appoint(SYSTEM, person, place, _kind(title), title, FOUNDED)
    accounts = _cast(people, beside, work, leading, committee)
    own, other = _records(branch, people), _records(neighbour, beside)
    return World(work, leading, committee, branch, neighbour, accounts, people, own, other)


def _place(kind: str, name: str, parent: Organization | None) -> Organization:
    given = NewOrganization(
        kind=kind,
        name=name,
        full_name=f"中共{name}",
        parent=parent.id if parent else None,
        unit="" if kind == "work_committee" else "云泽市民政局",
        founded=FOUNDED,
        elected=date(TODAY.year - 1, 3, 1),
    )
    return create_organization(SYSTEM, given)


def _person(name: str, branch: Organization, position: int) -> Person:
    given = NewPerson(
        name=name,
        gender="女",
        birth=date(1980, 1, 1 + position),
        status=Person.Status.FULL,
        joined=date(2005, 6, 1),
        converted=date(2006, 6, 1),
    )
    return add_person(SYSTEM, given, branch, None, position)


def _kind(title: str) -> str:
    return {"书记": Post.Kind.SECRETARY, "副书记": Post.Kind.DEPUTY}.get(title, Post.Kind.COMMITTEE)


def _cast(
    people: list[Person],
    beside: list[Person],
    work: Organization,
    leading: Organization,
    committee: Organization,
) -> dict[str, User]:
    outsider = add_person(SYSTEM, NewPerson(name="秦朗"), None, None)
    holders = {
        "secretary": people[0],
        "member": people[19],
        "office": people[18],
        "leading": people[17],
        "discipline": people[16],
        "viewer": outsider,
        "neighbour": beside[0],
    }
    posts = {
        "office": (Post.Kind.OFFICE, "机关党委办公室主任", (committee,)),
        "leading": (Post.Kind.LEADING_SECRETARY, "党组书记", (leading, committee)),
        "discipline": (Post.Kind.DISCIPLINE, "机关纪委副书记", (committee,)),
        "viewer": (Post.Kind.VIEWER, "工委组织部干部", (work,)),
    }
    accounts = {}
    for role, person in holders.items():
        person.account = accounts[role] = create_user(role)
        person.save(update_fields=["account"])
        if role in posts:
            kind, title, places = posts[role]
            for place in places:
                appoint(SYSTEM, person, place, kind, title, FOUNDED)
    for administrator in (Kind.SYSTEM, Kind.SECURITY, Kind.AUDIT):
        accounts[administrator.value] = create_user(administrator.value, administrator)
    return accounts


def _records(branch: Organization, people: list[Person]) -> Activity:
    """Every month before this one in order; returns the first record."""
    first = date(TODAY.year, 1, 1)
    cover(SYSTEM, branch, sorted({MEETING, COMMITTEE, THEME}), first, None, "本系统")
    made = [_record(branch, people, (COMMITTEE, THEME), date(TODAY.year - 1, 12, 12))]
    for month in range(1, TODAY.month):
        kinds = [COMMITTEE, THEME]
        if month % 3 == 0:
            kinds.append(MEETING)
        made.append(_record(branch, people, tuple(kinds), date(TODAY.year, month, 12)))
    return made[0]


def _record(
    branch: Organization, people: list[Person], kinds: tuple[str, ...], day: date
) -> Activity:
    absent = Absent(people[3].name, "出差", people[3].id)
    host = Hosting(branch.id, None, len(people), len(people) - 1, (absent,))
    given = Record(
        kinds=kinds,
        held_on=day,
        hosts=(host,),
        place="六楼会议室",
        chair=people[0].name,
        recorder=people[3].name,
        topic="学习有关文件",
        agenda=(Item("学习有关文件"),),
    )
    return record(SYSTEM, given)
