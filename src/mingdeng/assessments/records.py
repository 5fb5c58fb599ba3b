"""Records of the platform as the facts the engine judges: the same builder as the check's."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from mingdeng.activities.models import Absence, Activity, AgendaItem, Covered, Host
from mingdeng.assessments.entries import Span, Stacks, entries_of
from mingdeng.assessments.models import Waiver
from mingdeng.daycount import local_day
from mingdeng.engine import inputs as engine
from mingdeng.facts import organ as facts
from mingdeng.files.rows import ActivityRow, Source
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import Membership, Organization, Post

RECORD = "record"
HEADS = frozenset({Post.Kind.SECRETARY, Post.Kind.LEADING_SECRETARY})
GONE = (Activity.State.PLANNED, Activity.State.WITHDRAWN)
# Other kinds say what someone may do here, not what the branch has elected.
PARTY_POSTS = (Post.Kind.SECRETARY, Post.Kind.DEPUTY, Post.Kind.COMMITTEE)
# Where the posts of people stand: not in a file, and told for everyone once for anyone.
PLATFORM: tuple[str, str | None] = ("平台", None)
Ids = Iterable[uuid.UUID]


PERSON = (
    *("person_id", "branch_id", "person__name", "person__status", "person__joined"),
    *("person__converted", "group__number", "group__name"),
)
ABSENCE = ("host_id", "name", "person_id")
ITEM = ("activity_id", "text", "decision", "topics")
HOST = (
    *("id", "activity_id", "organization_id", "group__number", "group__name", "expected"),
    *("present", "activity__kinds", "activity__held_on", "activity__held_to", "activity__topic"),
    *("activity__hours", "activity__for_period", "activity__recorded_at"),
)


class Hosted(NamedTuple):
    """An activity of one host, as it stands in the tables."""

    id: uuid.UUID
    activity: uuid.UUID
    organization: uuid.UUID
    number: int | None
    group: str | None
    expected: int | None
    present: int | None
    kinds: list[str]
    held_on: date
    held_to: date | None
    topic: str
    hours: Decimal | None
    for_period: str
    recorded_at: datetime


def organ_of(stacks: Stacks, span: Span, in_view: Ids = ()) -> facts.Organ:
    """Some organizations with their people and what they recorded: as many queries as for one.

    What their registers mean say the packs each is under. Of those only in view the people
    are told, not what they recorded: a committee is judged by how many there are under it,
    not by their meetings.
    """
    own, as_of = list(stacks), span.clocks.as_of
    organizations = list(
        Organization.objects.filter(id__in=[*{*own, *in_view}]).prefetch_related("groups")
    )
    wanted = [item.id for item in organizations]
    posts, known = _posts(wanted, as_of), _posts_known()
    registers = entries_of(stacks, span)
    return facts.Organ(
        name=organizations[0].unit if organizations else "",
        organizations=tuple(_organization(item, posts) for item in organizations),
        people=tuple(_people(wanted, posts, as_of)),
        activities=tuple(_activities(own, span.first, as_of)),
        payments=(),
        ledgers=tuple(_spans(own)),
        dues_months={},
        posts_told_in=frozenset({PLATFORM}) if known else frozenset(),
        secretaries_known=known,
        heads=_heads(wanted, as_of),
        waivers=tuple(_waivers(own)),
        entries=registers.entries,
        charges=registers.charges,
        uses=registers.uses,
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
    for post in Post.objects.filter(in_force(day), organization_id__in=ids).select_related(
        "person"
    ):
        found.setdefault(post.organization_id, []).append(post)
    return found


def _posts_known() -> bool:
    """Whether anybody's Party post was ever entered; without that nobody can be missing one."""
    return Post.objects.filter(kind__in=PARTY_POSTS).exists()


def _heads(ids: Sequence[uuid.UUID], day: date) -> frozenset[str]:
    """The members who lead a committee or a leading group, wherever that stands in the tree."""
    held = Post.objects.filter(
        in_force(day),
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


def _people(
    ids: Sequence[uuid.UUID], posts: Mapping[uuid.UUID, Sequence[Post]], day: date
) -> Iterable[facts.Person]:
    titles: dict[tuple[uuid.UUID, uuid.UUID], list[str]] = {}
    for organization, held in posts.items():
        for post in held:
            titles.setdefault((organization, post.person_id), []).append(post.title)
    source = Source(file=PLATFORM[0], sheet=PLATFORM[1], row=None)
    members = Membership.objects.filter(in_force(day), branch_id__in=ids).order_by("position", "id")
    for row in members.values_list(*PERSON):
        person, branch, name, status, joined, converted, number, group = row
        yield facts.Person(
            id=str(person),
            name=name,
            organization=str(branch),
            status=status or None,
            joined=joined,
            converted=converted,
            posts=tuple(titles.get((branch, person), ())),
            group=number or group,
            source=source,
        )


def _activities(ids: Sequence[uuid.UUID], first: date, as_of: date) -> Iterable[facts.Activity]:
    """Each activity once for each of its hosts; plain columns, as there are tens of thousands."""
    hosts = Host.objects.filter(
        organization_id__in=ids, activity__held_on__range=(first, as_of)
    ).exclude(activity__state__in=GONE)
    absences = _by_first(Absence.objects.filter(host__in=hosts).values_list(*ABSENCE))
    agendas = _by_first(
        AgendaItem.objects.filter(activity__in=hosts.values("activity_id"))
        .order_by("activity_id", "position")
        .values_list(*ITEM)
    )
    for row in hosts.order_by("activity__held_on", "id").values_list(*HOST):
        host = Hosted(*row)
        yield _activity(host, absences.get(host.id, ()), agendas.get(host.activity, ()))


def _by_first(rows: Iterable[tuple[Any, ...]]) -> dict[uuid.UUID, list[tuple[Any, ...]]]:
    found: dict[uuid.UUID, list[tuple[Any, ...]]] = {}
    for owner, *rest in rows:
        found.setdefault(owner, []).append(tuple(rest))
    return found


def _activity(
    host: Hosted, absent: Sequence[tuple[Any, ...]], agenda: Sequence[tuple[Any, ...]]
) -> facts.Activity:
    kinds = tuple(host.kinds)
    return facts.Activity(
        id=str(host.activity),
        organization=str(host.organization),
        group=host.number or host.group,
        kinds=kinds,
        held_on=host.held_on,
        expected=host.expected,
        present=host.present,
        absent=tuple(name for name, _ in absent),
        absent_people=tuple(str(person) for _, person in absent if person),
        row=ActivityRow(
            source=Source(file=str(host.activity), sheet=None, row=None),
            columns={},
            form=RECORD,
            organization=None,
            organization_from=None,
            kinds=kinds,
            held_on=host.held_on,
            held_to=host.held_to,
            topic=host.topic or None,
            agenda=tuple(text for text, _, _ in agenda),
            decision="；".join(decision for _, decision, _ in agenda if decision) or None,
            hours=host.hours,
        ),
        recorded_on=local_day(host.recorded_at),
        for_period=host.for_period or None,
        topics=frozenset(topic for _, _, topics in agenda for topic in topics),
    )


def _spans(ids: Sequence[uuid.UUID]) -> Iterable[facts.Span]:
    """Where records are kept here and no end is said, they will be of the months to come too."""
    for item in Covered.objects.filter(organization_id__in=ids):
        last = item.last or date.max
        yield facts.Span(str(item.organization_id), frozenset(item.kinds), item.first, last)
