"""Inspections: someone may look, from a day to a day, and each look is written down."""

import uuid
from datetime import date, datetime, time, timedelta

from django.db import transaction

from mingdeng.daycount import local_day
from mingdeng.daycount.instants import SHANGHAI
from mingdeng.journal.models import Entry
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import Organization, Person, Post
from mingdeng.roster.services.refusals import Refused

LOOK = "inspection.look"
# A reading: nothing that follows changes is done again for it.
READING = "reading"
LONGEST = timedelta(days=92)


@transaction.atomic
def open_inspection(
    actor: Actor, person: Person, organization: Organization, purpose: str, days: tuple[date, date]
) -> Post:
    """Let someone look at an organization and all below it, both days included. Raises Refused."""
    first, last = days
    if last < first:
        raise Refused("结束日期早于开始日期。")
    if last - first >= LONGEST:
        raise Refused(f"一次检查最长{LONGEST.days}天，需要更久的到时再开放一次。")
    if last < local_day(actor.at):
        raise Refused("结束日期已经过去。")
    if organization.dissolved is not None:
        raise Refused(f"{organization.name}已经撤销，不能开放检查。")
    post = Post.objects.create(
        person=person,
        organization=organization,
        kind=Post.Kind.INSPECTOR,
        title=purpose,
        since=first,
        until=last + timedelta(days=1),
    )
    body = {"person": person.id, "purpose": purpose, "since": first, "until": last}
    write(actor, "inspection.open", Thing("post", post.id, organization.id), body)
    return post


@transaction.atomic
def note_look(actor: Actor, about: uuid.UUID) -> None:
    """Write down that an inspector looked at something; once a day for each thing."""
    midnight = datetime.combine(local_day(actor.at), time(), SHANGHAI)
    today = Entry.objects.filter(object_id=about, account=actor.account, at__gte=midnight)
    if not today.filter(action=LOOK).exists():
        write(actor, LOOK, Thing(READING, about), {})
