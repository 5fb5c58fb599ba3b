"""今天: what wants the viewer now, in order of date, what is next, and how it stands below."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from django.urls import reverse

from mingdeng.access.policy import scope
from mingdeng.access.queries import organizations
from mingdeng.assessments.folding import folded, keys_seen
from mingdeng.assessments.outcomes import Keys
from mingdeng.assessments.queries import Item, is_settled, stated
from mingdeng.engine.verdicts import OVERDUE
from mingdeng.web.pages.matters import SOON, Button, Matter, button_of, seen_by
from mingdeng.web.pages.standing import MEMBER, OF_MEMBERS, STANDING
from mingdeng.web.visit import Visit

# How long what was missed below stays on 今天; after that it stands under 履责.
RECENT = timedelta(days=45)
NEXT = 8
NAMED = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that wants the viewer, with its one button."""

    matter: Matter
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


def today_page(visit: Visit) -> Today:
    """Everything 今天 shows the viewer."""
    writable = scope(visit.viewer, "create", "activity").organizations
    own = {one.organization for one in visit.viewer.standings if one.post} & writable
    clocks, store = visit.clocks, not visit.previewing
    keys = keys_seen(visit.viewer, _watched(visit), clocks)
    said = stated(keys)
    mine: list[Row] = []
    below: dict[tuple[str, str, str], list[Matter]] = {}
    for standing in folded(keys, clocks, STANDING, store=store):
        if uuid.UUID(standing.id) in own:
            mine += [_row(visit, one, standing.name, record=True) for one in standing.matters]
        elif _oversees(visit):
            for matter in filter(partial(_tells, visit.as_of), standing.matters):
                if _is_said(matter, said):
                    continue
                key = (matter.rule_id, matter.period, matter.state)
                below.setdefault(key, []).append(matter)
    mine += _personal(visit, keys, store=store)
    mine.sort(key=lambda row: row.matter.order)
    return Today(
        now=[row for row in mine if _wants(row)],
        later=[row for row in mine if _is_later(row)][:NEXT],
        lapsed=[row for row in mine if _has_lapsed(row.matter) and not _is_said(row.matter, said)],
        below=[_below(visit, group) for group in sorted(below.values(), key=_group_order)],
        records_for=_records_for(visit, own),
        oversees=_oversees(visit),
        works_here=not visit.account.is_administrator,
        begin=_begin(visit, keys),
    )


def _watched(visit: Visit) -> list[uuid.UUID]:
    """Where the viewer stands, and for who looks after others everything under it."""
    viewer = visit.viewer
    seen = scope(viewer, "read", "board").organizations
    places = (place for under in viewer.under.values() for place in under)
    return list(dict.fromkeys(one.id for one in places if one.id in seen and not one.archived))


def _begin(visit: Visit, keys: Keys) -> str:
    """Where to begin, for who has nobody under them yet and may bring them in."""
    own = {one.organization for one in visit.viewer.standings}
    may_begin = bool(scope(visit.viewer, "create", "import")) and keys.keys() <= own
    return visit.link(reverse("web:import-new")) if may_begin else ""


def _oversees(visit: Visit) -> bool:
    """Whether the viewer looks after organizations below."""
    return any(one.role in OVERSEERS for one in visit.viewer.standings)


OVERSEERS = frozenset({"office", "leading", "discipline", "viewer"})


def _row(visit: Visit, matter: Matter, where: str, *, record: bool) -> Row:
    seen = seen_by(visit, matter)
    return Row(seen, button_of(visit, seen, may_record=record), where)


def _personal(visit: Visit, keys: Keys, *, store: bool) -> list[Row]:
    """What the viewer owes as a member; it is answered in study, not recorded here."""
    homes = {one.organization for one in visit.viewer.standings if one.role == MEMBER}
    own = {one: key for one, key in keys.items() if one in homes}
    return [
        _row(visit, matter, "本人", record=False)
        for members in folded(own, visit.clocks, OF_MEMBERS, store=store)
        for matter in members.get(str(visit.viewer.person), ())
    ]


def _tells(as_of: date, matter: Matter) -> bool:
    """What an overseer should hear of: missed of late, or due soon; not every open line."""
    if matter.state == OVERDUE:
        return matter.mendable or matter.order >= as_of - RECENT
    return matter.state == SOON


def _wants(row: Row) -> bool:
    return row.matter.mendable and row.matter.state in {OVERDUE, SOON}


def _is_later(row: Row) -> bool:
    return row.matter.mendable and row.matter.state not in {OVERDUE, SOON}


def _has_lapsed(matter: Matter) -> bool:
    return matter.state == OVERDUE and not matter.mendable


def _is_said(matter: Matter, said: frozenset[Item]) -> bool:
    rule, _, period = matter.of.partition("~")
    item = Item(matter.organization, rule, period)
    return is_settled(item, matter.state, mendable=matter.mendable, said=said)


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
        url=visit.keep(first.why) if len(names) == 1 else visit.link(base, rule=first.rule_id),
    )


def _named(names: tuple[str, ...]) -> str:
    """A few organizations by name, many by number."""
    if len(names) <= NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:NAMED])}等 {len(names)} 个组织"


def _records_for(visit: Visit, own: Iterable[uuid.UUID | None]) -> list[tuple[str, str]]:
    """Where quick records can be made from here: the name, and the address."""
    chosen = [one for one in own if one is not None]
    if not chosen:
        return []
    named = organizations(visit.viewer).filter(id__in=chosen).values_list("id", "name")
    base = reverse("web:record")
    return [(name, visit.link(base, organization=one)) for one, name in named]
