"""Draws an organ: which branches it has, who is above them, and since when."""

from dataclasses import replace
from datetime import date
from random import Random

from .model import Branch, Organ, Organization, Person
from .names import NameBook
from .people import BranchPlan, Dates, Registry, make_members
from .workdays import pick_workday, random_day

CITIES = ("云泽市", "望川市", "清岚市", "景川市", "禾安市", "宁泽市", "松岭市")
OFFICES = {
    "人大常委会机关": "办公室第一 办公室第二 法制工作委员会 代表联络工作室 财经预算 研究室 "
    "社会建设 农业农村 教科文卫 环境资源 监察和司法 信访室",
    "政协机关": "办公室 提案委 经济委 文化文史 社会法制 研究室 委员联络 教科卫体 港澳台侨 人口资源",
    "财政局机关": "办公室 预算科 国库科 会计科 绩效评价 政府采购 农业农村科 行政政法科 资产管理",
    "审计局机关": "办公室 财政审计 经济责任审计 投资审计 企业审计 电子数据 法规审理 社会保障审计",
    "民政局机关": "办公室 社会救助 养老服务 儿童福利 区划地名 社会组织 社会事务 规划财务",
    "统计局机关": "第一 第二 第三 第四 第五 第六 第七 第八",
}
VETERAN_NAMES = ("老干部支部", "离退休干部支部", "离退休支部")


def make_organ(rng: Random, size: str) -> Organ:
    """`small` is of the size of the sample, `demo` fills a screen."""
    return _make_demo_organ(rng) if size == "demo" else _make_small_organ(rng)


def _make_small_organ(rng: Random) -> Organ:
    """Five to eight branches and January to September of one year, like the sample."""
    city, kind = rng.choice(CITIES), rng.choice(tuple(OFFICES))
    year = rng.choice((2024, 2025, 2026))
    dates = Dates(date(year, 1, 1), date(year, 9, 30))
    plans = _small_plans(rng, kind, year)
    return _assemble(rng, city, kind, dates, plans)


def _small_plans(rng: Random, kind: str, year: int) -> list[BranchPlan]:
    extra = rng.randint(0, 3)
    names = [f"{office}支部" for office in OFFICES[kind].split()][: 4 + extra]
    month = rng.randint(4, 6)
    groups = rng.choice((2, 2, 3))
    plans = [
        BranchPlan(names[0], rng.randint(20, 26), groups=groups, probationary=1),
        BranchPlan(names[1], rng.randint(12, 16), probationary=rng.randint(0, 1)),
        BranchPlan(names[2], rng.randint(5, 6), probationary=1, has_committee=False),
        BranchPlan(rng.choice(VETERAN_NAMES), rng.randint(16, 26), retired=True),
        BranchPlan(names[3], rng.randint(9, 12), founded_in=(year, month)),
    ]
    plans += [BranchPlan(name, rng.randint(8, 11)) for name in names[4:]]
    return plans


def _make_demo_organ(rng: Random) -> Organ:
    """Twelve branches, 260 members, two years; ends on a working day in mid-November."""
    city, kind = rng.choice(CITIES), "人大常委会机关"
    dates = Dates(date(2025, 1, 1), date(2026, 11, 20))
    return _assemble(rng, city, kind, dates, _demo_plans())


def _demo_plans() -> list[BranchPlan]:
    names = [f"{office}支部" for office in OFFICES["人大常委会机关"].split()]
    grouped = [
        BranchPlan(names[0], 38, groups=4, probationary=2),
        BranchPlan(names[2], 31, groups=3, probationary=1),
        BranchPlan(names[3], 26, groups=3),
        BranchPlan(names[5], 24, groups=2, probationary=1),
    ]
    general = [
        BranchPlan(name, size, under_general_branch=True)
        for name, size in zip(("服务中心第一支部", "服务中心第二支部"), (18, 15), strict=True)
    ]
    plain = [BranchPlan(names[4], 17), BranchPlan(names[6], 16), BranchPlan(names[7], 13)]
    special = [
        BranchPlan(names[11], 6, probationary=1, has_committee=False),
        BranchPlan("老干部支部", 42, retired=True),
        BranchPlan(names[9], 14, founded_in=(2026, 5)),
    ]
    return grouped + plain + general + special


def _assemble(rng: Random, city: str, kind: str, dates: Dates, plans: list[BranchPlan]) -> Organ:
    registry = Registry(rng, NameBook(rng), set())
    name = city + kind
    branches = [_make_branch(registry, name, plan, dates) for plan in plans]
    _share_a_name(rng, branches)
    above = _organizations_above(rng, city, name, plans, branches)
    return Organ(name, dates.since, dates.as_of, tuple(branches), tuple(above))


def _make_branch(registry: Registry, organ: str, plan: BranchPlan, dates: Dates) -> Branch:
    founded, elected = _branch_dates(registry.rng, plan, dates)
    return Branch(
        name=plan.name,
        alias=_alias_of(plan.name),
        founded=founded,
        elected=elected,
        groups=plan.groups,
        retired=plan.retired,
        upper=_general_branch_name(organ) if plan.under_general_branch else _committee_name(organ),
        members=make_members(registry, plan, dates),
    )


def _branch_dates(rng: Random, plan: BranchPlan, dates: Dates) -> tuple[date, date]:
    """No term is over at as-of: the planned faults are to be the only ones."""
    if plan.founded_in:
        founded = pick_workday(rng, *plan.founded_in, 8, 24)
        return founded, founded
    year = dates.as_of.year
    founded = random_day(rng, date(year - 8, 1, 5), date(year - 5, 12, 20))
    elected = random_day(rng, date(year - 2, 1, 10), date(year - 1, 9, 20))
    return founded, elected


def _alias_of(name: str) -> str:
    """第一支部 is 一支部 to its neighbours, 研究室支部 is 研究室."""
    return name.replace("第", "") if "第" in name else name.removesuffix("支部")


def _committee_name(organ: str) -> str:
    return f"中共{organ}委员会"


def _general_branch_name(organ: str) -> str:
    return f"中共{organ}服务中心总支部委员会"


def _share_a_name(rng: Random, branches: list[Branch]) -> None:
    """Two people of one name in different branches: only name and branch together tell them."""
    first, second = rng.sample(range(len(branches)), 2)
    original = rng.choice(plain_members(branches[first]))
    namesakes = [p for p in plain_members(branches[second]) if p.sex == original.sex]
    namesakes = [p for p in namesakes if p.nation == original.nation]
    if namesakes:
        chosen = rng.choice(namesakes)
        members = tuple(
            replace(p, name=original.name) if p is chosen else p for p in branches[second].members
        )
        branches[second] = replace(branches[second], members=members)
    else:
        _share_a_name(rng, branches)


def plain_members(branch: Branch) -> list[Person]:
    """Those without a post: nothing in the files depends on one of them alone."""
    return [p for p in branch.members if not p.post and not p.leads_group]


def _organizations_above(
    rng: Random, city: str, organ: str, plans: list[BranchPlan], branches: list[Branch]
) -> list[Organization]:
    """The organ's committee; for the demo the work committee, 党组 and general branch as well."""
    year = branches[0].elected.year
    head = branches[0].secretary.name
    work_committee = f"中共{city}直属机关工作委员会"
    committee = Organization(
        full_name=_committee_name(organ),
        name="机关党委",
        kind="党委",
        upper=work_committee,
        founded=random_day(rng, date(year - 12, 1, 5), date(year - 9, 12, 20)),
        elected=random_day(rng, date(year - 2, 1, 10), date(year - 1, 11, 20)),
        secretary=head,
        groups=0,
    )
    general = [b for b, plan in zip(branches, plans, strict=True) if plan.under_general_branch]
    if not general:
        return [committee]
    return [*_demo_superiors(city, organ, branches), committee, _general_branch(organ, general[0])]


def _demo_superiors(city: str, organ: str, branches: list[Branch]) -> list[Organization]:
    upper = f"中共{city}委员会"
    leader = plain_members(branches[0])[0].name
    work = f"中共{city}直属机关工作委员会"
    group = f"中共{organ.removesuffix('机关')}党组"
    since = date(2008, 3, 18)
    return [
        Organization(work, "市直机关工委", "工委", upper, since, None, "", 0),
        Organization(group, "党组", "党组", upper, since, None, leader, 0),
    ]


def _general_branch(organ: str, first: Branch) -> Organization:
    return Organization(
        full_name=_general_branch_name(organ),
        name="服务中心总支",
        kind="党总支",
        upper=_committee_name(organ),
        founded=first.founded,
        elected=first.elected,
        secretary=first.secretary.name,
        groups=0,
    )
