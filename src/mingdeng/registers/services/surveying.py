"""Satisfaction, asked of the person served by a link that works once and ends.

The office cannot fill it in: the link is shown once to be handed over, only its digest is
kept, and the page behind it refuses whoever is signed in.
"""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from mingdeng.accounts.services import try_once
from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, write
from mingdeng.registers.models import Entry, Survey
from mingdeng.registers.services.entering import standing, thing
from mingdeng.roster.services import Refused
from mingdeng.rulebook.registers import Register

TOKEN_BYTES, MOST = 32, 500


class NoSurvey(Exception):
    """There is no such link."""


class SurveyOver(Exception):
    """A link that was answered, ended, or was replaced by another."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the page behind a link may say: which matter, of which organization."""

    survey: uuid.UUID
    title: str
    organization: str


@transaction.atomic
def issue_survey(actor: Actor, register: Register, number: uuid.UUID, days: int) -> str:
    """A new link in place of any before it, shown once. Raises Refused after an answer."""
    entry = standing((number, 0))
    if register.asks is None:
        raise Refused("这本台账不征求满意度。")
    if entry.state != Entry.State.CLOSED:
        raise Refused("办结以后才征求满意度。")
    if entry.surveys.exclude(answered_on=None).exists():
        raise Refused("服务对象已经评价过，一件事只评价一次。")
    today = local_day(actor.at)
    entry.surveys.filter(expires__gte=today).update(expires=today - timedelta(days=1))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = Survey.objects.create(
        entry=entry,
        digest=_digest(token),
        expires=today + timedelta(days=days),
        issued_by=actor.account,
        issued_at=actor.at,
    )
    write(actor, "survey.issue", thing(entry), {"survey": made.id, "expires": made.expires})
    return token


def question_of(token: str, address: str, now: datetime) -> Question:
    """What a link asks. Raises SurveyOver, NoSurvey; TooSoon where too many were invented."""
    found = Survey.objects.select_related("entry__organization").filter(digest=_digest(token))
    one = found.first()
    if one is None:
        try_once(now, token=address)
        raise NoSurvey
    if not _is_open(one, local_day(now)):
        raise SurveyOver
    return Question(one.id, one.entry.title, one.entry.organization.name)


@transaction.atomic
def answer_survey(survey: uuid.UUID, grade: str, words: str, now: datetime) -> None:
    """Keep an answer, once; who gave it is not known. Raises SurveyOver, ValueError."""
    if grade not in Survey.Grade.values or len(words) > MOST:
        raise ValueError(grade)
    day = local_day(now)
    one = Survey.objects.select_related("entry").get(id=survey)
    here = Survey.objects.filter(id=survey, answered_on=None, expires__gte=day)
    if one.entry.withdrawn_at or not here.update(grade=grade, words=words, answered_on=day):
        raise SurveyOver
    write(Actor(None, None, now), "survey.answer", thing(one.entry), {"survey": survey})


def _is_open(one: Survey, day: date) -> bool:
    asked = one.answered_on is None and one.expires >= day
    return asked and one.entry.withdrawn_at is None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
