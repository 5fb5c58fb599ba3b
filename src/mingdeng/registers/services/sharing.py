"""One task for several: handed down to units that each answer, paired, checked together."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, write
from mingdeng.registers.models import Entry, Link, Step
from mingdeng.registers.services.entering import Ledger, enter, standing, thing
from mingdeng.registers.services.working import step
from mingdeng.registers.texts import whole_texts
from mingdeng.registers.values import Text, read_entry
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import Organization, Post
from mingdeng.roster.services import Refused
from mingdeng.rulebook.registers import OWNER, TITLE, Register

MOST = 1000
State, Kind = Entry.State, Link.Kind


@dataclass(frozen=True, slots=True)
class Task:
    """What is handed down: what, until when."""

    title: str
    due: date | None = None


@transaction.atomic
def hand_down(
    actor: Actor, register: Register, number: uuid.UUID, units: Sequence[Organization], task: Task
) -> list[Entry]:
    """Enter a task, or a part of one, for each of some units. Raises Invalid, Refused.

    Whose task it is there is who leads the unit; what only some may see stays above.
    """
    above = standing((number, 0))
    if above.state == State.CLOSED:
        raise Refused("这一条已经办结，不能再分解下达。")
    if not units:
        raise Refused("请选择下达给哪些单位。")
    _check_new(above, units, task)
    texts = _texts(register, above, task, local_day(actor.at))
    heads = _heads([unit.id for unit in units], local_day(actor.at))
    made = []
    for unit in units:
        owned: dict[str, Text] = {**texts, OWNER: heads.get(unit.id, unit.name)}
        given = {one.id: owned[one.id] for one in register.fields if one.id in owned}
        said = read_entry(register, given, above.period)
        made.append(enter(actor, Ledger(register, unit), said))
    Link.objects.bulk_create([Link(kind=Kind.HANDED_DOWN, first=above, second=x) for x in made])
    write(actor, "entry.hand_down", thing(above), {"units": [one.id for one in units]})
    return made


@transaction.atomic
def pair(actor: Actor, number: uuid.UUID, other: uuid.UUID) -> None:
    """Put a Party task and a business task together, to be checked at once. Raises Refused."""
    first, second = standing((number, 0)), standing((other, 0))
    if first.register == second.register:
        raise Refused("请选择另一本台账里的任务：党建任务和业务任务结成一对。")
    both = Link.objects.filter(kind=Kind.PAIRED)
    if (
        both.filter(first=first, second=second).exists()
        or both.filter(first=second, second=first).exists()
    ):
        raise Refused("这两条已经结成一对。")
    Link.objects.create(kind=Kind.PAIRED, first=first, second=second)
    for one, with_ in ((first, second), (second, first)):
        write(actor, "entry.pair", thing(one), {"with": with_.id})


@transaction.atomic
def check(actor: Actor, numbers: Iterable[uuid.UUID], text: str, on: date) -> list[Step]:
    """Note of one entry, or of several at once, what a check of them found. Raises Refused."""
    if not text.strip() or len(text) > MOST:
        raise Refused(f"请写明检查的情况，不超过{MOST}字。")
    if on > local_day(actor.at):
        raise Refused("检查日期不能晚于今天。")
    found = [standing((number, 0)) for number in dict.fromkeys(numbers)]
    return [step(actor, one, Step.Kind.CHECKED, text.strip(), on) for one in found]


def paired_with(number: uuid.UUID) -> list[uuid.UUID]:
    """The entries one is to be checked together with; without those taken back."""
    links = Link.objects.filter(kind=Kind.PAIRED)
    later = links.filter(first=number, second__withdrawn_at=None)
    earlier = links.filter(second=number, first__withdrawn_at=None)
    return [
        *later.values_list("second_id", flat=True),
        *earlier.values_list("first_id", flat=True),
    ]


def _check_new(above: Entry, units: Sequence[Organization], task: Task) -> None:
    """The same task is not handed to the same unit twice."""
    there = Entry.objects.filter(earlier__first=above, earlier__kind=Kind.HANDED_DOWN)
    there = there.filter(withdrawn_at=None, title=task.title, organization__in=units)
    names = there.values_list("organization__name", flat=True)
    if names:
        raise Refused(f"已经下达过“{task.title[:30]}”：{'、'.join(sorted(set(names)))}。")


def _texts(register: Register, above: Entry, task: Task, day: date) -> Mapping[str, Text]:
    """What goes down: everything open to all, without the people above."""
    open_ones = {one.id for one in register.fields if not one.restricted and not one.is_person}
    texts = whole_texts(register, above, {}, above.period, day)
    found = {name: text for name, text in texts.items() if name in open_ones}
    due = task.due.isoformat() if task.due else found.get("due", "")
    return {**found, TITLE: task.title, "due": due}


def _heads(units: Sequence[uuid.UUID], day: date) -> Mapping[uuid.UUID, str]:
    """Who leads each of some organizations, where someone does."""
    kinds = (Post.Kind.SECRETARY, Post.Kind.LEADING_SECRETARY)
    found = Post.objects.filter(in_force(day), organization__in=units, kind__in=kinds)
    return dict(found.order_by("-id").values_list("organization_id", "person__name"))
