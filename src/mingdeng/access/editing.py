"""The doors of what is changed in 组织: what is not seen is not there.

Each raises Http404 for what the viewer does not see, PermissionDenied for what they only see.
"""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from mingdeng.access.policy import Target, Viewer, may
from mingdeng.access.queries import groups_of, lent_to, organizations, people, posts_to
from mingdeng.roster.models import Delegation, Group, Organization, Person, Post


def place_to_edit(
    viewer: Viewer, organization_id: uuid.UUID, thing: str = "organization"
) -> Organization:
    """An organization the viewer may change something of."""
    found = organizations(viewer, "edit", thing).filter(id=organization_id).first()
    if found is None:
        refuse(organizations(viewer).filter(id=organization_id))
        raise Http404
    return found


def person_to_edit(viewer: Viewer, person_id: uuid.UUID) -> tuple[Person, uuid.UUID]:
    """Someone the viewer may change something of, and the branch they belong to."""
    person = people(viewer).filter(id=person_id).first()
    if person is None:
        raise Http404
    home = person.memberships.filter(until=None).values_list("branch_id", flat=True).first()
    if home is None or not may(viewer, "edit", "person", Target(home)):
        raise PermissionDenied
    return person, home


def post_to_edit(viewer: Viewer, post_id: uuid.UUID) -> Post:
    """A post the viewer may end or lend."""
    found = posts_to(viewer, "edit").filter(id=post_id).first()
    if found is None:
        refuse(posts_to(viewer, "read").filter(id=post_id))
        raise Http404
    return found


def group_to_edit(viewer: Viewer, group_id: uuid.UUID) -> Group:
    """A Party group the viewer may dissolve."""
    found = groups_of(viewer, "edit").filter(id=group_id).first()
    if found is None:
        refuse(groups_of(viewer, "read").filter(id=group_id))
        raise Http404
    return found


def delegation_to_edit(viewer: Viewer, delegation_id: uuid.UUID) -> Delegation:
    """A delegation the viewer may take back."""
    found = lent_to(viewer, "edit").filter(id=delegation_id).first()
    if found is None:
        refuse(lent_to(viewer, "read").filter(id=delegation_id))
        raise Http404
    return found


def refuse(visible: "QuerySet[Any]") -> None:
    """Raise PermissionDenied for what is visible, Http404 for what is not."""
    if visible.exists():
        raise PermissionDenied
    raise Http404
