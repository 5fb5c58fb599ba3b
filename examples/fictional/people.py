"""The members of one branch: posts, groups, dates that agree with each other."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from .identity import new_id_number
from .model import Person
from .names import OTHER_NATIONS, NameBook
from .workdays import random_day

POSTS_OF_FIVE = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员")
POSTS_OF_THREE = ("书记", "组织委员", "纪检委员")
LARGE_COMMITTEE_FROM = 15
EDUCATION = ("大学本科", "大学本科", "大学本科", "硕士研究生", "大专", "博士研究生")
# Bases on both sides of each dues bracket, besides ordinary ones.
BRACKET_BASES = ("3000.00", "3000.01", "5000.00", "5000.01", "10000.00", "10000.01")


@dataclass(frozen=True)
class BranchPlan:
    """What a branch is to be, before anybody is in it; `founded_in` is a year and a month."""

    name: str
    size: int
    groups: int = 0
    probationary: int = 0
    retired: bool = False
    has_committee: bool = True
    founded_in: tuple[int, int] | None = None
    under_general_branch: bool = False


@dataclass
class Registry:
    """What must be unique over the whole organ."""

    rng: Random
    names: NameBook
    id_numbers: set[str]
    phones: int = 0

    def next_phone(self) -> str:
        self.phones += 1
        return f"1380000{self.phones:04d}"


@dataclass(frozen=True)
class Dates:
    """The organ's period: regular members were full members before it began."""

    since: date
    as_of: date


def make_members(registry: Registry, plan: BranchPlan, dates: Dates) -> tuple[Person, ...]:
    """Officers first, then the groups' leaders, those on probation last."""
    posts = _posts_of(plan)
    leaders = range(len(posts), len(posts) + plan.groups)
    people = []
    for place in range(plan.size):
        post = posts[place] if place < len(posts) else ""
        probationary = place >= plan.size - plan.probationary
        group = place % plan.groups + 1 if plan.groups else None
        seat = Seat(post, place in leaders, group, probationary)
        people.append(_make_person(registry, plan, dates, seat))
    return tuple(people)


def _posts_of(plan: BranchPlan) -> tuple[str, ...]:
    if not plan.has_committee:
        return POSTS_OF_FIVE[:1]
    return POSTS_OF_FIVE if plan.size >= LARGE_COMMITTEE_FROM else POSTS_OF_THREE


@dataclass(frozen=True)
class Seat:
    """What is settled about a member before the person is drawn."""

    post: str
    leads_group: bool
    group: int | None
    probationary: bool


def _make_person(registry: Registry, plan: BranchPlan, dates: Dates, seat: Seat) -> Person:
    rng = registry.rng
    name, sex, nation = _make_name(registry, officer=bool(seat.post))
    birth = _make_birth(rng, plan, dates, seat)
    joined, full_on = _make_joined(rng, birth, dates, seat)
    return Person(
        name=name,
        branch=plan.name,
        sex=sex,
        nation=nation,
        id_number=new_id_number(rng, birth, sex, registry.id_numbers),
        birth=birth,
        education=rng.choice(EDUCATION),
        joined=joined,
        full_on=full_on,
        post=seat.post,
        leads_group=seat.leads_group,
        group=seat.group,
        phone=registry.next_phone(),
        base=_make_base(rng),
        retired=plan.retired,
    )


def _make_name(registry: Registry, *, officer: bool) -> tuple[str, str, str]:
    rng = registry.rng
    if not officer and rng.random() < 0.05:
        return registry.names.minority()
    sex = rng.choice("男女")
    nation = rng.choice(OTHER_NATIONS) if rng.random() < 0.1 else "汉族"
    return registry.names.ordinary(sex), sex, nation


def _make_birth(rng: Random, plan: BranchPlan, dates: Dates, seat: Seat) -> date:
    year = dates.since.year
    if plan.retired:
        return random_day(rng, date(year - 86, 1, 1), date(year - 62, 12, 31))
    youngest = 24 if not seat.post else 32
    return random_day(rng, date(year - 57, 1, 1), date(year - youngest, 12, 31))


def _make_joined(rng: Random, birth: date, dates: Dates, seat: Seat) -> tuple[date, date | None]:
    """Probation lasts a year; whoever is on probation at as-of joined in the months before."""
    if seat.probationary:
        last_year = dates.as_of.year - 1
        return random_day(rng, date(last_year, 11, 25), date(last_year, 12, 28)), None
    earliest = date(birth.year + 19, 1, 1)
    latest = date(min(birth.year + 38, dates.since.year - 3), 12, 31)
    joined = random_day(rng, earliest, latest)
    return joined, joined.replace(year=joined.year + 1)


def _make_base(rng: Random) -> Decimal:
    if rng.random() < 0.15:
        return Decimal(rng.choice(BRACKET_BASES))
    return Decimal(rng.randint(320_000, 1_350_000)) / 100
