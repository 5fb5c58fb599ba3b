"""Putting people on the roster, correcting, moving and giving them an account."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError, Q

from mingdeng.accounts.models import User
from mingdeng.accounts.services import create_user
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import Group, Membership, Organization, Person
from mingdeng.roster.names import initials
from mingdeng.roster.services.refusals import Refused, Stale, only

# Says nothing about whether, and where, someone else carries the number.
ID_NUMBER = "这个身份证号不能使用，请核对；号码无误的，请与上级党组织联系。"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What a roster line says of a person."""

    name: str
    gender: str = ""
    birth: date | None = None
    id_number: str = ""
    status: str = ""
    joined: date | None = None
    converted: date | None = None


CHANGEABLE = frozenset(field.name for field in fields(NewPerson))


@transaction.atomic
def add_person(
    actor: Actor,
    given: NewPerson,
    branch: Organization | None,
    group: Group | None,
    position: int = 0,
    since: date | None = None,
) -> Person:
    """Put someone on the roster of a branch, or without one. Raises Refused."""
    try:
        with transaction.atomic():
            person = Person.objects.create(**asdict(given), initials=initials(given.name))
    except IntegrityError:
        raise Refused(ID_NUMBER) from None
    if branch is not None:
        _check_home(branch, group)
        Membership.objects.create(
            person=person, branch=branch, group=group, position=position, since=since
        )
    body = {**asdict(given), "branch": _id(branch), "group": _id(group), "since": since}
    write(actor, "person.add", Thing("person", person.id, _id(branch)), body)
    return person


@transaction.atomic
def change_person(actor: Actor, person: Person, version: int, changes: Mapping[str, Any]) -> Person:
    """Correct what is held about a person.

    Raises Stale where the version is no longer current, Refused, ValueError.
    """
    after = only(changes, CHANGEABLE)
    before = {name: getattr(person, name) for name in after}
    fresh = {**after, "initials": initials(str(after["name"]))} if "name" in after else after
    here = Person.objects.filter(id=person.id)
    try:
        with transaction.atomic():
            changed = here.filter(version=version).update(**fresh, version=F("version") + 1)
    except IntegrityError:
        raise Refused(ID_NUMBER) from None
    if not changed:
        raise Stale(here.values(*after, "version").get())
    thing = Thing("person", person.id, _branch_of(person))
    write(actor, "person.change", thing, {"before": before, "after": after})
    return here.get()


@transaction.atomic
def move_person(
    actor: Actor, person: Person, branch: Organization, group: Group | None, on: date
) -> Membership:
    """From a day on someone belongs to another branch or group; posts in the old one end.

    Raises Refused where the day lies before the present membership, or the branch is gone.
    """
    _check_home(branch, group)
    former = person.memberships.filter(until=None).select_for_update().first()
    if former is not None:
        if former.since is not None and on < former.since:
            raise Refused(f"{person.name}是{former.since}转入的，转出日期不能更早。")
        Membership.objects.filter(id=former.id).update(until=on)
        _end_posts_of(former, branch, group, on)
    membership = Membership.objects.create(person=person, branch=branch, group=group, since=on)
    Person.objects.filter(id=person.id).update(version=F("version") + 1)
    left = former.branch_id if former else None
    body = {"from": left, "to": branch.id, "on": on}
    for home in filter(None, dict.fromkeys((left, branch.id))):
        write(actor, "person.move", Thing("person", person.id, home), body)
    return membership


@transaction.atomic
def leave(actor: Actor, person: Person, on: date, to: str) -> None:
    """From a day on someone belongs to no branch here; posts in the old one end.

    Raises Refused where they belong to none, or the day lies before they came.
    """
    former = person.memberships.filter(until=None).select_for_update().first()
    if former is None:
        raise Refused(f"{person.name}已经不在本系统的支部。")
    if former.since is not None and on < former.since:
        raise Refused(f"{person.name}是{former.since}转入的，转出日期不能更早。")
    Membership.objects.filter(id=former.id).update(until=on)
    person.posts.filter(organization_id=former.branch_id, until=None).update(until=on)
    Person.objects.filter(id=person.id).update(version=F("version") + 1)
    thing = Thing("person", person.id, former.branch_id)
    write(actor, "person.leave", thing, {"from": former.branch_id, "to": to, "on": on})


def check_fresh(person: Person, version: int) -> Person:
    """The person as they stand, locked until the transaction ends. Raises Stale."""
    current = Person.objects.select_for_update().get(id=person.id)
    if current.version != version:
        raise Stale({"name": current.name, "version": current.version})
    return current


@transaction.atomic
def remove_person(actor: Actor, person: Person, version: int) -> None:
    """Take away someone put on the roster by mistake. Raises Refused, Stale."""
    thing = Thing("person", person.id, _branch_of(person))
    here = Person.objects.filter(id=person.id)
    if not here.filter(version=version).update(version=F("version") + 1):
        raise Stale(here.values("name", "version").get())
    try:
        person.memberships.all().delete()
        person.delete()
    except ProtectedError:
        raise Refused(f"{person.name}已有其他记录，不能删除，可以转出。") from None
    write(actor, "person.remove", thing, {})


@transaction.atomic
def give_account(actor: Actor, person: Person, username: str) -> User:
    """A way to sign in for someone on the roster. Raises Refused where they have one."""
    user = create_user(username)
    if not Person.objects.filter(id=person.id, account=None).update(
        account=user, version=F("version") + 1
    ):
        raise Refused(f"{person.name}已经有账号。")
    write(actor, "account.give", Thing("person", person.id, _branch_of(person)), {"user": user.id})
    person.refresh_from_db()
    return user


def _end_posts_of(former: Membership, branch: Organization, group: Group | None, on: date) -> None:
    """What someone held in the branch they leave, or only in the group they leave, is over."""
    posts = former.person.posts.filter(organization_id=former.branch_id, until=None)
    if former.branch_id == branch.id:
        posts = posts.exclude(Q(group=None) | Q(group=group))
    posts.update(until=on)


def _check_home(branch: Organization, group: Group | None) -> None:
    if branch.dissolved is not None:
        raise Refused(f"{branch.name}已经撤销，不能转入党员。")
    if group is not None and group.branch_id != branch.id:
        raise Refused(f"{group.name}不是{branch.name}的党小组。")


def _branch_of(person: Person) -> Any:
    return person.memberships.filter(until=None).values_list("branch_id", flat=True).first()


def _id(record: Organization | Group | None) -> Any:
    return record.id if record else None
