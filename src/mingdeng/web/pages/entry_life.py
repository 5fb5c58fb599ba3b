"""What became of an entry since it was entered, and what the viewer may do about it now."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from mingdeng.access.queries import names_of
from mingdeng.registers.models import Entry, Link, Step, Survey
from mingdeng.registers.queries import entries_of_all, last_steps, links_of, may_close
from mingdeng.registers.shelves import shelf_of
from mingdeng.registers.texts import said_anew
from mingdeng.registers.turns import (
    Turn,
    keeps_words,
    may_confirm,
    may_extend,
    may_work,
    may_write,
    steps_seen,
    turn_of,
)
from mingdeng.roster.models import Organization
from mingdeng.rulebook.registers import ABOUT, DAYS, OWNER, TITLE, Register
from mingdeng.web.visit import Visit

Kind = Link.Kind
# How the other entry is called, seen from the first and from the second of the two.
CALLED = {
    Kind.CARRIED: ("续填到", "续填自"),
    Kind.HANDED_DOWN: ("分解下达", "上级下达"),
    Kind.LOOK_BACK: ("回头看", "第一轮"),
    Kind.PAIRED: ("同部署同检查", "同部署同检查"),
}
# Beside these a part of a task needs nothing that only who it is handed to knows.
KNOWN = frozenset({TITLE, OWNER, *DAYS})


@dataclass(frozen=True, slots=True)
class Told:
    """One step as it is shown; its words only to whom they are meant for."""

    what: str
    day: date | None
    text: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Other:
    """An entry that belongs to this one; without an address where the viewer does not see it."""

    title: str
    organization: str
    period: str
    state: str
    closed: bool
    due: date | None
    last: str
    url: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What the person served was asked, and what they said."""

    grade: str
    words: str
    on: date | None
    standing: str


@dataclass(frozen=True, slots=True)
class Life:
    """Everything since an entry was entered."""

    steps: Sequence[Told]
    others: Sequence[tuple[str, Sequence[Other]]]
    answers: Sequence[Answered]
    asks: str
    waits: str
    turn: Turn
    links: Sequence[Link]
    judged: bool


def life_of(visit: Visit, register: Register, one: Entry) -> Life:
    """The steps of an entry, the entries it belongs to, what the person served said."""
    steps = list(one.steps.all()) if register.tracked else []
    turn, links = turn_of(steps), links_of(one)
    asked = list(one.surveys.all()) if register.asks else []
    return Life(
        steps=_steps(visit, register, one, steps),
        others=_others(visit, one, links),
        answers=[_answered(survey, visit.today) for survey in asked[-1:]],
        asks=register.asks or "",
        waits=_waits(turn, one),
        turn=turn,
        links=links,
        judged=any(survey.answered_on for survey in asked),
    )


def acts_of(visit: Visit, register: Register, one: Entry, life: Life) -> list[tuple[str, str]]:
    """What the viewer may do about an entry now: what it is called, and where."""
    if visit.previewing or one.withdrawn_at is not None:
        return []
    acts = list(_next_period(visit, register, one, life))
    if register.tracked:
        closed = one.state == Entry.State.CLOSED
        found = _after if closed else _before
        acts = [*found(visit, register, one, life), *acts]
    return [(label, visit.link(url)) for label, url in acts]


def register_acts(
    visit: Visit, register: Register, organization: uuid.UUID | None
) -> list[tuple[str, str]]:
    """What may be done with a whole yearly register; for one organization, where it is chosen."""
    if register.every != "year" or visit.previewing:
        return []
    url = reverse("web:register-compare", args=(register.id,))
    acts = [("两期对照", visit.link(url, organization=organization))]
    homes = {one.organization for one in visit.viewer.standings if one.organization}
    places = [organization] if organization else list(homes)
    if may_copy(register) and any(may_write(visit.viewer, register, one) for one in places):
        url = reverse("web:register-copy", args=(register.id,))
        acts.append(("复制到下一期", visit.link(url, organization=organization)))
    return acts


def may_copy(register: Register) -> bool:
    """Whether a register can be copied whole: only days are said anew, once for all."""
    return all(field.type == "date" for field in said_anew(register))


def may_hand_down(visit: Visit, register: Register, one: Entry) -> bool:
    """Whether the viewer may give an entry to several below."""
    if not {f.id for f in register.fields if f.required} <= KNOWN or register.field(OWNER) is None:
        return False
    below = visit.viewer.under.get(one.organization_id, ())
    able = (may_write(visit.viewer, register, place.id) for place in below if not place.archived)
    return one.state == Entry.State.OPEN and len(below) > 1 and any(able)


def units_of(visit: Visit, register: Register, found: Sequence[Organization]) -> list[Organization]:
    """The organizations among some to which the viewer may hand a task down."""
    return [one for one in found if may_write(visit.viewer, register, one.id)]


def _before(visit: Visit, register: Register, one: Entry, life: Life) -> Iterator[tuple[str, str]]:
    """What may be done while it is open, what waits for the viewer first."""
    viewer, turn = visit.viewer, life.turn
    confirms, works = may_confirm(viewer, register, one, turn), may_work(viewer, register, one)
    if may_extend(viewer, register, one, turn):
        yield "决定延期", _url("extension", one)
    if confirms and (turn.closing or (ABOUT in register.closed_by and not turn.returned)):
        yield "确认办结", _url("close", one)
        yield "退回", _url("return", one)
    if works:
        yield "记进展", _url("note", one)
    if works and not confirms and turn.closing is None and _is_asked(register, turn):
        yield "申请销号", _url("ask", one)
    if confirms and turn.closing is None and ABOUT not in register.closed_by:
        yield "办结", _url("close", one)
    if works and one.due is not None and turn.extension is None:
        yield "申请延期", _url("extend", one)
    if works and may_hand_down(visit, register, one):
        yield "分解下达", _url("hand-down", one)
    if works and ABOUT not in register.closed_by:
        yield "与业务任务结对", _url("pair", one)
    if confirms and ABOUT not in register.closed_by:
        yield "记检查", _url("check", one)


def _is_asked(register: Register, turn: Turn) -> bool:
    """Whether closing is asked for: whom a talk is about sees it without being asked."""
    return ABOUT not in register.closed_by or turn.returned is not None


def _after(visit: Visit, register: Register, one: Entry, life: Life) -> Iterator[tuple[str, str]]:
    viewer = visit.viewer
    able = may_work(viewer, register, one) or may_close(viewer, register, one)
    if register.asks and not life.judged and able:
        yield f"请{register.asks}评价", _url("survey", one)
    if ABOUT not in register.closed_by and may_write(viewer, register, one.organization_id):
        yield "回头看", _url("look-back", one)
    if may_close(viewer, register, one):
        yield "重新办理", _url("reopen", one)


def _next_period(
    visit: Visit, register: Register, one: Entry, life: Life
) -> Iterator[tuple[str, str]]:
    """Carrying it on, once, where the register has periods."""
    on = (link for link in life.links if link.kind == Kind.CARRIED and link.first_id == one.id)
    if register.every is None or any(link.second.withdrawn_at is None for link in on):
        return
    if may_work(visit.viewer, register, one):
        url = reverse("web:entry-new", args=(register.id,))
        yield "续填下一期", f"{url}?from={one.id}"


def _url(end: str, one: Entry) -> str:
    return reverse(f"web:entry-{end}", args=(one.id,))


def _waits(turn: Turn, one: Entry) -> str:
    """What it waits for, in words."""
    if one.state == Entry.State.CLOSED:
        return ""
    asked = {"等待确认办结": turn.closing, "等待决定延期": turn.extension, "已退回": turn.returned}
    return "；".join(words for words, step in asked.items() if step is not None)


def _steps(visit: Visit, register: Register, one: Entry, steps: Sequence[Step]) -> list[Told]:
    if not steps:
        return []
    names = names_of(step.account for step in steps)
    open_to = steps_seen(visit.viewer, register, one)
    return [
        Told(
            what=step.get_kind_display(),
            day=step.day,
            text=step.text if open_to or step.account == visit.account.id else "",
            who=names.get(step.account, "系统"),
            at=step.at,
        )
        for step in steps
    ]


def _others(visit: Visit, one: Entry, links: Sequence[Link]) -> list[tuple[str, Sequence[Other]]]:
    """The entries this one belongs to, by how; nothing taken back."""
    known = [link for link in links if _beside(link, one).withdrawn_at is None]
    if not known:
        return []
    registers = shelf_of(visit.viewer).registers
    ids = [_beside(link, one).id for link in known]
    seen = {x.id: x for x in entries_of_all(visit.viewer, registers.values()).filter(id__in=ids)}
    told = not keeps_words(registers[one.register])
    down = [link.second_id for link in known if told and _is_down(link, one)]
    last = last_steps(number for number in down if number in seen) if down else {}
    found: dict[str, list[Other]] = {}
    for link in known:
        label = CALLED[Kind(link.kind)][0 if link.first_id == one.id else 1]
        other = _beside(link, one)
        found.setdefault(label, []).append(_other(visit, other, other.id in seen, last))
    return list(found.items())


def _other(visit: Visit, one: Entry, seen: bool, last: Mapping[uuid.UUID, Step]) -> Other:
    step = last.get(one.id)
    return Other(
        title=one.title if seen else "",
        organization=one.organization.name,
        period=one.period if seen else "",
        state=one.get_state_display() if seen else "",
        closed=one.state == Entry.State.CLOSED,
        due=one.due if seen else None,
        last=f"{step.get_kind_display()}：{step.text}" if step and step.text else "",
        url=visit.link(reverse("web:entry", args=(one.id,))) if seen else "",
    )


def _beside(link: Link, one: Entry) -> Entry:
    return link.second if link.first_id == one.id else link.first


def _is_down(link: Link, one: Entry) -> bool:
    return link.kind == Kind.HANDED_DOWN and link.first_id == one.id


def _answered(survey: Survey, today: date) -> Answered:
    if survey.answered_on:
        return Answered(survey.get_grade_display(), survey.words, survey.answered_on, "")
    ends = survey.expires
    still = f"链接已开具，{ends} 前有效，还没有评价" if ends >= today else "链接已过期，没有评价"
    return Answered("", "", None, still)
