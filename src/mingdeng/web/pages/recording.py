"""The quick record: what it begins with, who takes part, and what it will serve."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from django.core.exceptions import BadRequest
from django.db.models import QuerySet

from mingdeng.access.queries import Named, posts, roll
from mingdeng.activities.queries import habits
from mingdeng.activities.said import Record
from mingdeng.assessments.kinds import COMMITTEE_MEETING, GROUP_MEETING, kinds_of
from mingdeng.assessments.uses import Use, uses_of
from mingdeng.documents.wording import unit_below
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.reasons import period_name
from mingdeng.facts import organ as facts
from mingdeng.files.rows import ActivityRow, Source
from mingdeng.roster.models import Membership, Organization, Post
from mingdeng.rulebook.vocabulary import vocabulary
from mingdeng.web.forms import REASONS, TEXTS, CoHost, Participant, RecordForm, is_id, record_of
from mingdeng.web.pages.cohosts import groups_and_cohosts
from mingdeng.web.visit import Visit, day_in

COMMITTEE = frozenset({Post.Kind.SECRETARY, Post.Kind.DEPUTY, Post.Kind.COMMITTEE})


@dataclass(frozen=True, slots=True)
class Serving:
    """One line of 将用于."""

    text: str
    met: bool


@dataclass(frozen=True, slots=True)
class Recording:
    """The page around the form."""

    organization: Organization
    form: RecordForm
    kinds: Sequence[tuple[str, str]]
    groups: Sequence[Named]
    participants: Sequence[Participant]
    roll: str
    places: Sequence[str]
    reasons: Sequence[str]
    topics: Sequence[tuple[str, str]]
    group_meeting: bool
    more_open: bool
    cohosts: Sequence[CoHost]
    serving: Sequence[Serving]
    serves: bool
    heads_asked: bool
    expected: str
    present: str
    absent: int
    reasons_differ: bool = False
    planning: bool = False


def fresh_form(visit: Visit, organization: Organization, kind: str, group: str) -> RecordForm:
    """A form filled with what is known: the day, and how it was the last time."""
    kinds = [kind] if kind else []
    day = min(visit.as_of, visit.today)
    known = habits(organization.id, tuple(kinds), visit.today)
    values = {
        "organization": str(organization.id),
        "group": group,
        "held_on": day.isoformat(),
        "start": f"{known.start:%H:%M}" if known.start else "",
        "end": f"{known.end:%H:%M}" if known.end else "",
        "place": known.place,
        "chair": known.chair,
        "recorder": known.recorder,
        "key": str(uuid.uuid4()),
    }
    filled = {**dict.fromkeys(TEXTS, ""), **values}
    return RecordForm(values=filled, kinds=kinds, places=known.places)


def recording_page(visit: Visit, organization: Organization, form: RecordForm) -> Recording:
    """The form with everything around it."""
    people = participants(visit, organization, form)
    groups, others = groups_and_cohosts(visit, organization, form)
    absent = {one.id for one in people} & set(form.absent)
    # A correction says nothing of what it will serve; a plan that becomes a record does.
    serves = not form.values["version"] or bool(form.values["plan"])
    more = any(form.values[name] for name in ("lecturer", "hours", "guests", "held_to"))
    return Recording(
        organization=organization,
        form=form,
        kinds=kinds_of(organization.kind),
        groups=groups,
        participants=people,
        roll=_roll_of(people),
        places=_places(visit, organization, form),
        reasons=REASONS,
        topics=[(word.id, word.label) for word in vocabulary().topics.values()],
        group_meeting=GROUP_MEETING in form.kinds,
        more_open=more or bool({"party_lecture", "training"} & set(form.kinds)),
        cohosts=others,
        serving=serving(visit, organization, form, people) if serves else (),
        serves=serves,
        heads_asked=not people
        or any(form.values[n] for n in ("expected", "present"))
        or not serves,
        # Heads as they were typed or read; else counted from the names.
        expected=form.values["expected"] or str(len(people)),
        present=form.values["present"] or str(len(people) - len(absent)),
        absent=len(absent),
        reasons_differ=any(form.reasons.get(one) for one in absent),
    )


def participants(visit: Visit, organization: Organization, form: RecordForm) -> list[Participant]:
    """Who is expected: the committee, a group, or everyone on the roll of that day."""
    try:
        day = day_in(form.values["held_on"]) or visit.today
    except BadRequest:  # the field says so itself; until then today's roll
        day = visit.today
    expected = [
        Participant(str(one.person_id), one.person.name, note=one.group.name if one.group else "")
        for one in _members(visit, organization, form, day)
    ]
    if form.kinds == [COMMITTEE_MEETING]:
        committee = _committee(visit, organization)
        expected = [one for one in expected if one.id in committee]
    there = {one.id for one in expected}
    everyone = [*expected, *(one for one in form.extra if one.id not in there)]
    return [replace(one, ground=form.reasons.get(one.id, "")) for one in told_apart(everyone)]


def told_apart(people: Sequence[Participant]) -> list[Participant]:
    """People of one name with a mark each: the group, else a number; others need none."""
    names = Counter(one.name for one in people)
    marks = Counter((one.name, one.note) for one in people)
    seen: Counter[str] = Counter()
    marked = []
    for one in people:
        seen[one.name] += 1
        clear = bool(one.note) and marks[one.name, one.note] == 1
        note = one.note if clear else f"其{seen[one.name]}"
        marked.append(replace(one, note=note if names[one.name] > 1 else ""))
    return marked


def serving(
    visit: Visit, organization: Organization, form: RecordForm, people: Sequence[Participant]
) -> list[Serving]:
    """What the record will count for, as the engine judges it with what is typed so far."""
    trial = replace(form, problems={})
    record = record_of(trial, organization.id, people)
    if record is None or not record.kinds or record.held_on > visit.today:
        return []
    clocks = Clocks(visit.today)
    found = uses_of(organization.id, _as_fact(organization, record), clocks)
    return [_serving(use) for use in found]


def _places(visit: Visit, organization: Organization, form: RecordForm) -> tuple[str, ...]:
    if form.places is not None:
        return form.places
    return habits(organization.id, (), visit.today).places


def _roll_of(people: Sequence[Participant]) -> str:
    """A short sign for a list of participants: the form sends it back to tell what it shows."""
    return sha256(" ".join(one.id for one in people).encode()).hexdigest()[:12]


def _members(
    visit: Visit, organization: Organization, form: RecordForm, day: date
) -> QuerySet[Membership]:
    found = roll(visit.viewer, organization, day)
    if GROUP_MEETING in form.kinds and is_id(form.values["group"]):
        found = found.filter(group_id=form.values["group"])
    return found


def _committee(visit: Visit, organization: Organization) -> set[str]:
    held = posts(visit.viewer, organization, visit.today)
    return {str(post.person_id) for post in held if post.kind in COMMITTEE}


def _as_fact(organization: Organization, record: Record) -> facts.Activity:
    """The record as the builder of facts would give it."""
    host = record.hosts[0]
    group = organization.groups.filter(id=host.group).first() if host.group else None
    return facts.Activity(
        id="",
        organization=str(organization.id),
        group=(group.number or group.name) if group else None,
        kinds=record.kinds,
        held_on=record.held_on,
        expected=host.expected,
        present=host.present,
        absent=tuple(one.name for one in host.absent),
        absent_people=tuple(str(one.person) for one in host.absent if one.person),
        row=ActivityRow(
            source=Source(file=""),
            columns={},
            form="record",
            organization=None,
            organization_from=None,
            kinds=record.kinds,
            held_on=record.held_on,
            held_to=record.held_to,
            agenda=tuple(item.text for item in record.agenda),
            hours=record.hours,
        ),
        topics=frozenset(topic for item in record.agenda for topic in item.topics),
    )


def _serving(use: Use) -> Serving:
    several = f" × {use.bearers} {'人' if use.bearer_kind == 'member' else '个'}"
    count = several if use.bearers > 1 or unit_below(use.bearer_kind) == "名" else ""
    text = f"{use.label}（{period_name(use.period)}）{count}"
    return Serving(text, use.becomes_met)
