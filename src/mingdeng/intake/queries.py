"""Uploads a viewer may see, and what is held under an organization to compare them with."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.fields.json import KT

from mingdeng.access.policy import Viewer, scope, within
from mingdeng.activities.models import Activity, Covered, Host
from mingdeng.facts.naming import key
from mingdeng.files.rows import COLUMN, MemberRow, OrganizationRow, Source
from mingdeng.intake.matching import Known
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.said import KNOWN, number_text, plain
from mingdeng.roster.models import Group, Membership, Organization, Person, Post

Ids = Sequence[uuid.UUID]
HOME: Mapping[str, str] = {Line.Kind.PERSON: "branch", Line.Kind.ACTIVITY: "organization"}
MEETING = (
    *("kinds", "version", "held_on", "held_to", "start", "end", "place", "chair", "recorder"),
    *("lecturer", "topic", "for_period", "source"),
)


def uploads(viewer: Viewer) -> QuerySet[Upload]:
    """The uploads the viewer may see, the latest first."""
    seen = within(scope(viewer, "read", "import"), "root_id")
    return Upload.objects.filter(seen, register="").select_related("root")


def register_uploads(viewer: Viewer) -> QuerySet[Upload]:
    """What the viewer uploaded into registers, the latest first: nobody else sees a preview.

    It may say what only some may see of an entry.
    """
    found = Upload.objects.filter(account=viewer.account).exclude(register="")
    return found.select_related("root")


def lines_of(upload: Upload) -> QuerySet[Line]:
    """The lines of an upload; `upload` comes from `uploads`."""
    return upload.lines.all()


def attention_first(lines: QuerySet[Line]) -> QuerySet[Line]:
    """What wants someone before what does not, each in the order of the files."""
    wants = Case(
        When(state=Line.State.ERROR, then=0),
        When(state=Line.State.CONFLICT, then=1),
        When(state=Line.State.CHANGED, then=2),
        default=3,
    )
    return lines.order_by(wants, "number")


class Counted(NamedTuple):
    """How many lines of a kind compare so, and were chosen so."""

    kind: str
    state: str
    taken: bool | None
    lines: int

    @property
    def undecided(self) -> bool:
        """Whether they still want a decision."""
        return self.taken is None and self.state in {Line.State.CONFLICT, Line.State.ERROR}


def counts(upload: Upload) -> list[Counted]:
    """The lines of an upload, counted."""
    grouped = upload.lines.order_by().values_list("kind", "state", "taken")
    return [Counted(*row) for row in grouped.annotate(Count("id"))]


def outcome_of(upload: Upload) -> dict[tuple[str, str], int]:
    """Of a confirmed upload: how many lines of each kind had each outcome."""
    written = upload.lines.exclude(state=Line.State.SAME).order_by()
    counted = written.values_list("kind", "done").annotate(Count("id"))
    return {(kind, done): number for kind, done, number in counted}


def unknown_names(upload: Upload) -> dict[str, int]:
    """The names of organizations nothing stands for, and in how many lines."""
    waiting = _homeless(upload).annotate(place=KT("data__place_said"))
    counted = waiting.order_by("place").values_list("place").annotate(Count("id"))
    return {name: number for name, number in counted if name}


def without_place(upload: Upload, name: str) -> QuerySet[Line]:
    """The lines that give this name for their organization, which is not known."""
    return _homeless(upload).filter(data__place_said=name)


def _homeless(upload: Upload) -> QuerySet[Line]:
    person = Q(kind=Line.Kind.PERSON, data__branch=None)
    return upload.lines.filter(person | Q(kind=Line.Kind.ACTIVITY, data__organization=None))


def places_of(upload: Upload) -> list[tuple[str, str]]:
    """What a line may be put under: organizations of the files, and those held below the root."""
    lines = upload.lines.filter(kind=Line.Kind.ORGANIZATION).order_by("number")
    told = [(line.ref, str(line.data["name"])) for line in lines if line.target is None]
    below = Organization.objects.filter(above__ancestor_id=upload.root_id, dissolved=None)
    return [*((str(one), name) for one, name in below.values_list("id", "name")), *told]


def groups_for(upload: Upload, home: str | None) -> list[tuple[str, str]]:
    """The Party groups of an organization, of the files and held."""
    target = upload.lines.filter(kind=Line.Kind.ORGANIZATION, ref=home).first()
    held = str(target.target) if target and target.target else home
    told = upload.lines.filter(kind=Line.Kind.GROUP, target=None)
    here = [(one.ref, str(one.data["name"])) for one in told if one.data["branch"] == home]
    if held is None or not _is_id(held):
        return here
    groups = Group.objects.filter(
        branch_id=uuid.UUID(held), branch__above__ancestor_id=upload.root_id
    )
    return [*((str(one.id), one.name) for one in groups), *here]


def _is_id(ref: str) -> bool:
    try:
        uuid.UUID(ref)
    except ValueError:
        return False
    return True


def known_under(
    root: uuid.UUID, days: Iterable[str], numbers: Iterable[str], *, with_terms: bool = False
) -> Known:
    """What is held at and below a root; of activities those of some days."""
    organizations = _tree(root)
    ids = [item.id for item in organizations]
    people = list(_people(ids))
    carried = Person.objects.filter(id_number__in=[number for number in numbers if number])
    here = {one["id_number"] for one in people}
    return Known(
        root=str(root),
        organizations=[_organization(item) for item in organizations],
        groups={
            (str(group.branch_id), group.name): str(group.id)
            for group in Group.objects.filter(branch_id__in=ids)
        },
        people=people,
        numbers_elsewhere=frozenset(carried.values_list("id_number", flat=True)) - here,
        posts=list(_posts(ids)),
        activities=_activities(ids, sorted(set(days))),
        covered=[
            {"id": str(one.id), "organization": str(one.organization_id), **_days(one)}
            for one in Covered.objects.filter(organization_id__in=ids)
        ],
        terms=list(_terms(root)) if with_terms else (),
    )


def organization_rows(root: uuid.UUID) -> list[OrganizationRow]:
    """The organizations under a root as a register would list them."""
    return [
        OrganizationRow(
            source=Source(KNOWN, place=str(item.id)),
            columns={},
            name=item.full_name,
            short_name=item.name,
            parent=item.parent.full_name if item.parent else None,
            kind=item.kind,
            founded=item.founded,
            elected=item.elected,
            groups=max((group.number or 0 for group in item.groups.all()), default=0) or None,
            unit=item.unit or None,
        )
        for item in _tree(root)
    ]


def member_rows(root: uuid.UUID) -> list[MemberRow]:
    """The people under a root as a roster would list them."""
    ids = [item.id for item in _tree(root)]
    members = Membership.objects.filter(branch_id__in=ids, until=None)
    return [
        MemberRow(
            source=Source(KNOWN, place=str(one.person_id)),
            columns={},
            organization=one.branch.full_name,
            organization_from=COLUMN,
            name=one.person.name,
            group=(one.group.number or one.group.name) if one.group else None,
        )
        for one in members.select_related("person", "branch", "group")
    ]


def _tree(root: uuid.UUID) -> list[Organization]:
    below = Organization.objects.filter(above__ancestor_id=root, dissolved=None)
    return list(below.select_related("parent").prefetch_related("names", "groups"))


def _organization(item: Organization) -> dict[str, Any]:
    spellings = [item.name, item.full_name]
    for former in item.names.all():
        spellings += [former.name, former.full_name]
    names = ("full_name", "unit", "founded", "elected", "version")
    held = {name: getattr(item, name) for name in names}
    return dict(plain({"id": item.id, "keys": [key(one) for one in spellings], **held}))


def _people(ids: Ids) -> Iterable[dict[str, Any]]:
    names = ("name", "gender", "birth", "id_number", "status", "joined", "converted", "version")
    members = Membership.objects.filter(branch_id__in=ids, until=None)
    for one in members.select_related("person", "branch"):
        held = {name: getattr(one.person, name) for name in names}
        home = {"branch": one.branch_id, "group": one.group_id, "branch_name": one.branch.name}
        yield plain({"id": one.person_id, **held, **home})


def _posts(ids: Ids) -> Iterable[dict[str, Any]]:
    held = Post.objects.filter(organization_id__in=ids, until=None).select_related("person")
    for one in held:
        who = {"person": one.person_id, "name": one.person.name}
        what = {"organization": one.organization_id, "kind": one.kind, "title": one.title}
        yield plain({"id": one.id, **who, **what})


def _terms(root: uuid.UUID) -> Iterable[dict[str, Any]]:
    """Every post ever held, also where the organization is no more; inspections are none."""
    held = Post.objects.filter(organization__above__ancestor_id=root)
    held = held.exclude(kind=Post.Kind.INSPECTOR).select_related("person", "organization", "group")
    for one in held.prefetch_related("organization__names"):
        place = one.organization
        names = (place.full_name, *(former.full_name for former in place.names.all()))
        yield plain(
            {
                "id": one.id,
                "organization": place.id,
                "kind": one.kind,
                "title": one.title,
                "organization_keys": [key(name) for name in names],
                "name": one.person.name,
                "group": one.group.name if one.group else None,
                "since": one.since,
                "until": one.until,
            }
        )


def _activities(ids: Ids, days: Sequence[str]) -> Mapping[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    if not days:
        return found
    held = Host.objects.filter(
        organization_id__in=ids, activity__held_on__range=(days[0], days[-1])
    ).exclude(activity__state=Activity.State.WITHDRAWN)
    related = ("absences", "activity__agenda", "activity__guests")
    for host in held.select_related("activity").prefetch_related(*related):
        one = _meeting(host)
        found.setdefault((one["organization"], one["held_on"]), []).append(one)
    return found


def _meeting(host: Host) -> dict[str, Any]:
    """One host's meeting, in the words of `said`."""
    activity = host.activity
    votes = ("votes_for", "votes_against", "abstentions")
    return {
        **plain({name: getattr(activity, name) for name in MEETING}),
        "id": str(activity.id),
        "organization": str(host.organization_id),
        "group": str(host.group_id) if host.group_id else None,
        "hours": number_text(activity.hours),
        "expected": host.expected,
        "present": host.present,
        "absent": [
            {"name": one.name, "reason": one.reason, "person": plain(one.person_id)}
            for one in host.absences.all()
        ],
        "agenda": [
            {name: getattr(item, name) for name in ("text", "decision", *votes)}
            for item in activity.agenda.all()
        ],
        "guests": [guest.name for guest in activity.guests.all()],
    }


def _days(one: Covered) -> dict[str, Any]:
    return dict(plain({"kinds": one.kinds, "first": one.first, "last": one.last}))
