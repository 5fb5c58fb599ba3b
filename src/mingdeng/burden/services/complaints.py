"""Complaints about what burdens people: to the office above what they are about.

What anonymous means here: no account, no person, no post, no time finer than the day, no
entry in the journal, no answer kept under anyone's account. A repeat is known by the digest
of the form's own key, which the server never kept with whom it showed the form to; the same
key is the receipt.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from mingdeng.access.table import grants
from mingdeng.burden.models import Complaint
from mingdeng.daycount import CalendarMissing, local_day, within_working_days
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import Above, Membership, Post
from mingdeng.roster.services import Refused, Stale

MOST = 1_000
# Of a branch with fewer members an anonymous complaint does not say that it is about it.
FEW = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What burdens someone: its kind, in their words, and which organization asks for it.

    `about` is None where it is the software itself; `home` is the branch of who complains.
    """

    kind: str
    text: str
    home: uuid.UUID | None
    about: uuid.UUID | None = None


@transaction.atomic
def complain(actor: Actor, said: Said, key: uuid.UUID, days: int, *, anonymous: bool) -> Complaint:
    """Hand in a complaint, once per key; an answer is owed within working days. Raises Refused."""
    _check(actor, said)
    today = local_day(actor.at)
    answering = offices_for(said, today)
    if not answering:
        raise Refused("上面没有设办公室的组织，这里没有人能够答复，请向上级机关书面提出。")
    made, new = Complaint.objects.get_or_create(
        receipt=receipt_of(key),
        defaults={
            "kind": said.kind,
            "text": said.text,
            "about_id": None if anonymous and _is_small(said.about, today) else said.about,
            "office_id": answering[0],
            "above_id": answering[1] if len(answering) > 1 else None,
            "account": None if anonymous else actor.account,
            "received_on": today,
            "due": _due(today, days),
        },
    )
    if not new and made.account != (None if anonymous else actor.account):
        raise Refused("表单已用过，请刷新后重新填写。")
    if new and not anonymous:
        write(actor, "complaint.make", _thing(made), {"kind": said.kind})
    return made


@transaction.atomic
def answer_complaint(actor: Actor, which: tuple[uuid.UUID, int], outcome: str, text: str) -> None:
    """Answer, as another person than who complained. Raises Refused, Stale."""
    found = Complaint.objects.get(id=which[0])
    if found.outcome:
        raise Refused("这件意见已经答复，答复不再更改。")
    if actor.account is None or actor.account == found.account:
        raise Refused("意见应由提出人以外的人答复。")
    _check_answer(outcome, text)
    values: dict[str, Any] = {"outcome": outcome, "answer": text, "answered_by": actor.account}
    _change(which, {**values, "answered_on": local_day(actor.at)}, ("outcome", "answer"))
    write(actor, "complaint.answer", _thing(found), {"outcome": outcome})


@transaction.atomic
def appeal_complaint(
    actor: Actor, which: tuple[uuid.UUID, int], text: str, days: int, *, receipt: bool = False
) -> None:
    """Ask the level above to look again, once: as who complained, or as who holds the receipt.

    Of who appeals by a receipt nothing is kept. Raises Refused, Stale.
    """
    found = Complaint.objects.get(id=which[0])
    if not receipt and (actor.account is None or actor.account != found.account):
        raise Refused("只有提出人能够申诉。")
    if found.appeal and found.appeal == text:  # sent twice
        return
    if found.appeal or not found.outcome:
        raise Refused("已经申诉过。" if found.appeal else "还没有答复，不能申诉。")
    if not text.strip() or len(text) > MOST:
        raise Refused(f"请写明理由，不超过{MOST}字。")
    today = local_day(actor.at)
    above = _next_above(found, today)
    if above is None:
        raise Refused("再上面没有设办公室的组织，请向上级机关书面提出。")
    due = _due(today, days)
    values = {"appeal": text, "appealed_on": today, "appeal_due": due, "above_id": above}
    _change(which, values, ("appeal",))
    if found.account is not None and not receipt:
        write(actor, "complaint.appeal", _thing(found), {})


@transaction.atomic
def answer_appeal(actor: Actor, which: tuple[uuid.UUID, int], outcome: str, text: str) -> None:
    """Answer an appeal, as neither who complained nor who answered. Raises Refused, Stale."""
    found = Complaint.objects.get(id=which[0])
    if not found.appeal or found.final_outcome:
        raise Refused("这件申诉已经答复，答复不再更改。" if found.appeal else "没有申诉。")
    if actor.account is None or actor.account in {found.account, found.answered_by}:
        raise Refused("申诉应由提出人和原答复人以外的人答复。")
    _check_answer(outcome, text)
    values = {"final_outcome": outcome, "final_answer": text, "final_by": actor.account}
    _change(which, {**values, "final_on": local_day(actor.at)}, ("final_outcome", "final_answer"))
    write(actor, "complaint.answer_appeal", _thing(found), {"outcome": outcome})


def _check_answer(outcome: str, text: str) -> None:
    if outcome not in Complaint.Outcome.values:
        raise Refused("请选择结论。")
    if not text.strip() or len(text) > MOST:
        raise Refused(f"请写明答复，不超过{MOST}字。")


def _change(which: tuple[uuid.UUID, int], values: dict[str, Any], shown: Sequence[str]) -> None:
    """Change a complaint in the version that was read. Raises Stale."""
    here = Complaint.objects.filter(id=which[0])
    if not here.filter(version=which[1]).update(**values, version=F("version") + 1):
        raise Stale(here.values(*shown, "version").get())


def _next_above(found: Complaint, day: date) -> uuid.UUID | None:
    """The nearest office above the one that was to answer."""
    if found.office_id is None:
        return None
    above = Above.objects.filter(organization_id=found.office_id, distance__gte=1)
    places = list(above.order_by("distance").values_list("ancestor_id", flat=True))
    staffed = _staffed(places, day)
    return next((one for one in places if one in staffed), None)


def receipt_of(key: uuid.UUID) -> str:
    """What is kept of a receipt: its digest, so that nobody reads the receipt in the database."""
    return sha256(key.bytes).hexdigest()


def offices_for(said: Said, day: date) -> list[uuid.UUID]:
    """Who answers, the nearest first: never the organization complained about itself."""
    start = said.about or said.home
    if start is None:
        return []
    above = Above.objects.filter(organization_id=start, distance__gte=1 if said.about else 0)
    found = list(above.order_by("distance").values_list("ancestor_id", flat=True))
    staffed = _staffed(found, day)
    return [one for one in found if one in staffed]


def _staffed(places: Collection[uuid.UUID], day: date) -> set[uuid.UUID]:
    """Of some organizations those in which someone holds a post that answers complaints."""
    table = grants()
    roles = (r for r in table.roles.values() if table.reach(r.id, "answer", "complaint"))
    kinds = {kind for role in roles for kind in role.posts}
    held = Post.objects.filter(in_force(day), Q(kind__in=kinds), organization_id__in=places)
    return set(held.order_by().values_list("organization_id", flat=True))


def _is_small(place: uuid.UUID | None, day: date) -> bool:
    """Whether so few belong to a branch that its name would tell who complained."""
    if place is None:
        return False
    members = Membership.objects.filter(in_force(day), branch_id=place).count()
    return 0 < members < FEW


def _check(actor: Actor, said: Said) -> None:
    if actor.account is None:
        raise Refused("请登录后提出。")
    if said.kind not in Complaint.Kind.values:
        raise Refused("请选择类别。")
    if not said.text.strip() or len(said.text) > MOST:
        raise Refused(f"请写明情况，不超过{MOST}字。")


def _due(today: date, days: int) -> date | None:
    try:
        return within_working_days(today, days)
    except CalendarMissing:
        return None


def _thing(found: Complaint) -> Thing:
    """Under no organization: the journal does not say about whom it was."""
    return Thing("complaint", found.id)
