"""What wants whom: what is open on a day, and on whose desk it lies.

今天 and the reminders both ask here, so that nobody is reminded of what their page does not
show. How it is worded, and which address or button leads on, is no matter of this module.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from mingdeng.access.policy import MEMBER, Viewer, scope
from mingdeng.access.queries import packs_in_reach, reaches
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import plans
from mingdeng.assessments.folding import Fold, folded, keys_seen
from mingdeng.assessments.kinds import recordable
from mingdeng.assessments.models import Objection, Waiver
from mingdeng.assessments.outcomes import Keys
from mingdeng.assessments.queries import Item, is_settled, objections, stated, waivers
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.reasons import period_text
from mingdeng.engine.verdicts import DUE, OVERDUE, Verdict, looks_back
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome, has_begun, is_below
from mingdeng.registers.desk import Wanting, entries_wanting
from mingdeng.subjects.models import Correction
from mingdeng.subjects.queries import to_answer

SOON = "soon"
FAR = date.max
# How long what was missed below stays on 今天; after that it stands under 履责.
RECENT = timedelta(days=45)
PASSED = 20
OVERSEERS = frozenset({"office", "leading", "discipline", "viewer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """One thing that is open: of one bearer, or of several below an organization together."""

    organization: str
    organization_name: str
    rule_id: str
    label: str
    of: str
    period: str
    due: date | None
    state: str
    mendable: bool
    kinds: tuple[str, ...]
    group: str
    bearer: str
    bearer_kind: str
    bearers: tuple[str, ...]

    @property
    def order(self) -> date:
        """What comes first wants something first."""
        return self.due or FAR

    @property
    def item(self) -> Item:
        """The duty it is about, as statements name it."""
        rule, _, period = self.of.partition("~")
        return Item(self.organization, rule, period)


T = TypeVar("T", bound=Open)
T_co = TypeVar("T_co", bound=Open, covariant=True)


class Place(Protocol[T_co]):
    """An organization with what is open there, as a caller folds it."""

    @property
    def id(self) -> str:
        """The organization."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def matters(self) -> Sequence[T_co]:
        """What is open, in order of date."""


@dataclass(frozen=True, slots=True)
class Sources(Generic[T]):
    """How a caller folds what is open: of organizations, and of each of their members.

    `places` makes a Place[T] of an organization, `members` a mapping from person to [T].
    """

    places: Fold[Any]
    members: Fold[Any]


@dataclass(frozen=True, slots=True)
class Wanted(Generic[T]):
    """One thing that wants someone: in the name of an organization, or as a member."""

    matter: T
    where: str
    personal: bool


@dataclass(frozen=True, slots=True)
class Desk(Generic[T]):
    """Everything that wants someone, and what those who look after others should hear of.

    `writing` names the organizations of their posts in which they may record, `watched` all
    that was looked at, `said` the duties to which a statement stands.
    """

    now: Sequence[Wanted[T]]
    later: Sequence[Wanted[T]]
    lapsed: Sequence[Wanted[T]]
    below: Sequence[T]
    writing: Mapping[uuid.UUID, str]
    watched: frozenset[uuid.UUID]
    said: frozenset[Item]
    packs: tuple[str, ...]


def desk_of(
    viewer: Viewer, clocks: Clocks, sources: Sources[T], *, store: bool, below: bool = True
) -> Desk[T]:
    """What wants the viewer on a day, in order of date; with or without a look below."""
    own = _own(viewer)
    keys = keys_seen(viewer, _watched(viewer) if below else _stands(viewer), clocks)
    said = stated(keys)
    mine: list[Wanted[T]] = []
    heard: list[T] = []
    writing: dict[uuid.UUID, str] = {}
    places: Sequence[Place[T]] = folded(keys, clocks, sources.places, store=store)
    for place in places:
        if uuid.UUID(place.id) in own:
            writing[uuid.UUID(place.id)] = place.name
            mine += [Wanted(one, place.name, personal=False) for one in place.matters]
        elif oversees(viewer):
            told = filter(partial(_tells, clocks.as_of), place.matters)
            heard += [one for one in told if not _is_said(one, said)]
    mine += _personal(viewer, keys, clocks, sources, store=store)
    mine.sort(key=lambda one: one.matter.order)
    return Desk(
        now=[one for one in mine if _wants(one.matter)],
        later=[one for one in mine if _is_later(one.matter)],
        lapsed=[one for one in mine if _has_lapsed(one.matter) and not _is_said(one.matter, said)],
        below=heard,
        writing=writing,
        watched=frozenset(keys),
        said=said,
        packs=tuple(dict.fromkeys(pack for key in keys.values() for pack in key.packs)),
    )


def oversees(viewer: Viewer) -> bool:
    """Whether the viewer looks after organizations below."""
    return any(one.role in OVERSEERS for one in viewer.standings)


def key_of(verdict: Verdict) -> str:
    """How a verdict is named in an address: rule, period, and whose it is where below."""
    return f"{verdict.rule.id}~{verdict.period}"


def open_verdicts(outcome: Outcome, organization: Organization) -> list[Verdict]:
    """The verdicts of an organization that are overdue, or due in a period that has begun.

    Of what looks back over months (six without taking part), the latest month says it all.
    """
    found = [v for v in outcome.verdicts_of(organization) if _is_open(outcome, v)]
    latest = {(v.rule.id, v.bearer.id): v for v in found if looks_back(v)}
    return [v for v in found if not looks_back(v) or latest[v.rule.id, v.bearer.id] is v]


def open_groups(outcome: Outcome, organization: Organization) -> Iterator[list[Verdict]]:
    """The organization's own lines; below it one line per duty and period."""
    groups: dict[tuple[str, str, str, str], list[Verdict]] = {}
    for verdict in open_verdicts(outcome, organization):
        whose = "" if is_below(verdict, organization) else verdict.bearer.id
        key = (verdict.rule.id, verdict.period, verdict.state, whose)
        groups.setdefault(key, []).append(verdict)
    yield from groups.values()


def open_of(outcome: Outcome, organization: Organization, members: Sequence[Verdict]) -> Open:
    """One line for one verdict, or for several of one duty and period below the organization."""
    first = members[0]
    only = len(members) == 1
    return Open(
        organization=organization.id,
        organization_name=organization.name,
        rule_id=first.rule.id,
        label=first.rule.label,
        of=key_of(first),
        period=period_text(first),
        due=first.due_on,
        state=SOON if any(outcome.is_soon(v) for v in members) else first.state,
        mendable=bool(first.still_possible),
        kinds=recordable(first, organization.kind),
        group=str(first.bearer.group) if only and first.bearer.group else "",
        bearer=first.bearer.id if only else "",
        bearer_kind=first.bearer.kind,
        bearers=tuple(v.bearer.id for v in members),
    )


def _is_open(outcome: Outcome, verdict: Verdict) -> bool:
    if verdict.state == OVERDUE:
        return True
    return verdict.state == DUE and not looks_back(verdict) and has_begun(outcome, verdict)


def _own(viewer: Viewer) -> frozenset[uuid.UUID]:
    """Where the viewer holds a post and may record."""
    writable = scope(viewer, "create", "activity").organizations
    posts = (one.organization for one in viewer.standings if one.post)
    return frozenset(one for one in posts if one is not None and one in writable)


def _watched(viewer: Viewer) -> list[uuid.UUID]:
    """Where the viewer stands, and for who looks after others everything under it."""
    seen = scope(viewer, "read", "board").organizations
    places = (place for under in viewer.under.values() for place in under)
    return list(dict.fromkeys(one.id for one in places if one.id in seen and not one.archived))


def _stands(viewer: Viewer) -> list[uuid.UUID]:
    """Where the viewer stands, and nothing below it."""
    own = {one.organization for one in viewer.standings}
    return [one for one in _watched(viewer) if one in own]


def _personal(
    viewer: Viewer, keys: Keys, clocks: Clocks, sources: Sources[T], *, store: bool
) -> list[Wanted[T]]:
    """What the viewer owes as a member; it is answered in study, not recorded here."""
    homes = {one.organization for one in viewer.standings if one.role == MEMBER}
    own = {one: key for one, key in keys.items() if one in homes}
    found: Sequence[Mapping[str, Sequence[T]]]
    found = folded(own, clocks, sources.members, store=store)
    return [
        Wanted(matter, "", personal=True)
        for members in found
        for matter in members.get(str(viewer.person), ())
    ]


def _tells(as_of: date, matter: Open) -> bool:
    """What an overseer should hear of: missed of late, or due soon; not every open line."""
    if matter.state == OVERDUE:
        return matter.mendable or matter.order >= as_of - RECENT
    return matter.state == SOON


def _wants(matter: Open) -> bool:
    return matter.mendable and matter.state in {OVERDUE, SOON}


def _is_later(matter: Open) -> bool:
    return matter.mendable and matter.state not in {OVERDUE, SOON}


def _has_lapsed(matter: Open) -> bool:
    return matter.state == OVERDUE and not matter.mendable


def _is_said(matter: Open, said: frozenset[Item]) -> bool:
    return is_settled(matter.item, matter.state, mendable=matter.mendable, said=said)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for someone's decision, none of it their own."""

    objections: Sequence[Objection]
    waivers: Sequence[Waiver]
    corrections: Sequence[Correction]


def registered_for(
    viewer: Viewer, today: date, packs: Iterable[str] | None = None
) -> list[Wanting]:
    """The entries of registers that want the viewer: to be decided, or their own gone late.

    `packs` are those in force where they stand, for who has looked already.
    """
    if not reaches(viewer, "edit", "entry"):
        return []
    return entries_wanting(viewer, today, packs or packs_in_reach(viewer))


def waiting_for(viewer: Viewer) -> Waiting:
    """What the viewer may answer or approve."""
    answering, approving = (
        scope(viewer, *what).organizations
        for what in (("answer", "objection"), ("approve", "waiver"))
    )
    asked: Sequence[Objection] = ()
    if reaches(viewer, "answer", "objection"):
        found = objections(viewer).filter(answered_at=None).exclude(account=viewer.account)
        asked = [one for one in found if one.organization_id in answering]
    wanted: Sequence[Waiver] = ()
    if reaches(viewer, "approve", "waiver"):
        waived = waivers(viewer).filter(state=Waiver.State.REQUESTED)
        waived = waived.exclude(requested_by=viewer.account)
        wanted = [one for one in waived if one.organization_id in approving]
    return Waiting(asked, wanted, to_answer(viewer))


def plans_gone_by(viewer: Viewer, today: date) -> list[Activity]:
    """The plans of the viewer's own posts whose day is over: held, put off, or given up."""
    own = _own(viewer)
    if not own:
        return []
    found = plans(viewer).filter(hosts__organization_id__in=own, held_on__lt=today)
    return list(found.distinct()[:PASSED])
