"""规则, 规则包, 词表和工作日历: what is the same for everyone who may read it."""

from datetime import date
from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from mingdeng.api.caller import caller_of
from mingdeng.api.door import Needs, operation
from mingdeng.api.paging import listed
from mingdeng.api.shapes.places import DayAsked, ListAsked
from mingdeng.api.shapes.types import FIRST_YEAR, LAST_YEAR, Asked, Listed, Named
from mingdeng.daycount import default_calendar
from mingdeng.documents.ruletexts import RuleLine, Text, packs_for, rule_page, shelves
from mingdeng.rulebook.packfiles import open_packs, shipped_packs
from mingdeng.rulebook.vocabulary import vocabulary

router = Router(tags=["规则"])
READ = Needs("read", "rule")


class RuleTold(BaseModel):
    """A rule in a list, as of a day."""

    id: str
    label: str
    owed_by: list[str]
    gist: str
    asks: str
    cite: str
    mark: str = Field(description="来源存疑的标记")


class VersionTold(BaseModel):
    """One dated version of a rule."""

    since: date
    until: date | None
    in_force: bool
    gist: str
    asks: str
    when: str
    cite: str
    confidence: str
    unsure: bool
    force: str
    place: str


class RuleVersions(BaseModel):
    """One rule with its versions, the latest first."""

    id: str
    label: str
    owed_by: str
    versions: list[VersionTold]


class PackTold(BaseModel):
    """A pack of rules; whether it holds where the caller looks."""

    id: str
    label: str
    level: str
    binds: str
    in_force: bool


class Words(BaseModel):
    """The words programs write and read."""

    kinds: list[Named]
    topics: list[Named]
    states: list[Named]
    bearers: list[Named]


class YearAsked(Asked):
    """Which year."""

    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]


class WorkYear(BaseModel):
    """The days off and the working weekends of a year."""

    year: int
    known: bool = Field(description="放假安排是否已经录入")
    days_off: list[date]
    working_weekends: list[date]


@operation(router, "GET /rules", "看得到的组织适用的规则", Listed[RuleTold], READ)
def list_rules(request: HttpRequest, asked: Query[ListAsked]) -> Listed[RuleTold]:
    """The rules in force on a day wherever the caller sees the duties."""
    caller = caller_of(request)
    day = asked.as_of or caller.today
    found: dict[str, tuple[RuleLine, list[str]]] = {}
    for shelf in shelves(packs_for(caller.viewer, day), day, ""):
        for rule in shelf.rules:
            found.setdefault(rule.id, (rule, []))[1].append(shelf.label)
    return listed(request, list(found.values()), asked, Listed[RuleTold], _line)


@operation(router, "GET /rules/{rule_id}", "一条规则和它的各个版本", RuleVersions, READ)
def read_rule(request: HttpRequest, rule_id: str, asked: Query[DayAsked]) -> RuleVersions:
    """One rule with its versions."""
    caller = caller_of(request)
    day = asked.as_of or caller.today
    page = rule_page(packs_for(caller.viewer, day), rule_id, day)
    if page is None:
        raise Http404
    return RuleVersions(
        id=page.rule.id,
        label=page.rule.label,
        owed_by=page.owed_by,
        versions=[_version(one) for one in page.texts],
    )


@operation(router, "GET /packs", "规则包", Listed[PackTold], READ)
def list_packs(request: HttpRequest, asked: Query[ListAsked]) -> Listed[PackTold]:
    """The packs that come with the program."""
    caller = caller_of(request)
    held = set(packs_for(caller.viewer, asked.as_of or caller.today))
    packs = [
        PackTold(
            id=one.id, label=one.label, level=one.level, binds=one.binds, in_force=one.id in held
        )
        for one in open_packs(shipped_packs()).packs
    ]
    return listed(request, packs, asked, Listed[PackTold], lambda one: one)


@operation(router, "GET /vocabulary", "词表：类别、专题、结论等的代号和名称", Words, Needs())
def read_vocabulary(request: HttpRequest) -> Words:
    """The words programs write and read."""
    del request
    words = vocabulary()
    lists = {"kinds": words.kinds, "topics": words.topics, "states": words.states}
    lists["bearers"] = words.bearers
    return Words(
        **{
            name: [Named(id=one, label=words.label(name, one)) for one in found]
            for name, found in lists.items()
        }
    )


@operation(router, "GET /workdays", "一年的放假和调休", WorkYear, Needs())
def read_workdays(request: HttpRequest, asked: Query[YearAsked]) -> WorkYear:
    """The days off and the working weekends of a year."""
    del request
    known = default_calendar()
    return WorkYear(
        year=asked.year,
        known=asked.year in known.years,
        days_off=sorted(day for day in known.days_off if day.year == asked.year),
        working_weekends=sorted(day for day in known.working_weekends if day.year == asked.year),
    )


def adoptable() -> frozenset[str]:
    """The packs an organization may adopt: the national ones hold anyway."""
    packs = open_packs(shipped_packs()).packs
    return frozenset(one.id for one in packs if one.level != "national")


def _line(found: tuple[RuleLine, list[str]]) -> RuleTold:
    rule, owed_by = found
    names = ("id", "label", "gist", "asks", "cite", "mark")
    return RuleTold(owed_by=owed_by, **{name: getattr(rule, name) for name in names})


def _version(text: Text) -> VersionTold:
    names = ("asks", "when", "cite", "confidence", "unsure", "force", "place", "in_force")
    version = text.version
    return VersionTold(
        since=version.from_,
        until=version.to,
        gist=version.basis.gist,
        **{name: getattr(text, name) for name in names},
    )
