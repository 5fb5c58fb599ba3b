"""What of a desk is told: what its owner can do something about, and nothing answered already."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from mingdeng.access.policy import MEMBER, Viewer, scope
from mingdeng.assessments.folding import folded
from mingdeng.assessments.outcomes import keys_of
from mingdeng.assessments.queries import Item, stated
from mingdeng.assessments.wanting import (
    Desk,
    Open,
    Place,
    Sources,
    Wanted,
    desk_of,
    plans_gone_by,
    registered_for,
    waiting_for,
)
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.verdicts import OVERDUE
from mingdeng.notify.deciding import Decision, Thing
from mingdeng.notify.queries import groups_led
from mingdeng.registers.desk import WORDS

GROUP_LEADER = "group_leader"
OBJECTION, WAIVER, CORRECTION = "异议待答复", "例外待批准", "更正请求待答复"
PLAN = "计划的日子已过，待记为开展或改期"
T = TypeVar("T", bound=Open)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a notice: about an organization and a duty, never about another person."""

    key: str
    standing: bool
    personal: bool
    organization: str
    where: str
    rule: str
    of: str
    label: str
    period: str
    due: str | None

    @property
    def thing(self) -> Thing:
        """What is decided about."""
        due = date.fromisoformat(self.due) if self.due else None
        return Thing(self.key, due, self.standing)


def lines_for(viewer: Viewer, day: date, sources: Sources[T]) -> list[Line]:
    """Everything someone could be told of on a day."""
    desk = desk_of(viewer, Clocks(day), sources, store=True, below=False)
    return [*_on_desk(viewer, desk), *_asked(viewer, desk.packs)]


def lines_in(organization: uuid.UUID, day: date, sources: Sources[T]) -> list[Line]:
    """Everything an organization's group chat could be told of: nothing about single members."""
    clocks = Clocks(day)
    places: Sequence[Place[T]]
    places = folded(keys_of([organization], clocks), clocks, sources.places, store=True)
    said = stated([organization])
    return [
        _line(Wanted(one, place.name, personal=False))
        for place in places
        for one in place.matters
        if one.mendable and one.bearer_kind != MEMBER and not _is_answered(one, said)
    ]


def chosen(decision: Decision, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines a decision is about, as they are stored."""
    keys = {one.key for one in decision.things}
    return [asdict(one) for one in lines if one.key in keys]


def _on_desk(viewer: Viewer, desk: Desk[T]) -> Iterator[Line]:
    answering = scope(viewer, "create", "statement").organizations
    leads = GROUP_LEADER in viewer.roles()
    led = groups_led(viewer) if leads else frozenset[str]()
    for one in (*desk.now, *desk.later):
        home = uuid.UUID(one.matter.organization)
        theirs = one.personal or home in answering or _is_for_group(one.matter, led)
        if theirs and not _is_answered(one.matter, desk.said):
            yield _line(one)


def _is_for_group(matter: Open, led: frozenset[str]) -> bool:
    """Whether a leader's own group still owes it; what the branch owes is not theirs."""
    return bool(matter.kinds) and not led.isdisjoint(matter.bearers)


def _is_answered(matter: Open, said: frozenset[Item]) -> bool:
    """Whether someone has said why: then nobody is asked again, though it can still be done."""
    return matter.state == OVERDUE and matter.item in said


def _line(wanted: Wanted[T]) -> Line:
    matter = wanted.matter
    whose = matter.bearer if wanted.personal else matter.bearer_kind
    return Line(
        key=f"{matter.organization}~{matter.of}~{whose}",
        standing=matter.state == OVERDUE,
        personal=wanted.personal,
        organization=matter.organization,
        where=wanted.where,
        rule=matter.rule_id,
        of=matter.of,
        label=matter.label,
        period=matter.period,
        due=matter.due.isoformat() if matter.due else None,
    )


def _asked(viewer: Viewer, packs: Sequence[str]) -> Iterator[Line]:
    """What waits for the viewer beside duties: one line each, without who asked or why."""
    waiting = waiting_for(viewer)
    for one in waiting.objections:
        yield _ask(OBJECTION, one.id, one.organization_id, one.organization.name, None)
    for waived in waiting.waivers:
        yield _ask(WAIVER, waived.id, waived.organization_id, waived.organization.name, None)
    for asked in waiting.corrections:
        if asked.organization is not None:
            due = None if asked.outcome else asked.due
            yield _ask(CORRECTION, asked.id, asked.organization.id, asked.organization.name, due)
    for gone in plans_gone_by(viewer, viewer.day):
        for place in [host.organization for host in gone.hosts.all()][:1]:
            yield _ask(PLAN, gone.id, place.id, place.name, None)
    for wanting in registered_for(viewer, viewer.day, packs):
        entry, label = wanting.entry, f"{wanting.register.label}{WORDS[wanting.what]}"
        yield _ask(label, entry.id, entry.organization_id, entry.organization.name, entry.due)


def _ask(
    what: str, about: uuid.UUID, organization: uuid.UUID, where: str, due: date | None
) -> Line:
    return Line(
        key=f"{what}~{about}",
        standing=True,
        personal=False,
        organization=str(organization),
        where=where,
        rule="",
        of="",
        label=what,
        period="",
        due=due.isoformat() if due else None,
    )
