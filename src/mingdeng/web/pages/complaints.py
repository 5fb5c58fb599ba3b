"""意见箱: what burdens people, said with or without a name, and what was answered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from mingdeng.access.queries import names_of
from mingdeng.burden.models import Complaint
from mingdeng.burden.queries import answerable, complaints, places_to_complain_of, to_decide
from mingdeng.web.asking import LONG, ONE, Ask
from mingdeng.web.visit import Visit

SOFTWARE = "software"
NAMED, ANONYMOUS = "named", "anonymous"
HOW = ((NAMED, "记名，可以在这里看到答复"), (ANONYMOUS, "匿名，凭回执看答复"))
MOST = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One complaint with everything around it."""

    one: Complaint
    who: str
    answered_by: str
    late: bool
    may_answer: bool
    final_by: str
    appeal_late: bool
    may_appeal: bool
    may_decide: bool


def asks_complaint(visit: Visit) -> list[Ask]:
    """What is asked of who complains."""
    places = [(str(one.id), one.name) for one in places_to_complain_of(visit.viewer)]
    return [
        Ask("kind", "哪一类", ONE, required=True, choices=Complaint.Kind.choices),
        Ask("about", "谁要求的", ONE, required=True, choices=[*places, (SOFTWARE, "本系统自己")]),
        Ask("text", "情况", LONG, required=True, most=1_000),
        Ask("named", "怎样提", ONE, required=True, choices=HOW),
    ]


def about_of(text: str) -> uuid.UUID | None:
    """The organization chosen; None for the software."""
    return None if text == SOFTWARE else uuid.UUID(text)


def home_of(visit: Visit) -> uuid.UUID | None:
    """The first place where the viewer stands: their branch, for a member."""
    return next((o.organization for o in visit.viewer.standings if o.organization), None)


def complaint_list(visit: Visit) -> Sequence[Complaint]:
    """The viewer's own, and those they answer; what waits stands first."""
    found = list(complaints(visit.viewer, visit.today)[:MOST])
    return sorted(found, key=lambda one: bool(one.final_outcome if one.appeal else one.outcome))


def complaint_page(visit: Visit, one: Complaint, *, receipt: bool = False) -> Shown:
    """One complaint; who has its receipt may appeal as who made it may."""
    names = names_of([one.account, one.answered_by, one.final_by])
    whose = receipt or one.account == visit.account.id
    return Shown(
        one=one,
        who="匿名" if one.is_anonymous else names.get(one.account, ""),
        answered_by=names.get(one.answered_by, "") if one.answered_by else "",
        late=_is_late(one.due, one.outcome, visit),
        final_by=names.get(one.final_by, "") if one.final_by else "",
        appeal_late=_is_late(one.appeal_due, one.final_outcome, visit) and bool(one.appeal),
        may_appeal=whose and bool(one.outcome) and not one.appeal,
        may_decide=to_decide(visit.viewer, visit.today).filter(id=one.id).exists(),
        may_answer=answerable(visit.viewer, visit.today).filter(id=one.id).exists(),
    )


def _is_late(due: date | None, outcome: str, visit: Visit) -> bool:
    return not outcome and due is not None and due < visit.today


def days() -> int:
    """Within how many working days an answer is owed."""
    return int(settings.COMPLAINT_DAYS)
