"""Asking for a correction, answering it, appealing; noting who opened a person's page."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F

from mingdeng.daycount import SHANGHAI, CalendarMissing, local_day, within_working_days
from mingdeng.journal.models import Entry
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import Above, Person
from mingdeng.roster.services import Refused, Stale
from mingdeng.subjects.models import Correction

READ, READ_SENSITIVE, EXPORT = "person.read", "person.read_sensitive", "person.export"
# Readings stand apart from changes: nothing that follows changes is done again for them.
READING = "reading"
SHORT, LONG = 200, 1_000


class Invalid(Refused):
    """What cannot stand, by field, in words."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("；".join(self.problems.values()))


@dataclass(frozen=True, slots=True)
class Asked:
    """What someone says is wrong, what it should be and why."""

    subject: str
    held: str
    wanted: str
    reason: str


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: the outcome and its reason."""

    outcome: str
    answer: str


@transaction.atomic
def note_reading(actor: Actor, person: Person, *, sensitive: bool) -> None:
    """Write down that someone opened a person's page; once a day for each who does."""
    action = READ_SENSITIVE if sensitive else READ
    midnight = datetime.combine(local_day(actor.at), time(), SHANGHAI)
    today = Entry.objects.filter(object_id=person.id, account=actor.account, at__gte=midnight)
    if not today.filter(action=action).exists():
        write(actor, action, Thing(READING, person.id), {})


@transaction.atomic
def note_export(actor: Actor, person: Person) -> None:
    """Write down that all that is held about someone was handed out on the server itself."""
    write(actor, EXPORT, Thing(READING, person.id), {})


@transaction.atomic
def ask_correction(actor: Actor, person: Person, asked: Asked, days: int) -> Correction:
    """Ask that something be corrected; an answer is owed within working days. Raises Invalid."""
    if actor.account is None:
        raise Refused("请登录后提出。")
    _check(
        {
            **_said("subject", asked.subject, SHORT, "请选择哪一项有误。"),
            **_said("wanted", asked.wanted, SHORT, "请写明应当是什么。"),
            **_said("reason", asked.reason, LONG, "请写明理由，如依据的材料。"),
        }
    )
    home = person.memberships.filter(until=None).values_list("branch_id", flat=True).first()
    made = Correction.objects.create(
        person=person,
        organization_id=home,
        subject=asked.subject,
        held=asked.held[:SHORT],
        wanted=asked.wanted,
        reason=asked.reason,
        asked_by=actor.account,
        asked_at=actor.at,
        due=due_on(local_day(actor.at), days),
    )
    body = {"subject": asked.subject, "wanted": asked.wanted, "reason": asked.reason}
    write(actor, "correction.ask", _thing(made), body)
    return made


@transaction.atomic
def answer_correction(
    actor: Actor, which: tuple[uuid.UUID, int], said: Said, places: Collection[uuid.UUID]
) -> Correction:
    """Answer with a reason, standing in one of `places`. Raises Invalid, Refused, Stale."""
    found = Correction.objects.get(id=which[0])
    if found.outcome:
        raise Refused("这项请求已经答复，答复不再更改。")
    _check_answer(actor, found, said)
    values = {"outcome": said.outcome, "answer": said.answer, "answered_by": actor.account}
    where = _nearest(found, places)
    _change(found, which[1], {**values, "answered_at": actor.at, "answered_in_id": where})
    write(actor, "correction.answer", _thing(found), {"outcome": said.outcome, "why": said.answer})
    return found


@transaction.atomic
def appeal(actor: Actor, which: tuple[uuid.UUID, int], text: str) -> Correction:
    """Ask the level above to look again. Raises Invalid, Refused, Stale."""
    found = Correction.objects.get(id=which[0])
    if actor.account != found.asked_by:
        raise Refused("只有提出人可以申诉。")
    if not found.outcome or found.appeal:
        raise Refused("还没有答复的不能申诉，申诉只能提一次。")
    _check(_said("appeal", text, LONG, "请写明不同意的理由。"))
    _change(found, which[1], {"appeal": text, "appealed_at": actor.at})
    write(actor, "correction.appeal", _thing(found), {"text": text})
    return found


@transaction.atomic
def answer_appeal(
    actor: Actor, which: tuple[uuid.UUID, int], said: Said, places: Collection[uuid.UUID]
) -> Correction:
    """Answer an appeal, one level up, as another person. Raises Invalid, Refused, Stale."""
    found = Correction.objects.get(id=which[0])
    if not found.appeal or found.final_outcome:
        raise Refused("没有待答复的申诉。")
    if actor.account == found.answered_by:
        raise Refused("申诉应由第一次答复以外的人答复。")
    if not may_hear(found, places):
        raise Refused("申诉由第一次答复的组织的上一级答复。")
    _check_answer(actor, found, said)
    values = {"final_outcome": said.outcome, "final_answer": said.answer}
    _change(found, which[1], {**values, "final_by": actor.account, "final_at": actor.at})
    body = {"outcome": said.outcome, "why": said.answer}
    write(actor, "correction.answer_appeal", _thing(found), body)
    return found


def may_hear(found: Correction, places: Collection[uuid.UUID]) -> bool:
    """Whether one of these places stands above where the first answer was given."""
    if found.answered_in_id is None:
        return False
    above = Above.objects.filter(organization_id=found.answered_in_id, distance__gt=0)
    return above.filter(ancestor_id__in=list(places)).exists()


def due_on(asked: date, days: int) -> date | None:
    """The last day for an answer; None where the calendar of that year is not entered yet."""
    try:
        return within_working_days(asked, days)
    except CalendarMissing:
        return None


def _nearest(found: Correction, places: Collection[uuid.UUID]) -> Any:
    """Of the places where the answerer stands, the one nearest to the person's branch."""
    if found.organization_id is None:
        return None
    above = Above.objects.filter(organization_id=found.organization_id)
    here = above.filter(ancestor_id__in=list(places)).order_by("distance")
    return here.values_list("ancestor_id", flat=True).first()


def _check_answer(actor: Actor, found: Correction, said: Said) -> None:
    if actor.account is None or actor.account == found.asked_by:
        raise Refused("更正请求应由提出人以外的人答复。")
    known = said.outcome in Correction.Outcome.values
    wrong = {} if known else {"outcome": "请选择予以更正或不予更正。"}
    _check({**wrong, **_said("answer", said.answer, LONG, "请写明理由。")})


def _said(field: str, text: str, most: int, missing: str) -> dict[str, str]:
    if not text.strip():
        return {field: missing}
    return {field: f"这一项不超过{most}字，请缩短。"} if len(text) > most else {}


def _check(problems: Mapping[str, str]) -> None:
    if problems:
        raise Invalid(problems)


def _change(found: Correction, version: int, values: Mapping[str, Any]) -> None:
    here = Correction.objects.filter(id=found.id)
    if not here.filter(version=version).update(**values, version=F("version") + 1):
        raise Stale(here.values("outcome", "answer", "appeal", "version").get())
    found.refresh_from_db()


def _thing(found: Correction) -> Thing:
    return Thing("correction", found.id)
