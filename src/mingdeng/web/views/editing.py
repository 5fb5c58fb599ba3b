"""The doors of what is changed in 组织: what is not seen is not there."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from mingdeng.access.queries import groups_of, lent_to, organizations, people, posts_to
from mingdeng.roster.models import Delegation, Group, Organization, Person, Post
from mingdeng.web.asking import Ask, Sheet, blank
from mingdeng.web.deeds import Deed
from mingdeng.web.visit import Visit

BOTH = ["GET", "HEAD", "POST"]


def place_to_edit(visit: Visit, organization_id: uuid.UUID, thing: str = "organization") -> Any:
    """An organization the viewer may change something of. Raises Http404, PermissionDenied."""
    found = organizations(visit.viewer, "edit", thing).filter(id=organization_id).first()
    if found is None:
        refuse(organizations(visit.viewer).filter(id=organization_id))
    return found


def person_to_edit(visit: Visit, person_id: uuid.UUID) -> tuple[Person, uuid.UUID]:
    """Someone the viewer may change something of, and the branch they belong to."""
    person = people(visit.viewer).filter(id=person_id).first()
    if person is None:
        raise Http404
    home = person.memberships.filter(until=None).values_list("branch_id", flat=True).first()
    if home is None or not visit.may("edit", "person", home):
        raise PermissionDenied
    return person, home


def post_to_edit(visit: Visit, post_id: uuid.UUID) -> Post:
    """A post the viewer may end or lend."""
    found = posts_to(visit.viewer, "edit").filter(id=post_id).first()
    if found is None:
        refuse(posts_to(visit.viewer, "read").filter(id=post_id))
        raise Http404
    return found


def group_to_edit(visit: Visit, group_id: uuid.UUID) -> Group:
    """A Party group the viewer may dissolve."""
    found = groups_of(visit.viewer, "edit").filter(id=group_id).first()
    if found is None:
        refuse(groups_of(visit.viewer, "read").filter(id=group_id))
        raise Http404
    return found


def delegation_to_edit(visit: Visit, delegation_id: uuid.UUID) -> Delegation:
    """A delegation the viewer may take back."""
    found = lent_to(visit.viewer, "edit").filter(id=delegation_id).first()
    if found is None:
        refuse(lent_to(visit.viewer, "read").filter(id=delegation_id))
        raise Http404
    return found


def refuse(visible: "QuerySet[Any]") -> None:
    """Raise PermissionDenied for what is visible, Http404 for what is not."""
    if visible.exists():
        raise PermissionDenied
    raise Http404


def deed_on(
    visit: Visit, place: Organization, words: tuple[str, str, str], sheet: Sheet, *notes: str
) -> Deed:
    """A form about an organization: title, button and action."""
    back = visit.link(reverse("web:organization", args=(place.id,)))
    title, button, action = words
    return Deed(title, place.name, back, f"回{place.name}", button, sheet, action, notes)


def deed_about(
    visit: Visit, person: Person, words: tuple[str, str, str], sheet: Sheet, *notes: str
) -> Deed:
    """A form about someone: title, button and action."""
    back = visit.link(reverse("web:person", args=(person.id,)))
    title, button, action = words
    return Deed(title, person.name, back, f"回{person.name}", button, sheet, action, notes)


def dated(visit: Visit, label: str, version: int = 0) -> Sheet:
    """A sheet that asks for a day only, today at first."""
    return blank([Ask("on", label, "day", required=True)], {"on": visit.today}, version)
