"""What took place, as far as a viewer may see it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    TextField,
    prefetch_related_objects,
)
from django.db.models.functions import Cast

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.activities.models import Absence, Activity, Attachment, Host

FEW = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; None and empty mean all."""

    organization: uuid.UUID | None = None
    kind: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""
    planned: bool = False  # what is still to come, too


@dataclass(frozen=True, slots=True)
class Habits:
    """How an organization met the last times: what a new record begins with."""

    place: str = ""
    places: tuple[str, ...] = ()
    chair: str = ""
    recorder: str = ""
    start: time | None = None
    end: time | None = None


def activities(viewer: Viewer, wanted: Wanted = Wanted()) -> QuerySet[Activity]:
    """The activities the viewer may see, latest first, without those taken back."""
    reached = scope(viewer, "read", "activity")
    hosts = Host.objects.filter(within(reached, "organization_id"))
    if wanted.organization:
        hosts = hosts.filter(organization_id=wanted.organization)
    gone = [Activity.State.WITHDRAWN, *([] if wanted.planned else [Activity.State.PLANNED])]
    found = Activity.objects.exclude(state__in=gone)
    if wanted.organization or len(reached.organizations) <= FEW:
        found = found.filter(id__in=hosts.values("activity_id"))
    else:  # the latest of all are looked through, which ends with the page
        found = found.filter(Exists(hosts.filter(activity=OuterRef("pk"))))
    if wanted.first and wanted.last:
        found = found.filter(held_on__range=(wanted.first, wanted.last))
    if wanted.kind:
        # A list of kinds is stored as JSON; both databases can look for a quoted word in its text.
        text = Cast("kinds", TextField())
        found = found.annotate(kinds_text=text).filter(kinds_text__contains=f'"{wanted.kind}"')
    if wanted.text:
        said = Q(topic__contains=wanted.text) | Q(place__contains=wanted.text)
        in_agenda = Q(agenda__text__contains=wanted.text)
        found = found.filter(said | in_agenda).distinct()
    with_places = Host.objects.select_related("organization", "group")
    return found.prefetch_related(Prefetch("hosts", with_places))


def activity(viewer: Viewer, activity_id: uuid.UUID, *, files: bool = False) -> Activity:
    """One activity with all that was said of it, and with its files where these are shown.

    Raises Activity.DoesNotExist.
    """
    found = activities(viewer, Wanted(planned=True)).get(id=activity_id)
    # Nobody was away from what is only planned.
    planned = found.state == Activity.State.PLANNED
    away = Absence.objects.none() if planned else Absence.objects.all()
    prefetch_related_objects([found], "agenda", "guests", Prefetch("hosts__absences", away))
    if files:
        prefetch_related_objects([found], "attachments")
    return found


def first_year(viewer: Viewer, organization: uuid.UUID) -> int | None:
    """The year of the earliest record of an organization the viewer may see."""
    found = activities(viewer, Wanted(organization)).order_by("held_on")
    return next((day.year for day in found.values_list("held_on", flat=True)[:1]), None)


def plans(viewer: Viewer) -> QuerySet[Activity]:
    """What is planned as far as the viewer sees it, the nearest first."""
    found = activities(viewer, Wanted(planned=True)).filter(state=Activity.State.PLANNED)
    return found.order_by("held_on", "start", "id")


def attachments(viewer: Viewer, activity_id: uuid.UUID) -> QuerySet[Attachment]:
    """The files of an activity the viewer may see. Raises Activity.DoesNotExist."""
    seen = activities(viewer, Wanted(planned=True)).prefetch_related(None)
    return seen.get(id=activity_id).attachments.all()


def attachment(viewer: Viewer, attachment_id: uuid.UUID) -> Attachment:
    """A file of an activity the viewer may see. Raises Attachment.DoesNotExist."""
    seen = activities(viewer, Wanted(planned=True))
    found = Attachment.objects.filter(activity__in=seen.values("id"))
    return found.select_related("activity").get(id=attachment_id)


def files_since(viewer: Viewer, organization: uuid.UUID, first: date) -> QuerySet[Attachment]:
    """The files of what an organization held since a day, the latest first."""
    seen = activities(viewer, Wanted(organization)).filter(held_on__gte=first)
    found = Attachment.objects.filter(activity__in=seen.order_by().values("id"))
    return found.select_related("activity").order_by("-activity__held_on", "added_at", "id")


def habits(organization: uuid.UUID, kinds: tuple[str, ...], day: date) -> Habits:
    """How an organization met before a day; meetings of the same kind speak first."""
    hosted = Activity.objects.filter(hosts__organization_id=organization, held_on__lte=day)
    gone = (Activity.State.WITHDRAWN, Activity.State.PLANNED)
    latest = list(hosted.exclude(state__in=gone).order_by("-held_on")[:40])
    alike = [one for one in latest if set(kinds) & set(one.kinds)] or latest
    return Habits(
        place=_first(one.place for one in alike),
        places=tuple(dict.fromkeys(one.place for one in latest if one.place))[:6],
        chair=_first(one.chair for one in alike),
        recorder=_first(one.recorder for one in alike),
        start=next((one.start for one in alike if one.start), None),
        end=next((one.end for one in alike if one.end), None),
    )


def _first(values: Iterator[str]) -> str:
    return next((value for value in values if value), "")
