"""A fictional organ's files as records of the platform: read like any organ's, then written
through the same services a page calls."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from mingdeng.activities.services import Absent, Hosting, Invalid, Item, Record, cover, record
from mingdeng.cli.demo_entries import enter_all
from mingdeng.cli.demo_people import cast_roles
from mingdeng.daycount import local_day
from mingdeng.facts import organ as facts
from mingdeng.facts.builder import build
from mingdeng.files.folder import read_folder
from mingdeng.files.rows import ActivityRow, MemberRow, Source
from mingdeng.files.rows import Group as GroupName
from mingdeng.journal.services import Actor
from mingdeng.roster import services as roster
from mingdeng.roster.models import Group, Organization, Person, Post

ROOT = Path(__file__).resolve().parents[3]
GENERATOR = ROOT / "examples" / "make_organ.py"
SECRETARY, DEPUTY, MEMBER, LEADER = "书记", "副书记", "委员", "组长"
GROUP_MEETING, LEADING_GROUP = "group_meeting", "leading_group"
ABOVE_BRANCHES = frozenset({"organ_committee", "general_branch"})

Places = Mapping[str, Organization]
Groups = Mapping[tuple[str, GroupName], Group]
People = Mapping[str, Person]


def furnish(files: Path, now: datetime) -> None:
    """Fill an empty database with the organ of these files; they are made where there are none."""
    if not files.is_dir():
        files.mkdir(parents=True)
        command = [sys.executable, str(GENERATOR), str(files), "--size", "demo"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our script
        (files / "truth.json").replace(files.parent / "truth.json")
    reading = read_folder(files)
    rows = {row.source: row for row in reading.members}
    put(build(reading), rows, Actor(None, None, now))


@transaction.atomic
def put(organ: facts.Organ, rows: Mapping[Source, MemberRow], actor: Actor) -> None:
    """Write an organ through the services: tree, people, posts, activities, then the six."""
    places = _organizations(organ, actor)
    groups = _groups(organ, places, actor)
    people = _people(organ, rows, places, groups, actor)
    for activity in organ.activities:
        _activity(activity, places, groups, people, actor)
    for span in organ.ledgers:
        kinds = sorted(span.kinds)
        cover(actor, places[span.organization], kinds, span.first, span.last, "历年台账")
    _secretaries(organ, places, people, actor)
    leader = next((o.secretary for o in organ.organizations if o.kind == LEADING_GROUP), None)
    cast_roles(actor, list(places.values()), leader)
    _adopt(places, actor)
    enter_all(actor, list(places.values()), leader)


def _adopt(places: Places, actor: Actor) -> None:
    """The organ is one of a people's congress: its registers come with that pack."""
    top = next(one for one in places.values() if one.kind == "organ_committee")
    roster.adopt_pack(actor, top, "npc", top.founded or local_day(actor.at))


def _secretaries(organ: facts.Organ, places: Places, people: People, actor: Actor) -> None:
    """The secretaries the register names above the branches; those of branches have posts."""
    by_name = {person.name: person for person in people.values()}
    for item in organ.organizations:
        if item.kind in ABOVE_BRANCHES and item.secretary in by_name:
            kind = Post.Kind.SECRETARY
            roster.appoint(
                actor, by_name[item.secretary], places[item.id], kind, SECRETARY, item.elected
            )


def _organizations(organ: facts.Organ, actor: Actor) -> dict[str, Organization]:
    """The tree from the top: a parent is set up before what stands under it."""
    made: dict[str, Organization] = {}
    waiting = list(enumerate(organ.organizations, start=1))
    while waiting:
        ready = [one for one in waiting if one[1].parent is None or one[1].parent in made]
        for position, item in ready:
            parent = made[item.parent].id if item.parent else None
            given = roster.NewOrganization(
                kind=item.kind,
                name=item.name,
                full_name=item.full_name,
                parent=parent,
                unit=item.unit or "",
                position=position,
                founded=item.founded,
                elected=item.elected,
            )
            made[item.id] = roster.create_organization(actor, given)
        waiting = [one for one in waiting if one not in ready]
    return made


def _groups(organ: facts.Organ, places: Places, actor: Actor) -> dict[tuple[str, GroupName], Group]:
    return {
        (item.id, group): roster.create_group(
            actor,
            places[item.id],
            facts.group_name(group),
            group if isinstance(group, int) else None,
        )
        for item in organ.organizations
        for group in item.groups
    }


def _people(
    organ: facts.Organ,
    rows: Mapping[Source, MemberRow],
    places: Places,
    groups: Groups,
    actor: Actor,
) -> dict[str, Person]:
    made: dict[str, Person] = {}
    for position, person in enumerate(organ.people, start=1):
        if person.organization is None:
            continue
        row, home = rows[person.source], places[person.organization]
        given = roster.NewPerson(
            name=person.name,
            gender=row.gender or "",
            birth=row.birth,
            id_number=row.id_number or "",
            status=person.status or "",
            joined=person.joined,
            converted=person.converted,
        )
        group = groups.get((person.organization, person.group))
        made[person.id] = roster.add_person(actor, given, home, group, position)
        for title in person.posts:
            kind = _post_kind(title)
            if kind is not None:
                roster.appoint(actor, made[person.id], home, kind, title, home.elected)
    return made


def _post_kind(title: str) -> str | None:
    if title.endswith(LEADER):
        return Post.Kind.GROUP_LEADER
    if title.endswith(DEPUTY):
        return Post.Kind.DEPUTY
    if title.endswith(SECRETARY):
        return Post.Kind.SECRETARY
    return Post.Kind.COMMITTEE if title.endswith(MEMBER) else None


def _activity(
    activity: facts.Activity, places: Places, groups: Groups, people: People, actor: Actor
) -> None:
    row = activity.row
    group = groups.get((activity.organization, activity.group))
    by_name = {people[one].name: people[one].id for one in activity.absent_people if one in people}
    reasons = {absence.name: absence.reason or "" for absence in row.absent}
    host = Hosting(
        organization=places[activity.organization].id,
        group=group.id if group and GROUP_MEETING in activity.kinds else None,
        expected=activity.expected,
        present=activity.present,
        absent=tuple(
            Absent(name, reasons.get(name, ""), by_name.get(name)) for name in activity.absent
        ),
    )
    try:
        record(actor, _record(activity, row, host))
    except Invalid:
        return  # the generator plants faulty rows; they stay in the files


def _record(activity: facts.Activity, row: ActivityRow, host: Hosting) -> Record:
    votes_for, against, abstained = row.votes or (None, None, None)
    items = tuple(Item(text) for text in row.agenda)
    if items and (row.decision or row.votes):
        last = Item(
            items[-1].text,
            decision=row.decision or "",
            votes_for=votes_for,
            votes_against=against,
            abstentions=abstained,
        )
        items = (*items[:-1], last)
    return Record(
        kinds=activity.kinds,
        held_on=activity.held_on,
        hosts=(host,),
        held_to=row.held_to,
        start=row.start,
        end=row.end,
        place=row.place or "",
        chair=row.chair or "",
        recorder=row.recorder or "",
        lecturer=row.lecturer or "",
        topic=row.topic or "",
        hours=row.hours,
        for_period=activity.for_period or "",
        source=row.source.file,
        agenda=items,
    )
