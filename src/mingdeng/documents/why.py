"""为什么: the verdict, the rule behind it, the facts and evidence used, what would change it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mingdeng.access.policy import Target, Viewer, may
from mingdeng.activities.models import Activity
from mingdeng.activities.queries import Wanted, activities
from mingdeng.assessments.wanting import key_of
from mingdeng.documents.check_view import cite_of, mark_of
from mingdeng.documents.matters import Matter, matter_of
from mingdeng.documents.wording import SYMBOLS, state_text, unit_below
from mingdeng.engine.reasons import asked_for, day_name, period_text, reason
from mingdeng.engine.verdicts import (
    DUE,
    MET,
    NOT_APPLICABLE,
    OVERDUE,
    UNKNOWN,
    Verdict,
    looks_back,
)
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome, is_below
from mingdeng.registers.queries import Proving, may_enter, proving
from mingdeng.registers.shelves import as_one_of
from mingdeng.rulebook.registers import Register, Shelf, load_registers
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.rulebook.wording import frequency, in_words, requirement_text

# So many records of a kind are shown of one period.
MOST = 12


@dataclass(frozen=True, slots=True)
class Bearer:
    """One of several below the organization, named where the viewer may see names."""

    name: str
    symbol: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry of a register that a verdict rests on."""

    id: uuid.UUID
    text: str


@dataclass(frozen=True, slots=True)
class Entering:
    """The register in which the viewer may write what answers a duty, and under which charge."""

    register: str
    charge: str


@dataclass(frozen=True, slots=True)
class Why:
    """The panel."""

    organization: Organization
    rule_id: str
    label: str
    period: str
    state: str
    symbol: str
    word: str
    sentence: str
    gist: str
    asks: str
    cite: str
    mark: str
    force: str
    doubt: str
    facts: Sequence[tuple[str, str]]
    evidence: Sequence[Activity]
    entries: Sequence[Proof]
    evidence_asked: bool
    entering: Entering | None
    change: str
    bearers: Sequence[Bearer]
    told: str
    matter: Matter


def why_of(viewer: Viewer, outcome: Outcome, organization: Organization, of: str) -> Why | None:
    """Why a verdict is so, by its key, as far as the viewer sees what it rests on; None where
    there is none.
    """
    members = [v for v in outcome.verdicts_of(organization) if key_of(v) == of]
    if not members:
        return None
    worst = [v for v in members if v.state in {OVERDUE, DUE}]
    first = (worst or members)[0]
    below = is_below(first, organization)
    matter = matter_of(outcome, organization, worst or [first])
    version, basis = first.version, first.version.basis
    span = _days(first, outcome.as_of)
    shelf = load_registers([pack.folder for pack in outcome.rulebook.packs])
    return Why(
        organization=organization,
        rule_id=first.rule.id,
        label=first.rule.label,
        period=period_text(first),
        state=first.state,
        symbol=SYMBOLS[first.state],
        word=state_text(first),
        sentence=matter.sentence if below else reason(first),
        gist=basis.gist,
        asks=f"{frequency(version)}，{requirement_text(version.require)}",
        cite=cite_of(first),
        mark=mark_of(first),
        force=vocabulary().label("forces", version.force),
        doubt=basis.doubt or "",
        facts=_facts(outcome, first, below=below),
        evidence=_evidence(viewer, organization, first, span) if span else (),
        entries=_entries(viewer, shelf, members, span) if span else (),
        evidence_asked=span is not None,
        entering=_entering(viewer, shelf, organization, worst),
        change=_change(first),
        bearers=_bearers(viewer, organization, members, shelf) if below else (),
        told=_told(members) if below else "",
        matter=matter,
    )


def _facts(outcome: Outcome, verdict: Verdict, *, below: bool) -> list[tuple[str, str]]:
    """What is known of the bearer that the rule asks after, and the days it counts from."""
    bearer, words = verdict.bearer, vocabulary()
    terms = {name: term.label for name, term in outcome.rulebook.definitions.items()}
    found: list[tuple[str, str]] = []
    if not below and bearer.founded:
        found.append(("成立日期", day_name(bearer.founded)))
    if verdict.version.when is not None:
        found.append(("适用条件", in_words(verdict.version.when.text, terms)))
        day = verdict.due_on or date.max
        known = () if below else sorted(verdict.version.when.names & words.facts.keys())
        found += [(words.facts[name].label, _value(bearer.fact(name, day), name)) for name in known]
    if verdict.version.only_if is not None:
        found.append(("计入条件", in_words(verdict.version.only_if.text, terms)))
    if verdict.due_on is not None:
        found.append(("最迟", day_name(verdict.due_on)))
    return found


def _value(value: object, name: str) -> str:
    if value is None:
        return "没有来源"
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value} {vocabulary().facts[name].unit or ''}".strip()


def _days(verdict: Verdict, as_of: date) -> tuple[date, date] | None:
    """The days judged together, up to the one asked about; None where no period is."""
    test = verdict.test
    if test is None:
        return None
    leaf = test.leaf
    periods = leaf.days.periods[test.first_slot - leaf.base : test.last_slot - leaf.base + 1]
    return (periods[0].start, min(periods[-1].end, as_of)) if periods else None


def _evidence(
    viewer: Viewer, organization: Organization, verdict: Verdict, span: tuple[date, date]
) -> list[Activity]:
    """The records of the kinds asked for within the days judged, as far as the viewer sees them."""
    found: dict[uuid.UUID, Activity] = {}
    for kind in _kinds(verdict):
        wanted = Wanted(uuid.UUID(organization.id), kind, *span)
        for activity in activities(viewer, wanted)[:MOST]:
            found.setdefault(activity.id, activity)
    return sorted(found.values(), key=lambda one: one.held_on)


def _entries(
    viewer: Viewer, shelf: Shelf, members: Sequence[Verdict], span: tuple[date, date]
) -> list[Proof]:
    """The entries of those kinds of the organization, or under the charges judged; likewise."""
    first = members[0]
    return [
        Proof(one.id, f"{day_name(one.day) if one.day else one.period} {one.title}")
        for register in shelf.registers.values()
        if register.evidence in _kinds(first)
        for one in proving(viewer, register, Proving(span, *_whose(shelf, members)))[:MOST]
    ]


def _entering(
    viewer: Viewer, shelf: Shelf, organization: Organization, wanting: Sequence[Verdict]
) -> Entering | None:
    """Where the viewer may enter what some duties want; nothing where none is open."""
    if not wanting:
        return None
    place, charges = _whose(shelf, wanting)
    for register in shelf.registers.values():
        proves = register.evidence in _kinds(wanting[0]) and organization.kind in register.kept_by
        if proves and may_enter(viewer, register, place):
            return Entering(register.id, str(charges[0]) if len(charges) == 1 else "")
    return None


def _whose(shelf: Shelf, members: Sequence[Verdict]) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """The organization, and the charges among the bearers."""
    place = uuid.UUID(members[0].bearer.organization)
    if _charging(shelf, members[0].bearer.kind) is None:
        return place, []
    return place, [uuid.UUID(verdict.bearer.id) for verdict in members]


def _charging(shelf: Shelf, kind: str) -> Register | None:
    """The register whose entries are bearers of a kind."""
    return next((one for one in shelf.registers.values() if one.bears == kind), None)


def _kinds(verdict: Verdict) -> tuple[str, ...]:
    return verdict.test.leaf.measure.kinds if verdict.test else ()


def _bearers(
    viewer: Viewer, organization: Organization, members: Sequence[Verdict], shelf: Shelf
) -> list[Bearer]:
    """Groups by name for everyone who sees the board; others only within rights."""
    place, register = Target(uuid.UUID(organization.id)), _charging(shelf, members[0].bearer.kind)
    if register is not None:
        named = may(as_one_of(viewer, register.readers), "read", "entry", place)
    else:
        named = members[0].bearer.kind == "party_group" or may(viewer, "read", "person", place)
    if not named:
        members = [v for v in members if v.bearer.id == str(viewer.person)]
    return [
        Bearer(v.bearer.name, SYMBOLS[v.state], state_text(v), reason(v))
        for v in members
        if v.state != NOT_APPLICABLE
    ]


def _told(members: Sequence[Verdict]) -> str:
    unit = unit_below(members[0].bearer.kind)
    counts: dict[str, int] = {}
    for verdict in members:
        counts[state_text(verdict)] = counts.get(state_text(verdict), 0) + 1
    told = "，".join(f"{word} {count} {unit}" for word, count in counts.items())
    kind = vocabulary().label("bearers", members[0].bearer.kind)
    return f"共 {len(members)} {unit}{kind}：{told}"


def _change(verdict: Verdict) -> str:
    """What would make it come out otherwise."""
    what = asked_for(verdict)
    due = f"{day_name(verdict.due_on)}前" if verdict.due_on else ""
    if looks_back(verdict):
        return "补记实际开展过的活动后，会重新判断。"
    match verdict.state:
        case state if state == MET:
            return "所依据的记录被更正或撤回后，会重新判断。"
        case state if state == UNKNOWN:
            return "有了上面所说的台账、记录或事实以后，就能判断。"
        case state if state == NOT_APPLICABLE:
            return "适用条件变化以后，会重新判断。"
        case state if state == OVERDUE and not verdict.still_possible:
            return (
                f"期限已过，现在补开不改变这个结论。当时开展过而没有记录的，"
                f"请按实际日期补记{what}，会重新判断。"
            )
    return f"{due}开展并记录{what}，就会成为“{vocabulary().label('states', MET)}”。"
