"""What is open, with the address that says why, and its one button."""

from dataclasses import dataclass, fields

from django.urls import reverse

from mingdeng.documents.matters import Matter
from mingdeng.documents.why import Why
from mingdeng.web.visit import Visit

RECORD, LOOK = "记录", "查看"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMatter(Matter):
    """One thing that is open, with where it is explained."""

    why: str


@dataclass(frozen=True, slots=True)
class Button:
    """The one thing a row asks for."""

    verb: str
    url: str
    name: str


def seen_by(visit: Visit, matter: Matter) -> SeenMatter:
    """A matter with an address that keeps the day asked about."""
    said = {one.name: getattr(matter, one.name) for one in fields(matter)}
    return SeenMatter(**said, why=why_of(visit, matter))


def why_of(visit: Visit, matter: Matter) -> str:
    """Where a matter is explained."""
    return visit.link(reverse("web:why", args=(matter.organization,)), of=matter.of)


def button_of(visit: Visit, matter: SeenMatter, *, may_record: bool) -> Button:
    """记录 where a record would answer it and the viewer may write one, else 查看."""
    named = f"{matter.organization_name}{matter.label}，{matter.period}"
    if may_record and matter.mendable and matter.kinds:
        query = {"organization": matter.organization, "kind": matter.kinds[0]}
        url = visit.link(reverse("web:record"), **query, group=matter.group)
        return Button(RECORD, url, f"{RECORD}：{named}")
    return Button(LOOK, matter.why, f"{LOOK}：{named}")


def entering_button(visit: Visit, why: Why) -> Button | None:
    """记录 where an entry of a register would answer it and the viewer may write one."""
    if why.entering is None:
        return None
    query = {"organization": why.organization.id, "parent": why.entering.charge}
    url = visit.link(reverse("web:entry-new", args=(why.entering.register,)), **query)
    return Button(RECORD, url, f"{RECORD}：{why.organization.name}{why.label}，{why.period}")
