"""Who may be told, by which rules, what they were told before, and what the outbox holds."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from mingdeng.access.policy import Viewer, scope
from mingdeng.accounts.models import Kind, User
from mingdeng.facts.evidence import group_id
from mingdeng.notify.deciding import Told
from mingdeng.notify.models import (
    BUDGET,
    CLOSES,
    DAYS_BEFORE,
    OPENS,
    Choice,
    Clock,
    Delivery,
    Feed,
    Notice,
    Pass,
    Robot,
    Setting,
)
from mingdeng.notify.rules import Rules
from mingdeng.roster.dates import in_force
from mingdeng.roster.models import Above, Group, Organization, Person, Post

DEFAULT = Rules(DAYS_BEFORE, OPENS, CLOSES, rest_days=False, budget=BUDGET)
# Longer ago nothing bears on what is told now: the notice before a deadline, a digest repeated.
LOOKS_BACK = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Sent:
    """How often an organization's people, and its group chat, were told in a month."""

    people: int
    group: int
    mails: int


def rules_in_use() -> set[Rules]:
    """Every set of rules someone may live by."""
    return {DEFAULT, *(rules_in(one) for one in Setting.objects.all())}


def accounts_to_tell() -> QuerySet[User]:
    """Everyone who may be told at all: the accounts in use of people on the roster."""
    found = User.objects.filter(is_active=True, kind=Kind.PERSON, person__isnull=False)
    return found.select_related("person").order_by("id")


def rules_of(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Rules]:
    """By which rules organizations live: the nearest set at or above each, else the usual."""
    wanted = list(ids)
    found: dict[uuid.UUID, tuple[int, Rules]] = {}
    settings = {one.organization_id: rules_in(one) for one in Setting.objects.all()}
    above = Above.objects.filter(organization_id__in=wanted, ancestor_id__in=settings.keys())
    rows = above.values_list("organization_id", "ancestor_id", "distance") if settings else ()
    for one, over, distance in rows:
        if one not in found or distance < found[one][0]:
            found[one] = (distance, settings[over])
    return {one: found[one][1] if one in found else DEFAULT for one in wanted}


def rules_in(setting: Setting) -> Rules:
    """What an organization has set."""
    hours = (setting.opens, setting.closes)
    return Rules(setting.days_before, *hours, setting.rest_days, setting.budget)


def setting_of(organization: Organization) -> Setting | None:
    """What an organization the viewer sees has set itself, if anything."""
    return Setting.objects.filter(organization=organization).first()


def robot_of(organization: Organization) -> Robot | None:
    """The robot of an organization's group chat; its address stays sealed."""
    return Robot.objects.filter(organization=organization).first()


def robots() -> QuerySet[Robot]:
    """The group chats that are to be told."""
    there = Q(organization__dissolved=None)
    return Robot.objects.filter(there).select_related("organization").order_by("organization_id")


def choice_of(person: uuid.UUID) -> Choice | None:
    """How someone has chosen to be told."""
    return Choice.objects.filter(person_id=person).select_related("person").first()


def groups_led(viewer: Viewer) -> frozenset[str]:
    """The Party groups the viewer leads, as the engine calls them.

    A roster that came as a file names the leader and not the group: it is the one they are in.
    """
    leads = Post.objects.filter(id__in=viewer.posts, kind=Post.Kind.GROUP_LEADER)
    own = Group.objects.filter(
        in_force(viewer.day, "members__"),
        members__person__posts__in=leads.filter(group=None),
        branch_id__in=leads.values("organization_id"),
    )
    found = [*Group.objects.filter(posts__in=leads), *own]
    return frozenset(group_id(str(one.branch_id), one.number or one.name) for one in found)


def told_to(person: uuid.UUID, day: date) -> list[Told]:
    """What someone was told of late."""
    return _told(Notice.objects.filter(person_id=person), day)


def told_in(organization: uuid.UUID, day: date) -> list[Told]:
    """What an organization's group chat was told of late."""
    return _told(Notice.objects.filter(person=None, home_id=organization), day)


def _told(found: QuerySet[Notice], day: date) -> list[Told]:
    of_late = found.filter(day__gt=day - LOOKS_BACK).values_list("day", "kind", "lines")
    return [
        Told(
            on,
            kind,
            frozenset(line["key"] for line in lines),
            frozenset(line["key"] for line in lines if line["standing"]),
        )
        for on, kind, lines in of_late
    ]


def passed(hours: str) -> date | None:
    """The last day on which all of these hours were looked at."""
    return Pass.objects.filter(hours=hours).values_list("day", flat=True).first()


def notices(viewer: Viewer) -> QuerySet[Notice]:
    """What the viewer was told, the latest first; nobody sees another's."""
    if viewer.person is None:
        return Notice.objects.none()
    return Notice.objects.filter(person_id=viewer.person).prefetch_related("deliveries")


def notices_of(person: Person) -> QuerySet[Notice]:
    """All that someone was told; the caller has seen to it who may know."""
    return Notice.objects.filter(person=person)


def feed_in_use(viewer: Viewer) -> Feed | None:
    """The viewer's own calendar address, as far as it can still be known: when it was issued."""
    if viewer.person is None:
        return None
    return Feed.objects.filter(person_id=viewer.person, revoked_at=None).first()


def feed_by(digest: str) -> Feed | None:
    """A calendar address that is good, by its digest."""
    found = Feed.objects.filter(digest=digest, revoked_at=None)
    return found.select_related("person__account").first()


def deliveries(viewer: Viewer) -> QuerySet[Delivery]:
    """The outbox, for who runs the system: neither whom it is for nor what it says."""
    seen = scope(viewer, "read", "delivery")
    found = Delivery.objects.all() if seen.everything else Delivery.objects.none()
    return found.only("id", "channel", "state", "tries", "next_at", "error", "ended_at")


def delivery_counts(viewer: Viewer) -> dict[tuple[str, str], int]:
    """How many there are by way and state."""
    rows = deliveries(viewer).order_by().values_list("channel", "state").annotate(Count("id"))
    return {(channel, state): number for channel, state, number in rows}


def clock() -> Clock | None:
    """The clock as the last round saw it."""
    return Clock.objects.filter(id=1).first()


def sent_counts(
    viewer: Viewer, ids: Iterable[uuid.UUID], first: date, last: date
) -> dict[tuple[uuid.UUID, str], Sent]:
    """Reminders by organization and month ("2026-11") between two days: never by person.

    Of those organizations whose duties the viewer may see.
    """
    seen = scope(viewer, "read", "board")
    return counts_in((one for one in ids if one in seen.organizations), first, last)


def counts_in(
    ids: Iterable[uuid.UUID], first: date, last: date
) -> dict[tuple[uuid.UUID, str], Sent]:
    """The same of organizations the caller has seen to: those the reminders' rules came from.

    An organization's reminders are those of the people who belong to it, and of its own
    group chat.
    """
    found = Notice.objects.filter(home_id__in=list(ids), day__range=(first, last))
    mails = Count("deliveries", filter=Q(deliveries__channel=Delivery.Channel.MAIL))
    rows = found.order_by().annotate(mails=mails).values_list("home_id", "day", "person", "mails")
    people, groups, sent = (Counter[tuple[uuid.UUID, str]]() for _ in range(3))
    for home, day, person, mail in rows:
        key = (home, f"{day:%Y-%m}")
        (groups if person is None else people)[key] += 1
        sent[key] += mail
    return {key: Sent(people[key], groups[key], sent[key]) for key in people | groups}


def budgets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """How many times a week someone of an organization is told at most."""
    return {one: rules.budget for one, rules in rules_of(ids).items()}
