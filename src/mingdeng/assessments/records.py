"""Records of the platform as the facts the engine judges: the same builder as the check's."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q

from mingdeng.activities.models import Activity, Covered, Host
from mingdeng.assessments.models import Waiver
from mingdeng.daycount import local_day
from mingdeng.engine import inputs as engine
from mingdeng.facts import organ as facts
from mingdeng.files.rows import ActivityRow, Source
from mingdeng.roster.models import Membership, Organization, Post

RECORD = "record"
HEADS = frozenset({Post.Kind.SECRETARY, Post.Kind.LEADING_SECRETARY})
GONE = (Activity.State.PLANNED, Activity.State.WITHDRAWN)
# Other kinds say what someone may do here, not what the branch has elected.
PARTY_POSTS = (Post.Kind.SECRETARY, Post.Kind.DEPUTY, Post.Kind.COMMITTEE)
# Where the posts of people stand: not in a file, and told for everyone once for anyone.
PLATFORM: tuple[str, str | None] = ("平台", None)
Ids = Iterable[uuid.UUID]


def organ_of(ids: Ids, first: date, as_of: date) -> facts.Organ:
    """Some organizations with their people and what they recorded: as many queries as for one."""
    organizations = list(
        Organization.objects.filter(id__in=list(ids)).prefetch_related("groups", "children")
    )
    wanted = [item.id for item in organizations]
    posts, known = _posts(wanted, as_of), _posts_known()
    return facts.Organ(
        name=organizations[0].unit if organizations else "",
        organizations=tuple(_organization(item, posts) for item in organizations),
        people=tuple(_people(wanted, posts, as_of)),
        activities=tuple(_activities(wanted, first, as_of)),
        payments=(),
        ledgers=tuple(_spans(wanted, as_of)),
        dues_months={},
        posts_told_in=frozenset({PLATFORM}) if known else frozenset(),
        secretaries_known=known,
        heads=_heads(wanted, as_of),
        waivers=tuple(_waivers(wanted)),
    )


def _organization(
    item: Organization, posts: Mapping[uuid.UUID, Sequence[Post]]
) -> facts.Organization:
    secretary = next(
        (post.person.name for post in posts.get(item.id, ()) if post.kind in HEADS),
        None,
    )
    return facts.Organization(
        id=str(item.id),
        name=item.name,
        full_name=item.full_name,
        kind=item.kind,
        parent=str(item.parent_id) if item.parent_id else None,
        unit=item.unit or None,
        founded=item.founded,
        dissolved=item.dissolved,
        elected=item.elected,
        secretary=secretary,
        groups=tuple(group.number or group.name for group in item.groups.all()),
    )


def _posts(ids: Sequence[uuid.UUID], day: date) -> dict[uuid.UUID, list[Post]]:
    found: dict[uuid.UUID, list[Post]] = {}
    for post in Post.objects.filter(_on(day), organization_id__in=ids).select_related("person"):
        found.setdefault(post.organization_id, []).append(post)
    return found


def _posts_known() -> bool:
    """Whether anybody's Party post was ever entered; without that nobody can be missing one."""
    return Post.objects.filter(kind__in=PARTY_POSTS).exists()


def _heads(ids: Sequence[uuid.UUID], day: date) -> frozenset[str]:
    """The members who lead a committee or a leading group, wherever that stands in the tree."""
    held = Post.objects.filter(
        _on(day),
        kind__in=(Post.Kind.SECRETARY, Post.Kind.LEADING_SECRETARY),
        organization__kind__in=("organ_committee", "leading_group"),
        person__memberships__branch_id__in=ids,
    )
    return frozenset(str(person) for person in held.values_list("person_id", flat=True))


def _waivers(ids: Sequence[uuid.UUID]) -> Iterable[engine.Waiver]:
    granted = Waiver.objects.filter(organization_id__in=ids, state=Waiver.State.APPROVED)
    for item in granted.select_related("group"):
        yield engine.Waiver(
            item.bearer, item.rule, item.first, item.last, item.approver, item.reason
        )


def _on(day: date) -> Q:
    return (Q(since=None) | Q(since__lte=day)) & (Q(until=None) | Q(until__gt=day))


def _people(
    ids: Sequence[uuid.UUID], posts: Mapping[uuid.UUID, Sequence[Post]], day: date
) -> Iterable[facts.Person]:
    titles: dict[tuple[uuid.UUID, uuid.UUID], list[str]] = {}
    for organization, held in posts.items():
        for post in held:
            titles.setdefault((organization, post.person_id), []).append(post.title)
    members = Membership.objects.filter(_on(day), branch_id__in=ids)
    for member in members.select_related("person", "group"):
        person = member.person
        yield facts.Person(
            id=str(person.id),
            name=person.name,
            organization=str(member.branch_id),
            status=person.status or None,
            joined=person.joined,
            converted=person.converted,
            posts=tuple(titles.get((member.branch_id, person.id), ())),
            group=(member.group.number or member.group.name) if member.group else None,
            source=Source(file=PLATFORM[0], sheet=PLATFORM[1], row=None),
        )


def _activities(ids: Sequence[uuid.UUID], first: date, as_of: date) -> Iterable[facts.Activity]:
    hosts = (
        Host.objects.filter(organization_id__in=ids, activity__held_on__range=(first, as_of))
        .exclude(activity__state__in=GONE)
        .select_related("activity", "group")
        .prefetch_related("absences", "activity__agenda")
        .order_by("activity__held_on", "id")
    )
    for host in hosts:
        yield _activity(host)


def _activity(host: Host) -> facts.Activity:
    activity, absences = host.activity, list(host.absences.all())
    agenda = list(activity.agenda.all())
    return facts.Activity(
        id=str(activity.id),
        organization=str(host.organization_id),
        group=(host.group.number or host.group.name) if host.group else None,
        kinds=tuple(activity.kinds),
        held_on=activity.held_on,
        expected=host.expected,
        present=host.present,
        absent=tuple(absence.name for absence in absences),
        absent_people=tuple(str(a.person_id) for a in absences if a.person_id),
        row=ActivityRow(
            source=_source(activity.id),
            columns={},
            form=RECORD,
            organization=None,
            organization_from=None,
            kinds=tuple(activity.kinds),
            held_on=activity.held_on,
            held_to=activity.held_to,
            topic=activity.topic or None,
            agenda=tuple(item.text for item in agenda),
            decision="；".join(item.decision for item in agenda if item.decision) or None,
            hours=activity.hours,
        ),
        recorded_on=local_day(activity.recorded_at),
        for_period=activity.for_period or None,
        topics=frozenset(topic for item in agenda for topic in item.topics),
    )


def _spans(ids: Sequence[uuid.UUID], as_of: date) -> Iterable[facts.Span]:
    for item in Covered.objects.filter(organization_id__in=ids):
        last = item.last or as_of
        yield facts.Span(str(item.organization_id), frozenset(item.kinds), item.first, last)


def _source(record: uuid.UUID) -> Source:
    return Source(file=str(record), sheet=None, row=None)
