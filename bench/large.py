"""A large installation, invented: one organ committee, its branches, members and years of records.

Written straight into the tables in bulk: what is measured is reading and judging, and the
services would take minutes to write as much.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import django
from django.conf import settings
from django.db import transaction

if __name__ == "__main__":
    django.setup()

from mingdeng.accounts.models import User
from mingdeng.accounts.services import create_user
from mingdeng.activities.models import Absence, Activity, AgendaItem, Covered, Host
from mingdeng.daycount import SHANGHAI
from mingdeng.journal.models import Entry, Head
from mingdeng.journal.services import Actor
from mingdeng.roster.models import Above, Group, Membership, Organization, Person, Post
from mingdeng.roster.services import (
    NewOrganization,
    NewPerson,
    add_person,
    appoint,
    create_organization,
)

YEARS, GROUPS = 3, 2
KINDS = ("branch_committee_meeting", "theme_day", "group_meeting")
SEASONAL = ("members_meeting", "party_lecture")
COVERED = (*KINDS, *SEASONAL)


@dataclass(frozen=True)
class Cast:
    """Who the pages are asked for."""

    office: User
    secretary: User
    committee: uuid.UUID
    branch: uuid.UUID


@dataclass(frozen=True)
class Size:
    """How large the installation is."""

    branches: int = 200
    members: int = 50


@transaction.atomic
def fill(size: Size, today: date) -> Cast:
    """Fill an empty database; the same for the same size and day."""
    actor = Actor(None, None, datetime(today.year, today.month, today.day, 1, tzinfo=UTC))
    root = NewOrganization("organ_committee", "机关党委", "中共青源市某机关委员会", unit="某机关")
    committee = create_organization(actor, root)
    made = [_branch(committee, number) for number in range(1, size.branches + 1)]
    branches = Organization.objects.bulk_create(made)
    above = [(one, one, 0) for one in branches] + [(one, committee, 1) for one in branches]
    Above.objects.bulk_create(
        Above(organization=one, ancestor=over, distance=far) for one, over, far in above
    )
    groups = Group.objects.bulk_create(
        Group(branch=branch, number=number, name=f"第{'一二'[number - 1]}党小组")
        for branch in branches
        for number in range(1, GROUPS + 1)
    )
    of = {branch.id: [one for one in groups if one.branch_id == branch.id] for branch in branches}
    people = {branch.id: _people(branch, of[branch.id], size.members) for branch in branches}
    for branch in branches:
        _records(branch, of[branch.id], people[branch.id], today)
    _journal(actor)
    return _cast(actor, committee, branches, people)


def _cast(
    actor: Actor,
    committee: Organization,
    branches: list[Organization],
    people: dict[uuid.UUID, list[Person]],
) -> Cast:
    clerk = add_person(actor, NewPerson(name="办公室甲"), branches[0], None)
    appoint(actor, clerk, committee, Post.Kind.OFFICE, "办公室主任", None)
    secretary = people[branches[0].id][0]
    for number, person in enumerate((clerk, secretary)):
        person.account = create_user(f"account-{number}")
        person.save(update_fields=["account"])
    assert clerk.account  # noqa: S101 - given just above
    assert secretary.account  # noqa: S101
    return Cast(clerk.account, secretary.account, committee.id, branches[0].id)


def _journal(actor: Actor) -> None:
    """An entry for each record, as many as the services would have written; no chain."""
    number = Head.objects.get().number
    hosts = Host.objects.values_list("activity_id", "organization_id")
    entries = [
        Entry(
            number=number + place,
            at=actor.at,
            action="record",
            object_kind="activity",
            object_id=activity,
            organization=organization,
            digest=f"{number + place:064}",
        )
        for place, (activity, organization) in enumerate(hosts, start=1)
    ]
    Entry.objects.bulk_create(entries, batch_size=2_000)
    Head.objects.update(number=number + len(entries), digest=entries[-1].digest)


def _branch(committee: Organization, number: int) -> Organization:
    return Organization(
        parent=committee,
        kind="branch",
        name=f"第{number}支部",
        full_name=f"中共青源市某机关第{number}支部委员会",
        unit="某机关",
        position=number,
        founded=date(2015, 3, 1),
        elected=date(2024, 5, 20),
    )


def _people(branch: Organization, groups: list[Group], members: int) -> list[Person]:
    people = Person.objects.bulk_create(
        Person(
            name=f"成员{branch.position}之{number}",
            status=Person.Status.FULL,
            joined=date(2010, 7, 1),
            converted=date(2011, 7, 1),
            birth=date(1980, 1 + number % 12, 1 + number % 27),
        )
        for number in range(members)
    )
    Membership.objects.bulk_create(
        Membership(
            person=person,
            branch=branch,
            group=groups[number % len(groups)],
            since=date(2018, 3, 1),
            position=number,
        )
        for number, person in enumerate(people)
    )
    titles = (
        (Post.Kind.SECRETARY, "书记"),
        (Post.Kind.DEPUTY, "副书记"),
        *((Post.Kind.COMMITTEE, name) for name in ("组织委员", "宣传委员", "纪检委员")),
    )
    Post.objects.bulk_create(
        Post(person=person, organization=branch, kind=kind, title=title, since=date(2024, 5, 20))
        for person, (kind, title) in zip(people, titles, strict=False)
    )
    return people


def _records(branch: Organization, groups: list[Group], people: list[Person], today: date) -> None:
    """Years of records; every seventh branch lacks one meeting a year."""
    first = date(today.year - YEARS + 1, 1, 1)
    acts, hosts, items, absences = [], [], [], []
    for kind, day, group in _days(first, today, branch.position, groups):
        act = Activity(
            kinds=[kind],
            held_on=day,
            start=time(14, 30),
            place="党员活动室",
            chair=people[0].name,
            recorder=people[1].name,
            topic="学习有关文件，讨论本月工作",
            recorded_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC) + timedelta(days=1),
        )
        expected = len(people) if kind != "branch_committee_meeting" else 5
        away = [people[(day.toordinal() + n) % len(people)] for n in range(2)]
        away = away if kind != "branch_committee_meeting" else []
        host = Host(
            activity=act,
            organization=branch,
            group=group,
            expected=expected,
            present=expected - len(away),
        )
        acts.append(act)
        hosts.append(host)
        absences += [Absence(host=host, person=one, name=one.name, reason="公务") for one in away]
        items += [
            AgendaItem(activity=act, position=n, text=text)
            for n, text in enumerate(("学习有关文件", "讨论本月工作"))
        ]
    Activity.objects.bulk_create(acts)
    Host.objects.bulk_create(hosts)
    AgendaItem.objects.bulk_create(items)
    Absence.objects.bulk_create(absences)
    Covered.objects.create(organization=branch, kinds=list(COVERED), first=first)


def _days(
    first: date, today: date, number: int, groups: list[Group]
) -> Iterator[tuple[str, date, Group | None]]:
    for year in range(first.year, today.year + 1):
        for month in range(1, 13):
            day = date(year, month, 3 + (number + month) % 24)
            missed = number % 7 == 0 and month == 1 + number % 12
            if day > today or missed:
                continue
            yield "branch_committee_meeting", day, None
            yield "theme_day", day, None
            yield from (("group_meeting", day, group) for group in groups)
            if month % 3 == 2:
                yield from ((kind, day, None) for kind in SEASONAL)


def main() -> None:
    """Fill the database of this environment; print how long judging took, and the pages."""
    import time as clock

    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    today = datetime.now(SHANGHAI).date()
    cast = fill(Size(), today)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    started = clock.perf_counter()
    call_command("work_ahead", once=True)
    print(f"{clock.perf_counter() - started:.1f}")
    for name, account, path in (
        ("今天（办公室）", cast.office, "/"),
        ("今天（书记）", cast.secretary, "/"),
        ("履责（机关党委）", cast.office, f"/duties/{cast.committee}/"),
        ("履责（支部）", cast.secretary, f"/duties/{cast.branch}/"),
        ("纪实（办公室）", cast.office, "/records/"),
        ("记录会议（书记）", cast.secretary, "/records/new/"),
    ):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(account)
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        print(f"{name}\t{path}\t{cookie.key}={cookie.value}\t{len(seen)}")


if __name__ == "__main__":
    main()
