"""Own record: everything held about me, who opened it, what I asked, a copy to take away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from mingdeng.access.acts import told
from mingdeng.access.policy import Target, may
from mingdeng.access.queries import Act, history
from mingdeng.documents.own_copy import NAME, copy_json, copy_workbook
from mingdeng.journal.services import Actor
from mingdeng.opendata.subject import everything_about
from mingdeng.roster.models import Person
from mingdeng.subjects.models import Correction
from mingdeng.subjects.queries import Year, answers_in, attendance, corrections
from mingdeng.subjects.services import may_hear, note_reading
from mingdeng.web.pages.exporting import Download
from mingdeng.web.pages.tree import Held, held_about
from mingdeng.web.visit import Visit

ELSE = ("组织关系", "职务", "出勤", "其他")


@dataclass(frozen=True, slots=True)
class Own:
    """The page."""

    held: Held
    years: Sequence[Year]
    acts: Sequence[tuple[str, Act]]
    asked: Sequence[Correction]
    waiting: int


@dataclass(frozen=True, slots=True)
class Asking:
    """One request with what this viewer may do about it."""

    one: Correction
    own: bool
    late: bool
    may_answer: bool
    may_appeal: bool
    may_decide: bool
    back: str


def own_person(visit: Visit) -> Person | None:
    """The person behind the account."""
    person: Person | None = getattr(visit.account, "person", None)
    if person is None or not may(visit.viewer, "read", "person", Target(None, person.id)):
        return None
    return person


def own_page(visit: Visit, person: Person) -> Own:
    """Everything held about the viewer, and how many requests of others wait for an answer."""
    held = held_about(visit, person)
    seen = list(corrections(visit.viewer))
    asked = [one for one in seen if one.person_id == person.id]
    ids = [person.id, *(post.id for post in held.posts), *(one.id for one in asked)]
    answers = bool(answers_in(visit.viewer))
    return Own(
        held=held,
        years=attendance(person, visit.as_of, held.memberships, held.posts),
        acts=told(history(visit.viewer, ids)),
        asked=asked,
        waiting=sum(one.is_open for one in seen if one not in asked) if answers else 0,
    )


def asking_page(visit: Visit, one: Correction) -> Asking:
    """One request: what was said, and what may follow."""
    own = one.asked_by == visit.account.id
    answers = not own and may(
        visit.viewer, "answer", "correction", Target(one.organization_id, one.person_id)
    )
    appealed = bool(one.appeal and not one.final_outcome)
    return Asking(
        one=one,
        own=own,
        late=bool(one.due and not one.outcome and one.due < visit.today),
        may_answer=answers and not one.outcome,
        may_appeal=own and bool(one.outcome) and not one.appeal,
        may_decide=answers
        and appealed
        and one.answered_by != visit.account.id
        and may_hear(one, answers_in(visit.viewer)),
        back=reverse("web:me") if own else reverse("web:corrections"),
    )


def subjects_of(held: Held) -> list[tuple[str, str]]:
    """What can be said to be wrong: each field held, and the rest by kind."""
    return [(name, name) for name in (*(label for label, _ in held.fields), *ELSE)]


def note_opening(visit: Visit, person: Person, *, sensitive: bool) -> None:
    """Write down, in this request, that the viewer opened another person's page."""
    if person.id != visit.viewer.person:
        note_reading(Actor(visit.account.id, None, visit.now), person, sensitive=sensitive)


def copy_as_json(visit: Visit, person: Person) -> Download:
    """Everything, for another program to read."""
    return Download(f"{NAME}.json", copy_json(everything_about(person, visit.as_of)))


def copy_as_workbook(visit: Visit, person: Person) -> Download:
    """Everything, for people to read."""
    content = copy_workbook(everything_about(person, visit.as_of), visit.as_of)
    return Download(f"{NAME}.xlsx", content)
