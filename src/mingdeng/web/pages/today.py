"""今天: what wants the viewer now, in order of date, what is next, and how it stands below."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from mingdeng.access.policy import scope
from mingdeng.assessments.wanting import Wanted, desk_of, oversees
from mingdeng.documents.matters import Matter
from mingdeng.documents.standing import SOURCES
from mingdeng.web.pages.matters import Button, SeenMatter, button_of, seen_by, why_of
from mingdeng.web.visit import Visit

NEXT = 8
NAMED = 8
OF_ONESELF = "本人"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that wants the viewer, with its one button."""

    matter: SeenMatter
    button: Button
    organization: str


@dataclass(frozen=True, slots=True)
class Below:
    """One duty of one period over several organizations under the viewer."""

    label: str
    word: str
    symbol: str
    state: str
    period: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Today:
    """The page."""

    now: Sequence[Row]
    later: Sequence[Row]
    lapsed: Sequence[Row]
    below: Sequence[Below]
    records_for: Sequence[tuple[str, str]]
    oversees: bool
    works_here: bool
    begin: str
    packs: Sequence[str]


def today_page(visit: Visit) -> Today:
    """Everything 今天 shows the viewer."""
    desk = desk_of(visit.viewer, visit.clocks, SOURCES, store=not visit.previewing)
    row = partial(_row, visit, named=len(desk.writing) > 1)
    below: dict[tuple[str, str, str], list[Matter]] = {}
    for matter in desk.below:
        below.setdefault((matter.rule_id, matter.period, matter.state), []).append(matter)
    return Today(
        now=[row(one) for one in desk.now],
        later=[row(one) for one in desk.later[:NEXT]],
        lapsed=[row(one) for one in desk.lapsed],
        below=[_below(visit, group) for group in sorted(below.values(), key=_group_order)],
        records_for=_records_for(visit, desk.writing),
        oversees=oversees(visit.viewer),
        works_here=not visit.account.is_administrator,
        begin=_begin(visit, desk.watched),
        packs=desk.packs,
    )


def _begin(visit: Visit, watched: frozenset[uuid.UUID]) -> str:
    """Where to begin, for who has nobody under them yet and may bring them in."""
    own = {one.organization for one in visit.viewer.standings}
    may_begin = bool(scope(visit.viewer, "create", "import")) and watched <= own
    return visit.link(reverse("web:import-new")) if may_begin else ""


def _row(visit: Visit, wanted: Wanted[Matter], *, named: bool) -> Row:
    """One row; where it is stands there for who looks after several organizations."""
    seen = seen_by(visit, wanted.matter)
    button = button_of(visit, seen, may_record=not wanted.personal)
    where = wanted.where if named else ""
    return Row(seen, button, OF_ONESELF if wanted.personal else where)


def _group_order(group: Sequence[Matter]) -> tuple[object, ...]:
    return (group[0].order, group[0].label)


def _below(visit: Visit, group: Sequence[Matter]) -> Below:
    first = group[0]
    names = tuple(dict.fromkeys(matter.organization_name for matter in group))
    base = reverse("web:duties")
    return Below(
        label=first.label,
        word=first.word,
        symbol=first.symbol,
        state=first.state,
        period=first.period,
        text=_named(names),
        url=why_of(visit, first) if len(names) == 1 else visit.link(base, rule=first.rule_id),
    )


def _named(names: tuple[str, ...]) -> str:
    """A few organizations by name, many by number."""
    if len(names) <= NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:NAMED])}等 {len(names)} 个组织"


def _records_for(visit: Visit, writing: Mapping[uuid.UUID, str]) -> list[tuple[str, str]]:
    """Where quick records can be made from here: the name, and the address."""
    base = reverse("web:record")
    return [(name, visit.link(base, organization=one)) for one, name in writing.items()]
