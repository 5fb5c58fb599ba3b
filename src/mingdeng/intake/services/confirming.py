"""Writing a preview: all of it in one transaction, through the services of the rooms."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import transaction

from mingdeng.activities import services as activities
from mingdeng.activities.models import Activity
from mingdeng.activities.said import Record
from mingdeng.daycount import local_day
from mingdeng.intake.matching import NEW, SAME, Data
from mingdeng.intake.models import Line, Upload
from mingdeng.intake.records import changes_of, day, organization_of, person_of, record_of
from mingdeng.intake.services.planning import compare_again, parents_first, store, take_up
from mingdeng.intake.services.refusals import Choice, Outdated, Refused, nothing
from mingdeng.journal.services import Actor, Body, Thing, once, together, write
from mingdeng.roster import services as roster
from mingdeng.roster.models import Group, Membership, Organization, Person, Post

Done = Line.Done
Choices = Mapping[uuid.UUID, Choice]
TAKE, LEAVE = Choice(take=True), Choice(take=False)
WRITTEN = ("done", "made", "made_version")


@dataclass(frozen=True, slots=True)
class Beside:
    """What is done with an import, in the same transaction: packs that hold from now on, or
    from a day, for the organization imported to; and whatever else the caller has to do."""

    packs: Mapping[str, date | None] = field(default_factory=dict)
    also: Callable[[], None] = nothing


class Undecided(Exception):
    """Lines in conflict, or not readable, that nobody chose to take or to leave."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        super().__init__(f"还有{len(self.lines)}行需要先选择。")


def confirm(
    actor: Actor,
    upload: Upload,
    version: int,
    choices: Choices,
    key: uuid.UUID,
    beside: Beside = Beside(),
) -> Body:
    """Write an upload once: new lines unless left, others only where chosen.

    Answers how many lines had which outcome. Raises Undecided, Refused; Outdated where
    records changed since the preview, which then shows how things stand.
    """

    def act() -> Body:
        beside.also()
        return _confirm(actor, upload, version, choices, beside.packs)

    try:
        return once(actor, key, "import.confirm", act)
    except Outdated:
        with transaction.atomic():
            compare_again(upload, local_day(actor.at))
        raise


def _confirm(
    actor: Actor, upload: Upload, version: int, choices: Choices, packs: Mapping[str, date | None]
) -> Body:
    upload = take_up(upload.id, version, Upload.State.PREVIEWED)
    if compare_again(upload, local_day(actor.at)):
        raise Outdated
    lines = list(upload.lines.all())
    undecided = [line for line in lines if _is_open(line) and line.id not in choices]
    if undecided:
        raise Undecided(undecided)
    with together():
        _Writer(actor, upload, choices).write(lines)
    store(lines, WRITTEN)
    upload.packs = [
        roster.adopt_pack(actor, upload.root, pack, since).id for pack, since in packs.items()
    ]
    upload.state, upload.confirmed_at = Upload.State.CONFIRMED, actor.at
    upload.save(update_fields=["state", "confirmed_at", "packs"])
    outcome = dict(Counter(str(line.done or "left") for line in lines if line.state != SAME))
    outcome["same"] = sum(line.state == SAME for line in lines)
    write(actor, "import.confirm", Thing("import", upload.id, upload.root_id), outcome)
    return outcome


def _is_open(line: Line) -> bool:
    return line.state in {Line.State.CONFLICT, Line.State.ERROR}


class _Writer:
    """Writes lines in their order: what a line refers to was written before it."""

    def __init__(self, actor: Actor, upload: Upload, choices: Choices) -> None:
        self.actor, self.upload, self.choices = actor, upload, choices
        self.ids: dict[str, uuid.UUID | None] = {}
        self.places: dict[uuid.UUID, Organization | None] = {}
        self.create_by: Mapping[str, Callable[[Line], tuple[uuid.UUID, int | None] | None]] = {
            Line.Kind.ORGANIZATION: self._organization,
            Line.Kind.GROUP: self._group,
            Line.Kind.PERSON: self._person,
            Line.Kind.POST: self._post,
            Line.Kind.ACTIVITY: self._activity,
            Line.Kind.COVERED: self._covered,
            Line.Kind.TERM: self._term,
        }

    def write(self, lines: Sequence[Line]) -> None:
        """Write every line that is taken. Raises Refused naming the line that cannot stand."""
        for line in parents_first(lines):
            try:
                self._write(line)
            except (roster.Refused, activities.Invalid, ValueError) as error:
                raise Refused([f"“{line.title}”：{error}"]) from error
            except (roster.Stale, activities.Stale, activities.Locked) as error:
                raise Outdated from error
            self.ids[line.ref] = line.made or line.target

    def _write(self, line: Line) -> None:
        default = TAKE if line.state == NEW else LEAVE
        choice = self.choices.get(line.id, default)
        if not choice.take or line.state in {SAME, Line.State.ERROR}:
            return
        if line.target is not None:
            self._change(line, line.target, choice)
            return
        made = self.create_by[line.kind](line)
        if made is not None:
            line.done = Done.CREATED
            line.made, line.made_version = made

    def _id(self, ref: str | None) -> uuid.UUID | None:
        """The record a reference stands for; None where its line was left."""
        if ref is None:
            return None
        return self.ids[ref] if ref in self.ids else _uuid(ref)

    def _place(self, ref: str | None) -> Organization | None:
        found = self._id(ref)
        return self._under_root(found) if found else None

    def _under_root(self, organization: uuid.UUID) -> Organization | None:
        """The organization, where it stands at or below the root of the upload."""
        if organization not in self.places:
            below = Organization.objects.filter(above__ancestor_id=self.upload.root_id)
            self.places[organization] = below.filter(id=organization).first()
        return self.places[organization]

    def _organization(self, line: Line) -> tuple[uuid.UUID, int]:
        parent = self._id(line.data["parent"]) or self.upload.root_id
        made = roster.create_organization(self.actor, organization_of(line.data, parent))
        return made.id, made.version

    def _group(self, line: Line) -> tuple[uuid.UUID, None] | None:
        branch = self._place(line.data["branch"])
        if branch is None:
            return None
        name, number = line.data["name"], line.data["number"]
        return roster.create_group(self.actor, branch, name, number).id, None

    def _person(self, line: Line) -> tuple[uuid.UUID, int] | None:
        chosen = self.choices.get(line.id, TAKE).branch
        branch = self._under_root(chosen) if chosen else self._place(line.data["branch"])
        if branch is None:
            if chosen or line.data["branch"] is None:
                raise ValueError("请选择所在支部。")
            return None
        group = None if chosen else self._group_of(line)
        position = line.data["position"]
        given = person_of(line.data)
        made = roster.add_person(self.actor, given, branch, group, position)
        return made.id, made.version

    def _group_of(self, line: Line) -> Group | None:
        found = self._id(line.data["group"])
        return Group.objects.filter(id=found).first() if found else None

    def _post(self, line: Line) -> tuple[uuid.UUID, None] | None:
        holder = self._id(line.data["person"])
        person = Person.objects.filter(id=holder).first() if holder else None
        if person is None:
            return None
        told = line.data["organization"]
        organization = self._place(told) if told else _branch_of(person)
        if organization is None:
            return None
        kind, title = line.data["kind"], line.data["title"]
        return roster.appoint(self.actor, person, organization, kind, title, None).id, None

    def _activity(self, line: Line) -> tuple[uuid.UUID, int] | None:
        if self._place(line.data["organization"]) is None:
            return None
        made = activities.record(self.actor, self._record(line))
        return made.id, made.version

    def _record(self, line: Line) -> Record:
        return record_of(line.data, self._id)

    def _covered(self, line: Line) -> tuple[uuid.UUID, None] | None:
        place = self._place(line.data["organization"])
        if place is None:
            return None
        first, last = (date.fromisoformat(line.data[name]) for name in ("first", "last"))
        kinds, source = line.data["kinds"], line.data["source"]
        return activities.cover(self.actor, place, kinds, first, last, source).id, None

    def _term(self, line: Line) -> tuple[uuid.UUID, None] | None:
        """Appoint as the ledger of terms says; a term of the past ends in the same step."""
        said, since, until = line.data, day(line.data["since"]), day(line.data["until"])
        holder, place = self._id(said["person"]), self._place(said["organization"])
        person = Person.objects.filter(id=holder).first() if holder else None
        if person is None or place is None:
            return None
        if said["kind"] == Post.Kind.GROUP_LEADER:
            group = Group.objects.get(branch=place, name=said["group"])
            post = roster.appoint_group_leader(self.actor, person, group, since)
        else:
            self._check_secretary(place, said)
            post = roster.appoint(self.actor, person, place, said["kind"], said["title"], since)
        if until is not None:
            roster.end_post(self.actor, post, until)
        return post.id, None

    def _check_secretary(self, place: Organization, said: Data) -> None:
        """Raise Refused where someone is secretary whose end was not taken from the file."""
        here = Post.objects.filter(organization=place, kind=Post.Kind.SECRETARY, until=None)
        if said["kind"] == Post.Kind.SECRETARY and not said["until"] and here.exists():
            raise roster.Refused("现任书记还没有免职，请把他的免职日期也选为用文件的。")

    def _change_term(self, post: Post, said: dict[str, str]) -> None:
        if set(said) == {"until"} and post.until is None:
            roster.end_post(self.actor, post, date.fromisoformat(said["until"]))
            return
        days = {name: day(text) for name, text in said.items()}
        roster.correct_term(
            self.actor, post, days.get("since", post.since), days.get("until", post.until)
        )

    def _change(self, line: Line, target: uuid.UUID, choice: Choice) -> None:
        """Bring the record a line was matched with up to what the line says."""
        line.made, version = target, line.target_version or 0
        line.done = Done.CHANGED
        said = {name: pair[1] for name, pair in line.changes.items()}
        if line.kind == Line.Kind.ORGANIZATION:
            found = Organization.objects.get(id=target)
            roster.change_organization(self.actor, found, version, changes_of(said.items()))
            line.made_version = found.version
        elif line.kind == Line.Kind.PERSON:
            self._change_person(line, Person.objects.get(id=target), said, choice)
        elif line.kind == Line.Kind.TERM:
            self._change_term(Post.objects.get(id=target), said)
        else:
            current = Activity.objects.get(id=target)
            record = _completed(current, self._record(line))
            line.made_version = activities.correct(self.actor, current.id, version, record).version

    def _change_person(
        self, line: Line, person: Person, said: dict[str, object], choice: Choice
    ) -> None:
        version = line.target_version or 0
        moves = "group" in said or line.state == Line.State.CONFLICT
        said.pop("group", None)
        if said:
            person = roster.change_person(self.actor, person, version, changes_of(said.items()))
        line.made_version = person.version
        if moves:
            self._move(line, person, choice)

    def _move(self, line: Line, person: Person, choice: Choice) -> None:
        branch = self._place(line.data["branch"])
        if branch is None:
            raise ValueError("名册所写的支部没有导入。")
        since = Membership.objects.filter(person=person, until=None).get()
        on = choice.moved_on or (local_day(self.actor.at) if since.branch == branch else None)
        if on is None:
            raise ValueError("请填写转入的日期。")
        roster.move_person(self.actor, person, branch, self._group_of(line), on)
        line.done = Done.MOVED


def _completed(current: Activity, said: Record) -> Record:
    """What a line says, and for all it does not say, how the record stands."""
    held, new = activities.said_of(current), said.hosts[0]
    plain = {name: getattr(said, name) or getattr(held, name) for name in activities.PLAIN}
    place = (new.organization, new.group)
    hosts = tuple(
        _filled(host, new) if (host.organization, host.group) == place else host
        for host in held.hosts
    )
    agenda, guests = said.agenda or held.agenda, said.guests or held.guests
    return replace(said, **plain, hosts=hosts, agenda=agenda, guests=guests)


def _filled(held: activities.Hosting, said: activities.Hosting) -> activities.Hosting:
    return replace(
        held,
        expected=held.expected if said.expected is None else said.expected,
        present=held.present if said.present is None else said.present,
        absent=said.absent or held.absent,
    )


def _branch_of(person: Person) -> Organization | None:
    return Organization.objects.filter(memberships__person=person, memberships__until=None).first()


def _uuid(ref: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(ref)
    except ValueError:
        return None
