"""One handover as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from mingdeng.handover.models import Handover
from mingdeng.handover.services import is_gone
from mingdeng.roster.models import Person
from mingdeng.web.visit import Visit

SIGN, SEND_BACK = "签收", "退回"


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose signature, and when it was given."""

    label: str
    name: str
    at: object


@dataclass(frozen=True, slots=True)
class Shown:
    """The page."""

    one: Handover
    signatures: Sequence[Signature]
    deeds: Sequence[tuple[str, str]]
    gone: bool


def handover_page(visit: Visit, found: Handover) -> Shown:
    """The receipt, the pack, and what the viewer can still do."""
    gone = found.is_open and not found.handed_at and is_gone(found.predecessor)
    return Shown(found, list(_signatures(found)), _deeds(visit, found, gone=gone), gone)


def signs_as(found: Handover, person: Person) -> str:
    """In which part someone signs."""
    if person.id == found.predecessor_id:
        return "移交人"
    return "接收人" if person.id == found.successor_id else "监交人"


def _signatures(found: Handover) -> list[Signature]:
    given = [
        Signature("移交人", found.predecessor.name, found.handed_at),
        Signature("接收人", found.successor.name, found.taken_at),
    ]
    if found.witness is not None:
        given.append(Signature("监交人", found.witness.name, found.witnessed_at))
    return given


def _deeds(visit: Visit, found: Handover, *, gone: bool) -> list[tuple[str, str]]:
    """What the viewer can do: each of the two for themself, the office where one is gone."""
    signing = (SIGN, visit.link(reverse("web:handover-sign", args=(found.id,))))
    back = (SEND_BACK, visit.link(reverse("web:handover-refuse", args=(found.id,))))
    if not found.is_open:
        return []
    if visit.viewer.person == found.predecessor_id:
        return [*([] if found.handed_at else [signing]), back]
    if visit.viewer.person == found.successor_id:
        return [*([] if found.taken_at else [signing]), back]
    office = visit.may("confirm", "handover", found.organization_id)
    return [signing] if office and gone and not found.witnessed_at else []
